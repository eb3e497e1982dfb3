"""Consultations that belong to no case: anonymous ones, and those of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from soudan_desk.japanese.eras import wareki_short
from soudan_desk.models import Consultation, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.timeline import one_line
from soudan_desk.services.work import Work


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


def _nameless(query: Select[*tuple[Any, ...]], centre: str | None) -> Select[*tuple[Any, ...]]:
    bound = query.where(
        Consultation.person_id.is_(None),
        Consultation.case_id.is_(None),
        Consultation.record_state != VOID,
    )
    return bound if centre is None else bound.where(Consultation.centre == centre)


def _rows(work: Work, query: Select[*tuple[Any, ...]]) -> list[LoneRow]:
    with work.store.reading(work.actor) as session:
        return [_row(work, row, name) for row, name in session.execute(query)]


def _row(work: Work, row: Consultation, staff: str) -> LoneRow:
    keys = ("method", "centre", "subject_birth_on", "subject_sex", "held_on")
    return LoneRow(
        id=row.id,
        title=nameless_title(work, {key: getattr(row, key) for key in keys}),
        held_on=row.held_on,
        started_at=row.started_at_time,
        method=row.method or "",
        centre=row.centre,
        caller=row.caller_name or row.caller_org or "",
        line=row.subject or one_line(row.body),
        staff=staff,
        state=row.record_state,
    )
