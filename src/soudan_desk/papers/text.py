"""Text on paper: one style, lines broken by 禁則 and set flush on both sides.

Takes plain text, never markup, so that nothing a client says can be mistaken for a tag.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import Any, Self

from reportlab.platypus import Flowable

from soudan_desk.japanese.line_breaks import break_lines
from soudan_desk.papers import fonts
from soudan_desk.papers.embedding import CompositeFont, has_marks

_MOST_STRETCH = 0.15  # of the size, between two characters of a justified line
_ASCENT = 0.88  # of the em box, in every font of ours


class Align(StrEnum):
    """Where the lines of a text stand between its edges."""

    JUSTIFY = "justify"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True)
class Style:
    """How a text looks; lengths in points."""

    size: float = 10.5
    leading: float = 17.0
    font: str = fonts.REGULAR
    align: Align = Align.JUSTIFY
    grey: float = 0.0
    space_before: float = 0.0
    space_after: float = 0.0

    def but(self, **changes: Any) -> Style:
        """Return this style with some things changed."""
        return replace(self, **changes)


BODY = Style()
CELL = Style(size=10, leading=15)
LABEL = Style(size=9, leading=15, font=fonts.BOLD, align=Align.LEFT)
SMALL = Style(size=8.5, leading=13, align=Align.LEFT)
TINY = Style(size=7, leading=10, align=Align.LEFT)
TITLE = Style(size=16, leading=24, font=fonts.BOLD, align=Align.CENTRE)
SUBTITLE = Style(size=12.5, leading=20, font=fonts.BOLD, align=Align.CENTRE)
HEADING = Style(size=11, leading=17, font=fonts.BOLD, align=Align.LEFT)


class Body:
    """A text made ready for breaking: cleaned, its fonts chosen, its advances looked up."""

    def __init__(self, text: str, style: Style, field: str = "") -> None:
        self.text = fonts.cleaned(text)
        self.style = style
        self.runs = fonts.runs(self.text, style.font, field=field)
        self._lines: dict[float, list[tuple[int, int]]] = {}

    @cached_property
    def widths(self) -> list[float]:
        """Advance of each character, in shares of the size."""
        return [
            advance
            for run in self.runs
            for advance in map(run.font.advances.__getitem__, self.text[run.start : run.end])
        ]

    def lines(self, width: float) -> list[tuple[int, int]]:
        """Break into (start, end) for lines of `width` points; blanks at the ends are left out."""
        if width not in self._lines:
            self._lines = {width: break_lines(self.widths, self.text, width / self.style.size)}
        return self._lines[width]

    def length(self, start: int, end: int) -> float:
        """Return the natural length of a stretch, in points."""
        return sum(self.widths[start:end]) * self.style.size

    def ends_paragraph(self, end: int) -> bool:
        """Tell whether a line that ends here is the last before a new beginning."""
        return not self.text[end : end + 80].partition("\n")[0].strip(" \t")

    def stretches(self, start: int, end: int) -> list[tuple[CompositeFont, str]]:
        """Return a line's text, split by font."""
        if len(self.runs) == 1:
            return [(self.runs[0].font, self.text[start:end])]
        return [
            (run.font, self.text[max(start, run.start) : min(end, run.end)])
            for run in self.runs
            if run.start < end and start < run.end
        ]


class _Pen:
    """Writes into a text block, saying only what changes."""

    def __init__(self, block: Any, size: float) -> None:
        self._block, self._size = block, size
        self._font: CompositeFont | None = None
        self._stretch = 0.0

    def move(self, left: float, baseline: float, stretch: float) -> None:
        """Go to the beginning of a line, `stretch` points apart after each character."""
        self._block.setTextOrigin(left, baseline)
        if stretch != self._stretch:
            self._block.setCharSpace(stretch)
            self._stretch = stretch

    def write(self, font: CompositeFont, text: str) -> None:
        """Write on from where the pen stands."""
        if font is not self._font:
            self._block.setFont(font.fontName, self._size)
            self._font = font
        self._block.textOut(text)

    def relax(self) -> None:
        """Leave no stretch behind: it would hold for whatever is drawn next."""
        if self._stretch:
            self._block.setCharSpace(0)


