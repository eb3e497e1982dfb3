"""Answers to and from JSON, in the shapes of the commands' contract (docs/commands.md)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from soudan_desk.errors import SoudanError
from soudan_desk.fields.field import Field, Kind
from soudan_desk.japanese.partial_dates import PartialDate


class JsonShapeError(ValueError):
    """A value has not the shape its question asks for; the message is a Japanese sentence."""


def answer_to_json(field: Field, answer: Any) -> Any:
    """Return the answer as JSON can carry it: dates as text, instants with Z, ids as text."""
    if answer is None or field.kind not in _TO:
        return answer
    return _TO[field.kind](field, answer)


def _row_to_json(field: Field, row: dict[str, Any]) -> dict[str, Any]:
    return {each.key: answer_to_json(each, row.get(each.key)) for each in field.rows}


def answer_from_json(field: Field, value: Any) -> Any:
    """Return the answer a JSON value stands for, or raise `JsonShapeError` with a sentence."""
    if value is None or value in ("", [], {}):
        return None
    try:
        return _FROM[field.kind](field, value)
    except JsonShapeError:
        raise
    except SoudanError as error:
        raise JsonShapeError(str(error)) from error
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise JsonShapeError(
            f"「{field.label}」は{_SHAPES[field.kind]}の形で入れてください。"
        ) from error


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _date(_field: Field, value: Any) -> date:
    return date.fromisoformat(value)


def _time(_field: Field, value: Any) -> time:
    return time.fromisoformat(value)


def _instant(_field: Field, value: Any) -> datetime:
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError
    return instant.astimezone(UTC)


def _partial(_field: Field, value: Any) -> PartialDate:
    return PartialDate.from_json(value)


def _whole(_field: Field, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _check(_field: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _codes(_field: Field, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise TypeError
    return list(dict.fromkeys(value))


def _marks(_field: Field, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not set(value.values()) <= {"circle", "double"}:
        raise TypeError
    return dict(value)


def _reference(_field: Field, value: Any) -> UUID:
    return UUID(value)


def _references(_field: Field, value: Any) -> list[UUID]:
    return [UUID(each) for each in value]


def _rows(field: Field, value: Any) -> list[dict[str, Any]]:
    known = {each.key: each for each in field.rows}
    rows = []
    for row in value:
        if unknown := row.keys() - known.keys():
            raise JsonShapeError(f"「{field.label}」に「{min(unknown)}」という項目はありません。")
        rows.append(
            {
                key: None if each is None else answer_from_json(known[key], each)
                for key, each in row.items()
            }
        )
    return rows


def _instant_text(_field: Field, answer: datetime) -> str:
    return answer.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_TO: dict[Kind, Callable[[Field, Any], Any]] = {
    Kind.DATE: lambda _field, answer: answer.isoformat(),
    Kind.TIME: lambda _field, answer: f"{answer:%H:%M}",
    Kind.INSTANT: _instant_text,
    Kind.PARTIAL_DATE: lambda _field, answer: answer.to_json(),
    Kind.REFERENCE: lambda _field, answer: str(answer),
    Kind.REFERENCES: lambda _field, answer: [str(each) for each in answer],
    Kind.ATTACHMENTS: lambda _field, answer: [str(each) for each in answer],
    Kind.ROWS: lambda field, answer: [_row_to_json(field, row) for row in answer],
}
_FROM: dict[Kind, Callable[[Field, Any], Any]] = {
    Kind.LINE: _text,
    Kind.TEXT: _text,
    Kind.CHOICE: _text,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.INSTANT: _instant,
    Kind.PARTIAL_DATE: _partial,
    Kind.MINUTES: _whole,
    Kind.NUMBER: _whole,
    Kind.YEN: _whole,
    Kind.CHECK: _check,
    Kind.CHOICES: _codes,
    Kind.MARKS: _marks,
    Kind.REFERENCE: _reference,
    Kind.REFERENCES: _references,
    Kind.ATTACHMENTS: _references,
    Kind.ROWS: _rows,
}
_SHAPES: dict[Kind, str] = {
    Kind.LINE: "文字",
    Kind.TEXT: "文字",
    Kind.CHOICE: "選択肢のコード",
    Kind.DATE: "2026-11-22 のような日付",
    Kind.TIME: "09:30 のような時刻",
    Kind.INSTANT: "2026-11-22T01:30:00Z のような日時",
    Kind.PARTIAL_DATE: '1980、1980-11、1980-11-22 か {"age_band":"40s"}',
    Kind.MINUTES: "分の整数",
    Kind.NUMBER: "整数",
    Kind.YEN: "円の整数",
    Kind.CHECK: "true か false",
    Kind.CHOICES: "コードのリスト",
    Kind.MARKS: '{"コード":"circle"} か "double"',
    Kind.REFERENCE: "UUID",
    Kind.REFERENCES: "UUID のリスト",
    Kind.ATTACHMENTS: "UUID のリスト",
    Kind.ROWS: "行(項目の組)のリスト",
}
