"""Who a call may be about: likely people with their cases, and what picking one fills in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, Consultation, Person, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.cases import main_workers
from soudan_desk.services.households import (
    HouseholdOf,
    callers_households,
    household_ids,
    households_of,
    people_of,
)
from soudan_desk.services.likely_persons import Likely, Typed, likely_persons
from soudan_desk.services.protected import told_answers
from soudan_desk.services.timeline import one_line
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

_HOUSEHOLD_POINTS = 20
_MOST_SHOWN = 9


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case of somebody who calls; `worker` is its main worker."""

    id: UUID
    case_no: str
    centre: str
    state: str
    closed_on: date | None
    worker: str
    worker_id: UUID | None


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody the office knows: `case` is the open one of this centre, else the latest of any.

    `becomes_entry` says that a call taken now is an entry of that case.
    """

    likely: Likely
    case: CaseLink | None
    becomes_entry: bool


@dataclass(frozen=True, slots=True)
class Call:
    """One consultation of a day, as a line."""

    id: UUID
    started_at: time | None
    ended_at: time | None
    method: str
    centre: str
    line: str
    staff: str


@dataclass(frozen=True, slots=True)
class Picked:
    """What picking somebody fills in; `answers` are the person's, `calls` those of the day."""

    person_id: UUID
    answers: dict[str, Any]
    case: CaseLink | None
    becomes_entry: bool
    households: tuple[HouseholdOf, ...]
    calls: tuple[Call, ...]


def known_callers(
    work: Work, typed: Typed, *, caller: str, telephone: str, centre: str | None
) -> list[Known]:
    """Return known people a call may be about, likeliest first, each with the reasons.

    `caller` and `telephone` are those of whoever calls, who may be of the person's household.
    """
    found = {each.person_id: each for each in likely_persons(work, typed, limit=_MOST_SHOWN)}
    with work.store.reading(work.actor) as session:
        _add_households(work, session, found, caller, telephone)
        ordered = sorted(found.values(), key=lambda each: -each.score)[:_MOST_SHOWN]
        cases = _cases_of(session, [each.person_id for each in ordered])
        return [_known(each, cases.get(each.person_id, []), centre) for each in ordered]


def pick_person(work: Work, person_id: UUID, *, centre: str | None, on: date) -> Picked:
    """Return what the office knows of somebody who is picked, and their consultations of a day."""
    with work.store.reading(work.actor) as session:
        person = fetch(session, Person, person_id)
        case, becomes_entry = _case_for(_cases_of(session, [person_id]).get(person_id, []), centre)
        return Picked(
            person_id,
            told_answers(session, person),
            case,
            becomes_entry,
            tuple(households_of(session, person_id)),
            tuple(_calls(session, person_id, on)),
        )


def calls_of_day(work: Work, person_id: UUID, on: date) -> list[Call]:
    """List a person's consultations of one day, in the order they were held."""
    with work.store.reading(work.actor) as session:
        fetch(session, Person, person_id)
        return _calls(session, person_id, on)


def _calls(session: Session, person_id: UUID, on: date) -> list[Call]:
    query = (
        select(Consultation, Staff.name)
        .join(Staff, Staff.id == Consultation.staff_id)
        .where(
            Consultation.person_id == person_id,
            Consultation.held_on == on,
            Consultation.record_state != VOID,
        )
        .order_by(Consultation.started_at_time, Consultation.created_at)
    )
    return [
        Call(
            row.id,
            row.started_at_time,
            row.ended_at_time,
            row.method or "",
            row.centre,
            row.subject or one_line(row.body),
            name,
        )
        for row, name in session.execute(query)
    ]


def _add_households(
    work: Work, session: Session, found: dict[UUID, Likely], caller: str, telephone: str
) -> None:
    """Give a reason to everybody in whose household the caller stands, and add those not found."""
    members = callers_households(session, caller, telephone)
    if not members:
        return
    through_case = people_of(session, list(members))
    for person_id in {*found, *through_case}:
        houses = household_ids(session, [person_id]).get(person_id, set())
        member = next((members[each] for each in houses if each in members), None)
        likely = found.get(person_id) or _bare(session, person_id)
        if member is None or likely is None or member.person_id == person_id:
            continue
        relation = f"({work.codes.label('relation', member.relation)})" if member.relation else ""
        found[person_id] = replace(
            likely,
            score=likely.score + _HOUSEHOLD_POINTS,
            reasons=(*likely.reasons, f"世帯に「{member.name or ''}{relation}」"),
        )


def _bare(session: Session, person_id: UUID) -> Likely | None:
    person = session.scalars(select(Person).where(Person.id == person_id)).one_or_none()
    if person is None or person.merged_into_id is not None or person.record_state == VOID:
        return None
    name, kana = person.name or "(匿名)", person.kana or ""
    return Likely(person.id, name, kana, person.birth_on, (), 0, ())


def _cases_of(session: Session, person_ids: Sequence[UUID]) -> dict[UUID, list[CaseLink]]:
    """Return each person's cases, open ones first, then the latest."""
    query = (
        select(Case)
        .where(Case.person_id.in_(person_ids), Case.record_state != VOID)
        .order_by(Case.closed_on.is_not(None), Case.opened_on.desc())
    )
    cases = list(session.scalars(query))
    workers = main_workers(session, [case.id for case in cases])
    found: dict[UUID, list[CaseLink]] = {}
    for case in cases:
        _login, name, staff_id = next(iter(workers.get(case.id, [])), ("", "", None))
        link = CaseLink(
            case.id, case.case_no, case.centre, case.state, case.closed_on, name, staff_id
        )
        if case.person_id is not None:
            found.setdefault(case.person_id, []).append(link)
    return found


def _known(likely: Likely, cases: list[CaseLink], centre: str | None) -> Known:
    return Known(likely, *_case_for(cases, centre))


def _case_for(cases: list[CaseLink], centre: str | None) -> tuple[CaseLink | None, bool]:
    mine = [case for case in cases if case.closed_on is None and case.centre == centre]
    if mine:
        return mine[0], True
    return next(iter(cases), None), False
