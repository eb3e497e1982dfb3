"""Meetings as one looks at them: the list of them, and one sitting as its cockpit shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from soudan_desk.fields import Field, Kind, answer_from_json
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import AgendaItem, Attendance, Case, Conference, Person
from soudan_desk.models.base import VOID, fields_of
from soudan_desk.services.conference_rules import (
    Known,
    Naming,
    consents_of,
    naming_of,
)
from soudan_desk.services.names import title_from
from soudan_desk.services.records import Shown, shown
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared
from soudan_desk.storage.store import fetch

PRESENT = frozenset({"present", "online"})


@dataclass(frozen=True, slots=True)
class ConferenceRow:
    """One meeting in the list."""

    id: UUID
    centre: str
    meeting_kind: str
    title: str
    serial: str
    held_on: date
    started_at: time | None
    place: str
    state: str
    items: int
    concluded: int
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who sits in a meeting, or wrote instead."""

    id: UUID
    name: str
    org: str
    job: str
    role: str
    presence: str
    agency_id: UUID | None
    member_id: UUID | None
    has_pledged: bool
    lock_version: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One case on the agenda: how it may be called, whether it is done."""

    id: UUID
    position: int
    case_id: UUID | None
    case_no: str
    called: str
    """The name as it may be said in this meeting: the alias where the person is not named."""
    name: str
    birth: PartialDate | None
    protected: bool
    restriction_level: int
    agenda_type: str
    conclusion: str | None
    is_anonymous: bool
    naming: Naming
    lock_version: int
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting as its cockpit shows it."""

    conference: Shown
    members: tuple[Member, ...]
    items: tuple[ItemRow, ...]

    @property
    def present_count(self) -> int:
        """How many of the members are there."""
        return sum(member.presence in PRESENT for member in self.members)


_ROWS = Prepared(
    select(
        Conference.id,
        Conference.centre,
        Conference.meeting_kind,
        Conference.title,
        Conference.serial,
        Conference.held_on,
        Conference.started_at_time,
        Conference.place,
        Conference.record_state,
        Conference.next_on,
    )
    .where(Conference.record_state != VOID, Conference.held_on >= bindparam("since"))
    .order_by(Conference.held_on.desc(), Conference.id.desc())
)
_COUNTS = Prepared(
    select(
        AgendaItem.conference_id,
        func.count(AgendaItem.id).label("items"),
        func.count(AgendaItem.conclusion).label("concluded"),
    )
    .where(AgendaItem.record_state != VOID, AgendaItem.held_on >= bindparam("since"))
    .group_by(AgendaItem.conference_id)
)
_MEMBERS = Prepared(
    select(
        Attendance.id,
        Attendance.name,
        Attendance.org,
        Attendance.job,
        Attendance.role,
        Attendance.presence,
        Attendance.agency_id,
        Attendance.member_id,
        Attendance.pledge_on,
        Attendance.lock_version,
    )
    .where(
        Attendance.conference_id == bindparam("conference"),
        Attendance.record_state != VOID,
    )
    .order_by(Attendance.position, Attendance.id)
)
_MEETING_FIELDS = fields_of(Conference)
_MEETING = Prepared(
    select(
        Conference.id,
        Conference.version,
        Conference.record_state,
        Conference.lock_version,
        Conference.created_at,
        Conference.created_by,
        Conference.updated_at,
        *(getattr(Conference, field.key) for field in _MEETING_FIELDS),
    ).where(Conference.id == bindparam("conference"))
)
_FIELDS = fields_of(AgendaItem)
_ITEMS = Prepared(
    select(
        AgendaItem.id,
        AgendaItem.lock_version,
        *(getattr(AgendaItem, field.key) for field in _FIELDS),
        Case.case_no.label("of_case_no"),
        Case.person_id.label("of_person"),
        Person.name.label("of_name"),
        Person.birth_on.label("of_birth"),
        Person.shien_sochi.label("of_protected"),
    )
    .outerjoin(Case, Case.id == AgendaItem.case_id)
    .outerjoin(Person, Person.id == Case.person_id)
    .where(AgendaItem.conference_id == bindparam("conference"), AgendaItem.record_state != VOID)
    .order_by(AgendaItem.position, AgendaItem.id)
)


