"""経過一覧, the output form of 支援経過記録: one line a contact, the head on every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from reportlab.platypus import Flowable

from soudan_desk.japanese.eras import wareki_short
from soudan_desk.papers.answers import head_grid
from soudan_desk.papers.data import Answer, Head
from soudan_desk.papers.grid import Cell, Grid, Row, head_row
from soudan_desk.papers.kit import note, title_block
from soudan_desk.papers.text import CELL, Align, Text

_COLUMNS = ("日付", "時間", "方法", "相手", "対応者", "内容")
_WIDTHS = (52.0, 47.0, 54.0, 52.0, 50.0, None)
_NARROW = CELL.but(size=9, leading=13, align=Align.LEFT)
_WIDE = CELL.but(size=9.5, leading=14)


@dataclass(frozen=True)
class ProgressLine:
    """One contact as a line; `time` may be 「10:00〜10:45」 with the minutes under it."""

    on: date | None
    time: str = ""
    method: str = ""
    counterpart: str = ""
    staff: str = ""
    text: str = ""


@dataclass(frozen=True)
class ProgressList:
    """The contacts of a case, oldest first."""

    head: Head = field(default_factory=Head)
    about: tuple[Answer, ...] = ()
    lines: tuple[ProgressLine, ...] = ()
    remark: str = ""  # 期間, 件数 …


def progress_list_story(listed: ProgressList) -> list[Flowable]:
    """Lay the list out."""
    remark = [note(listed.remark)] if listed.remark else []
    rows = [head_row(_COLUMNS, _WIDTHS), *map(_row, listed.lines)]
    return [
        title_block("支援経過記録（経過一覧）"),
        head_grid(listed.head, listed.about),
        *remark,
        Grid(rows),
    ]


def empty_progress_list(_labels: Callable[[str], Sequence[str]]) -> ProgressList:
    """Return a page of empty lines for handwriting."""
    return ProgressList(lines=(ProgressLine(None),) * 15)


def _row(line: ProgressLine) -> Row:
    on = wareki_short(line.on) if line.on else ""
    short = (on, line.time, line.method, line.counterpart, line.staff)
    cells = [
        Cell((Text(text, _NARROW, field=column),), width=width, at_top=True)
        for text, column, width in zip(short, _COLUMNS, _WIDTHS, strict=False)
    ]
    body = Cell((Text(line.text, _WIDE, field="内容"),), at_top=True)
    return Row((*cells, body), least=22.0 if line.on else 39.0)
