"""Working a calendar with the mouse: dragging, drawing a new appointment, pointing."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_times import Span
from soudan_desk.ui.pages.calendar_base import CalendarView
from soudan_desk.ui.pages.calendar_layout import SNAP_MIN, new_span
from soudan_desk.ui.pages.calendar_looks import Looks


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under the pointer; without a minute it is the row of whole days."""

    day: date
    minute: int | None = None
    row: AppointmentRow | None = None
    at_end: bool = False


class DraggedView(CalendarView):
    """A calendar in which things are dragged about."""

    def __init__(self, looks: Looks, name: str) -> None:
        super().__init__(looks, name)
        self._pressed: tuple[QPointF, Hit] | None = None
        self.viewport().setMouseTracking(True)

    @abstractmethod
    def hit(self, at: QPointF) -> Hit | None:
        """Return what lies under a point of the viewport."""

    def drag_span(self, row: AppointmentRow, grip: Hit, to: Hit) -> Span:
        """Return where an appointment lies that is dragged from one place to another."""
        days = (to.day - grip.day).days
        if grip.minute is None or to.minute is None:
            if grip.minute is not None and to.minute is None:
                return row.span.moved(days)
            if grip.minute is None and to.minute is not None and row.span.until == row.span.held_on:
                return new_span(to.day, to.minute)
            return row.span.moved(days)
        if grip.at_end:
            return row.span.resized(to.minute - grip.minute)
        return row.span.moved(days, to.minute - grip.minute)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Stand where one presses."""
        hit = self.hit(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or hit is None:
            return
        self.settle()
        self._pressed, self.is_held = (event.position(), hit), True
        self.stand_at(hit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was pressed on."""
        if self._pressed is None or not self.may_write:
            self._point(event.position())
            return
        start, grip = self._pressed
        far = (event.position() - start).manhattanLength()
        to = self.hit(self._inside(event.position()))
        if to is None or (self.ghost is None and far < QApplication.startDragDistance()):
            return
        if grip.row is None:
            self.ghost = (None, self.drawn_span(grip, to))
        elif self.movable() is not None:
            self.ghost = (grip.row, self.drag_span(grip.row, grip, to))
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop it."""
        self._pressed, self.is_held = None, False
        if self.ghost is not None and self.ghost[0] is None:
            span, self.ghost = self.ghost[1], None
            self.wanted.emit(span)
            self.viewport().update()
        self.settle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is there, or make something."""
        hit = self.hit(event.position())
        self._pressed, self.is_held = None, False
        if hit is not None:
            self.stand_at(hit)
            self.enter()

    def stand_at(self, hit: Hit) -> None:
        """Stand where one pressed."""
        self.stand_on(hit.day, hit.row.id if hit.row else None)

    def drawn_span(self, grip: Hit, to: Hit) -> Span:
        """Return the time of a new appointment that is drawn with the mouse."""
        if grip.minute is None or to.minute is None or grip.day != to.day:
            first, last = sorted((grip.day, to.day))
            return Span(first, last_on=last if last > first else None)
        first_minute, last_minute = sorted((grip.minute, to.minute))
        return new_span(grip.day, first_minute, max(last_minute, first_minute + SNAP_MIN))

    def viewportEvent(self, event: QEvent) -> bool:
        """Say all of an appointment that is cut."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            words = self.tip(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def tip(self, at: QPointF) -> str:
        """Return what is said of what lies under a point."""
        hit = self.hit(at)
        return self.looks.spoken(hit.row) if hit and hit.row else ""

    # private

    def _point(self, at: QPointF) -> None:
        hit = self.hit(at)
        shape = Qt.CursorShape.ArrowCursor
        if hit and hit.row and self.may_write:
            shape = (
                Qt.CursorShape.SizeVerCursor if hit.at_end else Qt.CursorShape.PointingHandCursor
            )
        self.viewport().setCursor(shape)

    def _inside(self, at: QPointF) -> QPointF:
        room = QRectF(self.viewport().rect()).adjusted(1, 1, -2, -2)
        return QPointF(
            min(max(at.x(), room.left()), room.right()), min(max(at.y(), room.top()), room.bottom())
        )
