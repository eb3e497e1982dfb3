"""Two sessions on one record at the same moment: one saves, the other is told; neither is lost."""

from __future__ import annotations

import threading

import pytest

from office_fixtures import make_consultation
from soudan_desk.errors import ConflictError, SoudanError
from soudan_desk.services.records import save_record, show_record
from soudan_desk.storage.audit_check import first_bad_seq


@pytest.mark.parametrize("protected", [True, False])
def test_of_two_saves_on_what_both_have_read_one_is_told(protected, office, trials, counts):
    record = make_consultation(office.work("shunin"), body="はじめ")
    lost, many = [], trials(150) if protected else 25
    for number in range(many):
        read = show_record(office.work("shunin"), "consultation", record).lock_version
        told = _both_save(office, record, number, read if protected else None)
        kept = show_record(office.work("shunin"), "consultation", record).answers["body"]
        saved = [text for text, error in told.items() if error is None]
        refused = [error for error in told.values() if error is not None]
        if saved != [kept] or any(not isinstance(error, ConflictError) for error in refused):
            lost.append((told, kept))
    with office.store.reading(None) as session:
        assert first_bad_seq(session, office.store.chain) is None
    what = "two saves of one record at once"
    if protected:
        counts.count(what, lost, many, "each time one saved and one told of the other")
        assert not lost
    else:
        counts.count_weak(what, "the version that was read not asked for", lost, many)
        assert lost


def _both_save(office, record, number, read) -> dict[str, SoudanError | None]:
    """Let two windows save what was typed in them over the same version, at once."""
    told: dict[str, SoudanError | None] = {}
    start = threading.Barrier(2)

    def save(window: int) -> None:
        work, text = office.work("shunin"), f"{window}枚目の画面で書いた{number}"
        start.wait()
        try:
            save_record(work, "consultation", record, {"body": text}, lock_version=read)
            told[text] = None
        except SoudanError as error:
            told[text] = error

    threads = [threading.Thread(target=save, args=[window]) for window in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
