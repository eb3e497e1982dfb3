"""サービス等利用計画案・計画 with its 週間計画表: 様式1-1/1-2 and 2-1/2-2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import Look, answer_row, answer_rows, answer_table
from soudan_desk.papers.data import Answer, Named
from soudan_desk.papers.grid import Grid, Row
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.lists import Column, list_grid
from soudan_desk.papers.page import LANDSCAPE, next_page
from soudan_desk.papers.plan_parts import (
    GoalLine,
    PlanData,
    renewal,
    text_block,
    whole_text,
)
from soudan_desk.papers.service_head import (
    BLANK_DAY,
    SERVICE_LOOK,
    Certificate,
    ServiceHead,
    service_head,
)
from soudan_desk.papers.text import CELL, Align
from soudan_desk.papers.week import WEEK_LOOK, week_part
from soudan_desk.papers.week_places import WeekBlock

DRAFT_TITLE = "サービス等利用計画案・障害児支援利用計画案"
ISSUED_TITLE = "サービス等利用計画・障害児支援利用計画"
_SMALL = CELL.but(size=8.5, leading=12)


@dataclass(frozen=True, kw_only=True)
class ServicePlan(PlanData):
    """The plan of a disability centre, as a draft for the municipality or as it is in force."""

    is_draft: bool = False
    provider: str | None = None
    certificate: Certificate = field(default_factory=Certificate)
    monitoring: str | None = None
    starts: str | None = None  # the month
    week: tuple[WeekBlock, ...] = ()
    daily: str | None = None
    other_than_weekly: str | None = None
    whole_picture: str | None = None

    @property
    def who(self) -> ServiceHead:
        """Return what the top of the form says."""
        client = Named(self.head.client.name, self.head.client.kana)
        return ServiceHead(client, self.provider, self.author, self.certificate)


def service_plan_story(plan: ServicePlan) -> list[Flowable]:
    """Lay plan and week out, both on their side."""
    look = SERVICE_LOOK
    return [
        title_block(plan.title, plan.stamps),
        service_head(plan.who, *_days(plan)),
        _aims(plan, look),
        list_grid(
            _columns(is_draft=plan.is_draft),
            [_line(goal, is_draft=plan.is_draft) for goal in plan.goals],
            by_hand=4 * plan.by_hand,
            least=30.0,
            least_by_hand=31.0,
            whole_below=0.0,
            style=_SMALL,
        ),
        *_actions(plan),
        *([text_block("備考", Answer("備考", plan.note, long=True))] if plan.note else []),
        *answer_table(plan.rest, look),
        *next_page(LANDSCAPE),
        *_week(plan),
    ]


def empty_service_plans() -> dict[str, ServicePlan]:
    """Return the forms for handwriting: the 案, then the plan with its providers' column."""
    return {
        "service_use_draft": ServicePlan(title=DRAFT_TITLE, is_draft=True),
        "service_use": ServicePlan(title=ISSUED_TITLE),
    }


def _days(plan: ServicePlan) -> tuple[Answer, ...]:
    made = "計画案作成日" if plan.is_draft else "計画作成日"
    agreed = plan.agreement
    signed = "　".join(filter(None, (agreed.agreed_on, agreed.signed_by)))
    return (
        Answer(made, plan.drafted_on, blank=BLANK_DAY),
        Answer("モニタリング期間\n（開始年月）", plan.monitoring),
        Answer("利用者同意署名欄", None if agreed.signed_by is None else signed),
    )


def _aims(plan: ServicePlan, look: Look) -> Grid:
    family = f"【家族】{plan.wish_family}" if plan.wish_family else ""
    wishes = None if plan.wish_self is None else "\n".join(filter(None, (plan.wish_self, family)))
    lines = (
        ("利用者及びその家族の生活に対する意向（希望する生活）", wishes),
        ("総合的な援助の方針", plan.policy),
        ("長期目標", plan.goal_long),
        ("短期目標", plan.goal_short),
    )
    asked = [
        Answer(label, text, long=True, lines=2 - bool(at)) for at, (label, text) in enumerate(lines)
    ]
    issues = [Answer("解決すべき課題", plan.issues, long=True)] if plan.issues else []
    rows = answer_rows([*renewal(plan), *asked, *issues], look)
    return Grid([*_course(plan, look), *rows], space_after=6)


def _course(plan: ServicePlan, look: Look) -> list[Row]:
    """Say which plan it is and for how long: what the national form leaves out."""
    if plan.by_hand:
        return []
    told = [
        Answer("計画の回数", plan.edition),
        Answer("計画の期間", plan.period),
        Answer("説明日・交付日", _handed(plan)),
        Answer("次回モニタリング", plan.next_on),
    ]
    return [answer_row(*told[at : at + 2], look=look) for at in (0, 2)]


def _handed(plan: ServicePlan) -> str:
    agreed = plan.agreement
    said = (("説明", agreed.explained_on), ("交付", agreed.issued_on))
    return "　".join(f"{label} {day}" for label, day in said if day)


def _columns(*, is_draft: bool) -> tuple[Column, ...]:
    provider = () if is_draft else (Column("提供事業者名\n（担当者名・電話）", share=1.15),)
    return (
        Column("優先\n順位", 32.0, align=Align.CENTRE),
        Column("解決すべき課題\n（本人のニーズ）", share=1.1),
        Column("支援目標", share=1.1),
        Column("達成時期", 58.0),
        Column("福祉サービス等\n種類・内容・量（頻度・時間）", share=1.5),
        *provider,
        Column("課題解決のための\n本人の役割", share=0.95),
        Column("評価時期", 58.0),
        Column("その他留意事項", share=0.85),
    )


def _line(goal: GoalLine, *, is_draft: bool) -> Sequence[str]:
    told = f"［{goal.since}］{goal.goal}" if goal.since else goal.goal
    providers = () if is_draft else (goal.providers,)
    return (
        *(goal.no, goal.need, told, goal.due, goal.services, *providers),
        *(goal.own_role, goal.review, goal.cautions),
    )


def _actions(plan: ServicePlan) -> list[Flowable]:
    if not plan.actions:
        return []
    columns = (
        Column("実施すること", share=2),
        Column("実施者"),
        Column("時期・頻度"),
        Column("備考"),
    )
    lines = [(each.what, each.who, each.when, each.note) for each in plan.actions]
    return [list_grid(columns, lines, title="実施すること")]


def _week(plan: ServicePlan) -> list[Flowable]:
    suffix = "【週間計画表】"
    title = plan.title
    no = plan.certificate
    head = (
        Answer("利用者氏名", plan.head.client.name),
        Answer("障害支援区分", no.category),
        Answer("相談支援事業者名", plan.provider),
        Answer("受給者証番号", no.number),
        Answer("計画作成担当者", plan.author),
        Answer("計画開始年月", plan.starts, blank="令和　　年　　月"),
    )
    return [
        title_block(f"{title}{suffix}"),
        *week_part(
            head,
            plan.week,
            daily=plan.daily,
            other=plan.other_than_weekly,
        ),
        whole_text("サービス提供によって実現する生活の全体像", plan.whole_picture, 2, WEEK_LOOK),
    ]
