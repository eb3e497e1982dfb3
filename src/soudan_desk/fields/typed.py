"""Answers typed as text, read and written so that the round trip loses nothing.

Reading is in `typed_reading`; what is written here always reads back as the very same answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from soudan_desk.fields.field import Field, Kind
from soudan_desk.fields.json_values import answer_to_json
from soudan_desk.fields.reading import MARK_SIGNS, Names, as_text
from soudan_desk.fields.typed_reading import (
    READ,
    Desk,
    Lookup,
    TypedAnswerError,
    answer_from_typed,
    find_code,
)

__all__ = ["Lookup", "TypedAnswerError", "answer_from_typed", "typed_from_answer"]


def typed_from_answer(field: Field, answer: Any, names: Names) -> str:
    """Return a text that `answer_from_typed` reads back as the very same answer."""
    if answer is None:
        return ""
    return _TO.get(field.kind, _as_it_is)(field, answer, names)


def _as_it_is(_field: Field, answer: Any, _names: Names) -> str:
    return str(answer)


def _write_check(_field: Field, answer: bool, _names: Names) -> str:
    return "はい" if answer else "いいえ"


def _write_instant(_field: Field, answer: datetime, _names: Names) -> str:
    local = answer.astimezone()
    precision = "auto" if local.second or local.microsecond else "minutes"
    return local.isoformat(" ", precision)


def _write_number(field: Field, answer: int, names: Names) -> str:
    return str(answer) if field.codes is None else _write_choice(field, str(answer), names)


def _write_choice(field: Field, answer: str, names: Names) -> str:
    label = names.codes.label(field.codes or "", answer, centre=names.centre)
    return label if _reads_back(field, label, answer, names, find_code) else answer


def _write_choices(field: Field, answer: list[str], names: Names) -> str:
    labels = [_write_choice(field, code, names) for code in answer]
    return _joined(field, labels, answer, answer, names)


def _write_marks(field: Field, answer: dict[str, str], names: Names) -> str:
    signs = [MARK_SIGNS[mark] for mark in answer.values()]
    labels = [_write_choice(field, code, names) for code in answer]
    marked = [sign + label for sign, label in zip(signs, labels, strict=True)]
    bare = [sign + code for sign, code in zip(signs, answer, strict=True)]
    return _joined(field, marked, bare, answer, names)


def _joined(
    field: Field, labels: Iterable[str], codes: Iterable[str], answer: Any, names: Names
) -> str:
    texts = ("、".join(labels), "\n".join(labels), "、".join(codes))
    read = READ[field.kind]
    return next(t for t in (*texts, "\n".join(codes)) if _reads_back(field, t, answer, names, read))


def _reads_back(
    field: Field, text: str, answer: Any, names: Names, read: Callable[[Field, str, Desk], Any]
) -> bool:
    try:
        return bool(read(field, text, Desk(date.max, names.codes, names.centre, None)) == answer)
    except TypedAnswerError:
        return False


def _write_references(_field: Field, answer: list[UUID], _names: Names) -> str:
    return "、".join(str(each) for each in answer)


def _write_rows(field: Field, answer: list[dict[str, Any]], _names: Names) -> str:
    return json.dumps(answer_to_json(field, answer), ensure_ascii=False, separators=(",", ":"))


_TO: dict[Kind, Callable[[Field, Any, Names], str]] = {
    Kind.PARTIAL_DATE: lambda _field, answer, _names: answer.stored(),
    Kind.TIME: as_text,
    Kind.INSTANT: _write_instant,
    Kind.NUMBER: _write_number,
    Kind.CHECK: _write_check,
    Kind.CHOICE: _write_choice,
    Kind.CHOICES: _write_choices,
    Kind.MARKS: _write_marks,
    Kind.REFERENCES: _write_references,
    Kind.ATTACHMENTS: _write_references,
    Kind.ROWS: _write_rows,
}
