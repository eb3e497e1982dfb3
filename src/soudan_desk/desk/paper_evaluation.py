"""評価シート of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_monitoring import plan_words, told_plan
from soudan_desk.desk.paper_plan_parts import PlanParts
from soudan_desk.desk.paper_told import Told
from soudan_desk.models import Evaluation, Goal
from soudan_desk.models.evaluation import GOAL_ROWS
from soudan_desk.papers.data import Answer, Option
from soudan_desk.papers.evaluation import EvaluationSheet, GoalResult

_WORK = ("job_started_on", "industry", "employment_form", "monthly_wage_yen", "week_hours_count")
_INCOME = ("income_before_yen", "income_after_yen", "income_up_on")
_OTHER = "その他"


def evaluation_sheet(facts: Facts) -> EvaluationSheet:
    """Make the sheet."""
    told = Told(facts, Evaluation, facts.subject.answers)
    sheet = EvaluationSheet(
        head=facts.head(),
        stamps=facts.stamps(),
        plan=plan_words(facts, told_plan(facts)),
        evaluated_on=told("evaluated_on"),
        evaluator=told("evaluator_id"),
        goals=_goals(facts, told),
        changes=_changes(told),
        work=_work(told),
        income=_income(told),
        remaining=told("current_and_remaining"),
        wish=told.boxes("client_wish_outcome", note="client_wish_note"),
        opinion=told.boxes("staff_opinion_outcome", note="staff_opinion_note"),
        outcome=_outcome(told),
        follow_up=_follow_up(told),
        acknowledged=(
            Answer("本人の確認", told("client_ack_on") or None),
            Answer("自治体の確認", told("office_ack_on") or None),
        ),
    )
    return replace(sheet, rest=told.rest(but={"goal_results", "plan_id"}))


def _goals(facts: Facts, told: Told) -> tuple[GoalResult, ...]:
    parts = PlanParts(facts, told.answers.get("plan_id"), renews=False)
    known = {each["id"]: each for each in parts.goals}
    rows = told.answers.get("goal_results") or ()
    return tuple(_goal(facts, parts, row, known.get(row.get("goal_id"), {})) for row in rows)


def _goal(
    facts: Facts, parts: PlanParts, row: Mapping[str, Any], goal: Mapping[str, Any]
) -> GoalResult:
    fields = {field.key: field for field in GOAL_ROWS}
    results = fields["result"].codes or ""
    return GoalResult(
        no=str(goal.get("priority") or ""),
        goal=facts.reader.text(fields["goal"], row.get("goal")) or parts.text(Goal, goal, "goal"),
        results=tuple(
            Option(entry.label, chosen=entry.code == row.get("result"))
            for entry in facts.work.codes.entries(results)
        ),
        situation=facts.reader.text(fields["situation"], row.get("situation")),
    )


def _changes(told: Told) -> tuple[Option, ...]:
    """Return every change the form knows; what the other one was stands in its brackets."""
    other = told("change_other")
    return tuple(
        replace(option, note=other) if option.label == _OTHER and other else option
        for option in told.options("changes")
    )


def _work(told: Told) -> tuple[Answer, ...]:
    return (told.boxes("job_type"), *(told.line(key) for key in _WORK))


def _income(told: Told) -> tuple[Answer, ...]:
    if not told.asks("income_before_yen"):
        return ()
    return (*(told.line(key) for key in _INCOME), told.boxes("income_up_kind"))


def _outcome(told: Told) -> tuple[Answer, ...]:
    reason = told.boxes("close_reason", note="close_note")
    is_asked = told.asks("close_reason")
    return (
        told.line("meeting_on", wide=True),
        told.boxes("outcome"),
        *((reason,) if is_asked else ()),
    )


def _follow_up(told: Told) -> tuple[Answer, ...]:
    told("followup_planned")
    planned = bool(told.answers.get("followup_planned"))
    does = (Option("する", chosen=planned), Option("しない", chosen=not planned))
    return (Answer("する・しない", "", does), Answer("予定日", told("followup_on")))
