"""Renewing a plan: what is carried over into the next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import Evaluation, Plan
from soudan_desk.models.base import FINAL, VOID, Record
from soudan_desk.services.answers import read_answers
from soudan_desk.services.due_days import months_later
from soudan_desk.services.plans import REACHED, actions_of, day_after, goals_of, services_of
from soudan_desk.services.records import add_in
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

_LONGEST_MONTHS = 120
OWN_TO_EACH = frozenset(
    {
        *("plan_no", "stage", "drafted_on", "author_id", "period_from_on", "period_to_on"),
        *("explained_on", "client_agreed_on", "client_signed", "signed_by", "signer_name"),
        *("signed_scan", "issued_on", "next_monitoring_on", "renews_id", "changes_note"),
        *("meeting_on", "decision_type", "decided_on", "is_job_support_target"),
        *("plan_meeting_on", "decided_by_office"),
        *("grant_until_on", "monitoring_text", "monitoring_interval_count"),
        *("monitoring_first_on", "monitoring_last_on"),
    }
)
"""Answers of a plan that a new one does not take over; a certificate's terms end with it."""
_OF_AN_AGREEMENT = frozenset(
    {
        *("stage", "drafted_on", "author_id", "explained_on", "client_agreed_on", "issued_on"),
        *("client_signed", "signed_by", "signer_name", "signed_scan", "renews_id", "changes_note"),
    }
)
"""Answers of a 案 that the 計画 made of it does not take over."""
_PROPOSAL = "draft"
FILING = frozenset(
    {"plan_id", "case_id", "person_id", "centre", "goal_id", "carried_from_id", "position"}
)


def renew_plan(work: Work, plan_id: UUID) -> UUID:
    """Begin the plan after a final one: a draft that starts the day after, with what is not done.

    Goals that were reached stay behind with their actions and services; so do actions done and
    services that ended before the plan did.
    """
    with work.store.writing(work.actor) as session:
        old = fetch(session, Plan, plan_id)
        _require_renewable(session, old)
        new = add_in(work, session, "plan", _next_answers(old))
        session.flush()  # its goals point to it
        goals = _carry_goals(work, session, old, new.id)
        session.flush()  # actions and services point to goals
        _carry_rest(work, session, old, new.id, goals)
        return new.id


def issue_plan(work: Work, plan_id: UUID) -> UUID:
    """Begin the 計画 after a final 案: a draft of its number with all it proposed.

    The 案 stays as it was submitted; the 計画 is explained, agreed to and signed anew.
    """
    with work.store.writing(work.actor) as session:
        old = fetch(session, Plan, plan_id)
        _require_issuable(session, old)
        content = read_answers(old).items()
        answers = {key: value for key, value in content if key not in _OF_AN_AGREEMENT}
        new = add_in(work, session, "plan", answers | {"renews_id": old.id, "stage": "issued"})
        session.flush()  # its goals point to it
        goals = {
            goal.id: _add(work, session, goal, new.id, _content(goal))
            for goal in goals_of(session, old.id)
        }
        for part in (*actions_of(session, old.id), *services_of(session, old.id)):
            _add(work, session, part, new.id, _content(part), goals)
        return new.id


def _require_issuable(session: Session, plan: Plan) -> None:
    if plan.stage != _PROPOSAL or plan.record_state != FINAL:
        raise NotAllowedError("計画にできるのは、確定した計画案です。先に案を確定してください。")
    if _taken_on(session, plan) is not None:
        raise NotAllowedError("この案からは、すでに計画を作っています。その計画を開いてください。")


def may_issue(session: Session, plan: Plan) -> bool:
    """Whether the plan is a final 案 of which no 計画 was made yet."""
    return _is_final(session, plan) and plan.stage == _PROPOSAL


def may_renew(session: Session, plan: Plan) -> bool:
    """Whether the plan is final, no mere 案, and none goes on from it yet."""
    return _is_final(session, plan) and plan.stage != _PROPOSAL


def _is_final(session: Session, plan: Plan) -> bool:
    return plan.record_state == FINAL and _taken_on(session, plan) is None


def _taken_on(session: Session, plan: Plan) -> int | None:
    """Return the number of the plan that renews it."""
    query = select(Plan.plan_no).where(Plan.renews_id == plan.id, Plan.record_state != VOID)
    return session.scalars(query).first()


