"""A day or a week: hours downwards, a row for whole days, what falls due as a line above."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_times import Span
from soudan_desk.ui.pages import calendar_paint as paint
from soudan_desk.ui.pages.calendar_dragging import DraggedView, Hit
from soudan_desk.ui.pages.calendar_layout import (
    SNAP_MIN,
    Block,
    Stop,
    blocks_of,
    hours_needed,
    nearest,
    new_span,
    snapped,
    stops_of,
    whole_days,
)
from soudan_desk.ui.pages.calendar_looks import Looks
from soudan_desk.ui.theme import Role, theme

_GUTTER, _HOUR, _NAMES, _DUE, _WHOLE = 48, 46, 30, 20, 24
_HOURS = (7 * 60, 20 * 60)
_MORNING = 8 * 60 + 15
_MOST_WHOLE = 3
_GRIP = 6


class DaysView(DraggedView):
    """Days side by side."""

    def __init__(self, looks: Looks) -> None:
        super().__init__(looks, "予定表")
        self.setObjectName("calendar_days")
        self._minute: int | None = 9 * 60
        self._hours = _HOURS
        self._lines = 1
        self._blocks: dict[date, list[Block]] = {}
        self._whole: dict[date, list[AppointmentRow]] = {}
        self._was_scrolled = False
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)

    # what the page tells

    def stand_on(self, day: date, row_id: object = None) -> None:
        """Stand on a day; on an appointment also at its time."""
        super().stand_on(day, row_id)  # type: ignore[arg-type]
        row = self.current()
        if row is not None:
            found = [block for block in self._blocks.get(day, ()) if block.row.id == row.id]
            self._minute = found[0].first if found else None
        self._bring_into_view()

    def arrange(self) -> None:
        """Put blocks into lanes; widen hours and the row of whole days where needed."""
        rows = self.shown.rows
        self._whole = {day: whole_days(rows, day) for day in self.days}
        self._blocks = {day: blocks_of(rows, day) for day in self.days}
        held = [block.row for blocks in self._blocks.values() for block in blocks]
        self._hours = hours_needed(held, *_HOURS)
        most = max((len(each) for each in self._whole.values()), default=0)
        self._lines = min(max(most, 1), _MOST_WHOLE)
        self._fit()

    # geometry

    @property
    def head(self) -> float:
        """Return how high the part is that never scrolls."""
        return theme.px(_NAMES + _DUE + _WHOLE * self._lines + 6)

    def column(self, day: date) -> QRectF:
        """Return the column of a day, over the whole height."""
        left = theme.px(_GUTTER)
        width = (self.viewport().width() - left) / max(len(self.days), 1)
        at = left + self.days.index(day) * width
        return QRectF(at, 0, width, self.viewport().height())

    def y_of(self, minute: float) -> float:
        """Return the height of a minute in the viewport."""
        scrolled = self.verticalScrollBar().value()
        return self.head + (minute - self._hours[0]) * theme.px(_HOUR) / 60 - scrolled

    def rect_of(self, block: Block, day: date) -> QRectF:
        """Return where a block lies."""
        column = self.column(day)
        width = (column.width() - theme.px(6)) / block.lanes
        left = column.x() + theme.px(2) + block.lane * width
        top, bottom = self.y_of(block.first), self.y_of(block.last)
        return QRectF(left, top + 1, width - theme.px(2), bottom - top - 2)

    def whole_rect(self, line: int, day: date) -> QRectF:
        """Return a line of the row of whole days."""
        top = theme.px(_NAMES + _DUE) + line * theme.px(_WHOLE)
        column = self.column(day)
        return QRectF(column.x() + theme.px(2), top, column.width() - theme.px(6), theme.px(22))

    def hit(self, at: QPointF) -> Hit | None:
        """Return what lies under a point."""
        day = next((d for d in self.days if self.column(d).contains(at)), None)
        if day is None:
            return None
        if at.y() < self.head:
            rows = self._whole.get(day, [])[: self._lines]
            row = next(
                (r for n, r in enumerate(rows) if self.whole_rect(n, day).contains(at)), None
            )
            return Hit(day, None, row)
        minute = min(max(snapped(self._minute_at(at.y())), 0), 24 * 60 - SNAP_MIN)
        for block in reversed(self._blocks.get(day, [])):
            rect = self.rect_of(block, day)
            if rect.contains(at):
                return Hit(day, minute, block.row, at.y() > rect.bottom() - theme.px(_GRIP))
        return Hit(day, minute)

    def _minute_at(self, y: float) -> float:
        scrolled = self.verticalScrollBar().value()
        return (y - self.head + scrolled) * 60 / theme.px(_HOUR) + self._hours[0]

    # where one stands

    def step(self, across: int, down: int) -> None:
        """Go to the next stop, or over to another day at about the same time."""
        if across:
            self.go_to(across)
            self._stand_near()
            return
        stops = self._stops()
        at = self._stop_at(stops) + down
        if 0 <= at < len(stops):
            self._stand(stops[at])

    def go_to(self, days: int) -> None:
        """Keep the time of day on the way to another day."""
        minute = self._minute
        super().go_to(days)
        self._minute = minute

    def stand_at(self, hit: Hit) -> None:
        """Stand at the half-hour one pressed."""
        self._minute = None if hit.minute is None else hit.minute // 30 * 30
        super().stand_at(hit)

    def here(self) -> Span:
        """Return an hour from where one stands, or the whole day."""
        return new_span(self.day, self._minute)

    def shift_of(self, across: int, down: int) -> tuple[int, int]:
        """Move by a day, or by a quarter of an hour."""
        return across, down * SNAP_MIN

    def _stops(self) -> list[Stop]:
        return stops_of(self.shown.rows, self.day, *self._hours)

    def _stop_at(self, stops: list[Stop]) -> int:
        if self.row_id is not None:
            found = [at for at, stop in enumerate(stops) if stop.row_id == self.row_id]
            if found:
                return found[0]
        return nearest(stops, self._minute)

    def _stand_near(self) -> None:
        stops = self._stops()
        self._stand(stops[nearest(stops, self._minute)])

    def _stand(self, stop: Stop) -> None:
        self._minute = stop.minute
        self.stand_on(self.day, stop.row_id)

    def _bring_into_view(self) -> None:
        bar, minute = self.verticalScrollBar(), self._minute
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
        whole = (self._hours[1] - self._hours[0]) * theme.px(_HOUR) / 60
        bar.setRange(0, max(round(whole - room), 0))
        bar.setPageStep(round(room))
        bar.setSingleStep(theme.px(_HOUR) // 2)
        if not self._was_scrolled and room > 0 and self.isVisible():
            self._was_scrolled = True
            bar.setValue(round((_MORNING - self._hours[0]) * theme.px(_HOUR) / 60))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what scrolls below what does not."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for day in self.days:
            paint.draw_ground(painter, self.column(day), day, self.looks, self.day == day)
        body = QRectF(0, self.head, self.viewport().width(), self.viewport().height() - self.head)
        painter.save()
        painter.setClipRect(body)
        self._draw_hours(painter)
        for day in self.days:
            self._draw_day(painter, day)
        self._draw_ghost(painter)
        painter.restore()
        self._draw_head(painter)

    def _draw_hours(self, painter: QPainter) -> None:
        width = self.viewport().width()
        for minute in range(self._hours[0], self._hours[1] + 1, 60):
            paint.draw_hour(painter, self.y_of(minute), theme.px(_GUTTER), width, minute)
        if self.looks.today in self.days:
            column = self.column(self.looks.today)
            paint.draw_now(painter, column, self.y_of(paint.minute_now()), theme.px(_GUTTER))

    def _draw_day(self, painter: QPainter, day: date) -> None:
        is_mine = day == self.day and self.hasFocus()
        if is_mine and self.row_id is None and self._minute is not None:
            column = self.column(day)
            top, bottom = self.y_of(self._minute), self.y_of(self._minute + 30)
            slot = QRectF(column.x() + 2, top + 1, column.width() - 5, bottom - top - 2)
            paint.draw_slot(painter, slot)
        for block in self._blocks.get(day, []):
            is_on = block.row.id == self.row_id
            is_ghost = self.ghost is not None and self.ghost[0] is block.row
            rect = self.rect_of(block, day)
            paint.draw_block(painter, rect, block.row, self.looks, chosen=is_on, faded=is_ghost)
            if is_on:
                paint.draw_chosen(painter, rect, has_focus=self.hasFocus())

    def _draw_ghost(self, painter: QPainter) -> None:
        if self.ghost is None:
            return
        row, span = self.ghost
        for day in self.days:
            minutes = span.on(day)
            if minutes is not None and not span.is_whole_day:
                column = self.column(day)
                top, bottom = self.y_of(minutes[0]), self.y_of(minutes[1])
                rect = QRectF(column.x() + 2, top + 1, column.width() - 5, bottom - top - 2)
                paint.draw_ghost(painter, rect, span, self.looks.title(row) if row else "")

    def _draw_head(self, painter: QPainter) -> None:
        for day in self.days:
            column = self.column(day)
            names = QRectF(column.x(), 0, column.width(), theme.px(_NAMES))
            paint.draw_day_name(painter, names, day, self.looks, narrow=len(self.days) > 1)
            due = QRectF(column.x(), theme.px(_NAMES), column.width(), theme.px(_DUE))
            paint.draw_due(painter, due, self.shown.due.get(day, ()))
            self._draw_whole(painter, day)
        paint.draw_gutter(painter, theme.px(_GUTTER), theme.px(_NAMES + _DUE), theme.px(22))
        edge = QRectF(0, self.head - 1, self.viewport().width(), 1)
        painter.fillRect(edge, theme.colour(Role.LINE_STRONG))

    def _draw_whole(self, painter: QPainter, day: date) -> None:
        rows = self._whole.get(day, [])
        for line, row in enumerate(rows[: self._lines]):
            rect = self.whole_rect(line, day)
            more = len(rows) - self._lines if line == self._lines - 1 else 0
            is_on = row.id == self.row_id and day == self.day
            paint.draw_strip(painter, rect, row, self.looks, more=more)
            if is_on:
                paint.draw_chosen(painter, rect, has_focus=self.hasFocus())
        if not rows and day == self.day and self._minute is None and self.hasFocus():
            paint.draw_slot(painter, self.whole_rect(0, day))
        if self.ghost and self.ghost[1].is_whole_day and self.ghost[1].on(day) is not None:
            moved = self.ghost[0]
            words = self.looks.title(moved) if moved else ""
            paint.draw_ghost(painter, self.whole_rect(0, day), self.ghost[1], words)

    def tip(self, at: QPointF) -> str:
        """Name also what falls due, where its line is pointed at."""
        day = next((d for d in self.days if self.column(d).contains(at)), None)
        if day is not None and theme.px(_NAMES) <= at.y() < theme.px(_NAMES + _DUE):
            return paint.due_words(self.shown.due.get(day, ()))
        return super().tip(at)
