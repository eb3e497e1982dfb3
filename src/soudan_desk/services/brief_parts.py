"""What one page about a case tells a meeting: home, assessment, plan, its results, contacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.fields import Names, as_text
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import (
    Action,
    AgendaItem,
    Assessment,
    Case,
    Consultation,
    DisabilityAssessment,
    Evaluation,
    Goal,
    Intake,
    Member,
    Monitoring,
    Plan,
    RightsAssessment,
    RightsIntake,
    Service,
)
from soudan_desk.models.agenda_blocks import GuardianshipBlock
from soudan_desk.models.base import VOID, Record, fields_of
from soudan_desk.models.evaluation import GOAL_ROWS
from soudan_desk.services.answers import read_answers
from soudan_desk.services.households import household_ids
from soudan_desk.services.names import names_for
from soudan_desk.services.plans import actions_of, goals_of, services_of
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

_LOOKED_BACK_DAYS = 92
_GUARDIANSHIP = tuple(
    field for field in fields_of(AgendaItem) if field.key in vars(GuardianshipBlock)
)
_TOLD: dict[type[Record], tuple[tuple[str, tuple[str, ...]], ...]] = {
    Intake: (("主訴", ("concern_text",)),),
    Assessment: (
        ("アセスメントのまとめ", ("issue_codes", "issue_summary", "risk_note")),
        ("本人の強み・資源", ("strengths",)),
    ),
    RightsIntake: (("困りごと", ("problem_kind", "problem_other")), ("資産", ("asset_overview",))),
    RightsAssessment: (
        ("判断能力の様子", ("judgement_ability_note",)),
        ("お金の管理", ("money_ability",)),
        ("親族関係", ("family_map",)),
        ("生活の場", ("living_place", "living_note")),
        ("アセスメントのまとめ", ("issues",)),
        ("本人の強み・資源", ("strengths",)),
    ),
    DisabilityAssessment: (
        ("アセスメントのまとめ", ("issues",)),
        ("本人の強み・資源", ("strengths",)),
    ),
}
"""What is told of a case's newest sheet of each kind, each line from the answers that are given."""


