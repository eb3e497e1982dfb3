"""A strip of steps: done = filled disc with a check, here = ring with a dot, to come = thin ring.

steps = Steps(["場所", "事務所", "管理者"]);  steps.show_step(1)
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.labels import FIXED, PREFERRED
from soudan_desk.ui.widgets.painting import draw_icon, draw_line, draw_text

_DISC, _GAP = 20, 8


class Steps(QWidget):
    """Where one stands on a way of several steps."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = list(names)
        self._here = 0
        self.setSizePolicy(PREFERRED, FIXED)
        self.show_step(0)

    def show_step(self, here: int) -> None:
        """Stand on a step, counted from 0."""
        self._here = here
        name = self._names[min(here, len(self._names) - 1)]
        self.setAccessibleName(f"{len(self._names)}つのうち{here + 1}番目: {name}")
        self.update()

    def set_names(self, names: Sequence[str]) -> None:
        """Show another way."""
        self._names = list(names)
        self.show_step(0)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Be content with the discs, and the word of the step one stands on."""
        discs = theme.px(_DISC + _GAP) * len(self._names)
        return QSize(round(discs + max(map(self._width, self._names))), theme.px(28))

    def sizeHint(self) -> QSize:
        """Return room for the words."""
        widths = [self._width(name) for name in self._names]
        return QSize(round(sum(widths)) + theme.px(24) * len(widths), theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw discs, words and the lines between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_short = self.sizeHint().width() > self.width()
        here = self._names[self._here : self._here + 1]
        shown = [n if n in here or not is_short else "" for n in self._names]
        widths = [self._width(name) for name in shown]
        spare = max(self.width() - sum(widths), 0.0)
        gap = spare / max(len(self._names) - 1, 1)
        left = 0.0
        for at, name in enumerate(shown):
            self._draw(painter, left, at, name)
            left += widths[at]
            if at < len(self._names) - 1 and gap > theme.px(16):
                line = QRectF(left + theme.px(8), self.height() / 2, gap - theme.px(16), 1)
                draw_line(painter, line, Role.ACCENT if at < self._here else Role.LINE_STRONG)
            left += gap

    def _width(self, name: str) -> float:
        if not name:
            return theme.px(_DISC)
        return theme.px(_DISC + _GAP) + theme.text_width(name, Type.LABEL, bold=True)

    def _draw(self, painter: QPainter, left: float, at: int, name: str) -> None:
        middle, radius = self.height() / 2, theme.px(_DISC) / 2 - 1
        centre = QPointF(left + theme.px(_DISC) / 2, middle)
        is_done, is_here = at < self._here, at == self._here
        painter.setPen(
            QPen(
                theme.colour(Role.ACCENT if is_done or is_here else Role.LINE_STRONG),
                2 if is_here else 1,
            )
        )
        painter.setBrush(theme.colour(Role.ACCENT if is_done else Role.RAISED))
        painter.drawEllipse(centre, radius, radius)
        if is_done:
            side = theme.px(14)
            draw_icon(painter, centre.x() - side / 2, middle, Icon.CHECK, Role.ACCENT_TEXT, 14)
        elif is_here:
            painter.setBrush(theme.colour(Role.ACCENT))
            painter.drawEllipse(centre, radius / 3, radius / 3)
        words = QRectF(left + theme.px(_DISC + _GAP), 0, self.width(), self.height())
        draw_text(
            painter, words, name, Role.TEXT if is_here else Role.MUTED, Type.LABEL, bold=is_here
        )
