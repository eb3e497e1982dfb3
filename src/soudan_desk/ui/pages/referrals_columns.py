"""The columns of the list of referrals, and how their cells look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from soudan_desk.codes import CodeBook
from soudan_desk.fields import Field, Kind
from soudan_desk.services.referral_lists import ReferralRow
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.painting import ChipLook

DRAFT, IN = "draft", "in"
_SOON_DAYS = 3
_SECTION = "つなぎ"


def _column(key: str, label: str, kind: Kind = Kind.LINE, *, listed: bool = True) -> Field:
    return Field(key=key, label=label, kind=kind, section=_SECTION, listed=listed)


REFERRAL_COLUMNS = (
    _column("ref_no", "番号"),
    _column("direction", "方向"),
    _column("person", "対象者"),
    _column("agency", "相手の機関"),
    _column("sent_on", "送った日", Kind.DATE),
    _column("due_on", "返事の目安", Kind.DATE),
    _column("state", "状態"),
    _column("subject", "内容"),
    _column("staff", "担当", listed=False),
    _column("case_no", "ケース番号", listed=False),
    _column("issued_on", "作成日", Kind.DATE, listed=False),
    _column("replied_on", "返事が来た日", Kind.DATE, listed=False),
)


def referral_answers(row: ReferralRow, codes: CodeBook) -> Mapping[str, Any]:
    """Return a row's answers by column."""
    found = codes.find("referral.direction", row.direction)
    return {
        "ref_no": row.ref_no,
        "direction": found.brief if found else "",
        "person": row.person,
        "agency": " ".join(filter(None, (row.agency, row.department))),
        "subject": row.subject,
        "case_no": row.case_no,
        "staff": row.staff,
        "issued_on": row.issued_on,
        "sent_on": row.sent_on,
        "due_on": row.due_on,
        "replied_on": row.replied_on,
        "state": "",
    }


def look_of_referral(
    row: ReferralRow, field: Field, cell: Cell, codes: CodeBook, today: date
) -> Cell:
    """Return how a cell looks: the name bold, what is late in red, the state as a chip."""
    match field.key:
        case "ref_no" | "case_no":
            return replace(cell, figures=True)
        case "direction":
            icon = Icon.INBOX if row.direction == IN else Icon.SEND
            return replace(cell, icon=icon, role=Role.MUTED)
        case "person":
            chips = (_PROTECTED,) if row.protected else ()
            return replace(cell, bold=True, chips=chips)
        case "due_on":
            return _due(row, cell, today)
        case "state":
            return replace(cell, chips=(state_chip(row, codes, today),))
    return cell


_PROTECTED = ChipLook("支援措置", Role.DANGER, Icon.PROTECTED)


def _due(row: ReferralRow, cell: Cell, today: date) -> Cell:
    if row.due_on is None:
        return cell
    if row.due_on < today:
        return replace(cell, role=Role.DANGER, icon=Icon.LATE, bold=True)
    if (row.due_on - today).days <= _SOON_DAYS:
        return replace(cell, role=Role.WARNING, icon=Icon.DUE)
    return cell


def state_chip(row: ReferralRow, codes: CodeBook, today: date) -> ChipLook:
    """Return where a referral stands."""
    if row.state == DRAFT:
        return ChipLook("下書き", Role.INFO, Icon.EDIT)
    if row.due_on is not None:
        late = row.due_on < today
        words = f"{(today - row.due_on).days}日超過" if late else "返事待ち"
        return ChipLook(words, *((Role.DANGER, Icon.LATE) if late else (Role.INFO, Icon.WAITING)))
    if row.outcome and row.outcome != "pending":
        return ChipLook(codes.label("referral.outcome", row.outcome), Role.OK, Icon.CHECK)
    if row.replied_on is not None:
        return ChipLook("返事あり", Role.OK, Icon.CHECK)
    return ChipLook("確定", Role.MUTED, Icon.CHECK)
