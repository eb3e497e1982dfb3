"""受けたつなぎ: what another agency handed on to us, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.fields import Field
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import ask_text
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_review import SUBMITTED
from soudan_desk.ui.pages.referral_desk import (
    DRAFT,
    FINAL,
    Answers,
    Loaded,
    ReferralDesk,
    changed_in,
    standing_on,
)
from soudan_desk.ui.pages.referral_head import ReferralHead
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind

_ASKED = (
    *("person_id", "case_id", "received_on", "issued_on", "letter_kind", "agency_id"),
    *("to_department", "to_contact_id", "to_contact", "to_tel", "staff_id"),
    *("subject", "request_kinds", "request", "urgency", "cautions"),
    *("household_summary", "reason", "support_so_far", "services_in_use", "medical_note"),
    *("economy_note", "client_view", "attachments", "check_due_on", "replied_on"),
    *("checked_on", "outcome", "outcome_note", "continuing", "restriction_level"),
)
_LATER = frozenset(
    {"replied_on", "checked_on", "outcome", "outcome_note", "continuing", "check_due_on"}
)


_SECTIONS = {
    "宛先": "だれのこと・どこから",
    "お願いすること": "頼まれたこと",
    "伝えること": "聞いたこと",
    "送り方": "受け取った書類",
}
_LABELS = {
    "issued_on": "相手が書いた日",
    "agency_id": "差出の機関",
    "to_department": "差出の部署",
    "to_contact_id": "差出の担当者",
    "to_contact": "差出の担当者(登録のない方)",
    "to_tel": "差出の電話",
    "staff_id": "受けた職員",
    "request": "頼まれたこと",
    "check_due_on": "返信の目安",
}


def _as_asked(field: Field) -> Field:
    """Return a question as one asks it about what came in."""
    section = _SECTIONS.get(field.section, field.section)
    return replace(field, section=section, label=_LABELS.get(field.key, field.label))


class Incoming(QWidget):
    """One form; a draft is saved and made final, a final one gets its outcome or is amended."""

    said = Signal(str)
    changed = Signal()
    conflicted = Signal(object)

    def __init__(self, desk: ReferralDesk, loaded: Loaded) -> None:
        super().__init__()
        self._desk, self._loaded = desk, loaded
        self.head = ReferralHead()
        fields = [_as_asked(field) for key, field in desk.fields.items() if key in _ASKED]
        self.form = FormPage(fields, self._store, desk.context, kind="referral")
        is_draft = loaded.state == DRAFT
        self._finalise = Button(
            "受けた記録を確定", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+Enter"
        )
        self._save = Button(
            "下書き保存" if is_draft else "結果・訂正を保存", icon=Icon.SAVE, key="Ctrl+S"
        )
        self._build()
        self._connect()
        self._begin()

    @property
    def is_dirty(self) -> bool:
        """Whether anything was typed since it was opened or saved."""
        return self.form.is_dirty

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.form.keep_now()

    def refresh(self) -> None:
        """Nothing around it changes what came in."""

    def take_focus(self) -> None:
        """Stand in the first open question."""
        self.form.show_question(
            "agency_id" if self._loaded.answers.get("person_id") else "person_id"
        )

    def save(self) -> bool:
        """Save what is typed; tell whether it was saved."""
        return self.form.save()

    def finalise(self) -> None:
        """Make the record final."""
        if self.form.is_dirty or self._loaded.id is None:
            self.form.saved.disconnect(self._on_form_saved)
            is_saved = self.form.save()
            self.form.saved.connect(self._on_form_saved)
            if not is_saved:
                return
            self._loaded = self._desk.load()
        assert self._loaded.id is not None
        job = partial(self._desk.finalise, self._loaded.id, self._loaded.lock_version)
        self._do(job, "受けた記録を確定しました。")

    def _build(self) -> None:
        self._finalise.setObjectName("finalise_referral")
        self._save.setObjectName("save_referral")
        may = self._loaded.may_change and self._desk.may_write
        for button in (self._finalise, self._save):
            button.setEnabled(may and self._loaded.state in {DRAFT, FINAL})
            bind_button(self, button)
        bind_button(self, self.head.review.submit)
        upper = layouts.column(self.head, (self.form, 1), spacing=8, margins=(24, 14, 20, 0))
        foot = ActionBar(self._finalise, self._save)
        self.setLayout(layouts.column((upper, 1), foot, spacing=0))
        self._finalise.setVisible(self._loaded.state == DRAFT)
        layouts.set_surface(self, "surface")

    def _connect(self) -> None:
        self._save.clicked.connect(self.form.save)
        self._finalise.clicked.connect(self.finalise)
        self.head.review.submit.clicked.connect(self._on_submit_clicked)
        self.form.saved.connect(self._on_form_saved)
        self.form.conflicted.connect(lambda: self.conflicted.emit(self._loaded))
        self.form.keep.connect(self._on_form_keep)

    def _begin(self) -> None:
        self.head.show_loaded(self._loaded, self._desk.today, may_write=self._desk.may_write)
        self.form.set_answers(self._loaded.answers)
        kept = self._desk.kept()
        if kept is not None and "form" in kept.answers:
            self._loaded = standing_on(self._loaded, kept)
            self.form.restore(kept.answers["form"])

    def _store(self, answers: Answers) -> Any:
        changed = changed_in(self._loaded, {**self._loaded.answers, **answers})
        desk, loaded = self._desk, self._loaded
        if loaded.state == DRAFT:
            return desk.save(loaded.id, changed, loaded.lock_version)
        assert loaded.id is not None
        if set(changed) <= _LATER:
            return desk.reply(loaded.id, changed, loaded.lock_version)
        reason = ask_text(self, "訂正の理由", "前の版も読めるように残ります。", act="訂正を記録")
        if reason is None:
            raise SoudanError("理由がないので、まだ記録していません。")
        return desk.amend(loaded.id, changed, reason, loaded.lock_version)

    def _do(self, job: Callable[[], Any], done: str) -> None:
        def then(_result: Any) -> None:
            self.said.emit(done)
            self.changed.emit()

        def otherwise(error: SoudanError) -> None:
            self.form.show_problems(getattr(error, "problems", {"": str(error)}))

        self._desk.run(job, then, otherwise)

    def _on_submit_clicked(self) -> None:
        assert self._loaded.id is not None
        self._do(partial(self._desk.submit, self._loaded.id), SUBMITTED)

    def _on_form_saved(self) -> None:
        self.said.emit("受けたつなぎを保存しました。")
        self.changed.emit()

    def _on_form_keep(self, kept: dict[str, Any]) -> None:
        version = self._loaded.lock_version
        self._desk.keep({"form": kept, "lock_version": version}, "受けたつなぎ")
