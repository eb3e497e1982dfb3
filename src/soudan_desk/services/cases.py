"""Cases: opening them, who works on them, finding them in lists."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import Case, CaseWorker, Consultation, Person, Staff
from soudan_desk.models.base import FINAL, VOID, new_id
from soudan_desk.services.answers import Answers, write_answers
from soudan_desk.services.numbers import next_case_no
from soudan_desk.services.process import Process
from soudan_desk.services.restricting import (
    mark_member,
    require_lasting,
    require_member,
    require_removing,
)
from soudan_desk.services.rights import require_writing
from soudan_desk.services.unsaved import forget_unsaved
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among
from soudan_desk.storage.refused import not_found
from soudan_desk.storage.store import fetch

MAIN, SUB, NAMED = "main", "sub", "named"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as lists show it."""

    id: UUID
    case_no: str
    centre: str
    process: str
    state: str
    person_id: UUID | None
    person: str
    kana: str
    birth: Any
    restriction_level: int
    urgency: str | None
    protected: bool
    opened_on: date
    closed_on: date | None
    last_contact_on: date | None
    workers: tuple[str, ...]
    contact_limits: bool = False
    interpreter: bool = False
    next_on: date | None = None
    next_what: str = ""
    next_kind: str = ""
    """The kind of appointment that comes next, where that is one."""
    waiting_count: int = 0
    """How many of its records wait to be read."""
    returned_count: int = 0


def open_case(
    work: Work,
    *,
    centre: str,
    person_id: UUID | None = None,
    process: str = "consultation",
    consultation_id: UUID | None = None,
    answers: Answers | None = None,
    form: str | None = None,
) -> UUID:
    """Open a case with the worker as its main one; a consultation given is its first entry."""
    with work.store.writing(work.actor) as session:
        case = open_case_in(work, session, centre, person_id, process, answers or {})
        if consultation_id is not None:
            consultation = fetch(session, Consultation, consultation_id)
            _file_consultation(work, session, consultation, case)
            take_along(work, session, consultation)
        forget_unsaved(work, session, form)
        return case.id


def open_case_in(
    work: Work,
    session: Session,
    centre: str,
    person_id: UUID | None,
    process_key: str,
    answers: Answers,
) -> Case:
    """Open a case within an open unit of work."""
    process = _process(work, centre, process_key)
    if person_id is not None:
        fetch(session, Person, person_id)
    opened_on = answers.get("opened_on") or work.today()
    case = Case(
        centre=centre,
        process=process.key,
        person_id=person_id,
        state=process.first_state,
        state_on=opened_on,
        opened_on=opened_on,
        case_no=next_case_no(session, process.series, opened_on),
        record_state=FINAL,
        restriction_level=0,
    )
    require_writing(work, session, case, is_new=True)
    write_answers(work, case, answers)
    session.add(case)
    session.flush()  # the worker's row points to the case
    session.add(CaseWorker(case_id=case.id, staff_id=work.actor.staff_id, role=MAIN))
    session.flush()  # later verbs of this unit see the worker on the case
    return case


def _process(work: Work, centre: str, key: str) -> Process:
    if centre not in work.actor.centres:
        raise NotAllowedError(
            "そのセンターのケースを開く権限がありません。管理者に頼んでください。"
        )
    if (centre, key) not in work.processes:
        raise InvalidEntriesError(
            {"process": f"「{key}」という業務はこのセンターにありません。選び直してください。"}
        )
    return work.processes[centre, key]


def _file_consultation(
    work: Work, session: Session, consultation: Consultation, case: Case
) -> None:
    if consultation.case_id is not None:
        raise NotAllowedError("この相談はすでにケースの記録です。")
    consultation.case_id = case.id
    if case.person_id is None:
        case.person_id = consultation.person_id
    elif consultation.person_id is None:
        consultation.person_id = case.person_id


def promote(work: Work, consultation_id: UUID) -> UUID:
    """File a consultation under its person's open case of the centre, or open a case for it."""
    with work.store.reading(work.actor) as session:
        row = fetch(session, Consultation, consultation_id)
        query = select(Case.id).where(
            Case.person_id == row.person_id,
            Case.centre == row.centre,
            Case.closed_on.is_(None),
            Case.record_state != VOID,
        )
        found = session.scalars(query.order_by(Case.opened_on.desc())).first()
    if row.person_id is None or found is None:
        return open_case(
            work, centre=row.centre, person_id=row.person_id, consultation_id=consultation_id
        )
    file_under_case(work, consultation_id, found)
    return found


