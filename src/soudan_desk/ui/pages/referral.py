"""つなぎ: one letter, from the first word to what became of it; or one that came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.reading import Reading
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import tell
from soudan_desk.ui.forms.references import ReferenceEditor
from soudan_desk.ui.pages.case_conflict import ConflictView, conflict_between
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.referral_desk import DRAFT, Loaded, ReferralDesk
from soudan_desk.ui.pages.referral_incoming import Incoming
from soudan_desk.ui.pages.referral_sent import SentLetter
from soudan_desk.ui.pages.referral_writing import LetterWriting
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import Label

_OWN = frozenset({"referral", "review"})
_AROUND = frozenset({"consent", "agency", "agency_contact", "person", "member", "centre_setting"})
_FINAL_BY_NOW = (
    "書いている間に、ほかの人がこの手紙を確定しました。"
    "書いた文を写してから開き直し、［訂正・追記］で直してください。"
)
_View = LetterWriting | SentLetter | Incoming


class ReferralPage(Page):
    """Shows a letter to write, a letter that was sent, or one that came in."""

    name = "referral"

    def __init__(self, desk: ReferralDesk) -> None:
        super().__init__()
        self._desk = desk
        self._view: _View | None = None
        self._conflict: ConflictView | None = None
        self._holder = layouts.column(spacing=0)
        self.setLayout(self._holder)
        self._loaded = desk.load()
        self._show()

    @property
    def view(self) -> _View:
        """Return what is shown."""
        assert self._view is not None
        return self._view

    def reload(self, kinds: frozenset[str]) -> None:
        """Take over what others changed, unless something is typed here."""
        if isinstance(self.view, LetterWriting) and self.view.is_sending:
            return
        if kinds & _OWN and not self.view.is_dirty and self._desk.load() != self._loaded:
            self._reload()
        elif kinds & _AROUND:
            self.view.refresh()

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.view.keep_now()

    def take_focus(self) -> None:
        """Stand where work goes on."""
        (self._conflict or self.view).take_focus()

    def _show(self) -> None:
        self._close_conflict()
        old, self._view = self._view, _view_of(self._desk, self._loaded)
        self._view.said.connect(self.said)
        if isinstance(self._view, LetterWriting):
            self._view.sent.connect(self._reload)
            self._view.dropped.connect(self._reload)
        else:
            self._view.changed.connect(self._reload)
        self._view.conflicted.connect(self._on_conflicted)
        if old is not None:
            self._holder.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._holder.addWidget(self._view)
        self.titled.emit(self._loaded.answers.get("ref_no") or "つなぎ")

    def _reload(self) -> None:
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._loaded = self._desk.load()
        self._show()
        if had_focus:
            self.take_focus()

    # two who write on one letter

    def _on_conflicted(self, base: Loaded) -> None:
        """Show what somebody stored meanwhile beside what is typed, which is kept."""
        view = self.view
        assert base.id is not None
        try:
            stored = self._desk.stored(base.id)
        except SoudanError as error:
            tell(self, "開けません", error)
            return
        view.keep_now()
        if isinstance(view, LetterWriting) and stored.state != DRAFT:
            view.show_problems({"": _FINAL_BY_NOW})
            return
        mine = view.answers() if isinstance(view, LetterWriting) else view.form.answers()
        asked = [field for key, field in self._desk.fields.items() if key in mine]
        choice = conflict_between(asked, self._desk.context.names, base.answers, mine, stored)
        choice.resolved.connect(lambda chosen: self._on_resolved(stored, chosen))
        self._close_conflict()
        self._conflict = choice
        view.hide()
        self._holder.addWidget(choice, 1)
        choice.show()
        choice.take_focus()

    def _on_resolved(self, stored: Reading, chosen: Mapping[str, Any]) -> None:
        self._close_conflict()
        view = self.view
        self._loaded = self._desk.load()
        stands_on = replace(self._loaded, answers=stored.answers, lock_version=stored.lock_version)
        if isinstance(view, LetterWriting):
            view.merge(stands_on, chosen)
        else:
            self._desk.drop()  # what was typed is among the answers chosen
            self._loaded = stands_on
            self._show()
            assert not isinstance(self.view, LetterWriting)
            self.view.form.change(chosen)
            self.view.keep_now()
        self.view.take_focus()

    def _close_conflict(self) -> None:
        if self._conflict is not None:
            self._holder.removeWidget(self._conflict)
            self._conflict.hide()
            self._conflict.setParent(None)
            self._conflict.deleteLater()
            self._conflict = None
            self.view.show()


def _view_of(desk: ReferralDesk, loaded: Loaded) -> _View:
    if loaded.is_incoming:
        return Incoming(desk, loaded)
    if loaded.state == DRAFT:
        return LetterWriting(desk, loaded)
    return SentLetter(desk, loaded)


class WhosePage(Page):
    """Asks for whom a letter is before it begins."""

    name = "referral"
    chosen = Signal(str, object)

    def __init__(self, case: ReferenceEditor, person: ReferenceEditor, *, incoming: bool) -> None:
        super().__init__()
        self._incoming = incoming
        self._case, self._person = case, person
        self._begin = Button("書きはじめる", key="Ctrl+Enter")
        self._begin.setObjectName("begin_referral")
        self._build()
        self._begin.clicked.connect(self._on_begin_clicked)

    def take_focus(self) -> None:
        """Stand in the case's line."""
        self._case.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        title = "どなたのつなぎを受けましたか" if self._incoming else "どなたのつなぎですか"
        hint = "ケースがないときは、相談者だけを選びます。"
        parts = (
            Label(title, Type.TITLE, bold=True),
            LabelledEditor("ケース（番号・氏名）", self._case),
            LabelledEditor("相談者", self._person),
            Label(hint, Type.SMALL, Role.MUTED),
            layouts.row(self._begin, layouts.STRETCH),
        )
        card = layouts.panel(layouts.column(*parts, spacing=12), width=480)
        middle: QWidget = layouts.panel(
            layouts.row(layouts.STRETCH, card, layouts.STRETCH, margins=(24, 80, 24, 24))
        )
        self.setLayout(layouts.column(middle, layouts.STRETCH, spacing=0))
        layouts.set_surface(self, "surface")
        bind_button(self, self._begin)

    def _on_begin_clicked(self) -> None:
        about: dict[str, UUID | str] = {}
        if case_id := self._case.answer():
            about["case_id"] = case_id
        elif person_id := self._person.answer():
            about["person"] = person_id
        if not about:
            self._case.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._incoming:
            about["direction"] = "in"
        self.go.emit(Place("referral", about))
