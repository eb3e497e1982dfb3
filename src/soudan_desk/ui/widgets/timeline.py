"""What happened, in order: date and time, an icon in a ring on the axis, kind, who, one line.

    view = TimelineView(name="経過");  view.setModel(model);  view.opened.connect(...)

The model returns a `TimelineEntry` for `ENTRY_ROLE` and words for screen readers as display text.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.lines_view import LinesView
from soudan_desk.ui.widgets.painting import (
    RIGHT,
    ChipLook,
    chip_width,
    draw_box,
    draw_chip,
    draw_focus,
    draw_icon,
    draw_line,
    draw_text,
    padded_day,
)

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex
_ROW, _AXIS, _WORDS = 56, 106, 127


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event; `day` as 11/9（月）, `state` is a chip while it is a draft, else a quiet word."""

    day: str
    kind: str
    line: str
    icon: Icon
    time: str = ""
    who: str = ""
    role: Role = Role.MUTED
    chip: ChipLook | None = None
    state: str = ""
    state_icon: Icon | None = None
    state_role: Role = Role.OK


class TimelineDelegate(QStyledItemDelegate):
    """Draws one event."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return two lines' height at the present zoom."""
        return QSize(theme.px(240), theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the event, and its piece of the axis."""
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, TimelineEntry):
            return
        rect = QRectF(option.rect)
        state = option.state
        is_on = bool(state & QStyle.StateFlag.State_Selected)
        box = rect.adjusted(theme.px(8), 0, -theme.px(8), -theme.px(2))
        if is_on:
            draw_box(painter, box, Role.ACCENT_SOFT)
            bar = QRectF(box.x(), box.y() + theme.px(8), theme.px(3), box.height() - theme.px(16))
            draw_box(painter, bar, Role.ACCENT, radius=1.5)
        self._draw_axis(painter, rect, index, entry, is_on=is_on)
        self._draw_when(painter, rect, entry, is_on=is_on)
        self._draw_what(painter, rect, entry, is_on=is_on)
        view = self.parent()
        if isinstance(view, QWidget) and view.hasFocus() and _is_current(view, index):
            draw_focus(painter, box)

    def _draw_axis(
        self, painter: QPainter, rect: QRectF, index: Index, entry: TimelineEntry, *, is_on: bool
    ) -> None:
        left, middle = rect.x() + theme.px(_AXIS), rect.y() + theme.px(18)
        last = index.model().rowCount() - 1
        top = middle if index.row() == 0 else rect.y()
        bottom = middle if index.row() == last else rect.bottom()
        draw_line(painter, QRectF(left, top, 1, bottom - top))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(Role.ACCENT if is_on else Role.LINE), 1.25))
        painter.setBrush(theme.colour(Role.RAISED))
        painter.drawEllipse(QPointF(left + 0.5, middle), theme.px(12), theme.px(12))
        role = Role.ACCENT if is_on else entry.role
        draw_icon(painter, left + 0.5 - theme.px(14) / 2, middle, entry.icon, role, 14)

    def _draw_when(
        self, painter: QPainter, rect: QRectF, entry: TimelineEntry, *, is_on: bool
    ) -> None:
        line = QRectF(rect.x() + theme.px(16), rect.y() + theme.px(8), theme.px(78), theme.px(18))
        role = Role.TEXT if is_on else Role.MUTED
        day = padded_day(entry.day)
        draw_text(painter, line, day, role, Type.LABEL, bold=is_on, figures=True)
        line.translate(0, theme.px(20))
        draw_text(painter, line, entry.time, Role.MUTED, Type.LABEL, figures=True)

    def _draw_what(
        self, painter: QPainter, rect: QRectF, entry: TimelineEntry, *, is_on: bool
    ) -> None:
        left, right = rect.x() + theme.px(_WORDS), rect.right() - theme.px(18)
        line = QRectF(left, rect.y() + theme.px(8), right - left, theme.px(18))
        room = line.adjusted(0, 0, -self._draw_state(painter, line, entry), 0)
        taken = draw_text(painter, room, entry.kind, Role.TEXT, bold=True) + theme.px(8)
        who = room.adjusted(taken, 0, 0, 0)
        if who.width() > 0:
            draw_text(painter, who, entry.who, Role.MUTED, Type.LABEL)
        line.translate(0, theme.px(20))
        draw_text(painter, line, entry.line, Role.TEXT if is_on else Role.MUTED, Type.LABEL)

    def _draw_state(self, painter: QPainter, line: QRectF, entry: TimelineEntry) -> float:
        """Draw the state at the right end; return the width it took."""
        if entry.chip:
            width = chip_width(entry.chip)
            draw_chip(painter, line.right() - width, line.center().y(), entry.chip)
            return width + theme.px(8)
        if not entry.state:
            return 0
        draw_text(painter, line, entry.state, entry.state_role, Type.SMALL, align=RIGHT)
        words = theme.text_width(entry.state, Type.SMALL)
        if entry.state_icon:
            left = line.right() - words - theme.px(17)
            draw_icon(painter, left, line.center().y(), entry.state_icon, entry.state_role, 13)
        return words + theme.px(25)


class TimelineView(LinesView):
    """The events of a case; one is chosen and shown beside."""

    opened = Signal(QModelIndex)
    chosen = Signal(QModelIndex)

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self.setItemDelegate(TimelineDelegate(self))
        self.setUniformItemSizes(True)
        self.setViewportMargins(0, theme.px(4), 0, 0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(self.opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current event upon Enter."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell that another event is current."""
        super().currentChanged(current, previous)
        self.chosen.emit(current)

    def changeEvent(self, event: QEvent) -> None:
        """Take over another zoom."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.verticalScrollBar().setSingleStep(theme.px(_ROW) // 2)
            self.setViewportMargins(0, theme.px(4), 0, 0)


def _is_current(view: QWidget, index: Index) -> bool:
    return isinstance(view, QAbstractItemView) and view.currentIndex().row() == index.row()
