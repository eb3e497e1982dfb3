"""A bit flips in a page, the write-ahead log, the slots or a copy: found, never taken for data."""

from __future__ import annotations

import gc
import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from faults import weakened
from faults.enough import MOST, until_enough
from faults.looking import look, names_a_fault, on_this_pc
from faults.scene import Scene
from office_fixtures import PASSWORD, sit_down
from soudan_desk.errors import SoudanError
from soudan_desk.storage import restore, sqlite_dialect
from soudan_desk.storage.keys import Purpose
from soudan_desk.storage.restore import verify_backup
from soudan_desk.storage.slot_file import SlotFile, read_slots
from soudan_desk.storage.sqlite_dialect import open_connection


def flip(path: Path, chance) -> int:
    """Flip one bit anywhere in a file; return where."""
    at = chance.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1 << chance.randrange(8)]))
    return at


_CRASHES = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""What is damaged unseen ends in crashes, which leave connections open."""


@pytest.mark.parametrize("protected", [True, pytest.param(False, marks=_CRASHES)])
def test_a_bit_in_a_page_is_named_and_no_record_reads_otherwise(
    protected, scenes, templates, trials, chance, counts, monkeypatch
):
    template = templates("filled")
    if not protected:
        template = _without_seals(scenes(template)).root
        monkeypatch.setattr(sqlite_dialect, "_assert_encrypting", sqlite_dialect._assert_encrypting)
        weakened.without_page_seals()
    lost, tried, met = [], 0, 0
    many = range(trials(100) if protected else MOST)
    for _ in until_enough(many, lost, protected=protected, least=25):
        tried += 1
        scene = scenes(template)
        at = flip(scene.database, chance)
        is_named = names_a_fault(scene)
        seen = look(scene)
        met += bool(seen.refusal or seen.faults)
        if not is_named or any("otherwise" in fault for fault in seen.faults):
            lost.append((at, seen))
        shutil.rmtree(scene.root)
    what = "a bit in a page"
    if protected:
        note = "{number} met by log-in and reading alone, all by `office check`"
        counts.count(what, lost, tried, note, met)
        assert not lost
    else:
        gc.collect()
        counts.count_weak(what, "pages without seals (SQLCipher's HMAC)", lost, tried)
        assert lost


def _without_seals(scene: Scene) -> Scene:
    """Write an office's database anew, encrypted as before, its pages without their seals."""
    with on_this_pc(scene):
        office = sit_down(scene.office)
        key = office.opened.keys.key_for(Purpose.DATABASE)
        office.opened.close()
    bare = scene.root / "bare.db"
    with closing(open_connection(scene.database, key)) as connection:
        connection.execute("ATTACH ? AS bare KEY ?", (str(bare), f"x'{key.hex()}'"))
        connection.execute("PRAGMA bare.cipher_use_hmac = OFF")
        connection.execute("SELECT sqlcipher_export('bare')")
    bare.replace(scene.database)
    return scene


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
        note = "in {number} saves were gone with it, and the program said so"
        counts.count("a bit in the write-ahead log", lost, many, note, gone)
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
        note = "{number} refused; the rest reads the same (a letter of hexadecimal, large or small)"
        counts.count("a bit in the slots", lost, many, note, refused)
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
