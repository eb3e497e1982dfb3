"""The case list as an Excel table: exactly the rows and columns that are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from soudan_desk.services.case_around import next_words
from soudan_desk.services.cases import CaseRow
from soudan_desk.tables.cells import Value
from soudan_desk.ui.export_preview import Leavings
from soudan_desk.ui.export_question import ExportWish, Leaving, ask_leaving
from soudan_desk.ui.pages.case_looks import state_look
from soudan_desk.ui.pages.cases_columns import Column, Desk, warnings_of_row


def ask_export(parent: QWidget, title: str, count: int, leavings: Leavings) -> ExportWish | None:
    """Ask how the table leaves, and show what it will hold; None when left."""
    leaving = Leaving(
        what=f"{count:,}件",
        title=title,
        before="いま見えている行と列を、",
        after="渡す相手を入れると、伝えることへの同意を撤回した方は載りません。",
        example="例：月次の会議の資料",
        of_people=True,
        leavings=leavings,
    )
    return ask_leaving(parent, leaving)


def headings_of(columns: Sequence[Column]) -> list[str]:
    """Return the headings of the table; a name's reading has one of its own."""
    return [words for column in columns for words in _HEADINGS.get(column.key, (column.label,))]


def line_of(columns: Sequence[Column], row: CaseRow, desk: Desk) -> list[Value]:
    """Return a case's cells as Excel keeps them: days as days, counts as numbers."""
    return [value for column in columns for value in _VALUES[column.key](row, desk)]


_HEADINGS = {
    "person": ("氏名", "フリガナ"),
    "next": ("次の予定の日", "次の予定"),
    "review": ("供覧待ち", "差し戻し"),
}


def _idle(row: CaseRow, desk: Desk) -> list[Value]:
    return [(desk.today - (row.last_contact_on or row.opened_on)).days]


def _age(row: CaseRow, desk: Desk) -> list[Value]:
    return [row.birth.age_text(desk.today).removesuffix("歳") if row.birth else None]


_VALUES: dict[str, Callable[[CaseRow, Desk], list[Value]]] = {
    "case_no": lambda row, _desk: [row.case_no],
    "person": lambda row, _desk: [row.person, row.kana or None],
    "age": _age,
    "state": lambda row, desk: [state_look(desk.codes, row.centre, row.state).text],
    "workers": lambda row, _desk: ["、".join(row.workers) or None],
    "last_contact_on": lambda row, _desk: [row.last_contact_on],
    "idle": _idle,
    "next": lambda row, desk: [row.next_on, next_words(desk.codes, row) or None],
    "review": lambda row, _desk: [row.waiting_count or None, row.returned_count or None],
    "warnings": lambda row, _desk: ["、".join(look.text for look in warnings_of_row(row)) or None],
    "centre": lambda row, desk: [desk.centre_names.get(row.centre, row.centre)],
    "opened_on": lambda row, _desk: [row.opened_on],
    "closed_on": lambda row, _desk: [row.closed_on],
    "urgency": lambda row, desk: [
        desk.codes.label("urgency_level", row.urgency) if row.urgency else None
    ],
}
