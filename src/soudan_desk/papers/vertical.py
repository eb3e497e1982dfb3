"""Japanese set from top to bottom, for the labels at the left of a group of rows."""

from __future__ import annotations

from reportlab.platypus import Flowable

from soudan_desk.papers import fonts
from soudan_desk.papers.embedding import clusters
from soudan_desk.papers.text import Style

_TURNED = frozenset("ー―‐–—～〜…‥（）()［］「」『』【】〈〉=＝-")
_STEP = 1.25  # of the size, from one character to the next where there is room


class VerticalText(Flowable):  # type: ignore[misc]
    """One column of characters, closed up when the room is short."""

    def __init__(self, text: str, style: Style) -> None:
        super().__init__()
        self._chars = clusters(fonts.cleaned(text))
        self._style = style

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size taken; what is lower than the room gets smaller type."""
        count = max(1, len(self._chars))
        self.width = width
        self._step = min(_STEP * self._style.size, height / count)
        self._size = min(self._style.size, self._step)
        self.height = self._step * count
        return width, self.height

    def draw(self) -> None:
        """Draw the column, centred; long marks and brackets are turned."""
        centre, middle = self.width / 2, self.height - self._step / 2
        for char in self._chars:
            font = fonts.runs(char, self._style.font)[0].font
            self.canv.saveState()
            self.canv.translate(centre, middle)
            if char in _TURNED:
                self.canv.rotate(-90)
            self.canv.setFont(font.fontName, self._size)
            self.canv.drawCentredString(0, -0.38 * self._size, char)
            self.canv.restoreState()
            middle -= self._step
