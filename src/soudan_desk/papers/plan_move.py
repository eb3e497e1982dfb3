"""地域移行支援計画: the way out of a hospital or an institution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import answer_table
from soudan_desk.papers.data import BLANK_DATE, Answer, Option, Stamp
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.lists import Column, list_grid
from soudan_desk.papers.plan_parts import (
    HAND_STAMPS,
    LOOK,
    PlanData,
    agreement_block,
    plan_head,
    text_block,
)
from soudan_desk.papers.text import Align

_WORDS = "この地域移行支援計画の内容について説明を受け、これに同意します。"
_GOALS = (
    Column("順位", 34.0, align=Align.CENTRE),
    Column("課題", share=1.1),
    Column("地域移行支援の目標", share=1.2),
    Column("達成時期", 84.0),
    Column("本人の役割", share=0.8),
    Column("留意事項", share=0.8),
)
_STEPS = (
    Column("支援内容", share=1.7),
    Column("頻度", share=0.8),
    Column("担当"),
    Column("期間"),
)


@dataclass(frozen=True, kw_only=True)
class MovePlan(PlanData):
    """The plan of 地域移行支援; `hospital` are the questions about where the person is."""

    hospital: tuple[Answer, ...] = ()
    certificate: tuple[Answer, ...] = ()
    steps: tuple[tuple[str, ...], ...] = ()
    cautions: str | None = None
    meeting_on: str | None = None


def move_plan_story(plan: MovePlan) -> list[Flowable]:
    """Lay the plan out."""
    hand = plan.by_hand
    goals = [
        (each.no, each.need, _marked(each.since, each.goal), each.due, each.own_role, each.cautions)
        for each in plan.goals
    ]
    return [
        title_block(plan.title, plan.stamps),
        plan_head(plan, "計画作成担当者"),
        *([text_block("受給者証", *plan.certificate)] if plan.certificate else []),
        text_block("病院・施設", *plan.hospital),
        text_block("意向・方針・課題", *_aims(plan)),
        list_grid(_GOALS, goals, title="目標", by_hand=3 * hand),
        list_grid(_STEPS, plan.steps, title="支援内容・頻度・担当・期間", by_hand=5 * hand),
        text_block("留意事項・見直し", *_closing(plan)),
        agreement_block(plan, _WORDS, title="説明・同意・交付"),
        *answer_table(plan.rest, LOOK),
    ]


def empty_move_plan(title: str, admissions: Sequence[str]) -> MovePlan:
    """Return the form for handwriting."""
    return MovePlan(
        title=title,
        stamps=tuple(map(Stamp, HAND_STAMPS)),
        hospital=(
            Answer("病院・施設の名称", wide=True),
            Answer("入院・入所日", None, blank=BLANK_DATE),
            Answer("病棟"),
            Answer("病院・施設の担当者", wide=True),
            Answer("入院の形", "", tuple(map(Option, admissions)), wide=True),
        ),
    )


def _aims(plan: MovePlan) -> list[Answer]:
    asked = [
        ("利用者の意向", plan.wish_self, 3),
        ("家族の意向", plan.wish_family, 2),
        ("総合的な支援の方針", plan.policy, 2),
        ("生活全般の質を高めるための課題", plan.issues, 3),
    ]
    goals = [("長期目標", plan.goal_long), ("短期目標", plan.goal_short)]
    return [
        *(Answer(label, text, long=True, lines=n) for label, text, n in asked),
        *(Answer(label, text, long=True) for label, text in goals if text),
    ]


def _marked(since: str, goal: str) -> str:
    return f"［{since}］{goal}" if since else goal


def _closing(plan: MovePlan) -> list[Answer]:
    return [
        Answer("支援提供上の留意事項", plan.cautions, long=True, lines=2),
        Answer("計画作成会議", plan.meeting_on, blank=BLANK_DATE),
        Answer("見直しの時期", plan.next_on, blank=BLANK_DATE),
        *([Answer("備考", plan.note, long=True)] if plan.note else []),
    ]
