"""The lines of a letter as a list one ticks: what would be told, and whether it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from soudan_desk.services.referral_lines import Line, LineState
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import note
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.painting import (
    draw_focus,
    draw_icon,
    draw_line,
    draw_text,
    draw_tick_box,
)

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LINE_ROLE = Qt.ItemDataRole.UserRole
_LABEL_WIDTH, _STATE_WIDTH, _EDGE = 104, 128, 10


@dataclass(frozen=True, slots=True)
class StateLook:
    """How the right end of a line looks."""

    words: str
    icon: Icon
    role: Role
    bold: bool = False


_LOOKS = {
    LineState.AGREED: StateLook("同意あり", Icon.CHECK, Role.OK),
    LineState.GROUND: StateLook("根拠あり", Icon.RIGHTS, Role.INFO),
    LineState.UNLOCKED: StateLook("理由つきで載せる", Icon.UNLOCK, Role.DANGER, bold=True),
    LineState.OUTSIDE: StateLook("同意の範囲外", Icon.LATE, Role.WARNING, bold=True),
    LineState.NO_CONSENT: StateLook("同意がありません", Icon.LATE, Role.WARNING),
    LineState.WITHHELD: StateLook("出せません", Icon.PROTECTED, Role.DANGER, bold=True),
    LineState.BLANK: StateLook("書いていません", Icon.EMPTY, Role.MUTED),
}
_NOT_CHOSEN = StateLook("載せない", Icon.EXCLUDED, Role.MUTED)


def look_of(line: Line) -> StateLook:
    """Return how a line's state looks: one that may be told and is not chosen stays out."""
    if line.may_tell and not line.chosen:
        return _NOT_CHOSEN
    return _LOOKS[line.state]


def spoken_line(line: Line) -> str:
    """Return everything a line says."""
    ticked = "載せる" if line.told else "載せない"
    return f"{line.label}　{line.text}　{ticked}　{look_of(line).words}"


class LinesModel(QAbstractListModel):
    """The lines as they were judged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show lines; where only their state changed, the list stands as it stood."""
        is_same = [line.code for line in lines] == [line.code for line in self.lines]
        if is_same:
            self.lines = tuple(lines)
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Count lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a line, or what it says."""
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.label
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken_line(line)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{line.text}\n{line.why}".strip()
        return line if role == LINE_ROLE else None


class LineDelegate(QStyledItemDelegate):
    """Draws one line: tick or lock, label, words, state."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return one row."""
        return QSize(theme.px(200), theme.size("row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        line: Line = index.data(LINE_ROLE)
        rect, px = QRectF(option.rect), theme.px
        is_current = index.row() == self._view.currentIndex().row()
        if is_current and self._view.hasFocus():
            draw_line(painter, rect.adjusted(0, 0, 0, -1), Role.ACCENT_SOFT)
        if index.row() < self._view.model().rowCount() - 1:
            edge = px(_EDGE)
            draw_line(painter, QRectF(edge, rect.bottom() - 1, rect.width() - 2 * edge, 1))
        self._draw_mark(painter, rect, line)
        self._draw_words(painter, rect, line)
        if is_current and self._view.hasFocus():
            draw_focus(painter, rect.adjusted(1, 1, -1, -1), 4)

    def _draw_mark(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        left, middle = rect.x() + theme.px(_EDGE), rect.center().y() - 0.5
        if line.state is LineState.WITHHELD:
            draw_icon(painter, left, middle, Icon.LOCKED, Role.DANGER)
        else:
            draw_tick_box(painter, left, middle, ticked=line.told)

    def _draw_words(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        px, look = theme.px, look_of(line)
        ink = Role.TEXT if line.told else Role.MUTED
        left, state_left = rect.x() + px(36), rect.right() - px(_STATE_WIDTH)
        label = QRectF(left, rect.y(), px(_LABEL_WIDTH) - px(4), rect.height() - 1)
        draw_text(painter, label, line.label, ink, bold=line.told)
        words = QRectF(left + px(_LABEL_WIDTH), rect.y(), 0, rect.height() - 1)
        words.setRight(state_left - px(8))
        draw_text(painter, words, " ".join(line.text.split()), ink)
        draw_icon(painter, state_left, rect.center().y(), look.icon, look.role, 14)
        state = QRectF(state_left + px(19), rect.y(), px(_STATE_WIDTH - 24), rect.height() - 1)
        draw_text(painter, state, look.words, look.role, Type.LABEL, bold=look.bold)


class LineList(QListView):
    """Space or a click on the box ticks a line, Ctrl+I tells why, Enter writes its words."""

    ticked = Signal(str)
    why_asked = Signal(object)
    words_asked = Signal(object)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines = LinesModel()
        self.setModel(self._lines)
        self.setItemDelegate(LineDelegate(self))
        self.setObjectName("disclosed")
        self.setAccessibleName("伝えること")
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        layouts.set_surface(self, "card")
        for key, does in (("Space", "伝える・伝えない"), ("Enter", "ことばを書く")):
            note(self, key, does)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the lines that are shown."""
        return self._lines.lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show lines."""
        self._lines.show_lines(lines)
        if lines and not self.currentIndex().isValid():
            self.setCurrentIndex(self._lines.index(0))
        self._fit()

    def current(self) -> Line | None:
        """Return the line one stands on."""
        index = self.currentIndex()
        return self._lines.lines[index.row()] if index.isValid() else None

    def go_to(self, code: str) -> None:
        """Stand on a line."""
        rows = [line.code for line in self._lines.lines]
        if code in rows:
            self.setCurrentIndex(self._lines.index(rows.index(code)))

    def ask_why(self) -> None:
        """Ask why the current line may be told, or not."""
        if (line := self.current()) is not None:
            self.why_asked.emit(line)

    def sizeHint(self) -> QSize:
        """Ask for every line."""
        return QSize(theme.px(480), len(self._lines.lines) * theme.size("row") + 2)

    def minimumSizeHint(self) -> QSize:
        """Five lines at least; the rest is scrolled."""
        return QSize(theme.px(320), 5 * theme.size("row") + 2)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """Be no higher than the lines."""
        self.setMaximumHeight(max(self.sizeHint().height(), self.minimumSizeHint().height()))
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick, or write."""
        line = self.current()
        if line is not None and event.key() == Qt.Key.Key_Space:
            self.ticked.emit(line.code)
        elif line is not None and event.key() in (
            Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2,
        ):  # fmt: skip
            self.words_asked.emit(line)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick by a click on the box, ask why by one on the state."""
        super().mousePressEvent(event)
        line = self.current()
        if line is None or not self.indexAt(event.position().toPoint()).isValid():
            return
        if event.position().x() < theme.px(_EDGE + 24):
            self.ticked.emit(line.code)
        elif event.position().x() > self.viewport().width() - theme.px(_STATE_WIDTH):
            self.why_asked.emit(line)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Write the line's words."""
        if (line := self.current()) is not None:
            self.words_asked.emit(line)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell that another line is current."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.moved.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()
