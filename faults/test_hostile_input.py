"""What somebody types, sends or names to do harm: refused with a sentence, or kept as text."""

from __future__ import annotations

import csv
import resource
import time
from contextlib import suppress
from dataclasses import replace

import pytest

from faults import hostile
from office_fixtures import PASSWORD, TODAY, make_person
from soudan_desk.desk.exporting import export_records
from soudan_desk.desk.importing import import_file
from soudan_desk.desk.printing import print_paper
from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.fields import Kind, checks
from soudan_desk.models import record_kinds
from soudan_desk.models.base import fields_of
from soudan_desk.services.attachments import add_attachment, list_attachments
from soudan_desk.services.cases import open_case
from soudan_desk.services.records import add_record, show_record
from soudan_desk.services.search import search
from soudan_desk.storage import bundle
from soudan_desk.storage.backup import make_backup
from soudan_desk.storage.restore import restore_backup
from soudan_desk.tables import sealed, writing

MOST_MEMORY, MOST_S = 150_000_000, 10.0
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
WHOLE = {
    "person": {"name": "見本 花子", "kana": "ミホン ハナコ"},
    "consultation": {"centre": "life_support", "held_on": TODAY, "method": "phone", "body": "文"},
    "agency": {"name": "見本相談所"},
}


@pytest.mark.parametrize("protected", [True, False])
def test_no_text_breaks_a_record_or_changes_on_its_way(protected, work, monkeypatch, counts):
    if not protected:
        monkeypatch.setattr(checks, "bad_character", lambda _character: False)
    lost, tried, refused = [], 0, 0
    for kind, whole in WHOLE.items():
        for field in _always_asked(work, kind, whole):
            for text in hostile.TEXTS:
                tried += 1
                try:
                    record = add_record(work, kind, whole | {field.key: text}).id
                except InvalidEntriesError as error:
                    refused += 1
                    if not all(each.endswith("。") for each in error.problems.values()):
                        lost.append((kind, field.key, text[:20]))
                    continue
                except Exception as error:  # noqa: BLE001 - a crash is what we look for
                    lost.append((kind, field.key, text[:20], repr(error)[:200]))
                    continue
                kept = show_record(work, kind, record).answers[field.key]
                if not _says_the_same(kept, text) or (text in hostile.INVISIBLE[:-1]):
                    lost.append((kind, field.key, text[:20], kept))
    what = "a hostile text in a question"
    if protected:
        counts.count(
            what, lost, tried, "{number} refused by question, the rest kept as text", refused
        )
        assert not lost
    else:
        counts.count_weak(what, "letters not looked at", lost, tried)
        assert lost


def _always_asked(work, kind, whole):
    """Return the questions for text that are asked whatever the other answers are."""
    for field in fields_of(record_kinds()[kind]):
        if field.kind in {Kind.LINE, Kind.TEXT}:
            try:
                record = add_record(work, kind, whole | {field.key: "ミホン"}).id
            except InvalidEntriesError:  # as a telephone number, say
                continue
            if show_record(work, kind, record).answers[field.key] == "ミホン":
                yield field


def _says_the_same(kept, text: str) -> bool:
    """Whether a text came back as typed, but for blanks at its ends and what has no width."""
    return (kept or "").split() == checks.without_zero_width(text).split() or bool(
        kept and kept.split() == text.replace("e\u0301", "é").split()
    )


@pytest.mark.parametrize("protected", [True, False])
def test_no_cell_that_leaves_is_a_formula(protected, work, tmp_path, monkeypatch, counts):
    if not protected:
        monkeypatch.setattr(writing, "guarded", lambda text: text)
    for text in (*hostile.FORMULAS, "\t=1+1", "見本\n=1+1"):
        make_person(work, name="見本", note=text)
    target = tmp_path / "out.csv"
    export_records(work, "person", target, plain=True, reason="試し")
    with target.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    lost = [cell for cell in cells if cell.startswith(FORMULA_MARKS)]
    what = "a formula in a table that leaves"
    if protected:
        counts.count(what, lost, len(cells), "cells")
        assert not lost
    else:
        counts.count_weak(what, "no mark before a formula", lost, len(cells))
        assert lost


