import os
import shutil
import signal
import threading
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
    python,
)
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from soudan_desk.errors import SoudanError
from soudan_desk.storage import slots
from soudan_desk.storage.driver_errors import as_worker_error
from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.opening import create_office, open_office, open_office_with_recovery
from soudan_desk.storage.refusals import (
    DamagedDatabaseError,
    DiskFullError,
    LockedError,
    MissingDatabaseError,
    NotAnOfficeError,
    OfficeExistsError,
    OpenElsewhereError,
    ReadOnlyPlaceError,
    WeakPasswordError,
    WrongPasswordError,
)
from soudan_desk.storage.slot_file import read_slots

PAGE = 4096


def opened(path, **more):
    return open_office(path, "kanri", PASSWORD, prepare=make_tables, **more)


def spoil(file, at, how=lambda byte: byte ^ 1):
    content = bytearray(file.read_bytes())
    content[at] = how(content[at])
    file.write_bytes(content)


def left_unclean(path):
    """Leave the lock as a killed program does, so that the next opening checks."""
    (path / "lock").write_text('{"host":"","user":"","pid":1,"boot_id":"","since":""}')


# --- the straight way ------------------------------------------------------------------------


def test_a_new_office_opens_with_its_password_and_knows_its_first_user(tmp_path):
    made, _ = create_office(
        tmp_path / "office",
        admin_login="kanri",
        password=PASSWORD,
        user_id=ADMIN,
        cost=FLOOR,
        prepare=make_tables,
    )
    add_notes(made, 3)
    db_uuid = made.db_uuid
    made.close()

    office = opened(tmp_path / "office")
    assert (office.db_uuid, office.epoch, office.user_id) == (db_uuid, 1, ADMIN)
    assert count_notes(office) == 3
    assert not office.read_only
    assert not office.was_checked
    assert not office.must_change_password
    office.close()


def test_the_first_password_is_held_to_the_policy_before_anything_is_made(tmp_path):
    with pytest.raises(WeakPasswordError):
        create_office(tmp_path / "office", admin_login="kanri", password="short", cost=FLOOR)

    assert not list(tmp_path.iterdir())


def test_an_office_is_never_made_over_something_else(office_path):
    before = sorted(office_path.iterdir())

    with pytest.raises(OfficeExistsError, match="空のフォルダー"):
        create_office(office_path, admin_login="kanri", password=PASSWORD, cost=FLOOR)
    assert sorted(office_path.iterdir()) == before
    opened(office_path).close()


def test_a_creation_that_fails_leaves_nothing_behind(tmp_path):
    def fail(_office):
        raise DiskFullError

    with pytest.raises(DiskFullError):
        create_office(
            tmp_path / "office", admin_login="kanri", password=PASSWORD, cost=FLOOR, prepare=fail
        )
    assert not list(tmp_path.iterdir())


def test_a_creation_that_was_cut_short_is_no_office(office_path):
    (office_path / "office.toml").unlink()

    with pytest.raises(NotAnOfficeError, match="途中で止まって"):
        opened(office_path)


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_another_folder_is_no_office(tmp_path, name):
    (tmp_path / "empty").mkdir()

    with pytest.raises(NotAnOfficeError, match="オフィスではありません"):
        opened(tmp_path / name)


def test_a_damaged_marker_is_refused(office_path):
    (office_path / "office.toml").write_bytes(b"\xff\xfe")

    with pytest.raises(NotAnOfficeError, match=r"office\.toml"):
        opened(office_path)


def test_the_recovery_key_opens_and_lets_a_forgotten_password_be_reset(office_path, recovery_key):
    office = open_office_with_recovery(office_path, recovery_key, prepare=make_tables)
    assert office.user_id is None
    one_time = slots.reset_password(office.folder, office.keys, ADMIN)
    office.close()

    again = open_office(office_path, "kanri", one_time, prepare=make_tables)
    assert again.must_change_password
    again.close()


# --- wrong key, damaged file -----------------------------------------------------------------


def test_a_wrong_password_is_refused_and_the_office_is_free_again(office_path):
    with pytest.raises(WrongPasswordError, match="ログイン名かパスワードが違います"):
        open_office(office_path, "kanri", "wrong")

    opened(office_path).close()


@pytest.mark.parametrize("at", [0, 15, 16, 100, PAGE - 1])
def test_a_damaged_first_page_is_told_from_a_wrong_password(office_path, at):
    spoil(office_path / "office.db", at)

    with pytest.raises(DamagedDatabaseError, match="パスワードは合っていますが"):
        opened(office_path)


