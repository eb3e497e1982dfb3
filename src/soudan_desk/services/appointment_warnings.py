"""What to think of before an appointment stands: who is busy then, and days nobody is there.

Warnings, never refusals: an office knows why it meets on a holiday.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from soudan_desk.codes import CodeBook
from soudan_desk.japanese.holidays import closed_name
from soudan_desk.services.appointment_lists import AppointmentRow, appointments_between
from soudan_desk.services.appointment_times import Span
from soudan_desk.services.work import Work

AWAY = frozenset({"leave"})
_WITHOUT_OFFICE = frozenset({"leave", "training"})
_WEEKDAYS = "月火水木金土日"
_MOST = 6
_LONGEST_DAYS = 31


class Concern(StrEnum):
    """What a warning is about."""

    BUSY = "busy"
    WHOLE_DAY = "whole_day"
    AWAY = "away"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the word for it
    """One sentence to think of; `id` names the appointment in the way."""

    concern: Concern
    sentence: str
    id: UUID | None = None


def warnings_of(
    work: Work, answers: Mapping[str, Any], *, but: UUID | None = None
) -> list[Warning]:
    """Return what stands against an appointment with these answers; `but` is its own id."""
    span = Span.of(answers)
    if span is None:
        return []
    asked = [answers.get("staff_id") or work.actor.staff_id, *(answers.get("co_staff_ids") or ())]
    last = min(span.until, span.held_on + timedelta(days=_LONGEST_DAYS))
    rows = appointments_between(work, span.held_on, last, staff_ids=asked)
    others = [row for row in rows if row.id != but]
    kind = answers.get("appointment_kind") or ""
    return [*closed_warnings(span, kind), *clashes(work.codes, span, kind, asked, others)][:_MOST]


def closed_warnings(span: Span, kind: str) -> list[Warning]:
    """Say which of the first and the last day the office is closed on."""
    if kind in _WITHOUT_OFFICE:
        return []
    found = []
    for day in dict.fromkeys((span.held_on, span.until)):
        if name := closed_name(day):
            what = "締切が閉所日にあたります" if kind == "deadline" else "閉所日の予定になります"
            found.append(Warning(Concern.CLOSED, f"{_day(day)}は{name}です。{what}。"))
    return found


def clashes(
    codes: CodeBook,
    span: Span,
    kind: str,
    staff_ids: Collection[UUID],
    others: Collection[AppointmentRow],
) -> Iterator[Warning]:
    """Give a sentence for each of these workers and each appointment that takes the same time."""
    if kind == "deadline" and span.is_whole_day:
        return
    for row in others:
        if not (row.takes_time and span.overlaps(row.span)):
            continue
        for staff_id, name in _workers(row):
            if staff_id in staff_ids:
                yield _clash(codes, row, name)


def _workers(row: AppointmentRow) -> Iterator[tuple[UUID, str]]:
    return zip(row.staff_ids, (row.worker, *row.co_workers), strict=False)


def _clash(codes: CodeBook, row: AppointmentRow, name: str) -> Warning:
    when = f"{name}さんは{when_words(row.span)}"
    if row.kind in AWAY:
        return Warning(Concern.AWAY, f"{when}、休み・不在です。", row.id)
    what = what_words(codes, row)
    if row.span.is_whole_day:
        return Warning(Concern.WHOLE_DAY, f"{when}、終日の予定があります（{what}）。", row.id)
    return Warning(Concern.BUSY, f"{when}に別の予定があります（{what}）。", row.id)


def what_words(codes: CodeBook, row: AppointmentRow) -> str:
    """Say in a few words what an appointment is: its kind, whom it is for or what it is called."""
    entry = codes.find("appointment.kind", row.kind)
    kind = entry.brief if entry else ""
    what = row.person or row.title or row.agency
    return " ".join(filter(None, (kind if kind != what else "", what)))


def when_words(span: Span) -> str:
    """Say when it is: 「11/24（火）10:00〜11:00」."""
    first, last = _day(span.held_on), _day(span.until)
    days = first if span.until == span.held_on else f"{first}〜{last}"
    if span.starts is None:
        return days
    if span.until > span.held_on:
        end = f"{span.ends:%H:%M}" if span.ends else ""
        return f"{first}{span.starts:%H:%M}〜{last}{end}"
    return f"{days}{span.starts:%H:%M}〜{f'{span.ends:%H:%M}' if span.ends else ''}"


def _day(day: date) -> str:
    return f"{day.month}/{day.day}（{_WEEKDAYS[day.weekday()]}）"