@pytest.mark.parametrize("protected", [True, False])
def test_no_file_taken_for_a_table_does_harm(protected, work, tmp_path, monkeypatch, counts):
    if not protected:
        monkeypatch.setattr("soudan_desk.tables.reading.refuse_bomb", lambda _content: None)
        monkeypatch.setattr(sealed, "_refuse_swollen", lambda _entries: None)
    lost, tried, refused = [], 0, 0
    for name, content in hostile.tables():
        tried += 1
        folder = tmp_path / f"in{tried}"
        folder.mkdir()
        (folder / name).write_bytes(content)
        before, started = _most_memory(), time.process_time()
        try:
            report = import_file(work, folder / name, "person")
        except SoudanError as error:
            refused += 1
            if not str(error).endswith("。"):
                lost.append((name, str(error)))
        except Exception as error:  # noqa: BLE001 - a crash is what we look for
            lost.append((name, repr(error)[:300]))
        else:
            if report.good:
                lost.append((name, report.good))
        taken, took = _most_memory() - before, time.process_time() - started
        if taken > MOST_MEMORY or took > MOST_S or list(tmp_path.parent.glob("x.csv")):
            lost.append((name, taken, took))
    what = "a file made to do harm, taken in as a table"
    if protected:
        counts.count(what, lost, tried, "{number} refused as a whole, the rest row by row", refused)
        assert not lost
    else:
        counts.count_weak(what, "archives not weighed before they are unpacked", lost, tried)
        assert lost


def _most_memory() -> int:
    """Return the most bytes this process ever had at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("protected", [True, False])
def test_no_file_name_leads_out_of_its_folder(protected, office, monkeypatch, counts):
    if not protected:
        monkeypatch.setattr("soudan_desk.services.attachments.plain_name", lambda name: name)
    work = office.work("shunin")
    person = make_person(work)
    lost = []
    for name in hostile.FILE_NAMES:
        try:
            add_attachment(work, office.opened, b"text", file_name=name, person_id=person)
        except SoudanError as error:
            if not str(error).endswith(("。", "。)")):
                lost.append((name, str(error)))
        except Exception as error:  # noqa: BLE001 - a crash is what we look for
            lost.append((name, repr(error)[:200]))
    kept = [each.file_name for each in list_attachments(work, person_id=person)]
    lost += [name for name in kept if set(name) & set("/\\\0") or name.startswith("..")]
    what = "a file name that leads elsewhere"
    if protected:
        counts.count(
            what, lost, len(hostile.FILE_NAMES), "{number} kept without folders", len(kept)
        )
        assert not lost
    else:
        counts.count_weak(what, "names kept as they come", lost, len(hostile.FILE_NAMES))
        assert lost


@pytest.mark.parametrize("protected", [True, False])
def test_no_copy_writes_outside_its_folder(protected, office, tmp_path, monkeypatch, counts):
    if not protected:
        monkeypatch.setattr(bundle, "_refuse_other_names", lambda _names: None)
    names = ("../out.bin", "att/../../out.bin", "att/../../../out.bin")
    lost = []
    for number, name in enumerate(names):
        copies = tmp_path / f"deep{number}" / "copies"
        made = make_backup(office.opened, copies)
        hidden = made.bundle / name
        (made.bundle / "att").mkdir(exist_ok=True)
        hidden.write_bytes(b"x")
        manifest = bundle.read_manifest(made.bundle, office.opened.keys)
        files = manifest.files | {name: bundle.proof_of(hidden)}
        bundle.write_manifest(made.bundle, replace(manifest, files=files), office.opened.keys)
        target = tmp_path / f"to{number}" / "a" / "b" / "office"
        with suppress(SoudanError):
            restore_backup(made.bundle, target, "kanri", PASSWORD, "試し")
        lost += list((tmp_path / f"to{number}").rglob("out.bin"))
    what = "a copy that names files outside itself"
    if protected:
        counts.count(what, lost, len(names))
        assert not lost
    else:
        counts.count_weak(what, "names in a manifest not looked at", lost, len(names))
        assert lost


@pytest.mark.parametrize("protected", [True, False])
def test_no_text_breaks_a_search_or_a_paper(protected, work, tmp_path, monkeypatch, counts):
    if not protected:
        bare = lambda words: " ".join(way for word in words for way in word)  # noqa: E731
        monkeypatch.setattr("soudan_desk.services.search.match_expression", bare)
    case = open_case(work, centre="life_support", person_id=make_person(work))
    lost, tried = [], 0
    for text in hostile.WORDS[:7] + hostile.FORMULAS:
        tried += 2
        try:
            add_record(
                work, "consultation", WHOLE["consultation"] | {"body": text, "case_id": case}
            )
            found = search(work, text).hits
            target = tmp_path / f"{tried}.pdf"
            print_paper(work, "progress_record", case, target=target, reason="試し")
        except Exception as error:  # noqa: BLE001 - a crash is what we look for
            lost.append((text, repr(error)[:300]))
        else:
            if not found:
                lost.append((text, "not found"))
    what = "a hostile text searched for and printed"
    if protected:
        counts.count(what, lost, tried)
        assert not lost
    else:
        counts.count_weak(what, "words given to the index as they are", lost, tried)
        assert lost