def _require_renewable(session: Session, plan: Plan) -> None:
    if plan.record_state != FINAL:
        raise NotAllowedError("更新できるのは確定した計画です。先に確定してください。")
    if plan.stage == _PROPOSAL:
        raise NotAllowedError(
            "計画案は更新できません。「案から計画にする」(Alt+I)で計画にしてください。"
        )
    if (taken := _taken_on(session, plan)) is not None:
        raise NotAllowedError(f"この計画は、すでに第{taken}回の計画に引き継がれています。")


def _next_answers(old: Plan) -> dict[str, Any]:
    answers = {key: value for key, value in read_answers(old).items() if key not in OWN_TO_EACH}
    start = day_after(old)
    return answers | {
        "renews_id": old.id,
        "period_from_on": start,
        "period_to_on": _as_long(old.period_from_on, start),
    }


def _as_long(began: date | None, start: date | None) -> date | None:
    """Return the end of a period as long as the one before, in whole months where it was so."""
    if began is None or start is None:
        return None
    for months in range(1, _LONGEST_MONTHS):
        if months_later(began, months) == start:
            return months_later(start, months) - timedelta(days=1)
    return start + (start - began) - timedelta(days=1)


def _carry_goals(work: Work, session: Session, old: Plan, new_id: UUID) -> dict[UUID, UUID]:
    """Copy the goals not reached; return the new id of each."""
    reached = _reached(session, old.id)
    copied: dict[UUID, UUID] = {}
    open_goals = [goal for goal in goals_of(session, old.id) if goal.id not in reached]
    for priority, goal in enumerate(open_goals, start=1):
        late = {"due_on": _if_after(goal.due_on, old), "review_on": _if_after(goal.review_on, old)}
        answers = {**_content(goal), **late, "priority": priority, "reached": None}
        copied[goal.id] = _add(work, session, goal, new_id, answers)
    return copied


def _reached(session: Session, plan_id: UUID) -> set[UUID]:
    """Return the goals that were reached, by their own mark or the newest evaluation."""
    reached = {goal.id for goal in goals_of(session, plan_id) if goal.reached == REACHED}
    query = (
        select(Evaluation)
        .where(Evaluation.plan_id == plan_id, Evaluation.record_state != VOID)
        .order_by(Evaluation.evaluated_on.desc(), Evaluation.id.desc())
    )
    newest = session.scalars(query).first()
    rows = read_answers(newest)["goal_results"] if newest is not None else None
    return reached | {row["goal_id"] for row in rows or () if row.get("result") == REACHED}


def _carry_rest(
    work: Work, session: Session, old: Plan, new_id: UUID, goals: dict[UUID, UUID]
) -> None:
    start = day_after(old)
    for action in _still(actions_of(session, old.id), goals):
        if action.done_on is None:
            due = {"due_on": _if_after(action.due_on, old)}
            _add(work, session, action, new_id, {**_content(action), **due}, goals)
    for service in _still(services_of(session, old.id), goals):
        if start is not None and service.to_on is not None and service.to_on < old.period_to_on:
            continue
        runs_on = service.to_on is not None and start is not None and service.to_on >= start
        period = {} if runs_on else {"from_on": start, "to_on": None}
        _add(work, session, service, new_id, {**_content(service), **period}, goals)


def _still(records: Iterable[Any], goals: dict[UUID, UUID]) -> list[Any]:
    return [each for each in records if each.goal_id is None or each.goal_id in goals]


def _if_after(day: date | None, old: Plan) -> date | None:
    end = old.period_to_on
    return day if day is not None and (end is None or day > end) else None


def _content(record: Record) -> dict[str, Any]:
    return {key: value for key, value in read_answers(record).items() if key not in FILING}


def _add(
    work: Work,
    session: Session,
    of: Any,
    plan_id: UUID,
    answers: dict[str, Any],
    goals: dict[UUID, UUID] | None = None,
) -> UUID:
    filing = {"plan_id": plan_id, "case_id": of.case_id, "carried_from_id": of.id}
    if goals is not None:
        filing["goal_id"] = goals.get(of.goal_id)
    record = add_in(work, session, of.kind(), {**answers, **filing})
    session.flush()  # the next one is placed behind it
    return record.id
