"""Letters whose reply has not come: a worker's own, or whole centres'."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from soudan_desk.models import Agency, Person, Referral
from soudan_desk.models.base import VOID
from soudan_desk.services.handed_on import followed_by
from soudan_desk.services.list_masks import name_on_screen, whom_hidden
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among


@dataclass(frozen=True, slots=True)
class Awaited:
    """A letter whose reply has not come."""

    id: UUID
    agency: str
    person: str
    case_id: UUID | None
    sent_on: date
    due_on: date | None
    hides: UUID | None = None
    """The person, where something of them is hidden, be it only in what leaves."""
    whose: str = ""
    """Who is away, where one stands in for them."""


def _awaited_query(whose: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(
            Referral.id,
            Agency.name.label("agency"),
            Person.name.label("person"),
            whom_hidden(Referral.person_id).label("hides"),
            Referral.case_id,
            func.coalesce(Referral.sent_on, Referral.issued_on).label("sent_on"),
            Referral.check_due_on,
        )
        .outerjoin(Agency, Agency.id == Referral.agency_id)
        .outerjoin(Person, Person.id == Referral.person_id)
        .where(
            Referral.direction == "out",
            Referral.record_state != VOID,
            Referral.sent_on.is_not(None),
            Referral.reply_received_on.is_(None),
            or_(Referral.outcome.is_(None), Referral.outcome == "pending"),
            whose,
        )
        .order_by(Referral.check_due_on.is_(None), Referral.check_due_on)
    )


MY_AWAITED = _awaited_query(followed_by(Referral, "whose"))
_AWAITED_IN_CENTRES = _awaited_query(among(Referral.centre, "whose"))


def awaited_replies(
    work: Work, of: UUID | None = None, *, whole_centres: Collection[str] | None = None
) -> list[Awaited]:
    """List a worker's letters sent out without a reply yet, or whole centres', by day due."""
    with work.store.reading(work.actor) as session:
        if whole_centres is None:
            rows = MY_AWAITED(session, whose=of or work.actor.staff_id)
        else:
            rows = _AWAITED_IN_CENTRES(session, whose=list(whole_centres)) if whole_centres else []
    return [
        Awaited(
            row.id,
            row.agency or "",
            name_on_screen(row),
            row.case_id,
            row.sent_on,
            row.check_due_on,
            row.hides,
        )
        for row in rows
    ]
