"""The seldom asked questions of a letter, over the paper: department, subject, ground."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.pages.referral_desk import Answers, ReferralDesk
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import Label

DETAILS = (
    *("issued_on", "letter_kind", "to_department", "to_tel", "to_fax", "staff_id"),
    *("subject", "request_kinds", "urgency", "enclosures", "attachments"),
    *("name_masked", "address_unlocked", "address_unlock_reason"),
    *("legal_basis", "legal_basis_note", "restriction_level"),
)


class Details(QWidget):
    """A form of its own in the right pane; Esc or the button shows the paper again."""

    edited = Signal(str)
    closed = Signal()

    def __init__(self, desk: ReferralDesk, answers: Answers) -> None:
        super().__init__()
        fields = [field for key, field in desk.fields.items() if key in DETAILS]
        self._form = FormPage(fields, lambda given: given, desk.context, kind="referral")
        self._form.set_answers(answers)
        self._form.edited.connect(self.edited)
        close = Button("紙にもどる", kind=ButtonKind.QUIET, key="Esc", height=28)
        close.setObjectName("close_details")
        close.clicked.connect(self.closed)
        title = Label("そのほかの項目", Type.BODY, bold=True)
        head = layouts.row(title, layouts.STRETCH, close)
        self.setLayout(layouts.column(head, (self._form, 1), spacing=8, margins=(16, 6, 16, 12)))
        layouts.set_surface(self, "raised")
        bind(self, "Esc", "紙にもどる", self.closed.emit, inside=True)

    def answers(self) -> dict[str, Any]:
        """Return the answers given here."""
        return self._form.answers()

    def show_question(self, key: str) -> None:
        """Stand in a question, or in the first without a key."""
        self._form.show_question(key or "letter_kind")

    def show_problems(self, problems: Mapping[str, str]) -> dict[str, str]:
        """Show each problem below its question; return those that have no place here."""
        mine = {key: text for key, text in problems.items() if key in DETAILS}
        self._form.show_problems(mine)
        return {key: text for key, text in problems.items() if key not in DETAILS}
