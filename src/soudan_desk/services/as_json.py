"""Records in the JSON shapes of the commands (docs/commands.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.fields import Field, Kind, Names, answer_to_json, as_text
from soudan_desk.models import Attachment, Staff
from soudan_desk.models.base import Record, fields_of
from soudan_desk.services.answers import UNTOLD
from soudan_desk.services.history import version_of
from soudan_desk.services.names import names_for
from soudan_desk.services.protected import (
    Asked,
    hides_places,
    told_answers,
    without_places,
)
from soudan_desk.services.records import model_of
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

Json = dict[str, Any]


def instant_text(instant: datetime) -> str:
    """Write an instant as RFC 3339 with Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def show_as_json(
    work: Work,
    kind: str,
    record_id: UUID,
    number: int | None = None,
    *,
    asked: Asked | None = None,
) -> Json:
    """Return a record the worker may see, as it stands or as a version had it, with labels.

    What a protective measure hides is told for the proof only.
    """
    version = None if number is None else version_of(work, kind, record_id, number)
    with work.store.reading(work.actor) as session:
        record = fetch(session, model_of(kind), record_id)
        faces = Faces(session, asked)
        told = faces.of(record)
        answers = told_answers(session, record, asked)
        if version is not None:
            is_hidden = hides_places(session, record, asked)
            answers = without_places(kind, version.answers) if is_hidden else version.answers
            told |= {"version": version.version, "state": version.state}
            told["values"] = faces.values(type(record), answers)
        centre = answers.get("centre")
        return told | {"labels": faces.labels(work, type(record), answers, centre)}


class Faces:
    """Shows records within one unit of work; staff and attachments are looked up once."""

    def __init__(self, session: Session, asked: Asked | None = None) -> None:
        self._session = session
        self._asked = asked
        self._logins: dict[UUID, str] = dict(session.execute(select(Staff.id, Staff.login)).all())

    def of(self, record: Record) -> Json:
        """Return what lists show of a record."""
        return {
            "kind": record.kind(),
            "id": str(record.id),
            "version": record.version,
            "state": record.record_state,
            "created_at": instant_text(record.created_at),
            "created_by": self._logins.get(record.created_by) if record.created_by else None,
            "values": self.values(type(record), told_answers(self._session, record, self._asked)),
        }

    def values(self, model: type[Record], answers: Mapping[str, Any]) -> Json:
        """Return every answer in its JSON shape, null where there is none."""
        return {field.key: self._value(field, answers.get(field.key)) for field in fields_of(model)}

    def _value(self, field: Field, answer: Any) -> Any:
        if answer == UNTOLD:
            return UNTOLD
        if field.kind is Kind.ATTACHMENTS and answer:
            return [self._file(each) for each in answer]
        return answer_to_json(field, answer)

    def _file(self, attachment_id: UUID) -> Json | None:
        row = self._attachment(attachment_id)
        if row is None:
            return None
        return {"file_name": row.file_name, "size": row.size_bytes, "sha256": row.sha256}

    def _attachment(self, attachment_id: UUID) -> Any:
        query = select(Attachment.file_name, Attachment.size_bytes, Attachment.sha256)
        return self._session.execute(query.where(Attachment.id == attachment_id)).one_or_none()

    def labels(
        self, work: Work, model: type[Record], answers: Mapping[str, Any], centre: str | None
    ) -> dict[str, str]:
        """Return every answer as a worker reads it, blank where there is none."""
        names = names_for(work, self._session, centre)
        return {
            field.key: self._label(field, answers.get(field.key), names)
            for field in fields_of(model)
        }

    def _label(self, field: Field, answer: Any, names: Names) -> str:
        if field.kind is Kind.ATTACHMENTS and answer:
            rows = (self._attachment(each) for each in answer)
            return "、".join(row.file_name for row in rows if row is not None)
        return as_text(field, answer, names)


def kinds_as_json(centres: Sequence[str]) -> Iterator[Json]:
    """Describe every kind of record; `centres` are all there are."""
    from soudan_desk.models import record_kinds

    for kind, model in record_kinds().items():
        yield {
            "kind": kind,
            "label": model.label,
            "centres": list(model.centres or centres),
            "fields": [_field_as_json(field) for field in fields_of(model)],
        }


def _field_as_json(field: Field) -> Json:
    return {
        "key": field.key,
        "label": field.label,
        "type": field.kind.value,
        "required": field.required,
        "codes": field.codes,
        "of": field.of,
        "section": field.section,
        "listed": field.listed,
        "printed": field.printed,
        "searched": field.searched,
    }
