"""Consultations that belong to no case: anonymous ones, and those of a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from soudan_desk.japanese.eras import wareki_short
from soudan_desk.models import Case, Consultation, Person, Staff
from soudan_desk.models.base import VOID, Record
from soudan_desk.models.program import PersonMerge
from soudan_desk.services.timeline import one_line
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

Model = TypeVar("Model", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneRow:
    """A consultation without a case; `title` names one that is anonymous (相談受付簿の一行)."""

    id: UUID
    title: str
    held_on: date
    started_at: time | None
    method: str
    centre: str
    caller: str
    line: str
    staff: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a consultation stands: whose it is, its case, the merge that gave it its name.

    `person_id` is None while nobody's name is known, also where an anonymous entry has it.
    """

    title: str
    centre: str
    person_id: UUID | None
    person: str
    case_id: UUID | None
    case_no: str
    naming: UUID | None


def standing_of(work: Work, consultation_id: UUID) -> Standing:
    """Say where a consultation stands, to whom it belongs and since when."""
    with work.store.reading(work.actor) as session:
        row = fetch(session, Consultation, consultation_id)
        person = _seen(session, Person, row.person_id)
        case = _seen(session, Case, row.case_id)
        name = (person.name or "") if person else ""
        is_named = person is not None and (bool(name) or not person.is_anonymous)
        return Standing(
            title=f"{name}さんの相談" if name else nameless_title(work, _facts(row)),
            centre=row.centre,
            person_id=row.person_id if is_named else None,
            person=name,
            case_id=case.id if case else None,
            case_no=case.case_no if case else "",
            naming=_naming_of(session, row),
        )


def _seen(session: Session, model: type[Model], record_id: UUID | None) -> Model | None:
    if record_id is None:
        return None
    return session.scalars(select(model).where(model.id == record_id)).one_or_none()


def _naming_of(session: Session, row: Consultation) -> UUID | None:
    """Return the merge by which an anonymous entry with this consultation got its name."""
    query = (
        select(PersonMerge)
        .join(Person, Person.id == PersonMerge.merged_id)
        .where(
            PersonMerge.kept_id == row.person_id,
            PersonMerge.undone_at.is_(None),
            Person.is_anonymous,
        )
    )
    for merge in session.scalars(query):
        if str(row.id) in merge.moved.get("consultation", {}).get("person_id", ()):
            return merge.id
    return None


def list_nameless(
    work: Work, *, centre: str | None = None, offset: int = 0, limit: int = 200
) -> list[LoneRow]:
    """Return one window of the consultations about nobody known yet, the newest first."""
    query = _nameless(select(Consultation, Staff.name), centre)
    ordered = query.join(Staff, Staff.id == Consultation.staff_id).order_by(
        Consultation.held_on.desc(), Consultation.created_at.desc()
    )
    return _rows(work, ordered.offset(offset).limit(limit))


def count_nameless(work: Work, *, centre: str | None = None) -> int:
    """Count the consultations about nobody known yet."""
    with work.store.reading(work.actor) as session:
        query = _nameless(select(func.count(Consultation.id)), centre)
        return int(session.scalars(query).one())


def lone_consultations_of(work: Work, person_id: UUID) -> list[LoneRow]:
    """List a person's consultations that belong to no case, the newest first."""
    query = (
        select(Consultation, Staff.name)
        .join(Staff, Staff.id == Consultation.staff_id)
        .where(
            Consultation.person_id == person_id,
            Consultation.case_id.is_(None),
            Consultation.record_state != VOID,
        )
        .order_by(Consultation.held_on.desc(), Consultation.created_at.desc())
    )
    return _rows(work, query)


def nameless_title(work: Work, answers: Any) -> str:
    """Name an anonymous consultation: 「匿名(電話・40代・女性・R8.11.22)」."""
    method = answers.get("method")
    entry = method and work.codes.find("consultation.method", method, centre=answers.get("centre"))
    born, sex, held_on = (answers.get(k) for k in ("subject_birth_on", "subject_sex", "held_on"))
    facts = (
        entry.brief if entry else "",
        born.age_text(held_on) if born and held_on else "",
        work.codes.label("sex", sex) if sex else "",
        wareki_short(held_on) if held_on else "",
    )
    return f"匿名({'・'.join(fact for fact in facts if fact)})"


def nameless_titles(work: Work, session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Name those consultations nobody's name is known for."""
    query = (
        select(Consultation)
        .outerjoin(Person, Person.id == Consultation.person_id)
        .where(
            Consultation.id.in_(ids),
            or_(Consultation.person_id.is_(None), Person.id.is_not(None)),
            func.coalesce(Person.name, "") == "",
        )
    )
    return {row.id: nameless_title(work, _facts(row)) for row in session.scalars(query)}


def _nameless(query: Select[*tuple[Any, ...]], centre: str | None) -> Select[*tuple[Any, ...]]:
    nobodys = select(Person.id).where(Person.is_anonymous, Person.merged_into_id.is_(None))
    bound = query.where(
        or_(Consultation.person_id.is_(None), Consultation.person_id.in_(nobodys)),
        Consultation.case_id.is_(None),
        Consultation.record_state != VOID,
    )
    return bound if centre is None else bound.where(Consultation.centre == centre)


def _rows(work: Work, query: Select[*tuple[Any, ...]]) -> list[LoneRow]:
    with work.store.reading(work.actor) as session:
        return [_row(work, row, name) for row, name in session.execute(query)]


def _row(work: Work, row: Consultation, staff: str) -> LoneRow:
    return LoneRow(
        id=row.id,
        title=nameless_title(work, _facts(row)),
        held_on=row.held_on,
        started_at=row.started_at_time,
        method=row.method or "",
        centre=row.centre,
        caller=row.caller_name or row.caller_org or "",
        line=row.subject or one_line(row.body),
        staff=staff,
        state=row.record_state,
    )


def _facts(row: Consultation) -> dict[str, Any]:
    keys = ("method", "centre", "subject_birth_on", "subject_sex", "held_on")
    return {key: getattr(row, key) for key in keys}
