"""モニタリング報告書: in the order of 様式3-1, or the plain sheet of the other centres."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import answer_row, answer_rows, answer_table, head_grid
from soudan_desk.papers.data import BLANK_DATE, Answer, Blank, Head, Named, Option, Sections, Stamp
from soudan_desk.papers.grid import Grid
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.lists import Column, list_grid
from soudan_desk.papers.page import LANDSCAPE, UPRIGHT, next_page
from soudan_desk.papers.plan_parts import HAND_STAMPS, LOOK, text_block, whole_text
from soudan_desk.papers.service_head import (
    BLANK_DAY,
    SERVICE_LOOK,
    Certificate,
    ServiceHead,
    service_head,
)
from soudan_desk.papers.text import CELL, Align

SERVICE_TITLE = "モニタリング報告書（継続サービス利用支援・継続障害児支援利用援助）"
PLAIN_TITLE = "モニタリング報告書"
_SMALL = CELL.but(size=8.5, leading=12)
_SERVICE = (
    Column("優先\n順位", 30.0, align=Align.CENTRE),
    Column("支援目標", share=1.0),
    Column("達成時期", 54.0),
    Column("サービス提供状況\n（事業者からの聞き取り）", share=1.1),
    Column("本人の感想・\n満足度", share=0.9),
    Column("支援目標の達成度\n（ニーズの充足度）", share=0.85),
    Column("今後の課題・\n解決方法", share=1.0),
    Column("計画変更の必要性", 84.0),
    Column("その他留意事項", share=0.75),
)
_PLAIN = (
    Column("順位", 34.0, align=Align.CENTRE),
    Column("目標"),
    Column("状況", share=1.2),
    Column("本人の感想・満足度"),
    Column("達成度", 54.0),
    Column("今後の課題・解決方法"),
)


@dataclass(frozen=True)
class GoalState:
    """How one goal goes."""

    no: str = ""
    goal: str = ""
    due: str = ""
    state: str = ""
    view: str = ""
    result: str = ""
    remaining: str = ""
    change: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class MonitoringSheet:
    """One look at a plan; `is_service` asks for the form of 様式3-1."""

    is_service: bool = False
    head: Head = field(default_factory=Head)
    stamps: tuple[Stamp, ...] = ()
    provider: str | None = None
    plan_author: str | None = None
    certificate: Certificate = field(default_factory=Certificate)
    plan: str | None = None
    plan_made_on: str | None = None
    held_on: str | None = None
    staff: str | None = None
    agreed: str | None = None
    held: tuple[Answer, ...] = ()  # 方法, 実施場所, 同席者
    policy: str | None = None
    overall: str | None = None
    goals: tuple[GoalState, ...] = ()
    living: tuple[Answer, ...] = ()  # what 日常生活自立支援事業 looks at besides
    changed: tuple[Answer, ...] = ()
    after: tuple[Answer, ...] = ()  # 次回, 報告, 確認
    rest: Sections = ()


@dataclass(frozen=True)
class MonitoringPaper:
    """One report, or several empty forms one after the other."""

    parts: tuple[MonitoringSheet, ...]

    @property
    def head(self) -> Head:
        """Whose plan was looked at."""
        return self.parts[0].head


def monitoring_story(paper: MonitoringPaper) -> list[Flowable]:
    """Lay out every part, each from a new page."""
    story: list[Flowable] = []
    for part in paper.parts:
        story += next_page(_shape(part)) if story else []
        story += _service_story(part) if part.is_service else _plain_story(part)
    return story


def monitoring_is_turned(paper: MonitoringPaper) -> bool:
    """Tell whether the first page lies on its side."""
    return paper.parts[0].is_service


def empty_monitoring(blank: Blank) -> MonitoringPaper:
    """Return the form that is wanted, else all of the given centres: 様式3-1, plain ones."""
    wanted = [
        make
        for key, make in (_EMPTY[centre] for centre in blank.centres)
        if blank.form in ("", key)
    ]
    return MonitoringPaper(tuple(make(blank) for make in wanted))


def monitoring_forms(blank: Blank) -> dict[str, str]:
    """Return the forms of the given centres by the kind of plan they look at, and its title."""
    return {_EMPTY[centre][0]: blank("plan.kind", centre)[0] for centre in blank.centres}


def _shape(part: MonitoringSheet) -> str:
    return LANDSCAPE if part.is_service else UPRIGHT


def _service_story(sheet: MonitoringSheet) -> list[Flowable]:
    who = ServiceHead(
        Named(sheet.head.client.name, sheet.head.client.kana),
        sheet.provider,
        sheet.plan_author,
        sheet.certificate,
    )
    days = (
        Answer("計画作成日", sheet.plan_made_on, blank=BLANK_DAY),
        Answer("モニタリング実施日", sheet.held_on, blank=BLANK_DAY),
        Answer("利用者同意署名欄", sheet.agreed),
    )
    texts = (
        Answer("総合的な援助の方針", sheet.policy, long=True, lines=2),
        Answer("全体の状況", sheet.overall, long=True, lines=2),
    )
    lines = [
        (g.no, g.goal, g.due, g.state, g.view, g.result, g.remaining, g.change, g.note)
        for g in sheet.goals
    ]
    look = SERVICE_LOOK
    return [
        title_block(SERVICE_TITLE, sheet.stamps),
        service_head(who, *days),
        Grid([*_held_rows(sheet), *answer_rows(texts, look)], space_after=6),
        list_grid(_SERVICE, lines, least=30.0, style=_SMALL),
        *_ending(sheet),
    ]


def _held_rows(sheet: MonitoringSheet) -> list[Any]:
    wide, short = [a for a in sheet.held if a.options], [a for a in sheet.held if not a.options]
    rows = [answer_row(*short, look=SERVICE_LOOK)] if short else []
    return [*rows, *(answer_row(each, look=SERVICE_LOOK) for each in wide)]


def _plain_story(sheet: MonitoringSheet) -> list[Flowable]:
    hand = sheet.held_on is None
    about = (
        Answer("計画", sheet.plan, blank="第　　　回", wide=True),
        Answer("実施日", sheet.held_on, blank=BLANK_DATE),
        Answer("担当者", sheet.staff),
        *sheet.held,
    )
    lines = [
        (
            g.no,
            _with(g.goal, "期限", g.due),
            g.state,
            g.view,
            g.result,
            _with(g.remaining, "留意", g.note),
        )
        for g in sheet.goals
    ]
    return [
        title_block(PLAIN_TITLE, sheet.stamps),
        head_grid(sheet.head, about, LOOK),
        *([whole_text("支援の方針", sheet.policy, 2)] if sheet.policy or hand else []),
        whole_text("全体の状況", sheet.overall, 3),
        list_grid(_PLAIN, lines, title="目標ごとの状況", by_hand=3 * hand, least_by_hand=50.0),
        *_ending(sheet),
    ]


def _with(text: str, label: str, more: str) -> str:
    return "\n".join(filter(None, (text, f"{label}：{more}" if more else "")))


def _ending(sheet: MonitoringSheet) -> list[Flowable]:
    """What must change and what comes next, in one table on the form that lies on its side."""
    blocks = [
        ("本人・支援の変化", sheet.living),
        ("計画の変更", sheet.changed),
        ("次回・報告", sheet.after),
    ]
    if sheet.is_service:
        blocks = [("計画の変更・次回", (*sheet.changed, *sheet.after))]
    told = [text_block(title, *answers) for title, answers in blocks if answers]
    return [*told, *answer_table(sheet.rest, LOOK)]


def change_options(labels: Sequence[str], answers: Sequence[str]) -> tuple[Option, ...]:
    """Return which parts of the plan must change: 有, 無, 不明, or blank where nothing is said."""
    return tuple(
        Option(f"{label}（{answer or _EITHER}）", chosen=answer == YES)
        for label, answer in zip(labels, answers, strict=True)
    )


def goal_changes(answers: Sequence[str] = ("", "", "")) -> str:
    """Return what must change for one goal, a line each; 有・無 to ring where nothing is said."""
    return "\n".join(
        f"{label.removeprefix('サービスの')}　{answer or _EITHER}"
        for label, answer in zip(CHANGES, answers, strict=True)
    )


YES, _EITHER = "有", "有・無"
CHANGES = ("サービスの種類", "サービスの量", "週間計画")


def _empty_service(_blank: Blank) -> MonitoringSheet:
    return MonitoringSheet(
        is_service=True,
        held=(Answer("実施場所"), Answer("同席者"), Answer("担当者")),
        goals=(GoalState(change=goal_changes()),) * 3,
    )


def _empty_plain(blank: Blank) -> MonitoringSheet:
    need = (Option("有"), Option("無"))
    return MonitoringSheet(
        stamps=tuple(map(Stamp, HAND_STAMPS)),
        held=(
            Answer("方法", "", tuple(map(Option, blank("monitoring.method"))), wide=True),
            Answer("実施場所"),
            Answer("同席者"),
        ),
        changed=(
            Answer("計画の変更の必要性", "", need, wide=True),
            Answer("変更の内容", None, long=True, lines=2),
        ),
        after=(
            Answer("次回モニタリング", None, blank=BLANK_DATE),
            Answer("本人の確認", None, blank=BLANK_DATE),
        ),
    )


def _empty_rights(blank: Blank) -> MonitoringSheet:
    """The plain form with what 日常生活自立支援事業 looks at besides."""
    sheet = _empty_plain(blank)
    capacity = tuple(map(Option, blank("monitoring.capacity_change")))
    living = (
        Answer("希望の変化", None, long=True, lines=1),
        Answer("判断能力の変化", "", capacity, wide=True),
        Answer("金銭管理の状況", None, long=True, lines=1),
        Answer("健康の状況", None, long=True, lines=1),
        Answer("関係機関の変化", None, long=True, lines=1),
        Answer("成年後見制度の検討", "", (Option("要る"), Option("要らない")), wide=True),
    )
    return replace(sheet, living=living)


_EMPTY: dict[str, tuple[str, Callable[[Blank], MonitoringSheet]]] = {
    "life_support": ("self_reliance", _empty_plain),
    "rights_advocacy": ("nichiji", _empty_rights),
    "disability": ("service_use", _empty_service),
}
"""By centre: the kind of plan the form looks at, and what makes it."""
