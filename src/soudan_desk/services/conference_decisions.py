"""What a meeting decided, typed once: it becomes lines of the plan, to-dos and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import AgendaItem, Case, Conference, Evaluation, Plan
from soudan_desk.models.base import VOID, new_id
from soudan_desk.models.conference import CONFIDENTIAL_KINDS
from soudan_desk.services.answers import Answers, read_answers, write_answers
from soudan_desk.services.cases import main_workers
from soudan_desk.services.conference_rules import require_meeting, require_open
from soudan_desk.services.conference_sittings import require_naming
from soudan_desk.services.decision_doers import CENTRE, doers_in, settle_doer
from soudan_desk.services.decision_results import RESULTS, kind_in_words, take_back
from soudan_desk.services.plan_rules import amend_plan
from soudan_desk.services.records import Saved, add_in, require_unchanged, saved
from soudan_desk.services.rights import require_writing
from soudan_desk.services.unsaved import forget_unsaved
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

ACTION, TASK, DATE = "action", "task", "date"
APPROVED = frozenset({"approved", "approved_with_changes"})

_KEPT_BACK = "守秘義務のある会議で決めたことは、プランに載せません。「やること」にしてください。"
_NO_PLAN = "プランがないケースです。「やること」にするか、先にプランを作ってください。"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of the decisions of one case: how many of each were made now."""

    saved: Saved
    actions: int
    tasks: int
    dates: int


def take_decisions(work: Work, item_id: UUID) -> Taken:
    """Turn an item's decisions into what they become; done twice, the second makes nothing."""
    return conclude(work, item_id, {})


def conclude(
    work: Work,
    item_id: UUID,
    answers: Answers,
    *,
    lock_version: int | None = None,
    form: str | None = None,
) -> Taken:
    """Save an item's answers and take its decisions, all or nothing.

    Raises `NotAllowedError` where the person would be named and no consent or law carries it.
    """
    with work.store.writing(work.actor) as session:
        item = fetch(session, AgendaItem, item_id)
        require_unchanged(item, lock_version)
        require_open(fetch(session, Conference, item.conference_id))
        require_writing(work, session, item, is_new=False)
        _amend_plan(session, item, answers)
        with session.no_autoflush:  # one change of the item, not several
            write_answers(work, item, answers)
            take_back(session, item)
            made = take_in(work, session, item)
            require_meeting(work, session, item)
            require_naming(session, item)
            _note_meeting(work, session, item)
        forget_unsaved(work, session, form)
        session.flush()
        return Taken(saved(item), made[ACTION], made[TASK], made[DATE])


def take_in(work: Work, session: Session, item: AgendaItem) -> dict[str, int]:
    """Make what an item's decisions become, within an open unit of work; count each kind.

    A decision that does not say what it becomes is a to-do where the office does it, else a line of
    the plan where there is one.
    """
    made = {ACTION: 0, TASK: 0, DATE: 0}
    rows: list[dict[str, Any]] = read_answers(item)["decisions"] or []
    doers = doers_in(work, session, item) if rows else []
    problems = []
    for number, row in enumerate(rows, 1):
        if any(row.get(key) for key in RESULTS):
            continue
        problem = settle_doer(work, session, item, row, doers)
        row["becomes"] = becomes = row.get("becomes") or _usual(session, item, row)
        problem = problem or _problem(session, item, row)
        if problem:
            problems.append(f"{number}行目: {problem}")
        elif becomes in made:
            becomes = _open_to_all(item, becomes)
            key, make = _MAKERS[becomes]
            row[key] = make(work, session, item, row)
            made[becomes] += 1
    if problems:
        raise InvalidEntriesError({"decisions": "".join(problems)})
    write_answers(work, item, {"decisions": rows})
    return made


def _usual(session: Session, item: AgendaItem, row: dict[str, Any]) -> str:
    is_ours = row.get("actor") in {None, CENTRE}
    if is_ours or item.meeting_kind in CONFIDENTIAL_KINDS or _plan_id(session, item) is None:
        return TASK
    return ACTION


def _open_to_all(item: AgendaItem, becomes: str) -> str:
    """Keep what a meeting under secrecy decided out of the calendar that colleagues see."""
    return TASK if becomes == DATE and item.meeting_kind in CONFIDENTIAL_KINDS else becomes


