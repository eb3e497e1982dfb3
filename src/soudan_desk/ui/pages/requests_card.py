"""One request: how far it has come, and its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.contact_notice import RulesNotice
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind, bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import ElidedLabel, Label

if TYPE_CHECKING:
    from soudan_desk.ui.pages.requests import RequestsActs

_NEW = "新しい請求"


class RequestCard(QWidget):
    """The request that is chosen in the list, or a new one."""

    said = Signal(str)
    left = Signal()

    def __init__(self, acts: RequestsActs) -> None:
        super().__init__()
        self._acts = acts
        self._id: UUID | None = None
        self._lock: int | None = None
        self._name = ElidedLabel("", Type.HEADING, bold=True)
        self._next = Label("", Type.BODY, Role.MUTED)
        self.rules = RulesNotice()
        self.form = FormPage(acts.fields, self._store, acts.context, kind="disclosure_request")
        self._save = Button("保存", kind=ButtonKind.FILLED, icon=Icon.SAVE, key="Ctrl+S")
        self._redact = Button("伏せる所を選ぶ", icon=Icon.HIDE, key="Alt+B")
        self._print = Button("書類", icon=Icon.PRINT, key="Ctrl+P")
        self._build()
        self._connect()
        self.setEnabled(False)

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed and not saved."""
        return self.form.is_dirty

    def show_request(self, request_id: UUID) -> None:
        """Show one request."""
        shown = self._acts.show(request_id)
        self._id, self._lock = request_id, shown.lock_version
        self.setEnabled(True)
        person = self._acts.context.name_of("person", shown.answers["person_id"])
        kind = self._acts.codes.label("request.type", shown.answers["request_type"])
        self._name.setText(f"{person}　{kind}")
        self._next.setText(_next_step(shown.answers))
        self.rules.show_rules(self._acts.rules(shown.answers["person_id"]))
        is_copied = shown.answers["request_type"] == "disclosure"
        self._redact.setVisible(self._acts.may_write and is_copied)
        self._print.setVisible(self._acts.may_write)
        self.form.set_answers(shown.answers)
        self._restore()

    @property
    def shown_id(self) -> UUID | None:
        """Whose papers are chosen here; None for a new one."""
        return self._id

    def begin_new(self) -> None:
        """Ask for a new request."""
        self._id = self._lock = None
        self.setEnabled(True)
        self._name.setText(_NEW)
        for widget in (self.rules, self._redact, self._print):
            widget.hide()
        self._next.setText("だれが、何を求めたかを入れます。期限は30日後が入ります。")
        self.form.set_answers(dict(self._acts.given()))
        self._restore()
        self.form.show_question("request_type")

    def refresh(self) -> None:
        """Show the request as it is now, unless it is being edited."""
        if self._id is not None and not self.is_dirty:
            self.show_request(self._id)

    def take_focus(self) -> None:
        """Stand in the first question."""
        self.form.show_question("request_type")

    def _build(self) -> None:
        self._save.setObjectName("save_request")
        self._next.setWordWrap(True)
        upper = layouts.column(
            *(self._name, self._next, self.rules, (self.form, 1)),
            spacing=10,
            margins=(20, 16, 16, 0),
        )
        self._redact.setObjectName("redact_copy")
        self._print.setObjectName("print_request")
        foot = ActionBar(self._save, self._redact, self._print, surface="raised", margin=20)
        self.setLayout(layouts.column((upper, 1), foot, spacing=0))
        self._save.setVisible(self._acts.may_write)
        layouts.set_surface(self, "raised")
        for button in (self._save, self._redact, self._print):
            bind_button(self, button)
        bind(self, "Esc", "一覧へもどる", self.left.emit, inside=True)

    def _connect(self) -> None:
        self._save.clicked.connect(self.form.save)
        self._redact.clicked.connect(self._on_redact_clicked)
        self._print.clicked.connect(self._on_print_clicked)
        self.form.saved.connect(self._on_form_saved)
        self.form.keep.connect(self._on_form_keep)

    def _on_redact_clicked(self) -> None:
        if self._is_saved() and self._id is not None:
            self._acts.redact(self, self._id)
            self.refresh()

    def _on_print_clicked(self) -> None:
        if self._is_saved() and self._id is not None:
            self._acts.print_papers(self, self._id)

    def _is_saved(self) -> bool:
        """Save what was typed: the papers are made of what is stored."""
        return not self.is_dirty or self.form.save()

    def _store(self, answers: Mapping[str, Any]) -> Any:
        return self._acts.save(self._id, answers, self._lock)

    def _on_form_saved(self, saved: Any) -> None:
        self.said.emit("請求を保存しました。")
        self.show_request(saved.id)

    def _on_form_keep(self, kept: dict[str, Any]) -> None:
        self._acts.keep(self._id, kept, f"開示等の請求 {self._name.text()}")

    def _restore(self) -> None:
        kept = self._acts.kept(self._id)
        if kept is not None:
            self.form.restore(kept)


def _next_step(answers: Mapping[str, Any]) -> str:
    """Say what comes next."""
    if answers.get("withdrawn_on"):
        return "取り下げられました。"
    if answers.get("done_on"):
        return "終わりました。"
    if answers.get("notified_on"):
        return "次は、交付・実施です。済んだら「交付・実施した日」を入れます。"
    if answers.get("decision"):
        return "次は、決定を書面で知らせます。知らせたら「決定を知らせた日」を入れます。"
    if answers.get("identity_on"):
        return "次は、記録を確かめて決定します。決定は主任が入れます。"
    return "次は、本人・代理人を書類で確かめます。"
