"""JSON objects to answers: shapes checked, references found by id, number or name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.fields import Field, Kind, answer_from_json
from soudan_desk.fields.json_values import JsonShapeError
from soudan_desk.models import record_kinds
from soudan_desk.models.base import VOID, Record, fields_of
from soudan_desk.services.answers import UNTOLD

NAMING_KEYS = frozenset({"case_no", "name", "login", "sha256"})
"""What a record may be named by instead of its id, where its kind has such a column."""

_ONE = (Kind.REFERENCE,)
_SEVERAL = (Kind.REFERENCES, Kind.ATTACHMENTS)


def answers_of(session: Session, model: type[Record], given: Any) -> dict[str, Any]:
    """Return the answers a JSON object stands for; a key not given stays out.

    What was shown as hidden may be given back so: it leaves what is stored.
    Raises `InvalidEntriesError` with a sentence for each key that is unknown or has a value of
    another shape.
    """
    if not isinstance(given, Mapping):
        raise InvalidEntriesError({"": '1件は、項目名と値の組({"項目名": 値})で書いてください。'})
    fields = {field.key: field for field in fields_of(model)}
    answers: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for key, value in given.items():
        try:
            field = _field(fields, key, model)
            answers[key] = value if value == UNTOLD else answer_of(session, field, value)
        except JsonShapeError as problem:
            problems[key] = str(problem)
    if problems:
        raise InvalidEntriesError(problems)
    return answers


def _field(fields: Mapping[str, Field], key: str, model: type[Record]) -> Field:
    if key not in fields:
        raise JsonShapeError(
            f"「{key}」という項目は{model.label}にありません。項目名を確かめてください。"
        )
    return fields[key]


def answer_of(session: Session, field: Field, value: Any) -> Any:
    """Return the answer a JSON value stands for, or raise `JsonShapeError` with a sentence.

    A record referred to must exist and be one the worker may see.
    """
    if value in (None, "", [], {}):
        return None
    if field.kind in _ONE:
        return _record_id(session, field, value)
    if field.kind in _SEVERAL:
        if not isinstance(value, list):
            raise JsonShapeError(f"「{field.label}」はリストで入れてください。")
        return list(dict.fromkeys(_record_id(session, field, each) for each in value))
    return answer_from_json(field, value)


def _record_id(session: Session, field: Field, value: Any) -> UUID:
    model = referred_model(field)
    if isinstance(value, Mapping):
        return _named(session, field, model, value)
    try:
        wanted = UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise JsonShapeError(
            f"「{field.label}」は番号(UUID)か、{_ways(model)}で入れてください。"
        ) from None
    if session.scalars(select(model.id).where(model.id == wanted)).first() is None:
        raise JsonShapeError(f"「{field.label}」の記録が見つかりません。番号を確かめてください。")
    return wanted


def is_text(value: Any) -> bool:
    """Whether a value is a text that any file can hold (half a character is none)."""
    try:
        return isinstance(value, str) and value.encode() is not None
    except UnicodeEncodeError:
        return False


def referred_model(field: Field) -> type[Record]:
    """Return the kind of record a question refers to."""
    kind = "attachment" if field.kind is Kind.ATTACHMENTS else field.of
    return record_kinds()[kind or ""]


def _named(session: Session, field: Field, model: type[Record], value: Mapping[str, Any]) -> UUID:
    known = [key for key in value if key in _naming_keys(model)]
    if len(known) != 1 or set(value) - {*known, "file_name", "size"}:
        raise JsonShapeError(f"「{field.label}」は{_ways(model)}で入れてください。")
    key = known[0]
    wanted = value[key]
    column = model.__table__.columns[key]
    if not is_text(wanted):
        raise JsonShapeError(f"「{field.label}」の {key} は文字で入れてください。")
    query = select(model.id).where(column == wanted, model.record_state != VOID).limit(20)
    found = list(session.scalars(query))
    if len(found) == 1:
        return found[0]
    if found:
        raise JsonShapeError(
            f"「{field.label}」の「{wanted}」は{len(found)}件あります。番号(UUID)で入れてください。"
        )
    raise JsonShapeError(
        f"「{field.label}」の「{wanted}」は見つかりません。先に登録するか、書き方を確かめてください。"
    )


def _naming_keys(model: type[Record]) -> list[str]:
    return [key for key in sorted(NAMING_KEYS) if key in model.__table__.columns]


def _ways(model: type[Record]) -> str:
    return "、".join(f'{{"{key}": …}}' for key in _naming_keys(model)) or "番号(UUID)"
