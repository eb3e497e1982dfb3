"""The ways out of a letter, at the foot of its page."""

from __future__ import annotations

from PySide6.QtCore import Signal

from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind

_NOTE = "印刷のたびに、だれに何を渡したかが残ります"


class LetterFoot(ActionBar):
    """Print and record, or a PDF under a password; neither while the letter is on its way."""

    print_asked = Signal()
    pdf_asked = Signal()

    def __init__(self, *, may_send: bool) -> None:
        self._may_send = may_send
        self._print = Button(
            "印刷して送付を記録", kind=ButtonKind.FILLED, icon=Icon.PRINT, key="Ctrl+P"
        )
        self._pdf = Button("PDF（パスワード付き）", icon=Icon.LOCKED_FILE)
        self._print.setObjectName("print_letter")
        self._pdf.setObjectName("save_letter_pdf")
        super().__init__(self._print, self._pdf, note=_NOTE)
        self._print.clicked.connect(self.print_asked)
        self._pdf.clicked.connect(self.pdf_asked)
        bind_button(self, self._print)
        self.set_busy(busy=False)

    def set_busy(self, *, busy: bool) -> None:
        """Say that the letter is on its way, or that it may go."""
        for button in (self._print, self._pdf):
            button.setEnabled(self._may_send and not busy)
        self.say("送っています…" if busy else _NOTE)
