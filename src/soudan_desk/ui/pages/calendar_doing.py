"""What is done about one appointment: moved and moved back, finished, gone where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_times import Span
from soudan_desk.services.appointment_warnings import when_words
from soudan_desk.services.records import Saved
from soudan_desk.ui.dialogs import insist, tell
from soudan_desk.ui.pages.calendar_acts import CalendarActs
from soudan_desk.ui.pages.page import Place


class Doing(QObject):
    """Acts on appointments; a refusal is told in a dialog and changes nothing."""

    said = Signal(str)
    go = Signal(object)  # Place
    moved = Signal(object)  # UUID of what was moved, or should have been
    placed = Signal(object)  # AppointmentRow as it stands now

    def __init__(self, page: QWidget, acts: CalendarActs) -> None:
        super().__init__(page)
        self._page, self._acts = page, acts
        self._undo: tuple[UUID, Span] | None = None

    def place(self, row: AppointmentRow, span: Span) -> None:
        """Put an appointment elsewhere."""
        saved: list[Saved] = []
        act = partial(self._acts.place, row.id, span, row.lock_version)
        words = f"{when_words(span)} へ移しました。　（Ctrl+Z で元へ）"
        if self._try(lambda: saved.append(act()), words):
            self._undo = (row.id, row.span)
            self.placed.emit(replace(row, span=span, lock_version=saved[0].lock_version))
        self.moved.emit(row.id)

    def undo(self) -> None:
        """Put what was moved last back."""
        if self._undo is None:
            return
        (which, span), self._undo = self._undo, None
        self._try(partial(self._acts.place, which, span, None), "元の時間へ戻しました。")
        self.moved.emit(which)

    def settle(self, act: str, row: AppointmentRow) -> None:
        """Finish it, call it off or plan it again."""
        verb, words = {
            "finish": (self._acts.finish, "済みにしました。"),
            "cancel": (self._acts.cancel, "取りやめにしました。U で予定に戻せます。"),
            "reopen": (self._acts.reopen, "予定に戻しました。"),
        }[act]
        if not row.is_meeting:
            self._try(partial(verb, row.id, row.lock_version), words)
            self.moved.emit(row.id)

    def write_record(self, row: AppointmentRow) -> None:
        """Go where its record is written."""
        found: list[Place] = []
        if self._try(lambda: found.append(self._acts.write_record(row)), ""):
            self.go.emit(found[0])

    def go_to(self, row: AppointmentRow) -> None:
        """Go to its meeting, case or person."""
        there = self._acts.place_of(row)
        if there is not None:
            self.go.emit(there)

    def _try(self, act: Callable[[], Any], sentence: str) -> bool:
        try:
            insist(self._page, act)
        except SoudanError as error:
            tell(self._page, "変えられませんでした", error)
            return False
        if sentence:
            self.said.emit(sentence)
        return True
