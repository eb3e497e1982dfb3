"""モニタリング期間: in which months a plan is to be looked at, as its certificate says.

A certificate prints an interval with its first and last month, 3か月ごと(令和8年7月〜令和9年4月),
sometimes in two phases. Where it gives only the interval, months are counted back from the end of
the grant; the ministry's examples of 2012 come out either way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from soudan_desk.japanese.eras import era_known_as
from soudan_desk.services.due_days import months_later

MOST = 120
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "六": 6, "十二": 12}
_MONTH = r"(?:(令和|平成|[RHrh])?\s*(\d{1,4}|元)\s*[年.\-/]\s*(\d{1,2})\s*月?)"
_PHASE = re.compile(
    r"(?:(毎月)|(\d{1,2}|十二|[一二三四六])\s*(?:[かカヶヵケヶ箇])?\s*月\s*(?:ごと|毎))"
    rf"(?:[^(]{{0,8}}\(\s*{_MONTH}\s*[〜~\-―]\s*{_MONTH}\s*\))?"
)


@dataclass(frozen=True, slots=True)
class Phase:
    """Every so many months, from a first to a last one (each given as its first day)."""

    interval: int
    first: date | None = None
    last: date | None = None


def phases_in(text: str | None) -> list[Phase]:
    """Read what a certificate prints; nothing where it names no interval."""
    plain = unicodedata.normalize("NFKC", text or "")
    return [_phase(found) for found in _PHASE.finditer(plain)]


def due_months(answers: Mapping[str, Any]) -> list[date]:
    """Return the first days of the months in which a plan is to be looked at, in order."""
    found = {month for phase in _phases_of(answers) for month in _months(phase, answers)}
    return sorted(found)


def suggested(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that follow from the certificate's text: of its last phase."""
    phases = phases_in(answers.get("monitoring_text"))
    if not phases:
        return {}
    last = phases[-1]
    known = {
        "monitoring_interval_count": last.interval,
        "monitoring_first_on": last.first,
        "monitoring_last_on": last.last,
    }
    return {key: value for key, value in known.items() if value is not None}


def next_month(answers: Mapping[str, Any], after: date) -> date | None:
    """Return the first day of the next month that is due after the one a day lies in."""
    return next((each for each in due_months(answers) if each > _month_of(after)), None)


def first_month(answers: Mapping[str, Any], since: date) -> date | None:
    """Return the first day of the first month that is due, none before that of a day."""
    return next((each for each in due_months(answers) if each >= _month_of(since)), None)


def _phases_of(answers: Mapping[str, Any]) -> list[Phase]:
    """Prefer what was typed as numbers; the text still tells of an earlier phase."""
    read = phases_in(answers.get("monitoring_text"))
    interval = answers.get("monitoring_interval_count")
    if not interval or interval < 1:
        return read
    typed = Phase(interval, answers.get("monitoring_first_on"), answers.get("monitoring_last_on"))
    return [*read[:-1], typed]


def _months(phase: Phase, answers: Mapping[str, Any]) -> Iterator[date]:
    end = phase.last or answers.get("grant_until_on")
    if phase.first is not None:
        yield from _counted_on(phase, _month_of(phase.first), end)
    elif end is not None:
        start = answers.get("period_from_on")
        yield from _counted_back(phase, _month_of(end), _month_of(start) if start else None)


def _counted_on(phase: Phase, month: date, end: date | None) -> Iterator[date]:
    for step in range(MOST if end is not None else 1):
        due = months_later(month, step * phase.interval)
        if end is not None and due > end:
            return
        yield due


def _counted_back(phase: Phase, month: date, start: date | None) -> Iterator[date]:
    for step in range(MOST if start is not None else 1):
        due = months_later(month, -step * phase.interval)
        if start is not None and due < start:
            return
        yield due


def _month_of(day: date) -> date:
    return day.replace(day=1)


def _phase(found: re.Match[str]) -> Phase:
    monthly, number, *months = found.groups()
    interval = 1 if monthly else _NUMBERS.get(number) or int(number)
    first = _month(months[0], months[1], months[2], None)
    last = _month(months[3], months[4], months[5], months[0])
    return Phase(interval or 1, first, last)


def _month(era: str | None, year: str | None, month: str | None, same: str | None) -> date | None:
    if year is None or month is None or not 1 <= int(month) <= 12:
        return None
    number = 1 if year == "元" else int(year)
    known = era_known_as(era or same or "")
    if known is not None and number < 100:
        return date(known.year_of(number), int(month), 1)
    return date(number, int(month), 1) if number >= 1900 else None
