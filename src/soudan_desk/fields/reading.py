"""How an answer reads on screen, in a list and on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from soudan_desk.codes import CodeBook
from soudan_desk.fields.field import Field, Kind
from soudan_desk.japanese.eras import wareki

_YES_NO = "yes_no_unknown"
MARK_SIGNS = {"circle": "○", "double": "◎"}


@dataclass(frozen=True, slots=True)
class Names:
    """What turns codes and ids into words: option lists, and one name for each referred record."""

    codes: CodeBook
    of: Callable[[str, UUID], str]
    centre: str | None = None


def as_text(field: Field, answer: Any, names: Names) -> str:
    """Return the answer as a worker reads it; blank when there is none."""
    if answer is None:
        return ""
    if field.kind is Kind.CHECK:
        return "はい" if answer else "いいえ"
    return _READ.get(field.kind, _plain)(field, answer, names)


def _plain(_field: Field, answer: Any, _names: Names) -> str:
    return str(answer)


def _date(_field: Field, answer: date, _names: Names) -> str:
    return wareki(answer)


def _partial(_field: Field, answer: Any, _names: Names) -> str:
    return str(answer.reading())


def _time(_field: Field, answer: time, _names: Names) -> str:
    return f"{answer:%H:%M}"


def _instant(_field: Field, answer: datetime, _names: Names) -> str:
    local = answer.astimezone()
    return f"{wareki(local.date())} {local:%H:%M}"


def _minutes(_field: Field, answer: int, _names: Names) -> str:
    hours, minutes = divmod(answer, 60)
    if not hours:
        return f"{minutes}分"
    return f"{hours}時間{minutes}分" if minutes else f"{hours}時間"


def _number(field: Field, answer: int, names: Names) -> str:
    if field.codes is not None:
        return names.codes.label(field.codes, str(answer), centre=names.centre)
    return f"{answer:,}"


def _yen(_field: Field, answer: int, _names: Names) -> str:
    return f"{answer:,}円"


def _choice(field: Field, answer: str, names: Names) -> str:
    return names.codes.label(field.codes or "", answer, centre=names.centre)


def _choices(field: Field, answer: list[str], names: Names) -> str:
    return "、".join(_choice(field, code, names) for code in answer)


def _marks(field: Field, answer: dict[str, str], names: Names) -> str:
    return "、".join(
        f"{MARK_SIGNS.get(mark, '')}{_choice(field, code, names)}" for code, mark in answer.items()
    )


def _reference(field: Field, answer: UUID, names: Names) -> str:
    return names.of(field.of or "", answer)


def _references(field: Field, answer: list[UUID], names: Names) -> str:
    return "、".join(names.of(field.of or "", each) for each in answer)


def _rows(field: Field, answer: list[dict[str, Any]] | str, names: Names) -> str:
    if isinstance(answer, str):  # what stands for a table that is not told
        return answer
    lines = (
        " ".join(text for each in field.rows if (text := _cell(each, row.get(each.key), names)))
        for row in answer
    )
    return "\n".join(lines)


def _cell(field: Field, answer: Any, names: Names) -> str:
    """Return a cell's words; a bare はい or いいえ would not say of what."""
    if field.kind is Kind.CHECK:
        return field.label if answer else ""
    text = as_text(field, answer, names)
    return f"{field.label}: {text}" if text and field.codes == _YES_NO else text


_READ: dict[Kind, Callable[[Field, Any, Names], str]] = {
    Kind.DATE: _date,
    Kind.PARTIAL_DATE: _partial,
    Kind.TIME: _time,
    Kind.INSTANT: _instant,
    Kind.MINUTES: _minutes,
    Kind.NUMBER: _number,
    Kind.YEN: _yen,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.MARKS: _marks,
    Kind.REFERENCE: _reference,
    Kind.REFERENCES: _references,
    Kind.ATTACHMENTS: _references,
    Kind.ROWS: _rows,
}
