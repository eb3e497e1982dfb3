"""The name a referred record goes by, for lists, forms and papers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.codes import CodeBook
from soudan_desk.fields import Names, as_text
from soudan_desk.models import fields_of, record_kinds
from soudan_desk.models.base import Record
from soudan_desk.services.work import Work

HIDDEN = "(閲覧できない記録)"


class NameBook:
    """Looks names up within one unit of work, each once; with option lists it reads codes too."""

    def __init__(
        self, session: Session, codes: CodeBook | None = None, centre: str | None = None
    ) -> None:
        self._session = session
        self._names = None if codes is None else Names(codes, self.of, centre)
        self._known: dict[tuple[str, UUID], str] = {}

    def of(self, kind: str, record_id: UUID) -> str:
        """Return a record's name; a fixed word where the worker may not see it."""
        key = (kind, record_id)
        if key not in self._known:
            self._known[key] = self._look_up(kind, record_id)
        return self._known[key]

    def _look_up(self, kind: str, record_id: UUID) -> str:
        model = record_kinds().get(kind)
        if model is None:
            return str(record_id)
        columns = [getattr(model, key) for key in model.title_keys] or [model.id]
        row = self._session.execute(select(*columns).where(model.id == record_id)).first()
        if row is None:
            return HIDDEN
        if self._names is None or not model.title_keys:
            return title_from(row)
        return title_read(model, row, self._names)


def title_from(values: Any) -> str:
    """Join the answers that name a record."""
    return " ".join(str(value) for value in values if value not in (None, ""))


def title_read(
    model: type[Record], answers: Any, names: Names, *, but: Collection[str] = ()
) -> str:
    """Join the answers that name a record as a worker reads them: 和暦 days, labels for codes.

    `but` names those that are not to be told.
    """
    asked = {field.key: field for field in fields_of(model)}
    values = ((key, getattr(answers, key)) for key in model.title_keys if key not in but)
    return title_from(
        as_text(asked[key], value, names) if key in asked else value for key, value in values
    )


def title_of(record: Record) -> str:
    """Return the name a record goes by."""
    return title_from(getattr(record, key) for key in record.title_keys) or record.label


def names_for(work: Work, session: Session, centre: str | None = None) -> Names:
    """Return what turns codes and ids into words within this unit of work."""
    return Names(work.codes, NameBook(session, work.codes, centre).of, centre)