def take_along(work: Work, session: Session, consultation: Consultation) -> None:
    """File the person's other calls of that day under the case too: they are one matter."""
    if consultation.person_id is None or consultation.case_id is None:
        return
    session.flush()
    query = select(Consultation).where(
        Consultation.person_id == consultation.person_id,
        Consultation.centre == consultation.centre,
        Consultation.held_on == consultation.held_on,
        Consultation.case_id.is_(None),
        Consultation.record_state != VOID,
    )
    for other in session.scalars(query):
        with suppress(NotAllowedError):  # a colleague's stays where it is
            require_writing(work, session, other, is_new=False)
            other.case_id = consultation.case_id


def file_under_case(work: Work, consultation_id: UUID, case_id: UUID) -> None:
    """Put a consultation that stood alone into a case's timeline."""
    with work.store.writing(work.actor) as session:
        consultation = fetch(session, Consultation, consultation_id)
        require_writing(work, session, consultation, is_new=False)
        _file_consultation(work, session, consultation, fetch(session, Case, case_id))


def set_worker(work: Work, case_id: UUID, staff_id: UUID, role: str, *, reason: str = "") -> None:
    """Put a worker on a case's list, or change what they do there; one main worker at a time.

    A restricted case wants the reason: who is on its list sees it.
    """
    with work.store.writing(work.actor) as session:
        case = fetch(session, Case, case_id)
        require_writing(work, session, case, is_new=False)
        require_lasting(work, session, case)
        require_member(work, session, case, staff_id, reason)
        listed = {row.staff_id: row for row in session.scalars(_workers_query(case_id))}
        if role == MAIN:
            for row in listed.values():
                if row.role == MAIN and row.record_state != VOID:
                    row.role = SUB
        row = listed.get(staff_id) or CaseWorker(case_id=case_id, staff_id=staff_id)
        row.id = row.id or new_id()
        row.role, row.record_state = role, FINAL
        mark_member(session, case, row, reason)
        session.add(row)


def remove_worker(work: Work, case_id: UUID, staff_id: UUID, *, reason: str = "") -> None:
    """Take a worker off a case's list; the main one must be replaced first."""
    with work.store.writing(work.actor) as session:
        case = fetch(session, Case, case_id)
        require_writing(work, session, case, is_new=False)
        require_lasting(work, session, case)
        require_removing(work, session, case, reason)
        for row in session.scalars(_workers_query(case_id)):
            if row.staff_id == staff_id and row.role == MAIN:
                raise NotAllowedError("主担当は外せません。先にほかの人を主担当にしてください。")
            if row.staff_id == staff_id:
                row.record_state = VOID
                mark_member(session, case, row, reason)


def _workers_query(case_id: UUID) -> Select[CaseWorker]:
    return select(CaseWorker).where(CaseWorker.case_id == case_id)


def case_by_no(session: Session, case_no: str) -> Case:
    """Return the case of a number the worker may see, or raise `NotFoundError`."""
    case = session.scalars(select(Case).where(Case.case_no == case_no)).one_or_none()
    if case is None:
        sentence = f"ケース番号「{case_no}」は見つかりません。番号を確かめてください。"
        raise not_found(session, Case, Case.case_no == case_no, sentence)
    return case


def case_id_of(work: Work, case_no: str) -> UUID:
    """Return the id of a case by its number, or raise `NotFoundError`."""
    with work.store.reading(work.actor) as session:
        return case_by_no(session, case_no).id


_WORKERS = Prepared(
    select(CaseWorker.case_id, Staff.login, Staff.name, Staff.id)
    .join(Staff, Staff.id == CaseWorker.staff_id)
    .where(
        among(CaseWorker.case_id, "cases"),
        CaseWorker.record_state != VOID,
        CaseWorker.role != NAMED,
    )
    .order_by(CaseWorker.role, CaseWorker.created_at)  # "main" sorts before "sub"
)


def main_workers(
    session: Session, case_ids: Sequence[UUID]
) -> dict[UUID, list[tuple[str, str, UUID]]]:
    """Return (login, name, staff id) of each case's workers, the main one first."""
    found: dict[UUID, list[tuple[str, str, UUID]]] = {}
    for case_id, login, name, staff_id in _WORKERS(session, cases=case_ids):
        found.setdefault(case_id, []).append((login, name, staff_id))
    return found


def count_open_cases(work: Work) -> int:
    """Count the cases that are not closed, among those the worker may see."""
    with work.store.reading(work.actor) as session:
        query = select(func.count()).select_from(Case).where(Case.closed_on.is_(None))
        return session.scalars(query).one()
