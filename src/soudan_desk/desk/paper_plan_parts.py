"""What the plans of every kind of centre are made from: their goals, actions and services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_told import Told
from soudan_desk.fields import Field
from soudan_desk.models import Action, Agency, Goal, Plan, Service
from soudan_desk.models.base import VOID, Record, fields_of
from soudan_desk.papers.plan_parts import ActionLine, Agreement, GoalLine
from soudan_desk.services.answers import read_answers

Model = TypeVar("Model", bound=Record)
Answers = Mapping[str, Any]
_DIGITS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
COMMON_KEYS = frozenset({"plan_kind", "person_id", "plan_no", "stage", "renews_id"})
"""What every plan says in its head or its title."""


class PlanParts:
    """One plan's goals, actions and services, as they read."""

    def __init__(self, facts: Facts, plan_id: UUID | None, *, renews: bool) -> None:
        self.facts = facts
        self._renews = renews
        self.goals = self._of_plan(Goal, plan_id, Goal.priority)
        self.actions = self._of_plan(Action, plan_id, Action.position)
        self.services = self._of_plan(Service, plan_id, Service.position)

    def _of_plan(self, model: Any, plan_id: UUID | None, order: Any) -> list[dict[str, Any]]:
        if plan_id is None:
            return []
        query = (
            select(model)
            .where(model.plan_id == plan_id, model.record_state != VOID)
            .order_by(order.is_(None), order, model.created_at)
        )
        rows = self.facts.session.scalars(query)
        return [{"id": row.id, **read_answers(row)} for row in rows]

    def text(self, model: type[Record], answers: Answers, key: str) -> str:
        """Return one answer of a part in words, masked."""
        field: Field = next(f for f in fields_of(model) if f.key == key)
        return self.facts.reader.text(field, answers.get(key))

    def goal_lines(self, *, with_services: bool = False) -> tuple[GoalLine, ...]:
        """Return the goals by priority; with their services, those of no goal come last."""
        lines = [self._goal(each, with_services=with_services) for each in self.goals]
        loose = [each for each in self.services if each.get("goal_id") not in self._goal_ids()]
        if with_services and loose:
            services, providers = self._services(loose)
            lines.append(GoalLine(services=services, providers=providers))
        return tuple(lines)

    def _goal_ids(self) -> set[UUID]:
        return {each["id"] for each in self.goals}

    def _goal(self, goal: Answers, *, with_services: bool) -> GoalLine:
        own = [each for each in self.services if each.get("goal_id") == goal["id"]]
        services, providers = self._services(own) if with_services else ("", "")
        words = [self.text(Goal, goal, key) for key in ("due_on", "due_text")]
        return GoalLine(
            no=str(goal.get("priority") or ""),
            need=self.text(Goal, goal, "need"),
            goal=self.text(Goal, goal, "goal"),
            due="\n".join(filter(None, words)),
            services=services,
            providers=providers,
            own_role=self.text(Goal, goal, "own_role"),
            review=self.text(Goal, goal, "review_on"),
            cautions=self.text(Goal, goal, "cautions"),
            since=self._since(goal),
        )

    def _since(self, part: Answers) -> str:
        if not self._renews:
            return ""
        return "継続" if part.get("carried_from_id") else "新規"

    def _services(self, services: list[dict[str, Any]]) -> tuple[str, str]:
        """Return services and their providers, numbered alike where there are several."""
        numbers = _DIGITS if len(services) > 1 else ""
        told = [(_number(numbers, at), each) for at, each in enumerate(services)]
        return (
            "\n".join(f"{number}{self.service_text(each)}" for number, each in told),
            "\n".join(f"{number}{self.provider(each)}" for number, each in told),
        )

    def service_text(self, service: Answers) -> str:
        """Return what a service is, how much of it, from when to when."""
        keys = ("service_text", "frequency")
        kind, *words = (self.text(Service, service, key) for key in ("service", *keys))
        words += [self.amount(service), self.span(service), self.text(Service, service, "policy")]
        words.append(self.text(Service, service, "note"))
        detail = "、".join(filter(None, words))
        return f"{kind}：{detail}" if detail else kind

    def amount(self, service: Answers) -> str:
        """Return how much: 20時間/月."""
        number, unit = (self.text(Service, service, key) for key in ("quantity", "quantity_unit"))
        return f"{number}{unit}" if number else ""

    def span(self, part: Answers) -> str:
        """Return from when to when a service is used."""
        return span(*(self.text(Service, part, key) for key in ("from_on", "to_on")))

    def provider(self, service: Answers) -> str:
        """Return who provides a service, and whom to ask there."""
        name = self.text(Service, service, "agency_id")
        person, tel = (
            self.text(Service, service, key) for key in ("provider_person", "provider_tel")
        )
        asked = "・".join(filter(None, (person, tel or self._agency_tel(service))))
        return f"{name}（{asked}）" if name and asked else name or asked

    def _agency_tel(self, service: Answers) -> str:
        query = select(Agency.tel).where(Agency.id == service.get("agency_id"))
        return self.facts.session.scalars(query).first() or ""

    def action_lines(self) -> tuple[ActionLine, ...]:
        """Return who does what; what serves a goal bears its number."""
        numbers = {each["id"]: each.get("priority") for each in self.goals}
        return tuple(self._action(each, numbers.get(each.get("goal_id"))) for each in self.actions)

    def _action(self, action: Answers, goal: int | None) -> ActionLine:
        def told(key: str) -> str:
            return self.text(Action, action, key)

        due = f"{told('due_on')}まで" if action.get("due_on") else ""
        since = f"［{mark}］" if (mark := self._since(action)) else ""
        who = dict.fromkeys(map(told, ("actor", "actor_name", "agency_id")))
        return ActionLine(
            what=f"{since}{told('what')}",
            who="\n".join(filter(None, who)),
            when="、".join(filter(None, (told("when"), told("frequency"), due))),
            note="\n".join(filter(None, (f"目標{goal}" if goal else "", told("note")))),
        )


def edition_of(facts: Facts, told: Told) -> str:
    """Say which plan this is, and which it renews."""
    number = told.answers.get("plan_no")
    if not number:
        return ""
    before = facts.session.scalars(
        select(Plan).where(Plan.id == told.answers.get("renews_id"))
    ).first()
    if before is None:
        return f"第{number}回（{'初回' if number == 1 else '再プラン'}）"
    made = Told(facts, Plan, read_answers(before))("drafted_on")
    return f"第{number}回（再プラン。前は第{before.plan_no}回、{made}作成）"


def agreement_of(told: Told) -> Agreement:
    """Return what was explained, agreed to and handed over."""
    return Agreement(
        explained_on=told("explained_on"),
        agreed_on=told("client_agreed_on"),
        signed_by=_signed(told),
        issued_on=told("issued_on"),
    )


def _signed(told: Told) -> str | None:
    """Say who signed; None leaves room for the signature."""
    signer, name = told("signed_by"), told("signer_name")
    who = "　".join(filter(None, (signer, name)))
    if not told.answers.get("client_signed"):
        told("client_signed")
        return who or None
    told("client_signed")
    return f"{who}（署名済み）" if who else "署名済み"


def span(first: str, last: str) -> str:
    """Join the two ends of a period."""
    if first and last:
        return f"{first} 〜 {last}"
    return f"{first}から" if first else last and f"{last}まで"


def _number(numbers: str, at: int) -> str:
    if not numbers:
        return ""
    return numbers[at] if at < len(numbers) else f"({at + 1})"
