"""Asking how a table or report leaves as a file: what for, under which password, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import CANCEL, Answer, Question, pick_target, run_dialog
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.file_password import FilePassword
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor

NAMES = {"xlsx": "Excel", "csv": "CSV", "pdf": "PDF"}
_ENDINGS = {"xlsx": ".xlsx.zip", "csv": ".csv.zip", "pdf": ".pdf"}
_SEALED = "パスワード付きのZIPに入れた{}にします。"
_ENCRYPTED = "パスワード付きのPDFにします。"
_LAST = "パスワードはファイルと別の方法で伝えてください。書き出したことは記録に残ります。"


@dataclass(frozen=True, slots=True)
class ExportWish:
    """Where something goes, under which password, what for, and in which form."""

    target: Path
    password: str
    reason: str
    form: str = "xlsx"
    recipient: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What is asked about: its words, the name of its file, its form, an example of a reason."""

    what: str
    title: str
    form: str = "xlsx"
    before: str = ""
    after: str = ""
    example: str
    of_people: bool = False
    """Whether who gets it is asked: nobody who took back that others are told is on it then."""


def ask_leaving(parent: QWidget, leaving: Leaving) -> ExportWish | None:
    """Ask for reason, password and place; None when left."""
    password = FilePassword()
    reason = LineEdit(placeholder=leaving.example, name="理由")
    reason.setObjectName("export_reason")
    recipient = LineEdit(placeholder="事務所の中で使うときは空", name="渡す相手")
    recipient.setObjectName("export_recipient")
    asked = (reason, recipient) if leaving.of_people else (reason,)
    if not run_dialog(_question(parent, leaving, asked, password)):
        return None
    name, ending = NAMES[leaving.form], _ENDINGS[leaving.form]
    given, told = (password.text(), reason.text().strip()), recipient.text().strip()
    start = str(Path.home() / f"{leaving.title}{ending}")
    target = pick_target(parent, "保存する場所", f"{name} (*{ending})", start=start)
    return ExportWish(target, *given, leaving.form, told) if target else None


def _question(
    parent: QWidget, leaving: Leaving, lines: tuple[LineEdit, ...], password: FilePassword
) -> Question:
    asked = layouts.panel(
        layouts.column(
            *(LabelledEditor(line.accessibleName(), line) for line in lines),
            password.framed(),
            spacing=10,
        )
    )
    answers = [
        Answer(CANCEL, "やめる"),
        Answer("go", "保存する場所を選ぶ", ButtonKind.FILLED, is_default=True),
    ]
    name = NAMES[leaving.form]
    sealed = _ENCRYPTED if leaving.form == "pdf" else _SEALED.format(name)
    words = f"{leaving.before}{sealed}{leaving.after}{_LAST}"
    heading = f"{leaving.what}を{name}にする"
    question = Question(parent, heading, words, answers, icon=Icon.EXPORT, body=asked)
    password.judged.connect(question.buttons["go"].setEnabled)
    return question
