"""Where appointments lie in a calendar: side by side where they overlap, and one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.appointment_times import Span, minute_of, time_of

SLOT_MIN = 30
DAY_MIN = 24 * 60
SNAP_MIN = 15
_SHORTEST_MIN = 30
"""How much room even a call of five minutes is drawn with."""


class Range(StrEnum):
    """How much of the calendar is shown."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a day an appointment takes: in which of how many lanes, from minute to minute."""

    row: AppointmentRow
    first: int
    last: int
    lane: int = 0
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the keyboard can stand in a day: on an appointment, or on a free half-hour.

    Without a minute it is the row of what takes whole days.
    """

    minute: int | None
    row_id: UUID | None = None


def days_of(range_: Range, around: date) -> list[date]:
    """Return the days that are shown: one, a week from Monday, or the weeks of a month."""
    if range_ is Range.DAY:
        return [around]
    first = around.replace(day=1) if range_ is Range.MONTH else around
    monday = first - timedelta(days=first.weekday())
    weeks = 6 if range_ is Range.MONTH else 1
    return [monday + timedelta(days=number) for number in range(7 * weeks)]


def turned(range_: Range, day: date, step: int) -> date:
    """Return the same place so many periods on; a day that a month lacks becomes its last."""
    if range_ is not Range.MONTH:
        return day + timedelta(days=step * (7 if range_ is Range.WEEK else 1))
    years, month = divmod(day.year * 12 + day.month - 1 + step, 12)
    first = date(years, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def whole_days(rows: Iterable[AppointmentRow], day: date) -> list[AppointmentRow]:
    """Return what takes a whole day or lies across several."""
    return [row for row in rows if _is_across(row.span) and row.span.on(day) is not None]


def _is_across(span: Span) -> bool:
    return span.is_whole_day or span.until > span.held_on


def blocks_of(rows: Iterable[AppointmentRow], day: date) -> list[Block]:
    """Return what has its time within a day, in lanes where it overlaps."""
    pieces = []
    for row in rows:
        minutes = row.span.on(day)
        if minutes is not None and not _is_across(row.span):
            first, last = minutes
            pieces.append(Block(row, first, max(last, min(first + _SHORTEST_MIN, DAY_MIN))))
    pieces.sort(key=lambda block: (block.first, -block.last, block.row.id.int))
    return list(_in_lanes(pieces))


def _in_lanes(pieces: Sequence[Block]) -> Iterator[Block]:
    """Give each of those that overlap in a chain a lane of its own, all equally wide."""
    chain: list[tuple[Block, int]] = []
    ends: list[int] = []
    for piece in pieces:
        if ends and piece.first >= max(ends):
            yield from _shared(chain, len(ends))
            chain, ends = [], []
        lane = next((at for at, end in enumerate(ends) if end <= piece.first), len(ends))
        ends[lane : lane + 1] = [piece.last]
        chain.append((piece, lane))
    yield from _shared(chain, len(ends))


def _shared(chain: list[tuple[Block, int]], lanes: int) -> Iterator[Block]:
    for piece, lane in chain:
        yield Block(piece.row, piece.first, piece.last, lane, lanes)


def stops_of(rows: Sequence[AppointmentRow], day: date, first: int, last: int) -> list[Stop]:
    """Return where the keyboard stops in a day, from top to bottom."""
    across = [Stop(None, row.id) for row in whole_days(rows, day)] or [Stop(None)]
    blocks = blocks_of(rows, day)
    taken = [Stop(block.first, block.row.id) for block in blocks]
    free = [
        Stop(minute)
        for minute in range(first, last, SLOT_MIN)
        if not any(block.first < minute + SLOT_MIN and block.last > minute for block in blocks)
    ]
    return [*across, *sorted([*taken, *free], key=lambda stop: stop.minute or 0)]


def nearest(stops: Sequence[Stop], minute: int | None) -> int:
    """Return the stop that lies nearest to a minute, as one goes over to another day."""
    if minute is None:
        return 0
    timed = [at for at, stop in enumerate(stops) if stop.minute is not None]
    return min(timed, key=lambda at: abs((stops[at].minute or 0) - minute), default=0)


def new_span(day: date, first: int | None, last: int | None = None) -> Span:
    """Return the time of an appointment that is put on a day, an hour where no end is said."""
    if first is None:
        return Span(day)
    end = first + 2 * SLOT_MIN if last is None else last
    return Span(day, time_of(min(first, DAY_MIN - 1)), time_of(min(end, DAY_MIN - 1)))


def snapped(minutes: float) -> int:
    """Return the nearest quarter of an hour."""
    return round(minutes / SNAP_MIN) * SNAP_MIN


def hours_needed(rows: Iterable[AppointmentRow], first: int, last: int) -> tuple[int, int]:
    """Widen the hours that are shown to hold every appointment, by whole hours."""
    starts = [minute_of(row.span.starts) for row in rows if row.span.starts]
    ends = [minute_of(row.span.ends) for row in rows if row.span.ends]
    lowest = min([first, *starts]) // 60 * 60
    return lowest, min(max([last, *ends, *starts]) // -60 * -60, DAY_MIN)
