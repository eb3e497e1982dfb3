"""The foot of the case list: its sums by state, and the keys that work in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.labels import EXPANDING, FIXED, KeyHint
from soudan_desk.ui.widgets.painting import draw_text

_KEYS = (("↑↓", "選ぶ"), ("Enter", "開く"), ("F", "しぼる"), ("G", "担当別"))


class Sums(QWidget):
    """Words with their figures, as many as fit; the rest is told by the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._sums: Sequence[tuple[str, int]] = ()
        self.setSizePolicy(EXPANDING, FIXED)

    def show_sums(self, sums: Sequence[tuple[str, int]]) -> None:
        """Show these."""
        self._sums = sums
        words = "、".join(f"{word} {figure:,}" for word, figure in sums)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return one line."""
        return QSize(theme.px(200), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them."""
        painter, left = QPainter(self), 0.0
        for word, figure in self._sums:
            number = f"{figure:,}"
            label = theme.text_width(word, Type.SMALL) + theme.px(5)
            width = label + theme.text_width(number, Type.LABEL, bold=True, figures=True)
            if left + width > self.width():
                return
            room = QRectF(left, 0, width + 1, self.height())
            draw_text(painter, room, word, Role.MUTED, Type.SMALL)
            room.adjust(label, 0, 0, 0)
            draw_text(painter, room, number, Role.TEXT, Type.LABEL, bold=True, figures=True)
            left += width + theme.px(16)


class CasesFoot(QWidget):
    """Sums at the left, keys at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._sums = Sums()
        hints = [KeyHint(key, does) for key, does in _KEYS]
        self.setLayout(layouts.row((self._sums, 1), *hints, spacing=12, margins=(12, 8, 12, 8)))

    def show_sums(self, sums: Sequence[tuple[str, int]]) -> None:
        """Show how many cases there are of each state."""
        self._sums.show_sums(sums)
