import json
import random
import shutil
import signal
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from bare_office import ADMIN, PASSWORD, fill, python

from soudan_desk.storage import slots
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.opening import create_office, open_office
from soudan_desk.storage.recovery import replace_recovery_key
from soudan_desk.storage.refusals import (
    AlteredSlotsError,
    ClockSetBackError,
    DamagedSlotsError,
    DiskFullError,
    LastSlotError,
    LoginTakenError,
    NewerSchemaError,
    NoSlotError,
    OneTimePasswordExpiredError,
    SamePasswordError,
    WeakPasswordError,
    WrongPasswordError,
    WrongRecoveryKeyError,
)
from soudan_desk.storage.slot_file import read_slots
from soudan_desk.storage.unlocking import unlock, unlock_with_recovery

NEW_PASSWORD = "atarashii kagi wo kimemashita"
WORKER = uuid4()
OTHER = uuid4()


@pytest.fixture
def folder(office_path):
    return OfficeFolder(office_path)


@pytest.fixture
def keys(folder):
    return unlock(folder, "kanri", PASSWORD).keys


def told(folder):
    return json.loads(folder.slots.read_bytes())


def retell(folder, content):
    folder.slots.write_bytes(json.dumps(content).encode())


def test_the_right_password_opens_with_every_way_of_typing_the_login(folder):
    assert {unlock(folder, login, PASSWORD).user_id for login in ("kanri", " KANRI")} == {ADMIN}


@pytest.mark.parametrize(("login", "password"), [("kanri", PASSWORD + "x"), ("dareka", PASSWORD)])
def test_a_wrong_password_or_login_is_refused_with_the_same_sentence(folder, login, password):
    with pytest.raises(WrongPasswordError, match="ログイン名かパスワードが違います"):
        unlock(folder, login, password)


def test_the_slot_file_shows_no_login_and_every_slot_has_a_key_pair(folder):
    content = told(folder)

    assert b"kanri" not in folder.slots.read_bytes()
    assert len(content["slots"]) == 2
    assert len({slot["public_key"] for slot in content["slots"]}) == 2
    assert all(len(bytes.fromhex(slot["public_key"])) == 32 for slot in content["slots"])


# --- one-time passwords ----------------------------------------------------------------------


def test_a_new_worker_logs_in_once_with_a_one_time_password_and_sets_his_own(folder, keys):
    one_time = slots.add_user(folder, keys, WORKER, "sodanin")

    first = unlock(folder, "sodanin", f" {one_time[:10].lower()}-{one_time[10:]}")
    assert first.must_change_password
    assert first.keys.master == keys.master

    own = slots.change_password(folder, "sodanin", one_time, NEW_PASSWORD)
    assert not own.must_change_password
    assert unlock(folder, "sodanin", NEW_PASSWORD).user_id == WORKER
    with pytest.raises(WrongPasswordError):
        unlock(folder, "sodanin", one_time)


def test_a_one_time_password_ends_after_72_hours(folder, keys):
    made_at = datetime.now(UTC)
    one_time = slots.add_user(folder, keys, WORKER, "sodanin", now=made_at)

    unlock(folder, "sodanin", one_time, now=made_at + timedelta(hours=71))
    with pytest.raises(OneTimePasswordExpiredError, match="72時間"):
        unlock(folder, "sodanin", one_time, now=made_at + timedelta(hours=73))


def test_setting_the_clock_back_does_not_prolong_a_one_time_password(folder, keys):
    one_time = slots.add_user(folder, keys, WORKER, "sodanin")

    with pytest.raises(ClockSetBackError, match="時計"):
        unlock(folder, "sodanin", one_time, now=datetime.now(UTC) - timedelta(days=10))


def test_a_supervisor_resets_a_password_without_knowing_the_old_one(folder, keys):
    one_time = slots.add_user(folder, keys, WORKER, "sodanin")
    before = slots.change_password(folder, "sodanin", one_time, NEW_PASSWORD)

    again = slots.reset_password(folder, keys, WORKER)

    with pytest.raises(WrongPasswordError):
        unlock(folder, "sodanin", NEW_PASSWORD)
    after = unlock(folder, "sodanin", again)
    assert after.must_change_password
    assert after.private_key != before.private_key


def test_a_login_that_somebody_has_is_refused_for_another(folder, keys):
    with pytest.raises(LoginTakenError):
        slots.add_user(folder, keys, WORKER, "Ｋａｎｒｉ")


def test_resetting_somebody_without_a_slot_is_refused(folder, keys):
    with pytest.raises(NoSlotError):
        slots.reset_password(folder, keys, uuid4())


# --- one's own password ----------------------------------------------------------------------


