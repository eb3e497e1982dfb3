"""Asking how a table or report leaves as a file: what for, under which password, and where to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import CANCEL, Answer, Question, pick_target, run_dialog
from soudan_desk.ui.export_preview import ExportPreview, Leavings
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.file_password import FilePassword
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.toggles import CheckBox

NAMES = {"xlsx": "Excel", "csv": "CSV", "pdf": "PDF"}
_ENDINGS = {"xlsx": ".xlsx.zip", "csv": ".csv.zip", "pdf": ".pdf"}
_SEALED = "パスワード付きのZIPに入れた{}にします。"
_ENCRYPTED = "パスワード付きのPDFにします。"
_LAST = "パスワードはファイルと別の方法で伝えてください。書き出したことは記録に残ります。"


@dataclass(frozen=True, slots=True)
class ExportWish:
    """Where something goes, under which password, what for, in which form, and to whom."""

    target: Path
    password: str
    reason: str
    form: str = "xlsx"
    recipient: str = ""
    nameless: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What is asked about: its words, the name of its file, its form, an example of a reason.

    Where it tells of people, it is also asked to whom it goes.
    """

    what: str
    title: str
    form: str = "xlsx"
    before: str = ""
    after: str = ""
    example: str
    of_people: bool = False
    """Whether who gets it is asked: nobody who took back that others are told is on it then."""
    leavings: Leavings | None = None
    """What is shown of it beforehand, where the page does not show it as it leaves."""


def ask_leaving(parent: QWidget, leaving: Leaving) -> ExportWish | None:
    """Ask for reason, recipient, password and place; None when left."""
    asked = _Asked(leaving)
    if not run_dialog(_question(parent, leaving, asked)):
        return None
    given = asked.given()
    name, ending = NAMES[leaving.form], _ENDINGS[leaving.form]
    start = str(Path.home() / f"{leaving.title}{ending}")
    target = pick_target(parent, "保存する場所", f"{name} (*{ending})", start=start)
    return given(target) if target else None


class _Asked:
    """The lines of the question; without a reason, or a password that will do, nothing leaves."""

    def __init__(self, leaving: Leaving) -> None:
        self._form = leaving.form
        self.password = FilePassword()
        self.reason = LineEdit(placeholder=leaving.example, name="理由")
        self.reason.setObjectName("export_reason")
        self.recipient = LineEdit(placeholder="事務所の中で使うときは空", name="渡す相手")
        self.recipient.setObjectName("export_recipient")
        self._to_whom = LabelledEditor("渡す相手", self.recipient) if leaving.of_people else None
        self.nameless = CheckBox("氏名を伏せる（ケース番号だけにする）")
        self.nameless.setObjectName("export_nameless")
        leavings = leaving.leavings
        self._nameless = self.nameless if leavings and leavings.has_names else None
        self._preview = ExportPreview(leavings) if leavings else None
        self.recipient.editingFinished.connect(self._show_leavings)
        self.nameless.toggled.connect(self._show_leavings)
        self._show_leavings()

    def given(self) -> Callable[[Path], ExportWish]:
        """Return what was asked for, but for the place."""
        return partial(
            ExportWish,
            password=self.password.text(),
            reason=self.reason.text().strip(),
            form=self._form,
            recipient=self.recipient.text().strip(),
            nameless=self.nameless.isChecked(),
        )

    def framed(self) -> QWidget:
        """Return the lines below one another."""
        return layouts.panel(
            layouts.column(
                LabelledEditor("理由", self.reason, required=True),
                self._to_whom,
                self._nameless,
                self._preview,
                self.password.framed(),
                spacing=10,
            )
        )

    def _show_leavings(self) -> None:
        if self._preview is not None:
            recipient = self.recipient.text().strip()
            self._preview.show_for(recipient, nameless=self.nameless.isChecked())

    def judge(self, go: Button) -> None:
        """Let `go` be pressed while both are there."""

        def judge() -> None:
            go.setEnabled(bool(self.reason.text().strip()) and self.password.will_do())

        self.reason.textChanged.connect(judge)
        self.password.textChanged.connect(judge)
        judge()


def _question(parent: QWidget, leaving: Leaving, asked: _Asked) -> Question:
    answers = [
        Answer(CANCEL, "やめる"),
        Answer("go", "保存する場所を選ぶ", ButtonKind.FILLED, is_default=True),
    ]
    name = NAMES[leaving.form]
    sealed = _ENCRYPTED if leaving.form == "pdf" else _SEALED.format(name)
    words = f"{leaving.before}{sealed}{leaving.after}{_LAST}"
    heading = f"{leaving.what}を{name}にする"
    question = Question(parent, heading, words, answers, icon=Icon.EXPORT, body=asked.framed())
    asked.judge(question.buttons["go"])
    return question
