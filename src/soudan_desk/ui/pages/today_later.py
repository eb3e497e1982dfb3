"""The days one puts things off to."""

from __future__ import annotations

from datetime import date, timedelta

from soudan_desk.japanese.holidays import next_working_day


def later_days(today: date) -> list[tuple[str, date]]:
    """Return the days one puts things off to: the next ones on which the office is open."""
    tomorrow = next_working_day(today)
    monday = today + timedelta(days=7 - today.weekday())
    return [
        ("次の開所日", tomorrow),
        ("その次の開所日", next_working_day(tomorrow)),
        ("来週のはじめ", next_working_day(monday - timedelta(days=1))),
        ("1週間後", next_working_day(today + timedelta(days=6))),
        ("2週間後", next_working_day(today + timedelta(days=13))),
    ]
