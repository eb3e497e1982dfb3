"""Printing a paper of any record: which one, for whom and why, and the paper itself beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.services.writing_rules import WritingRules
from soudan_desk.ui import layouts
from soudan_desk.ui.contact_notice import RulesNotice, is_confirmed
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.referral_desk import Gone, Run, Sending
from soudan_desk.ui.pages.referral_preview import Preview
from soudan_desk.ui.pages.referral_sending import (
    choose_printer,
    choose_target,
)
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.file_password import FilePassword
from soudan_desk.ui.widgets.inputs import LineEdit, Select
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.paper_view import PaperView

_WIDTH, _HEIGHT = 940, 660
_SIDE = 340
_NOTE = "印刷のたびに、だれに何を渡したかが「書類」に残ります。"
_TOLD_APART = "PDFのパスワードです。電話など別の方法で伝えてください。"


@dataclass(frozen=True, slots=True)
class PaperActs:
    """What the dialog needs: the papers to choose from (key, label), and how one is given."""

    papers: Sequence[tuple[str, str]]
    preview: Callable[[str], bytes]
    give: Callable[[str, str, str, Sending], Gone]
    run: Run
    about_nobody: bool = False
    """Forms for handwriting: no reason is asked, and nothing is registered."""
    rules: WritingRules = field(default_factory=WritingRules)
    """How the person the papers are about must not be reached."""
    reaching: frozenset[str] = frozenset()
    """The papers that go to that person."""


class PaperDialog(QDialog):
    """A paper is printed, or written as a PDF under the password that is shown."""

    given = Signal(object)

    def __init__(self, parent: QWidget | None, acts: PaperActs, title: str) -> None:
        super().__init__(parent)
        self._acts = acts
        self.paper = Select(acts.papers, blank=None, name="書類")
        self.paper.set_value(acts.papers[0][0])
        self.reason = LineEdit(placeholder="例: 支援会議の資料として", name="理由")
        self.recipient = LineEdit(placeholder="例: 生活福祉課 岡野様", name="渡す相手")
        self.password = FilePassword("PDFのパスワード")
        self._reason_frame = LabelledEditor("理由", self.reason, required=True)
        self._problem = DocumentLabel("", Type.LABEL, Role.DANGER)
        self._print = Button("印刷", kind=ButtonKind.FILLED, icon=Icon.PRINT, key="Ctrl+P")
        self._pdf = (
            Button("PDFにする", icon=Icon.SAVE)
            if acts.about_nobody
            else Button("PDF（パスワード付き）", icon=Icon.LOCKED_FILE)
        )
        self.view = PaperView()
        self._preview = Preview(self.view, acts.run, self._snapshot)
        self._build(title)
        self._connect()
        self._preview.ask_now()

    def _build(self, title: str) -> None:
        self.setObjectName("paper_dialog")
        self.setWindowTitle(title)
        editors = {
            "paper": self.paper,
            "reason": self.reason,
            "recipient": self.recipient,
        }
        for name, editor in editors.items():
            editor.setObjectName(name)
        self._print.setObjectName("print_paper")
        self._pdf.setObjectName("save_paper_pdf")
        self._leave = Button("やめる", key="Esc", kind=ButtonKind.QUIET)
        side = layouts.column(
            Label(title, Type.HEADING, bold=True),
            LabelledEditor("書類", self.paper),
            *(() if self._acts.about_nobody else self._asked_of_a_person()),
            self._problem,
            layouts.STRETCH,
            layouts.row(self._print, self._leave, layouts.STRETCH),
            layouts.row(self._pdf, layouts.STRETCH),
            spacing=12,
            margins=(24, 20, 20, 20),
        )
        left = layouts.panel(side, width=_SIDE)
        rules = layouts.column(RulesNotice(self._acts.rules), spacing=0, margins=(16, 12, 16, 0))
        right = layouts.column(rules, (self.view, 1), spacing=0)
        self.setLayout(layouts.row(left, (right, 1), spacing=0))
        self.resize(theme.px(_WIDTH), theme.px(_HEIGHT))
        self._problem.hide()
        bind_button(self, self._print)

    def _asked_of_a_person(self) -> tuple[QWidget, ...]:
        return (
            self._reason_frame,
            LabelledEditor("渡す相手", self.recipient),
            LabelledEditor("PDFのパスワード", self.password, help_text=_TOLD_APART),
            DocumentLabel(_NOTE, Type.SMALL, Role.MUTED),
        )

    def _connect(self) -> None:
        self.paper.picked.connect(self._preview.ask_now)
        self._print.clicked.connect(self.print_paper)
        self._pdf.clicked.connect(self.save_pdf)
        self._leave.clicked.connect(self.reject)
        self.password.judged.connect(self._pdf.setEnabled)

    def print_paper(self) -> None:
        """Print the paper that is shown."""
        if not (self._has_reason() and self._may_go()):
            return
        if (printer := choose_printer(self)) is not None:
            self._give(Sending("hand", printer=printer))

    def save_pdf(self) -> None:
        """Write the paper as a PDF under the password."""
        if not (self._has_reason() and self._may_go()):
            return
        target = choose_target(self, self.paper.currentText())
        if target is not None:
            password = None if self._acts.about_nobody else self.password.text()
            self._give(Sending("media", target=target, password=password))

    def _has_reason(self) -> bool:
        if self._acts.about_nobody or self.reason.text().strip():
            self._reason_frame.clear_problem()
            return True
        self._reason_frame.show_problem("だれに何のために渡すかを入れてください。")
        self.reason.setFocus()
        return False

    def _may_go(self) -> bool:
        """Let the worker confirm what the rules say of this paper and of who gets it."""
        rules, recipient = self._acts.rules, self.recipient.text()
        reaches = self.paper.value() in self._acts.reaching or rules.is_for_them(recipient)
        before = rules.before_reaching_them if reaches else ""
        return is_confirmed(self, rules.before_telling(recipient), before)

    def _give(self, sending: Sending) -> None:
        reason, recipient = self.reason.text(), self.recipient.text().strip()
        key = self.paper.value() or ""
        job = partial(self._acts.give, key, reason, recipient, sending)
        self._acts.run(job, self._on_given, self._on_refused)

    def _snapshot(self) -> Callable[[], tuple[bytes, None]]:
        key = self.paper.value() or ""
        return lambda: (self._acts.preview(key), None)

    def _on_given(self, gone: Gone) -> None:
        self.given.emit(gone)
        self.accept()

    def _on_refused(self, error: SoudanError) -> None:
        problems = error.problems if isinstance(error, InvalidEntriesError) else {}
        self._problem.set_text("　".join(problems.values()) or str(error))
        self._problem.show()
