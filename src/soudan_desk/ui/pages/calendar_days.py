"""A day or a week: hours downwards, a row for whole days, what falls due as a line above."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from soudan_desk.services.appointment_times import Span
from soudan_desk.ui.pages import calendar_paint as paint
from soudan_desk.ui.pages.calendar_acts import Days
from soudan_desk.ui.pages.calendar_dragging import Hit
from soudan_desk.ui.pages.calendar_hours import CLOSED, DUE, GUTTER, NAMES, HoursView
from soudan_desk.ui.pages.calendar_layout import (
    SNAP_MIN,
    Stop,
    nearest,
    new_span,
    stops_of,
)
from soudan_desk.ui.pages.calendar_looks import Looks
from soudan_desk.ui.theme import Role, theme


class DaysView(HoursView):
    """Days side by side."""

    def __init__(self, looks: Looks) -> None:
        super().__init__(looks, "予定表")
        self.setObjectName("calendar_days")
        self._minute: int | None = 9 * 60

    # what the page tells

    def show_rows(self, shown: Days) -> None:
        """Show what stands in the days; stand on what covers the half-hour one stood on."""
        super().show_rows(shown)
        if self.row_id is None and self.day in self.days:
            stop = self._stops()[nearest(self._stops(), self._minute)]
            if stop.row_id is not None:
                self._stand(stop)

    def stand_on(self, day: date, row_id: UUID | None = None) -> None:
        """Stand on a day; on an appointment also at its time."""
        super().stand_on(day, row_id)
        row = self.current()
        if row is not None:
            found = [block for block in self.blocks.get(day, ()) if block.row.id == row.id]
            self._minute = found[0].first if found else None
        self.bring_into_view(self._minute)

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
        return stops_of(self.shown.rows, self.day, *self.hours)

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
        self._draw_now(painter)
        self._draw_ghost(painter)
        painter.restore()
        self._draw_head(painter)

    def _draw_hours(self, painter: QPainter) -> None:
        width = self.viewport().width()
        for minute in range(self.hours[0], self.hours[1] + 1, 60):
            paint.draw_hour(painter, self.y_of(minute), theme.px(GUTTER), width, minute)

    def _draw_now(self, painter: QPainter) -> None:
        if self.looks.today in self.days:
            column = self.column(self.looks.today)
            paint.draw_now(painter, column, self.y_of(paint.minute_now()))

    def _draw_day(self, painter: QPainter, day: date) -> None:
        is_mine = day == self.day and self.hasFocus()
        if is_mine and self.row_id is None and self._minute is not None:
            column = self.column(day)
            top, bottom = self.y_of(self._minute), self.y_of(self._minute + 30)
            slot = QRectF(column.x() + 2, top + 1, column.width() - 5, bottom - top - 2)
            paint.draw_slot(painter, slot)
        for block in self.blocks.get(day, []):
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
            names = QRectF(column.x(), 0, column.width(), theme.px(NAMES))
            paint.draw_day_name(painter, names, day, self.looks, narrow=len(self.days) > 1)
            if len(self.days) > 1:
                below = QRectF(column.x(), theme.px(NAMES - 2), column.width(), theme.px(CLOSED))
                paint.draw_closed_name(painter, below, day)
            due = QRectF(column.x(), self.due_top, column.width(), theme.px(DUE))
            paint.draw_due(painter, due, self.shown.due.get(day, ()))
            self._draw_whole(painter, day)
        top = self.due_top + theme.px(DUE)
        paint.draw_gutter(painter, theme.px(GUTTER), top, theme.px(22))
        edge = QRectF(0, self.head - 1, self.viewport().width(), 1)
        painter.fillRect(edge, theme.colour(Role.LINE_STRONG))

    def _draw_whole(self, painter: QPainter, day: date) -> None:
        rows = self.whole.get(day, [])
        for line, row in enumerate(rows[: self.lines]):
            rect = self.whole_rect(line, day)
            more = len(rows) - self.lines if line == self.lines - 1 else 0
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
        if day is not None and self.due_top <= at.y() < self.due_top + theme.px(DUE):
            return paint.due_words(self.shown.due.get(day, ()))
        return super().tip(at)
