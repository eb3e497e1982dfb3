"""プラン兼事業等利用申込書, in the order of the national form 【5】."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import answer_row, answer_table
from soudan_desk.papers.data import BLANK_DATE, Answer, Option, Stamp
from soudan_desk.papers.grid import Grid
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.lists import Column, list_grid
from soudan_desk.papers.plan_parts import (
    HAND_STAMPS,
    LOOK,
    ActionLine,
    GoalLine,
    PlanData,
    agreement_block,
    plan_head,
    text_block,
    whole_text,
)
from soudan_desk.papers.text import Align

OUTSIDE_GROUPS = frozenset({"outside", "job"})
"""Groups of schemes that stand apart on the form: they ask for no 支援決定."""

_WORDS = (
    "私は、支援員と話し合って作ったこのプランの内容に同意し、"
    "このプランに書かれた事業等の利用を申し込みます。"
)
BLANK_TO = "　　　　　　　　　　　　殿"
_NUMBER = Column("順位", 34.0, align=Align.CENTRE)
_ACTIONS = (
    Column("実施すること", share=1.6),
    Column("実施者"),
    Column("期間・頻度"),
    Column("備考", share=0.8),
)
_SCHEMES = (
    Column("利用", 34.0, align=Align.CENTRE),
    Column("事業等", share=1.7),
    Column("期間", share=1.1),
    Column("実施機関・担当", share=1.1),
    Column("支援方針", share=1.2),
)


@dataclass(frozen=True)
class SchemeLine:
    """One scheme the Act knows, used or not; `used` is the box as it reads."""

    label: str
    used: bool = False
    period: str = ""
    provider: str = ""
    policy: str = ""


@dataclass(frozen=True, kw_only=True)
class ReliancePlan(PlanData):
    """The plan of a life-support centre, with which its schemes are applied for."""

    to: str = BLANK_TO
    schemes: tuple[SchemeLine, ...] = ()
    others: tuple[SchemeLine, ...] = ()  # 法定外, those that are used
    aims_at_work: tuple[Option, ...] = ()
    meeting_on: str | None = None
    decision: tuple[Option, ...] = ()
    decided_on: str | None = None
    decided_by: str | None = None


def reliance_plan_story(plan: ReliancePlan) -> list[Flowable]:
    """Lay the plan out."""
    hand = plan.by_hand
    return [
        title_block(plan.title, plan.stamps),
        plan_head(plan, "作成担当者"),
        *_issues(plan),
        *_goals(plan),
        list_grid(_ACTIONS, _actions(plan.actions), title="実施すること", by_hand=3 * hand),
        list_grid(_SCHEMES, _schemes(plan.schemes), title="法に基づく事業等", whole_below=300),
        *_others(plan),
        text_block("プランの見直し", *_review(plan)),
        agreement_block(plan, _WORDS, title="本人同意・利用申込欄", to=plan.to),
        _decision(plan),
        *answer_table(plan.rest, LOOK),
    ]


def empty_reliance_plan(
    schemes: Sequence[str], others: Sequence[str], decisions: Sequence[str], title: str
) -> ReliancePlan:
    """Return the form for handwriting with every scheme to tick."""
    return ReliancePlan(
        title=title,
        schemes=tuple(map(SchemeLine, schemes)),
        others=tuple(map(SchemeLine, others)),
        aims_at_work=(Option("就労支援対象者"),),
        decision=tuple(map(Option, decisions)),
        stamps=tuple(map(Stamp, HAND_STAMPS)),
    )


def _issues(plan: ReliancePlan) -> list[Flowable]:
    """The needs by priority, under what is said of them as a whole."""
    columns = (_NUMBER, Column("解決したい課題"))
    needs = [(goal.no, goal.need) for goal in plan.goals if goal.need]
    if plan.by_hand or needs:
        table = list_grid(columns, needs, title="解決したい課題", by_hand=3 * plan.by_hand)
        table.spaceAfter = 0.0 if plan.issues else table.spaceAfter
        return [table, *([whole_text("", plan.issues, 0)] if plan.issues else [])]
    return [whole_text("解決したい課題", plan.issues or "", 3)]


def _goals(plan: ReliancePlan) -> list[Flowable]:
    columns = (
        _NUMBER,
        Column("本プランにおける達成目標", share=2.2),
        Column("達成時期", 92.0),
        Column("本人の役割", share=1.3),
    )
    lines = [(goal.no, _told(goal), goal.due, goal.own_role) for goal in plan.goals]
    wishes = [
        Answer(label, text, long=True)
        for label, text in (
            ("本人の希望・意向", plan.wish_self),
            ("家族等の意向", plan.wish_family),
            ("支援の方針", plan.policy),
        )
        if text
    ]
    goal = Answer("長期目標（本人の言葉）", plan.goal_long, long=True, lines=2)
    short = [Answer("本プランの目標", plan.goal_short, long=True)] if plan.goal_short else []
    return [
        text_block("目標（目指す姿）", *wishes, goal, *short),
        list_grid(columns, lines, by_hand=3 * plan.by_hand),
    ]


def _told(goal: GoalLine) -> str:
    """A goal, with whether it was carried over from the plan before."""
    notes = "\n".join(
        f"{label}：{text}"
        for label, text in (("評価", goal.review), ("留意", goal.cautions))
        if text
    )
    since = f"［{goal.since}］" if goal.since else ""
    return f"{since}{goal.goal}" + (f"\n{notes}" if notes else "")


def _actions(actions: Sequence[ActionLine]) -> list[tuple[str, ...]]:
    return [(each.what, each.who, each.when, each.note) for each in actions]


def _schemes(schemes: Sequence[SchemeLine]) -> list[tuple[str, ...]]:
    return [
        ("■" if each.used else "□", each.label, each.period, each.provider, each.policy)
        for each in schemes
    ]


def _others(plan: ReliancePlan) -> list[Flowable]:
    if plan.by_hand:
        options = tuple(Option(each.label) for each in plan.others)
        return [
            text_block("その他の事業（法定外）", Answer("利用するもの", "", options, wide=True))
        ]
    if not plan.others:
        return []
    return [list_grid(_SCHEMES, _schemes(plan.others), title="その他の事業（法定外）")]


def _review(plan: ReliancePlan) -> list[Answer]:
    return [
        Answer("就労支援", "", plan.aims_at_work),
        Answer("次回モニタリング", plan.next_on, blank="令和　　年　　月頃"),
        Answer("備考", plan.note, long=True, lines=2),
    ]


def _decision(plan: ReliancePlan) -> Flowable:
    rows = [
        answer_row(
            Answer("支援調整会議の開催日", plan.meeting_on, blank=BLANK_DATE),
            Answer("支援決定・確認", "", plan.decision),
            look=LOOK,
        ),
        answer_row(
            Answer("決定・確認の日", plan.decided_on, blank=BLANK_DATE),
            Answer("決定・確認した部署", plan.decided_by),
            look=LOOK,
        ),
    ]
    return Grid(
        rows, title="支援調整会議・支援決定（自治体記入欄）", space_after=6, whole_below=200
    )
