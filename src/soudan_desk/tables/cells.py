"""What a cell can hold, how it reads as text, and how a place in a sheet is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from soudan_desk.errors import SoudanError


class TableError(SoudanError):
    """The file cannot be read as a table; the sentence says why and what to do."""

    code = "unreadable_file"


class WrongFilePasswordError(TableError):
    """The file is locked, and the password is missing or wrong."""

    code = "wrong_file_password"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without a result: it is never worked out here."""

    text: str


Value = str | int | float | bool | date | datetime | time | timedelta | Formula | None
"""A cell as read; `datetime` counts local time, None is a blank cell."""

Row = tuple[int, list[Value]]
"""A line's number as Excel shows it, and its cells up to the last one that is not blank."""

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # a Japanese Excel takes the wide ones too
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_FORMULA = re.compile(r"=(?!=)")


def text_of(value: Value) -> str:
    """Return a cell as somebody would have typed it; blank for a blank cell."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return _number_text(value)
        case datetime():
            return _instant_text(value)
        case time():
            return value.isoformat("minutes" if not value.second else "seconds")
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case Formula():
            return value.text
        case _:
            return str(value)


def _number_text(number: float) -> str:
    return str(int(number)) if number.is_integer() else f"{number:.15g}"


def _instant_text(moment: datetime) -> str:
    if moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat(" ", "minutes" if not moment.second else "seconds")


def column_letters(index: int) -> str:
    """Name a column counted from 0 as Excel does: A, Z, AA."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters = chr(ord("A") + rest) + letters
        index -= 1
    return letters


def address(row: int, column: int) -> str:
    """Name a cell as Excel does; the row counts from 1, the column from 0."""
    return f"{column_letters(column)}{row}"


def guarded(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula: one ' before it."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """Take back what `guarded` did."""
    return text[1:] if _GUARDED.match(text) else text


def is_formula(text: str) -> bool:
    """Whether a text of a CSV file is meant to be worked out (`=A1+B1`), not read."""
    return _FORMULA.match(text) is not None


def is_blank_row(cells: Sequence[Value]) -> bool:
    """Whether no cell holds anything but blanks."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)
