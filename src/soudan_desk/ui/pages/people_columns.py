"""The columns of the people's lists, and how their cells look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from soudan_desk.codes import CodeBook
from soudan_desk.fields import Field, Kind
from soudan_desk.services.lone_consultations import LoneRow
from soudan_desk.services.people import PersonRow
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import RECORD_CHIPS, state_look
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.painting import ChipLook


def _column(key: str, label: str, kind: Kind = Kind.LINE, **more: Any) -> Field:
    return Field(key=key, label=label, kind=kind, listed=True, **more)


PEOPLE_COLUMNS = (
    _column("name", "氏名"),
    _column("age", "年齢"),
    _column("birth_on", "生年月日", Kind.PARTIAL_DATE),
    _column("sex", "性別", Kind.CHOICE, codes="sex"),
    _column("area", "住所の地域"),
    _column("cases", "ケース"),
    _column("flags", "注意"),
)
NAMELESS_COLUMNS = (
    _column("held_on", "相談日", Kind.DATE),
    _column("started_at", "開始", Kind.TIME),
    _column("title", "どなたか"),
    _column("caller", "かけてきた方"),
    _column("line", "内容"),
    _column("staff", "対応者"),
    _column("state", ""),
)


def person_answers(row: PersonRow, today: date, codes: CodeBook) -> Mapping[str, Any]:
    """Return a person's cells as text."""
    first = row.cases[0][0] if row.cases else None
    return {
        "name": row.name,
        "age": row.birth.age_text(today) if row.birth else None,
        "birth_on": row.birth if row.birth and not row.birth.age_band else None,
        "sex": row.sex,
        "area": "（非表示）" if row.protected else row.area,
        "cases": first,
        "flags": None,
    }


def look_of_person(row: PersonRow, field: Field, cell: Cell, codes: CodeBook) -> Cell:
    """Return how a person's cell looks: the name bold with its reading, states as chips."""
    match field.key:
        case "name":
            reading = f"{row.kana}（未確認）" if row.kana_state == "guessed" else row.kana
            return replace(cell, bold=True, second=reading)
        case "age":
            return replace(cell, figures=True)
        case "area" if row.protected:
            return replace(cell, role=Role.MUTED)
        case "cases" if row.cases:
            return _look_of_cases(row, cell, codes)
        case "flags":
            return replace(cell, chips=_flags(row))
    return cell


def _look_of_cases(row: PersonRow, cell: Cell, codes: CodeBook) -> Cell:
    _number, centre, state, _is_closed = row.cases[0]
    more = f"ほか{len(row.cases) - 1}件" if len(row.cases) > 1 else ""
    chip = state_look(codes, centre, state)
    return replace(cell, figures=True, role=Role.MUTED, second=more, chips=(chip,))


def _flags(row: PersonRow) -> tuple[ChipLook, ...]:
    found = []
    if row.protected:
        found.append(ChipLook("支援措置", Role.DANGER, Icon.PROTECTED))
    if row.contact_limits:
        found.append(ChipLook("連絡に注意", Role.WARNING, Icon.PHONE_LIMITS))
    if row.staff_safety:
        found.append(ChipLook("職員の安全", Role.WARNING, Icon.LATE))
    if row.interpreter:
        found.append(ChipLook("通訳", Role.INFO, Icon.LANGUAGE))
    return tuple(found)


def nameless_answers(row: LoneRow, codes: CodeBook) -> Mapping[str, Any]:
    """Return the cells of a consultation about nobody known yet."""
    return {
        "held_on": row.held_on,
        "started_at": row.started_at,
        "title": row.title,
        "caller": row.caller or None,
        "line": row.line,
        "staff": row.staff,
        "state": None,
    }


def look_of_nameless(row: LoneRow, field: Field, cell: Cell) -> Cell:
    """Return how its cells look."""
    match field.key:
        case "title":
            return replace(cell, bold=True)
        case "state":
            return replace(cell, chips=(RECORD_CHIPS[row.state],))
    return cell