def list_conferences(work: Work, *, since: date = date.min) -> list[ConferenceRow]:
    """List the meetings the worker may see, the newest first."""
    with work.store.reading(work.actor) as session:
        counts = {row.conference_id: row for row in _COUNTS(session, since=since)}
        return [
            ConferenceRow(
                row.id,
                row.centre,
                row.meeting_kind,
                row.title or "",
                row.serial or "",
                row.held_on,
                row.started_at_time,
                row.place or "",
                row.record_state,
                counts[row.id].items if row.id in counts else 0,
                counts[row.id].concluded if row.id in counts else 0,
                row.next_on,
            )
            for row in _ROWS(session, since=since)
        ]


def sitting(work: Work, conference_id: UUID) -> Sitting:
    """Return a meeting with its members and its agenda in order."""
    with work.store.reading(work.actor) as session:
        return sitting_in(session, conference_id)


def sitting_in(session: Session, conference_id: UUID) -> Sitting:
    """Return it within an open unit of work."""
    meeting = _meeting(session, conference_id)
    members = members_of(session, conference_id)
    rows = _ITEMS(session, conference=conference_id)
    known = consents_of(session, {row.of_person for row in rows})
    return Sitting(meeting, members, tuple(_item(session, members, row, known) for row in rows))


def _meeting(session: Session, conference_id: UUID) -> Shown:
    rows = _MEETING(session, conference=conference_id)
    if not rows:
        return shown(fetch(session, Conference, conference_id))  # says that it is not there
    row = rows[0]
    answers = {field.key: getattr(row, field.key) for field in _MEETING_FIELDS}
    title = title_from(answers[key] for key in Conference.title_keys)
    return Shown(
        "conference",
        row.id,
        row.version,
        row.record_state,
        row.lock_version,
        title,
        row.created_at,
        row.created_by,
        row.updated_at,
        answers,
    )


def members_of(session: Session, conference_id: UUID) -> tuple[Member, ...]:
    """Return a meeting's members in their order."""
    return tuple(_member(row) for row in _MEMBERS(session, conference=conference_id))


def _member(row: Any) -> Member:
    return Member(
        row.id,
        row.name,
        row.org or "",
        row.job or "",
        row.role or "",
        row.presence or "",
        row.agency_id,
        row.member_id,
        row.pledge_on is not None,
        row.lock_version,
    )


def _item(session: Session, members: Sequence[Member], row: Any, known: Known) -> ItemRow:
    naming = item_naming(session, members, row, row.of_person, known)
    name = row.of_name or row.subject or "(匿名)"
    return ItemRow(
        id=row.id,
        position=row.position,
        case_id=row.case_id,
        case_no=row.of_case_no or "",
        called=row.subject_alias or "(名前を伏せた方)" if row.is_anonymous else name,
        name=name,
        birth=row.of_birth,
        protected=bool(row.of_protected),
        restriction_level=row.restriction_level,
        agenda_type=row.agenda_type,
        conclusion=row.conclusion,
        is_anonymous=row.is_anonymous,
        naming=naming,
        lock_version=row.lock_version,
        answers={field.key: _answer(field, getattr(row, field.key)) for field in _FIELDS},
    )


def _answer(field: Field, value: Any) -> Any:
    return answer_from_json(field, value) if field.kind is Kind.ROWS else value


def item_naming(
    session: Session,
    members: Sequence[Member],
    item: Any,
    person_id: UUID | None,
    known: Known | None = None,
) -> Naming:
    """Tell whether the person of an item (or its row) may be named before who is there."""
    if item.case_id is None:
        return Naming("nobody", None, "個人名のない議題です。")
    if item.naming_ground in _GIVEN_GROUNDS:
        return Naming(item.naming_ground, item.consent_id, "職員が根拠を記録しました。")
    there = [each for each in members if each.presence != "absent"]
    return naming_of(
        session,
        person_id,
        item.meeting_kind,
        item.held_on,
        [each.agency_id for each in there if each.agency_id is not None],
        outsiders=any(each.member_id is None for each in there),
        known=known,
    )


_GIVEN_GROUNDS = frozenset({"life_protection", "abuse_duty"})
