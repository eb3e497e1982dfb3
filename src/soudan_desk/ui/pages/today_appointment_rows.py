"""The lines of the day's appointments: forgotten ones first, then the day with the present time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from soudan_desk.services.appointment_day import DayOf
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_rules import PLANNED
from soudan_desk.services.appointment_times import Span
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.calendar_looks import Looks, kind_icon
from soudan_desk.ui.pages.case_looks import day_text
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.labels import ElidedLabel

_NEXT_LINES = 4


@dataclass(frozen=True, slots=True)
class DayLine:
    """One appointment: when, an icon, whom it is for, what and where; what stands at its right."""

    row: AppointmentRow
    at: str
    until: str
    icon: Icon
    title: str
    detail: str
    is_past: bool = False
    is_forgotten: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class NowLine:
    """The present time between two appointments."""

    at: str


@dataclass(frozen=True, slots=True)
class ForgottenHeading:
    """The word above appointments whose record is missing."""

    count: int


Row = DayLine | NowLine | ForgottenHeading


def day_lines(day: DayOf, looks: Looks, now: int) -> list[Row]:
    """Return what the column shows, from top to bottom."""
    rows: list[Row] = []
    if day.forgotten:
        rows.append(ForgottenHeading(len(day.forgotten)))
        rows.extend(_forgotten(row, looks) for row in day.forgotten)
    lines = [_line(row, day, looks, now) for row in day.rows]
    first_ahead = next((at for at, line in enumerate(lines) if not line.is_past), len(lines))
    if lines:
        stamp = NowLine(f"{now // 60}:{now % 60:02}")
        rows += [*lines[:first_ahead], stamp, *lines[first_ahead:]]
    return rows


def _line(row: AppointmentRow, day: DayOf, looks: Looks, now: int) -> DayLine:
    minutes = row.span.on(day.on)
    timed = not row.span.is_whole_day
    is_past = timed and minutes is not None and minutes[1] <= now
    return DayLine(
        row,
        *_times(row.span),
        kind_icon(row.kind),
        looks.title(row),
        _detail(row, looks),
        is_past=is_past or row.outcome != PLANNED,
        state=_state(row, looks, is_past=is_past),
    )


def _state(row: AppointmentRow, looks: Looks, *, is_past: bool) -> str:
    return "記録がまだ" if is_past and row.wants_record else looks.outcome(row)


def _forgotten(row: AppointmentRow, looks: Looks) -> DayLine:
    return DayLine(
        row,
        day_text(row.span.held_on).partition("（")[0],
        f"{row.span.starts:%H:%M}" if row.span.starts else "",
        kind_icon(row.kind),
        looks.title(row),
        _detail(row, looks),
        is_forgotten=True,
    )


def _times(span: Span) -> tuple[str, str]:
    if span.starts is None:
        return "終日", ""
    end = f"{span.ends.hour}:{span.ends.minute:02}" if span.ends else ""
    return f"{span.starts.hour}:{span.starts.minute:02}", end


def _detail(row: AppointmentRow, looks: Looks) -> str:
    return "　".join(filter(None, (looks.worker(row), looks.detail(row))))


def next_lines(day: DayOf, looks: Looks) -> Sequence[QWidget]:
    """Return the first appointments of the next open day as labels."""
    shown = [_next_line(row, looks) for row in day.next_rows[:_NEXT_LINES]]
    more = len(day.next_rows) - len(shown)
    if more > 0:
        shown.append(f"ほか {more}件")
    return [ElidedLabel(words, Type.LABEL, Role.MUTED) for words in shown]


def _next_line(row: AppointmentRow, looks: Looks) -> str:
    at = _times(row.span)[0]
    parts = (at, looks.title(row), looks.kind(row) if row.person else "", looks.worker(row))
    return "　".join(part for part in parts if part)


def spoken(row: Row) -> str:
    """Return everything a line says."""
    match row:
        case NowLine():
            return f"いま {row.at}"
        case ForgottenHeading():
            return f"記録がまだの予定 {row.count}件"
        case DayLine():
            parts = (row.at, row.until, row.title, row.row.rules, row.detail, row.state)
            return " ".join(part for part in parts if part)
