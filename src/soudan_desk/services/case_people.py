"""The people around a case: its household, its consents, and what hangs on it by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from soudan_desk.fields import Names, as_text
from soudan_desk.models import Case, Consent, Household, Member, Person
from soudan_desk.models.base import VOID, Record, fields_of
from soudan_desk.services.answers import UNTOLD, Answers, write_answers
from soudan_desk.services.names import names_for
from soudan_desk.services.protected import Asked, hides_places
from soudan_desk.services.records import Saved, add_in, model_of, require_unchanged, saved
from soudan_desk.services.restricting import require_reason, require_restricting
from soudan_desk.services.rights import require_writing
from soudan_desk.services.unsaved import forget_unsaved
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a household as the case's page lists them."""

    id: UUID
    name: str
    relation: str | None
    birth: Any
    lives_together: str | None
    work_school: str
    is_deceased: bool
    person_id: UUID | None


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household with its members, in the order they were entered."""

    id: UUID
    name: str
    type: str | None
    size_count: int | None
    dwelling: str | None
    note: str
    members: tuple[MemberRow, ...]
    is_masked: bool
    """Whether a protective measure hides where they live and are called."""


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent of the case's person."""

    id: UUID
    type: str
    given_on: date
    method: str
    scope: str
    expires_on: date | None
    withdrawn_on: date | None
    lock_version: int

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        gone = self.withdrawn_on is not None and self.withdrawn_on <= day
        return not gone and (self.expires_on is None or self.expires_on >= day)


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record of some kind that hangs on a case."""

    kind: str
    id: UUID
    title: str
    state: str


def household_of(work: Work, case_id: UUID, *, asked: Asked | None = None) -> HouseholdRow | None:
    """Return the case's household, or None while there is none."""
    with work.store.reading(work.actor) as session:
        case = fetch(session, Case, case_id)
        if case.household_id is None:
            return None
        house = fetch(session, Household, case.household_id)
        query = (
            select(Member)
            .where(Member.household_id == house.id, Member.record_state != VOID)
            .order_by(Member.created_at)
        )
        is_hidden = hides_places(session, house, asked)
        members = _members(session, list(session.scalars(query)), hidden=is_hidden)
        return HouseholdRow(
            house.id,
            house.name,
            house.household_type,
            house.household_size_count,
            house.dwelling,
            house.note or "",
            members,
            is_hidden,
        )


def _members(session: Session, rows: Sequence[Member], *, hidden: bool) -> tuple[MemberRow, ...]:
    """Take over from the person a member is what was not typed of the member."""
    ids = {row.person_id for row in rows if row.person_id is not None}
    query = select(Person).where(Person.id.in_(ids))
    known = {person.id: person for person in session.scalars(query)} if ids else {}
    return tuple(_member(row, known.get(row.person_id or row.id), hidden=hidden) for row in rows)


def _member(row: Member, person: Person | None, *, hidden: bool) -> MemberRow:
    return MemberRow(
        row.id,
        row.name or (person and person.name) or "",
        row.relation,
        row.birth_on or (person and person.birth_on),
        row.lives_together,
        UNTOLD if hidden and row.work_school else row.work_school or "",
        bool(row.is_deceased),
        row.person_id,
    )


def add_household(work: Work, case_id: UUID, answers: Answers, *, form: str | None = None) -> Saved:
    """Make a household and file the case under it, in one act."""
    with work.store.writing(work.actor) as session:
        case = fetch(session, Case, case_id)
        require_writing(work, session, case, is_new=False)
        house = add_in(work, session, "household", answers)
        session.flush()  # the case points to it
        case.household_id = house.id
        forget_unsaved(work, session, form)
        session.flush()
        return saved(house)


def consents_of(work: Work, case_id: UUID) -> list[ConsentRow]:
    """List the consents of the case and of its person beyond any case, newest first."""
    with work.store.reading(work.actor) as session:
        case = fetch(session, Case, case_id)
        about = Consent.case_id == case_id
        if case.person_id is not None:
            common = Consent.case_id.is_(None) & (Consent.person_id == case.person_id)
            about = or_(about, common)
        query = (
            select(Consent)
            .where(about, Consent.record_state != VOID)
            .order_by(Consent.given_on.desc(), Consent.created_at.desc())
        )
        return [
            ConsentRow(
                row.id,
                row.type,
                row.given_on,
                row.method,
                row.scope_text or "",
                row.expires_on,
                row.withdrawn_on,
                row.lock_version,
            )
            for row in session.scalars(query)
        ]


def records_of_case(work: Work, kind: str, case_id: UUID) -> list[RecordRow]:
    """List the records of a kind that hang on a case; void ones are left out.

    The newest come first, but what has a rank (the goals of a plan) by its rank.
    """
    model: Any = model_of(kind)
    order = [model.priority] if "priority" in model.__table__.columns else []
    with work.store.reading(work.actor) as session:
        case = fetch(session, Case, case_id)
        query = (
            select(model)
            .where(model.case_id == case_id, model.record_state != VOID, *model.in_case_file())
            .order_by(*order, model.created_at.desc())
        )
        names = names_for(work, session, case.centre)
        return [
            RecordRow(kind, row.id, _title(row, names), row.record_state)
            for row in session.scalars(query)
        ]


def _title(record: Record, names: Names) -> str:
    """Return what names a record, in words; where nothing does, what lists show of it."""
    fields = {field.key: field for field in fields_of(type(record))}
    naming = [fields[key] for key in record.title_keys if key in fields]
    listed = [field for field in fields.values() if field.listed]
    for asked in (naming, listed):
        texts = (as_text(field, getattr(record, field.key), names) for field in asked)
        if title := " ".join(text for text in texts if text):
            return title
    return record.label


def restrict_case(
    work: Work, case_id: UUID, level: int, reason: str, *, lock_version: int | None = None
) -> None:
    """Set who may see a case (0 to 3); only somebody on its list may, or nobody could undo it."""
    require_reason(reason)
    with work.store.writing(work.actor) as session:
        case = fetch(session, Case, case_id)
        require_unchanged(case, lock_version)
        require_writing(work, session, case, is_new=False)
        before = case.restriction_level
        write_answers(work, case, {"restriction_level": level})
        require_restricting(work, session, case, before)
        case.version += 1
        mark(session, case, "restrict", reason.strip())
