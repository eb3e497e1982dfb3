"""代理 as it is today: whose work a worker may do besides their own, until the last day is over.

Nothing begins or ends it but the days of the deputy's row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from soudan_desk.models import CaseWorker, Deputy, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who is away, and until when the worker stands in."""

    staff_id: UUID
    name: str
    until: date


_ABSENT = Prepared(
    select(Deputy.absent_id.label("staff_id"), Staff.name, Deputy.to_on.label("until"))
    .join(Staff, Staff.id == Deputy.absent_id)
    .where(
        Deputy.staff_id == bindparam("me"),
        Deputy.from_on <= bindparam("on"),
        Deputy.to_on >= bindparam("on"),
        Deputy.record_state != VOID,
    )
    .order_by(Deputy.to_on)
)


def absent_now(work: Work) -> tuple[Absent, ...]:
    """List for whom the worker stands in today."""
    with work.store.reading(work.actor) as session:
        return _absent(work, session)


def stands_in_for(work: Work, session: Session, *staff_ids: UUID | None) -> Absent | None:
    """Return the one of these for whom the worker stands in today."""
    return next((each for each in _absent(work, session) if each.staff_id in staff_ids), None)


def stands_in_on(work: Work, session: Session, case_id: UUID) -> Absent | None:
    """Return for whom on a case's list the worker stands in today."""
    absent = _absent(work, session)
    query = select(CaseWorker.staff_id).where(
        CaseWorker.case_id == case_id, CaseWorker.record_state != VOID
    )
    listed = set(session.scalars(query)) if absent else set()
    return next((each for each in absent if each.staff_id in listed), None)


def _absent(work: Work, session: Session) -> tuple[Absent, ...]:
    """Return each once, to the last day of the deputies' rows that run today."""
    rows = _ABSENT(session, me=work.actor.staff_id, on=work.today())
    return tuple({row.staff_id: Absent(row.staff_id, row.name, row.until) for row in rows}.values())
