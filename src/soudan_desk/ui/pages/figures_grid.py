"""The table of counts: arrows go over its cells, Enter opens what stands behind one."""

from __future__ import annotations

from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from soudan_desk.reports.table import TOTAL, Table
from soudan_desk.reports.table import Cell as Count
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.cells import CELL_ROLE, Cell
from soudan_desk.ui.widgets.painting import RIGHT, draw_box, draw_line, draw_text
from soudan_desk.ui.widgets.table import TableView

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY, _TIP = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole
_PADDING, _WIDEST_NAME = 8, 300
_NARROWEST, _WIDEST = 64, 160


class CountsModel(QAbstractTableModel):
    """One table of a report; zeros are muted, sums bold."""

    def __init__(self) -> None:
        super().__init__()
        self._table: Table | None = None
        self._most = 0

    def show_table(self, table: Table | None) -> None:
        """Show another table, or none."""
        self.beginResetModel()
        self._table = table
        self._most = 0
        if table is not None and any(row.key == TOTAL for row in table.rows):
            inside = (
                len(cell.ids)
                for row, line in zip(table.rows, table.cells, strict=True)
                for column, cell in zip(table.columns, line, strict=True)
                if TOTAL not in (row.key, column.key)
            )
            self._most = max(inside, default=0)
        self.endResetModel()

    def count_at(self, index: Index) -> Count | None:
        """Return the count of a cell."""
        if self._table is None or not index.isValid():
            return None
        return self._table.cells[index.row()][index.column()]

    def words_at(self, index: Index) -> str:
        """Name a cell by its row and column."""
        if self._table is None or not index.isValid():
            return ""
        row, column = self._table.rows[index.row()], self._table.columns[index.column()]
        return f"{row.label}・{column.label}"

    def share_at(self, row: int, column: int) -> float:
        """Return how long a cell's bar is; sums and lines that are no parts of one have none."""
        if self._table is None or not self._most or self.is_sum(row, column):
            return 0.0
        return len(self._table.cells[row][column].ids) / self._most

    def is_sum(self, row: int, column: int) -> bool:
        """Whether a cell holds the sum of others."""
        table = self._table
        return table is not None and TOTAL in (table.rows[row].key, table.columns[column].key)

    def is_sum_row(self, row: int) -> bool:
        """Whether a row holds sums."""
        return self._table is not None and self._table.rows[row].key == TOTAL

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() or self._table is None else len(self._table.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() or self._table is None else len(self._table.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return a count's looks and words."""
        count = self.count_at(index)
        if count is None:
            return None
        if role == CELL_ROLE:
            tone = Role.TEXT if count.count else Role.MUTED
            is_sum = self.is_sum(index.row(), index.column())
            return Cell(count.text, role=tone, bold=is_sum, figures=True, right=True)
        if role in (Qt.ItemDataRole.AccessibleTextRole, _TIP):
            return f"{self.words_at(index)}：{count.text}"
        return count.text if role == _DISPLAY else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return a row's or a column's name; the whole one as its tip."""
        if self._table is None:
            return None
        is_across = orientation is Qt.Orientation.Horizontal
        heading = (self._table.columns if is_across else self._table.rows)[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT.value if is_across else None
        if role == _TIP:
            return heading.label
        return (heading.brief if is_across else heading.label) if role == _DISPLAY else None


class _RowNames(QHeaderView):
    """The rows' names at the left; they stay while the columns scroll."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        """Return room for the longest name, within bounds."""
        model = self.model()
        names = (
            str(model.headerData(at, Qt.Orientation.Vertical) or "")
            for at in range(model.rowCount() if model else 0)
        )
        widest = max((theme.text_width(name, Type.BODY, bold=True) for name in names), default=0)
        width = min(round(widest) + 2 * theme.px(_PADDING), theme.px(_WIDEST_NAME))
        return QSize(width, super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one name."""
        box = QRectF(rect)
        painter.fillRect(rect, theme.colour(Role.SURFACE))
        view = self.parent()
        is_sum = isinstance(view, CountsView) and view.is_sum_row(section)
        if is_sum:
            draw_line(painter, QRectF(box.x(), box.y(), box.width(), 1), Role.LINE_STRONG)
        draw_line(painter, QRectF(box.x(), box.bottom() - 1, box.width(), 1))
        padding = theme.px(_PADDING)
        words = str(self.model().headerData(section, Qt.Orientation.Vertical) or "")
        draw_text(painter, box.adjusted(padding, 0, -padding, 0), words, bold=is_sum)


class CountsView(TableView):
    """Counts under their headings; a quiet bar behind each shows how large it is."""

    def __init__(self, model: CountsModel) -> None:
        super().__init__(name="集計の表")
        self._counts = model
        names = _RowNames(self)
        self.setVerticalHeader(names)
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.show()
        self.horizontalHeader().setStretchLastSection(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)  # a ring, no tinted row
        self.setModel(model)
        model.modelReset.connect(self._fit)
        theme.theme_changed.connect(self._fit)

    def is_sum_row(self, row: int) -> bool:
        """Whether a row holds sums."""
        return self._counts.is_sum_row(row)

    def draw_ground(self, painter: QPainter, rect: QRectF, row: int, column: int) -> None:
        """Draw what lies under a count: its bar, its lines, and the ring of the current one."""
        if share := self._counts.share_at(row, column):
            width = max(share * (rect.width() - theme.px(6)), 2.0)
            inset = theme.px(4)
            bar = QRectF(rect.right() - width, rect.y() + inset, width, rect.height() - 2 * inset)
            draw_line(painter, bar, Role.ACCENT_SOFT)
        if self.is_sum_row(row):
            draw_line(painter, QRectF(rect.x(), rect.y(), rect.width(), 1), Role.LINE_STRONG)
        draw_line(painter, QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1))
        current = self.currentIndex()
        if (row, column) == (current.row(), current.column()):
            is_here = self.hasFocus()
            edge = Role.FOCUS if is_here else Role.ACCENT
            inside = rect.adjusted(0, 0, 0, -1)
            draw_box(painter, inside, None, edge, theme.px(2) if is_here else 1, 3)

    def _fit(self) -> None:
        """Give each column room for its heading, and the names theirs."""
        across, widths = Qt.Orientation.Horizontal, []
        for at in range(self._counts.columnCount()):
            words = str(self._counts.headerData(at, across) or "")
            wanted = theme.text_width(words, Type.SMALL, bold=True) * 100 / theme.zoom
            widths.append(round(min(max(wanted + 2 * _PADDING + 4, _NARROWEST), _WIDEST)))
        self.set_widths(widths, widths)
        self.verticalHeader().setDefaultSectionSize(theme.size("row"))
        self.verticalHeader().setFixedWidth(self.verticalHeader().sizeHint().width())
        self.updateGeometries()
