"""The columns of the case list: what each shows, how wide it is, by what it sorts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from soudan_desk.codes import CodeBook
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.models.case import PRESSING
from soudan_desk.services.case_around import next_words
from soudan_desk.services.case_order import IDLE_DAYS
from soudan_desk.services.cases import CaseRow
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import day_text, state_look
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.painting import ChipLook, padded_day

_LONG_IDLE_DAYS = 60
_SOON_DAYS = 2


@dataclass(frozen=True, slots=True)
class Desk:
    """What cells need beside their row."""

    codes: CodeBook
    today: date
    centre_names: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; `sort` is a key of the service's orders, blank where it has none."""

    key: str
    label: str
    width: int
    cell: Callable[[CaseRow, Desk], Cell]
    sort: str = ""
    right: bool = False
    is_usual: bool = True


def _number(row: CaseRow, desk: Desk) -> Cell:
    return Cell(row.case_no, role=Role.MUTED, figures=True)


def _person(row: CaseRow, desk: Desk) -> Cell:
    return Cell(row.person, row.kana, bold=True)


def _age(row: CaseRow, desk: Desk) -> Cell:
    if row.birth is None:
        return Cell()
    words = row.birth.age_text(desk.today).replace("歳前後", "頃").removesuffix("歳")
    return Cell(words, figures=True, right=True)


def _state(row: CaseRow, desk: Desk) -> Cell:
    return Cell(chips=(state_look(desk.codes, row.centre, row.state),))


def _workers(row: CaseRow, desk: Desk) -> Cell:
    family = [name.split()[0] for name in row.workers]
    return Cell(family[0] if family else "", "、".join(family[1:]))


def _last(row: CaseRow, desk: Desk) -> Cell:
    return _day(row.last_contact_on, desk)


def _idle(row: CaseRow, desk: Desk) -> Cell:
    since = row.last_contact_on or row.opened_on
    days = (desk.today - since).days
    words = "今日" if days == 0 else f"{days}日"
    if row.closed_on is not None or days < IDLE_DAYS * 2 // 3:
        return Cell(words, figures=True, right=True)
    late = days >= _LONG_IDLE_DAYS
    role = Role.DANGER if late else Role.WARNING if days >= IDLE_DAYS else Role.TEXT
    return Cell(words, role=role, bold=days >= IDLE_DAYS, figures=True, right=True)


def _review(row: CaseRow, desk: Desk) -> Cell:
    if row.returned_count:
        return Cell("差戻し", role=Role.DANGER, bold=True)
    return Cell(f"待ち {row.waiting_count}", role=Role.INFO) if row.waiting_count else Cell()


def _next(row: CaseRow, desk: Desk) -> Cell:
    if row.next_on is None:
        return Cell()
    days = (row.next_on - desk.today).days
    role = Role.DANGER if days < 0 else Role.WARNING if days < _SOON_DAYS else Role.TEXT
    icon = Icon.LATE if days < 0 else Icon.DUE if days < _SOON_DAYS else None
    words = f"{row.next_on.month}/{row.next_on.day}"
    near = role is not Role.TEXT
    second = role if days < 0 else Role.TEXT
    return Cell(
        words,
        next_words(desk.codes, row),
        role=role,
        second_role=second,
        bold=near,
        figures=True,
        icon=icon,
        icon_room=True,
        lead=40,
    )


def warnings_of_row(row: CaseRow) -> tuple[ChipLook, ...]:
    """Return what to be careful of in a case, the gravest first."""
    looks = (
        (row.protected, ChipLook("支援措置", Role.DANGER, Icon.PROTECTED)),
        (row.restriction_level > 0, ChipLook("秘匿", Role.DANGER, Icon.LOCKED)),
        (row.urgency == PRESSING, ChipLook("緊急", Role.DANGER, Icon.URGENT)),
        (row.interpreter, ChipLook("通訳", Role.INFO, Icon.LANGUAGE)),
        (row.contact_limits, ChipLook("連絡に注意", Role.WARNING, Icon.PHONE_LIMITS)),
    )
    return tuple(look for is_on, look in looks if is_on)


def _warnings(row: CaseRow, desk: Desk) -> Cell:
    return Cell(chips=warnings_of_row(row))


def _centre(row: CaseRow, desk: Desk) -> Cell:
    return Cell(desk.centre_names.get(row.centre, row.centre))


def _urgency(row: CaseRow, desk: Desk) -> Cell:
    return Cell(desk.codes.label("urgency_level", row.urgency) if row.urgency else "")


def _opened(row: CaseRow, desk: Desk) -> Cell:
    return _day(row.opened_on, desk)


def _closed(row: CaseRow, desk: Desk) -> Cell:
    return _day(row.closed_on, desk)


def _day(day: date | None, desk: Desk) -> Cell:
    if day is None:
        return Cell()
    near = abs((desk.today - day).days) <= 300
    words = padded_day(day_text(day)) if near else wareki_short(day)
    return Cell(words, figures=True, right=True)


COLUMNS = (
    Column(key="case_no", label="ケース番号", width=104, cell=_number, sort="case_no"),
    Column(key="person", label="氏名", width=186, cell=_person, sort="person"),
    Column(key="age", label="年齢", width=52, cell=_age, sort="birth", right=True),
    Column(key="state", label="状態", width=132, cell=_state, sort="state"),
    Column(key="workers", label="担当", width=92, cell=_workers, sort="worker"),
    Column(
        key="last_contact_on",
        label="最終対応",
        width=104,
        cell=_last,
        sort="last_contact_on",
        right=True,
    ),
    Column(key="idle", label="経過", width=64, cell=_idle, sort="last_contact_on", right=True),
    Column(key="next", label="次の予定", width=216, cell=_next),
    Column(key="review", label="供覧", width=64, cell=_review),
    Column(key="warnings", label="注意", width=120, cell=_warnings),
    Column(key="centre", label="センター", width=150, cell=_centre, sort="centre", is_usual=False),
    Column(
        key="opened_on",
        label="開始日",
        width=104,
        cell=_opened,
        sort="opened_on",
        right=True,
        is_usual=False,
    ),
    Column(
        key="closed_on",
        label="終結日",
        width=104,
        cell=_closed,
        sort="closed_on",
        right=True,
        is_usual=False,
    ),
    Column(key="urgency", label="緊急度", width=72, cell=_urgency, sort="urgency", is_usual=False),
)
BY_KEY = {column.key: column for column in COLUMNS}
USUAL = tuple(column.key for column in COLUMNS if column.is_usual)


def cell_of(column: Column, row: CaseRow, desk: Desk) -> Cell:
    """Return a cell; rows of closed cases go muted."""
    cell = column.cell(row, desk)
    if row.closed_on is None:
        return cell
    quiet: dict[str, Any] = {"role": Role.MUTED, "bold": False}
    return replace(cell, **quiet)
