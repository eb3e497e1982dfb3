"""The list of records: rows of 32 px with a hairline, no stripes, no grid.

    table = TableView(name="ケース");  table.setModel(model);  table.set_widths([104, 188, 44, 132])
    table.opened.connect(...)                 # Enter or double click: the row's index
    table.chosen.connect(...)                 # another row became current
    table.sort_requested.connect(...)         # a heading was clicked: column; answer by mark_sorted

The model tells each cell's looks by `CELL_ROLE` (see `cells`). The last column takes what is left;
where there is not room for all, the widest give way first, and what is cut is told by a tooltip.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.cells import CELL_ROLE, Cell, draw_cell, spoken, width_wanted
from soudan_desk.ui.widgets.painting import draw_line
from soudan_desk.ui.widgets.table_header import TableHeader

Index = QModelIndex | QPersistentModelIndex
_PADDING = 8
_LEAST = 88


def cell_of(index: Index) -> Cell:
    """Return a cell's looks, made from its display text where the model gives none."""
    cell = index.data(CELL_ROLE)
    if isinstance(cell, Cell):
        return cell
    text = index.data(Qt.ItemDataRole.DisplayRole)
    return Cell("" if text is None else str(text))


class CellDelegate(QStyledItemDelegate):
    """Draws ground, hairline, chosen bar, focus ring and what the cell says."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        rect = QRectF(option.rect)
        view = self.parent()
        if isinstance(view, TableView):
            view.draw_ground(painter, rect, index.row(), index.column())
        padding = theme.px(_PADDING)
        draw_cell(painter, rect.adjusted(padding, 0, -padding, -1), cell_of(index))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Tell in a tooltip what is cut or drawn as an icon only."""
        if event.type() is not QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        tip = index.data(Qt.ItemDataRole.ToolTipRole) or self._cut_words(option, index)
        QToolTip.showText(event.globalPos(), tip or "", view)
        return True

    def _cut_words(self, option: QStyleOptionViewItem, index: Index) -> str:
        cell = cell_of(index)
        rect: QRect = option.rect
        is_cut = width_wanted(cell) > rect.width() - 2 * theme.px(_PADDING)
        return spoken(cell) if is_cut else ""


class TableView(QTableView):
    """Rows of which one is current; 100,000 of them scroll smoothly."""

    opened = Signal(QModelIndex)
    chosen = Signal(QModelIndex)
    sort_requested = Signal(int)

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widths: list[int] = []
        self._least: list[int] = []
        self._is_squeezed = False
        self._header = TableHeader(self)
        self.setAccessibleName(name)
        self._build()
        self.doubleClicked.connect(self.opened)
        self._header.sectionClicked.connect(self.sort_requested)

    def set_widths(self, widths: Sequence[int], least: Sequence[int] = ()) -> None:
        """Set the columns' widths, px at 100 %, and how far each may give way."""
        self._widths = list(widths)
        self._least = list(least or (min(width, _LEAST) for width in widths))
        self._put_sizes()

    def widths(self) -> list[int]:
        """Return the columns' widths as they stand, px at 100 %, to be remembered."""
        columns = range(self.model().columnCount()) if self.model() else ()
        return [round(self.columnWidth(column) * 100 / theme.zoom) for column in columns]

    def mark_sorted(self, column: int | None, *, descending: bool = False) -> None:
        """Show by which column, and which way, the rows are ordered."""
        self._header.sorted_by = None if column is None else (column, descending)
        self._header.viewport().update()

    def current_row(self) -> int:
        """Return the current row, -1 for none."""
        return self.currentIndex().row()

    def choose_row(self, row: int) -> None:
        """Make a row current and bring it into view."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def draw_ground(self, painter: QPainter, rect: QRectF, row: int, column: int) -> None:
        """Draw what lies under a cell; called by its delegate."""
        is_chosen = self.selectionModel().isRowSelected(row)
        if is_chosen:
            draw_line(painter, rect, Role.ACCENT_SOFT)
        draw_line(painter, QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1))
        is_first = self._header.visualIndex(column) == 0
        if is_chosen and is_first:
            draw_line(painter, rect.adjusted(0, 0, theme.px(3) - rect.width(), -1), Role.ACCENT)
        if row == self.currentIndex().row() and self.hasFocus():
            self._draw_ring(painter, rect, column, is_first=is_first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row upon Enter."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell that another row is current, and repaint both rows' rings."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.row() != previous.row():
            self.chosen.emit(current)

    def changeEvent(self, event: QEvent) -> None:
        """Take over another zoom."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_header"):
            self._put_sizes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let wide columns give way, or have their room back."""
        super().resizeEvent(event)
        if self._is_squeezed or self._header.length() > self.viewport().width():
            self._put_widths()

    def _build(self) -> None:
        self.setHorizontalHeader(self._header)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._put_sizes()

    def _put_sizes(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.size("row"))
        self._header.setFixedHeight(theme.px(30))
        self._put_widths()

    def _put_widths(self) -> None:
        room = self.viewport().width() * 100 / theme.zoom
        fitting = _squeezed(self._widths, room, self._least) if self.isVisible() else self._widths
        self._is_squeezed = fitting != self._widths
        for column, width in enumerate(fitting):
            self.setColumnWidth(column, theme.px(width))

    def _draw_ring(self, painter: QPainter, rect: QRectF, column: int, *, is_first: bool) -> None:
        width, inside = theme.px(2), rect.adjusted(0, 0, 0, -1)
        is_last = self._header.visualIndex(column) == self.model().columnCount() - 1
        sides = [
            (0, 0, 0, width - inside.height()),
            (0, inside.height() - width, 0, 0),
            *([(0, 0, width - inside.width(), 0)] if is_first else []),
            *([(inside.width() - width, 0, 0, 0)] if is_last else []),
        ]
        for side in sides:
            draw_line(painter, inside.adjusted(*side), Role.FOCUS)


def _squeezed(widths: list[int], room: float, least: Sequence[int]) -> list[int]:
    """Take from the widest columns, down to `least` of each, until all fit or none can give."""
    highest, fitting = max(widths, default=0), widths
    while sum(fitting) > room and fitting != list(least):
        highest -= 4
        fitting = [max(low, min(width, highest)) for width, low in zip(widths, least, strict=True)]
    return fitting
