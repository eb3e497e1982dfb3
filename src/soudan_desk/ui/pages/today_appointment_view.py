"""How the day's appointments are drawn: times in figures, rings on an axis, the present time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.today_appointment_rows import (
    DayLine,
    ForgottenHeading,
    NowLine,
    Row,
    spoken,
)
from soudan_desk.ui.pages.today_looks import draw_with_rules
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.lines_view import LinesView
from soudan_desk.ui.widgets.painting import (
    RIGHT,
    draw_box,
    draw_focus,
    draw_icon,
    draw_text,
)

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_ROW, _NOW, _HEADING = 58, 22, 32
_TIMES, _AXIS, _WORDS = 50, 62, 78
_KEYS = "RKO"
_ROLE = Qt.ItemDataRole.UserRole + 7


class DayModel(QAbstractListModel):
    """Lines that are given whole; the present time and headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()

    def show_lines(self, rows: Sequence[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def line(self, index: Index) -> DayLine | None:
        """Return an appointment's line."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, DayLine) else None

    def first(self, like: DayLine | None) -> QModelIndex:
        """Return the line of the same appointment, else the first one."""
        found = [n for n, row in enumerate(self._rows) if isinstance(row, DayLine)]
        for at in found:
            row = self._rows[at]
            if like is not None and isinstance(row, DayLine) and row.row.id == like.row.id:
                return self.index(at, 0)
        return self.index(found[0], 0) if found else QModelIndex()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Count lines."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only appointments be chosen."""
        if self.line(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the line, or its words."""
        row = self._rows[index.row()]
        if role == _ROLE:
            return row
        is_said = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        return spoken(row) if is_said else None


class DayDelegate(QStyledItemDelegate):
    """Draws the lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return a line's height."""
        match index.data(_ROLE):
            case NowLine():
                height = _NOW
            case ForgottenHeading():
                height = _HEADING
            case _:
                height = _ROW
        return QSize(theme.px(160), theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one."""
        row, rect = index.data(_ROLE), QRectF(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        match row:
            case NowLine():
                _draw_now(painter, rect, row)
            case ForgottenHeading():
                _draw_heading(painter, rect, row)
            case DayLine():
                view = self.parent()
                has_focus = isinstance(view, QWidget) and view.hasFocus()
                is_on = bool(option.state & QStyle.StateFlag.State_Selected) and has_focus
                _draw_line(painter, rect, row, is_on=is_on)


def _draw_now(painter: QPainter, rect: QRectF, row: NowLine) -> None:
    place = QRectF(rect.x(), rect.y(), theme.px(_TIMES), rect.height())
    draw_text(painter, place, row.at, Role.ACCENT, Type.SMALL, bold=True, figures=True, align=RIGHT)
    line = QRectF(rect.x() + theme.px(_AXIS - 4), rect.center().y() - 1, 0, theme.px(2))
    line.setRight(rect.right())
    painter.fillRect(line, theme.colour(Role.ACCENT))


def _draw_heading(painter: QPainter, rect: QRectF, row: ForgottenHeading) -> None:
    line = rect.adjusted(theme.px(4), theme.px(6), 0, 0)
    draw_icon(painter, line.x(), line.center().y(), Icon.LATE, Role.WARNING, 14)
    line.adjust(theme.px(19), 0, 0, 0)
    taken = draw_text(painter, line, "記録がまだ", Role.WARNING, Type.LABEL, bold=True)
    line.adjust(taken + theme.px(6), 0, 0, 0)
    draw_text(painter, line, str(row.count), Role.WARNING, Type.LABEL, bold=True, figures=True)


def _draw_line(painter: QPainter, rect: QRectF, row: DayLine, *, is_on: bool) -> None:
    box = rect.adjusted(1, 1, -1, -3)
    if is_on:
        draw_box(painter, box, Role.ACCENT_SOFT)
        draw_focus(painter, box)
    first = QRectF(rect.x(), rect.y() + theme.px(7), rect.width() - theme.px(6), theme.px(20))
    second = first.translated(0, theme.px(20))
    _draw_times(painter, first, second, row)
    _draw_axis(painter, rect, first.center().y(), row)
    for line in (first, second):
        line.setLeft(rect.x() + theme.px(_WORDS))
    tone = Role.MUTED if row.is_past else Role.TEXT
    draw_icon(painter, first.x(), first.center().y(), row.icon, Role.MUTED)
    for line in (first, second):
        line.setLeft(line.x() + theme.px(24))
    if row.state:
        role = Role.WARNING if row.state == "記録がまだ" else Role.MUTED
        width = theme.text_width(row.state, Type.SMALL)
        draw_text(painter, first, row.state, role, Type.SMALL, align=RIGHT)
        first.setRight(first.right() - width - theme.px(8))
    draw_text(painter, first, row.title, tone, bold=not row.is_past)
    draw_with_rules(painter, second, row.row.rules, row.detail, Role.MUTED, Type.LABEL)


def _draw_times(painter: QPainter, first: QRectF, second: QRectF, row: DayLine) -> None:
    tone = Role.MUTED if row.is_past else Role.TEXT
    upper, lower = QRectF(first), QRectF(second)
    upper.setWidth(theme.px(_TIMES))
    lower.setWidth(theme.px(_TIMES))
    draw_text(painter, upper, row.at, tone, bold=not row.is_past, figures=True, align=RIGHT)
    draw_text(painter, lower, row.until, Role.MUTED, Type.SMALL, figures=True, align=RIGHT)


def _draw_axis(painter: QPainter, rect: QRectF, middle: float, row: DayLine) -> None:
    x = rect.x() + theme.px(_AXIS)
    painter.fillRect(QRectF(x, rect.y(), 1, rect.height()), theme.colour(Role.LINE))
    role = Role.WARNING if row.is_forgotten else Role.MUTED if row.is_past else Role.ACCENT
    painter.setPen(QPen(theme.colour(role), theme.px(1.6)))
    painter.setBrush(theme.colour(Role.SURFACE))
    painter.drawEllipse(QPointF(x + 0.5, middle), theme.px(4), theme.px(4))


class DayView(LinesView):
    """Appointments one moves in by arrows; Enter opens, R writes the record."""

    acted = Signal(object)  # DayLine
    pressed_key = Signal(str, object)

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self._model = DayModel(self)
        self.setItemDelegate(DayDelegate(self))
        self.setModel(self._model)
        layouts.set_surface(self, "surface")
        self.doubleClicked.connect(self._act)

    def show_lines(self, rows: Sequence[Row]) -> None:
        """Show these; the current appointment stays current."""
        before = self.current()
        self._model.show_lines(rows)
        self.setCurrentIndex(self._model.first(before))

    def current(self) -> DayLine | None:
        """Return the appointment one stands on."""
        return self._model.line(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act upon Enter; pass on the letters that mean something here."""
        letter, line = event.text().upper(), self.current()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if line is not None and plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.acted.emit(line)
        elif line is not None and plain and letter and letter in _KEYS:
            self.pressed_key.emit(letter, line)
        else:
            super().keyPressEvent(event)

    def _act(self, index: Index) -> None:
        line = self._model.line(index)
        if line is not None:
            self.acted.emit(line)
