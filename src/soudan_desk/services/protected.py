"""What a protective measure (支援措置) hides of a person: told only to who asks, which is logged.

Where it is not told, the answer is `UNTOLD`. Saving that answer leaves what is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.fields.checks import is_blank
from soudan_desk.models import Case, Consultation, Household, Member, Person, record_kinds
from soudan_desk.models.base import Record, fields_of
from soudan_desk.models.life_support import Intake
from soudan_desk.services.answers import UNTOLD, read_answers
from soudan_desk.services.masks import PROTECTED_WORD, TABLES, Mask
from soudan_desk.services.records import model_of
from soudan_desk.services.second_person import Second, vouch
from soudan_desk.services.work import Work
from soudan_desk.storage.audit import Act
from soudan_desk.storage.prepared import Prepared
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import note

_OF_PERSON = frozenset(
    {
        *("postal_code", "address", "registered_address", "work_school"),
        *("district", "school_district", "minsei_district", "csw_area"),
        *("tel_home", "tel_mobile", "email", "safe_contact"),
    }
)
_HIDDEN: Mapping[str, frozenset[str]] = {
    Person.kind(): _OF_PERSON,
    Household.kind(): frozenset({"postal_code", "address", "tel"}),
    Member.kind(): frozenset({"tel", "work_school"}),
    Consultation.kind(): frozenset({"caller_tel", "place_note"}),
    Intake.kind(): frozenset({"visitor_tel"}),
}
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """Proof that somebody asked to see where a person is, and that it stands in the log."""

    person_id: UUID


def ask_to_see(work: Work, person_id: UUID, case_id: UUID | None = None) -> Asked:
    """Write down that what is protected of a person is looked at; verbs tell it for the proof."""
    with work.store.reading(work.actor) as session:
        fetch(session, Person, person_id)
    work.store.note(work.actor, _looked(work, person_id, case_id))
    return Asked(person_id)


def ask_to_hand_out(work: Work, person_id: UUID, second: Second | None, reason: str) -> Asked:
    """Write down that it leaves the office, and that the second person agreed."""
    act = replace(_looked(work, person_id, None), reason=reason)
    with work.store.writing(work.actor) as session:
        fetch(session, Person, person_id)
        vouch(work, session, second, person_id, act)
        note(session, act)
    return Asked(person_id)


def _looked(work: Work, person_id: UUID, case_id: UUID | None) -> Act:
    return Act(
        action="reveal",
        by=work.actor.staff_id,
        kind=Person.kind(),
        record_id=person_id,
        case_id=case_id,
    )


def ask_to_hand_out_record(
    work: Work, kind: str, record_id: UUID, second: Second | None, reason: str
) -> Asked | None:
    """Ask for whom a record hides, as `ask_to_hand_out`; None where it hides nothing."""
    with work.store.reading(work.actor) as session:
        record = fetch(session, model_of(kind), record_id)
        if not hides_places(session, record, None):
            return None
        at_home = _protected_in(session, record)
        known = session.scalars(select(Person.id).where(Person.id.in_(at_home))).first()
    if known is None:
        raise NotAllowedError(
            "この世帯には、あなたに見る権限のない方の支援措置があるため、表示できません。"
            "主任に相談してください。"
        )
    return ask_to_hand_out(work, known, second, reason)


@cache
def hidden_keys(kind: str) -> frozenset[str]:
    """Return the questions of a kind whose answers a protective measure hides.

    A table is hidden as a whole: what stands beside an employer or a number tells of it.
    """
    fields = fields_of(record_kinds()[kind]) if kind in record_kinds() else ()
    return _HIDDEN.get(kind, _NOTHING) | TABLES.intersection(field.key for field in fields)


def is_untold(person: Person | None, asked: Asked | None) -> bool:
    """Whether where a person is must not be told to who has this proof, or none."""
    if person is None or not person.shien_sochi:
        return False
    return asked is None or asked.person_id != person.id


def told_answers(session: Session, record: Record, asked: Asked | None = None) -> dict[str, Any]:
    """Return a record's answers, those that are hidden as `UNTOLD`."""
    answers = read_answers(record)
    if all(is_blank(answers.get(key)) for key in hidden_keys(record.kind())):
        return answers
    is_hidden = hides_places(session, record, asked)
    return without_places(record.kind(), answers) if is_hidden else answers