def test_changing_the_password_keeps_master_secret_and_key_pair(folder):
    before = unlock(folder, "kanri", PASSWORD)
    public_key = read_slots(folder.slots).slot_of(ADMIN).public_key

    slots.change_password(folder, "kanri", PASSWORD, NEW_PASSWORD)

    after = unlock(folder, "kanri", NEW_PASSWORD)
    assert after.keys.master == before.keys.master
    assert after.private_key == before.private_key
    assert read_slots(folder.slots).slot_of(ADMIN).public_key == public_key
    with pytest.raises(WrongPasswordError):
        unlock(folder, "kanri", PASSWORD)


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ("wrong", NEW_PASSWORD, WrongPasswordError),
        (PASSWORD, "short", WeakPasswordError),
        (PASSWORD, PASSWORD, SamePasswordError),
    ],
)
def test_a_refused_change_leaves_the_old_password(folder, old, new, refusal):
    with pytest.raises(refusal):
        slots.change_password(folder, "kanri", old, new)

    unlock(folder, "kanri", PASSWORD)


KEPT = ("office.slots.1", "office.slots.2")


def put_back(folder, kept):
    """Do by hand what somebody does who wants to come in by an older slot file."""
    shutil.copy(folder.path / kept, folder.slots)


def test_the_two_last_slot_files_are_kept_but_open_with_the_password_in_force_only(folder):
    passwords = [PASSWORD, *(f"{NEW_PASSWORD} {n}" for n in range(3))]
    for old, new in pairwise(passwords):
        slots.change_password(folder, "kanri", old, new)

    kept = sorted(each.name for each in folder.path.glob("office.slots*"))
    assert kept == ["office.slots", *KEPT]
    for each in KEPT:
        put_back(folder, each)
        unlock(folder, "kanri", passwords[-1])
        with pytest.raises(WrongPasswordError):
            unlock(folder, "kanri", passwords[-2])


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("way", ["reset", "remove"])
def test_who_is_out_does_not_come_in_by_a_kept_slot_file(folder, keys, kept, way):
    slots.add_user(folder, keys, OTHER, "shunin")
    one_time = slots.add_user(folder, keys, WORKER, "sodanin")
    act = {"reset": slots.reset_password, "remove": slots.remove_user}[way]

    act(folder, keys, WORKER)
    put_back(folder, kept)

    with pytest.raises(WrongPasswordError):
        unlock(folder, "sodanin", one_time)
    unlock(folder, "kanri", PASSWORD)


def test_what_a_power_cut_left_of_an_old_slot_goes_at_the_next_opening(folder, keys):
    one_time = slots.add_user(folder, keys, WORKER, "sodanin")
    before = folder.slots.read_bytes()
    slots.remove_user(folder, keys, WORKER)
    for left in (*KEPT, "office.slots.new", "office.slots.1.new"):
        (folder.path / left).write_bytes(before)

    open_office(folder.path, "kanri", PASSWORD).close()

    assert not list(folder.path.glob("*.new"))
    for kept in KEPT:
        put_back(folder, kept)
        with pytest.raises(WrongPasswordError):
            unlock(folder, "sodanin", one_time)


# --- leaving ---------------------------------------------------------------------------------


def test_a_removed_worker_opens_nothing_any_more(folder, keys):
    one_time = slots.add_user(folder, keys, WORKER, "sodanin")
    assert slots.has_slot(folder, WORKER)

    slots.remove_user(folder, keys, WORKER)

    assert not slots.has_slot(folder, WORKER)
    with pytest.raises(WrongPasswordError):
        unlock(folder, "sodanin", one_time)


def test_the_last_worker_cannot_be_removed(folder, keys):
    with pytest.raises(LastSlotError):
        slots.remove_user(folder, keys, ADMIN)


# --- a file that is not as it was written ----------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"\x00" * 500, b"{" * 5000])
def test_a_slot_file_of_rubbish_is_refused_and_says_what_to_do(folder, content):
    folder.slots.write_bytes(content)

    with pytest.raises(DamagedSlotsError, match=r"office\.slots\.1"):
        unlock(folder, "kanri", PASSWORD)


def test_a_slot_file_cut_anywhere_is_refused(folder):
    content = folder.slots.read_bytes()
    for length in range(0, len(content) - 1, 97):
        folder.slots.write_bytes(content[:length])
        with pytest.raises(DamagedSlotsError):
            unlock(folder, "kanri", PASSWORD)


def test_a_missing_slot_file_is_refused(folder):
    folder.slots.unlink()

    with pytest.raises(DamagedSlotsError, match="ありません"):
        unlock(folder, "kanri", PASSWORD)


def test_a_slot_file_of_a_newer_program_is_refused(folder):
    retell(folder, told(folder) | {"format": 3})

    with pytest.raises(NewerSchemaError):
        unlock(folder, "kanri", PASSWORD)


def test_the_slots_of_another_office_are_refused(folder, tmp_path):
    other, _ = create_office(tmp_path / "other", admin_login="kanri", password=PASSWORD, cost=FLOOR)
    other.close()
    folder.slots.write_bytes(other.folder.slots.read_bytes())

    with pytest.raises(AlteredSlotsError, match="別のオフィス"):
        unlock(folder, "kanri", PASSWORD)


