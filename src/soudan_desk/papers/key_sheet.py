"""What the sheets that carry a key have alike: its groups, what to do, and who signs."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from soudan_desk.papers.data import BLANK_DATE
from soudan_desk.papers.grid import Cell, Row, label_cell
from soudan_desk.papers.text import BODY, LABEL, TINY, Align, Style, Text

_NUMBER = TINY.but(align=Align.CENTRE, grey=0.3)
_STEP = BODY.but(size=10)
_STEP_NUMBER = LABEL.but(size=11, align=Align.CENTRE)


def group_cell(number: str, text: str, style: Style) -> Cell:
    """Return one group of a key, its letters apart, under its number if it has one."""
    parts: Sequence[Flowable] = [Text(number, _NUMBER)] if number else []
    return Cell((*parts, Text(" ".join(text), style)))


def steps(to_do: Sequence[str], *, least: float) -> list[Row]:
    """Number what is to be done with the sheet; rows are at least so many points high."""
    return [
        Row((label_cell(str(at), 24.0, _STEP_NUMBER), Cell((Text(step, _STEP),))), least=least)
        for at, step in enumerate(to_do, start=1)
    ]


def signature(label: str, *, least: float) -> Row:
    """Leave room for a day and a signature; the row is at least so many points high."""
    return Row(
        (
            label_cell(label, 82.0),
            Cell((Text(BLANK_DATE, BODY),)),
            label_cell("署名", 40.0),
            Cell((Text("", BODY),)),
        ),
        least=least,
    )
