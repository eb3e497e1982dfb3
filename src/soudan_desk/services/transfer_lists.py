"""ケースの引き継ぎ in lists: what waits for one's answer, what one has asked, who had a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, CaseTransfer, CaseWorker, Person, Staff
from soudan_desk.models.base import VOID, now
from soudan_desk.models.case_transfer import ACCEPTED, PROPOSED
from soudan_desk.services.list_masks import name_on_screen, whom_hidden
from soudan_desk.services.rights import refusal
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.storage.prepared import Prepared

_ANSWERED_SHOWN_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    """A case on its way from one worker to another; `state` a code of `case_transfer.state`."""

    id: UUID
    case_id: UUID
    case_no: str
    person: str
    before: str
    to: str
    transfer_on: date
    reason: str
    keeps_previous: bool
    state: str
    answered_at: datetime | None
    answer: str
    restriction_level: int


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open case of a worker, to be ticked."""

    id: UUID
    case_no: str
    person: str
    restriction_level: int
    last_contact_on: date | None


_BEFORE, _TO = (Staff.__table__.alias(name) for name in ("staff_before", "staff_to"))
_ROWS = (
    select(
        CaseTransfer.id,
        CaseTransfer.case_id,
        Case.case_no,
        Person.name.label("person"),
        whom_hidden(Case.person_id).label("hides"),
        _BEFORE.c.name.label("before"),
        _TO.c.name.label("to"),
        CaseTransfer.transfer_on,
        CaseTransfer.reason,
        CaseTransfer.keeps_previous,
        CaseTransfer.state,
        CaseTransfer.answered_at,
        CaseTransfer.answer,
        Case.restriction_level,
    )
    .join(Case, Case.id == CaseTransfer.case_id)
    .outerjoin(Person, Person.id == Case.person_id)
    .outerjoin(_BEFORE, _BEFORE.c.id == CaseTransfer.from_staff_id)
    .join(_TO, _TO.c.id == CaseTransfer.to_staff_id)
    .where(CaseTransfer.record_state != VOID)
)
_TO_ME = Prepared(
    _ROWS.where(
        CaseTransfer.to_staff_id == bindparam("me"), CaseTransfer.state == PROPOSED
    ).order_by(CaseTransfer.transfer_on, Case.case_no)
)
_ASKED = Prepared(
    _ROWS.where(
        or_(
            CaseTransfer.created_by == bindparam("me"),
            CaseTransfer.from_staff_id == bindparam("whose"),
        ),
        or_(CaseTransfer.state == PROPOSED, CaseTransfer.answered_at >= bindparam("since")),
    ).order_by(CaseTransfer.created_at.desc(), Case.case_no)
)
_OF_CASE = Prepared(
    _ROWS.where(CaseTransfer.case_id == bindparam("case"), CaseTransfer.state == ACCEPTED).order_by(
        CaseTransfer.answered_at.desc()
    )
)
_OPEN = Prepared(
    select(
        Case.id,
        Case.case_no,
        Person.name.label("person"),
        whom_hidden(Case.person_id).label("hides"),
        Case.restriction_level,
        Case.last_contact_on,
    )
    .join(CaseWorker, CaseWorker.case_id == Case.id)
    .outerjoin(Person, Person.id == Case.person_id)
    .where(
        CaseWorker.staff_id == bindparam("whose"),
        CaseWorker.role == "main",
        CaseWorker.record_state != VOID,
        Case.closed_on.is_(None),
        Case.record_state != VOID,
    )
    .order_by(Case.case_no)
)


def transfers_to_me(work: Work) -> list[TransferRow]:
    """List the cases one is asked to take over, the earliest day first."""
    return _list(work, _TO_ME, me=work.actor.staff_id)


def transfers_asked(work: Work, staff_id: UUID | None = None) -> list[TransferRow]:
    """List what one has asked, or what is to go from a worker (oneself by itself), newest first.

    It waits, or was answered of late.
    """
    since, me = now() - timedelta(days=_ANSWERED_SHOWN_DAYS), work.actor.staff_id
    return _list(work, _ASKED, me=me, whose=staff_id or me, since=since)


def hands_of_case(session: Session, case_id: UUID) -> tuple[TransferRow, ...]:
    """Return from whom to whom a case went, the latest first."""
    return tuple(_row(row) for row in _OF_CASE(session, case=case_id))


def open_cases_of_worker(work: Work, staff_id: UUID) -> list[OpenCase]:
    """List the open cases a worker mainly works on: one's own, or as a supervisor anybody's."""
    if staff_id != work.actor.staff_id and not work.actor.has(SUPERVISOR):
        raise refusal(
            work, "ほかの人のケースの引き継ぎを頼めるのは主任です。主任に頼んでください。"
        )
    with work.store.reading(work.actor) as session:
        rows = _OPEN(session, whose=staff_id)
    return [
        OpenCase(
            row.id,
            row.case_no,
            name_on_screen(row),
            row.restriction_level,
            row.last_contact_on,
        )
        for row in rows
    ]


def _list(work: Work, query: Prepared, **values: Any) -> list[TransferRow]:
    with work.store.reading(work.actor) as session:
        return [_row(row) for row in query(session, **values)]


def _row(row: Any) -> TransferRow:
    return TransferRow(
        id=row.id,
        case_id=row.case_id,
        case_no=row.case_no,
        person=name_on_screen(row),
        before=row.before or "",
        to=row.to,
        transfer_on=row.transfer_on,
        reason=row.reason,
        keeps_previous=row.keeps_previous,
        state=row.state,
        answered_at=row.answered_at,
        answer=row.answer or "",
        restriction_level=row.restriction_level,
    )
