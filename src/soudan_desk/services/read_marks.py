"""Which version of a record a worker has last read."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models.base import Record, now
from soudan_desk.models.program import ReadMark


def read_mark(session: Session, staff_id: UUID, record_id: UUID) -> ReadMark | None:
    """Return what a worker has last read of a record; None for never."""
    query = select(ReadMark).where(ReadMark.staff_id == staff_id, ReadMark.record_id == record_id)
    return session.scalars(query).one_or_none()


def remember_read(session: Session, staff_id: UUID, record: Record) -> None:
    """Note that a worker has read a record as it stands."""
    known = read_mark(session, staff_id, record.id)
    if known is None:
        mark = ReadMark(
            staff_id=staff_id, kind=record.kind(), record_id=record.id, version=record.version
        )
        session.add(mark)
    else:
        known.version, known.read_at = record.version, now()