@pytest.mark.parametrize(
    "kdf",
    [
        {"memory_kib": 8},
        {"rounds": 0},
        {"memory_kib": 2**31},
        {"lanes": 4096},
        {"algorithm": "pbkdf2"},
        {"memory_kib": "65536"},
    ],
)
def test_a_cost_outside_the_bounds_is_refused_before_it_is_paid(folder, kdf):
    content = told(folder)
    content["slots"][0]["kdf"] |= kdf
    retell(folder, content)

    started = time.monotonic()
    with pytest.raises(AlteredSlotsError, match="書き換えられています"):
        unlock(folder, "kanri", PASSWORD)
    assert time.monotonic() - started < 1


def test_a_cost_changed_within_the_bounds_opens_nothing(folder):
    content = told(folder)
    content["slots"][0]["kdf"]["rounds"] += 1
    retell(folder, content)

    with pytest.raises(WrongPasswordError):
        unlock(folder, "kanri", PASSWORD)


def test_a_slot_given_to_another_user_opens_nothing(folder, keys):
    one_time = slots.add_user(folder, keys, WORKER, "sodanin")
    content = told(folder)
    content["slots"][1]["user_id"], content["slots"][0]["user_id"] = (
        content["slots"][0]["user_id"],
        content["slots"][1]["user_id"],
    )
    retell(folder, content)

    for login, password in (("sodanin", one_time), ("kanri", PASSWORD)):
        with pytest.raises((WrongPasswordError, AlteredSlotsError)):
            unlock(folder, login, password)


def tampered_status(content):
    content["slots"][-1].update(status="active", expires_at=None)


def tampered_expiry(content):
    content["slots"][-1]["expires_at"] = "2099-01-01T00:00:00+00:00"


def tampered_public_key(content):
    content["slots"][0]["public_key"] = "00" * 32


def removed_slot(content):
    content["slots"].pop(0)


def added_slot(content):
    content["slots"].append(content["slots"][0])


@pytest.mark.parametrize(
    "tamper",
    [tampered_status, tampered_expiry, tampered_public_key, removed_slot, added_slot],
)
def test_whatever_is_changed_in_the_file_is_noticed_after_unlocking(folder, keys, tamper):
    one_time = slots.add_user(folder, keys, WORKER, "sodanin")
    content = told(folder)
    tamper(content)
    retell(folder, content)

    with pytest.raises(AlteredSlotsError):
        unlock(folder, "sodanin", one_time)


# --- writing it ------------------------------------------------------------------------------


def test_a_full_disk_leaves_the_old_slots(small_disk):
    office, _ = create_office(
        small_disk / "office", admin_login="kanri", password=PASSWORD, cost=FLOOR
    )
    before = office.folder.slots.read_bytes()
    fill(small_disk)

    with pytest.raises(DiskFullError, match="空きがなくなった"):
        slots.change_password(office.folder, "kanri", PASSWORD, NEW_PASSWORD)
    office.close()

    assert office.folder.slots.read_bytes() == before
    assert not list(office.folder.path.glob("*.new"))
    unlock(office.folder, "kanri", PASSWORD)


WRITER = """
import sys
from pathlib import Path
from bare_office import PASSWORD
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.recovery import replace_recovery_key
from soudan_desk.storage.unlocking import unlock

folder = OfficeFolder(Path(sys.argv[1]))
keys = unlock(folder, "kanri", PASSWORD).keys
while True:
    print(replace_recovery_key(folder, keys), flush=True)
"""


def test_a_program_killed_while_writing_slots_leaves_a_file_that_opens(folder):
    for waited_for in (1, 2, 3, 1, 2, 3):
        writer = python(WRITER, folder.path)
        acknowledged = [writer.stdout.readline().strip() for _ in range(waited_for)]
        time.sleep(random.uniform(0, 0.02))
        writer.send_signal(signal.SIGKILL)
        acknowledged += writer.communicate()[0].splitlines()

        unlock(folder, "kanri", PASSWORD)
        for kept in folder.path.glob("office.slots.[12]"):
            read_slots(kept)
        _assert_last_or_a_later_one_opens(folder, acknowledged)


def _assert_last_or_a_later_one_opens(folder, acknowledged):
    """The last key told opens, unless the next one was in place before it could be told."""
    try:
        unlock_with_recovery(folder, acknowledged[-1])
    except WrongRecoveryKeyError:
        assert (folder.path / "office.slots.1").exists()
        (folder.path / "office.slots.1").replace(folder.slots)
        unlock_with_recovery(folder, acknowledged[-1])


def test_an_open_office_goes_on_after_its_worker_changed_the_password(office_path, bare_office):
    bare_office.change_password("kanri", PASSWORD, NEW_PASSWORD)

    assert replace_recovery_key(bare_office.folder, bare_office.keys)
    bare_office.lock()
    bare_office.unlock("kanri", NEW_PASSWORD)
    bare_office.close()
    open_office(office_path, "kanri", NEW_PASSWORD).close()
