"""Which of the rows a rule found fall due, and when; no query and no sentence is made here."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from soudan_desk.services.due_days import Due, day_of, due_of
from soudan_desk.services.due_rules import Done, DueRule


class Judged(NamedTuple):
    """A row that falls due: when, from which day of it, and what its reason tells, as stored."""

    due_on: date
    case_no: str
    days: int
    base_on: date
    told: Any
    rule: DueRule
    row: Any


class Cut(NamedTuple):
    """How much of a long list is wanted: so many of each group, parted by days until then.

    `ends` are the last days of the groups but the last one: (-1, 0) parts late, today and later.
    """

    most: int
    ends: tuple[int, ...]

    def of(self, found: Sequence[Judged]) -> tuple[list[Judged], tuple[int, ...]]:
        """Return the first of each group of what is in order, and how many of each are left out."""
        counts = [0] * (len(self.ends) + 1)
        kept = []
        for each in found:
            group = bisect_left(self.ends, each.days)
            counts[group] += 1
            if counts[group] <= self.most:
                kept.append(each)
        return kept, tuple(max(0, count - self.most) for count in counts)


def judged(
    rule: DueRule, rows: Iterable[Any], on: date, horizon_days: int | None
) -> Iterator[Judged]:
    """Give what shows; what hangs on a day alone is worked out once a day."""
    known: dict[date, Due | None] = {}
    for row, value, told in _dated(rule, rows):
        base = value if type(value) is date else day_of(value)
        if base is None:
            continue
        if base not in known:
            known[base] = due_of(rule, base, on, horizon_days)
        if (due := known[base]) is not None:
            yield Judged(due.due_on, row.case_no or "", due.days, base, told, rule, row)


def _dated(rule: DueRule, rows: Iterable[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Give each row with its day and what its reason tells; a table gives each of its lines."""
    if rule.rows:
        (key,), detail = rule.dates, rule.detail
        for row in rows:
            for line in row.day_0:
                yield row, line.get(key), line.get(detail) if detail else None
        return
    dated = [done for done in rule.unless if done.since]
    count, tells = len(rule.dates), bool(rule.detail)
    for row in rows:
        base = row.day_0 if count == 1 else _latest(row, count)
        if not (dated and _is_done(row, base, dated)):
            yield row, base, row.detail if tells else None


def _latest(row: Any, count: int) -> Any:
    return max((day for day in row[1 : 1 + count] if day is not None), default=None)


def _is_done(row: Any, base: date, dated: list[Done]) -> bool:
    """Whether one of the records that end an item is of the rule's day or later."""
    return any(
        day is not None and day >= base - timedelta(days=done.early_days)
        for done, day in zip(dated, row[-len(dated) :], strict=True)
    )
