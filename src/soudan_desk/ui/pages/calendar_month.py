"""A month: weeks below one another, each day with the first of its appointments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent

from soudan_desk.japanese.holidays import closed_name, is_closed
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_times import Span
from soudan_desk.ui.pages import calendar_paint as paint
from soudan_desk.ui.pages.calendar_dragging import DraggedView, Hit
from soudan_desk.ui.pages.calendar_looks import Looks
from soudan_desk.ui.pages.case_looks import WEEKDAYS
from soudan_desk.ui.shortcuts import note
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.painting import draw_box, draw_focus, draw_line, draw_text

_NAME, _DUE, _LINE, _LEAST = 24, 18, 22, 68
_SUNDAY = 6


class MonthView(DraggedView):
    """The weeks of a month; Space goes through the appointments of a day."""

    def __init__(self, looks: Looks) -> None:
        super().__init__(looks, "月の予定表")
        self.setObjectName("calendar_month")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        self._rows: dict[date, list[AppointmentRow]] = {}
        note(self, "Space", "その日の予定を順に選ぶ")

    def arrange(self) -> None:
        """Share the appointments out to their days."""
        rows = self.shown.rows
        self._rows = {
            day: [row for row in rows if row.span.on(day) is not None] for day in self.days
        }
        self._fit()

    def stand_on(self, day: date, row_id: UUID | None = None) -> None:
        """Stand on a day, scrolled into view."""
        super().stand_on(day, row_id)
        self._bring_into_view()

    def show_days(self, days: Sequence[date], day: date) -> None:
        """Show these weeks, the day one stands on in view."""
        super().show_days(days, day)
        self._fit()
        self._bring_into_view()

    # geometry

    def cell(self, day: date) -> QRectF:
        """Return a day's cell."""
        week, weekday = divmod(self.days.index(day), 7)
        width = self.viewport().width() / 7
        height = self._week_height()
        top = week * height - self.verticalScrollBar().value()
        return QRectF(weekday * width, top, width, height)

    def _week_height(self) -> float:
        weeks = max(len(self.days) // 7, 1)
        return max(self.viewport().height() / weeks, theme.px(_LEAST))

    def _bring_into_view(self) -> None:
        if self.day in self.days:
            bar, cell = self.verticalScrollBar(), self.cell(self.day)
            beyond = cell.bottom() - self.viewport().height()
            bar.setValue(round(bar.value() + min(cell.y(), 0) + max(beyond, 0)))

    def _fit(self) -> None:
        weeks, room = max(len(self.days) // 7, 1), self.viewport().height()
        self.verticalScrollBar().setRange(0, max(round(self._week_height() * weeks) - room, 0))
        self.verticalScrollBar().setPageStep(room)
        self.verticalScrollBar().setSingleStep(theme.px(_LEAST) // 2)

    def _top(self, day: date) -> float:
        due = _DUE if self.shown.due.get(day) else 0
        return theme.px(_NAME + due)

    def _room(self, day: date) -> int:
        """Count the appointments a cell can show."""
        room = self.cell(day).height() - self._top(day) - theme.px(2)
        return max(int(room // theme.px(_LINE)), 0)

    def _seen(self, day: date) -> list[AppointmentRow]:
        """Return what a cell shows, one line left free where there is more."""
        rows, room = self._rows.get(day, []), self._room(day)
        if len(rows) <= room:
            return rows
        seen = rows[: max(room - 1, 0)]
        current = self.current()
        if day == self.day and current is not None and current not in seen and seen:
            seen = [*seen[:-1], current]
        return seen

    def _line(self, number: int, day: date) -> QRectF:
        cell = self.cell(day)
        top = cell.y() + self._top(day) + number * theme.px(_LINE)
        return QRectF(cell.x() + theme.px(3), top, cell.width() - theme.px(6), theme.px(_LINE - 2))

    def hit(self, at: QPointF) -> Hit | None:
        """Return what lies under a point."""
        day = next((d for d in self.days if self.cell(d).contains(at)), None)
        if day is None:
            return None
        seen = enumerate(self._seen(day))
        return Hit(day, None, next((r for n, r in seen if self._line(n, day).contains(at)), None))

    # where one stands

    def step(self, across: int, down: int) -> None:
        """Go a day or a week on."""
        self.go_to(across + 7 * down)

    def here(self) -> Span:
        """Return the whole day: its time is said in the form."""
        return Span(self.day)

    def shift_of(self, across: int, down: int) -> tuple[int, int]:
        """Move by a day or by a week."""
        return across + 7 * down, 0

    def drag_span(self, row: AppointmentRow, grip: Hit, to: Hit) -> Span:
        """Keep the time of day on another day."""
        return row.span.moved((to.day - grip.day).days)

    def enter(self) -> None:
        """Open the appointment one stands on, else the day."""
        if self.current() is not None:
            super().enter()
        else:
            self.zoomed.emit(self.day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the day's appointments by Space."""
        if event.key() == Qt.Key.Key_Space and (rows := self._rows.get(self.day)):
            ids = [row.id for row in rows]
            at = ids.index(self.row_id) + 1 if self.row_id in ids else 0
            self.stand_on(self.day, ids[at] if at < len(ids) else None)
            return
        super().keyPressEvent(event)

    # sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll where the weeks have no room for one appointment each."""
        super().resizeEvent(event)
        self._fit()
        self._bring_into_view()

    def sizeHint(self) -> QSize:
        """Ask for room for six weeks."""
        return QSize(theme.px(640), theme.px(480))

    def minimumSizeHint(self) -> QSize:
        """Let the window shrink."""
        return QSize(theme.px(300), theme.px(240))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every day."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for day in self.days:
            self._draw_day(painter, day)
        if self.day in self.days and self.row_id is None:
            cell = self.cell(self.day).adjusted(1, 1, -1, -1)
            if self.hasFocus():
                draw_focus(painter, cell, 3)
            else:
                draw_box(painter, cell, None, Role.LINE_STRONG, 1, 3)

    def _draw_day(self, painter: QPainter, day: date) -> None:
        cell = self.cell(day)
        ground = Role.SUNKEN if is_closed(day) else Role.RAISED
        painter.fillRect(cell, theme.colour(ground))
        if day == self.day:
            painter.fillRect(cell, theme.colour(Role.ACCENT_SOFT))
        draw_line(painter, QRectF(cell.x(), cell.y(), cell.width(), 1), Role.LINE)
        draw_line(painter, QRectF(cell.x(), cell.y(), 1, cell.height()), Role.LINE)
        self._draw_name(painter, cell, day)
        if due := self.shown.due.get(day, ()):
            top = cell.y() + theme.px(_NAME - 2)
            paint.draw_due(painter, QRectF(cell.x(), top, cell.width(), theme.px(_DUE)), due)
        seen = self._seen(day)
        for number, row in enumerate(seen):
            rect = self._line(number, day)
            paint.draw_strip(painter, rect, row, self.looks)
            if row.id == self.row_id and day == self.day:
                paint.draw_chosen(painter, rect, has_focus=self.hasFocus())
        if more := len(self._rows.get(day, [])) - len(seen):
            paint.draw_more(painter, self._line(len(seen), day), more, beside=bool(seen))
        if self.ghost and self.ghost[1].on(day) is not None:
            moved = self.ghost[0]
            words = self.looks.title(moved) if moved else ""
            paint.draw_ghost(painter, self._line(0, day), self.ghost[1], words)

    def _draw_name(self, painter: QPainter, cell: QRectF, day: date) -> None:
        line = QRectF(cell.x() + theme.px(7), cell.y() + theme.px(2), 0, theme.px(_NAME - 4))
        line.setRight(cell.right() - theme.px(4))
        figure = f"{day.month}/{day.day}" if day.day == 1 else str(day.day)
        words = f"{figure}（{WEEKDAYS[day.weekday()]}）" if self._is_first_week(day) else figure
        is_today = day == self.looks.today
        is_other = day.month != self.month
        role = Role.ACCENT if is_today else Role.MUTED if is_other else paint.day_role(day)
        width = theme.text_width(words, Type.LABEL, bold=True, figures=True)
        if is_today:
            box = QRectF(line.x() - theme.px(3), line.y(), width + theme.px(6), line.height())
            draw_box(painter, box, Role.ACCENT_SOFT, Role.ACCENT, 1, 3)
        draw_text(painter, line, words, role, Type.LABEL, bold=not is_other, figures=True)
        line.adjust(width + theme.px(6), 0, 0, 0)
        reason = closed_name(day) or ""
        if not reason.endswith("曜日") and line.width() > theme.px(20):
            draw_text(painter, line, reason, role, Type.SMALL)

    @property
    def month(self) -> int:
        """Return the month that is shown: the one most of the days belong to."""
        return self.days[len(self.days) // 2 - 4].month if len(self.days) > 7 else self.day.month

    def _is_first_week(self, day: date) -> bool:
        return self.days.index(day) <= _SUNDAY