@pytest.mark.parametrize("content", [b"SQLite format 3\x00" + bytes(8176), b"\x00" * 8192, b"x"])
def test_a_foreign_database_is_refused(office_path, content):
    (office_path / "office.db").write_bytes(content)

    with pytest.raises(DamagedDatabaseError):
        opened(office_path)


def test_the_database_of_another_office_is_refused(office_path, tmp_path):
    other, _ = create_office(
        tmp_path / "other", admin_login="kanri", password=PASSWORD, cost=FLOOR, prepare=make_tables
    )
    other.close()
    shutil.copy(tmp_path / "other" / "office.db", office_path / "office.db")

    with pytest.raises(DamagedDatabaseError, match="別のものに置き換わって"):
        opened(office_path)


def test_an_empty_database_is_never_taken_for_a_new_one(office_path):
    (office_path / "office.db").write_bytes(b"")

    with pytest.raises(MissingDatabaseError, match="空になって"):
        opened(office_path)
    (office_path / "office.db").unlink()
    with pytest.raises(MissingDatabaseError):
        opened(office_path)
    assert not (office_path / "office.db").exists()


@pytest.mark.parametrize("pages", [1, 3])
def test_a_truncated_database_is_refused(office_path, pages):
    database = office_path / "office.db"
    os.truncate(database, database.stat().st_size - pages * PAGE)

    with pytest.raises(DamagedDatabaseError):
        opened(office_path)


def test_a_database_with_another_identity_is_refused(office_path):
    office = opened(office_path)
    with office.engine.begin() as connection:
        connection.execute(text("UPDATE app_meta SET db_uuid = :other"), {"other": bytes(16)})
    office.close()

    with pytest.raises(DamagedDatabaseError, match="このオフィスのものではありません"):
        opened(office_path)


def test_a_database_without_identity_is_refused(office_path):
    office = opened(office_path)
    with office.engine.begin() as connection:
        connection.execute(text("DROP TABLE app_meta"))
    office.close()

    with pytest.raises(DamagedDatabaseError):
        opened(office_path)


def test_nothing_stays_open_after_a_refusal(office_path):
    database = (office_path / "office.db").read_bytes()
    spoil(office_path / "office.db", 100)
    with pytest.raises(DamagedDatabaseError):
        opened(office_path)

    (office_path / "office.db").write_bytes(database)
    office = opened(office_path)
    assert count_notes(office) == 200
    office.close()


# --- after an unclean end --------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from bare_office import PASSWORD, add_notes, make_tables
from soudan_desk.storage.opening import open_office

office = open_office(Path(sys.argv[1]), "kanri", PASSWORD, prepare=make_tables)
while True:
    add_notes(office, 3)
    print("saved", flush=True)
