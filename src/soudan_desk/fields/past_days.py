"""Days of what has happened: none lies ahead of today, and hardly one decades behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from soudan_desk.fields.field import Field, Kind
from soudan_desk.japanese.eras import wareki
from soudan_desk.japanese.partial_dates import PartialDate

_ODD_YEARS = 20
_MOST_YEARS = 100
_OLDEST_YEARS = 130
"""The oldest people lived 122 years."""


def past_problems(
    fields: Iterable[Field], answers: Mapping[str, Any], today: date
) -> dict[str, str]:
    """Return a sentence for each day that cannot be that of something that has happened."""
    found = {field.key: past_problem(field, answers.get(field.key), today) for field in fields}
    return {key: problem for key, problem in found.items() if problem}


def past_problem(field: Field, answer: Any, today: date) -> str | None:
    """Return why a day cannot be that of something that has happened, also one in a table."""
    if field.kind is Kind.ROWS:
        cells = ((each, row.get(each.key)) for row in answer or () for each in field.rows)
        problems = (past_problem(each, cell, today) for each, cell in cells)
        return next(filter(None, problems), None)
    day = _day(field, answer)
    if day is None:
        return None
    if day > today:
        return (
            f"「{field.label}」が、今日（{wareki(today)}）より先の{_words(field, answer)}です。"
            f"{_meant(day, today)}年号と年を確かめて、打ち直してください。"
        )
    most = _OLDEST_YEARS if field.kind is Kind.PARTIAL_DATE else _MOST_YEARS
    if today.year - day.year > most:
        return (
            f"「{field.label}」が、{most}年より前の{_words(field, answer)}です。"
            "年号と年を確かめて、打ち直してください。"
        )
    return None


def past_warnings(
    fields: Iterable[Field], answers: Mapping[str, Any], today: date
) -> dict[str, str]:
    """Return a sentence for each day that may be right but lies decades back."""
    found = {}
    for field in fields:
        day = answers.get(field.key)
        if field.past and field.kind is Kind.DATE and isinstance(day, date):
            years = today.year - day.year
            if years > _ODD_YEARS:
                found[field.key] = f"{years}年前の日です。年号を確かめてください。"
    return found


def _day(field: Field, answer: Any) -> date | None:
    """Return the earliest day an answer may mean."""
    if not field.past:
        return None
    if isinstance(answer, PartialDate):
        return answer.span()[0] if answer.year is not None else None
    return answer if isinstance(answer, date) else None


def _words(field: Field, answer: Any) -> str:
    return str(answer.reading()) if field.kind is Kind.PARTIAL_DATE else wareki(answer)


def _meant(day: date, today: date) -> str:
    """Name the last such day of a year, where a wrong year is the likely slip."""
    for year in (today.year, today.year - 1):
        try:
            meant = day.replace(year=year)
        except ValueError:  # 29 February
            continue
        if meant <= today:
            return f"{wareki(meant)}のことではありませんか。"
    return ""