def _problem(session: Session, item: AgendaItem, row: dict[str, Any]) -> str:
    if row["becomes"] == ACTION and item.meeting_kind in CONFIDENTIAL_KINDS:
        return _KEPT_BACK
    if row["becomes"] == ACTION and _plan_id(session, item) is None:
        return _NO_PLAN
    if row["becomes"] == DATE and row.get("due_on") is None:
        return "予定にするには日付を入れてください。"
    return ""


def _plan_id(session: Session, item: AgendaItem) -> UUID | None:
    if item.plan_id is not None or item.case_id is None:
        return item.plan_id
    query = select(Plan.id).where(Plan.case_id == item.case_id, Plan.record_state != VOID)
    return session.scalars(query.order_by(Plan.created_at.desc(), Plan.id.desc())).first()


def _amend_plan(session: Session, item: AgendaItem, answers: Answers) -> None:
    """Amend the plan, where it is final, by what the meeting decided to put into it."""
    rows = answers.get("decisions", item.decisions)
    plan_id = answers.get("plan_id") or _plan_id(session, item)
    is_new = any(row.get("becomes") == ACTION and not row.get("action_id") for row in rows or ())
    if is_new and plan_id is not None:
        amend_plan(session, fetch(session, Plan, plan_id), _said(item))


def _said(item: AgendaItem) -> str:
    return f"{item.held_on.month}月{item.held_on.day}日の会議で決めたこと"


def _action(work: Work, session: Session, item: AgendaItem, row: dict[str, Any]) -> UUID:
    answers = {
        "plan_id": _plan_id(session, item),
        "case_id": item.case_id,
        "what": row["what"],
        "actor": row.get("actor") or (CENTRE if row.get("staff_id") else None),
        "actor_name": row.get("actor_name"),
        "agency_id": row.get("agency_id"),
        "due_on": row.get("due_on"),
        "note": _said(item),
    }
    return _made(work, session, "action", answers)


def _task(work: Work, session: Session, item: AgendaItem, row: dict[str, Any]) -> UUID:
    answers = {**_whose(work, session, item, row), "due_on": row.get("due_on")}
    return _made(work, session, "task", answers)


def _appointment(work: Work, session: Session, item: AgendaItem, row: dict[str, Any]) -> UUID:
    """Put it into the calendar, for the whole day: nobody has said at what time yet."""
    answers = {
        **_whose(work, session, item, row),
        "held_on": row["due_on"],
        "appointment_kind": kind_in_words(row["what"]),
        "centre": item.centre,
    }
    return _made(work, session, "appointment", answers)


def _whose(work: Work, session: Session, item: AgendaItem, row: dict[str, Any]) -> dict[str, Any]:
    """Say what is to be done by whom, and in which case unless the meeting is under secrecy."""
    is_open = item.meeting_kind not in CONFIDENTIAL_KINDS
    case = fetch(session, Case, item.case_id) if item.case_id is not None else None
    who = row.get("actor_name")
    return {
        "title": f"{row['what']}({who})" if who and not row.get("staff_id") else row["what"],
        "staff_id": row.get("staff_id") or _worker(work, session, case),
        "case_id": case.id if case and is_open else None,
        "person_id": case.person_id if case and is_open else None,
    }


_MAKERS = {
    ACTION: ("action_id", _action),
    TASK: ("task_id", _task),
    DATE: ("appointment_id", _appointment),
}


def _worker(work: Work, session: Session, case: Case | None) -> UUID:
    workers = main_workers(session, [case.id]).get(case.id, []) if case is not None else []
    return workers[0][2] if workers else work.actor.staff_id


def _made(work: Work, session: Session, kind: str, answers: dict[str, Any]) -> UUID:
    record = add_in(work, session, kind, answers)
    record.id = new_id()
    return record.id


def _note_meeting(work: Work, session: Session, item: AgendaItem) -> None:
    """Write the day of the meeting on the plan it approved and the evaluation it judged."""
    if item.conclusion is None or item.meeting_kind in CONFIDENTIAL_KINDS:
        return
    if item.evaluation_id is not None:
        evaluation = fetch(session, Evaluation, item.evaluation_id)
        write_answers(work, evaluation, {"meeting_on": item.held_on})
    elif item.plan_id is not None and item.conclusion in APPROVED:
        plan = fetch(session, Plan, item.plan_id)
        write_answers(work, plan, {"meeting_on": item.held_on})
