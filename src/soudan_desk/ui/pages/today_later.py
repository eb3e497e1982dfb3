"""The days one puts things off to."""

from __future__ import annotations

from datetime import date, timedelta

from soudan_desk.japanese.holidays import next_working_day
from soudan_desk.services.today import ToDo


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


def never_later(todo: ToDo) -> str:
    """Say why something is not put off; nothing where it may be."""
    if todo.kind.startswith("due:"):
        return "日付から決まる期限です。することを済ませると消えます。"
    if todo.kind != "task":
        return "記録で約束した予定です。新しい記録を書くと、次の予定に替わります。"
    return ""
