"""Lists inside a form: headed columns whose rows flow over pages, or empty rows for the hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from soudan_desk.papers.data import Option
from soudan_desk.papers.grid import Cell, Grid, Row, label_cell
from soudan_desk.papers.kit import Choices
from soudan_desk.papers.text import CELL, LABEL, Align, Style, Text

Value = str | tuple[Option, ...]
"""What stands in a box of a list: words, or options with their boxes."""

LIST = CELL.but(size=9, leading=13)
_HEAD = LABEL.but(size=8.5, leading=11.5, align=Align.CENTRE)


@dataclass(frozen=True)
class Column:
    """One column: its heading, on a width in points or a share of what is left."""

    label: str
    width: float | None = None
    share: float = 1.0
    align: Align = Align.LEFT


def list_grid(
    columns: Sequence[Column],
    lines: Sequence[Sequence[Value]],
    *,
    title: str = "",
    by_hand: int = 0,
    least: float = 21.0,
    least_by_hand: float = 26.0,
    whole_below: float = 140.0,
    style: Style = LIST,
) -> Grid:
    """Return a headed table; `by_hand` empty rows under its lines; one where there is nothing.

    Heights are in points.
    """
    given = list(lines) or [[""] * len(columns)] * (0 if by_hand else 1)
    rows = [_row(columns, line, title, style, least) for line in given]
    blank = [_row(columns, [""] * len(columns), title, style, least_by_hand)] * by_hand
    return Grid(
        [_head(columns), *rows, *blank], title=title, space_after=6, whole_below=whole_below
    )


def _row(
    columns: Sequence[Column], line: Sequence[Value], title: str, style: Style, least: float
) -> Row:
    return Row(
        tuple(
            _cell(column, value, f"{title}・{column.label}", style)
            for column, value in zip(columns, line, strict=True)
        ),
        least=least,
    )


def _cell(column: Column, value: Value, field: str, style: Style) -> Cell:
    own = style.but(align=column.align)
    part = (
        Text(value, own, field=field)
        if isinstance(value, str)
        else Choices(value, style=own, field=field)
    )
    return Cell((part,), column.width, column.share)


def _head(columns: Sequence[Column]) -> Row:
    cells = (label_cell(each.label, each.width, _HEAD) for each in columns)
    shared = (
        Cell(cell.content, cell.width, each.share, is_label=True)
        for cell, each in zip(cells, columns, strict=True)
    )
    return Row(tuple(shared), least=18.0, is_head=True)
