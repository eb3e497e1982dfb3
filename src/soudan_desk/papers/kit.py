"""Parts that more than one document uses: option lines, ruled lines, stamps, ruby, cut line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from soudan_desk.japanese.eras import wareki_short
from soudan_desk.papers import fonts
from soudan_desk.papers.data import Named, Option, Stamp
from soudan_desk.papers.text import CELL, SMALL, TINY, TITLE, Align, Style, Text

NAME = CELL.but(size=12, leading=17)
_NOTE_BLANK = "　" * 7
_SEAL_RED = (0.72, 0.11, 0.08)


class Choices(Flowable):  # type: ignore[misc]
    """Every option with its box, the chosen ones filled and bold, in even columns or in a flow."""

    def __init__(
        self, options: Sequence[Option], *, columns: int = 0, style: Style = CELL, field: str = ""
    ) -> None:
        super().__init__()
        self._style = style
        self._columns = columns
        self._items = [_option_text(option, style, field) for option in options]
        self._placed: list[tuple[Text, float, float]] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken at this width."""
        self.width = width
        self._placed = self._in_columns(width) if self._columns else self._in_flow(width)
        self.height = max((top + item.height for item, _, top in self._placed), default=0.0)
        return width, self.height

    def draw(self) -> None:
        """Draw the options where `wrap` put them."""
        for item, left, top in self._placed:
            item.draw_at(self.canv, left, self.height - top - item.height)

    @property
    def several_lines(self) -> bool:
        """Whether the options took more than one line when they were last measured."""
        return any(top for _, _, top in self._placed)

    def _in_flow(self, width: float) -> list[tuple[Text, float, float]]:
        placed, left, top, deepest = [], 0.0, 0.0, 0.0
        for item in self._items:
            needed = min(item.natural_width + 0.1, width)
            if left and left + needed > width:
                left, top, deepest = 0.0, top + deepest, 0.0
            _, height = item.wrap(needed, 1e6)
            placed.append((item, left, top))
            left += needed + self._style.size * 1.2
            deepest = max(deepest, height)
        return placed

    def _in_columns(self, width: float) -> list[tuple[Text, float, float]]:
        placed, top = [], 0.0
        each = width / self._columns
        for start in range(0, len(self._items), self._columns):
            line = self._items[start : start + self._columns]
            heights = [item.wrap(each - 4, 1e6)[1] for item in line]
            placed += [(item, each * at, top) for at, item in enumerate(line)]
            top += max(heights)
        return placed


def _option_text(option: Option, style: Style, field: str) -> Text:
    bold = style.but(font=fonts.BOLD, align=Align.LEFT)
    note = "" if option.note is None else f"（{option.note or _NOTE_BLANK}）"
    box = "■" if option.chosen else "□"
    plain = style.but(align=Align.LEFT)
    return Text(
        f"{box} {option.label}{note}", bold if option.chosen else plain, field=field or option.label
    )


class WritingLines(Flowable):  # type: ignore[misc]
    """Grey rules to write on by hand."""

    def __init__(self, count: int, pitch: float = 8.5 * mm) -> None:
        super().__init__()
        self._count, self._pitch = count, pitch

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken at this width."""
        self.width, self.height = width, self._count * self._pitch
        self.several_lines = self._count > 1
        return width, self.height

    def draw(self) -> None:
        """Draw all rules but the last, which is the box's own edge."""
        self.canv.saveState()
        self.canv.setLineWidth(0.3)
        self.canv.setStrokeGray(0.6)
        self.canv.setDash(1, 2)
        for number in range(1, self._count):
            level = self.height - number * self._pitch
            self.canv.line(0, level, self.width, level)
        self.canv.restoreState()


class CutLine(Flowable):  # type: ignore[misc]
    """A dashed line to cut along, with its word in the middle."""

    def __init__(self, word: str = "き り と り") -> None:
        super().__init__()
        self._word = word

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken at this width."""
        self.width, self.height = width, 22.0
        return width, self.height

    def draw(self) -> None:
        """Draw the line in two halves and the word between them."""
        size, middle = 8.0, self.height / 2
        half = fonts.font(fonts.REGULAR).width(self._word, size) / 2 + 8
        self.canv.saveState()
        self.canv.setDash(4, 2.5)
        self.canv.setLineWidth(0.6)
        self.canv.line(0, middle, self.width / 2 - half, middle)
        self.canv.line(self.width / 2 + half, middle, self.width, middle)
        self.canv.setFont(fonts.REGULAR, size)
        self.canv.drawCentredString(self.width / 2, middle - size * 0.38, self._word)
        self.canv.restoreState()


class Unbroken(Flowable):  # type: ignore[misc]
    """Flowables that stay on one page together."""

    def __init__(self, parts: Sequence[Flowable]) -> None:
        super().__init__()
        self._parts = parts

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken at this width."""
        self._heights: list[float] = [part.wrap(width, height)[1] for part in self._parts]
        gaps: float = sum(part.getSpaceAfter() for part in self._parts)
        self.width, self.height = width, sum(self._heights) + gaps
        return width, self.height

    def draw(self) -> None:
        """Draw the parts from the top down."""
        top = self.height
        for part, height in zip(self._parts, self._heights, strict=True):
            part.drawOn(self.canv, 0, top - height)
            top -= height + part.getSpaceAfter()


