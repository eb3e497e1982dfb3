"""How the lines of 今日 are drawn: two-line rows below headings, three lines where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.today_rows import ROW_ROLE, Heading, MoreRow, TodoRow, WaitingRow
from soudan_desk.ui.theme import Role, Type, theme
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
_ROW, _HIGH_ROW, _INSET, _WORDS, _KEYS_FROM = 54, 76, 12, 96, 330
_LEAST_WORDS = 24
"""The width below which no words are begun behind what must not be done."""
_HEIGHTS = {Heading: 34, MoreRow: 40}


class RowsDelegate(QStyledItemDelegate):
    """Draws headings and rows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return a heading's or a row's height."""
        kind = type(index.data(ROW_ROLE))
        height = _HEIGHTS.get(kind, _ROW)
        view = self.parent()
        if kind is TodoRow and isinstance(view, QAbstractItemView):
            height = _HIGH_ROW if is_narrow(view.viewport().width()) else _ROW
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


def is_narrow(width: float) -> bool:
    """Whether there is no room for words between the day and the act."""
    return width < theme.px(_KEYS_FROM)


def _draw_todo(painter: QPainter, rect: QRectF, row: TodoRow, *, is_on: bool) -> None:
    if is_narrow(rect.width()):
        _draw_narrow(painter, rect, row, is_on=is_on)
        return
    first, second = _lines(rect.adjusted(theme.px(_INSET), 0, -theme.px(_INSET), 0))
    _draw_when(painter, first, second, row)
    right = _draw_act(painter, rect, row, is_on=is_on)
    first.setLeft(first.x() + theme.px(_WORDS))
    second.setLeft(second.x() + theme.px(_WORDS))
    first.setRight(right)
    second.setRight(right)
    _draw_named(painter, first, row)
    draw_with_rules(painter, second, row.todo.rules, row.line, Role.TEXT, Type.LABEL)


def draw_with_rules(
    painter: QPainter, place: QRectF, rules: str, words: str, role: Role, size: Type
) -> None:
    """Draw a line, before it what must not be done when getting in touch."""
    rest = QRectF(place)
    if rules:
        draw_icon(painter, rest.x(), rest.center().y(), Icon.PHONE_LIMITS, Role.WARNING, 14)
        rest.setLeft(rest.x() + theme.px(18))
        rest.setLeft(rest.x() + draw_text(painter, rest, rules, Role.WARNING, size) + theme.px(8))
    if rest.width() > theme.px(_LEAST_WORDS) or not rules:
        draw_text(painter, rest, words, role, size)


def _draw_narrow(painter: QPainter, rect: QRectF, row: TodoRow, *, is_on: bool) -> None:
    """Draw when and the act above, who and why over the whole width below."""
    first, second = _lines(rect.adjusted(theme.px(_INSET), 0, -theme.px(_INSET), 0))
    right = _draw_act(painter, rect, row, is_on=is_on)
    place = QRectF(first)
    place.setRight(right)
    if row.icon:
        draw_icon(painter, place.x(), place.center().y(), row.icon, row.role, 14)
        place.adjust(theme.px(18), 0, 0, 0)
    bold = row.icon is not None
    taken = draw_text(painter, place, row.when, row.role, Type.LABEL, bold=bold)
    place.adjust(taken + theme.px(8) * bool(taken), 0, 0, 0)
    on = row.todo.due_on
    day = f"{on.month}/{on.day}" if on else ""
    draw_text(painter, place, day, Role.MUTED, Type.LABEL, figures=True)
    third = second.translated(0, theme.px(20))
    _draw_named(painter, second, row)
    draw_with_rules(painter, third, row.todo.rules, row.line, Role.TEXT, Type.LABEL)


def _draw_named(painter: QPainter, first: QRectF, row: TodoRow) -> None:
    taken = draw_text(painter, first, row.title, Role.TEXT, bold=True)
    first.adjust(taken + theme.px(8), 0, 0, 0)
    if first.width() > 0:
        number = draw_text(painter, first, row.todo.case_no, Role.MUTED, Type.LABEL, figures=True)
        first.adjust(number + theme.px(12), 0, 0, 0)
    if row.who and first.width() > 0:
        draw_text(painter, first, row.who, Role.MUTED, Type.LABEL)


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


def act_rect(rect: QRectF, row: TodoRow | MoreRow) -> QRectF:
    """Return where a row's act stands."""
    words = theme.text_width(row.act, Type.LABEL)
    cap = key_cap_width("Enter") + theme.px(10) if not is_narrow(rect.width()) else 0
    width = words + cap + theme.px(20)
    right = rect.right() - theme.px(_INSET)
    is_high = isinstance(row, TodoRow) and is_narrow(rect.width())
    middle = rect.y() + theme.px(18) if is_high else rect.center().y()
    return QRectF(right - width, middle - theme.px(14), width, theme.px(28))


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
    if not is_narrow(rect.width()):
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
    draw_with_rules(painter, second, row.rules, row.line, Role.MUTED, Type.SMALL)
