"""An older state of the office gives itself away by what was noted of it outside the database."""

import json
import shutil

import pytest
from sqlalchemy import select

from office_fixtures import PASSWORD, make_consultation
from soudan_desk.centres import all_processes
from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.audit_proving import prove_audit
from soudan_desk.services.audit_sheets import begin_audit
from soudan_desk.services.office import open_office
from soudan_desk.services.older_copies import confirm_older
from soudan_desk.services.staff import admit
from soudan_desk.storage import slots
from soudan_desk.storage.anchors import read_short_form, short_form
from soudan_desk.storage.audit import Act
from soudan_desk.storage.backup import make_backup
from soudan_desk.storage.keys import Purpose
from soudan_desk.storage.refusals import ReadOnlyPlaceError
from soudan_desk.storage.restore import restore_backup
from soudan_desk.storage.sqlite_dialect import faults_of, open_connection, truncate_wal

BESIDE = ("office.db-wal", "office.db-shm")


@pytest.fixture
def everybody(office):
    """Give the supervisor and a caseworker a password of their own."""
    for login in ("shunin", "sodanin"):
        one_time = admit(office.work_of_admin, office.opened, login)
        slots.change_password(office.opened.folder, login, one_time, PASSWORD).drop()
    return office


def reopened(path, login="kanri"):
    return open_office(path, login, PASSWORD, processes=all_processes())


def actions(work):
    with work.store.reading(None) as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def kept(office, folder):
    """Keep the office as it is now, as a disk's image would, and then work on in it."""
    office.opened.close()
    shutil.copytree(office.path, folder)
    opened, work = reopened(office.path)
    for _ in range(3):
        work.store.note(None, Act(action="list", by=None))
    opened.close()
    return folder


def put_back(office, old, *names):
    for name in BESIDE:
        (office.path / name).unlink(missing_ok=True)
    for name in names:
        shutil.copy(old / name, office.path / name)


def looks_sound(office, key):
    """Say what the database itself finds: nothing, whatever was put back."""
    connection = open_connection(office.path / "office.db", key)
    found = faults_of(connection)
    connection.close()
    return not found


@pytest.mark.parametrize(
    "names", [("office.db",), ("office.db", "audit.anchor"), ("office.db", "audit.key")]
)
def test_an_old_file_put_back_is_looked_at_only(everybody, tmp_path, names):
    office = everybody
    begin_audit(office.work_of_admin, lambda _sheet: None)
    key = office.opened.keys.key_for(Purpose.DATABASE)
    old = kept(office, tmp_path / "old")
    put_back(office, old, *names)
    assert looks_sound(office, key)

    opened, work = reopened(office.path, "shunin")
    try:
        assert "より古い状態です" in opened.read_only_reason
        assert "見るだけ" in opened.read_only_reason
        assert opened.is_older_copy
        with pytest.raises(ReadOnlyPlaceError):
            make_consultation(work)
        proof = prove_audit(work)
        assert (proof.findings.first_bad_seq, proof.anchor, proof.ok) == (None, "behind", False)
    finally:
        opened.close()


def test_a_lost_write_ahead_log_is_seen_by_the_note(everybody, tmp_path):
    office = everybody
    key = office.opened.keys.key_for(Purpose.DATABASE)
    connection = open_connection(office.path / "office.db", key)
    truncate_wal(connection)
    connection.close()
    shutil.copy(office.path / "office.db", tmp_path / "office.db")
    for _ in range(5):
        make_consultation(office.work())
    assert (office.path / "office.db-wal").stat().st_size > 0
    office.opened.close()
    put_back(office, tmp_path, "office.db")  # what is left of it without the log
    assert looks_sound(office, key)

    opened, _ = reopened(office.path)
    opened.close()
    assert "より古い状態です" in opened.read_only_reason


def test_a_tail_that_was_cut_off_is_seen_by_the_note(everybody):
    office = everybody
    office.opened.close()
    before = len(_rows(office))
    _meddle(office, f"DELETE FROM audit_entry WHERE seq > {before - 2}")
    opened, _ = reopened(office.path)
    opened.close()
    assert "より古い状態です" in opened.read_only_reason


def test_a_tail_written_anew_by_the_present_key_is_seen_by_the_note(everybody):
    office = everybody
    store = office.store
    store.note(None, Act(action="list", by=None))
    office.opened.close()
    rows = _rows(office)
    _meddle(office, f"UPDATE audit_entry SET mac = x'00' WHERE seq = {len(rows)}")
    opened, _ = reopened(office.path)
    opened.close()
    assert "前と同じではありません" in opened.read_only_reason


def _key(office):
    from soudan_desk.storage.folder import OfficeFolder
    from soudan_desk.storage.unlocking import unlock

    return unlock(OfficeFolder(office.path), "kanri", PASSWORD).keys.key_for(Purpose.DATABASE)


