"""The bordered table of Japanese forms: rows of labelled boxes that flow over pages.

reportlab's own Table re-measures everything at each page, knows no long cell beside a repeated
label, and names a font that is not embedded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Self

from reportlab.platypus import Flowable

from soudan_desk.papers.text import HEADING, LABEL, TINY, Align, Style, Text
from soudan_desk.papers.vertical import VerticalText

PAD_X = 5.0
PAD_Y = 3.6
GROUP_WIDTH = 19.0
LABEL_GREY = 0.935
_HAIRLINE = 0.4
_FRAME = 1.0
_LEAST_SPLIT = 100.0  # rows lower than this go to the next page whole
_LEAST_LEFT = 56.0  # and no part lower than this is left at the foot of a page


@dataclass(frozen=True, eq=False)
class Cell:
    """One box: flowables in a stack, on a fixed width in points or a share of what is left."""

    content: tuple[Flowable, ...]
    width: float | None = None
    share: float = 1.0
    is_label: bool = False
    at_top: bool = False  # else in the middle, but beside several lines

    def height(self, width: float) -> float:
        """Return the height the content needs, padding included."""
        inner = width - 2 * PAD_X
        heights: list[float] = [part.wrap(inner, 1e6)[1] for part in self.content]
        return sum(heights) + 2 * PAD_Y

    def split(self, width: float, height: float) -> tuple[Cell, Cell]:
        """Return what fits into `height` and what is left; a label stands in both."""
        if self.is_label:
            return self, replace(self, content=(*self.content[:1], Text("（続き）", TINY)))
        room, inner = height - 2 * PAD_Y, width - 2 * PAD_X
        for at, part in enumerate(self.content):
            needed = part.wrap(inner, 1e6)[1]
            if needed > room + 1e-6:
                parts = part.split(inner, room)
                here, there = (parts[:1], parts[1:]) if len(parts) > 1 else ([], [part])
                head, tail = (*self.content[:at], *here), (*there, *self.content[at + 1 :])
                return replace(self, content=head), replace(self, content=tail)
            room -= needed
        return self, replace(self, content=())


@dataclass(frozen=True, eq=False)
class Row:
    """Boxes side by side; rows of one `group` share a vertical label at their left."""

    cells: tuple[Cell, ...]
    least: float = 24.0
    group: str = ""
    is_head: bool = False
    leads: bool = False  # names the rows below it: never the last on a page
    _heights: dict[float, float] = field(default_factory=dict, repr=False)

    def widths(self, width: float) -> list[float]:
        """Return each cell's width in points."""
        left = width - sum(cell.width or 0.0 for cell in self.cells)
        shares = sum(cell.share for cell in self.cells if cell.width is None) or 1.0
        return [
            cell.width if cell.width is not None else left * cell.share / shares
            for cell in self.cells
        ]

    def height(self, width: float) -> float:
        """Return the height at this width; measured once."""
        if width not in self._heights:
            pairs = zip(self.cells, self.widths(width), strict=True)
            self._heights[width] = max(self.least, *(c.height(w) for c, w in pairs))
        return self._heights[width]

    def has_several_lines(self) -> bool:
        """Whether an answer runs over lines, so that its label stands beside the first."""
        parts = (part for cell in self.cells if not cell.is_label for part in cell.content)
        return any(getattr(part, "several_lines", False) for part in parts)

    def split(self, width: float, height: float) -> tuple[Row, Row] | None:
        """Return the part that fits and the rest, if it is worth it."""
        pairs = list(zip(self.cells, self.widths(width), strict=True))
        halves = [cell.split(each, height) for cell, each in pairs]
        if not any(not cell.is_label and cell.content for cell, _ in halves):
            return None
        head = replace(self, cells=tuple(c for c, _ in halves), least=height, _heights={})
        tail = replace(self, cells=tuple(c for _, c in halves), least=0.0, _heights={})
        return head, tail


