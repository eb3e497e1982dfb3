"""What the calendar can do, handed in as callables, and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_times import Span
from soudan_desk.services.appointment_warnings import Warning as Concern
from soudan_desk.services.due import DueItem
from soudan_desk.services.records import Saved
from soudan_desk.ui.pages.calendar_layout import Range
from soudan_desk.ui.pages.case_acts import RecordActs
from soudan_desk.ui.pages.page import Place


@dataclass(frozen=True, slots=True)
class Days:
    """What stands in the days that are shown."""

    rows: Sequence[AppointmentRow] = ()
    due: Mapping[date, Sequence[DueItem]] = field(default_factory=dict)

    def of(self, row_id: UUID | None) -> AppointmentRow | None:
        """Return an appointment by its id."""
        return next((row for row in self.rows if row.id == row_id), None)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody whose appointments can be shown."""

    id: UUID
    name: str


Settle = Callable[[UUID, int | None], Saved]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarActs:
    """The verbs of the calendar, bound to a worker."""

    me: UUID
    today: date
    colleagues: Callable[[], Sequence[Colleague]]
    """Everybody of the centre one looks at, oneself first."""
    load: Callable[[date, date, Collection[UUID]], Days]
    run: Callable[..., object]
    warn: Callable[[Mapping[str, Any], UUID | None], list[Concern]]
    place: Callable[[UUID, Span, int | None], Saved]
    finish: Settle
    cancel: Settle
    reopen: Settle
    write_record: Callable[[AppointmentRow], Place]
    """Where the record of an appointment is written; it may be made there and then."""
    place_of: Callable[[AppointmentRow], Place | None]
    """Where its case, its person or its meeting is."""
    print_days: Callable[
        [QWidget, Sequence[date], Days, Sequence[str], Callable[[str], None]], None
    ]
    records: RecordActs
    codes: CodeBook
    begins_as: Range
    """A day, a week or a month, as the worker chose last."""
    remember_range: Callable[[Range], None]
