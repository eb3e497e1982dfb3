"""支援ケース一覧, with the columns of the national form 【4】."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from reportlab.platypus import Flowable

from soudan_desk.papers.data import Blank
from soudan_desk.papers.kit import note, title_block
from soudan_desk.papers.lists import Column, list_grid
from soudan_desk.papers.text import CELL, Align

_COLUMNS = (
    Column("ID", 62.0),
    Column("氏名\n性別・年齢", 74.0),
    Column("担当", 48.0),
    Column("初回相談\n受付日", 45.0),
    Column("本人同意\n（申込）日", 45.0),
    Column("スクリー\nニング", 48.0),
    Column("最新プラン\n回数・策定・終期", 74.0),
    Column("支援調整\n会議日", 45.0),
    Column("支援決定・\n確認日", 46.0),
    Column("次回モニ\nタリング", 45.0),
    Column("評価日・\n結果", 50.0),
    Column("終結・\n中断日", 45.0),
    Column("最終\n対応日", 45.0),
    Column("状態"),
)
_STYLE = CELL.but(size=7.8, leading=10.5, align=Align.LEFT)
_BLANK_LINES = 12


@dataclass(frozen=True)
class CaseLine:
    """One case, as it reads."""

    case_no: str = ""
    person: str = ""
    workers: str = ""
    opened_on: str = ""
    agreed_on: str = ""
    screening: str = ""
    plan: str = ""
    meeting_on: str = ""
    decision: str = ""
    monitoring_on: str = ""
    evaluation: str = ""
    closed_on: str = ""
    last_on: str = ""
    state: str = ""


@dataclass(frozen=True)
class CaseListPaper:
    """The cases of a list, in its order; `remark` says what it was narrowed to."""

    lines: tuple[CaseLine, ...] = ()
    remark: str = ""


def case_list_story(listed: CaseListPaper) -> list[Flowable]:
    """Lay the list out on its side."""
    return [
        title_block("支援ケース一覧"),
        *([note(listed.remark)] if listed.remark else []),
        list_grid(
            _COLUMNS,
            [astuple(line) for line in listed.lines],
            by_hand=0 if listed.lines else _BLANK_LINES,
            least_by_hand=30.0,
            style=_STYLE,
        ),
    ]


def empty_case_list(_blank: Blank) -> CaseListPaper:
    """Return a page of empty lines for handwriting."""
    return CaseListPaper()
