"""Two sessions on one record at the same moment: one saves, the other is told; neither is lost."""

from __future__ import annotations

import threading
import time

import pytest

from faults.beside import Beside, refusal_of
from office_fixtures import make_consultation
from soudan_desk.services.records import show_record
from soudan_desk.storage.audit_check import first_bad_seq

OFF = "the version that was read not asked for"
_AT_MOST_APART_S = 0.01


@pytest.mark.parametrize("protected", [True, False])
def test_of_two_windows_on_what_both_have_read_one_is_told(protected, office, trials, counts):
    def both_save(record, number, read):
        return _in_two_threads(office, record, number, read)

    lost, tried = _save_at_once(office, both_save, trials(150) if protected else 25, protected)
    _count(counts, "two windows of one program save one record at once", lost, tried, protected)


@pytest.mark.parametrize("protected", [True, False])
def test_of_two_programs_on_what_both_have_read_one_is_told(
    protected, office, trials, chance, counts
):
    office.opened.share(on=True)
    beside = Beside(office.path)

    def both_save(record, number, read):
        theirs, mine = f"隣の席で書いた{number}", f"この席で書いた{number}"
        beside.begin_save(record, theirs, read)
        time.sleep(chance.random() * _AT_MOST_APART_S)
        told = {mine: refusal_of(office, record, mine, read)}
        return told | {theirs: beside.told()}

    try:
        many = trials(150) if protected else 25
        lost, tried = _save_at_once(office, both_save, many, protected)
    finally:
        beside.close()
    _count(counts, "two programs on one computer save one record at once", lost, tried, protected)


def _save_at_once(office, both_save, many, protected) -> tuple[list[object], int]:
    """Let two save over the same version again and again; return where not just one was told."""
    record = make_consultation(office.work("shunin"), body="はじめ")
    lost: list[object] = []
    for number in range(many):
        read = show_record(office.work("shunin"), "consultation", record).lock_version
        told = both_save(record, number, read if protected else None)
        kept = show_record(office.work("shunin"), "consultation", record).answers["body"]
        saved = [text for text, refusal in told.items() if refusal is None]
        refusals = [refusal for refusal in told.values() if refusal is not None]
        if saved != [kept] or set(refusals) - {"conflict"}:
            lost.append((told, kept))
    with office.store.reading(None) as session:
        assert first_bad_seq(session, office.store.chain) is None
    return lost, many


def _count(counts, what, lost, tried, protected) -> None:
    if protected:
        counts.count(what, lost, tried, "each time one saved and one told of the other")
        assert not lost
    else:
        counts.count_weak(what, OFF, lost, tried)
        assert lost


def _in_two_threads(office, record, number, read) -> dict[str, str | None]:
    """Let two windows save what was typed in them over the same version, at once."""
    told: dict[str, str | None] = {}
    start = threading.Barrier(2)

    def save(window: int) -> None:
        text = f"{window}枚目の画面で書いた{number}"
        start.wait()
        told[text] = refusal_of(office, record, text, read)

    threads = [threading.Thread(target=save, args=[window]) for window in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
