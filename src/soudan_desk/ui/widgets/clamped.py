"""A sentence in a few lines where one is too narrow.

    ClampedLabel("", Type.SMALL).set_lines(2)

What does not fit in the last line is cut with …; the whole is for the tooltip.
"""

from __future__ import annotations

from typing import Self

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption

from soudan_desk.ui.widgets.labels import Label

_LEADING = 1.15


class ClampedLabel(Label):
    """As many lines as it is given, broken where Japanese may be."""

    _lines = 2

    def set_lines(self, count: int) -> Self:
        """Say how many lines there are at most; give it back."""
        self._lines = count
        self.updateGeometry()
        self.update()
        return self

    def sizeHint(self) -> QSize:
        """Ask for one line's width and the height of all."""
        whole = super().sizeHint()
        return QSize(whole.width(), self._pitch() * self._lines)

    def minimumSizeHint(self) -> QSize:
        """Let layouts squeeze it, but not lower than its lines."""
        return QSize(0, self.sizeHint().height())

    def shown_lines(self) -> list[str]:
        """Return the lines as they are drawn."""
        text, metrics = self.text(), self.fontMetrics()
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        starts: list[int] = []
        layout.beginLayout()
        while len(starts) < self._lines and (line := layout.createLine()).isValid():
            line.setLineWidth(self.width())
            starts.append(line.textStart())
        layout.endLayout()
        ends = starts[1:]
        found = [text[start:end] for start, end in zip(starts, ends, strict=False)]
        rest = text[starts[-1] :] if starts else ""
        return [*found, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, self.width())]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines from the top."""
        painter, metrics, pitch = QPainter(self), self.fontMetrics(), self._pitch()
        painter.setPen(self.palette().color(self.foregroundRole()))
        lines = self.shown_lines()
        above = (pitch - metrics.height()) / 2 + metrics.ascent()
        top = (self.height() - pitch * len(lines)) / 2 + above
        for number, words in enumerate(lines):
            painter.drawText(QPointF(0, top + number * pitch), words)

    def _pitch(self) -> int:
        return round(self.fontMetrics().height() * _LEADING)
