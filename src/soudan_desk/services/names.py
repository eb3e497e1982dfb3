"""The name a referred record goes by, for lists, forms and papers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.fields import Names
from soudan_desk.models import record_kinds
from soudan_desk.models.base import Record
from soudan_desk.services.work import Work

HIDDEN = "(閲覧できない記録)"


class NameBook:
    """Looks names up within one unit of work, each once."""

    def __init__(self, session: Session) -> None:
        self._session = session
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
        return HIDDEN if row is None else title_from(row)


def title_from(values: Any) -> str:
    """Join the answers that name a record."""
    return " ".join(str(value) for value in values if value not in (None, ""))


def title_of(record: Record) -> str:
    """Return the name a record goes by."""
    return title_from(getattr(record, key) for key in record.title_keys) or record.label


def names_for(work: Work, session: Session, centre: str | None = None) -> Names:
    """Return what turns codes and ids into words within this unit of work."""
    return Names(work.codes, NameBook(session).of, centre)
