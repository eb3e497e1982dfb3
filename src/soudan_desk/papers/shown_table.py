"""A table on paper as the screen shows it: its own headings, rows and order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from soudan_desk.papers.kit import note, title_block
from soudan_desk.papers.lists import Column, list_grid
from soudan_desk.papers.text import CELL, Align

_STYLE = CELL.but(size=8.5, leading=11.5)
_LEAST_SHARE, _MOST_SHARE = 3.0, 22.0


@dataclass(frozen=True)
class ShownTable:
    """What a list shows: words in rows; `right` names the columns of numbers and days."""

    title: str = ""
    remark: str = ""
    headings: tuple[str, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    right: frozenset[int] = frozenset()
    foot: str = ""


def shown_table_story(shown: ShownTable) -> list[Flowable]:
    """Lay the table out on its side, columns as wide as their words want."""
    columns = [
        Column(heading, share=_share(shown, at), align=_align(shown, at))
        for at, heading in enumerate(shown.headings)
    ]
    return [
        title_block(shown.title),
        *([note(shown.remark)] if shown.remark else []),
        list_grid(columns, shown.lines, style=_STYLE),
        *([note(shown.foot)] if shown.foot else []),
    ]


def _align(shown: ShownTable, at: int) -> Align:
    return Align.RIGHT if at in shown.right else Align.LEFT


def _share(shown: ShownTable, at: int) -> float:
    """Return a column's part of the width by its longest words, within bounds."""
    words: Sequence[str] = [shown.headings[at], *(line[at] for line in shown.lines)]
    longest = max(_width(part) for each in words for part in each.split("\n"))
    return min(max(longest, _LEAST_SHARE), _MOST_SHARE)


def _width(words: str) -> float:
    return sum(0.5 if ord(letter) < 0x300 else 1.0 for letter in words) + 1.0
