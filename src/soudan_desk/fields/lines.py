"""Short answers of a certain form, told by their keys: readings, telephones, postal codes, e-mail.

They are put in order and checked here for every way in: form, command, import.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from soudan_desk.fields.field import Field, Kind
from soudan_desk.japanese.folding import digits, to_katakana
from soudan_desk.japanese.postal import format_postal
from soudan_desk.japanese.telephone import format_telephone

_TELEPHONES = {"tel", "telephone", "phone", "fax", "mobile"}
_KANA = re.compile("[ァ-ヺ]")
_KANJI = re.compile("[々〇㐀-鿿豈-﫿\U00020000-\U0003ffff]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class Form(StrEnum):
    """The forms a short answer may have; any text where it has none."""

    READING = "reading"
    TELEPHONE = "telephone"
    POSTAL_CODE = "postal_code"
    EMAIL = "email"


_ENDINGS = {
    "reading": Form.READING,
    "kana": Form.READING,
    "postal_code": Form.POSTAL_CODE,
    "email": Form.EMAIL,
}


@dataclass(frozen=True, slots=True)
class _Rule:
    in_order: Callable[[str], str]
    fits: Callable[[str], bool]
    problem: str


def as_reading(kana: str) -> str:
    """Return kana as a フリガナ is kept: full-width katakana, words parted by one blank."""
    return " ".join(to_katakana(kana).split())


def _is_reading(text: str) -> bool:
    return _KANA.search(text) is not None and not _KANJI.search(text)


_RULES = {
    Form.READING: _Rule(
        as_reading, _is_reading, "はカナで入れてください。わからないときは空のままにします。"
    ),
    Form.TELEPHONE: _Rule(
        format_telephone,
        lambda text: bool(digits(text)),  # 内線12 too
        "は番号を数字で入れてください。ないときは空のままにします。",
    ),
    Form.POSTAL_CODE: _Rule(
        format_postal,
        lambda text: len(text) == len("176-0012") and len(digits(text)) == 7,
        "は7けたの数字で入れてください(例 176-0012)。わからないときは空のままにします。",
    ),
    Form.EMAIL: _Rule(
        lambda text: unicodedata.normalize("NFKC", text).strip(),
        lambda text: _EMAIL.fullmatch(text) is not None,
        "は name@example.jp の形で入れてください。ないときは空のままにします。",
    ),
}


def form_of(field: Field) -> Form | None:
    """Return the form the answer to a question has, if it is a short one of a certain form."""
    return _form_named(field.key) if field.kind is Kind.LINE else None


@cache
def _form_named(key: str) -> Form | None:
    for ending, form in _ENDINGS.items():
        if key.endswith(ending):
            return form
    return Form.TELEPHONE if set(key.split("_")) & _TELEPHONES else None


def in_order(field: Field, text: str) -> str:
    """Return a short answer as it is kept: katakana, hyphenated numbers; others as they are."""
    form = form_of(field)
    return text if form is None else _RULES[form].in_order(text)


def misshapen(fields: Iterable[Field], answers: Mapping[str, Any]) -> dict[str, str]:
    """Return a sentence for each answer that has not its question's form, even put in order."""
    found = {field.key: _problem(field, answers.get(field.key)) for field in fields}
    return {key: problem for key, problem in found.items() if problem}


def _problem(field: Field, answer: Any) -> str:
    if field.kind is Kind.ROWS:
        for number, row in enumerate(answer or (), start=1):
            for problem in misshapen(field.rows, row).values():
                return f"「{field.label}」の{number}行目: {problem}"
        return ""
    form = form_of(field)
    if form is None or not isinstance(answer, str) or not answer.strip():
        return ""
    rule = _RULES[form]
    return "" if rule.fits(rule.in_order(answer)) else f"「{field.label}」{rule.problem}"
