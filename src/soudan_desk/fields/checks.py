"""How an answer is checked: one sentence per question, or None."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from soudan_desk.codes import CodeBook
from soudan_desk.fields.field import Field, Kind

LINE_LIMIT = 200
"""Characters in a short answer; a longer one belongs in a long text."""
TEXT_LIMIT = 200_000
"""Characters in a long text (a record of an hour's interview is about 5,000)."""
NUMBER_LIMIT = 10**12
_FORBIDDEN_CATEGORIES = {"Cc", "Cs", "Cn"}
_ALLOWED_CONTROLS = {"\n", "\t"}
_LINE_ENDS = {"\n", "\r"}
_KANJI_PLANES = range(0x20000, 0x40000)
"""Kanji only; newer ones (CJK Extension H, I …) are unknown to Python's older Unicode."""
_NO_CHARACTER = 0xFFFE
"""The last two of each plane never become characters."""
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u180e\u200b\u2060\ufeff"))
"""What a paste from the web or a PDF carries along unseen; joiners of emoji and names stay."""
_DIRECTION_MARKS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def problems_with(
    fields: Iterable[Field],
    answers: Mapping[str, Any],
    codes: CodeBook,
    *,
    centre: str | None = None,
    on: date | None = None,
) -> dict[str, str]:
    """Check a whole form; return a sentence for each question that cannot be saved as it stands."""
    found = {
        field.key: problem_with(field, answers, codes, centre=centre, on=on)
        for field in fields
        if answers.get(field.key) is not None or field.may_be_needed
    }
    return {key: problem for key, problem in found.items() if problem}


def problem_with(
    field: Field,
    answers: Mapping[str, Any],
    codes: CodeBook,
    *,
    centre: str | None = None,
    on: date | None = None,
) -> str | None:
    """Check one answer among the others; `on` is the day whose option lists are valid."""
    answer: Any = answers.get(field.key)
    if is_blank(answer):
        return f"「{field.label}」を入れてください。" if field.needed(answers) else None
    match field.kind:
        case Kind.LINE | Kind.TEXT:
            return _problem_with_text(field, answer)
        case Kind.CHOICE | Kind.CHOICES | Kind.MARKS:
            return _problem_with_choice(field, answer, codes, centre, on)
        case Kind.NUMBER | Kind.YEN | Kind.MINUTES:
            return _problem_with_number(field, answer, codes)
        case Kind.ROWS:
            return _problem_with_rows(field, answer, codes, centre, on)
        case _:
            return None


def is_blank(answer: object) -> bool:
    """Whether an answer counts as not given (False and 0 are answers; blanks alone are none)."""
    if isinstance(answer, str):
        return all(map(_is_blank_character, answer))
    return answer is None or (isinstance(answer, list | dict | tuple) and not answer)


def _is_blank_character(character: str) -> bool:
    if ord(character) in _ZERO_WIDTH or character in _LINE_ENDS:
        return True
    return character.isspace() and not bad_character(character)


def without_zero_width(text: str) -> str:
    """Return a text as it is kept: without characters that take no room and mean nothing."""
    return text.translate(_ZERO_WIDTH)


def _problem_with_text(field: Field, text: str) -> str | None:
    text = without_zero_width(text)
    limit = LINE_LIMIT if field.kind is Kind.LINE else TEXT_LIMIT
    if len(text) > limit:
        return f"「{field.label}」は{limit:,}字までです(いま{len(text):,}字)。短くしてください。"
    if field.kind is Kind.LINE and "\n" in text:
        return f"「{field.label}」は1行で入れてください。"
    if any(map(bad_character, set(text))):
        return (
            f"「{field.label}」に画面に出ない文字が入っています。"
            "その部分を消して打ち直してください。"
        )
    return None


def bad_character(character: str) -> bool:
    """Whether a character is invisible and may mislead: controls, direction marks, no width."""
    if character in _ALLOWED_CONTROLS:
        return False
    code = ord(character)
    if character in _DIRECTION_MARKS or code in _ZERO_WIDTH:
        return True
    if code in _KANJI_PLANES:
        return code & _NO_CHARACTER == _NO_CHARACTER
    return unicodedata.category(character) in _FORBIDDEN_CATEGORIES


def _problem_with_choice(
    field: Field, answer: Any, codes: CodeBook, centre: str | None, on: date | None
) -> str | None:
    if field.codes is None:
        return None
    chosen = [answer] if isinstance(answer, str) else list(answer)
    for code in chosen:
        entry = codes.find(field.codes, code, centre=centre)
        if entry is None:
            return (
                f"「{field.label}」に「{code}」という選択肢はありません。"
                "一覧から選び直してください。"
            )
        if on is not None and not entry.valid_on(on):
            return (
                f"「{field.label}」の「{entry.label}」は、この日付では使えません。"
                "今の一覧から選び直してください。"
            )
        if entry.exclusive and len(chosen) > 1:
            return f"「{field.label}」の「{entry.label}」は、ほかと一緒には選べません。"
    if field.kind is Kind.MARKS and list(answer.values()).count("double") > 1:
        return f"「{field.label}」の◎(一番)は1つだけにしてください。"
    return None


def _no_such_option(field: Field, code: str) -> str:
    return f"「{field.label}」に「{code}」という選択肢はありません。一覧から選び直してください。"


def _problem_with_number(field: Field, number: int, codes: CodeBook) -> str | None:
    if field.codes is not None and codes.find(field.codes, str(number)) is None:
        return _no_such_option(field, str(number))
    if abs(number) >= NUMBER_LIMIT:
        return f"「{field.label}」の数が大きすぎます。"
    if number < 0:
        return f"「{field.label}」は0以上で入れてください。"
    return None


def _problem_with_rows(
    field: Field,
    rows: list[dict[str, Any]],
    codes: CodeBook,
    centre: str | None,
    on: date | None,
) -> str | None:
    for number, row in enumerate(rows, start=1):
        for problem in problems_with(field.rows, row, codes, centre=centre, on=on).values():
            return f"「{field.label}」の{number}行目: {problem}"
    return None