def _rows(office):
    connection = open_connection(office.path / "office.db", _key(office))
    rows = connection.execute("SELECT seq FROM audit_entry ORDER BY seq").fetchall()
    connection.close()
    return rows


def _meddle(office, statement):
    """Do as one who holds the master secret now."""
    connection = open_connection(office.path / "office.db", _key(office))
    for act in ("update", "delete"):
        connection.execute(f"DROP TRIGGER audit_entry_no_{act}")
    connection.execute(statement)
    connection.close()


def test_without_any_note_left_an_old_file_is_not_seen(everybody, tmp_path, own_home):
    """Said plainly in the table of attacks: all notes rolled back together are no help."""
    office = everybody
    old = kept(office, tmp_path / "old")
    put_back(office, old, "office.db", "audit.anchor")
    shutil.rmtree(own_home / "soudan-desk" / "anchors")
    opened, _ = reopened(office.path)
    opened.close()
    assert opened.read_only_reason == ""


def test_a_note_that_somebody_wrote_is_none(everybody, tmp_path):
    office = everybody
    office.opened.close()
    place = office.path / "audit.anchor"
    told = json.loads(place.read_bytes())
    place.write_text(json.dumps(told | {"seq": told["seq"] + 100}))
    opened, _ = reopened(office.path)
    opened.close()
    assert opened.read_only_reason == ""


def test_a_supervisor_confirms_and_the_log_tells_of_it(everybody, tmp_path):
    office = everybody
    begin_audit(office.work_of_admin, lambda _sheet: None)
    old = kept(office, tmp_path / "old")
    put_back(office, old, "office.db")
    for login in ("kanri", "sodanin"):
        opened, work = reopened(office.path, login)
        with pytest.raises(NotAllowedError):
            confirm_older(work, opened, "控えから戻した")
        opened.close()
        assert opened.is_older_copy
    opened, work = reopened(office.path, "shunin")
    with pytest.raises(InvalidEntriesError):
        confirm_older(work, opened, "  ")
    confirm_older(work, opened, "ディスクの故障で、昨日の控えから戻した")
    opened.close()

    opened, work = reopened(office.path, "sodanin")
    try:
        assert opened.read_only_reason == ""
        make_consultation(work, held_on=work.today())
        told = actions(work)
        assert "older_copy_confirmed" in told
        assert "audit_break" in told
        assert told.count("open_read_only") == 3
        assert not (office.path / "older.note").exists()
        with work.store.reading(None) as session:
            row = session.scalars(
                select(AuditEntry).where(AuditEntry.action == "older_copy_confirmed")
            ).one()
        assert row.by == office.staff_id("shunin")
        assert "昨日の控え" in row.reason
    finally:
        opened.close()
    opened, _ = reopened(office.path)
    opened.close()
    assert opened.read_only_reason == ""


def test_a_confirmation_holds_for_the_state_it_was_given_for(everybody, tmp_path):
    office = everybody
    older = kept(office, tmp_path / "older")
    office.opened, _ = reopened(office.path)
    old = kept(office, tmp_path / "old")
    put_back(office, old, "office.db")
    opened, work = reopened(office.path, "shunin")
    confirm_older(work, opened, "戻した")
    opened.close()
    put_back(office, older, "office.db")
    opened, _ = reopened(office.path, "shunin")
    opened.close()
    assert opened.is_older_copy


def test_an_office_as_it_was_left_is_written_in_at_once(everybody):
    office = everybody
    for login in ("shunin", "sodanin", "kanri"):
        office.opened.close()
        office.opened, work = reopened(office.path, login)
        assert office.opened.read_only_reason == ""
        with pytest.raises(NotAllowedError):
            confirm_older(work, office.opened, "理由")
    office.opened.close()


@pytest.mark.parametrize(
    ("login", "writes"), [("kanri", True), ("shunin", True), ("sodanin", False)]
)
def test_a_restore_beside_the_office_needs_somebody_who_answers_for_it(
    everybody, tmp_path, login, writes
):
    office = everybody
    made = make_backup(office.opened, tmp_path / "copies")
    office.store.note(None, Act(action="list", by=None))
    office.opened.close()
    restore_backup(made.bundle, tmp_path / "back", "sodanin", PASSWORD, "試しに戻す")
    opened, work = reopened(tmp_path / "back", login)
    told = actions(work)
    opened.close()
    assert (opened.read_only_reason == "") is writes
    assert ("restore" in told) is writes
    opened, _ = reopened(office.path)
    opened.close()
    assert opened.read_only_reason == "", "the office itself goes on as it was"


def test_the_short_form_of_a_head_fits_on_paper_and_reads_back():
    mac = bytes(range(32))
    printed = short_form(123_456, mac)
    assert len(printed.split("-")) == 10
    assert read_short_form(printed.lower()) == (123_456, mac[:20])
    assert read_short_form(printed[:-1]) is None
