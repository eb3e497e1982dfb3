"""Beside the calendar: the appointment one stands on, or its form, with what stands against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_rules import CANCELLED, DONE
from soudan_desk.services.appointment_times import Span
from soudan_desk.services.appointment_warnings import Warning as Concern
from soudan_desk.services.due import DueItem
from soudan_desk.services.records import Saved
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.calendar_acts import CalendarActs
from soudan_desk.ui.pages.calendar_card import AppointmentCard
from soudan_desk.ui.pages.calendar_looks import Looks
from soudan_desk.ui.pages.case_record import RecordPane
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.notices import Notice

NEW_FORM = "appointment:new"
_PAUSE_MS = 250
_WARNED = {"held_on", "until_on", "started_at_time", "ended_at_time", "staff_id", "co_staff_ids"}
_STEERING = _WARNED | {"appointment_kind"}


class CalendarSide(QWidget):
    """The card, or the form in its place."""

    acted = Signal(str)
    left = Signal()
    saved = Signal(object)
    said = Signal(str)

    def __init__(self, acts: CalendarActs, looks: Looks, centre: str) -> None:
        super().__init__()
        self.setObjectName("calendar_side")
        self._acts = acts
        self._asked_for = 0
        self._centre = centre
        self.card = AppointmentCard(looks, may_write=acts.records.may_write)
        self.pane = RecordPane(acts.records, case_id=None, centre=centre, empty="")
        self._notice = Notice(Role.WARNING, Icon.LATE, "", bold=False)
        self._stack = QStackedWidget()
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._build()
        self._pause.timeout.connect(self._warn_of_form)
        self.card.acted.connect(self.acted)
        self.pane.left.connect(self._on_pane_left)
        self.pane.saved.connect(self._on_pane_saved)
        self.pane.said.connect(self.said)

    @property
    def is_editing(self) -> bool:
        """Whether a form is open."""
        return self._stack.currentWidget() is self.pane

    def warnings(self) -> str:
        """Return what is warned of."""
        return "" if self._notice.isHidden() else self._notice.sentence()

    def show_row(self, row: AppointmentRow) -> None:
        """Show an appointment, unless a form is open."""
        self.card.show_row(row)
        if self.is_editing:
            return
        self._say([])
        if not row.is_meeting and row.outcome not in {CANCELLED, DONE}:
            answers = {
                **row.span.answers(),
                "staff_id": row.staff_id,
                "co_staff_ids": list(row.co_staff_ids),
                "appointment_kind": row.kind,
            }
            self._warn(answers, row.id)

    def show_day(self, day: date, count: int, due: Sequence[DueItem]) -> None:
        """Show a day, unless a form is open."""
        self.card.show_day(day, count, due)
        if not self.is_editing:
            self._say([])

    def begin(self, span: Span, known: Mapping[str, Any]) -> None:
        """Begin an appointment, or go on with the one that was begun."""
        mine = {"staff_id": self._acts.me, "outcome": "planned", "centre": self._centre or None}
        answers = {**mine, **span.answers(), **known}
        self.pane.start_new("appointment", answers, NEW_FORM)
        self._open_form("appointment_kind")

    def edit(self, appointment_id: UUID) -> None:
        """Open an appointment's form."""
        self.pane.show_record("appointment", appointment_id, editing=True)
        if self.pane.editing is not None:
            self._open_form("held_on")

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.pane.keep_now()

    def _build(self) -> None:
        self._stack.addWidget(self.card)
        self._stack.addWidget(self.pane)
        self._notice.setObjectName("appointment_warnings")
        self._notice.hide()
        self._holder = layouts.panel(layouts.row((self._notice, 1), margins=(16, 12, 16, 0)))
        self._holder.hide()
        self.setLayout(layouts.column(self._holder, (self._stack, 1), spacing=0))
        layouts.set_surface(self, "raised")

    def _open_form(self, key: str) -> None:
        editing = self.pane.editing
        assert editing is not None
        self._stack.setCurrentWidget(self.pane)
        editing.form.edited.connect(self._on_form_edited)
        editing.form.show_question(key)
        self._warn_of_form()

    def _close_form(self) -> None:
        self._pause.stop()
        self._say([])
        self._stack.setCurrentWidget(self.card)
        self.pane.show_nothing()

    # warnings

    def _on_form_edited(self, key: str) -> None:
        if key in _STEERING:
            self._pause.start()

    def _warn_of_form(self) -> None:
        editing = self.pane.editing
        if editing is not None:
            self._warn(editing.form.answers(), editing.opened.record_id)

    def _warn(self, answers: Mapping[str, Any], but: UUID | None) -> None:
        self._asked_for += 1
        number, given = self._asked_for, dict(answers)

        def answer(found: list[Concern]) -> None:
            if number == self._asked_for:
                self._say([each.sentence for each in found])

        self._acts.run(lambda: self._acts.warn(given, but), answer, lambda _error: None)

    def _say(self, sentences: Sequence[str]) -> None:
        self._asked_for += not sentences
        self._notice.say("\n".join(sentences))
        self._notice.setVisible(bool(sentences))
        self._holder.setVisible(bool(sentences))

    # slots

    def _on_pane_left(self) -> None:
        self._close_form()
        self.left.emit()

    def _on_pane_saved(self, saved: Saved) -> None:
        self._close_form()
        self.saved.emit(saved)
