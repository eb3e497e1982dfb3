"""What an office is and how much it holds, for whoever looks after the PC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from soudan_desk.models import AuditEntry, CentreSetting, OfficeSetting, record_kinds
from soudan_desk.services.copies import BACKUP
from soudan_desk.services.work import Work
from soudan_desk.storage.migrate import schema_of


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """An office in figures; `records` counts by kind what the worker may see."""

    name: str
    centres: tuple[str, ...]
    schema: str
    records: dict[str, int]
    bytes: int
    last_backup: datetime | None


def office_info(work: Work, path: Path) -> OfficeInfo:
    """Gather what is told about the office in a folder."""
    centres = select(CentreSetting.centre).order_by(CentreSetting.created_at)
    backups = select(func.max(AuditEntry.at)).where(
        AuditEntry.action == BACKUP, AuditEntry.result == "ok"
    )
    with work.store.reading(work.actor) as session:
        return OfficeInfo(
            name=session.scalars(select(OfficeSetting.name)).first() or "",
            centres=tuple(session.scalars(centres)),
            schema=schema_of(session.connection()) or "",
            records={
                kind: int(session.scalars(select(func.count(model.id))).one())
                for kind, model in sorted(record_kinds().items())
            },
            bytes=sum(each.stat().st_size for each in path.rglob("*") if each.is_file()),
            last_backup=session.scalars(backups).one(),
        )