def leaving_text(kind: str, key: str, text: str, mask: Mask) -> str:
    """Return an answer as it may leave with a table: masked as on paper and as on the screen."""
    if mask.protected and key in hidden_keys(kind) and text:
        return PROTECTED_WORD
    return mask.answer(key, text)


def without_places(kind: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers of a kind of record without telling where somebody is."""
    hidden = hidden_keys(kind)
    return {
        key: UNTOLD if key in hidden and not is_blank(answer) else answer
        for key, answer in answers.items()
    }


def hides_places(session: Session, record: Record, asked: Asked | None) -> bool:
    """Whether where somebody is must be left out of what a record tells."""
    if isinstance(record, Person):
        return is_untold(record, asked)
    if isinstance(record, Member):
        return _hides_home(session, record.household_id, asked)
    if isinstance(record, Household):
        return _hides_home(session, record.id, asked)
    if isinstance(record, Consultation | Intake):
        return _hides_call(session, record, asked)
    return bool(hidden_keys(record.kind())) and _hides_case(session, record, asked)


def _hides_case(session: Session, record: Any, asked: Asked | None) -> bool:
    """A case's tables of work, family and supporters tell where its person is."""
    whose = {row.id for row in _OF_CASE(session, case=record.case_id)}
    return bool(whose) and (asked is None or asked.person_id not in whose)


def _hides_call(session: Session, record: Consultation | Intake, asked: Asked | None) -> bool:
    """Where somebody called from, and where one met them, tells where they are."""
    whose = record.person_id
    if whose is None or (asked is not None and asked.person_id == whose):
        return False
    return bool(_PROTECTED(session, person=whose))


def _hides_home(session: Session, household_id: UUID, asked: Asked | None) -> bool:
    """One home is one place: the proof for one of its people tells it."""
    people = {row.id: bool(row.shien_sochi) for row in _AT_HOME(session, home=household_id)}
    return any(people.values()) and (asked is None or asked.person_id not in people)


def protected_of(session: Session, person_id: UUID | None, case_id: UUID | None) -> list[UUID]:
    """Return who is under a protective measure among those a file is about: a person, or a case."""
    rows = [*_PROTECTED(session, person=person_id), *_IN_CASE(session, case=case_id)]
    return list(dict.fromkeys(row.id for row in rows))


def _protected_in(session: Session, record: Record) -> list[UUID]:
    if isinstance(record, Person):
        return [record.id]
    if isinstance(record, Consultation | Intake):
        return [] if record.person_id is None else [record.person_id]
    if not isinstance(record, Member | Household):
        return [row.id for row in _OF_CASE(session, case=getattr(record, "case_id", None))]
    home = record.household_id if isinstance(record, Member) else record.id
    return [row.id for row in _AT_HOME(session, home=home) if row.shien_sochi]


# Whole office: who is protected hides the home, also where the reader may not know them.
_AT_HOME = Prepared(
    select(Person.id, Person.shien_sochi).where(
        or_(
            Person.id.in_(select(Case.person_id).where(Case.household_id == bindparam("home"))),
            Person.id.in_(select(Member.person_id).where(Member.household_id == bindparam("home"))),
        ),
    ),
    whole_office=True,
)
_PROTECTED = Prepared(
    select(Person.id).where(Person.id == bindparam("person"), Person.shien_sochi),
    whole_office=True,
)
_OF_CASE = Prepared(
    select(Person.id)
    .join(Case, Case.person_id == Person.id)
    .where(Case.id == bindparam("case"), Person.shien_sochi),
    whole_office=True,
)
_IN_CASE = Prepared(
    select(Person.id).where(
        Person.shien_sochi,
        or_(
            Person.id.in_(select(Case.person_id).where(Case.id == bindparam("case"))),
            Person.id.in_(
                select(Member.person_id)
                .join(Case, Case.household_id == Member.household_id)
                .where(Case.id == bindparam("case"))
            ),
        ),
    ),
    whole_office=True,
)
