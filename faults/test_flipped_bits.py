"""A bit flips in a page, the write-ahead log, the slots or a copy: found, never taken for data."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from faults.looking import look, names_a_fault
from faults.traces import body_of
from office_fixtures import PASSWORD
from soudan_desk.errors import SoudanError
from soudan_desk.storage import restore
from soudan_desk.storage.restore import verify_backup
from soudan_desk.storage.slot_file import SlotFile, read_slots


def flip(path: Path, chance) -> int:
    """Flip one bit anywhere in a file; return where."""
    at = chance.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1 << chance.randrange(8)]))
    return at


def test_a_bit_in_a_page_is_named_and_no_record_reads_otherwise(
    scenes, templates, trials, chance, counts
):
    lost, many, met = [], trials(100), 0
    for _ in range(many):
        scene = scenes(templates("filled"))
        at = flip(scene.database, chance)
        is_named = names_a_fault(scene)
        seen = look(scene)
        met += bool(seen.refusal or seen.faults)
        if not is_named or any("otherwise" in fault for fault in seen.faults):
            lost.append((at, seen))
        shutil.rmtree(scene.root)
    note = f"{met} met by log-in and reading alone, all by `office check`"
    counts.count("a bit in a page", lost, many, note)
    assert not lost


def test_without_seals_of_pages_a_flipped_bit_is_taken_for_data(tmp_path, trials, chance, counts):
    texts = [(body_of(number, 1),) for number in range(40)]
    lost, many = [], max(25, trials(50))
    for _ in range(many):
        path = tmp_path / "plain.db"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as plain, plain:
            plain.execute("CREATE TABLE note (body BLOB)")
            plain.executemany("INSERT INTO note VALUES (CAST(? AS BLOB))", texts)
        flip(path, chance)
        with closing(sqlite3.connect(path)) as plain:
            try:
                sound = plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                read = [
                    bytes(body).decode(errors="replace")
                    for (body,) in plain.execute("SELECT body FROM note ORDER BY rowid")
                ]
            except sqlite3.DatabaseError:
                continue
        if sound and read != [text for (text,) in texts]:
            lost.append(path)
    counts.count_weak("a bit in a page", "plain SQLite: no seals of pages", lost, many)
    assert lost


@pytest.mark.parametrize("protected", [True, False])
def test_a_bit_in_the_write_ahead_log_is_noticed(
    protected, scenes, templates, trials, chance, counts
):
    lost, many, gone = [], trials(60) if protected else 25, 0
    for _ in range(many):
        scene = scenes(templates("stopped"))
        if not protected:
            scene.forget_notes()
        at = flip(scene.wal, chance)
        seen = look(scene)
        missing = [each for each in seen.harm(scene.lines()) if each.startswith("lost")]
        gone += bool(missing)
        if missing and not (seen.is_older or seen.refusal or seen.faults):
            lost.append((at, missing))
        shutil.rmtree(scene.root)
    if protected:
        note = f"in {gone} saves were gone with it, and the program said so"
        counts.count("a bit in the write-ahead log", lost, many, note)
        assert gone
        assert not lost
    else:
        counts.count_weak("a bit in the write-ahead log", "no notes of the head", lost, many)
        assert lost


@pytest.mark.parametrize("protected", [True, False])
def test_a_bit_in_the_slots_opens_nothing_or_changes_nothing(
    protected, scenes, templates, trials, chance, counts, monkeypatch
):
    if not protected:
        monkeypatch.setattr(SlotFile, "assert_untouched", lambda *_: None)
    lost, many, refused = [], trials(120), 0
    for _ in range(many):
        scene = scenes(templates("empty"))
        slots = scene.office / "office.slots"
        whole = read_slots(slots)
        at = flip(slots, chance)
        seen = look(scene)
        refused += bool(seen.refusal)
        if seen.refusal.startswith("crash") or not (seen.refusal or read_slots(slots) == whole):
            lost.append((at, seen.refusal))
        shutil.rmtree(scene.root)
    if protected:
        note = (
            f"{refused} refused; the rest reads the same (a letter of hexadecimal, large or small)"
        )
        counts.count("a bit in the slots", lost, many, note)
        assert not lost
    else:
        counts.count_weak("a bit in the slots", "no seal over the file", lost, many)
        assert lost


@pytest.mark.parametrize("protected", [True, False])
def test_a_bit_in_a_copy_is_named(
    protected, scenes, templates, trials, chance, counts, monkeypatch
):
    if not protected:
        monkeypatch.setattr(restore, "prove_files", lambda *_: None)
    lost, many = [], trials(100) if protected else 40
    for _ in range(many):
        scene = scenes(templates("copied"))
        (bundle,) = scene.copies.glob("*.backup")
        file = chance.choice([each for each in sorted(bundle.rglob("*")) if each.is_file()])
        whole = file.read_bytes()
        at = flip(file, chance)
        try:
            verify_backup(bundle, "kanri", PASSWORD)
        except SoudanError:
            continue
        finally:
            damaged = file.read_bytes()
            shutil.rmtree(scene.root)
        if file.suffix != ".json" or _told(damaged) != _told(whole):
            lost.append((file.name, at))
    if protected:
        counts.count("a bit in a copy", lost, many)
        assert not lost
    else:
        counts.count_weak("a bit in a copy", "its files not read back", lost, many)
        assert lost


def _told(manifest: bytes) -> object:
    """Return what a manifest says, whatever the case of its hexadecimal letters."""
    return json.loads(manifest.lower())
