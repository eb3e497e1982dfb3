"""Lists of referrals: what was sent and came in, what is awaited and overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from soudan_desk.japanese.folding import fold
from soudan_desk.models import Agency, Case, Person, Referral, Staff
from soudan_desk.models.base import DRAFT, VOID
from soudan_desk.services.referrals import NO_OUTCOME, OUT
from soudan_desk.services.work import Work
from soudan_desk.storage.sealed_search import sealed_where


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralRow:
    """A referral as lists show it; `due_on` only while a reply is awaited."""

    id: UUID
    direction: str
    ref_no: str
    person: str
    kana: str
    case_id: UUID | None
    case_no: str
    agency: str
    department: str
    subject: str
    staff: str
    issued_on: date
    sent_on: date | None
    due_on: date | None
    replied_on: date | None
    outcome: str | None
    state: str
    protected: bool


@dataclass(frozen=True, slots=True)
class ReferralFilter:
    """What a list is narrowed to."""

    words: str = ""
    direction: str | None = None
    awaiting: bool = False
    overdue: bool = False
    drafts: bool = False
    mine: bool = False
    centre: str | None = None
    case_id: UUID | None = None


SORTS: dict[str, Any] = {
    "ref_no": Referral.ref_no,
    "person": Person.kana_folded,
    "agency": Agency.name_folded,
    "issued_on": Referral.issued_on,
    "sent_on": Referral.sent_on,
    "due_on": Referral.check_due_on,
    "replied_on": Referral.reply_received_on,
    "staff": Staff.name,
}
"""What a list may be ordered by."""


def list_referrals(
    work: Work,
    narrowed: ReferralFilter | None = None,
    *,
    sort: str = "",
    descending: bool = False,
    offset: int = 0,
    limit: int = 1000,
) -> list[ReferralRow]:
    """List referrals the worker may see, the newest first; awaited ones by the day they are due."""
    wanted = narrowed or ReferralFilter()
    order: list[Any] = [Referral.issued_on.desc(), Referral.created_at.desc(), Referral.id]
    if sort in SORTS:
        column = SORTS[sort]
        order = [column.is_(None), column.desc() if descending else column, *order]
    elif wanted.awaiting or wanted.overdue:
        order.insert(0, Referral.check_due_on)
    with work.store.reading(work.actor) as session:
        query = _rows().where(*_conditions(work, session, wanted)).order_by(*order)
        return [_row(row) for row in session.execute(query.offset(offset).limit(limit))]


def count_matching(work: Work, narrowed: ReferralFilter) -> int:
    """Count the referrals a list would show."""
    with work.store.reading(work.actor) as session:
        return int(session.scalars(_counted(work, session, narrowed)).one())


def count_referrals(work: Work, centre: str | None = None) -> dict[str, int]:
    """Count what waits: replies awaited, those overdue, drafts."""
    filters = {
        "awaiting": ReferralFilter(awaiting=True, centre=centre),
        "overdue": ReferralFilter(overdue=True, centre=centre),
        "drafts": ReferralFilter(drafts=True, centre=centre),
    }
    with work.store.reading(work.actor) as session:
        return {
            key: int(session.scalars(_counted(work, session, wanted)).one())
            for key, wanted in filters.items()
        }


def _counted(work: Work, session: Session, wanted: ReferralFilter) -> Select[int]:
    return select(func.count(Referral.id)).where(*_conditions(work, session, wanted))


def _rows() -> Any:
    return (
        select(
            Referral,
            Person.name,
            Person.kana,
            Person.shien_sochi,
            Case.case_no,
            Agency.name.label("agency"),
            Agency.department.label("agency_department"),
            Staff.name.label("staff"),
        )
        .outerjoin(Person, Person.id == Referral.person_id)
        .outerjoin(Case, Case.id == Referral.case_id)
        .outerjoin(Agency, Agency.id == Referral.agency_id)
        .outerjoin(Staff, Staff.id == Referral.staff_id)
    )


def _awaits_reply() -> ColumnElement[bool]:
    return (
        (Referral.direction == OUT)
        & Referral.sent_on.is_not(None)
        & Referral.reply_received_on.is_(None)
        & or_(Referral.outcome.is_(None), Referral.outcome == "pending")
    )


def _conditions(work: Work, session: Session, wanted: ReferralFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Referral.record_state != VOID]
    if wanted.direction:
        found.append(Referral.direction == wanted.direction)
    if wanted.awaiting or wanted.overdue:
        found.append(_awaits_reply())
    if wanted.overdue:
        found.append(Referral.check_due_on < work.today())
    if wanted.drafts:
        found.append(Referral.record_state == DRAFT)
    if wanted.mine:
        found.append(Referral.staff_id == work.actor.staff_id)
    if wanted.centre:
        found.append(Referral.centre == wanted.centre)
    if wanted.case_id is not None:
        found.append(Referral.case_id == wanted.case_id)
    return [*found, *(_has_word(session, word) for word in wanted.words.split())]


def _has_word(session: Session, word: str) -> ColumnElement[bool]:
    folded, plain = f"%{fold(word)}%", f"%{word}%"
    agencies = select(Agency.id).where(
        or_(
            Agency.name_folded.like(folded),
            Agency.kana_folded.like(folded),
            Agency.department.like(plain),
        )
    )
    persons = select(Person.id).where(
        or_(Person.name_folded.like(folded), Person.kana_folded.like(folded))
    )
    cases = select(Case.id).where(Case.case_no.like(plain))
    return or_(
        Referral.person_id.in_(persons),
        Referral.agency_id.in_(agencies),
        Referral.case_id.in_(cases),
        Referral.ref_no.like(plain),
        Referral.subject.like(plain),
        sealed_where(session, Referral, lambda each: word in (each.subject or "")),
    )


def _row(row: Any) -> ReferralRow:
    referral: Referral = row[0]
    awaits = (
        referral.direction == OUT
        and referral.sent_on is not None
        and referral.reply_received_on is None
        and referral.outcome in NO_OUTCOME
    )
    return ReferralRow(
        id=referral.id,
        direction=referral.direction,
        ref_no=referral.ref_no or "",
        person=row.name or "(匿名)",
        kana=row.kana or "",
        case_id=referral.case_id,
        case_no=row.case_no or "",
        agency=row.agency or "",
        department=referral.to_department or row.agency_department or "",
        subject=referral.subject or (referral.request or "").partition("\n")[0],
        staff=row.staff or "",
        issued_on=referral.issued_on,
        sent_on=referral.sent_on,
        due_on=referral.check_due_on if awaits else None,
        replied_on=referral.reply_received_on,
        outcome=referral.outcome,
        state=referral.record_state,
        protected=bool(row.shien_sochi),
    )
