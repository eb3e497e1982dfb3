import io
import json
import os
import random
import shutil
import threading
from dataclasses import replace
from uuid import UUID

import pytest
from bare_office import (
    ADMIN,
    PASSWORD,
    SENTINEL,
    add_notes,
    count_notes,
    fill,
    make_read_only,
    make_tables,
)

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.storage import bundle, slots
from soudan_desk.storage.anchors import Anchors
from soudan_desk.storage.attachments import read_large, store_large
from soudan_desk.storage.backup import copy_before_migration, make_backup
from soudan_desk.storage.bundle import proof_of, read_manifest, write_manifest
from soudan_desk.storage.keys import Purpose
from soudan_desk.storage.opening import open_office
from soudan_desk.storage.refusals import (
    BackupFailedError,
    CancelledError,
    DamagedBackupError,
    DiskFullError,
    NotAnOfficeError,
    OfficeExistsError,
    OpenElsewhereError,
    UnsafePlaceError,
    WrongPasswordError,
)
from soudan_desk.storage.restore import (
    pending_restore,
    restore_backup,
    settle_restore,
    verify_backup,
)
from soudan_desk.storage.sqlite_dialect import open_connection

LEAVER = UUID(int=7)
LARGE = os.urandom(1_500_000)


@pytest.fixture
def media(tmp_path):
    return tmp_path / "外付け"


@pytest.fixture
def stored(bare_office):
    return store_large(bare_office.folder, bare_office.keys, io.BytesIO(LARGE))


@pytest.fixture
def copy(bare_office, media, stored):
    return make_backup(bare_office, media)


def reopened(path, password=PASSWORD):
    return open_office(path, "kanri", password, prepare=make_tables)


# --- making ----------------------------------------------------------------------------------


def test_a_copy_tells_what_it_holds_and_proves_itself_with_its_own_slots(copy):
    assert copy.verified
    assert copy.rows == {"app_meta": 1, "audit_entry": 200, "note": 200}
    assert copy.row_count == 401
    assert copy.audit_seq == 200
    assert copy.bytes > len(LARGE)
    assert sorted(each.name for each in copy.bundle.iterdir()) == [
        *("att", "manifest.json", "office.db", "office.slots", "office.toml")
    ]

    again = verify_backup(copy.bundle, "kanri", PASSWORD)
    assert again == copy


def test_a_copy_opens_with_the_passwords_of_its_own_day(bare_office, copy):
    bare_office.change_password("kanri", PASSWORD, "atarashii kagi wo kimemashita")

    assert verify_backup(copy.bundle, "kanri", PASSWORD).verified
    with pytest.raises(WrongPasswordError):
        verify_backup(copy.bundle, "kanri", "atarashii kagi wo kimemashita")
    newer = make_backup(bare_office, copy.bundle.parent)
    assert verify_backup(newer.bundle, "kanri", "atarashii kagi wo kimemashita").verified


def test_a_copy_proves_itself_to_the_recovery_key_too(copy, recovery_key):
    assert verify_backup(copy.bundle, "", "", recovery_key=recovery_key) == copy


def test_a_copy_shows_no_plain_text_and_no_counts(copy, media):
    content = b"".join(each.read_bytes() for each in media.rglob("*") if each.is_file())

    assert SENTINEL.encode() not in content
    assert b"audit_entry" not in content
    assert LARGE[:64] not in content


def test_a_copy_taken_while_somebody_writes_is_whole(bare_office, media):
    stop = threading.Event()

    def write():
        while not stop.is_set():
            add_notes(bare_office, 2)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [make_backup(bare_office, media) for _ in range(3)]
    finally:
        stop.set()
        writer.join()

    assert len({each.bundle for each in made}) == 3
    for each in made:
        assert verify_backup(each.bundle, "kanri", PASSWORD).rows == each.rows
        assert each.rows["note"] == each.audit_seq
        assert each.rows["note"] % 2 == 0


def test_a_copy_before_a_migration_lies_beside_the_office(bare_office, office_path):
    made = copy_before_migration(bare_office)

    assert made.bundle.parent == office_path / "before-migration"
    assert verify_backup(made.bundle, "kanri", PASSWORD).verified


def test_a_copy_can_be_made_of_an_office_open_for_looking_only(office_path, small_disk, media):
    shutil.copytree(office_path, small_disk / "office")
    make_read_only(small_disk)
    office = reopened(small_disk / "office")

    assert make_backup(office, media).rows["note"] == 200
    office.close()


