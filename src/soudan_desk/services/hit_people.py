"""Whom search hits are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, Consultation, Member, Person, Review, ReviewStep, record_kinds
from soudan_desk.models.base import VOID
from soudan_desk.services.households import people_of
from soudan_desk.services.lone_consultations import nameless_titles
from soudan_desk.services.search import Found
from soudan_desk.services.work import Work


@dataclass(frozen=True, slots=True)
class Around:
    """Names by case or record, persons of records without a case, what a comment is about."""

    names: dict[UUID, str]
    persons: dict[UUID, UUID]
    reviewed: dict[UUID, Reviewed]


class Reviewed(NamedTuple):
    """The record that a comment of 供覧・決裁 was left on."""

    kind: str
    id: UUID


def around_hits(work: Work, found: Found) -> Around:
    """Return whom the hits are about, as far as the worker may see them."""
    case_ids = {hit.case_id for hit in found.hits if hit.case_id is not None}
    named = (
        select(Case.id, Person.name)
        .join(Person, Person.id == Case.person_id)
        .where(Case.id.in_(case_ids))
    )
    with work.store.reading(work.actor) as session:
        names = {row.id: row.name or "(匿名)" for row in session.execute(named)}
        persons = _persons_of(session, found)
        names |= _names_of(session, persons)
        names |= nameless_titles(work, session, _calls_without_case(found))
        return Around(names, persons, _reviewed_of(session, found))


def _calls_without_case(found: Found) -> set[UUID]:
    of_call = Consultation.kind()
    return {hit.id for hit in found.hits if hit.kind == of_call and hit.case_id is None}


def _persons_of(session: Session, found: Found) -> dict[UUID, UUID]:
    by_kind: dict[str, list[UUID]] = {}
    for hit in found.hits:
        if hit.case_id is None:
            by_kind.setdefault(hit.kind, []).append(hit.id)
    persons = _of_households(session, by_kind.pop("household", []))
    for kind, ids in by_kind.items():
        model: Any = record_kinds()[kind]
        if hasattr(model, "person_id"):
            query = select(model.id, model.person_id).where(model.id.in_(ids))
            persons |= {row.id: row.person_id for row in session.execute(query) if row.person_id}
    return persons


def _reviewed_of(session: Session, found: Found) -> dict[UUID, Reviewed]:
    ids = [hit.id for hit in found.hits if hit.kind == "review_step"]
    if not ids:
        return {}
    query = (
        select(ReviewStep.id, Review.record_kind, Review.record_id)
        .join(Review, Review.id == ReviewStep.review_id)
        .where(ReviewStep.id.in_(ids))
    )
    return {row.id: Reviewed(row.record_kind, row.record_id) for row in session.execute(query)}


def _names_of(session: Session, persons: dict[UUID, UUID]) -> dict[UUID, str]:
    query = select(Person.id, Person.name).where(Person.id.in_(set(persons.values())))
    called = {row.id: row.name or "(匿名)" for row in session.execute(query)}
    return {record: called[person] for record, person in persons.items() if person in called}


def _of_households(session: Session, ids: list[UUID]) -> dict[UUID, UUID]:
    query = select(Member.household_id, Member.person_id).where(
        Member.household_id.in_(ids), Member.person_id.is_not(None), Member.record_state != VOID
    )
    through_member = {row.household_id: row.person_id for row in session.execute(query)}
    through_case = {house: person for person, house in people_of(session, ids).items()}
    return {**through_member, **through_case}
