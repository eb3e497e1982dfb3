"""Text on paper with bold words and keys in it: the manual's paragraphs.

Elsewhere papers take plain text only; what is marked here was written by us, never by a client.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from soudan_desk.papers import fonts
from soudan_desk.papers.text import BODY, Body, Style, Text

_BOX_GREY, _EDGE_GREY = 0.94, 0.6


@dataclass(frozen=True)
class Piece:
    """Some text, bold or not, in a box where it is a key."""

    text: str
    bold: bool = False
    boxed: bool = False


class _RichBody(Body):
    """A text whose pieces have fonts of their own."""

    def __init__(self, pieces: Sequence[Piece], style: Style) -> None:
        super().__init__("".join(fonts.cleaned(piece.text) for piece in pieces), style)
        self.runs, self.boxes, at = [], [], 0
        for piece in pieces:
            text = fonts.cleaned(piece.text)
            font = fonts.BOLD if piece.bold else style.font
            found = fonts.runs(text, font) if text else []
            self.runs += [fonts.Run(run.font, at + run.start, at + run.end) for run in found]
            if piece.boxed:
                self.boxes.append((at, at + len(text)))
            at += len(text)


class RichText(Text):
    """Lines of pieces; it flows over pages like any text."""

    def __init__(self, pieces: Sequence[Piece], style: Style = BODY) -> None:
        super().__init__("", style)
        self.body: _RichBody = _RichBody(pieces, style)

    def draw_at(self, canvas: Any, left: float, bottom: float) -> None:
        """Draw the boxes of keys, then the words over them."""
        canvas.saveState()
        canvas.setFillGray(_BOX_GREY)
        canvas.setStrokeGray(_EDGE_GREY)
        canvas.setLineWidth(0.4)
        for x, level, width in self._boxes():
            canvas.roundRect(left + x, bottom + level, width, self.style.size + 3, 2, fill=1)
        canvas.restoreState()
        super().draw_at(canvas, left, bottom)

    def _boxes(self) -> Iterator[tuple[float, float, float]]:
        """Give left edge, foot and width of each box, from the text's lower left corner."""
        style = self.style
        foot = self.height - (style.leading + style.size) / 2 - 1.5
        for start, end in self._lines(self.width):
            indent, stretch = self._place(start, end)
            for first, last in self.body.boxes:
                here, there = max(start, first), min(end, last)
                if here < there:
                    before = self.body.length(start, here) + stretch * (here - start)
                    within = self.body.length(here, there) + stretch * (there - here)
                    yield indent + before, foot, within
            foot -= style.leading