def test_a_copy_is_not_made_when_ones_own_slot_was_replaced_meanwhile(bare_office, media):
    slots.reset_password(bare_office.folder, bare_office.keys, ADMIN)

    with pytest.raises(BackupFailedError, match="ログインし直し"):
        make_backup(bare_office, media)
    assert nothing_left(media)


def test_a_copy_inside_the_office_folder_is_refused(bare_office, office_path):
    with pytest.raises(BackupFailedError, match="フォルダーの外"):
        make_backup(bare_office, office_path / "copies")


def nothing_left(folder):
    return not [each for each in folder.rglob("*") if each.name != "filler"]


def test_a_full_medium_leaves_no_copy_behind(bare_office, small_disk):
    fill(small_disk)

    with pytest.raises(DiskFullError, match="保存先の空きが足りません"):
        make_backup(bare_office, small_disk / "copies")
    assert not list((small_disk / "copies").glob("*"))


def test_a_medium_that_fills_up_meanwhile_leaves_no_copy_behind(bare_office, small_disk, stored):
    def fill_later(_what, done):
        if done >= 0.3:
            fill(small_disk)

    with pytest.raises(DiskFullError, match="保存先の空きが足りません"):
        make_backup(bare_office, small_disk / "copies", progress=fill_later)
    assert not list((small_disk / "copies").glob("*"))


def test_a_copy_stops_before_what_is_saved_meanwhile_fills_the_offices_disk(
    office_path, small_disk, media
):
    """The write-ahead log cannot be emptied while the copy reads: it grows with each save."""
    shutil.copytree(office_path, small_disk / "office")
    office = reopened(small_disk / "office")
    key = office.keys.key_for(Purpose.DATABASE)
    saver = open_connection(office.folder.database, key)

    def save_and_fill(_what, _done):
        if not (small_disk / "filler").exists():
            saver.execute("INSERT INTO note VALUES (?)", ("x" * 200_000,))
            fill(small_disk)

    with pytest.raises(BackupFailedError, match="ディスクの空きが足りなくなったため、やめました"):
        make_backup(office, media, progress=save_and_fill)

    assert nothing_left(media)
    saved = saver.execute("SELECT count(*) FROM note WHERE length(body) = 200000").fetchone()
    assert saved == (1,)
    saver.close()
    office.close()


def test_a_copy_that_reads_back_damaged_is_thrown_away(bare_office, media):
    def spoil_later(what, _done):
        if "開いて確かめて" in what:
            database = next(media.glob("*.partial")) / "office.db"
            content = bytearray(database.read_bytes())
            content[-2000] ^= 1
            database.write_bytes(content)

    with pytest.raises(BackupFailedError, match="壊れていたため、捨てました"):
        make_backup(bare_office, media, progress=spoil_later)
    assert nothing_left(media)


def test_a_cancelled_copy_leaves_nothing(bare_office, media, stored):
    for calls_before in range(5):
        left = iter([False] * calls_before)
        with pytest.raises(CancelledError):
            make_backup(bare_office, media, cancelled=lambda left=left: next(left, True))
        assert nothing_left(media)


# --- verifying -------------------------------------------------------------------------------


