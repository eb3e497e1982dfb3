"""A plan read whole: its own answers, then its goals, actions and services in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from uuid import UUID

from soudan_desk.fields import Kind, Names
from soudan_desk.models import Action, Goal, Service
from soudan_desk.models.base import Record, fields_of
from soudan_desk.services.answers import read_answers
from soudan_desk.services.names import names_for
from soudan_desk.services.plans import actions_of, goals_of, services_of
from soudan_desk.services.protected import Asked
from soudan_desk.services.reading import Reading, ReadLine, lines_of, read_record
from soudan_desk.services.work import Work

_LEADS = {"goal", "what", "service"}
_BETWEEN = " ／ "
_FILED = {
    *("plan_id", "case_id", "centre", "priority", "position", "carried_from_id"),
    "goal_id",
}


def read_whole(work: Work, kind: str, record_id: UUID, *, asked: Asked | None = None) -> Reading:
    """Return a record in words as `read_record` does; a plan together with what belongs to it."""
    reading = read_record(work, kind, record_id, asked=asked)
    if kind != "plan":
        return reading
    with work.store.reading(work.actor) as session:
        names = names_for(work, session, reading.answers.get("centre"))
        goals = goals_of(session, record_id)
        numbers = {goal.id: number for number, goal in enumerate(goals, start=1)}
        parts = [
            *_goal_lines(goals, names),
            *_lines_by_goal(Action, actions_of(session, record_id), numbers, names),
            *_lines_by_goal(Service, services_of(session, record_id), numbers, names),
        ]
    return replace(reading, lines=(*reading.lines, *parts))


def _goal_lines(goals: Iterable[Goal], names: Names) -> Iterator[ReadLine]:
    for number, goal in enumerate(goals, start=1):
        yield _line(Goal, f"{Goal.label} {number}", _words(goal, names, "\n"))


def _lines_by_goal(
    model: type[Record],
    records: Sequence[Action | Service],
    numbers: Mapping[UUID, int],
    names: Names,
) -> Iterator[ReadLine]:
    """Put together what is done for one goal; last what is done for none of them."""

    def number_of(record: Any) -> int:
        return numbers.get(record.goal_id, len(numbers) + 1)

    for number, group in groupby(sorted(records, key=number_of), key=number_of):
        label = f"{Goal.label} {number} のために" if number <= len(numbers) else "計画全体"
        yield _line(model, label, "\n".join(_words(each, names, _BETWEEN) for each in group))


def _line(model: type[Record], label: str, text: str) -> ReadLine:
    return ReadLine(model.kind(), model.label, label, text, Kind.ROWS)


def _words(record: Record, names: Names, after_lead: str) -> str:
    """Write what matters first without its question, the other answers side by side behind it."""
    lines = lines_of(fields_of(type(record)), read_answers(record), names)
    lead = next((line.text for line in lines if line.key in _LEADS), "")
    others = [
        f"{line.label}: {' '.join(line.text.split())}"
        for line in lines
        if line.key not in _LEADS | _FILED
    ]
    return after_lead.join(filter(None, (lead, _BETWEEN.join(others))))
