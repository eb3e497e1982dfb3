"""The queue of 供覧・決裁: whom each record is about, whose it is, how long it waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.lines_view import LinesView
from soudan_desk.ui.widgets.painting import (
    RIGHT,
    draw_box,
    draw_focus,
    draw_icon,
    draw_line,
    draw_text,
)

LINE_ROLE = Qt.ItemDataRole.UserRole + 4
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROW = 58


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One record: `mark` is what is special about it, else `line` says what it is."""

    key: Any
    icon: Icon
    name: str
    kind: str
    day: str
    who: str
    line: str = ""
    mark: str = ""
    mark_icon: Icon | None = None
    mark_role: Role = Role.MUTED

    def spoken(self) -> str:
        """Return everything it says."""
        parts = (self.name, self.kind, self.day, self.who, self.mark, self.line)
        return " ".join(part for part in parts if part)


class QueueModel(QAbstractListModel):
    """Lines that are given whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[QueueLine] = ()

    def show_lines(self, lines: Sequence[QueueLine]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def keys(self) -> list[Any]:
        """Return what the lines stand for, in order."""
        return [line.key for line in self._lines]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the line, or its words for tooltips and screen readers."""
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        return line.spoken() if role in spoken else None


class QueueDelegate(QStyledItemDelegate):
    """Draws a line: name and day above, who and what is special below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return two lines' height at the present zoom."""
        return QSize(theme.px(200), theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one."""
        line: QueueLine = index.data(LINE_ROLE)
        rect, view = QRectF(option.rect), self.parent()
        is_on = bool(option.state & QStyle.StateFlag.State_Selected)
        has_focus = isinstance(view, QWidget) and view.hasFocus()
        _draw_ground(painter, rect, is_on=is_on, has_focus=has_focus)
        inside = rect.adjusted(theme.px(20), 0, -theme.px(16), 0)
        first = QRectF(inside.x(), rect.y() + theme.px(8), inside.width(), theme.px(20))
        draw_icon(painter, first.x(), first.center().y(), line.icon, Role.MUTED)
        first.adjust(theme.px(25), 0, 0, 0)
        _draw_first(painter, first, line)
        _draw_second(painter, first.translated(0, theme.px(23)), line)


def _draw_ground(painter: QPainter, rect: QRectF, *, is_on: bool, has_focus: bool) -> None:
    box = rect.adjusted(theme.px(8), 1, -theme.px(8), -2)
    if not is_on:
        draw_line(
            painter, QRectF(box.x() + theme.px(8), rect.bottom() - 1, box.width() - theme.px(16), 1)
        )
        return
    draw_box(painter, box, Role.ACCENT_SOFT)
    bar = QRectF(box.x(), box.y() + theme.px(8), theme.px(3), box.height() - theme.px(16))
    draw_box(painter, bar, Role.ACCENT, radius=1.5)
    if has_focus:
        draw_focus(painter, box)


def _draw_first(painter: QPainter, place: QRectF, line: QueueLine) -> None:
    day = theme.text_width(line.day, Type.LABEL, figures=True)
    draw_text(painter, place, line.day, Role.MUTED, Type.LABEL, figures=True, align=RIGHT)
    room = place.adjusted(0, 0, -day - theme.px(8), 0)
    taken = draw_text(painter, room, line.name, Role.TEXT, bold=True)
    room.adjust(taken + theme.px(8), 0, 0, 0)
    if room.width() > theme.px(14):
        draw_text(painter, room, line.kind, Role.MUTED, Type.LABEL)


def _draw_second(painter: QPainter, place: QRectF, line: QueueLine) -> None:
    room = QRectF(place)
    taken = draw_text(painter, room, line.who, Role.MUTED, Type.LABEL)
    room.adjust(taken + (theme.px(10) if line.who else 0), 0, 0, 0)
    if room.width() < theme.px(20):
        return
    if line.mark and line.mark_icon:
        draw_icon(painter, room.x(), room.center().y(), line.mark_icon, line.mark_role, 14)
        room.adjust(theme.px(18), 0, 0, 0)
    role = line.mark_role if line.mark else Role.MUTED
    draw_text(painter, room, line.mark or line.line, role, Type.LABEL)


class QueueView(LinesView):
    """The lines; one is chosen and read beside. Space turns its pages."""

    chosen = Signal(object)
    """The key of the line that became current, None for none."""
    opened = Signal()
    paged = Signal(bool)
    """Space was pressed; True turns back."""

    def __init__(self) -> None:
        super().__init__(name="供覧・決裁を待つ記録")
        self.lines = QueueModel(self)
        self.setObjectName("queue")
        self.setItemDelegate(QueueDelegate(self))
        self.setModel(self.lines)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        layouts.set_surface(self, "surface")
        self.doubleClicked.connect(self.opened)

    def show_lines(self, lines: Sequence[QueueLine], wanted: Any = None) -> None:
        """Show these; `wanted` or the present line stays, else what now stands in its place."""
        at, before = self.currentIndex().row(), self.current()
        self.blockSignals(True)
        self.lines.show_lines(lines)
        self.blockSignals(False)
        keys = self.lines.keys()
        found = next((key for key in (wanted, before) if key is not None and key in keys), None)
        row = keys.index(found) if found is not None else min(max(at, 0), len(keys) - 1)
        self.setCurrentIndex(self.lines.index(row, 0))
        if not keys:
            self.chosen.emit(None)

    def current(self) -> Any:
        """Return the key of the present line."""
        line = self.currentIndex().data(LINE_ROLE)
        return None if line is None else line.key

    def step(self, by: int) -> bool:
        """Go to the next line or the one before; tell whether there was one."""
        row = self.currentIndex().row() + by
        if not 0 <= row < self.lines.rowCount():
            return False
        self.setCurrentIndex(self.lines.index(row, 0))
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which line is current."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.scrollTo(current)
            self.chosen.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open upon Enter, turn the record's pages by Space; type no search."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_plain:
            if self.current() is not None:
                self.opened.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.paged.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)
