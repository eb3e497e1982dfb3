"""The files that were taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from soudan_desk.models import ImportBatch, Staff
from soudan_desk.services.records import model_of
from soudan_desk.services.work import Work


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was taken in."""

    id: UUID
    kind: str
    label: str
    file_name: str
    row_count: int
    made_at: datetime
    made_by: str
    undone_at: datetime | None


def list_imports(work: Work, limit: int = 50) -> list[Import]:
    """List the files taken in, newest first."""
    query = (
        select(ImportBatch, Staff.name)
        .outerjoin(Staff, Staff.id == ImportBatch.made_by)
        .order_by(ImportBatch.made_at.desc())
        .limit(limit)
    )
    with work.store.reading(work.actor) as session:
        return [
            Import(
                id=batch.id,
                kind=batch.kind,
                label=model_of(batch.kind).label,
                file_name=batch.file_name,
                row_count=batch.row_count,
                made_at=batch.made_at,
                made_by=name or "",
                undone_at=batch.undone_at,
            )
            for batch, name in session.execute(query)
        ]
