"""The case list as an Excel table: exactly the rows and columns that are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from soudan_desk.services.case_around import next_words
from soudan_desk.services.cases import CaseRow
from soudan_desk.tables.cells import Value
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import CANCEL, Answer, Question, pick_target, run_dialog
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import state_look
from soudan_desk.ui.pages.cases_columns import Column, Desk, warnings_of_row
from soudan_desk.ui.pages.referral_sending import SHORTEST, new_password
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor

_SENTENCE = (
    "いま見えている行と列を、パスワード付きのZIPに入れたExcelにします。"
    "パスワードはファイルと別の方法で伝えてください。書き出したことは記録に残ります。"
)


@dataclass(frozen=True, slots=True)
class ExportWish:
    """Where the table goes, under which password, and what for."""

    target: Path
    password: str
    reason: str


def ask_export(parent: QWidget, title: str, count: int) -> ExportWish | None:
    """Ask for reason, password and place; None when left."""
    password = LineEdit(new_password(), figures=True, name="パスワード")
    reason = LineEdit(placeholder="例：月次の会議の資料", name="理由")
    password.setObjectName("file_password")
    reason.setObjectName("export_reason")
    asked = layouts.panel(
        layouts.column(
            LabelledEditor("理由", reason),
            LabelledEditor("パスワード", password, required=True, note=f"{SHORTEST}文字以上"),
            spacing=10,
        )
    )
    answers = [
        Answer(CANCEL, "やめる"),
        Answer("go", "保存する場所を選ぶ", ButtonKind.FILLED, is_default=True),
    ]
    question = Question(
        parent, f"{count:,}件をExcelにする", _SENTENCE, answers, icon=Icon.EXCEL, body=asked
    )
    go = question.buttons["go"]
    password.textChanged.connect(lambda text: go.setEnabled(len(text) >= SHORTEST))
    if not run_dialog(question):
        return None
    start = str(Path.home() / f"{title}.xlsx.zip")
    target = pick_target(parent, "表を保存する", "ZIP (*.zip)", start=start)
    return ExportWish(target, password.text(), reason.text().strip()) if target else None


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