class BriefParts:
    """Reads the lines of one item's page within a unit of work, in the order they are read out."""

    def __init__(self, work: Work, session: Session, item: AgendaItem, on: date) -> None:
        self._work, self._session, self._item, self._on = work, session, item, on
        self._names: Names = names_for(work, session, item.centre)

    def sections(self) -> list[tuple[str, str]]:
        """Return each line's label and words; blank ones are left out."""
        found: list[tuple[str, str | None]] = [("概要", self._item.brief), *self._guardianship()]
        if self._item.case_id is not None:
            found += self._of_case(fetch(self._session, Case, self._item.case_id))
        return [(label, words.strip()) for label, words in found if words and words.strip()]

    def _of_case(self, case: Case) -> Iterator[tuple[str, str | None]]:
        plan = self._pointed(Plan, self._item.plan_id)
        yield "世帯", self._household(case)
        yield from self._sheets(case)
        yield from self._plan(plan)
        yield from self._evaluation()
        yield from self._monitoring()
        yield "この3か月", self._contacts()
        yield "本人のことば", plan.wish_self if plan is not None else None
        yield "家族の意向", plan.wish_family if plan is not None else None
        yield "関係機関", self._agencies(plan)

    # the case

    def _household(self, case: Case) -> str:
        """Say who lives there by kin and age: names are not needed."""
        houses = {case.household_id} if case.household_id else set()
        if not houses and case.person_id is not None:
            houses = set(household_ids(self._session, [case.person_id]).get(case.person_id, ()))
        query = select(Member).where(Member.household_id.in_(houses), Member.record_state != VOID)
        others = [
            each
            for each in self._session.scalars(query.order_by(Member.created_at))
            if not each.is_deceased and each.person_id != case.person_id
        ]
        return "・".join(filter(None, map(self._member, others)))

    def _member(self, member: Member) -> str:
        age = member.birth_on.age(self._on) if member.birth_on is not None else None
        exact = age is None or not self._item.is_anonymous
        years = "" if age is None else f"{age}歳" if exact else f"{age // 10 * 10}歳代"
        apart = "別居" if member.lives_together == "no" else ""
        detail = "、".join(filter(None, (years, apart)))
        relation = self._told(member, "relation")
        return f"{relation}({detail})" if relation and detail else relation

    def _sheets(self, case: Case) -> Iterator[tuple[str, str]]:
        for model, lines in _TOLD.items():
            if case.centre in model.centres and (sheet := self._pointed(model, None)) is not None:
                for label, keys in lines:
                    told = (self._told(sheet, key) for key in keys)
                    yield label, "\n".join(filter(None, told))

    def _guardianship(self) -> Iterator[tuple[str, str]]:
        answers = read_answers(self._item)
        for field in _GUARDIANSHIP:
            if field.shown(answers):
                yield field.label, as_text(field, answers[field.key], self._names)

    # the plan

    def _plan(self, plan: Plan | None) -> Iterator[tuple[str, str | None]]:
        if plan is None:
            return
        told = [
            f"{label}：{words}" if label else words
            for label, key in (
                ("", "policy"),
                ("長期", "goal_long"),
                ("短期", "goal_short"),
            )
            if (words := self._told(plan, key))
        ]
        span = _span(plan.period_from_on, plan.period_to_on)
        yield f"プラン(第{plan.plan_no}回)", "\n".join(filter(None, (span, *told)))
        yield "解決したい課題", plan.issues
        yield "今回の変更", plan.changes_note
        yield "目標", _lines(self._goal(each) for each in goals_of(self._session, plan.id))
        yield "実施すること", _lines(self._act(each) for each in actions_of(self._session, plan.id))
        services = services_of(self._session, plan.id)
        yield "利用するサービス", _lines(map(self._service, services))

    def _goal(self, goal: Goal) -> str:
        due = self._told(goal, "due_on") or self._told(goal, "due_text")
        need = self._told(goal, "need")
        words = " → ".join(filter(None, (need, self._told(goal, "goal"))))
        return f"{goal.priority} {words}({due})" if due else f"{goal.priority} {words}"

    def _act(self, action: Action) -> str:
        keys = ("agency_id", "actor_name", "actor")
        who = next(filter(None, (self._told(action, key) for key in keys)), "")
        due = f"{self._told(action, 'due_on')}まで" if action.due_on else self._told(action, "when")
        detail = "、".join(filter(None, (who, due, self._told(action, "frequency"))))
        what = self._told(action, "what")
        return f"・{what}({detail})" if detail else f"・{what}"

    def _service(self, service: Service) -> str:
        told = (self._told(service, key) for key in ("service_text", "agency_id", "frequency"))
        detail = "、".join(filter(None, (*told, _span(service.from_on, service.to_on))))
        kind = self._told(service, "service")
        return f"・{kind}({detail})" if detail else f"・{kind}"

    # how it went

    def _evaluation(self) -> Iterator[tuple[str, str | None]]:
        if self._item.evaluation_id is None:
            return
        sheet = fetch(self._session, Evaluation, self._item.evaluation_id)
        rows = read_answers(sheet)["goal_results"] or ()
        yield "目標ごとの結果", _lines(map(self._result, rows))
        outcome = (self._told(sheet, key) for key in ("outcome", "changes"))
        yield "評価", "\n".join(filter(None, outcome))
        yield "現在の状況と残された課題", sheet.current_and_remaining
        for label, keys in (
            ("本人の希望(評価)", ("client_wish_outcome", "client_wish_note")),
            ("担当の意見", ("staff_opinion_outcome", "staff_opinion_note")),
        ):
            yield label, "　".join(filter(None, (self._told(sheet, key) for key in keys)))

    def _result(self, row: dict[str, Any]) -> str:
        cells = {field.key: field for field in GOAL_ROWS}
        told = {key: as_text(cells[key], row.get(key), self._names) for key in cells}
        goal = told["goal"] or (row.get("goal_id") and self._goal_of(row["goal_id"])) or ""
        detail = "：".join(filter(None, (told["result"], told["situation"])))
        return f"・{goal} … {detail}"

    def _goal_of(self, goal_id: UUID) -> str:
        return fetch(self._session, Goal, goal_id).goal

    def _monitoring(self) -> Iterator[tuple[str, str | None]]:
        if self._item.monitoring_id is not None:
            looked = fetch(self._session, Monitoring, self._item.monitoring_id)
            yield "モニタリング", looked.overall
            yield "変更の内容", looked.change_note

    def _contacts(self) -> str:
        """Count the contacts of the last three months by their method."""
        query = select(Consultation.method).where(
            Consultation.case_id == self._item.case_id,
            Consultation.record_state != VOID,
            Consultation.held_on > self._on - timedelta(days=_LOOKED_BACK_DAYS),
            Consultation.held_on <= self._on,
        )
        counts = Counter(self._session.scalars(query))
        entries = self._work.codes.entries("consultation.method", centre=self._item.centre)
        told = [f"{each.brief} {counts[each.code]}回" for each in entries if counts[each.code]]
        return "・".join(told)

    def _agencies(self, plan: Plan | None) -> str:
        if plan is None:
            return ""
        parts: Sequence[Any] = [
            *services_of(self._session, plan.id),
            *actions_of(self._session, plan.id),
        ]
        return "・".join(
            dict.fromkeys(self._told(each, "agency_id") for each in parts if each.agency_id)
        )

    # private

    def _told(self, record: Record, key: str) -> str:
        field = next(field for field in fields_of(type(record)) if field.key == key)
        return as_text(field, getattr(record, key), self._names)

    def _pointed(self, model: Any, pointed: UUID | None) -> Any:
        if pointed is not None:
            return fetch(self._session, model, pointed)
        query = select(model).where(model.case_id == self._item.case_id, model.record_state != VOID)
        return self._session.scalars(
            query.order_by(model.created_at.desc(), model.id.desc())
        ).first()


def _span(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return ""
    return f"{wareki(first) if first else ''}〜{wareki(last) if last else ''}"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
