"""How the lines of 今日 are drawn and worked: two-line rows below headings."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.today_rows import (
    ROW_ROLE,
    Heading,
    MoreRow,
    RowsModel,
    TodoRow,
    WaitingRow,
)
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.lines_view import LinesView
from soudan_desk.ui.widgets.painting import (
    RIGHT,
    draw_box,
    draw_focus,
    draw_icon,
    draw_key_cap,
    draw_line,
    draw_text,
    key_cap_width,
    padded_day,
)

Index = QModelIndex | QPersistentModelIndex
_ROW, _INSET, _WORDS, _KEYS_FROM = 54, 12, 96, 330
_HEIGHTS = {Heading: 34, MoreRow: 40}


class RowsDelegate(QStyledItemDelegate):
    """Draws headings and rows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return a heading's or a row's height."""
        height = _HEIGHTS.get(type(index.data(ROW_ROLE)), _ROW)
        return QSize(theme.px(200), theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one."""
        row, rect = index.data(ROW_ROLE), QRectF(option.rect)
        if isinstance(row, Heading):
            _draw_heading(painter, rect, row)
            return
        is_on = bool(option.state & QStyle.StateFlag.State_Selected)
        view = self.parent()
        has_focus = isinstance(view, QWidget) and view.hasFocus()
        is_on = is_on and (has_focus or isinstance(row, TodoRow | MoreRow))
        self._draw_ground(painter, rect, is_on=is_on, has_focus=has_focus)
        if isinstance(row, TodoRow):
            _draw_todo(painter, rect, row, is_on=is_on)
        elif isinstance(row, MoreRow):
            _draw_more(painter, rect, row, is_on=is_on)
        elif isinstance(row, WaitingRow):
            _draw_waiting(painter, rect, row)

    def _draw_ground(
        self, painter: QPainter, rect: QRectF, *, is_on: bool, has_focus: bool
    ) -> None:
        inset = theme.px(_INSET)
        line = QRectF(rect.x() + inset, rect.bottom() - 1, rect.width() - 2 * inset, 1)
        box = rect.adjusted(1, 1, -1, -2)
        if is_on:
            draw_box(painter, box, Role.ACCENT_SOFT)
        else:
            draw_line(painter, line)
        if is_on and has_focus:
            draw_focus(painter, box)


def _draw_heading(painter: QPainter, rect: QRectF, row: Heading) -> None:
    line = rect.adjusted(theme.px(_INSET), theme.px(8), 0, 0)
    if row.icon:
        ink = Role.MUTED if row.role is Role.TEXT else row.role
        draw_icon(painter, line.x(), line.center().y(), row.icon, ink, 14)
        line.adjust(theme.px(19), 0, 0, 0)
    bold = row.role is not Role.MUTED
    taken = draw_text(painter, line, row.text, row.role, Type.LABEL, bold=bold)
    line.adjust(taken + theme.px(6), 0, 0, 0)
    role = Role.MUTED if row.role is Role.TEXT else row.role
    draw_text(painter, line, f"{row.count:,}", role, Type.LABEL, bold=bold, figures=True)


def _lines(rect: QRectF) -> tuple[QRectF, QRectF]:
    first = QRectF(rect.x(), rect.y() + theme.px(7), rect.width(), theme.px(20))
    return first, first.translated(0, theme.px(20))


def _draw_todo(painter: QPainter, rect: QRectF, row: TodoRow, *, is_on: bool) -> None:
    first, second = _lines(rect.adjusted(theme.px(_INSET), 0, -theme.px(_INSET), 0))
    _draw_when(painter, first, second, row)
    right = _draw_act(painter, rect, row, is_on=is_on)
    first.setLeft(first.x() + theme.px(_WORDS))
    second.setLeft(second.x() + theme.px(_WORDS))
    first.setRight(right)
    second.setRight(right)
    taken = draw_text(painter, first, row.title, Role.TEXT, bold=True)
    first.adjust(taken + theme.px(8), 0, 0, 0)
    if first.width() > 0:
        number = draw_text(painter, first, row.todo.case_no, Role.MUTED, Type.LABEL, figures=True)
        first.adjust(number + theme.px(12), 0, 0, 0)
    if row.who and first.width() > 0:
        draw_text(painter, first, row.who, Role.MUTED, Type.LABEL)
    draw_text(painter, second, row.line, Role.TEXT, Type.LABEL)


def _draw_more(painter: QPainter, rect: QRectF, row: MoreRow, *, is_on: bool) -> None:
    words = rect.adjusted(theme.px(_INSET + _WORDS), 0, 0, 0)
    draw_text(painter, words, f"ほか {row.count:,}件", Role.MUTED, Type.LABEL, figures=True)
    _draw_act(painter, rect, row, is_on=is_on)


def _draw_when(painter: QPainter, first: QRectF, second: QRectF, row: TodoRow) -> None:
    place = QRectF(first)
    place.setWidth(theme.px(_WORDS - 6))
    if row.icon:
        draw_icon(painter, place.x(), place.center().y(), row.icon, row.role, 14)
        place.adjust(theme.px(18), 0, 0, 0)
    draw_text(painter, place, row.when, row.role, Type.LABEL, bold=row.icon is not None)
    below = QRectF(second)
    below.setWidth(theme.px(_WORDS - 6))
    draw_text(painter, below, padded_day(row.day), Role.MUTED, Type.LABEL, figures=True)


