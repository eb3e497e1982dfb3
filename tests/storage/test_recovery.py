import shutil
from uuid import UUID

import pytest
from bare_office import ADMIN, PASSWORD, make_tables

from soudan_desk.storage import slots
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.opening import create_office, open_office
from soudan_desk.storage.recovering import prepare_lost_slots, put_in_place
from soudan_desk.storage.recovery import (
    groups_to_prove,
    prove_recovery,
    replace_recovery_key,
    sheet_text,
    slots_are_lost,
    unlock_without_slots,
)
from soudan_desk.storage.refusals import (
    OfficeExistsError,
    TooManyAttemptsError,
    WrongRecoveryKeyError,
)
from soudan_desk.storage.unlocking import unlock, unlock_with_recovery

LEAVER = UUID(int=7)


@pytest.fixture
def folder(office_path):
    return OfficeFolder(office_path)


@pytest.fixture
def keys(folder):
    return unlock(folder, "kanri", PASSWORD).keys


def rebuild(folder, key, source):
    """Open without slots and write new ones; return (keys, one-time password, new recovery key)."""
    unlocked = unlock_without_slots(folder, key, source)
    fresh = prepare_lost_slots(unlocked.keys, unlocked.epoch, ADMIN, "kanri")
    put_in_place(folder, unlocked.keys, fresh)
    return unlocked.keys, fresh.one_time_password, fresh.recovery_text


def test_the_recovery_key_gives_the_same_master_secret(folder, keys, recovery_key):
    opened = unlock_with_recovery(folder, recovery_key.lower())

    assert opened.keys.master == keys.master
    assert opened.user_id is None


def test_the_sheet_is_proven_once_by_typing_two_groups_back(folder, keys, recovery_key):
    groups = recovery_key.split("-")
    first, second = groups_to_prove(folder)
    assert 1 <= first < second <= 8

    with pytest.raises(WrongRecoveryKeyError, match=f"{first}組目と{second}組目"):
        prove_recovery(folder, keys, ["AAAA", "AAAA"])
    prove_recovery(folder, keys, [groups[first - 1].lower(), groups[second - 1] + " "])

    assert groups_to_prove(folder) is None
    prove_recovery(folder, keys, ["", ""])  # nothing is asked any more
    unlock_with_recovery(folder, recovery_key)


def test_a_new_recovery_key_makes_the_old_sheet_worthless(folder, keys, recovery_key):
    fresh = replace_recovery_key(folder, keys)

    assert unlock_with_recovery(folder, fresh).keys.master == keys.master
    assert groups_to_prove(folder)
    with pytest.raises(WrongRecoveryKeyError):
        unlock_with_recovery(folder, recovery_key)


def test_guessing_recovery_keys_is_slowed_but_slips_of_the_pen_are_not(folder, tmp_path):
    slip = "AAAA-" * 9
    for _ in range(9):
        with pytest.raises(WrongRecoveryKeyError, match="書き違い"):
            unlock_with_recovery(folder, slip)

    other, foreign_key = create_office(
        tmp_path / "other", admin_login="kanri", password=PASSWORD, cost=FLOOR
    )
    other.close()
    for _ in range(5):
        with pytest.raises(WrongRecoveryKeyError, match="回復キーが違います"):
            unlock_with_recovery(folder, foreign_key)
    with pytest.raises(TooManyAttemptsError):
        unlock_with_recovery(folder, foreign_key)


@pytest.mark.parametrize("source", ["sheet", "copy"])
def test_lost_slots_are_rebuilt_from_the_sheet_or_a_copy(
    folder, keys, recovery_key, source, tmp_path
):
    sheet = sheet_text(folder).lower().replace("-", " ")
    slots.add_user(folder, keys, LEAVER, "sodanin")
    (tmp_path / "copy").mkdir()
    shutil.copy(folder.slots, tmp_path / "copy")
    for kept in folder.path.glob("office.slots*"):
        kept.unlink()
    assert slots_are_lost(folder)

    made, password, fresh_key = rebuild(
        folder, recovery_key, sheet if source == "sheet" else tmp_path / "copy"
    )

    assert made.master == keys.master
    assert not slots_are_lost(folder)
    office = open_office(folder.path, "kanri", password, prepare=make_tables)
    assert not slots.has_slot(office.folder, LEAVER)
    office.close()
    unlock_with_recovery(folder, fresh_key)
    with pytest.raises(WrongRecoveryKeyError):
        unlock_with_recovery(folder, recovery_key)


def test_the_sheet_alone_or_mistyped_or_of_another_office_rebuilds_nothing(
    folder, recovery_key, tmp_path
):
    sheet = sheet_text(folder)
    other, other_key = create_office(
        tmp_path / "other", admin_login="kanri", password=PASSWORD, cost=FLOOR
    )
    other_sheet = sheet_text(other.folder)
    other.close()
    folder.slots.unlink()
    wrong_letter = ("A" if sheet[7] != "A" else "B").join([sheet[:7], sheet[8:]])

    for key, text in (
        (other_key, sheet),
        (recovery_key, wrong_letter),
        (recovery_key, sheet[:-5]),
        (recovery_key, ""),
        (other_key, other_sheet),
    ):
        with pytest.raises(WrongRecoveryKeyError):
            rebuild(folder, key, text)
    assert not folder.slots.exists()


def test_good_slots_are_not_rebuilt(folder, recovery_key):
    with pytest.raises(OfficeExistsError, match="壊れていません"):
        rebuild(folder, recovery_key, sheet_text(folder))

    unlock(folder, "kanri", PASSWORD)
