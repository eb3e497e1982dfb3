"""Cases in the JSON shapes of the commands (docs/commands.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import Case, Consultation, Person, Referral, Task
from soudan_desk.models.base import VOID
from soudan_desk.services.as_json import Json
from soudan_desk.services.case_lists import CaseFilter, list_cases
from soudan_desk.services.cases import CaseRow, case_by_no, main_workers
from soudan_desk.services.due import next_items
from soudan_desk.services.due_as_json import due_of_case_as_json
from soudan_desk.services.moves import standing_in
from soudan_desk.services.staff import staff_by_login
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

PAGE = 500


def opened_as_json(work: Work, case_id: UUID) -> Json:
    """Return what opening a case tells: its number, its id, its state."""
    with work.store.reading(work.actor) as session:
        case = fetch(session, Case, case_id)
        return {"case_no": case.case_no, "id": str(case_id), "state": case.state}


def case_as_json(work: Work, case_no: str) -> Json:
    """Return a case the worker may see; `person` is the name, null while nobody is named.

    `moves` are the ways on from its state, with what is missing for each.
    """
    with work.store.reading(work.actor) as session:
        case = case_by_no(session, case_no)
        named = select(Person.name).where(Person.id == case.person_id)
        workers = main_workers(session, [case.id]).get(case.id, [])
        return {
            "case_no": case.case_no,
            "id": str(case.id),
            "centre": case.centre,
            "process": case.process,
            "state": case.state,
            "state_label": _state_label(work, case),
            "person": session.scalars(named).one_or_none(),
            "workers": [login for login, _, _ in workers],
            "restriction_level": case.restriction_level,
            "opened_on": _day(case.opened_on),
            "closed_on": _day(case.closed_on),
            "moves": [
                {"to": each.to, "allowed": each.allowed, "missing": list(each.missing)}
                for each in standing_in(work, session, case).offers
            ],
            "due": due_of_case_as_json(work, session, case.id),
        }


def _state_label(work: Work, case: Case) -> str:
    process = work.process_of(case.centre, case.process)
    return work.codes.label(process.states, case.state)


def case_filter(
    work: Work, *, centre: str | None, state: str | None, worker: str | None
) -> CaseFilter:
    """Return the narrowing three options ask for; an unknown one is refused by name."""
    _refuse_unknown(work, centre, state)
    worker_ids = frozenset({_staff_id(work, worker)}) if worker is not None else frozenset()
    states = frozenset({state}) if state is not None else frozenset()
    return CaseFilter(centre=centre, states=states, worker_ids=worker_ids)


def _refuse_unknown(work: Work, centre: str | None, state: str | None) -> None:
    if centre is not None and work.codes.find("centre", centre) is None:
        raise InvalidEntriesError(
            {"centre": f"「{centre}」というセンターはありません。codes list で確かめてください。"}
        )
    if state is not None and work.codes.find("case.state", state, centre=centre) is None:
        raise InvalidEntriesError(
            {"state": f"「{state}」という状態はありません。codes list で確かめてください。"}
        )


def _staff_id(work: Work, login: str) -> UUID:
    with work.store.reading(work.actor) as session:
        return staff_by_login(session, login).id


def cases_as_json(
    work: Work, narrowed: CaseFilter, *, only_overdue: bool = False
) -> Iterator[Json]:
    """Give every case of a list by its number; with `only_overdue` those past their next day."""
    today, offset = work.today(), 0
    while page := list_cases(
        work, narrowed, sort="case_no", descending=False, offset=offset, limit=PAGE
    ):
        offset += len(page)
        with work.store.reading(work.actor) as session:
            ids = [row.id for row in page]
            workers, due = main_workers(session, ids), next_due_days(work, session, ids)
        for row in page:
            day = due.get(row.id)
            is_overdue = day is not None and day < today and row.closed_on is None
            if is_overdue or not only_overdue:
                yield _row_as_json(row, [login for login, _, _ in workers.get(row.id, [])], day)


def _row_as_json(row: CaseRow, workers: list[str], due: date | None) -> Json:
    return {
        "case_no": row.case_no,
        "id": str(row.id),
        "centre": row.centre,
        "process": row.process,
        "state": row.state,
        "person": row.person if row.person_id is not None else None,
        "workers": workers,
        "opened_on": _day(row.opened_on),
        "last_contact_on": _day(row.last_contact_on),
        "next_due_on": _day(due),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def next_due_days(work: Work, session: Session, case_ids: Sequence[UUID]) -> dict[UUID, date]:
    """Return the earliest day each case waits for.

    That is an open to-do's, an awaited reply's, one promised later than the last contact, or one
    that a due rule gives, however far ahead.
    """
    found: dict[UUID, date] = {}
    for query in _waiting(case_ids):
        for case_id, day in session.execute(query):
            found[case_id] = min(day, found.get(case_id, day))
    for case_id, item in next_items(work, session, case_ids).items():
        found[case_id] = min(item.due_on, found.get(case_id, item.due_on))
    return found


def _waiting(case_ids: Sequence[UUID]) -> Iterator[Any]:
    yield (
        select(Task.case_id, func.min(Task.due_on))
        .where(
            Task.case_id.in_(case_ids),
            Task.done_on.is_(None),
            Task.due_on.is_not(None),
            Task.record_state != VOID,
        )
        .group_by(Task.case_id)
    )
    yield (
        select(Referral.case_id, func.min(Referral.check_due_on))
        .where(
            Referral.case_id.in_(case_ids),
            Referral.direction == "out",
            Referral.sent_on.is_not(None),
            Referral.check_due_on.is_not(None),
            Referral.reply_received_on.is_(None),
            or_(Referral.outcome.is_(None), Referral.outcome == "pending"),
            Referral.record_state != VOID,
        )
        .group_by(Referral.case_id)
    )
    yield (
        select(Consultation.case_id, func.min(Consultation.next_due_on))
        .join(Case, Case.id == Consultation.case_id)
        .where(
            Consultation.case_id.in_(case_ids),
            Consultation.next_due_on > Case.last_contact_on,
            Consultation.record_state != VOID,
        )
        .group_by(Consultation.case_id)
    )
