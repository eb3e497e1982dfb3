"""A record's answers as they stood after a change, in the JSON shapes of their questions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import inspect

from soudan_desk.fields import Field, Kind, answer_to_json
from soudan_desk.models.base import Record, fields_of

_SHAPED = frozenset(
    {
        Kind.DATE,
        Kind.TIME,
        Kind.INSTANT,
        Kind.PARTIAL_DATE,
        Kind.REFERENCE,
        Kind.REFERENCES,
        Kind.ATTACHMENTS,
    }
)
"""Kinds whose values are no JSON as they are; the cells of rows are stored as JSON shapes."""

_TECHNICAL = frozenset(
    {"id", "version", "lock_version", "created_at", "created_by", "updated_at", "updated_by"}
)


def content_of(record: Record) -> dict[str, Any]:
    """Return every answer and filing column of a record that has a value."""
    return _content(type(record), ((key, getattr(record, key)) for key in _keys_of(type(record))))


def content_held(record: Record) -> dict[str, Any]:
    """Do as `content_of` for a record that holds its values itself, as no session knows it."""
    held = record.__dict__.get
    return _content(type(record), ((key, held(key)) for key in _keys_of(type(record))))


def content_before(record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what such a record held when some of its answers were still others."""
    kept = {key: told for key, told in content_held(record).items() if key not in values}
    former = ((key, value) for key, value in values.items() if key not in _TECHNICAL)
    return kept | _content(type(record), former)


def _content(model: type[Record], values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    shapes = _shapes_of(model)
    return {
        key: value if (shape := shapes[key]) is None else shape(value)
        for key, value in values
        if value is not None
    }


@cache
def _keys_of(model: type[Record]) -> tuple[str, ...]:
    keys = (column.key for column in inspect(model).column_attrs)
    return tuple(key for key in keys if key not in _TECHNICAL and not _is_bytes(model, key))


def _is_bytes(model: type[Record], key: str) -> bool:
    return getattr(model.__table__.columns[key].type, "kind", None) is None


@cache
def _shapes_of(model: type[Record]) -> dict[str, Callable[[Any], Any] | None]:
    """Return by column what makes a JSON shape of a value; None where it is one already."""
    asked = {field.key: field for field in fields_of(model)}
    return {key: _shape(model, key, asked.get(key)) for key in _keys_of(model)}


def _shape(model: type[Record], key: str, field: Field | None) -> Callable[[Any], Any] | None:
    column: Any = model.__table__.columns[key]
    if column.type.kind not in _SHAPED:
        return None
    return partial(answer_to_json, field) if field is not None else _filed_to_json


def _filed_to_json(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def canonical(content: dict[str, Any]) -> str:
    """Return the one JSON text of a content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(content: dict[str, Any]) -> str:
    """Return the sha256 of a content's canonical form, in hexadecimal."""
    return digest_of_text(canonical(content))


def digest_of_text(content: str) -> str:
    """Return the sha256 of a content in canonical form, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()


def changed_keys(record: Record) -> tuple[str, ...]:
    """Name what was changed since the record was read (all that is set, for a new one)."""
    state: Any = inspect(record)
    return tuple(key for key in _keys_of(type(record)) if state.attrs[key].history.has_changes())
