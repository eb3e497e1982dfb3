"""Plans: beginning one, its parts in order, renewing it, what changed, deciding on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import (
    Action,
    Assessment,
    Case,
    DisabilityAssessment,
    Evaluation,
    Goal,
    Intake,
    Monitoring,
    Plan,
    RightsAssessment,
    Service,
)
from soudan_desk.models.base import FINAL, VOID, Record
from soudan_desk.services.defaults import complete
from soudan_desk.services.plan_rules import Derived, derived_from, service_codes
from soudan_desk.services.records import Saved, Shown, save_record, shown
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

REACHED = "reached"
Part = TypeVar("Part", Goal, Action, Service)

_ASSESSED: Mapping[type[Record], Mapping[str, str]] = {
    Assessment: {"issues": "issue_summary", "wish_self": "client_wish"},
    RightsAssessment: {"issues": "issues", "wish_self": "wish_self", "wish_family": "wish_family"},
    DisabilityAssessment: {
        "issues": "issues",
        "wish_self": "wish_self",
        "wish_family": "wish_family",
        "support_category": "support_category",
    },
}


@dataclass(frozen=True, slots=True)
class GoalParts:
    """A goal with what is done and used for it."""

    goal: Shown
    actions: tuple[Shown, ...]
    services: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class PlanParts:
    """A plan with its goals in order; actions and services without a goal stand apart."""

    plan: Shown
    goals: tuple[GoalParts, ...]
    actions: tuple[Shown, ...]
    services: tuple[Shown, ...]


def new_plan(work: Work, case_id: UUID, plan_kind: str | None = None) -> dict[str, Any]:
    """Return the answers a new plan begins with: its number, and what the assessment found."""
    with work.store.reading(work.actor) as session:
        case = fetch(session, Case, case_id)
        answers = complete(work, session, Plan, {"case_id": case_id, "plan_kind": plan_kind})
        known = {**_assessed(session, case), **_applied(session, case, answers["plan_kind"])}
        asked = {key: value for key, value in known.items() if value is not None}
    if answers["plan_kind"] not in {"service_use", "regional_move"}:
        asked.pop("support_category", None)
    return {key: value for key, value in (answers | asked).items() if value is not None}


def _assessed(session: Session, case: Case) -> dict[str, Any]:
    for model, keys in _ASSESSED.items():
        if case.centre in model.centres and (sheet := _newest(session, model, case.id)):
            return {key: getattr(sheet, of) for key, of in keys.items()}
    return {}


def _applied(session: Session, case: Case, plan_kind: str | None) -> dict[str, Any]:
    if plan_kind != "self_reliance" or (intake := _newest(session, Intake, case.id)) is None:
        return {}
    return {"application_to": intake.application_to}


def _newest(session: Session, model: Any, case_id: UUID) -> Any:
    query = (
        select(model)
        .where(model.case_id == case_id, model.record_state != VOID)
        .order_by(model.created_at.desc(), model.id.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def newest_plan(work: Work, case_id: UUID, plan_kind: str | None = None) -> Shown | None:
    """Return a case's newest plan, of a kind where one is given; None where it has none."""
    with work.store.reading(work.actor) as session:
        query = select(Plan).where(Plan.case_id == case_id, Plan.record_state != VOID)
        if plan_kind is not None:
            query = query.where(Plan.plan_kind == plan_kind)
        plan = session.scalars(query.order_by(Plan.created_at.desc(), Plan.id.desc())).first()
        return None if plan is None else shown(plan)


def plan_parts(work: Work, plan_id: UUID) -> PlanParts:
    """Return a plan's goals by priority, each with its actions and services; void ones left out."""
    with work.store.reading(work.actor) as session:
        plan = fetch(session, Plan, plan_id)
        goals = goals_of(session, plan_id)
        ids = {goal.id for goal in goals}
        actions = [*actions_of(session, plan_id)]
        services = [*services_of(session, plan_id)]
        return PlanParts(
            shown(plan),
            tuple(
                GoalParts(shown(goal), _under(actions, goal.id), _under(services, goal.id))
                for goal in goals
            ),
            _apart(actions, ids),
            _apart(services, ids),
        )


def goals_of(session: Session, plan_id: UUID) -> list[Goal]:
    """Return a plan's goals in their order."""
    return _parts(session, Goal, plan_id, lambda goal: (goal.priority, goal.id))


def actions_of(session: Session, plan_id: UUID) -> list[Action]:
    """Return what is to be done under a plan, in the order it was put."""
    return _parts(session, Action, plan_id, lambda action: (action.position or 0, action.id))


def services_of(session: Session, plan_id: UUID) -> list[Service]:
    """Return the services used under a plan, in the order they were put."""
    return _parts(session, Service, plan_id, lambda service: (service.position or 0, service.id))


def _parts(
    session: Session, model: type[Part], plan_id: UUID, order: Callable[[Part], Any]
) -> list[Part]:
    query = select(model).where(model.plan_id == plan_id, model.record_state != VOID)
    return sorted(session.scalars(query), key=order)