class Grid(Flowable):  # type: ignore[misc]
    """A framed table of rows under an optional title; head rows come again on every page."""

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        title: str = "",
        space_after: float = 8.0,
        whole_below: float = 0.0,
    ) -> None:
        """Frame `rows`; a table lower than `whole_below` points is never parted."""
        super().__init__()
        self.rows = list(rows)
        self._title = Text(title, HEADING) if title else None
        self._whole_below = whole_below
        self.spaceBefore, self.spaceAfter = 0.0, space_after

    @cached_property
    def _heads(self) -> list[Row]:
        return [row for row in self.rows if row.is_head]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken at this width."""
        self.width = width
        self._framed = sum(row.height(_inner_width(row, width)) for row in self.rows)
        self.height = self._framed + self._title_height(width)
        return width, self.height

    def _title_height(self, width: float) -> float:
        return self._title.wrap(width, 1e6)[1] + 2.0 if self._title else 0.0

    def split(self, width: float, height: float) -> list[Self]:
        """Return the table up to the foot of the page, and the rest under the same head."""
        if height < self.wrap(width, height)[1] <= self._whole_below:
            return []
        room = height - self._title_height(width)
        for at, row in enumerate(self.rows):
            inner = _inner_width(row, width)
            needed = row.height(inner)
            if needed > room + 1e-6:
                halves = row.split(inner, room) if _may_split(row, needed, room) else None
                here, there = ([halves[0]], [halves[1]]) if halves else ([], [row])
                return self._pages([*self.rows[:at], *here], [*there, *self.rows[at + 1 :]])
            room -= needed
        return [self]

    def _pages(self, first: list[Row], rest: list[Row]) -> list[Self]:
        while first and first[-1].leads:
            rest = [first.pop(), *rest]
        if all(row.is_head for row in first):
            return []
        heads = [] if rest[0].is_head else self._heads
        here = self._with_rows(first, self._title)
        there = self._with_rows([*heads, *rest], None)
        here.spaceBefore, there.spaceAfter = self.spaceBefore, self.spaceAfter
        return [here, there]

    def _with_rows(self, rows: list[Row], title: Text | None) -> Self:
        part = type(self)(rows, space_after=0.0)
        part._title = title  # noqa: SLF001
        return part

    def draw(self) -> None:
        """Draw boxes, contents, group labels and the frame."""
        canvas = self.canv
        canvas.saveState()
        canvas.setLineWidth(_HAIRLINE)
        top = self._framed
        for group, members in groupby(self.rows, key=lambda row: row.group):
            start = top
            for row in members:
                top -= self._draw_row(row, top)
            if group:
                self._draw_group(group, start, top)
        canvas.setLineWidth(_FRAME)
        canvas.rect(0, 0, self.width, self._framed)
        canvas.restoreState()
        if self._title:
            self._title.drawOn(canvas, 0, self._framed + 2.0)

    def _draw_row(self, row: Row, top: float) -> float:
        inner = _inner_width(row, self.width)
        height, left = row.height(inner), self.width - inner
        at_top = row.has_several_lines()
        for cell, width in zip(row.cells, row.widths(inner), strict=True):
            self._draw_box(left, top - height, width, height, shaded=cell.is_label)
            self._draw_content(cell, left + PAD_X, top, width, 0.0 if at_top else height)
            left += width
        return height

    def _draw_content(
        self, cell: Cell, left: float, top: float, width: float, height: float
    ) -> None:
        """Draw a box's content at its top, or in the middle of `height` where that is given."""
        sizes = [part.wrap(width - 2 * PAD_X, 1e6)[1] for part in cell.content]
        slack = height - sum(sizes) - 2 * PAD_Y
        top -= PAD_Y + (slack / 2 if height and not cell.at_top else 0.0)
        for part, size in zip(cell.content, sizes, strict=True):
            top -= size
            if isinstance(part, Text):
                part.draw_at(self.canv, left, top)
            else:
                part.drawOn(self.canv, left, top)

    def _draw_group(self, group: str, top: float, bottom: float) -> None:
        self._draw_box(0, bottom, GROUP_WIDTH, top - bottom, shaded=True)
        label = VerticalText(group, LABEL)
        _, height = label.wrap(GROUP_WIDTH, top - bottom - 4)
        label.drawOn(self.canv, 0, (top + bottom - height) / 2)

    def _draw_box(
        self, left: float, bottom: float, width: float, height: float, *, shaded: bool
    ) -> None:
        if shaded:
            self.canv.setFillGray(LABEL_GREY)
        self.canv.rect(left, bottom, width, height, fill=int(shaded))
        if shaded:
            self.canv.setFillGray(0)


def _may_split(row: Row, needed: float, room: float) -> bool:
    return not row.is_head and needed > _LEAST_SPLIT and room >= _LEAST_LEFT


def _inner_width(row: Row, width: float) -> float:
    return width - GROUP_WIDTH if row.group else width


def label_cell(text: str, width: float | None = None, style: Style = LABEL) -> Cell:
    """Return a shaded box that names what stands beside it."""
    return Cell((Text(text, style, field=text),), width=width, is_label=True)


def head_row(labels: Sequence[str], widths: Sequence[float | None]) -> Row:
    """Return the heading of a list, repeated on every page."""
    style = LABEL.but(align=Align.CENTRE)
    cells = (label_cell(text, width, style) for text, width in zip(labels, widths, strict=True))
    return Row(tuple(cells), least=20.0, is_head=True)
