"""A table whose first columns stay in sight while the others scroll: whose row it is, always.

table = StayingTable(name="ケース");  table.set_staying(2)
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.painting import draw_line
from soudan_desk.ui.widgets.table import Index, TableView

_ENSURE_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


class StayingTable(TableView):
    """Draws the columns that stay over those that scroll below them."""

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self._header.staying = 1

    def set_staying(self, count: int) -> None:
        """Let another number of columns stay."""
        self._header.staying = count
        self.viewport().update()

    def indexAt(self, pos: QPoint) -> QModelIndex:
        """Return the cell one sees at a place."""
        for column, rect in self._header.staying_sections():
            if rect.left() <= pos.x() <= rect.right():
                return self.model().index(self.rowAt(pos.y()), column)
        return super().indexAt(pos)

    def visualRect(self, index: Index) -> QRect:
        """Return where one sees a cell."""
        seen = super().visualRect(index)
        for column, rect in self._header.staying_sections():
            if column == index.column():
                seen.moveLeft(rect.left())
        return seen

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _ENSURE_VISIBLE) -> None:
        """Bring a cell into view, out from under the columns that stay."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if index.column() < self._header.staying:
            bar.setValue(before)
            return
        over = self._staying_width() - self.visualRect(index).left()
        if over > 0:
            bar.setValue(bar.value() - over)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw anew: what stays was moved along."""
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()
            self._header.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, and over them those that stay."""
        super().paintEvent(event)
        width = self._staying_width()
        if not width:
            return
        painter, option = QPainter(self.viewport()), QStyleOptionViewItem()
        self.initViewItemOption(option)
        for row in self._rows_in(event.rect()):
            for column, rect in self._staying_in(row):
                painter.fillRect(rect, theme.colour(Role.RAISED))
                option.rect = rect
                self.itemDelegate().paint(painter, option, self.model().index(row, column))
        edge = QRectF(width - 1, 0, 1, self.viewport().height())
        draw_line(painter, edge, Role.LINE_STRONG)

    def _staying_in(self, row: int) -> Iterator[tuple[int, QRect]]:
        """Give a row's cells that stay; a heading over all columns stays whole."""
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        if self.columnSpan(row, 0) > 1:
            yield 0, QRect(0, top, self.viewport().width(), height)
            return
        for column, rect in self._header.staying_sections():
            yield column, QRect(rect.left(), top, rect.width(), height)

    def _staying_width(self) -> int:
        return sum(rect.width() for _column, rect in self._header.staying_sections())

    def _rows_in(self, rect: QRect) -> range:
        first, last = self.rowAt(rect.top()), self.rowAt(rect.bottom())
        if first < 0:
            return range(0)
        return range(first, (self.model().rowCount() - 1 if last < 0 else last) + 1)
