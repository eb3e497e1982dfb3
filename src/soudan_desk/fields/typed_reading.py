"""What a person typed, or a spreadsheet's cell holds, becomes an answer."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from soudan_desk.codes import CodeBook
from soudan_desk.errors import SoudanError
from soudan_desk.fields.field import Field, Kind
from soudan_desk.fields.json_values import JsonShapeError, answer_from_json
from soudan_desk.fields.reading import MARK_SIGNS
from soudan_desk.japanese.money import parse_yen
from soudan_desk.japanese.partial_dates import PartialDate, parse_partial
from soudan_desk.japanese.typed_dates import parse_date, parse_minutes, parse_time

Lookup = Callable[[str, str], list[UUID]]
"""Finds the records of a kind that bear a name or number: `lookup("person", "青葉 すみれ")`."""

YES = frozenset({"はい", "有", "あり", "○", "◯", "〇", "true", "yes", "1", "✓", "レ"})
NO = frozenset({"いいえ", "無", "なし", "×", "✕", "✗", "false", "no", "0"})
_MARKS = {sign: mark for mark, sign in MARK_SIGNS.items()} | {"◯": "circle", "〇": "circle"}

_BAND = "band:"


class TypedAnswerError(SoudanError):
    """What was typed cannot be read as an answer; the sentence says what may be typed."""

    code = "invalid_entries"


@dataclass(frozen=True, slots=True)
class Desk:
    """What reading needs beside the question and the text."""

    today: date
    codes: CodeBook
    centre: str | None
    lookup: Lookup | None


def answer_from_typed(
    field: Field,
    text: str,
    *,
    today: date,
    codes: CodeBook,
    centre: str | None = None,
    lookup: Lookup | None = None,
) -> Any:
    """Return the answer a text stands for (blank: None), or raise `TypedAnswerError`."""
    if not text.strip():
        return None
    desk = Desk(today, codes, centre, lookup)
    try:
        return READ[field.kind](field, text, desk)
    except TypedAnswerError:
        raise
    except (ValueError, OverflowError, SoudanError) as error:
        raise TypedAnswerError(_sentence(field, error)) from error


def _sentence(field: Field, error: Exception) -> str:
    if isinstance(error, SoudanError | JsonShapeError):
        return str(error)
    return f"「{field.label}」は{_HINTS[field.kind]}の形で入れてください。"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _read_text(_field: Field, text: str, _desk: Desk) -> str:
    return text


def _read_date(field: Field, text: str, desk: Desk) -> date:
    return parse_date(text, today=desk.today, forward=field.forward)


def _read_partial(_field: Field, text: str, desk: Desk) -> PartialDate:
    if text.strip().startswith(_BAND):
        return PartialDate.from_stored(text.strip())
    return parse_partial(text, today=desk.today)


def _read_instant(field: Field, text: str, desk: Desk) -> datetime:
    plain = _plain(text)
    try:
        instant = datetime.fromisoformat(plain)
    except ValueError:
        day, _blank, clock = plain.rpartition(" ")
        if not day:
            raise
        return datetime.combine(_read_date(field, day, desk), parse_time(clock)).astimezone()
    if len(plain) <= len("2026-11-22"):
        raise ValueError(plain)
    return instant.astimezone()


def _read_number(field: Field, text: str, desk: Desk) -> int:
    if field.codes is not None:
        return int(_code(field, text, desk))
    return int(_plain(text).replace(",", ""))


def _read_minutes(_field: Field, text: str, _desk: Desk) -> int:
    plain = _plain(text)
    return int(plain) if plain.isdecimal() else parse_minutes(text)


def _read_check(field: Field, text: str, _desk: Desk) -> bool:
    word = _plain(text).lower()
    if word in YES or text.strip() in YES:
        return True
    if word in NO or text.strip() in NO:
        return False
    raise TypedAnswerError(f"「{field.label}」は「はい」か「いいえ」で入れてください。")


def find_code(field: Field, text: str, desk: Desk) -> str | None:
    """Return the option a code, a label or a short label means; None where there is none."""
    name, word = field.codes or "", text.strip()
    if desk.codes.find(name, word, centre=desk.centre) is not None:
        return word
    entries = desk.codes.entries(name, centre=desk.centre)
    for wanted in (word, _plain(word)):
        current = [e for e in entries if wanted in (e.label, e.short) and e.valid_on(desk.today)]
        for entry in current or [e for e in entries if wanted in (e.label, e.short)]:
            return entry.code
    return None


def _code(field: Field, text: str, desk: Desk) -> str:
    code = find_code(field, text, desk)
    if code is None:
        raise TypedAnswerError(
            f"「{field.label}」に「{text.strip()}」という選択肢はありません。"
            "一覧から選び直してください。"
        )
    return code


def _pieces(text: str) -> list[str]:
    parts = text.split("\n") if "\n" in text else text.replace(",", "、").split("、")
    return [part.strip() for part in parts if part.strip()]


def _read_choices(field: Field, text: str, desk: Desk) -> list[str]:
    whole = find_code(field, text, desk)
    codes = [whole] if whole else [_code(field, piece, desk) for piece in _pieces(text)]
    return list(dict.fromkeys(codes))


def _read_marks(field: Field, text: str, desk: Desk) -> dict[str, str]:
    pieces = _pieces(text)
    if text.strip()[:1] in _MARKS and find_code(field, text.strip()[1:], desk):
        pieces = [text.strip()]
    found = {}
    for piece in pieces:
        mark = _MARKS.get(piece[0])
        found[_code(field, piece[1:] if mark else piece, desk)] = mark or "circle"
    return found


def _read_reference(field: Field, text: str, desk: Desk) -> UUID:
    words = text.strip()
    try:
        return UUID(words)
    except ValueError:
        found = desk.lookup(field.of or "", words) if desk.lookup else []
    if len(found) == 1:
        return found[0]
    if found:
        raise TypedAnswerError(
            f"「{field.label}」の「{words}」は{len(found)}件あります。番号で入れてください。"
        )
    raise TypedAnswerError(
        f"「{field.label}」の「{words}」は見つかりません。登録してある名前か番号で入れてください。"
    )


def _read_references(field: Field, text: str, desk: Desk) -> list[UUID]:
    return [_read_reference(field, piece, desk) for piece in _pieces(text)]


def _read_rows(field: Field, text: str, _desk: Desk) -> list[dict[str, Any]] | None:
    value = json.loads(text)
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise JsonShapeError(f"「{field.label}」は行(項目の組)のリストで入れてください。")
    rows: list[dict[str, Any]] | None = answer_from_json(field, value)
    return rows


READ: dict[Kind, Callable[[Field, str, Desk], Any]] = {
    Kind.LINE: _read_text,
    Kind.TEXT: _read_text,
    Kind.DATE: _read_date,
    Kind.PARTIAL_DATE: _read_partial,
    Kind.TIME: lambda _field, text, _desk: parse_time(text),
    Kind.INSTANT: _read_instant,
    Kind.MINUTES: _read_minutes,
    Kind.NUMBER: _read_number,
    Kind.YEN: lambda _field, text, _desk: parse_yen(text),
    Kind.CHECK: _read_check,
    Kind.CHOICE: _code,
    Kind.CHOICES: _read_choices,
    Kind.MARKS: _read_marks,
    Kind.REFERENCE: _read_reference,
    Kind.REFERENCES: _read_references,
    Kind.ATTACHMENTS: _read_references,
    Kind.ROWS: _read_rows,
}
_HINTS: dict[Kind, str] = {
    **dict.fromkeys(Kind, "文字"),
    Kind.DATE: "R8.11.22 や 2026/11/22",
    Kind.PARTIAL_DATE: "S55.3.1、昭和55年、40代",
    Kind.TIME: "9:30 や 0930",
    Kind.INSTANT: "R8.11.22 9:30",
    Kind.MINUTES: "30、1:30、1時間30分",
    Kind.NUMBER: "整数",
    Kind.YEN: "12,000 や 1.2万",
    Kind.ROWS: "行(項目の組)のリスト",
}