def _has_cap(rect: QRectF) -> bool:
    """Whether the key has room beside the words and the person's name."""
    return rect.width() >= theme.px(_KEYS_FROM)


def act_rect(rect: QRectF, row: TodoRow | MoreRow) -> QRectF:
    """Return where a row's act stands."""
    words = theme.text_width(row.act, Type.LABEL)
    cap = key_cap_width("Enter") + theme.px(10) if _has_cap(rect) else 0
    width = words + cap + theme.px(20)
    right = rect.right() - theme.px(_INSET)
    return QRectF(right - width, rect.center().y() - theme.px(14), width, theme.px(28))


def _draw_act(painter: QPainter, rect: QRectF, row: TodoRow | MoreRow, *, is_on: bool) -> float:
    """Draw the act: a button with its key in the chosen row, else a link; return its left edge."""
    box = act_rect(rect, row)
    words = theme.text_width(row.act, Type.LABEL)
    if not is_on:
        place = QRectF(box.right() - words - theme.px(10), box.y(), words + 1, box.height())
        draw_text(painter, place, row.act, Role.ACCENT, Type.LABEL)
        return place.x() - theme.px(12)
    draw_box(painter, box, Role.RAISED, Role.LINE_STRONG)
    place = QRectF(box.x() + theme.px(10), box.y(), words + 1, box.height())
    draw_text(painter, place, row.act, Role.TEXT, Type.LABEL)
    if _has_cap(rect):
        draw_key_cap(painter, place.right() + theme.px(8), box.center().y(), "Enter")
    return box.x() - theme.px(12)


def _draw_waiting(painter: QPainter, rect: QRectF, row: WaitingRow) -> None:
    inside = rect.adjusted(theme.px(_INSET), 0, -theme.px(_INSET), 0)
    first, second = _lines(inside)
    width = theme.text_width(row.at, Type.SMALL, figures=True)
    draw_text(painter, first, row.at, Role.MUTED, Type.SMALL, figures=True, align=RIGHT)
    first.setRight(first.right() - width - theme.px(10))
    if row.is_urgent:
        draw_icon(painter, first.x(), first.center().y(), Icon.URGENT, Role.DANGER, 14)
        first.adjust(theme.px(18), 0, 0, 0)
        taken = draw_text(painter, first, "急ぎ", Role.DANGER, Type.LABEL, bold=True)
        first.adjust(taken + theme.px(6), 0, 0, 0)
    draw_text(painter, first, row.title, Role.TEXT, bold=row.is_new)
    draw_text(painter, second, row.line, Role.MUTED, Type.SMALL)


class RowsView(LinesView):
    """Rows one moves in by arrows; Enter does what a row is for."""

    acted = Signal(object)
    """The row whose act was asked for."""
    pressed_key = Signal(str, object)
    """One of `keys` was pressed, with the current row."""
    entered_by_focus = Signal()
    """One came into the list."""

    def __init__(self, name: str, keys: str = "") -> None:
        super().__init__(name=name)
        self._keys = keys
        self._model = RowsModel(self)
        self.setItemDelegate(RowsDelegate(self))
        self.setModel(self._model)
        layouts.set_surface(self, "surface")
        self.doubleClicked.connect(self._act)

    @property
    def rows(self) -> RowsModel:
        """Return the model."""
        return self._model

    def show_rows(self, rows: list[Any]) -> None:
        """Show these rows; the current one stays current, or its neighbour becomes so."""
        at, before = self.currentIndex().row(), self.current()
        self._model.show_rows(rows)
        index = self._model.find(lambda row: _what(row) == _what(before)) if before else ROOT
        for near in (at, at - 1, at + 1, *range(len(rows))):
            if index.isValid():
                break
            if 0 <= near < len(rows) and not isinstance(rows[near], Heading):
                index = self._model.index(near, 0)
        self.setCurrentIndex(index)

    def current(self) -> Any:
        """Return the current row."""
        return self._model.row(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act upon Enter; pass on the letters that mean something here."""
        letter = event.text().upper()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._act(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and self.current() is not None:
            self.pressed_key.emit("Delete", self.current())
        elif plain and letter and letter in self._keys and self.current() is not None:
            self.pressed_key.emit(letter, self.current())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that one works here now."""
        super().focusInEvent(event)
        self.entered_by_focus.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do a row's act where it stands written."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = self._model.row(index)
        if isinstance(row, TodoRow | MoreRow):
            place = act_rect(QRectF(self.visualRect(index)), row)
            if place.contains(event.position()):
                self.acted.emit(row)

    def _act(self, index: Index) -> None:
        row = self._model.row(index)
        if row is not None and not isinstance(row, Heading):
            self.acted.emit(row)


ROOT = QModelIndex()


def _what(row: Any) -> Any:
    if isinstance(row, TodoRow):
        return row.todo.kind, row.todo.id
    what = getattr(row, "what", None)
    return getattr(what, "form", None) or getattr(what, "id", None)
