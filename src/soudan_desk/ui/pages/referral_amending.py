"""Correcting a final referral: its questions over the paper, stored as a new version."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import ask_text
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.pages.referral_desk import Answers, Loaded, ReferralDesk, changed_in
from soudan_desk.ui.shortcuts import bind, bind_button
from soudan_desk.ui.theme import Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import Label

_FIXED = frozenset({"ref_no", "direction", "centre", "sent_attachment_id"})
_LATER = frozenset(
    {
        *("send_method", "sent_on", "reply_received_on", "reply_accepted_on", "reply_contact"),
        *("reply_result", "reply_next", "checked_on", "outcome", "outcome_note", "continuing"),
    }
)


class Amending(QWidget):
    """Every question of the letter itself; saving asks for the reason."""

    amended = Signal()
    closed = Signal()

    def __init__(self, desk: ReferralDesk, loaded: Loaded) -> None:
        super().__init__()
        self._desk, self._loaded = desk, loaded
        fields = [f for key, f in desk.fields.items() if key not in _FIXED | _LATER]
        self._form = FormPage(fields, self._store, desk.context, act="訂正", kind="referral")
        self._form.set_answers(loaded.answers)
        self._form.saved.connect(self._on_form_saved)
        self._save = Button("訂正を記録", kind=ButtonKind.OUTLINE, key="Ctrl+S", height=28)
        self._save.setObjectName("amend_referral")
        self._save.clicked.connect(self._form.save)
        close = Button("やめる", kind=ButtonKind.QUIET, key="Esc", height=28)
        close.clicked.connect(self.closed)
        title = Label("訂正・追記", Type.BODY, bold=True)
        head = layouts.row(title, layouts.STRETCH, self._save, close)
        self.setLayout(layouts.column(head, (self._form, 1), spacing=8, margins=(16, 6, 16, 12)))
        layouts.set_surface(self, "raised")
        bind(self, "Esc", "訂正をやめる", self.closed.emit, inside=True)
        bind_button(self, self._save)

    def take_focus(self) -> None:
        """Stand in the words of the letter."""
        self._form.show_question("request")

    def _store(self, answers: Answers) -> Any:
        changed = changed_in(self._loaded, answers)
        if not changed:
            raise SoudanError("変わったところがありません。")
        reason = ask_text(self, "訂正の理由", "前の版も読めるように残ります。", act="訂正を記録")
        if reason is None:
            raise SoudanError("理由がないので、まだ記録していません。")
        assert self._loaded.id is not None
        return self._desk.amend(self._loaded.id, changed, reason, self._loaded.lock_version)

    def _on_form_saved(self) -> None:
        self.amended.emit()