class Text(Flowable):  # type: ignore[misc]
    """Lines of Japanese; flows over pages, leaving no single line behind."""

    def __init__(self, text: str, style: Style = BODY, *, field: str = "") -> None:
        super().__init__()
        self.style = style
        self.body = Body(text, style, field)
        self.spaceBefore = style.space_before
        self.spaceAfter = style.space_after
        self._first = 0
        self._last: int | None = None

    @property
    def natural_width(self) -> float:
        """The width at which no line needs breaking, in points."""
        starts = self.body.text.split("\n")
        at, longest = 0, 0.0
        for line in starts:
            longest = max(longest, self.body.length(at, at + len(line)))
            at += len(line) + 1
        return longest

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken at this width."""
        self.width = width
        self.height = len(self._lines(width)) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Self]:
        """Return the part that fits and the rest, or nothing if too little fits."""
        count = len(self._lines(width))
        fits = int((height + 1e-6) // self.style.leading)
        if fits >= count:
            return [self]
        fits = min(fits, count - 2) if count > 3 else fits
        if fits < min(2, count):
            return []
        return [self._part(0, fits), self._part(fits, count)]

    @property
    def several_lines(self) -> bool:
        """Whether it took more than one line when it was last measured."""
        return bool(self.height > 1.5 * self.style.leading)

    def draw(self) -> None:
        """Draw every line at its place."""
        self.draw_at(self.canv, 0.0, 0.0)

    def draw_at(self, canvas: Any, left: float, bottom: float) -> None:
        """Draw with the lower left corner there: quicker than moving the canvas to it."""
        block = canvas.beginText()
        if self.style.grey:
            canvas.saveState()
            block.setFillGray(self.style.grey)
        self._draw_lines(_Pen(block, self.style.size), left, bottom)
        canvas.drawText(block)
        if self.style.grey:
            canvas.restoreState()

    def _draw_lines(self, pen: _Pen, left: float, bottom: float) -> None:
        style = self.style
        above = (style.leading - style.size) / 2 + _ASCENT * style.size
        baseline = bottom + self.height - above
        for start, end in self._lines(self.width):
            if start < end:
                indent, stretch = self._place(start, end)
                pen.move(left + indent, baseline, stretch)
                for font, text in self.body.stretches(start, end):
                    pen.write(font, text)
            baseline -= style.leading
        pen.relax()

    def _place(self, start: int, end: int) -> tuple[float, float]:
        """Where a line begins, and what is added after each of its characters."""
        slack = self.width - self.body.length(start, end)
        match self.style.align:
            case Align.CENTRE:
                return slack / 2, 0.0
            case Align.RIGHT:
                return slack, 0.0
            case Align.JUSTIFY if not self.body.ends_paragraph(end):
                return 0.0, self._stretch(self.body.text[start:end], slack)
        return 0.0, 0.0

    def _stretch(self, line: str, slack: float) -> float:
        marks = sum(map(has_marks, line)) if has_marks(line) else 0
        each = slack / max(1, len(line) - marks - 1)
        return each if 0 < each <= _MOST_STRETCH * self.style.size else 0.0

    def _lines(self, width: float) -> list[tuple[int, int]]:
        return list(islice(self.body.lines(width), self._first, self._last))

    def _part(self, first: int, last: int) -> Self:
        part = object.__new__(type(self))
        Flowable.__init__(part)
        part.style, part.body = self.style, self.body
        part._first, part._last = self._first + first, self._first + last
        part.spaceBefore = self.spaceBefore if first == 0 else 0.0
        part.spaceAfter = self.spaceAfter
        return part
