"""Everything of a case in order: consultations, plans, meetings, letters, consents, papers sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from soudan_desk.models import (
    Agency,
    Case,
    Consent,
    Consultation,
    Disclosure,
    Referral,
    Review,
    Staff,
)
from soudan_desk.models.base import VOID
from soudan_desk.services.timeline_steps import steps_of
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared
from soudan_desk.storage.sealing import first_of
from soudan_desk.storage.store import fetch

FIRST_LINE = 120
"""Characters of a record read for its one line in the timeline."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline; `what` is the code that names it (a method, a consent type)."""

    kind: str
    id: UUID
    on: date
    at: time | None
    what: str
    who: str
    line: str
    state: str
    version: int
    with_whom: tuple[str, ...] = ()
    """Codes of `consultation.counterpart`; a meeting's `agenda.conclusion`, a plan's number."""
    review: str = ""
    """How far its 供覧・決裁 is (`review.state`); blank where it is not on its way."""


def timeline(work: Work, case_id: UUID) -> list[Entry]:
    """Return a case's entries, newest first; a case the worker may not see is not found."""
    with work.store.reading(work.actor) as session:
        case = fetch(session, Case, case_id)
        staff = {row.id: row.name for row in _STAFF(session)}
        found = [
            *_consultations(session, case_id, staff),
            *_referrals(session, case_id, staff),
            *_consents(session, case_id),
            *_disclosures(session, case_id),
            *_steps(session, case, staff),
        ]
        reviews = {row.record_id: row.state for row in _REVIEWS(session, case=case_id)}
    found = [
        replace(entry, review=reviews[entry.id]) if entry.id in reviews else entry
        for entry in found
    ]
    found.sort(key=lambda entry: (entry.on, entry.at or time.min, entry.id.int), reverse=True)
    return found


_STAFF = Prepared(select(Staff.id, Staff.name))
_REVIEWS = Prepared(
    select(Review.record_id, Review.state).where(
        Review.case_id == bindparam("case"), Review.record_state != VOID
    )
)
_CONSULTATIONS = Prepared(
    select(
        Consultation.id,
        Consultation.held_on,
        Consultation.started_at_time,
        Consultation.method,
        Consultation.staff_id,
        Consultation.counterparts,
        Consultation.subject,
        first_of(Consultation.body, FIRST_LINE).label("body"),
        Consultation.record_state,
        Consultation.version,
    ).where(Consultation.case_id == bindparam("case"))
)
_REFERRALS = Prepared(
    select(
        Referral.id,
        Referral.sent_on,
        Referral.issued_on,
        Referral.direction,
        Referral.staff_id,
        Referral.ref_no,
        Referral.request,
        Referral.record_state,
        Referral.version,
        Agency.name.label("agency"),
    )
    .outerjoin(Agency, Agency.id == Referral.agency_id)
    .where(Referral.case_id == bindparam("case"))
)
_CONSENTS = Prepared(
    select(
        Consent.id,
        Consent.given_on,
        Consent.type,
        Consent.scope_text,
        Consent.note,
        Consent.record_state,
        Consent.version,
    ).where(Consent.case_id == bindparam("case"))
)
_DISCLOSURES = Prepared(
    select(
        Disclosure.id,
        Disclosure.given_at,
        Disclosure.paper,
        Disclosure.paper_title,
        Disclosure.recipient,
        Disclosure.serial,
        Disclosure.record_state,
        Disclosure.version,
    ).where(Disclosure.case_id == bindparam("case"))
)


def _consultations(session: Session, case_id: UUID, staff: dict[UUID, str]) -> Iterator[Entry]:
    for row in _CONSULTATIONS(session, case=case_id):
        yield Entry(
            "consultation",
            row.id,
            row.held_on,
            row.started_at_time,
            row.method or "",
            staff.get(row.staff_id, ""),
            row.subject or one_line(row.body),
            row.record_state,
            row.version,
            tuple(row.counterparts or ()),
        )


def one_line(text: str | None) -> str:
    """Return the first line of a text."""
    return (text or "").strip().partition("\n")[0]


def _referrals(session: Session, case_id: UUID, staff: dict[UUID, str]) -> Iterator[Entry]:
    for row in _REFERRALS(session, case=case_id):
        yield Entry(
            "referral",
            row.id,
            row.sent_on or row.issued_on,
            None,
            row.direction,
            staff.get(row.staff_id, ""),
            " ".join(filter(None, (row.agency, row.ref_no, one_line(row.request)))),
            row.record_state,
            row.version,
        )


def _consents(session: Session, case_id: UUID) -> Iterator[Entry]:
    for row in _CONSENTS(session, case=case_id):
        line = one_line(row.scope_text) or one_line(row.note)
        yield Entry(
            "consent", row.id, row.given_on, None, row.type, "", line, row.record_state, row.version
        )


def _disclosures(session: Session, case_id: UUID) -> Iterator[Entry]:
    for row in _DISCLOSURES(session, case=case_id):
        local = row.given_at.astimezone()
        yield Entry(
            "disclosure",
            row.id,
            local.date(),
            local.time().replace(second=0, microsecond=0),
            row.paper,
            "",
            " ".join(filter(None, (row.paper_title, row.recipient, row.serial))),
            row.record_state,
            row.version,
        )


def _steps(session: Session, case: Case, staff: dict[UUID, str]) -> Iterator[Entry]:
    for step in steps_of(session, case):
        yield Entry(
            step.kind,
            step.id,
            step.on,
            None,
            step.what,
            staff.get(step.staff_id, "") if step.staff_id else "",
            one_line(step.text),
            step.state,
            step.version,
            (step.more,) if step.more else (),
        )
