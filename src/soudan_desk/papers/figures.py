"""統計表: the tables of a report, each under its title, wide ones in parts side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reportlab.platypus import Flowable

from soudan_desk.papers import fonts
from soudan_desk.papers.grid import Cell, Grid, Row, label_cell
from soudan_desk.papers.kit import note, title_block
from soudan_desk.papers.page import INNER_WIDTH, LANDSCAPE_WIDTH
from soudan_desk.papers.text import CELL, HEADING, LABEL, SMALL, Align, Style, Text

_UPRIGHT_COLUMNS, _TURNED_COLUMNS = 8, 14
_NARROWEST_NAME = {False: 140.0, True: 190.0}
_WIDEST_COUNT = 72.0
_HEAD = LABEL.but(size=8, leading=10.5, align=Align.CENTRE)
_NAME = LABEL.but(size=8.5, leading=11.5, font=fonts.REGULAR)
_COUNT = CELL.but(size=9.5, leading=12, align=Align.RIGHT)
_LEAST = 16.5
_WHOLE_BELOW = {False: 620.0, True: 440.0}


@dataclass(frozen=True)
class FiguresRow:
    """One row: its name and its counts as they read; a sum is set in bold."""

    label: str
    counts: tuple[str, ...]
    is_sum: bool = False


@dataclass(frozen=True)
class FiguresTable:
    """One table; `corner` says what the rows are."""

    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[FiguresRow, ...]
    notes: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    """What stands above it, as what it is narrowed to."""


@dataclass(frozen=True)
class FiguresPaper:
    """A report: its time and state in words, its tables, what the words mean, what was checked."""

    title: str
    period: str
    state: str
    tables: tuple[FiguresTable, ...]
    definitions: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Whether it lies on its side."""
        return any(len(table.columns) > _UPRIGHT_COLUMNS for table in self.tables)


def figures_story(paper: FiguresPaper) -> list[Flowable]:
    """Lay a report out: tables first, then definitions and checks."""
    story: list[Flowable] = [
        title_block(paper.title),
        note(f"期間：{paper.period}　　{paper.state}"),
        _gap(),
    ]
    for table in paper.tables:
        story += _table(table, is_turned=paper.is_wide)
    story += _words("数え方（定義）", paper.definitions)
    story += _words("点検", paper.checks)
    return story


def _table(table: FiguresTable, *, is_turned: bool) -> Iterator[Flowable]:
    most = _TURNED_COLUMNS if is_turned else _UPRIGHT_COLUMNS
    parts = _parts(len(table.columns), most)
    yield from (note(head) for head in table.heads)
    for number, columns in enumerate(parts, start=1):
        title = table.title if len(parts) == 1 else f"{table.title}（{number}/{len(parts)}）"
        width = _count_width(len(columns), is_turned=is_turned)
        rows = [_head(table, columns, width)]
        rows += [_row(row, columns, table, width) for row in table.rows]
        yield Grid(rows, title=title, space_after=4, whole_below=_WHOLE_BELOW[is_turned])
    for sentence in table.notes:
        yield Text(f"※ {sentence}", SMALL.but(size=7.8, leading=11))
    yield _gap()


def _gap() -> Flowable:
    return Text("", SMALL.but(size=5, leading=7))


def _count_width(columns: int, *, is_turned: bool) -> float:
    """Return the width of a count in points: the names get what is left."""
    inner = LANDSCAPE_WIDTH if is_turned else INNER_WIDTH
    return float(min(_WIDEST_COUNT, (inner - _NARROWEST_NAME[is_turned]) / columns))


def _parts(count: int, most: int) -> list[range]:
    """Split columns evenly over as few parts as hold them."""
    parts = -(-count // most)
    edges = [round(count * at / parts) for at in range(parts + 1)]
    return [range(here, there) for here, there in pairwise(edges)]


def _head(table: FiguresTable, columns: range, width: float) -> Row:
    corner = label_cell(table.corner, None, _HEAD.but(align=Align.LEFT))
    cells = (label_cell(table.columns[at], width, _HEAD) for at in columns)
    return Row((corner, *cells), least=_LEAST, is_head=True)


def _row(row: FiguresRow, columns: range, table: FiguresTable, width: float) -> Row:
    font = fonts.BOLD if row.is_sum else fonts.REGULAR
    name = Text(row.label, _NAME.but(font=font), field=table.title)
    counts = (
        Cell((Text(row.counts[at], _counted(row.counts[at], font), field=row.label),), width)
        for at in columns
    )
    return Row((Cell((name,), is_label=True), *counts), least=_LEAST)


def _counted(text: str, font: str) -> Style:
    """Return how a count is set: zeros step back, so that the others are seen."""
    return _COUNT.but(font=font, grey=0.55 if text == "0" else 0.0)


def _words(title: str, sentences: tuple[str, ...]) -> Iterator[Flowable]:
    if sentences:
        yield Text(title, HEADING.but(size=10, space_before=4.0))
        for sentence in sentences:
            yield Text(f"・{sentence}", SMALL)
