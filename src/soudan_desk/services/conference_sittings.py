"""One sitting as its cockpit shows it: the meeting, its members, its agenda in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.fields import Kind, answer_from_json
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import AgendaItem, Attendance, Case, Conference, Person
from soudan_desk.models.base import VOID, fields_of
from soudan_desk.services.conference_rules import (
    NOT_NAMED,
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
    """The name as it may be said in this meeting: the alias where the person is not named, the
    case's number where nothing carries the name."""
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

    @property
    def is_stopped(self) -> bool:
        """Whether the person would be named although neither consent nor law carries it."""
        return not self.is_anonymous and not self.naming.holds


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
_OWN = ("id", "version", "record_state", "lock_version", "created_at", "created_by", "updated_at")
_MEETING_KEYS = tuple(field.key for field in fields_of(Conference))
_MEETING = Prepared(
    select(
        *(getattr(Conference, key) for key in (*_OWN, *_MEETING_KEYS)),
    ).where(Conference.id == bindparam("conference"))
)
_KEYS = tuple(field.key for field in fields_of(AgendaItem))
_WITH_ROWS = tuple(field for field in fields_of(AgendaItem) if field.kind is Kind.ROWS)
_ITEMS = Prepared(
    select(
        *(getattr(AgendaItem, key) for key in _KEYS),
        AgendaItem.id,
        AgendaItem.lock_version,
        Case.case_no.label("of_case_no"),
        Case.person_id.label("of_person"),
        Person.name.label("of_name"),
        Person.birth_on.label("of_birth"),
        Person.shien_sochi.label("of_protected"),
    )
    .outerjoin(Case, Case.id == AgendaItem.case_id)
    .outerjoin(Person, Person.id == Case.person_id)
    .where(AgendaItem.conference_id == bindparam("conference"), AgendaItem.record_state != VOID)
    .order_by(AgendaItem.position)  # as the index has them: sorting costs more than reading
)


def sitting(work: Work, conference_id: UUID) -> Sitting:
    """Return a meeting with its members and its agenda in order."""
    with work.store.reading(work.actor) as session:
        return sitting_in(session, conference_id)


def sitting_in(session: Session, conference_id: UUID) -> Sitting:
    """Return it within an open unit of work."""
    meeting = _meeting(session, conference_id)
    members = members_of(session, conference_id)
    rows = _ITEMS(session, conference=conference_id)
    rows.sort(key=lambda row: (row.position, row.id))
    known = consents_of(session, {row.of_person for row in rows})
    return Sitting(meeting, members, tuple(_item(session, members, row, known) for row in rows))


def _meeting(session: Session, conference_id: UUID) -> Shown:
    rows = _MEETING(session, conference=conference_id)
    if not rows:
        return shown(fetch(session, Conference, conference_id))  # says that it is not there
    row = rows[0]
    answers = {key: getattr(row, key) for key in _MEETING_KEYS}
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
        called=_called(row, naming, name),
        name=name,
        birth=row.of_birth,
        protected=bool(row.of_protected),
        restriction_level=row.restriction_level,
        agenda_type=row.agenda_type,
        conclusion=row.conclusion,
        is_anonymous=row.is_anonymous,
        naming=naming,
        lock_version=row.lock_version,
        answers=_answers(row),
    )


def _called(row: Any, naming: Naming, name: str) -> str:
    if row.is_anonymous:
        return row.subject_alias or "(名前を伏せた方)"
    return name if naming.holds else row.of_case_no or "(名前を伏せた方)"


def _answers(row: Any) -> dict[str, Any]:
    """Return an item's answers; the columns of its questions stand first in the row."""
    answers = dict(zip(_KEYS, row, strict=False))
    for field in _WITH_ROWS:
        if answers[field.key] is not None:
            answers[field.key] = answer_from_json(field, answers[field.key])
    return answers


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


def require_naming(session: Session, item: AgendaItem) -> None:
    """Refuse to go on with a case whose person is named without a ground."""
    if item.is_anonymous or item.case_id is None:
        return
    members = members_of(session, item.conference_id)
    naming = item_naming(session, members, item, fetch(session, Case, item.case_id).person_id)
    if not naming.holds:
        raise NotAllowedError(naming.sentence if naming.outside else NOT_NAMED)


_GIVEN_GROUNDS = frozenset({"life_protection", "abuse_duty"})
