"""One case at a glance: whose it is, who works on it, what to be careful of, what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from soudan_desk.models import (
    Attachment,
    Case,
    CaseWorker,
    Consent,
    Disclosure,
    Member,
    Person,
    Referral,
    Staff,
)
from soudan_desk.models.base import VOID, Record
from soudan_desk.services.protected import Asked, is_untold, without_places
from soudan_desk.services.reading import may_change
from soudan_desk.services.records import model_of
from soudan_desk.services.transfer_lists import TransferRow, hands_of_case
from soudan_desk.services.work import Work
from soudan_desk.storage.emergency import opened_in_emergency
from soudan_desk.storage.prepared import Prepared
from soudan_desk.storage.store import fetch

SAFE_CONTACT_KEYS = (
    "contact_ok",
    "telephone_ok",
    "voicemail_ok",
    "name_shown_ok",
    "letter_ok",
    "family_may_know",
)
_SAFE_WORDS = ("contact_hours", "hidden_from", "safe_contact", "contact_note")
_CONTACT = (
    "postal_code",
    "address",
    "registered_address",
    "tel_home",
    "tel_mobile",
    "email",
    "work_school",
)


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker's part in a case."""

    staff_id: UUID
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What a case's banner and first tab say of its person; every key as in `Person`."""

    id: UUID
    name: str
    kana: str
    kana_state: str | None
    sex: str | None
    birth: Any
    protected: bool
    protected_until: date | None
    interpreter: bool
    language: str
    accommodation: str
    staff_safety: bool
    safe_contact: dict[str, str]
    """The answers of `SAFE_CONTACT_KEYS` that were given: yes, no or unknown."""
    safe_words: dict[str, str]
    contact: dict[str, str]
    """Address, telephones and the like, as far as known."""
    is_masked: bool
    """Whether a protective measure hides where they are: those answers are then `UNTOLD`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A case at a glance; `counts` says how many records of a kind hang on it."""

    id: UUID
    case_no: str
    centre: str
    process: str
    state: str
    opened_on: date
    closed_on: date | None
    last_contact_on: date | None
    restriction_level: int
    urgency: str | None
    summary: str
    household_id: UUID | None
    lock_version: int
    may_change: bool
    is_mine: bool
    previous_case_id: UUID | None
    person: PersonFacts | None
    workers: tuple[WorkerRow, ...]
    counts: dict[str, int]
    handed: tuple[TransferRow, ...] = ()
    """From whom to whom it went, the latest first."""
    emergency_until: datetime | None = None
    """Until when it is open where only an emergency opened it (緊急閲覧)."""


def case_facts(
    work: Work, case_id: UUID, intake_kinds: tuple[str, ...] = (), *, asked: Asked | None = None
) -> CaseFacts:
    """Return what the case's page shows around its records; protected places for the proof."""
    with work.store.reading(work.actor) as session:
        case = fetch(session, Case, case_id)
        person = _person(session, case.person_id)
        workers = tuple(case_workers(session, case_id))
        return CaseFacts(
            id=case.id,
            case_no=case.case_no,
            centre=case.centre,
            process=case.process,
            state=case.state,
            opened_on=case.opened_on,
            closed_on=case.closed_on,
            last_contact_on=case.last_contact_on,
            restriction_level=case.restriction_level,
            urgency=case.urgency,
            summary=case.summary or "",
            household_id=case.household_id,
            lock_version=case.lock_version,
            may_change=may_change(work, session, case),
            is_mine=any(row.staff_id == work.actor.staff_id for row in workers),
            previous_case_id=case.previous_case_id,
            person=None if person is None else _facts_of(person, asked),
            workers=workers,
            counts=_counts(session, case, intake_kinds),
            handed=hands_of_case(session, case_id),
            emergency_until=opened_in_emergency(session, work.actor).get(case_id),
        )


def case_workers(session: Session, case_id: UUID) -> list[WorkerRow]:
    """List a case's workers, the main one first, named managers last."""
    query = (
        select(CaseWorker.staff_id, Staff.name, CaseWorker.role)
        .join(Staff, Staff.id == CaseWorker.staff_id)
        .where(CaseWorker.case_id == case_id, CaseWorker.record_state != VOID)
        .order_by(CaseWorker.created_at)
    )
    rows = [WorkerRow(row.staff_id, row.name, row.role) for row in session.execute(query)]
    return sorted(rows, key=lambda row: _ROLE_ORDER.get(row.role, 1))


_ROLE_ORDER = {"main": 0, "sub": 1, "named": 2}


def _person(session: Session, person_id: UUID | None) -> Person | None:
    if person_id is None:
        return None
    return session.scalars(select(Person).where(Person.id == person_id)).one_or_none()


def _facts_of(person: Person, asked: Asked | None) -> PersonFacts:
    is_masked = is_untold(person, asked)
    return PersonFacts(
        id=person.id,
        name=person.name or "",
        kana=person.kana or "",
        kana_state=person.kana_state,
        sex=person.sex,
        birth=person.birth_on,
        protected=bool(person.shien_sochi),
        protected_until=person.shien_sochi_until_on,
        interpreter=bool(person.interpreter_needed),
        language=person.language or "",
        accommodation=person.disability_accommodation or "",
        staff_safety=bool(person.staff_safety),
        safe_contact=_given(person, SAFE_CONTACT_KEYS),
        safe_words=_given(person, _SAFE_WORDS, is_masked=is_masked),
        contact=_given(person, _CONTACT, is_masked=is_masked),
        is_masked=is_masked,
    )


def _given(person: Person, keys: tuple[str, ...], *, is_masked: bool = False) -> dict[str, str]:
    given = {key: str(value) for key in keys if (value := getattr(person, key))}
    return without_places(Person.kind(), given) if is_masked else given


def _counts(session: Session, case: Case, intake_kinds: tuple[str, ...]) -> dict[str, int]:
    models: list[type[Record]] = [Attachment, Consent, Disclosure, Referral]
    models += [model_of(kind) for kind in intake_kinds]
    found = {model.kind(): _count_of(model, "case_id")(session, of=case.id) for model in models}
    if case.household_id:
        found["member"] = _count_of(Member, "household_id")(session, of=case.household_id)
    return {"member": 0} | {kind: int(rows[0].count_of) for kind, rows in found.items()}


@cache
def _count_of(model: type[Record], key: str) -> Prepared:
    count = func.count(model.id).label("count_of")
    is_there = getattr(model, key) == bindparam("of")
    return Prepared(select(count).where(is_there, model.record_state != VOID))
