"""撤回: what a consent has carried so far, and that taking it back is not taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import Agency, AgendaItem, Conference, Consent, Disclosure, Referral
from soudan_desk.models.base import VOID, Record
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch


def begin_withdrawal(work: Work, consent_id: UUID) -> dict[str, Any]:
    """Return what a withdrawal begins with: today, and a note of what rests on the consent."""
    with work.store.reading(work.actor) as session:
        fetch(session, Consent, consent_id)
        lines = [*_told(session, consent_id), *_waiting(work, session, consent_id)]
    return {"withdrawn_on": work.today(), "withdrawal_note": "\n".join(lines) or None}


def require_withdrawn(record: Record) -> None:
    """Raise where a withdrawal is to be undone: whoever agrees again agrees anew."""
    if not isinstance(record, Consent):
        return
    attributes: Any = inspect(record).attrs
    was_withdrawn = any(attributes.withdrawn_on.history.deleted or ())
    if was_withdrawn and record.withdrawn_on is None:
        raise InvalidEntriesError(
            {
                "withdrawn_on": "撤回は消せません。あらためて同意をもらったときは、"
                "新しい同意として登録してください。"
            }
        )


def _told(session: Session, consent_id: UUID) -> Iterator[str]:
    """Name to whom something was given on its ground, the first time each."""
    who = func.coalesce(Disclosure.recipient, Agency.name)
    query = (
        select(who.label("who"), Disclosure.paper_title, func.min(Disclosure.given_at).label("at"))
        .outerjoin(Agency, Agency.id == Disclosure.agency_id)
        .where(Disclosure.consent_id == consent_id, Disclosure.record_state != VOID)
        .group_by(who, Disclosure.paper_title)
        .order_by(func.min(Disclosure.given_at))
    )
    for row in session.execute(query):
        day = wareki(row.at.astimezone().date())
        yield f"渡した先: {row.who or '（相手の記録なし）'}（{row.paper_title} {day}）"


def _waiting(work: Work, session: Session, consent_id: UUID) -> Iterator[str]:
    """Name what was to be told on its ground, and is not any more."""
    letters = select(Referral.ref_no).where(
        Referral.consent_id == consent_id,
        Referral.sent_on.is_(None),
        Referral.record_state != VOID,
    )
    for number in session.scalars(letters.order_by(Referral.created_at)):
        yield f"送れなくなる紹介状: {number or '（番号なし）'}"
    meetings = (
        select(Conference.held_on)
        .join(AgendaItem, AgendaItem.conference_id == Conference.id)
        .where(
            AgendaItem.consent_id == consent_id,
            AgendaItem.record_state != VOID,
            Conference.held_on >= work.today(),
            Conference.record_state != VOID,
        )
    )
    for day in session.scalars(meetings.order_by(Conference.held_on)):
        yield f"名前を出せなくなる会議: {wareki(day)}"
