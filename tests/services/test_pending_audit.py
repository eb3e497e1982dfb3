"""What happens while the database cannot be written is told at the next log-in."""

import json
import os
import shutil
import subprocess

import pytest
from sqlalchemy import select, text

from office_fixtures import PASSWORD, make_person
from soudan_desk.centres import all_processes
from soudan_desk.models.base import now
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.cases import open_case
from soudan_desk.services.log_ins import JOINED
from soudan_desk.services.office import open_office
from soudan_desk.services.protected import ask_to_see
from soudan_desk.services.work import Work
from soudan_desk.storage.audit import Act
from soudan_desk.storage.audit_check import first_bad_seq
from soudan_desk.storage.audit_refusals import NowhereToNoteError
from soudan_desk.storage.keys import recovery_text
from soudan_desk.storage.pending_audit import LOG_IN_FAILED, Pending
from soudan_desk.storage.refusals import WrongPasswordError, WrongRecoveryKeyError
from soudan_desk.storage.unlocking import unlock_with_recovery


def reopened(path):
    return open_office(path, "kanri", PASSWORD, processes=all_processes())


def rows(work):
    with work.store.reading(None) as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))


def fail_to_log_in(path, login):
    with pytest.raises(WrongPasswordError):
        open_office(path, login, "chigau pasuwaado desu", processes=all_processes())


def test_failed_log_ins_are_told_at_the_next_log_in(office):
    office.opened.close()
    for login in ("kanri", "sodanin", "dareka"):
        fail_to_log_in(office.path, login)
    with pytest.raises(WrongRecoveryKeyError):
        unlock_with_recovery(
            office.opened.folder, recovery_text(bytes(20))
        )  # none of this office's
    lines = (office.path / "pending.audit").read_text().splitlines()
    assert [json.loads(line).keys() for line in lines] == [{"at", "action", "tag"}] * 4
    assert "kanri" not in "".join(lines)

    opened, work = reopened(office.path)
    failed = [row for row in rows(work) if row.action == LOG_IN_FAILED]
    assert [row.record_id for row in failed[:2]] == [
        office.work_of_admin.actor.staff_id,
        office.staff_id("sodanin"),
    ]
    assert [row.reason for row in failed[2:]] == ["unknown login", "recovery"]
    assert [row.at for row in failed] == sorted(row.at for row in failed)
    assert rows(work)[-1].action == "log_in"
    with work.store.reading(None) as session:
        assert first_bad_seq(session, work.store.chain) is None
    opened.close()
    assert not list(office.path.glob("pending.audit*"))


@pytest.fixture
def disk(tmp_path):
    """Mount a small disk of its own; give its folder."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def remount(disk, mode):
    subprocess.run(["mount", "-o", f"remount,{mode}", str(disk)], check=True)


def test_what_is_seen_in_a_read_only_folder_is_sealed_in_the_profile(office, disk, own_home):
    work = office.work()
    person = make_person(work)
    case = open_case(work, centre="life_support", person_id=person)
    office.opened.close()
    shutil.copytree(office.path, disk / "office")
    remount(disk, "ro")
    opened, admin = reopened(disk / "office")
    reader = Work(admin.store, office.actors["shunin"], admin.codes, admin.processes)
    ask_to_see(reader, person, case)
    opened.close()
    (kept,) = (own_home / "soudan-desk" / "pending").glob("*.audit")
    assert str(case) not in kept.read_text()
    assert all("sealed" in json.loads(line) for line in kept.read_text().splitlines())

    opened, work = reopened(office.path)  # as it lies on the small disk
    told = rows(work)
    opened.close()
    seen = next(row for row in told if row.action == "reveal")
    assert (seen.by, seen.case_id, seen.record_id) == (office.staff_id("shunin"), case, person)
    assert [row.action for row in told].count("open_read_only") == 1
    assert not kept.exists()


def test_where_nothing_can_be_noted_nothing_is_opened(office, disk, own_home):
    office.opened.close()
    shutil.copytree(office.path, disk / "office")
    remount(disk, "ro")
    shutil.rmtree(own_home / "soudan-desk", ignore_errors=True)
    own_home.mkdir(parents=True, exist_ok=True)
    (own_home / "soudan-desk").write_text("a file where the folder should be")
    with pytest.raises(NowhereToNoteError, match="だれが見たか"):
        reopened(disk / "office")


def test_an_act_while_another_writes_is_kept_and_told_later(office, work):
    with office.opened.engine.connect() as busy:
        busy.execute(text("SELECT 1"))
        work.store.hurried(10).note(work.actor, Act(action="case_opened", by=work.actor.staff_id))
    assert (office.path / "pending.audit").exists()
    before = [row.action for row in rows(work)]
    office.opened.close()
    opened, admin = reopened(office.path)
    told = [row.action for row in rows(admin)]
    opened.close()
    assert "case_opened" not in before
    assert told[len(before) :] == [JOINED, "case_opened", "log_in"]


def test_lines_join_once_though_the_power_goes_before_they_are_removed(office):
    office.opened.close()
    fail_to_log_in(office.path, "sodanin")
    kept = (office.path / "pending.audit").read_bytes()
    opened, _ = reopened(office.path)
    opened.close()
    (office.path / "pending.audit.joining").write_bytes(kept)
    opened, work = reopened(office.path)
    told = [row.action for row in rows(work)]
    opened.close()
    assert told.count(LOG_IN_FAILED) == 1
    assert told.count(JOINED) == 1


def test_lines_that_somebody_else_wrote_are_counted_and_harm_nothing(office):
    office.opened.close()
    fail_to_log_in(office.path, "sodanin")
    with (office.path / "pending.audit").open("ab") as file:
        file.write(b'not json\n{"at": 3}\n{"sealed": "00ff"}\n[]\n\xff\n')
    opened, work = reopened(office.path)
    joined = next(row for row in rows(work) if row.action == JOINED)
    told = [row.action for row in rows(work)]
    opened.close()
    assert joined.fields == "1 acts, 5 unreadable"
    assert told.count(LOG_IN_FAILED) == 1


def test_failed_log_ins_cannot_fill_the_disk(office, monkeypatch):
    monkeypatch.setattr("soudan_desk.storage.pending_audit._MOST_BYTES", 400)
    pending = Pending(office.opened.folder, office.opened.db_uuid)
    for _ in range(50):
        pending.keep_failed_log_in("0" * 64, now())
    assert (office.path / "pending.audit").stat().st_size < 600
