"""評価シート, in the order of the national form 【6】."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import answer_rows, answer_table, head_grid
from soudan_desk.papers.data import BLANK_DATE, Answer, Blank, Head, Option, Sections, Stamp
from soudan_desk.papers.grid import Cell, Grid, Row
from soudan_desk.papers.kit import Choices, title_block
from soudan_desk.papers.lists import LIST, Column, list_grid
from soudan_desk.papers.plan_parts import HAND_STAMPS, LOOK, text_block, whole_text
from soudan_desk.papers.text import Align, Text

_GOALS = (
    Column("順位", 34.0, align=Align.CENTRE),
    Column("達成目標", share=1.2),
    Column("達成状況", 76.0),
    Column("具体的状況", share=1.4),
)
_BLANK_GOALS = 3


@dataclass(frozen=True)
class GoalResult:
    """What has come of one goal."""

    no: str
    goal: str
    results: tuple[Option, ...]
    situation: str


@dataclass(frozen=True, kw_only=True)
class EvaluationSheet:
    """A plan's evaluation; `work` and `income` are questions the centre asks."""

    head: Head = field(default_factory=Head)
    stamps: tuple[Stamp, ...] = ()
    plan: str | None = None
    evaluated_on: str | None = None
    evaluator: str | None = None
    goals: tuple[GoalResult, ...] = ()
    changes: tuple[Option, ...] = ()
    work: tuple[Answer, ...] = ()
    income: tuple[Answer, ...] = ()
    remaining: str | None = None
    wish: Answer = field(default_factory=lambda: Answer(""))
    opinion: Answer = field(default_factory=lambda: Answer(""))
    outcome: tuple[Answer, ...] = ()
    follow_up: tuple[Answer, ...] = ()
    acknowledged: tuple[Answer, ...] = ()
    rest: Sections = ()


def evaluation_story(sheet: EvaluationSheet) -> list[Flowable]:
    """Lay the sheet out."""
    lines = [(each.no, each.goal, each.results, each.situation) for each in sheet.goals]
    about = (
        Answer("評価する計画", sheet.plan, blank="第　　　回", wide=True),
        Answer("評価実施日", sheet.evaluated_on, blank=BLANK_DATE),
        Answer("評価担当者", sheet.evaluator),
    )
    hand = sheet.evaluated_on is None
    return [
        title_block("評価シート", sheet.stamps),
        head_grid(sheet.head, about, LOOK),
        list_grid(_GOALS, lines, title="目標の達成状況", least=44.0 if hand else 21.0),
        _changes(sheet.changes),
        *([text_block("就労の状況", *sheet.work)] if sheet.work else []),
        *([text_block("増収の状況", *sheet.income)] if sheet.income else []),
        whole_text("現在の状況と残された課題", sheet.remaining, 3),
        text_block("本人の希望・支援員の意見", sheet.wish, sheet.opinion),
        text_block("支援調整会議などでの評価（結論）", *sheet.outcome),
        text_block("終結後のフォローアップ", *sheet.follow_up),
        Grid(answer_rows(sheet.acknowledged, LOOK), title="確認", space_after=6, whole_below=150),
        *answer_table(sheet.rest, LOOK),
    ]


def empty_evaluation(blank: Blank) -> EvaluationSheet:
    """Return the form for handwriting."""

    def options(name: str) -> tuple[Option, ...]:
        return tuple(map(Option, blank(name)))

    goal = GoalResult("", "", options("evaluation.goal_result"), "")
    return EvaluationSheet(
        stamps=tuple(map(Stamp, HAND_STAMPS)),
        goals=(goal,) * _BLANK_GOALS,
        changes=_noted(blank("evaluation.change")),
        work=(
            Answer("就労開始日", None, blank=BLANK_DATE),
            Answer("業種・職種"),
            Answer("就労の種類", "", options("evaluation.job_type"), wide=True),
            Answer("雇用形態"),
            Answer("月収・週の労働時間", None, blank="　　　　　円　　　　時間"),
        ),
        income=(
            Answer("支援前の月収入", None, blank="　　　　　　　円"),
            Answer("評価時の月収入", None, blank="　　　　　　　円"),
            Answer("増収の内容", "", options("evaluation.income_up_kind"), wide=True),
        ),
        wish=Answer("本人の希望", None, options("evaluation.wish"), wide=True, blank="　"),
        opinion=Answer("支援員の意見", None, options("evaluation.outcome"), wide=True, blank="　"),
        outcome=(
            Answer("会議で評価した日", None, blank=BLANK_DATE, wide=True),
            Answer("評価の結論", "", options("evaluation.outcome"), wide=True),
            Answer("終結理由", "", tuple(map(Option, _reasons(blank))), wide=True),
        ),
        follow_up=(
            Answer("する・しない", "", (Option("する"), Option("しない"))),
            Answer("予定日", None, blank=BLANK_DATE),
        ),
        acknowledged=(
            Answer("本人の確認", None, blank=BLANK_DATE),
            Answer("自治体の確認", None, blank=BLANK_DATE),
        ),
    )


def _reasons(blank: Blank) -> list[str]:
    """The reasons of the first of the centres: each kind of centre has its own."""
    return blank("case.close_reason", blank.centres[0])


def _noted(labels: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(label, note="" if label == "その他" else None) for label in labels)


def _changes(options: Sequence[Option]) -> Flowable:
    """Every change the form knows, in three columns, those seen filled."""
    title = "見られた変化（あてはまるものすべて）"
    part = Choices(options, columns=3, style=LIST.but(size=8.5), field=title)
    content = part if options else Text("", LIST)
    return Grid([Row((Cell((content,)),))], title=title, space_after=6, whole_below=200)
