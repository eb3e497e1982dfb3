"""Copies of the office: making one leaves an audit row, which also tells when the last was made."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from soudan_desk.models import AuditEntry
from soudan_desk.models.base import now
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR
from soudan_desk.storage.audit import Act
from soudan_desk.storage.backup import BackupResult, make_backup
from soudan_desk.storage.bundle import Cancelled, never
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.restore import pending_restore, settle_restore

BACKUP = "backup"
EVERY: Final = timedelta(hours=4)


def back_up(
    work: Work,
    office: OpenedOffice,
    to_dir: Path,
    *,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> BackupResult:
    """Make a verified copy of the open office, as its administrator."""
    require_role(work, ADMINISTRATOR, act="控え(バックアップ)を作る")
    return _copy(work, office, to_dir, progress, cancelled)


def copy_at_leaving(
    work: Work,
    office: OpenedOffice,
    to_dir: Path,
    *,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> BackupResult | None:
    """Make the copy that log-out makes, whoever leaves; None where one is recent enough.

    At most one in `EVERY` of use (docs/security.md, backups).
    """
    last = last_copy_at(work)
    if last is not None and now() - last < EVERY:
        return None
    return _copy(work, office, to_dir, progress, cancelled)


def last_copy_at(work: Work) -> datetime | None:
    """Return when the last copy was made and read back; None where there is none."""
    query = select(func.max(AuditEntry.at)).where(
        AuditEntry.action == BACKUP, AuditEntry.result == "ok"
    )
    with work.store.reading(work.actor) as session:
        return session.scalars(query).one()


def _copy(
    work: Work, office: OpenedOffice, to_dir: Path, progress: Progress, cancelled: Cancelled
) -> BackupResult:
    result = make_backup(office, to_dir, progress=progress, cancelled=cancelled)
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
