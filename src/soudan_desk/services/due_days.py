"""The arithmetic of due days: months, working days, ages, and how far back a query must look."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from soudan_desk.japanese.holidays import is_closed, next_working_day
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.services.due_rules import DueRule, OnClosed, Span

_SLACK = 20
"""How many days a query looks farther than it must: what the end of a month swallows (31 January
and one month is 28 February), and the longest stretch for which an office is closed."""
_MONTH = 31
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Window:
    """The days a query is bound to; whatever it finds is judged again by `due_of`."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Due:
    """When something falls due; `days` until then, negative when overdue."""

    due_on: date
    days: int


def due_of(rule: DueRule, base: date, on: date, horizon_days: int | None) -> Due | None:
    """Return when a rule's item of that day falls due, or None where it does not show yet."""
    due_on = due_day(rule, base)
    days = (due_on - on).days
    if days > reach_of(rule, horizon_days) or _is_over(rule, base, on, days):
        return None
    return Due(due_on, days)


def _is_over(rule: DueRule, base: date, on: date, days: int) -> bool:
    if rule.until is not None and on >= added(base, rule.until):
        return True
    return rule.forgotten_days is not None and -days > rule.forgotten_days


def reach_of(rule: DueRule, horizon_days: int | None) -> int:
    """Return how many days before it falls due an item of the rule shows."""
    if not rule.ahead:
        return 0
    return max(*rule.leads, 0, horizon_days or 0)


def due_day(rule: DueRule, base: date) -> date:
    """Return the day on which a rule's item falls due."""
    raw = attains(base, rule.age) if rule.age else added(base, rule.after)
    if rule.at_month_end:
        raw = raw.replace(day=monthrange(raw.year, raw.month)[1])
    return moved(raw, rule.on_closed)


def added(day: date, span: Span) -> date:
    """Return the day after a length of time."""
    result = months_later(day, span.months) + timedelta(days=span.days)
    for _ in range(span.working_days):
        result = next_working_day(result)
    return result


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it has no such day."""
    years, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def attains(born: date, age: int) -> date:
    """Return the eve of the birthday, at whose end an age is attained (年齢計算ニ関スル法律)."""
    year = born.year + age
    if (born.month, born.day) == (2, 29) and monthrange(year, 2)[1] == 28:
        return date(year, 2, 28)
    return date(year, born.month, born.day) - timedelta(days=1)


def moved(day: date, on_closed: OnClosed) -> date:
    """Move a day on which the office is closed to the nearest open one after or before it."""
    if on_closed is OnClosed.KEEP or not is_closed(day):
        return day
    return next_working_day(day) if on_closed is OnClosed.NEXT else previous_working_day(day)


def previous_working_day(day: date) -> date:
    """Return the last open day before a day."""
    day -= timedelta(days=1)
    while is_closed(day):
        day -= timedelta(days=1)
    return day


def window_of(rule: DueRule, on: date, horizon_days: int | None) -> Window:
    """Return the days within which a record's own day must lie; a little wide, never too narrow."""
    last = on + timedelta(days=reach_of(rule, horizon_days))
    first = [date(1, 1, 1)]
    if rule.until is not None:
        first.append(_earliest(on, rule.until) - _slack(rule, rule.until))
    if rule.forgotten_days is not None:
        ended = on - timedelta(days=rule.forgotten_days + _MONTH * rule.at_month_end)
        first.append(_earliest(ended, _span_of(rule)) - _slack(rule, _span_of(rule)))
    latest = _latest(last, _span_of(rule)) + _slack(rule, _span_of(rule))
    return Window(max(first), latest)


def _slack(rule: DueRule, span: Span) -> timedelta:
    """Return how much wider than its arithmetic a window must be; days alone are exact."""
    is_exact = not span.months and rule.on_closed is OnClosed.KEEP and not rule.at_month_end
    return timedelta(days=0 if is_exact else _SLACK)


def _span_of(rule: DueRule) -> Span:
    return Span(months=rule.age * _MONTHS) if rule.age else rule.after


def _latest(due_on: date, span: Span) -> date:
    """Return a day after which nothing begins that has come so far by then."""
    day = due_on - timedelta(days=span.days + span.working_days)
    return months_later(day, -span.months)


def _earliest(due_on: date, span: Span) -> date:
    """Return a day before which nothing begins that has come no farther by then."""
    closed = span.working_days * 2 + _SLACK * bool(span.working_days)
    day = due_on - timedelta(days=span.days + closed)
    return months_later(day, -span.months)


def day_of(value: Any) -> date | None:
    """Return the day a column or cell holds; of a partial date only one wholly known counts."""
    match value:
        case datetime():
            return value.astimezone().date()
        case date():
            return value
        case PartialDate():
            return value.exact()
        case str() if value:
            return date.fromisoformat(value)
    return None
