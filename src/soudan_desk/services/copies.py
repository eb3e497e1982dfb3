"""Copies of the office: making one leaves an audit row, which also tells when the last was made."""

from __future__ import annotations

from pathlib import Path

from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR
from soudan_desk.storage.audit import Act
from soudan_desk.storage.backup import BackupResult, make_backup
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.restore import pending_restore, settle_restore

BACKUP = "backup"


def back_up(
    work: Work, office: OpenedOffice, to_dir: Path, *, progress: Progress = say_nothing
) -> BackupResult:
    """Make a verified copy of the open office, as its administrator."""
    require_role(work, ADMINISTRATOR, act="控え(バックアップ)を作る")
    result = make_backup(office, to_dir, progress=progress)
    if not office.read_only:
        work.store.note(work.actor, Act(action=BACKUP, by=work.actor.staff_id))
    return result


def enter_restore(work: Work, office: OpenedOffice) -> None:
    """Enter in the audit chain that this office came out of a copy, once after the restore."""
    if office.read_only:
        return
    note = pending_restore(office)
    if note is None:
        return
    act = Act(action="restore", by=work.actor.staff_id, reason=note.reason, at=note.restored_at)
    work.store.note(work.actor, act)
    settle_restore(office)