class Ruby(Flowable):  # type: ignore[misc]
    """A name with its reading above it."""

    def __init__(self, named: Named, style: Style = NAME) -> None:
        super().__init__()
        self._base = Text(named.name or "", style.but(align=Align.LEFT), field="氏名")
        self._reading = Text(named.kana or "", TINY.but(grey=0.25), field="ふりがな")

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken at this width."""
        self.width = width
        self.height = self._reading.wrap(width, height)[1] + self._base.wrap(width, height)[1]
        return width, self.height

    def draw(self) -> None:
        """Draw the reading over the middle of the name, or flush where it is the longer one."""
        over = (self._base.natural_width - self._reading.natural_width) / 2
        fits = self._base.natural_width <= self.width
        self._base.drawOn(self.canv, 0, 0)
        self._reading.drawOn(self.canv, max(0.0, over) if fits else 0.0, self._base.height - 1.5)


class StampBoxes(Flowable):  # type: ignore[misc]
    """The 押印欄: a title over each box, flush right, filled with a dated seal once reviewed."""

    _SIDE, _TITLE = 15 * mm, 12.5

    def __init__(self, stamps: Sequence[Stamp]) -> None:
        super().__init__()
        self._stamps = stamps
        self.spaceBefore = 5.0

    @property
    def taken(self) -> float:
        """The width of the boxes, which stand flush right."""
        taken: float = self._SIDE * len(self._stamps)
        return taken

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken at this width."""
        self.width, self.height = width, self._SIDE + self._TITLE
        return width, self.height

    def draw(self) -> None:
        """Draw the boxes, and the seals in them."""
        self.canv.saveState()
        self.canv.setLineWidth(0.5)
        left = self.width - self.taken
        for stamp in self._stamps:
            self.canv.rect(left, 0, self._SIDE, self._SIDE)
            self.canv.rect(left, self._SIDE, self._SIDE, self._TITLE)
            _centred(self.canv, stamp.title, left + self._SIDE / 2, self._SIDE + 3.4, 8, self._SIDE)
            if stamp.on:
                self._draw_seal(stamp, left + self._SIDE / 2)
            left += self._SIDE
        self.canv.restoreState()

    def _draw_seal(self, stamp: Stamp, centre: float) -> None:
        canvas, middle, radius = self.canv, self._SIDE / 2, 18.0
        if stamp.after is not None:
            middle, radius = middle + 3.0, 16.0
        canvas.setStrokeColorRGB(*_SEAL_RED)
        canvas.setFillColorRGB(*_SEAL_RED)
        canvas.setLineWidth(0.9)
        canvas.circle(centre, middle, radius)
        canvas.setLineWidth(0.5)
        for level in (-5.5, 5.5):
            half = (radius**2 - level**2) ** 0.5
            canvas.line(centre - half, middle + level, centre + half, middle + level)
        era = wareki_short(stamp.on) if stamp.on else ""
        _centred(canvas, stamp.word, centre, middle + 7.8, 7, 20)
        _centred(canvas, era, centre, middle - 2.6, 7, 2 * radius - 4)
        _centred(canvas, _surname(stamp.name), centre, middle - 13, 7, 22)
        if stamp.after is not None:
            words = f"後閲 {wareki_short(stamp.after)}"
            _centred(canvas, words, centre, 2.2, 5.2, self._SIDE - 3)
        canvas.setFillGray(0)
        canvas.setStrokeGray(0)
        canvas.setLineWidth(0.5)


def _surname(name: str) -> str:
    return name.split(maxsplit=1)[0] if name else ""


def _centred(
    canvas: Any, text: str, centre: float, baseline: float, size: float, room: float
) -> None:
    """Draw a short word, smaller where it would not fit."""
    text = fonts.cleaned(text)
    parts = [(run.font, text[run.start : run.end]) for run in fonts.runs(text, fonts.REGULAR)]
    natural = sum(font.width(part, size) for font, part in parts)
    size *= min(1.0, room / natural) if natural else 1.0
    left = centre - sum(font.width(part, size) for font, part in parts) / 2
    for font, part in parts:
        canvas.setFont(font.fontName, size)
        canvas.drawString(left, baseline, part)
        left += font.width(part, size)


class TitleBlock(Flowable):  # type: ignore[misc]
    """The document's name, centred, with the 押印欄 at its right where there is one."""

    def __init__(self, text: str, stamps: Sequence[Stamp] = ()) -> None:
        super().__init__()
        self._stamps = StampBoxes(stamps) if stamps else None
        self._text = Text(text, TITLE.but(align=Align.CENTRE))
        self.spaceAfter = 7.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken at this width."""
        own = self._text.wrap(width, height)[1]
        stamps = self._stamps.wrap(width, height)[1] if self._stamps else 0.0
        self.width, self.height = width, max(own, stamps)
        return width, self.height

    def draw(self) -> None:
        """Draw the name in the middle of the page, or of what the stamps leave of it."""
        taken = self._stamps.taken if self._stamps else 0.0
        free = self.width - taken
        collides = self._text.natural_width + 24 > self.width - 2 * taken
        room = free if collides else self.width
        _, height = self._text.wrap(room, self.height)
        self._text.drawOn(self.canv, 0, (self.height - height) / 2)
        if self._stamps:
            self._stamps.drawOn(self.canv, 0, 0)


def title_block(text: str, stamps: Sequence[Stamp] = ()) -> Flowable:
    """Return the head of a document: its name, and the boxes for seals."""
    return TitleBlock(text, stamps)


def note(text: str) -> Flowable:
    """Return a remark in small type."""
    return Text(text, SMALL)
