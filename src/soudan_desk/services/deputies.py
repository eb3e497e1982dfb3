"""代理: who reads and approves in the place of somebody away, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from soudan_desk.models import Deputy, Staff
from soudan_desk.models.base import FINAL, VOID
from soudan_desk.services.answers import write_answers
from soudan_desk.services.rights import refusal
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.storage.prepared import Prepared
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark


@dataclass(frozen=True, slots=True)
class DeputyRow:
    """Who stands in for whom from a day to a day; `may_change` by the worker's rights."""

    id: UUID
    absent_id: UUID
    absent: str
    staff_id: UUID
    staff: str
    from_on: date
    to_on: date
    note: str
    may_change: bool


_ABSENT = aliased(Staff)
_ROWS = Prepared(
    select(
        Deputy.id,
        Deputy.absent_id,
        _ABSENT.name.label("absent"),
        Deputy.staff_id,
        Staff.name.label("staff"),
        Deputy.from_on,
        Deputy.to_on,
        Deputy.note,
    )
    .join(_ABSENT, _ABSENT.id == Deputy.absent_id)
    .join(Staff, Staff.id == Deputy.staff_id)
    .where(Deputy.record_state != VOID, Deputy.to_on >= bindparam("since"))
    .order_by(Deputy.from_on, Deputy.id)
)


def list_deputies(work: Work, *, since: date | None = None) -> tuple[DeputyRow, ...]:
    """List who stands in for whom: what ends today or later, or since a day."""
    with work.store.reading(work.actor) as session:
        rows = _ROWS(session, since=since or work.today())
    return tuple(
        DeputyRow(*row[:7], row.note or "", _may(work, row.absent_id))  # type: ignore[call-arg]
        for row in rows
    )


def save_deputy(work: Work, answers: Mapping[str, Any], deputy_id: UUID | None = None) -> UUID:
    """Name somebody's deputy, or change it: one's own, or as a supervisor anybody's."""
    with work.store.writing(work.actor) as session:
        new = Deputy(record_state=FINAL)
        deputy = new if deputy_id is None else _own(work, session, deputy_id)
        write_answers(work, deputy, answers)
        _require(work, deputy.absent_id)
        session.add(deputy)
        session.flush()  # gives it its id
        return deputy.id


def end_deputy(work: Work, deputy_id: UUID) -> None:
    """Take a deputy out of use, as if never named; what was stamped stays."""
    with work.store.writing(work.actor) as session:
        deputy = _own(work, session, deputy_id)
        deputy.record_state = VOID
        mark(session, deputy, "void")


def _own(work: Work, session: Session, deputy_id: UUID) -> Deputy:
    deputy = fetch(session, Deputy, deputy_id)
    _require(work, deputy.absent_id)
    return deputy


def _may(work: Work, absent_id: UUID) -> bool:
    return work.actor.has(SUPERVISOR) or work.actor.staff_id == absent_id


def _require(work: Work, absent_id: UUID) -> None:
    if not _may(work, absent_id):
        raise refusal(work, "代理を決められるのは、本人と主任だけです。主任に頼んでください。")
