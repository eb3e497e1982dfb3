"""Records as one reads them: every answer in words, and its versions likewise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.fields import Field, Kind, Names, as_text
from soudan_desk.fields.checks import is_blank
from soudan_desk.models.base import Record, fields_of
from soudan_desk.models.sealing import holds_closed
from soudan_desk.services.history import versions_of
from soudan_desk.services.names import NameBook, names_for, title_read
from soudan_desk.services.protected import Asked, hides_places, told_answers, without_places
from soudan_desk.services.records import model_of
from soudan_desk.services.rights import require_writing
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One answered question in words."""

    key: str
    section: str
    label: str
    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Reading:
    """A record in words, with its answers for the form; `may_change` by the worker's rights."""

    kind: str
    id: UUID
    label: str
    title: str
    state: str
    version: int
    lock_version: int
    written_by: str
    updated_by: str
    updated_at: datetime
    may_change: bool
    answers: dict[str, Any]
    lines: tuple[ReadLine, ...]


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """One version in words: who made it, when and why."""

    version: int
    state: str
    action: str
    at: datetime
    by: str
    reason: str
    lines: tuple[ReadLine, ...]


def read_record(work: Work, kind: str, record_id: UUID, *, asked: Asked | None = None) -> Reading:
    """Return a record the worker may see, in words; protected places for the proof."""
    with work.store.reading(work.actor) as session:
        record = fetch(session, model_of(kind), record_id)
        answers = told_answers(session, record, asked)
        names = names_for(work, session, answers.get("centre"))
        return Reading(
            kind=kind,
            id=record.id,
            label=record.label,
            title=title_read(type(record), record, names) or record.label,
            state=record.record_state,
            version=record.version,
            lock_version=record.lock_version,
            written_by=_staff(names, record.created_by),
            updated_by=_staff(names, record.updated_by),
            updated_at=record.updated_at,
            may_change=may_change(work, session, record),
            answers=answers,
            lines=lines_of(_read_fields(type(record)), answers, names),
        )


def read_versions(work: Work, kind: str, record_id: UUID) -> list[ReadVersion]:
    """List a record's versions in words, oldest first."""
    fields = _read_fields(model_of(kind))
    versions = versions_of(work, kind, record_id)
    with work.store.reading(work.actor) as session:
        book = NameBook(session, work.codes).of
        is_hidden = hides_places(session, fetch(session, model_of(kind), record_id), None)
        told = {
            each.version: without_places(kind, each.answers) if is_hidden else each.answers
            for each in versions
        }
        return [
            ReadVersion(
                each.version,
                each.state,
                each.action,
                each.at,
                book("staff", each.by) if each.by else "",
                each.reason or "",
                lines_of(
                    fields, told[each.version], Names(work.codes, book, each.answers.get("centre"))
                ),
            )
            for each in versions
        ]


def _read_fields(model: type[Record]) -> tuple[Field, ...]:
    return tuple(field for field in fields_of(model) if field.key not in model.unread_keys)


def lines_of(
    fields: tuple[Field, ...], answers: Mapping[str, Any], names: Names
) -> tuple[ReadLine, ...]:
    """Return the answered questions in words; a box nobody ticked is left out."""
    return tuple(
        ReadLine(field.key, field.section, field.label, as_text(field, answer, names), field.kind)
        for field in fields
        if not is_blank(answer := answers.get(field.key)) and answer is not False
    )


def may_change(work: Work, session: Session, record: Record) -> bool:
    """Whether the worker's rights reach changing a record, and their keys what it says."""
    if holds_closed(record.__dict__.values()):
        return False
    try:
        require_writing(work, session, record, is_new=False)
    except NotAllowedError:
        return False
    return True


def _staff(names: Names, staff_id: UUID | None) -> str:
    return names.of("staff", staff_id) if staff_id else ""
