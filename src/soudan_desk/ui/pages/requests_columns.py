"""The columns of the list of requests, and how their cells look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from soudan_desk.codes import CodeBook
from soudan_desk.fields import Field, Kind
from soudan_desk.services.requests import DONE, STAGES, TOLD, WITHDRAWN, RequestRow
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.painting import ChipLook

_SOON_DAYS = 7


def _column(key: str, label: str, kind: Kind = Kind.LINE, *, listed: bool = True) -> Field:
    return Field(key=key, label=label, kind=kind, section="開示等の請求", listed=listed)


REQUEST_COLUMNS = (
    _column("person", "本人"),
    _column("type", "請求"),
    _column("received_on", "受けた日", Kind.DATE),
    _column("due_on", "期限", Kind.DATE),
    _column("stage", "状態"),
    _column("decision", "決定", listed=False),
    _column("case_no", "ケース番号", listed=False),
    _column("staff", "受けた職員", listed=False),
)


def request_answers(row: RequestRow, codes: CodeBook) -> Mapping[str, Any]:
    """Return a row's answers by column."""
    found = codes.find("request.type", row.request_type)
    return {
        "person": row.person,
        "type": found.brief if found else row.request_type,
        "received_on": row.received_on,
        "due_on": row.due_on,
        "stage": "",
        "decision": codes.label("request.decision", row.decision) if row.decision else "",
        "case_no": row.case_no,
        "staff": row.staff,
    }


def look_of_request(row: RequestRow, field: Field, cell: Cell, today: date) -> Cell:
    """Return how a cell looks: the name bold, what is late in red, how far it is as a chip."""
    match field.key:
        case "person":
            return replace(cell, bold=True)
        case "case_no":
            return replace(cell, figures=True)
        case "due_on" if row.due_on is not None:
            return _due(row.due_on, cell, today)
        case "stage":
            return replace(cell, chips=(_stage_chip(row, today),))
    return cell


def _due(due_on: date, cell: Cell, today: date) -> Cell:
    if due_on < today:
        return replace(cell, role=Role.DANGER, icon=Icon.LATE, bold=True)
    if (due_on - today).days <= _SOON_DAYS:
        return replace(cell, role=Role.WARNING, icon=Icon.DUE)
    return cell


def _stage_chip(row: RequestRow, today: date) -> ChipLook:
    if row.due_on is not None and row.due_on < today:
        return ChipLook(f"{(today - row.due_on).days}日超過", Role.DANGER, Icon.LATE)
    words = STAGES[row.stage]
    if row.stage in {TOLD, DONE}:
        return ChipLook(words, Role.OK, Icon.CHECK)
    return ChipLook(words, Role.MUTED if row.stage == WITHDRAWN else Role.INFO, Icon.DOCUMENT)
