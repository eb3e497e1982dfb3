"""Receiving a call or a visit: consultation, person, case and promise, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.fields.checks import is_blank
from soudan_desk.models import Case, Consultation, Person, Task
from soudan_desk.services.answers import Answers, read_answers, write_answers
from soudan_desk.services.cases import main_workers, open_case_in, take_along
from soudan_desk.services.defaults import CONSULTATION_PROCESS
from soudan_desk.services.records import add_in
from soudan_desk.services.unsaved import forget_unsaved
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

Made = TypeVar("Made")
_SAID_LAST = frozenset(
    {
        *("contact_ok", "telephone_ok", "voicemail_ok", "name_shown_ok", "family_may_know"),
        *("contact_hours", "contact_note", "shien_sochi"),
    }
)
"""How to reach and to guard a person: what is heard now goes before what was known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What a call brought: answers of the consultation, and who is in trouble.

    `person` are answers of the troubled one: a new person when they hold a name or a reading, or
    what a known one (`person_id`) has still blank. `case_id` is the open case whose entry it
    becomes, `opens_case` asks for a new one. `form` is the unsaved row it takes the place of.
    """

    consultation: Answers
    person: Answers = field(default_factory=dict)
    person_id: UUID | None = None
    case_id: UUID | None = None
    opens_case: bool = False
    form: str | None = None


@dataclass(frozen=True, slots=True)
class ReceivedAs:
    """What came of it; `told` is the case's main worker, where the call is left for another."""

    consultation_id: UUID
    person_id: UUID | None
    person: str
    case_id: UUID | None
    case_no: str
    told: str = ""


def receive(work: Work, received: Received) -> ReceivedAs:
    """Store a consultation with its person and its case in one unit of work.

    Raises `InvalidEntriesError` with the problems of consultation and person together.
    """
    with work.store.writing(work.actor) as session:
        problems: dict[str, str] = {}
        person = _gather(problems, lambda: _person(work, session, received))
        answers = dict(received.consultation)
        if person is not None:
            answers |= {"person_id": person.id, "subject_sex": None, "subject_birth_on": None}
        consultation = _gather(problems, lambda: _consultation(work, session, received, answers))
        if problems or not isinstance(consultation, Consultation):
            raise InvalidEntriesError(problems)
        session.flush()  # the case and the to-dos point to it
        case = _case(work, session, received, consultation)
        _promise(work, session, consultation)
        told = _tell_worker(work, session, consultation, case, person)
        forget_unsaved(work, session, received.form)
        return ReceivedAs(
            consultation.id,
            person.id if person else None,
            (person.name or "") if person else "",
            case.id if case else None,
            case.case_no if case else "",
            told,
        )


def _gather(problems: dict[str, str], make: Callable[[], Made]) -> Made | None:
    try:
        return make()
    except InvalidEntriesError as error:
        problems |= error.problems
        return None


def _person(work: Work, session: Session, received: Received) -> Person | None:
    if received.person_id is not None:
        person = fetch(session, Person, received.person_id)
        _fill_blanks(work, person, received.person)
        return person
    answers = dict(received.person)
    answers["name"] = answers.get("name") or answers.get("kana")
    if not answers["name"]:
        return None
    made = add_in(work, session, "person", answers)
    assert isinstance(made, Person)
    session.flush()  # the consultation points to the person
    return made


def _fill_blanks(work: Work, person: Person, heard: Answers) -> None:
    """Add what was not known; how to reach the person safely is what was said last."""
    known = read_answers(person)
    new = {
        key: value
        for key, value in heard.items()
        if value and (is_blank(known.get(key)) or key in _SAID_LAST) and value != known.get(key)
    }
    said, before = new.get("contact_note"), known.get("contact_note")
    if said and before:
        new["contact_note"] = before if said in before else f"{before}\n{said}"
    if new:
        person.version += 1
        write_answers(work, person, new)


def _consultation(
    work: Work,
    session: Session,
    received: Received,
    answers: dict[str, Any],
) -> Consultation:
    answers.setdefault("held_on", work.today())
    if received.case_id is not None:
        answers["case_id"] = received.case_id
    made = add_in(work, session, "consultation", answers)
    assert isinstance(made, Consultation)
    return made


def _case(
    work: Work, session: Session, received: Received, consultation: Consultation
) -> Case | None:
    if received.case_id is not None:
        return fetch(session, Case, received.case_id)
    if not received.opens_case:
        return None
    case = open_case_in(
        work,
        session,
        consultation.centre,
        consultation.person_id,
        CONSULTATION_PROCESS,
        {"opened_on": consultation.held_on},
    )
    consultation.case_id = case.id
    take_along(work, session, consultation)
    session.flush()  # its worker may change what is filed under it
    return case


def _promise(work: Work, session: Session, consultation: Consultation) -> None:
    """Make a to-do of what was promised, unless 今日 reads it from the case's consultation."""
    if not consultation.next_action and consultation.next_due_on is None:
        return
    if consultation.case_id is not None and consultation.next_due_on is not None:
        return
    add_in(
        work,
        session,
        "task",
        {
            "title": consultation.next_action or "次の約束",
            "due_on": consultation.next_due_on,
            "staff_id": work.actor.staff_id,
            "case_id": consultation.case_id,
            "person_id": consultation.person_id,
        },
    )


def _tell_worker(
    work: Work,
    session: Session,
    consultation: Consultation,
    case: Case | None,
    person: Person | None,
) -> str:
    """Leave a to-do with the case's main worker when somebody else took the call."""
    workers = main_workers(session, [case.id]).get(case.id, []) if case else []
    if case is None or not workers or any(row[2] == work.actor.staff_id for row in workers):
        return ""
    _login, name, staff_id = workers[0]
    caller = consultation.caller_name or (person.name if person else "") or "匿名の方"
    session.add(
        Task(
            title=f"{work.actor.name}が{caller}さんの相談を受けました"[:200],
            staff_id=staff_id,
            due_on=consultation.held_on,
            case_id=case.id,
            person_id=person.id if person else None,
        )
    )
    return name
