"""Cards below one another, as the first tab of a case has them at either side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import theme

_ROOMY = 330
"""The width from which cards stand well away from the edges, px at 100 %."""


class CardColumn(QScrollArea):
    """Cards below one another; where they are narrow, they stand closer to the edges."""

    def __init__(self, *cards: QWidget) -> None:
        super().__init__()
        self._column = layouts.column(*cards, layouts.STRETCH)
        inside = layouts.panel(self._column)
        inside.setProperty("plain", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(theme.px(1))
        self.setWidget(inside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the margins."""
        super().resizeEvent(event)
        side = 24 if self.width() >= theme.px(_ROOMY) else 12
        layouts.set_space(self._column, 28, (side, 18, side, 24))
