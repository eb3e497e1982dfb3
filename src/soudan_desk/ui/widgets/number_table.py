"""A table of numbers each of which opens something: arrows go from cell to cell, Enter opens one.

table = NumberTable(name="担当ごと");  table.setModel(model);  table.opened.connect(...)
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QWidget

from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.painting import draw_line
from soudan_desk.ui.widgets.staying_table import StayingTable


class NumberTable(StayingTable):
    """A table of which one cell is current; a click opens a cell as Enter does.

    Its first column, which says whose the numbers are, stays in sight.
    """

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.doubleClicked.disconnect(self.opened)
        self.clicked.connect(self.opened)

    def choose_cell(self, row: int, column: int) -> None:
        """Make a cell current and bring it into view."""
        index = self.model().index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def draw_ground(self, painter: QPainter, rect: QRectF, row: int, column: int) -> None:
        """Draw what lies under a cell: the current row tinted, the ring round the current cell."""
        here = self.currentIndex()
        if row == here.row():
            draw_line(painter, rect, Role.ACCENT_SOFT)
        draw_line(painter, QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1))
        if (row, column) == (here.row(), here.column()) and self.hasFocus():
            self._draw_cell_ring(painter, rect.adjusted(0, 0, 0, -1))

    def _draw_cell_ring(self, painter: QPainter, inside: QRectF) -> None:
        width = theme.px(2)
        for side in (
            (0, 0, 0, width - inside.height()),
            (0, inside.height() - width, 0, 0),
            (0, 0, width - inside.width(), 0),
            (inside.width() - width, 0, 0, 0),
        ):
            draw_line(painter, inside.adjusted(*side), Role.FOCUS)
