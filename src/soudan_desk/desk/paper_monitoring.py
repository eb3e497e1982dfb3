"""モニタリング報告書 of one look at a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_plan import certificate_of
from soudan_desk.desk.paper_plan_parts import PlanParts, edition_of
from soudan_desk.desk.paper_told import Told
from soudan_desk.models import Goal, Monitoring, Plan
from soudan_desk.models.monitoring import RESULT_ROWS
from soudan_desk.papers.data import Answer, Option
from soudan_desk.papers.monitoring import (
    CHANGES,
    YES,
    GoalState,
    MonitoringPaper,
    MonitoringSheet,
    change_options,
    goal_changes,
)
from soudan_desk.services.answers import read_answers

_CHANGE_KEYS = ("change_kind", "change_quantity", "change_week")
_YES_NO = {"yes": YES, "no": "無", "unknown": "不明"}
_LIFE = (
    "wish_change",
    "capacity_change",
    "money_state",
    "health",
    "network_change",
    "guardianship_consider",
)


def monitoring_paper(facts: Facts) -> MonitoringPaper:
    """Make the report; a plan of services asks for the form of 様式3-1."""
    told = Told(facts, Monitoring, facts.subject.answers)
    plan = told_plan(facts)
    is_service = plan.answers.get("plan_kind") == "service_use"
    sheet = MonitoringSheet(
        **_common(facts, told, plan),
        is_service=is_service,
        goals=_goals(facts, told, with_changes=is_service),
        **(_service(facts, told, plan) if is_service else _plain(facts, told, plan)),
    )
    rest = told.rest(but={"results", "plan_id"})
    return MonitoringPaper((replace(sheet, rest=rest),))


def told_plan(facts: Facts) -> Told:
    """Return the plan a record looks at."""
    plan_id = facts.subject.answers.get("plan_id")
    row = facts.session.scalars(select(Plan).where(Plan.id == plan_id)).first()
    return Told(facts, Plan, read_answers(row) if row is not None else {})


def plan_words(facts: Facts, plan: Told) -> str:
    """Name a plan: its kind, which one, made when."""
    kind = plan("plan_kind")
    made = f"{plan('drafted_on')}作成" if plan.answers.get("drafted_on") else ""
    return "　".join(filter(None, (kind, edition_of(facts, plan), made)))


def _common(facts: Facts, told: Told, plan: Told) -> dict[str, Any]:
    return {
        "head": facts.head(),
        "stamps": facts.stamps(),
        "held_on": told("held_on"),
        "staff": told("staff_id"),
        "policy": plan("policy"),
        "overall": told("overall"),
    }


def _service(facts: Facts, told: Told, plan: Told) -> dict[str, Any]:
    lines = [told.line(key) for key in ("change_note",)]
    after = [told.line(key) for key in ("next_due_on", "reported_on")]
    return {
        "provider": facts.centre_name,
        "plan_author": plan("author_id"),
        "plan_made_on": plan("drafted_on"),
        "certificate": certificate_of(plan),
        "agreed": told("client_agreed_on") or None,
        "held": (
            told.line("place"),
            told.line("attendees"),
            Answer("担当者", told("staff_id")),
            told.boxes("method"),
        ),
        "changed": (
            Answer("計画変更の必要性", "", (*_needs(told), *_changes(told)), wide=True),
            *(line for line in lines if line.text),
        ),
        "after": tuple(line for line in after if line.text),
    }


def _plain(facts: Facts, told: Told, plan: Told) -> dict[str, Any]:
    living = [told.line(key) for key in _LIFE if told.asks(key) and told.answers.get(key)]
    return {
        "plan": plan_words(facts, plan),
        "held": (told.boxes("method"), told.line("place"), told.line("attendees")),
        "living": tuple(living),
        "changed": (
            Answer("計画の変更の必要性", "", _needs(told), wide=True),
            *_some(told, "change_note"),
        ),
        "after": (
            Answer("次回モニタリング", told("next_due_on")),
            Answer("本人の確認", told("client_agreed_on") or None),
        ),
    }


def _some(told: Told, *keys: str) -> tuple[Answer, ...]:
    return tuple(told.line(key) for key in keys if told.answers.get(key))


def _needs(told: Told) -> tuple[Option, ...]:
    told("plan_change_needed")
    need = _YES_NO.get(told.answers.get("plan_change_needed") or "")
    offered = _YES_NO.values() if need == _YES_NO["unknown"] else (YES, _YES_NO["no"])
    return tuple(Option(word, chosen=word == need) for word in offered)


def _changes(told: Told) -> tuple[Option, ...]:
    for key in _CHANGE_KEYS:
        told(key)
    return change_options(
        CHANGES, [_YES_NO.get(told.answers.get(key) or "", "") for key in _CHANGE_KEYS]
    )


def _goals(facts: Facts, told: Told, *, with_changes: bool) -> tuple[GoalState, ...]:
    """Return what was seen of each goal, with the goal's own number and term."""
    parts = PlanParts(facts, told.answers.get("plan_id"), renews=False)
    known = {each["id"]: each for each in parts.goals}
    rows = told.answers.get("results") or ()
    return tuple(
        _goal(facts, parts, row, known.get(row.get("goal_id"), {}), with_changes=with_changes)
        for row in rows
    )


def _goal(
    facts: Facts,
    parts: PlanParts,
    row: Mapping[str, Any],
    goal: Mapping[str, Any],
    *,
    with_changes: bool,
) -> GoalState:
    fields = {field.key: field for field in RESULT_ROWS}

    def read(key: str) -> str:
        return facts.reader.text(fields[key], row.get(key))

    need = row.get("change_needed") is True
    change = _goal_changes(row) if with_changes else ""
    remaining = read("remaining")
    flag = "目標の変更が要る" if need and not with_changes else ""
    return GoalState(
        no=str(goal.get("priority") or ""),
        goal=read("goal") or parts.text(Goal, goal, "goal"),
        due=parts.text(Goal, goal, "due_text") or parts.text(Goal, goal, "due_on"),
        state=read("state"),
        view="\n".join(filter(None, (read("client_view"), _bracketed(read("satisfaction"))))),
        result=read("result"),
        remaining="\n".join(filter(None, (remaining, flag))),
        change=change,
        note=read("note"),
    )


def _goal_changes(row: Mapping[str, Any]) -> str:
    """Say of each part of the plan whether it must change for this goal, as the form asks it.

    A row of before the form was asked part by part says it of the goal as a whole.
    """
    answers = [_YES_NO.get(row.get(key) or "", "") for key in _CHANGE_KEYS]
    if row.get("change_needed") is True and not any(answers):
        return YES
    return goal_changes(answers)


def _bracketed(text: str) -> str:
    return f"［{text}］" if text else ""
