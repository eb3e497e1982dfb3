"""What a form may suggest: a cure for answers that contradict each other, a warning for odd ones.

A cure is tried before it is offered: with it, the contradiction must be gone and no other come.
A warning is only said; saving goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from soudan_desk.fields import Field, Kind
from soudan_desk.fields.past_days import past_warnings
from soudan_desk.japanese.eras import era_year, eras, wareki, wareki_month
from soudan_desk.models.base import Record, fields_of
from soudan_desk.services.monitoring_months import due_months
from soudan_desk.services.records import model_of

_NEAR = timedelta(days=366)
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cure:
    """A way out of a contradiction: the words on its link, and the answers it puts in."""

    words: str
    answers: dict[str, Any]


def cures_of(kind: str, answers: Answers, problems: Mapping[str, str]) -> dict[str, Cure]:
    """Return the first cure that works for each answer that contradicts another one."""
    record = model_of(kind)()
    clashes = record.problems(answers)
    fields = {field.key: field for field in fields_of(type(record))}
    found = {}
    for key in problems.keys() & clashes.keys() & fields.keys():
        cure = next(_working(record, answers, key, fields), None)
        if cure is not None:
            found[key] = cure
    return found


def warnings_of(kind: str, answers: Answers, today: date) -> dict[str, str]:
    """Return a sentence for each answer that may be right but should be looked at again."""
    model = model_of(kind)
    found = past_warnings(fields_of(model), answers, today) | model().warnings(answers)
    return {**found, **(_schedule_warning(answers) if kind == "plan" else {})}


def _schedule_warning(answers: Answers) -> dict[str, str]:
    last, months = answers.get("monitoring_last_on"), due_months(answers)
    if last is None or not months or last.replace(day=1) in months:
        return {}
    words = wareki_month(last.year, last.month)
    return {
        "monitoring_last_on": f"最初の月から間隔で数えると、{words}に当たりません。"
        "受給者証を確かめてください。"
    }


def _working(
    record: Record, answers: Answers, key: str, fields: Mapping[str, Field]
) -> Iterator[Cure]:
    before = set(record.problems(answers))
    for cure in _candidates(answers, key, fields):
        after = set(record.problems({**answers, **cure.answers}))
        if key not in after and after <= before:
            yield cure


def _candidates(answers: Answers, key: str, fields: Mapping[str, Field]) -> Iterator[Cure]:
    value, field = answers.get(key), fields[key]
    others = [
        (other, answers[each])
        for each, other in fields.items()
        if each != key and other.kind is field.kind and answers.get(each) is not None
    ]
    if isinstance(value, time):
        yield from _later_times(answers, key)
    if isinstance(value, date) and field.kind is Kind.DATE:
        near = [each for _, each in others]
        yield from (Cure(f"{wareki(day)}にする", {key: day}) for day in _slips(value, near))
    if isinstance(value, date | time):
        for other, its in others:
            yield Cure(f"「{other.label}」と入れかえる", {key: its, other.key: value})
    if isinstance(value, date) and field.kind is Kind.DATE:
        yield from (Cure(f"{wareki(its)}にする", {key: its}) for _, its in others)


def _later_times(answers: Answers, key: str) -> Iterator[Cure]:
    """Count the end from the start by the minutes given."""
    start, minutes = answers.get("started_at_time"), answers.get("duration_min")
    if key == "ended_at_time" and start is not None and minutes:
        end = datetime.combine(date.min, start) + timedelta(minutes=minutes)
        if end.date() == date.min:
            yield Cure(f"{end:%H:%M}にする", {key: end.time()})


def _slips(day: date, near: list[date]) -> Iterator[date]:
    """Return the days that may have been meant: the year of another era, the year before or after.

    Only those count that lie within a year of another date of the form.
    """
    _, number = era_year(day)
    years = [era.year_of(number) for era in reversed(eras())]
    for year in dict.fromkeys([*years, day.year + 1, day.year - 1]):
        meant = _in_year(day, year)
        if meant is not None and meant != day and any(abs(meant - each) <= _NEAR for each in near):
            yield meant


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return None
