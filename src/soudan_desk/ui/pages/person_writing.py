"""The questions about a person: what they stand on, and the choice where two wrote on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import ConflictError, SoudanError
from soudan_desk.services.answers import UNTOLD
from soudan_desk.services.person_desk import PersonDesk
from soudan_desk.services.protected import hidden_keys
from soudan_desk.services.reading import Reading
from soudan_desk.services.records import Saved
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import tell
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.pages.case_conflict import ConflictView, conflict_between
from soudan_desk.ui.pages.person_acts import PersonActs


class PersonWriting(QWidget):
    """Shows the form, or what somebody stored meanwhile beside what is typed in it."""

    saved = Signal(object)
    edited = Signal(str)
    turned = Signal(bool)
    """Whether the form can be written in: not while there is something to choose."""

    def __init__(self, acts: PersonActs, desk: PersonDesk | None) -> None:
        super().__init__()
        self._acts = acts
        self._base = desk  # what the form stands on
        self._conflict: ConflictView | None = None
        self._is_conflict = False
        self._column = layouts.column(spacing=0)
        self.setLayout(self._column)
        self.form: FormPage
        self._make_form(desk)

    # verbs

    def show_desk(self, desk: PersonDesk) -> None:
        """Take over what is stored; what is typed stays, and stands on what it began with."""
        if self.form.is_dirty:
            return
        if self._asks_all == desk.is_masked:
            self._make_form(desk)
        self._take_over(desk)

    def ask_anew(self, desk: PersonDesk | None) -> None:
        """Ask what may be told by now; what is typed stays."""
        self.form.keep_now()
        kept = self._with_version(self.form.kept()) if self.form.is_dirty else None
        self._make_form(desk)
        if kept is not None:
            self.restore(kept)

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Put back what was kept; what it stood on decides about conflicts."""
        self.form.restore(kept)
        version = kept.get("lock_version")
        if self._base is not None and version is not None:
            self._base = replace(self._base, lock_version=version)

    def forget(self, desk: PersonDesk | None) -> None:
        """Throw away what is typed."""
        self._acts.drop()
        self._close_conflict()
        self._take_over(desk)

    def save(self) -> bool:
        """Save what is typed; tell whether it was saved."""
        is_saved = self.form.save()
        self._tell_conflict()
        return is_saved

    # the form

    def _make_form(self, desk: PersonDesk | None, also: Iterable[str] = ()) -> None:
        """Ask all questions, or those that no protective measure hides, and also those named."""
        self._close_conflict()
        places = hidden_keys("person")
        hidden = places.difference(also) if desk is not None and desk.is_masked else ()
        self._asks_all = not hidden or not places.isdisjoint(also)
        asked = [field for field in self._acts.fields if field.key not in hidden]
        if hasattr(self, "form"):
            self._remove(self.form)
        self.form = FormPage(asked, self._save_answers, self._acts.context, kind="person")
        self._column.addWidget(self.form, 1)
        self.form.show()
        self._take_over(desk)
        self.form.saved.connect(self.saved)
        self.form.edited.connect(self.edited)
        self.form.keep.connect(self._on_form_keep)
        self.form.tried_again.connect(self._tell_conflict)

    def _take_over(self, desk: PersonDesk | None) -> None:
        self._base = desk
        self.form.set_answers(desk.answers if desk else {})

    def _save_answers(self, answers: Mapping[str, Any]) -> Saved:
        version = self._base.lock_version if self._base else None
        try:
            return self._acts.save(answers, version, self._acts.form)
        except ConflictError:
            self._is_conflict = True
            raise

    def _with_version(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        return {**kept, "lock_version": self._base.lock_version if self._base else None}

    def _on_form_keep(self, kept: dict[str, Any]) -> None:
        is_closed = self._base is not None and self._base.is_closed
        if self.form.is_dirty and self._acts.may_write and not is_closed:
            title = str(self.form.answers().get("name") or "新しい相談者")
            self._acts.keep(self._with_version(kept), title)

    # two who write on one person

    def _tell_conflict(self) -> None:
        if not self._is_conflict or self._base is None:
            return
        self._is_conflict = False
        try:
            stored = self._acts.stored()
        except SoudanError as error:
            tell(self, "開けません", error)
            return
        self.form.show_problems({})
        self._on_form_keep(self.form.kept())
        mine, names = self.form.answers(), self._acts.context.names
        asked = [field for field in self._acts.fields if field.key in mine]
        view = conflict_between(asked, names, self._base.answers, mine, stored)
        view.resolved.connect(lambda chosen: self._on_resolved(stored, chosen))
        self._close_conflict()
        self._conflict = view
        self.form.hide()
        self._column.addWidget(view, 1)
        view.show()
        self.turned.emit(False)
        view.take_focus()

    def _on_resolved(self, stored: Reading, chosen: Mapping[str, Any]) -> None:
        """Ask what may be told by now, with the answers chosen, over what was stored."""
        told = {key: answer for key, answer in chosen.items() if answer != UNTOLD}
        desk = self._acts.load()
        assert desk is not None
        self._make_form(desk, also=told)
        self._base = replace(desk, lock_version=stored.lock_version, answers=stored.answers)
        self.form.change(told)
        self.form.show_question(next(iter(told), "name"))

    def _close_conflict(self) -> None:
        if self._conflict is not None:
            self._remove(self._conflict)
            self._conflict = None
            self.form.show()
            self.turned.emit(True)

    def _remove(self, view: QWidget) -> None:
        self._column.removeWidget(view)
        view.hide()
        view.setParent(None)
        view.deleteLater()
