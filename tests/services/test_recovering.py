"""Coming back with the recovery key: a one-time password, a new sheet, and never no way in."""

import pytest
from sqlalchemy import select, update

from office_fixtures import PASSWORD
from soudan_desk.centres import CENTRES, all_processes
from soudan_desk.errors import NotAllowedError, NotFoundError
from soudan_desk.models import Staff
from soudan_desk.models.history import AuditEntry
from soudan_desk.services import recovering
from soudan_desk.services.office import NewOffice, create_office, open_office
from soudan_desk.services.recovering import recover
from soudan_desk.services.staff import add_staff, change_own_password, disable_staff
from soudan_desk.storage.audit_check import first_bad_seq
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.recovery import groups_to_prove
from soudan_desk.storage.refusals import (
    DiskFullError,
    HalfRecoveredError,
    NewerSchemaError,
    OpenElsewhereError,
    ReadOnlyPlaceError,
    TooManyAttemptsError,
    WrongPasswordError,
    WrongRecoveryKeyError,
)
from soudan_desk.storage.unlocking import unlock, unlock_with_recovery

OWN = "atarashii kagi wo kimemashita"


class Sheets:
    """Keeps the new sheets in hand, as the desk keeps them in a file."""

    def __init__(self):
        self.keys = []

    def __call__(self, sheet):
        self.keys.append(sheet.recovery_text)


@pytest.fixture
def sheets():
    return Sheets()


@pytest.fixture
def made(tmp_path):
    """Make an office with a second worker, one disabled; give its folder and recovery key."""
    path = tmp_path / "事務所"
    new = NewOffice(
        name="見本市",
        centres=(("life_support", CENTRES["life_support"].title),),
        admin_login="kanri",
        admin_name="管理 見本",
    )
    office, work, key = create_office(path, new, PASSWORD, processes=all_processes(), cost=FLOOR)
    for login in ("shunin", "yameta"):
        add_staff(
            work,
            office,
            login=login,
            name=f"{login} 見本",
            roles=["supervisor"],
            centres=["life_support"],
        )
    disable_staff(work, office, "yameta")
    office.close()
    return path, key


def acts(work):
    with work.store.reading(None) as session:
        assert first_bad_seq(session, work.store.chain) is None
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))


def test_the_recovery_key_gives_a_one_time_password_and_is_replaced(made, sheets):
    path, key = made

    done = recover(path, key.lower().replace("-", " "), "ＫＡＮＲＩ", sheets)

    assert (done.login, done.name) == ("kanri", "管理 見本")
    office, work = open_office(path, "kanri", done.one_time_password, processes=all_processes())
    try:
        assert office.must_change_password
        change_own_password(work, office, done.one_time_password, OWN)
        opened, replaced = (
            next(each for each in acts(work) if each.action == action)
            for action in ("open_by_recovery", "replace_recovery_key")
        )
        reset = next(each for each in acts(work) if each.action == "reset_password")
    finally:
        office.close()
    assert (opened.by, opened.kind, opened.result) == (None, "staff", "ok")
    assert opened.record_id == reset.record_id == work.actor.staff_id
    assert opened.seq < reset.seq
    assert replaced.by is reset.by is None


def test_the_old_sheet_opens_nothing_any_more_and_the_new_one_has_to_be_proven(made, sheets):
    path, key = made
    folder = OfficeFolder(path)

    recover(path, key, "shunin", sheets)

    with pytest.raises(WrongRecoveryKeyError):
        unlock_with_recovery(folder, key)
    assert unlock_with_recovery(folder, sheets.keys[0]).user_id is None
    assert groups_to_prove(folder)
    unlock(folder, "kanri", PASSWORD)  # whoever knows a password keeps it


@pytest.mark.parametrize("kept", ["office.slots.1", "office.slots.2"])
def test_no_kept_slot_file_lets_the_old_sheet_in_again(made, sheets, kept):
    path, key = made
    recover(path, key, "kanri", sheets)

    (path / "office.slots").write_bytes((path / kept).read_bytes())

    with pytest.raises(WrongRecoveryKeyError):
        unlock_with_recovery(OfficeFolder(path), key)
    unlock_with_recovery(OfficeFolder(path), sheets.keys[0])


def test_a_forgotten_one_time_password_is_made_good_by_the_new_sheet(made, sheets):
    path, key = made

    first = recover(path, key, "kanri", sheets)
    second = recover(path, sheets.keys[0], "kanri", sheets)

    with pytest.raises(WrongPasswordError):
        unlock(OfficeFolder(path), "kanri", first.one_time_password)
    unlock(OfficeFolder(path), "kanri", second.one_time_password)


@pytest.mark.parametrize(
    ("login", "error", "sentence"),
    [("dareka", NotFoundError, "「dareka」"), ("yameta", NotAllowedError, "止められています")],
)
def test_who_is_not_of_the_staff_gets_nothing_but_the_opening_is_entered(
    made, sheets, login, error, sentence
):
    path, key = made

    with pytest.raises(error, match=sentence):
        recover(path, key, login, sheets)

    assert not sheets.keys
    unlock_with_recovery(OfficeFolder(path), key)
    office, work = open_office(path, "kanri", PASSWORD, processes=all_processes())
    try:
        entered = [each.result for each in acts(work) if each.action == "open_by_recovery"]
    finally:
        office.close()
    assert entered == ["refused"]


