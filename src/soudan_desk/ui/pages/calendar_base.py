"""What every view of the calendar shares: where one stands, and moving appointments by keys."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_rules import PLANNED
from soudan_desk.services.appointment_times import Span
from soudan_desk.ui import layouts
from soudan_desk.ui.pages.calendar_acts import Days
from soudan_desk.ui.pages.calendar_layout import SNAP_MIN
from soudan_desk.ui.pages.calendar_looks import Looks
from soudan_desk.ui.shortcuts import note

_SETTLES_MS = 700
"""How long a move by keys waits for the next key."""
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}

_MODIFIERS = (Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Meta)
_KEYS = (
    ("↑↓←→", "動く"),
    ("Enter", "開く・入れる"),
    ("Alt+↑↓←→", "予定を移す"),
    ("Alt+Shift+↑↓", "長さを変える"),
    ("Delete", "取りやめる"),
)


class CalendarView(QAbstractScrollArea):
    """Shows some days; `Days` and `Looks` come from the page."""

    opened = Signal(object)  # AppointmentRow
    wanted = Signal(object)  # Span of a new one
    placed = Signal(object, object)  # AppointmentRow, its new Span
    chosen = Signal(object)  # AppointmentRow or None
    turned = Signal(object)  # date to stand on that is not shown
    zoomed = Signal(object)  # date to see closer
    struck = Signal(object)  # AppointmentRow, by Delete

    def __init__(self, looks: Looks, name: str) -> None:
        super().__init__()
        self.looks = looks
        self.days: list[date] = [looks.today]
        self.shown = Days()
        self.day = looks.today
        self.row_id: UUID | None = None
        self.may_write = True
        self.ghost: tuple[AppointmentRow | None, Span] | None = None
        """What is being moved (None: a new one), and where it would lie."""
        self.is_held = False
        """Whether the mouse holds the ghost."""
        self._settle = QTimer(self, interval=_SETTLES_MS, singleShot=True)
        self._settle.timeout.connect(self.settle)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layouts.set_surface(self, "surface")
        for key, does in _KEYS:
            note(self, key, does)

    # what the page tells

    def show_days(self, days: Sequence[date], day: date) -> None:
        """Show these days, standing on one of them; what stands in them comes later."""
        self.settle()
        self.days, self.day = list(days), day
        self.viewport().update()

    def show_rows(self, shown: Days) -> None:
        """Show what stands in the days."""
        self.shown = shown
        if shown.of(self.row_id) is None:
            self.row_id = None
        self.arrange()
        self._speak()
        self.chosen.emit(self.current())
        self.viewport().update()

    def take_over(self, row: AppointmentRow) -> None:
        """Show an appointment as it was just saved, before all are fetched anew."""
        rows = [row if each.id == row.id else each for each in self.shown.rows]
        self.show_rows(replace(self.shown, rows=rows))

    def stand_on(self, day: date, row_id: UUID | None = None) -> None:
        """Stand on a day, and on one of its appointments."""
        self.day, self.row_id = day, row_id
        self._speak()
        self.chosen.emit(self.current())
        self.viewport().update()

    def current(self) -> AppointmentRow | None:
        """Return the appointment one stands on."""
        return self.shown.of(self.row_id)

    # what each view knows

    def arrange(self) -> None:
        """Work out anew what follows from the rows."""

    @abstractmethod
    def step(self, across: int, down: int) -> None:
        """Go on by an arrow."""

    @abstractmethod
    def here(self) -> Span:
        """Return the time of a new appointment where one stands."""

    @abstractmethod
    def shift_of(self, across: int, down: int) -> tuple[int, int]:
        """Return by how many days and minutes an arrow moves an appointment."""

    # keys

    def event(self, event: QEvent) -> bool:
        """Take Alt with arrows for the appointment one stands on, before the frame goes back."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
            and Qt.Key(event.key()) in _ARROWS
            and self.movable() is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, open, make."""
        arrow = _ARROWS.get(Qt.Key(event.key()))
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if arrow and alt:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._push(*arrow, resizes=shift)
            return
        if event.key() in _MODIFIERS:
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Escape and self.ghost is not None:
            self._let_go()
            return
        self.settle()
        if arrow and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step(*arrow)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.enter()
        elif event.key() == Qt.Key.Key_Delete and self.current() is not None:
            self.struck.emit(self.current())
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let a move by keys stand when one goes elsewhere."""
        self.settle()
        super().focusOutEvent(event)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where one stands."""
        super().focusInEvent(event)
        self.viewport().update()

    def settle(self) -> None:
        """Let the move in hand stand."""
        self._settle.stop()
        if self.ghost is None or self.is_held:
            return
        (row, span), self.ghost = self.ghost, None
        if row is not None and span != row.span:
            self.placed.emit(row, span)
        self.viewport().update()

    def _push(self, across: int, down: int, *, resizes: bool) -> None:
        row = self.movable()
        if row is None:
            return
        span = self.ghost[1] if self.ghost else row.span
        days, minutes = self.shift_of(across, down)
        moved = span.resized(SNAP_MIN * down) if resizes else span.moved(days, minutes)
        self.ghost = (row, moved)
        self.setAccessibleDescription(f"動かしています：{moved.held_on.day}日 {moved.starts or ''}")
        self._settle.start()
        self.viewport().update()

    def movable(self) -> AppointmentRow | None:
        """Return the appointment one stands on, if it may be moved."""
        row = self.current()
        is_fixed = row is None or row.is_meeting or row.outcome != PLANNED or not self.may_write
        return None if is_fixed else row

    def enter(self) -> None:
        """Open the appointment one stands on, or make one."""
        row = self.current()
        if row is not None:
            self.opened.emit(row)
        else:
            self.wanted.emit(self.here())

    def changeEvent(self, event: QEvent) -> None:
        """Take over another zoom."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.arrange()
            self.viewport().update()

    # private

    def _let_go(self) -> None:
        self._settle.stop()
        self.ghost = None
        self.viewport().update()

    def _speak(self) -> None:
        row = self.current()
        day = f"{self.day.month}月{self.day.day}日"
        self.setAccessibleDescription(self.looks.spoken(row) if row else f"{day} 空き")

    def go_to(self, days: int) -> None:
        """Stand on a day so much later; one that is not shown turns the page."""
        there = self.day + timedelta(days=days)
        if there in self.days:
            self.stand_on(there)
        else:
            self.turned.emit(there)
