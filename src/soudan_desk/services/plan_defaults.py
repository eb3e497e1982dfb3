"""What a new assessment, plan or part of a plan knows by itself: day, author, number, place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soudan_desk.models import Action, Goal, Plan, Service
from soudan_desk.services.work import Work
from soudan_desk.storage.scope import whole_office
from soudan_desk.storage.store import fetch

Default = Callable[[Work, Session, dict[str, Any]], Any]


def case_of_plan(_work: Work, session: Session, answers: dict[str, Any]) -> UUID | None:
    """Return the case of the plan a record belongs to."""
    plan_id = answers.get("plan_id")
    return None if plan_id is None else fetch(session, Plan, plan_id).case_id


def next_plan_no(session: Session, case_id: UUID, plan_kind: str | None) -> int:
    """Return the number of a case's next plan of a kind; void ones keep theirs."""
    query = select(func.max(Plan.plan_no)).where(
        Plan.case_id == case_id, Plan.plan_kind == plan_kind
    )
    return (whole_office(session, query).scalar() or 0) + 1


def _today(work: Work, _session: Session, _answers: dict[str, Any]) -> Any:
    return work.today()


def _actor(work: Work, _session: Session, _answers: dict[str, Any]) -> Any:
    return work.actor.staff_id


def _only_kind(work: Work, _session: Session, answers: dict[str, Any]) -> str | None:
    kinds = work.codes.entries("plan.kind", centre=answers.get("centre"))
    return kinds[0].code if len(kinds) == 1 else None


def _plan_no(_work: Work, session: Session, answers: dict[str, Any]) -> int | None:
    case_id = answers.get("case_id")
    return None if case_id is None else next_plan_no(session, case_id, answers.get("plan_kind"))


def _stage(_work: Work, _session: Session, answers: dict[str, Any]) -> str | None:
    return "draft" if answers.get("plan_kind") == "service_use" else None


def _next_in(column: Any) -> Default:
    """Return the default that counts on within a plan."""

    def default(_work: Work, session: Session, answers: dict[str, Any]) -> int | None:
        plan_id = answers.get("plan_id")
        if plan_id is None:
            return None
        query = select(func.max(column)).where(column.class_.plan_id == plan_id)
        return (session.scalar(query) or 0) + 1

    return default


PLAN_DEFAULTS: dict[str, dict[str, Default]] = {
    "assessment": {"first_created_on": _today, "author_id": _actor},
    "rights_assessment": {"surveyed_on": _today},
    "disability_assessment": {"drafted_on": _today, "author_id": _actor},
    "screening": {"screened_on": _today},
    "plan": {
        "plan_kind": _only_kind,
        "plan_no": _plan_no,
        "stage": _stage,
        "drafted_on": _today,
        "author_id": _actor,
    },
    "goal": {"priority": _next_in(Goal.priority)},
    "action": {"position": _next_in(Action.position)},
    "service": {"position": _next_in(Service.position)},
    "monitoring": {"held_on": _today},
    "evaluation": {"evaluated_on": _today, "evaluator_id": _actor},
}