def test_wrong_keys_are_slowed_down_and_slips_of_the_pen_are_not(made, sheets, recovery_of_other):
    path, key = made
    slip = ("A" if key[0] != "A" else "B") + key[1:]
    for _ in range(8):
        with pytest.raises(WrongRecoveryKeyError, match="書き違い"):
            recover(path, slip, "kanri", sheets)
    for _ in range(5):
        with pytest.raises(WrongRecoveryKeyError, match="回復キーが違います"):
            recover(path, recovery_of_other, "kanri", sheets)
    with pytest.raises(TooManyAttemptsError):
        recover(path, key, "kanri", sheets)
    assert not sheets.keys


@pytest.fixture
def recovery_of_other(tmp_path):
    new = NewOffice(
        name="隣の市",
        centres=(("disability", CENTRES["disability"].title),),
        admin_login="kanri",
        admin_name="管理 見本",
    )
    office, _, key = create_office(
        tmp_path / "隣", new, PASSWORD, processes=all_processes(), cost=FLOOR
    )
    office.close()
    return key


def test_a_sheet_that_cannot_be_written_leaves_every_way_in_as_it_was(made):
    path, key = made
    before = (path / "office.slots").read_bytes()

    def full(_sheet):
        raise DiskFullError

    with pytest.raises(DiskFullError):
        recover(path, key, "kanri", full)

    assert (path / "office.slots").read_bytes() == before
    office, work = open_office(path, "kanri", PASSWORD, processes=all_processes())
    try:
        assert not any(each.action == "replace_recovery_key" for each in acts(work))
    finally:
        office.close()


@pytest.fixture
def without_new_entries(made):
    """Let the chain take no row that says a key was replaced, as a fault just before commit."""
    office, work = open_office(made[0], "kanri", PASSWORD, processes=all_processes())
    with work.store.writing(None) as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON audit_entry"
            " WHEN NEW.action = 'replace_recovery_key'"
            " BEGIN SELECT RAISE(ABORT, 'nothing is entered'); END"
        )
    office.close()


@pytest.mark.usefixtures("without_new_entries")
def test_an_act_that_cannot_be_entered_takes_the_new_keys_back(made, sheets):
    path, key = made

    with pytest.raises(Exception, match="nothing is entered"):
        recover(path, key, "kanri", sheets)

    folder = OfficeFolder(path)
    with pytest.raises(WrongRecoveryKeyError):
        unlock_with_recovery(folder, sheets.keys[0])
    unlock_with_recovery(folder, key)
    unlock(folder, "kanri", PASSWORD)


@pytest.mark.usefixtures("without_new_entries")
def test_where_they_cannot_be_taken_back_the_new_sheet_opens_and_is_named(
    made, sheets, monkeypatch
):
    path, key = made

    def full(*_):
        raise DiskFullError

    monkeypatch.setattr(recovering, "take_back", full)

    with pytest.raises(HalfRecoveredError, match="新しく書き出した"):
        recover(path, key, "kanri", sheets)

    unlock_with_recovery(OfficeFolder(path), sheets.keys[0])
    with pytest.raises(WrongRecoveryKeyError):
        unlock_with_recovery(OfficeFolder(path), key)


def test_an_office_that_is_open_is_not_opened_twice(made, sheets):
    path, key = made
    office, _ = open_office(path, "kanri", PASSWORD, processes=all_processes())
    try:
        with pytest.raises(OpenElsewhereError):
            recover(path, key, "kanri", sheets)
    finally:
        office.close()


def test_an_office_that_cannot_be_written_keeps_its_sheet(made, sheets, monkeypatch):
    path, key = made
    monkeypatch.setattr(OfficeFolder, "read_only_reason", lambda _self: "空きが足りません。")

    with pytest.raises(ReadOnlyPlaceError, match="空きが足りません"):
        recover(path, key, "kanri", sheets)

    assert not sheets.keys


def test_an_office_of_a_newer_program_is_refused(made, sheets):
    path, key = made
    office, work = open_office(path, "kanri", PASSWORD, processes=all_processes())
    with work.store.writing(None) as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    office.close()

    with pytest.raises(NewerSchemaError):
        recover(path, key, "kanri", sheets)

    unlock_with_recovery(OfficeFolder(path), key)
    assert not sheets.keys


def test_who_stands_on_the_list_without_a_key_is_refused(made, sheets):
    path, key = made
    office, work = open_office(path, "kanri", PASSWORD, processes=all_processes())
    with work.store.writing(None) as session:
        session.execute(update(Staff).where(Staff.login == "shunin").values(slot_user_id=None))
    office.close()

    with pytest.raises(NotAllowedError):
        recover(path, key, "shunin", sheets)