"""


def test_what_was_saved_is_there_after_kill_and_nothing_is_torn(office_path):
    saved = 0
    for _ in range(3):
        writer = python(WRITER, office_path)
        lines = [writer.stdout.readline() for _ in range(20)]
        writer.send_signal(signal.SIGKILL)
        saved += len([*lines, *writer.communicate()[0].splitlines()])

        office = opened(office_path)
        notes = count_notes(office)
        assert office.was_checked
        office.close()
        assert notes >= 200 + 3 * saved
        assert (notes - 200) % 3 == 0
        saved = (notes - 200) // 3


def test_damage_inside_the_file_is_found_after_an_unclean_end(office_path):
    size = (office_path / "office.db").stat().st_size
    spoil(office_path / "office.db", size - PAGE // 2)
    left_unclean(office_path)

    for _ in range(2):  # the check stays due until it has passed
        with pytest.raises(DamagedDatabaseError):
            opened(office_path)


# --- locking ---------------------------------------------------------------------------------


def test_a_locked_office_holds_no_key_and_no_connection_but_keeps_the_folder(
    office_path, bare_office
):
    add_notes(bare_office)
    keys, engine = bare_office.keys, bare_office.engine

    bare_office.lock()

    assert bare_office.is_locked
    assert not keys.are_held
    assert not list(office_path.glob("office.db-*"))  # the last connection took them along
    with pytest.raises(LockedError):
        _ = bare_office.engine
    with pytest.raises(LockedError, match="ロックされています"):  # whoever still holds it
        engine.connect()
    with pytest.raises(OpenElsewhereError):
        opened(office_path)
    with pytest.raises(WrongPasswordError):
        bare_office.unlock("kanri", "wrong")
    bare_office.unlock("kanri", PASSWORD)
    assert count_notes(bare_office) == 201


def test_locking_interrupts_work_that_does_not_end(bare_office):
    endless = text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    )
    ended = []

    def work():
        with pytest.raises(DBAPIError, match="interrupted"), bare_office.engine.begin() as c:
            ended.append(c.execute(endless))

    thread = threading.Thread(target=work)
    thread.start()
    while not bare_office.engine.pool.checkedout():
        thread.join(0.01)
    bare_office.lock(wait_s=0.3)
    thread.join(5)

    assert not thread.is_alive()
    assert not ended
    assert bare_office.is_locked


# --- places that cannot be written -----------------------------------------------------------


def test_a_read_only_folder_opens_for_looking_and_says_so(office_path, small_disk):
    shutil.copytree(office_path, small_disk / "office")
    make_read_only(small_disk)

    office = opened(small_disk / "office")

    assert "書き込めないため、見るだけで" in office.read_only_reason
    assert count_notes(office) == 200
    with pytest.raises(DBAPIError) as refused:
        add_notes(office)
    assert isinstance(as_worker_error(refused.value), ReadOnlyPlaceError)
    with pytest.raises(SoudanError, match="書き込め"):
        slots.change_password(office.folder, "kanri", PASSWORD, "atarashii kagi wo kimemashita")
    office.close()


def test_a_read_only_folder_with_unfinished_work_is_refused(office_path, small_disk):
    office = opened(office_path)
    add_notes(office)
    shutil.copytree(office_path, small_disk / "office")
    office.close()
    make_read_only(small_disk)

    with pytest.raises(ReadOnlyPlaceError, match="途中で止まった"):
        opened(small_disk / "office")


def test_too_little_room_opens_for_looking_and_says_so(office_path, small_disk):
    shutil.copytree(office_path, small_disk / "office")

    office = opened(small_disk / "office")
    assert "空きが足りない" in office.read_only_reason
    assert count_notes(office) == 200
    office.close()


def test_an_office_on_a_disk_without_a_free_byte_can_still_be_looked_at(office_path, small_disk):
    shutil.copytree(office_path, small_disk / "office")
    fill(small_disk)

    office = opened(small_disk / "office")
    assert "空きが足りない" in office.read_only_reason
    assert count_notes(office) == 200
    office.close()


def test_a_full_disk_while_working_loses_nothing_that_was_saved(small_disk):
    office, _ = create_office(
        small_disk / "office",
        admin_login="kanri",
        password=PASSWORD,
        cost=FLOOR,
        prepare=make_tables,
    )
    add_notes(office, 10)
    fill(small_disk)

    with pytest.raises(DBAPIError) as refused:
        for _ in range(100):
            add_notes(office, 1, "あ" * 100_000)
    assert isinstance(as_worker_error(refused.value), DiskFullError)
    saved = count_notes(office)
    assert saved >= 10

    (small_disk / "filler").unlink()
    add_notes(office, 1)
    assert count_notes(office) == saved + 1
    office.close()


# --- what can be seen from outside -----------------------------------------------------------


def test_no_plain_text_and_no_name_reaches_the_disk(tmp_path, capfd):
    office, recovery = create_office(
        tmp_path / "office",
        admin_login="tanaka",
        password=PASSWORD,
        cost=FLOOR,
        prepare=make_tables,
    )
    add_notes(office, 50)
    secrets = [SENTINEL, "tanaka", PASSWORD, recovery, "app_meta"]

    def seen():
        content = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
        return [secret for secret in secrets if secret.encode() in content]

    assert seen() == []
    office.close()
    assert seen() == []


def test_damage_and_wrong_keys_print_nothing(office_path, capfd):
    spoil(office_path / "office.db", 3 * PAGE + 7)
    left_unclean(office_path)
    with pytest.raises(DamagedDatabaseError):
        opened(office_path)
    with pytest.raises(WrongPasswordError):
        open_office(office_path, "kanri", "wrong")

    assert capfd.readouterr() == ("", "")


def test_the_folder_is_for_its_owner_alone(tmp_path):
    office, _ = create_office(
        tmp_path / "office", admin_login="kanri", password=PASSWORD, cost=FLOOR
    )
    office.close()

    assert (tmp_path / "office").stat().st_mode & 0o077 == 0
    assert read_slots(tmp_path / "office" / "office.slots").epoch == 1
    assert UUID(str(office.db_uuid)).version == 4
