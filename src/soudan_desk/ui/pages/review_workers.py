"""担当ごと: what of each worker is unread, late and forgotten; each number opens what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.painting import RIGHT, draw_focus, draw_text

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROW, _NUMBER, _EDGE = 24, 48, 16
_GAP, _MOST = 6, 7
WHICH = ("unread", "late", "forgotten")
HEADINGS = {"unread": "未供覧", "late": "遅れ", "forgotten": "忘れ"}
_TONES = {"unread": Role.TEXT, "late": Role.DANGER, "forgotten": Role.WARNING}


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """One worker's numbers, in the order of `WHICH`."""

    staff_id: UUID
    name: str
    counts: tuple[int, int, int]


class WorkersModel(QAbstractTableModel):
    """A worker's name and three numbers a row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[WorkerLine] = ()

    def show_lines(self, lines: Sequence[WorkerLine]) -> None:
        """Show these."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, index: Index) -> WorkerLine:
        """Return a row."""
        return self._lines[index.row()]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count workers."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Count the name and the numbers."""
        return 0 if parent.isValid() else 1 + len(WHICH)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return name or number, with all it means for screen readers."""
        line = self.line(index)
        spoken = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        if index.column() == 0:
            return line.name if role in (Qt.ItemDataRole.DisplayRole, *spoken) else None
        count = line.counts[index.column() - 1]
        if role in spoken:
            return f"{line.name} {HEADINGS[WHICH[index.column() - 1]]} {count}件"
        return count if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let numbers be stood on, names not."""
        if index.column() == 0:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, view = QRectF(option.rect), self.parent()
        value = index.data()
        if index.column() == 0:
            draw_text(painter, rect.adjusted(theme.px(_EDGE), 0, 0, 0), value, size=Type.LABEL)
            return
        tone = _TONES[WHICH[index.column() - 1]] if value else Role.MUTED
        bold = bool(value) and tone is not Role.TEXT
        place = rect.adjusted(0, 0, -theme.px(_GAP), 0)
        draw_text(
            painter, place, str(value), tone, Type.LABEL, bold=bold, figures=True, align=RIGHT
        )
        is_here = isinstance(view, QTableView) and view.currentIndex() == index
        if is_here and isinstance(view, QTableView) and view.hasFocus():
            draw_focus(painter, rect.adjusted(theme.px(10), 1, 0, -1), 3)


class WorkersTable(QTableView):
    """Arrows move over the numbers; Enter or a click opens the list behind one."""

    wanted = Signal(object, str, str)
    """Whose, which of `WHICH`, and the worker's name."""

    def __init__(self) -> None:
        super().__init__()
        self._model = WorkersModel(self)
        self.setObjectName("workers")
        self.setAccessibleName("担当ごとの未供覧・遅れ・忘れ")
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        layouts.set_surface(self, "surface")
        self.clicked.connect(self._want)
        self._put_sizes()

    def show_lines(self, lines: Sequence[WorkerLine]) -> None:
        """Show these workers, those with something first; the cell one stands on stays."""
        here = self.currentIndex()
        row, column = max(here.row(), 0), max(here.column(), 1)
        self._model.show_lines(sorted(lines, key=lambda line: not any(line.counts)))
        self.setCurrentIndex(self._model.index(min(row, len(lines) - 1), column))
        self.updateGeometry()

    def lines(self) -> WorkersModel:
        """Return the model."""
        return self._model

    def sizeHint(self) -> QSize:
        """Ask for every worker's row, up to where the queue needs the room; the rest scrolls."""
        rows = min(self._model.rowCount(), _MOST)
        return QSize(theme.px(200), theme.px(_ROW) * rows + 2)

    def minimumSizeHint(self) -> QSize:
        """Be content with four rows."""
        rows = min(self._model.rowCount(), 4)
        return QSize(theme.px(160), theme.px(_ROW) * rows + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open what a number counts upon Enter; type no search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._want(self.currentIndex())
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take over another zoom."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_model"):
            self._put_sizes()
            self.updateGeometry()

    def _put_sizes(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        for column in range(1, 1 + len(WHICH)):
            self.setColumnWidth(column, theme.px(_NUMBER))

    def _want(self, index: Index) -> None:
        if index.isValid() and index.column() > 0:
            which = WHICH[index.column() - 1]
            line = self._model.line(index)
            self.wanted.emit(line.staff_id, which, line.name)


class WorkersHead(QWidget):
    """The headings over the numbers, wherever the scroll bar lets them stand."""

    def __init__(self, table: QTableView) -> None:
        super().__init__()
        self._table = table
        table.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self.update())

    def sizeHint(self) -> QSize:
        """Return one line's height."""
        return QSize(theme.px(200), theme.px(28))

    def minimumSizeHint(self) -> QSize:
        """Never shrink below a line."""
        return QSize(theme.px(160), theme.px(28))

    def paintEvent(self, event: object) -> None:
        """Draw them where the numbers stand."""
        painter, rect = QPainter(self), QRectF(self.rect())
        title = rect.adjusted(theme.px(_EDGE), 0, 0, 0)
        draw_text(painter, title, "担当ごと", Role.TEXT, Type.LABEL, bold=True)
        numbers = self._table.viewport()
        end = self.mapFromGlobal(numbers.mapToGlobal(QPoint(numbers.width(), 0))).x()
        for place, which in enumerate(reversed(WHICH)):
            right = end - place * theme.px(_NUMBER) - theme.px(_GAP)
            cell = QRectF(right - theme.px(60), rect.y(), theme.px(60), rect.height())
            draw_text(painter, cell, HEADINGS[which], Role.MUTED, Type.SMALL, align=RIGHT)