def _under(records: Iterable[Action | Service], goal_id: UUID) -> tuple[Shown, ...]:
    return tuple(shown(record) for record in records if record.goal_id == goal_id)


def _apart(records: Iterable[Action | Service], goals: set[UUID]) -> tuple[Shown, ...]:
    return tuple(shown(record) for record in records if record.goal_id not in goals)


def derived_of(work: Work, plan_id: UUID) -> Derived:
    """Tell what a plan's services ask of the municipality, and whether it aims at work."""
    with work.store.reading(work.actor) as session:
        fetch(session, Plan, plan_id)
        return derived_from(work, service_codes(session, plan_id))


def may_decide(plan: Plan) -> bool:
    """Whether a final plan still waits for the municipality's 支援決定・確認."""
    is_asked = plan.plan_kind == "self_reliance" and plan.record_state == FINAL
    return is_asked and plan.decided_on is None


def decide_plan(work: Work, plan_id: UUID, decided_on: date, office: str | None = None) -> Saved:
    """Note the municipality's 支援決定 or 確認: which of them it is follows from the services."""
    with work.store.reading(work.actor) as session:
        plan = fetch(session, Plan, plan_id)
        if plan.plan_kind != "self_reliance":
            raise NotAllowedError("支援決定・確認があるのは、プラン兼事業等利用申込書だけです。")
        derived = derived_from(work, service_codes(session, plan_id))
        aims_at_work = plan.is_job_support_target or derived.is_job_support_target
    answers = {
        "decision_type": derived.decision_type,
        "decided_on": decided_on,
        "is_job_support_target": aims_at_work,
    }
    return save_record(
        work, "plan", plan_id, answers | ({"decided_by_office": office} if office else {})
    )


def new_monitoring(work: Work, plan_id: UUID) -> dict[str, Any]:
    """Return the answers a monitoring begins with: a row for each goal of the plan."""
    with work.store.reading(work.actor) as session:
        fetch(session, Plan, plan_id)
        answers = complete(work, session, Monitoring, {"plan_id": plan_id})
        rows = [{"goal_id": goal.id, "goal": goal.goal} for goal in goals_of(session, plan_id)]
    return {key: value for key, value in answers.items() if value is not None} | {"results": rows}


def new_evaluation(work: Work, plan_id: UUID) -> dict[str, Any]:
    """Return the answers an evaluation begins with: goals to judge, and the income before."""
    with work.store.reading(work.actor) as session:
        plan = fetch(session, Plan, plan_id)
        answers = complete(work, session, Evaluation, {"plan_id": plan_id})
        rows = [{"goal_id": goal.id, "goal": goal.goal} for goal in goals_of(session, plan_id)]
        sheet = _newest(session, Assessment, plan.case_id)
        if sheet is not None and sheet.income_self_yen is not None:
            answers["income_before_yen"] = sheet.income_self_yen
    known = {key: value for key, value in answers.items() if value is not None}
    return known | {"goal_results": rows}


def beginning(work: Work, case_id: UUID, kind: str, plan_id: UUID | None = None) -> dict[str, Any]:
    """Return what a plan, a monitoring or an evaluation of a case begins with.

    The latter two are of the plan that is given if it is final, else of the case's plan in force;
    where there is none, and for every other kind, nothing is known.
    """
    if kind == Plan.kind():
        return new_plan(work, case_id)
    makes = {Monitoring.kind(): new_monitoring, Evaluation.kind(): new_evaluation}.get(kind)
    if makes is None:
        return {}
    looked_at = _plan_looked_at(work, case_id, plan_id)
    return {} if looked_at is None else makes(work, looked_at)


def _plan_looked_at(work: Work, case_id: UUID, plan_id: UUID | None) -> UUID | None:
    with work.store.reading(work.actor) as session:
        given = None if plan_id is None else fetch(session, Plan, plan_id)
        if given is not None and given.record_state == FINAL:
            return given.id
        kind = None if given is None else given.plan_kind
        in_force = plan_in_force(session, case_id, work.today(), kind)
        return plan_id if in_force is None else in_force.id


def plan_in_force(
    session: Session, case_id: UUID, on: date, plan_kind: str | None = None
) -> Plan | None:
    """Return the newest final plan whose period has begun; where there is none, the newest."""
    query = select(Plan).where(Plan.case_id == case_id, Plan.record_state != VOID)
    if plan_kind is not None:
        query = query.where(Plan.plan_kind == plan_kind)
    plans = session.scalars(query)
    return max(plans, key=lambda plan: (*_force(plan, on), plan.plan_no, plan.id), default=None)


def _force(plan: Plan, on: date) -> tuple[bool, bool]:
    is_final = plan.record_state == FINAL and plan.stage != "draft"
    return is_final and (plan.period_from_on is None or plan.period_from_on <= on), is_final


def day_after(plan: Plan) -> date | None:
    """Return the day on which the plan after this one starts."""
    return None if plan.period_to_on is None else plan.period_to_on + timedelta(days=1)
