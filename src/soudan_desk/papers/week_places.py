"""Where the blocks of a week stand: column, two-hour rows, and lanes where they overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time

ROWS = 12
_FIRST_MINUTE, _ROW_MINUTES, _DAY_MINUTES = 6 * 60, 120, 24 * 60
_COLUMNS = {8: 6}  # 祝 stands with Sunday


@dataclass(frozen=True)
class WeekBlock:
    """Something done each week; `weekday` is 1 (Monday) to 7, 8 on holidays, 0 on no set day."""

    weekday: int
    text: str
    start: time | None = field(default=None)
    end: time | None = field(default=None)
    is_service: bool = False

    @property
    def columns(self) -> tuple[int, ...]:
        """The column of its day, none where no day is set."""
        return (_COLUMNS.get(self.weekday, self.weekday - 1),) if self.weekday else ()

    @property
    def row(self) -> int | None:
        """The first two-hour row it touches; None where day or hour is not set."""
        return _row(self.start) if self.start and self.weekday else None

    @property
    def last_row(self) -> int:
        """The last row it touches; the lowest where it goes on past six in the morning."""
        first = self.row or 0
        if self.end is None or self.end == self.start:
            return first
        last = _row(self.end, closing=True)
        return last if last >= first else ROWS - 1


@dataclass(frozen=True)
class Placed:
    """A block with its place."""

    block: WeekBlock
    column: int
    first: int
    last: int
    lane: int
    lanes: int


def placed(blocks: Iterable[WeekBlock]) -> list[Placed]:
    """Give every block with a day and an hour its place."""
    by_column: dict[int, list[WeekBlock]] = {}
    for block in blocks:
        if block.row is not None:
            by_column.setdefault(block.columns[0], []).append(block)
    return [each for column, those in by_column.items() for each in _in_lanes(column, those)]


def row_heights(needed: Sequence[tuple[Placed, float]], *, least: float) -> list[float]:
    """Return how high each row must be for what stands in it, in points."""
    heights = [least] * ROWS
    for place, height in sorted(needed, key=lambda each: each[0].last - each[0].first):
        span = range(place.first, place.last + 1)
        lacking = (height - sum(heights[at] for at in span)) / len(span)
        for at in span:
            heights[at] += max(0.0, lacking)
    return heights


def _in_lanes(column: int, blocks: list[WeekBlock]) -> list[Placed]:
    """Put overlapping blocks of one day side by side."""
    ends: list[int] = []
    found: list[tuple[WeekBlock, int]] = []
    for block in sorted(blocks, key=lambda each: (each.row or 0, -each.last_row)):
        first = block.row or 0
        lane = next((at for at, end in enumerate(ends) if end < first), len(ends))
        ends[lane : lane + 1] = [block.last_row]
        found.append((block, lane))
    return [
        Placed(block, column, block.row or 0, block.last_row, lane, len(ends))
        for block, lane in found
    ]


def _row(at: time, *, closing: bool = False) -> int:
    minute = at.hour * 60 + at.minute - _FIRST_MINUTE - int(closing)
    return (minute % _DAY_MINUTES) // _ROW_MINUTES