def test_verifying_catches_any_flipped_byte(copy):
    rng = random.Random(5)
    files = [each for each in copy.bundle.rglob("*") if each.is_file()]
    assert len(files) == 5
    for file in files:
        content = file.read_bytes()
        for _ in range(4):
            flipped = bytearray(content)
            flipped[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
            file.write_bytes(flipped)
            with pytest.raises((DamagedBackupError, WrongPasswordError, NotAnOfficeError)):
                verify_backup(copy.bundle, "kanri", PASSWORD)
        file.write_bytes(content)
    assert verify_backup(copy.bundle, "kanri", PASSWORD).verified


@pytest.mark.parametrize("name", ["office.db", "office.slots", "att", "office.toml"])
def test_verifying_misses_no_file(copy, name):
    part = copy.bundle / name
    shutil.rmtree(part) if part.is_dir() else part.unlink()

    with pytest.raises(DamagedBackupError):
        verify_backup(copy.bundle, "kanri", PASSWORD)


def test_an_older_database_put_into_a_newer_copy_is_noticed(bare_office, copy):
    add_notes(bare_office)
    newer = make_backup(bare_office, copy.bundle.parent)
    shutil.copy(copy.bundle / "office.db", newer.bundle / "office.db")

    with pytest.raises(DamagedBackupError, match=r"office\.db"):
        verify_backup(newer.bundle, "kanri", PASSWORD)


def test_a_rewritten_manifest_is_noticed(copy):
    manifest = copy.bundle / "manifest.json"
    told = json.loads(manifest.read_bytes()) | {"made_at": "2099-01-01T00:00:00+00:00"}
    manifest.write_text(json.dumps(told))

    with pytest.raises(DamagedBackupError, match="目録"):
        verify_backup(copy.bundle, "kanri", PASSWORD)


@pytest.mark.parametrize("name", ["../office.db", "att/../../x.bin", "/etc/x.bin", "audit.key"])
def test_a_manifest_that_leads_out_of_the_copy_is_refused(bare_office, copy, tmp_path, name):
    """Its seal holds: whoever has a password can make one."""
    manifest = bundle.read_manifest(copy.bundle, bare_office.keys)
    stranger = replace(manifest, files=manifest.files | {name: manifest.files["office.db"]})
    bundle.write_manifest(copy.bundle, stranger, bare_office.keys)

    with pytest.raises(DamagedBackupError):
        restore_backup(copy.bundle, tmp_path / "to" / "office", "kanri", PASSWORD, "試し")
    assert not list(tmp_path.glob("to/*"))


def test_verifying_refuses_wrong_passwords_and_other_folders(copy, tmp_path):
    with pytest.raises(WrongPasswordError):
        verify_backup(copy.bundle, "kanri", "wrong")
    with pytest.raises(NotAnOfficeError, match="控え"):
        verify_backup(tmp_path, "kanri", PASSWORD)


def test_verifying_works_on_a_medium_that_cannot_be_written(bare_office, small_disk):
    made = make_backup(bare_office, small_disk / "copies")
    make_read_only(small_disk)

    assert verify_backup(made.bundle, "kanri", PASSWORD) == made


# --- restoring -------------------------------------------------------------------------------


def test_a_restored_office_has_everything_and_a_mark_of_its_own(
    bare_office, copy, stored, tmp_path
):
    add_notes(bare_office, 5)  # after the copy

    folder = restore_backup(copy.bundle, tmp_path / "new", "kanri", PASSWORD, "ディスクの故障")

    office = reopened(tmp_path / "new")
    assert count_notes(office) == 200
    assert b"".join(read_large(office.folder, office.keys, stored)) == LARGE
    restored = folder.read_marker().restored
    note = pending_restore(office)
    assert (note.mark, note.copied_at) == (restored.mark, copy.made_at)
    assert (note.reason, note.by, note.audit_seq) == ("ディスクの故障", ADMIN, 200)
    assert "故障" not in (tmp_path / "new" / "office.toml").read_text()
    settle_restore(office)
    assert pending_restore(office) is None
    office.close()
    assert pending_restore(bare_office) is None


def test_a_restore_asks_for_a_reason(copy, tmp_path):
    with pytest.raises(InvalidEntriesError):
        restore_backup(copy.bundle, tmp_path / "new", "kanri", PASSWORD, "  ")

    assert not (tmp_path / "new").exists()


def test_a_restore_never_overwrites(bare_office, copy, office_path):
    bare_office.close()
    with pytest.raises(OfficeExistsError):
        restore_backup(copy.bundle, office_path, "kanri", PASSWORD, "試し")

    office = reopened(office_path)
    assert count_notes(office) == 200
    office.close()


def test_a_restore_can_move_the_present_office_aside(bare_office, copy, office_path):
    add_notes(bare_office)
    bare_office.close()

    restore_backup(copy.bundle, office_path, "kanri", PASSWORD, "試し", move_aside=True)

    (aside,) = office_path.parent.glob("事務所.before-restore-*")
    for path, notes in ((office_path, 200), (aside, 201)):
        office = reopened(path)
        assert count_notes(office) == notes
        office.close()


def test_until_a_restore_is_whole_the_present_office_lies_in_its_place(
    bare_office, copy, office_path
):
    bare_office.close()
    staged = office_path.with_name("事務所.restoring")
    staged.mkdir()
    (staged / "half.db").write_bytes(b"what a power cut left of a restore before")
    found = []

    def look(_what, _done):
        if staged.exists():
            found.append((office_path / "office.toml").exists())

    words = (copy.bundle, office_path, "kanri", PASSWORD, "試し")
    restore_backup(*words, move_aside=True, progress=look)

    assert found
    assert all(found)
    assert not staged.exists()
    assert not (office_path / "half.db").exists()
    reopened(office_path).close()


def test_where_a_restore_stopped_between_two_names_the_former_office_is_named(office_path):
    aside = office_path.with_name("事務所.before-restore-20261124-010203")
    office_path.rename(aside)

    with pytest.raises(NotAnOfficeError, match=f"「{aside.name}」が、復元する前のオフィスです"):
        reopened(office_path)

    aside.rename(office_path)
    reopened(office_path).close()


def test_an_open_office_is_not_moved_aside(bare_office, copy, office_path):
    with pytest.raises(OpenElsewhereError):
        restore_backup(copy.bundle, office_path, "kanri", PASSWORD, "試し", move_aside=True)

    assert count_notes(bare_office) == 200


def test_a_restore_that_fails_leaves_things_as_they_were(bare_office, copy, office_path, tmp_path):
    bare_office.close()
    said = []
    with pytest.raises(CancelledError):
        restore_backup(
            copy.bundle,
            office_path,
            "kanri",
            PASSWORD,
            "試し",
            move_aside=True,
            progress=lambda what, _done: said.append(what),
            cancelled=lambda: "控えから戻しています" in said,
        )
    reopened(office_path).close()
    assert not list(tmp_path.glob("*.before-restore-*"))

    (copy.bundle / "office.db").write_bytes(b"")
    with pytest.raises(DamagedBackupError):
        restore_backup(copy.bundle, tmp_path / "new", "kanri", PASSWORD, "試し")
    assert not (tmp_path / "new").exists()


def test_a_restore_onto_a_full_disk_leaves_nothing(copy, small_disk):
    fill(small_disk)

    with pytest.raises(DiskFullError):
        restore_backup(copy.bundle, small_disk / "new", "kanri", PASSWORD, "試し")
    assert not (small_disk / "new").exists()


def test_a_restore_into_a_sync_folder_is_refused(copy, tmp_path):
    with pytest.raises(UnsafePlaceError):
        restore_backup(copy.bundle, tmp_path / "Dropbox" / "new", "kanri", PASSWORD, "試し")


def test_a_dismissed_worker_does_not_open_a_later_copy(bare_office, media):
    one_time = slots.add_user(bare_office.folder, bare_office.keys, LEAVER, "taishoku")
    before = make_backup(bare_office, media)
    slots.remove_user(bare_office.folder, bare_office.keys, LEAVER)
    after = make_backup(bare_office, media)

    assert verify_backup(before.bundle, "taishoku", one_time).verified
    with pytest.raises(SoudanError, match="違います"):
        verify_backup(after.bundle, "taishoku", one_time)


# --- the end of the audit chain --------------------------------------------------------------


def test_a_copy_carries_the_end_of_the_audit_chain_under_its_own_mac(bare_office, copy):
    told = json.loads((copy.bundle / "manifest.json").read_bytes())

    anchors = Anchors.of(bare_office.folder, bare_office.keys, bare_office.epoch)
    head = anchors.opened(told["audit_head"])

    assert (head.seq, head.mac, head.at) == (200, b"\x5e", copy.made_at)
    assert anchors.opened(told["audit_head"].replace('"seq":200', '"seq":199')) is None


def test_a_copy_whose_last_audit_row_reads_otherwise_is_refused(bare_office, copy, tmp_path):
    keys, bundle = bare_office.keys, copy.bundle
    connection = open_connection(bundle / "office.db", keys.key_for(Purpose.DATABASE))
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("UPDATE audit_entry SET mac = x'00' WHERE seq = 200")
    connection.close()
    manifest = read_manifest(bundle, keys)  # all else is made to agree with what was changed
    files = manifest.files | {"office.db": proof_of(bundle / "office.db")}
    write_manifest(bundle, replace(manifest, files=files), keys)

    with pytest.raises(DamagedBackupError):
        verify_backup(bundle, "kanri", PASSWORD)
    with pytest.raises(DamagedBackupError):
        restore_backup(bundle, tmp_path / "new", "kanri", PASSWORD, "試し")
    assert not (tmp_path / "new").exists()


def test_a_copy_from_before_the_head_was_noted_still_proves_itself(bare_office, copy):
    manifest = read_manifest(copy.bundle, bare_office.keys)
    before = replace(manifest, snapshot=manifest.snapshot._replace(audit_mac=None))
    write_manifest(copy.bundle, before, bare_office.keys)

    assert verify_backup(copy.bundle, "kanri", PASSWORD).audit_seq == 200
