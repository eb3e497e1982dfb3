"""A record's answers as they stood after a change, in the JSON shapes of their questions."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import inspect

from soudan_desk.fields import Field, Kind, answer_to_json
from soudan_desk.models.base import Record, fields_of

_TECHNICAL = frozenset(
    {"id", "version", "lock_version", "created_at", "created_by", "updated_at", "updated_by"}
)


def content_of(record: Record) -> dict[str, Any]:
    """Return every answer and filing column of a record that has a value."""
    found = {}
    for key, field in _columns_of(type(record)):
        value = getattr(record, key)
        if value is not None:
            found[key] = stored_to_json(field, value)
    return found


@cache
def _columns_of(model: type[Record]) -> tuple[tuple[str, Field | None], ...]:
    asked = {field.key: field for field in fields_of(model)}
    keys = (column.key for column in inspect(model).column_attrs)
    return tuple(
        (key, asked.get(key)) for key in keys if key not in _TECHNICAL and not _is_bytes(model, key)
    )


def _is_bytes(model: type[Record], key: str) -> bool:
    return getattr(model.__table__.columns[key].type, "kind", None) is None


def stored_to_json(field: Field | None, value: Any) -> Any:
    """Return the JSON shape of a stored value; the cells of rows are stored in it already."""
    if field is not None and field.kind is not Kind.ROWS:
        return answer_to_json(field, value)
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def digest_of(content: dict[str, Any]) -> str:
    """Return the sha256 of a content's canonical form, in hexadecimal."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changed_keys(record: Record) -> tuple[str, ...]:
    """Name what was changed since the record was read (all that is set, for a new one)."""
    state: Any = inspect(record)
    return tuple(
        key for key, _ in _columns_of(type(record)) if state.attrs[key].history.has_changes()
    )
