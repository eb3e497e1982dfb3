"""What a record under review says, question by question, beside what one last read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.fields import Kind, Names, answer_from_json
from soudan_desk.models import Action, AgendaItem, Attendance, Goal, Service
from soudan_desk.models.base import VOID, Record, fields_of
from soudan_desk.models.history import Revision
from soudan_desk.services.answers import read_answers
from soudan_desk.services.names import names_for
from soudan_desk.services.protected import hides_places, told_answers, without_places
from soudan_desk.services.reading import lines_of
from soudan_desk.services.work import Work

_AT_THE_HEAD = frozenset(
    {
        *("case_id", "person_id", "household_id", "centre", "restriction_level"),
        *("staff_id", "plan_id", "goal_id", "conference_id", "is_anonymous"),
        "position",
    }
)
_LONG = {Kind.TEXT, Kind.ROWS}
_SHORT, _BETWEEN = 24, " ／ "
_PARTS: Mapping[str, tuple[tuple[Any, str], ...]] = {
    "plan": ((Goal, "plan_id"), (Action, "plan_id"), (Service, "plan_id")),
    "conference": ((Attendance, "conference_id"), (AgendaItem, "conference_id")),
}
"""The records that are read with another one, and how they point to it."""
_ONE_LINE_EACH = (Attendance, Action, Service)
CHILD_KINDS = frozenset(model.kind() for parts in _PARTS.values() for model, _ in parts)
"""What stands as `key` of a part that is such a record, or several."""


@dataclass(frozen=True, slots=True)
class Part:
    """One question in words: `old` as last read (None where it had no answer), `new` as it is.

    `new` is blank where the answer was taken out; `long` where it is a text of several lines.
    """

    label: str
    old: str | None
    new: str
    key: str = ""
    section: str = ""

    @property
    def changed(self) -> bool:
        """Whether it reads otherwise than when one last read it."""
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class Since:
    """What somebody has last read of a record: its version, and when."""

    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class _Words:
    """An answered question, before it is put beside its former answer."""

    label: str
    section: str
    text: str
    is_text: bool


def parts_of(work: Work, session: Session, record: Record, since: Since | None) -> tuple[Part, ...]:
    """Return every answered question of a record and of what belongs to it.

    Where somebody protected is stays hidden, before and after.
    """
    names = names_for(work, session, getattr(record, "centre", None))
    new = _worded(type(record), told_answers(session, record), names)
    old = new if since is None else _former(session, record, since, names)
    parts = list(_beside(type(record), old, new))
    return (*parts, *_all_children(session, record, since, names))


def child_parts(work: Work, session: Session, record: Record) -> tuple[Part, ...]:
    """Return what belongs to a record as it stands: a plan's goals, a meeting's agenda."""
    names = names_for(work, session, getattr(record, "centre", None))
    return tuple(_all_children(session, record, None, names))


def _all_children(
    session: Session, record: Record, since: Since | None, names: Names
) -> Iterator[Part]:
    for model, key in _PARTS.get(record.kind(), ()):
        yield from _children(session, model, getattr(model, key) == record.id, since, names)


def _worded(model: type[Record], answers: Mapping[str, Any], names: Names) -> dict[str, _Words]:
    return {
        line.key: _Words(line.label, line.section, line.text, line.kind in _LONG)
        for line in lines_of(fields_of(model), answers, names)
        if line.key not in _AT_THE_HEAD
    }


def _former(session: Session, record: Record, since: Since, names: Names) -> dict[str, _Words]:
    query = (
        select(Revision.content)
        .where(Revision.record_id == record.id, Revision.version == since.version)
        .order_by(Revision.seq.desc())
        .limit(1)
    )
    content = session.scalars(query).first()
    if content is None:
        return {}
    answers = _answers_of(type(record), content)
    if hides_places(session, record, None):
        answers = without_places(record.kind(), answers)
    return _worded(type(record), answers, names)


def _of_content(model: type[Record], content: Mapping[str, Any], names: Names) -> dict[str, _Words]:
    return _worded(model, _answers_of(model, content), names)


def _answers_of(model: type[Record], content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        field.key: answer_from_json(field, content.get(field.key)) for field in fields_of(model)
    }


def _beside(
    model: type[Record], old: Mapping[str, _Words], new: Mapping[str, _Words]
) -> Iterator[Part]:
    for field in fields_of(model):
        was, now = old.get(field.key), new.get(field.key)
        if (told := now or was) is not None:
            yield Part(
                told.label,
                was.text if was else None,
                now.text if now else "",
                field.key,
                told.section,
            )


def _children(
    session: Session, model: Any, belongs: Any, since: Since | None, names: Names
) -> Iterator[Part]:
    query = select(model).where(belongs).order_by(model.created_at, model.id)
    records = list(session.scalars(query))
    before = _contents_at(session, [each.id for each in records], since)
    told: list[tuple[str | None, str]] = []
    for record in records:
        is_there = record.record_state != VOID
        new = _as_text(model, _worded(model, read_answers(record), names)) if is_there else ""
        content = before.get(record.id)
        old = _as_text(model, _of_content(model, content, names)) if content is not None else None
        told.append((new if since is None else old, new))
    told = [pair for pair in told if any(pair)]
    if model in _ONE_LINE_EACH and told:
        old = "\n".join(was for was, _ in told if was) or None
        new = "\n".join(now for _, now in told if now)
        yield Part(model.label, old, new, model.kind(), model.label)
        return
    for number, (was, now) in enumerate(told, 1):
        yield Part(f"{model.label} {number}", was, now, model.kind(), model.label)


def _as_text(model: Any, words: Mapping[str, _Words]) -> str:
    """Write short answers side by side, long ones below one another, unless one line is all."""
    told = [(f"{each.label}: {each.text}", each) for each in words.values()]
    if model in _ONE_LINE_EACH:
        return _BETWEEN.join(" ".join(answer.split("\n")) for answer, _ in told)
    lines: list[list[str]] = [[]]
    for answer, each in told:
        if not each.is_text and len(each.text) <= _SHORT:
            lines[-1].append(answer)
        else:
            lines += [[answer], []]
    return "\n".join(_BETWEEN.join(line) for line in lines if line)


def _contents_at(
    session: Session, ids: list[UUID], since: Since | None
) -> dict[UUID, Mapping[str, Any]]:
    """Return what these records held when somebody last read them; void ones left out."""
    if since is None or not ids:
        return {}
    query = (
        select(Revision.record_id, Revision.record_state, Revision.content)
        .where(Revision.record_id.in_(ids), Revision.at <= since.at)
        .order_by(Revision.seq)
    )
    held = {row.record_id: row for row in session.execute(query)}
    return {each: row.content for each, row in held.items() if row.record_state != VOID}
