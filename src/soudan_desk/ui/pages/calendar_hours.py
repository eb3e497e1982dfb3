"""The room of a calendar of days: hours downwards below a head that never scrolls."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QResizeEvent

from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.ui.pages.calendar_dragging import DraggedView, Hit
from soudan_desk.ui.pages.calendar_layout import (
    SNAP_MIN,
    Block,
    blocks_of,
    hours_needed,
    snapped,
    whole_days,
)
from soudan_desk.ui.pages.calendar_looks import Looks
from soudan_desk.ui.pages.calendar_paint import special_name
from soudan_desk.ui.theme import theme

GUTTER, _HOUR, NAMES, CLOSED, DUE, _WHOLE = 48, 48, 30, 16, 20, 24
_HOURS = (7 * 60, 20 * 60)
_MORNING = 8 * 60 + 15
_MOST_WHOLE = 3
_GRIP = 6


class HoursView(DraggedView):
    """Knows where each minute of each day lies, and what lies under a point."""

    def __init__(self, looks: Looks, name: str) -> None:
        super().__init__(looks, name)
        self.hours = _HOURS
        self.lines = 1
        self.blocks: dict[date, list[Block]] = {}
        self.whole: dict[date, list[AppointmentRow]] = {}
        self._was_scrolled = False
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)

    def arrange(self) -> None:
        """Put blocks into lanes; widen hours and the row of whole days where needed."""
        rows = self.shown.rows
        self.whole = {day: whole_days(rows, day) for day in self.days}
        self.blocks = {day: blocks_of(rows, day) for day in self.days}
        held = [block.row for blocks in self.blocks.values() for block in blocks]
        self.hours = hours_needed(held, *_HOURS)
        most = max((len(each) for each in self.whole.values()), default=0)
        self.lines = min(max(most, 1), _MOST_WHOLE)
        self._fit()

    # geometry

    @property
    def head(self) -> float:
        """Return how high the part is that never scrolls."""
        return self.due_top + theme.px(DUE + _WHOLE * self.lines + 6)

    @property
    def due_top(self) -> float:
        """Leave a line for the names of holidays where there are any."""
        has_names = len(self.days) > 1 and any(map(special_name, self.days))
        return theme.px(NAMES + (CLOSED if has_names else 0))

    def column(self, day: date) -> QRectF:
        """Return the column of a day, over the whole height."""
        left = theme.px(GUTTER)
        width = (self.viewport().width() - left) / max(len(self.days), 1)
        at = left + self.days.index(day) * width
        return QRectF(at, 0, width, self.viewport().height())

    def y_of(self, minute: float) -> float:
        """Return the height of a minute in the viewport."""
        scrolled = self.verticalScrollBar().value()
        return self.head + (minute - self.hours[0]) * theme.px(_HOUR) / 60 - scrolled

    def rect_of(self, block: Block, day: date) -> QRectF:
        """Return where a block lies."""
        column = self.column(day)
        width = (column.width() - theme.px(6)) / block.lanes
        left = column.x() + theme.px(2) + block.lane * width
        top, bottom = self.y_of(block.first), self.y_of(block.last)
        return QRectF(left, top + 1, width - theme.px(2), bottom - top - 2)

    def whole_rect(self, line: int, day: date) -> QRectF:
        """Return a line of the row of whole days."""
        top = self.due_top + theme.px(DUE) + line * theme.px(_WHOLE)
        column = self.column(day)
        return QRectF(column.x() + theme.px(2), top, column.width() - theme.px(6), theme.px(22))

    def hit(self, at: QPointF) -> Hit | None:
        """Return what lies under a point."""
        day = next((d for d in self.days if self.column(d).contains(at)), None)
        if day is None:
            return None
        if at.y() < self.head:
            rows = self.whole.get(day, [])[: self.lines]
            row = next(
                (r for n, r in enumerate(rows) if self.whole_rect(n, day).contains(at)), None
            )
            return Hit(day, None, row)
        minute = min(max(snapped(self._minute_at(at.y())), 0), 24 * 60 - SNAP_MIN)
        for block in reversed(self.blocks.get(day, [])):
            rect = self.rect_of(block, day)
            if rect.contains(at):
                return Hit(day, minute, block.row, at.y() > rect.bottom() - theme.px(_GRIP))
        return Hit(day, minute)

    def _minute_at(self, y: float) -> float:
        scrolled = self.verticalScrollBar().value()
        return (y - self.head + scrolled) * 60 / theme.px(_HOUR) + self.hours[0]

    def bring_into_view(self, minute: int | None) -> None:
        """Scroll as far as it takes to show an hour from a minute on."""
        bar = self.verticalScrollBar()
        if minute is None or not self._was_scrolled:
            return
        top, bottom = self.y_of(minute), self.y_of(minute + 60)
        if top < self.head:
            bar.setValue(round(bar.value() - (self.head - top)))
        elif bottom > self.viewport().height():
            bar.setValue(round(bar.value() + bottom - self.viewport().height()))

    # heights

    def sizeHint(self) -> QSize:
        """Ask for room for a working day."""
        return QSize(theme.px(640), theme.px(420))

    def minimumSizeHint(self) -> QSize:
        """Let the window shrink."""
        return QSize(theme.px(300), theme.px(200))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll by what does not fit; begin in the morning."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        bar = self.verticalScrollBar()
        room = self.viewport().height() - self.head
        whole = (self.hours[1] - self.hours[0]) * theme.px(_HOUR) / 60
        bar.setRange(0, max(round(whole - room), 0))
        bar.setPageStep(round(room))
        bar.setSingleStep(theme.px(_HOUR) // 2)
        if not self._was_scrolled and room > 0 and self.isVisible():
            self._was_scrolled = True
            bar.setValue(round((_MORNING - self.hours[0]) * theme.px(_HOUR) / 60))
