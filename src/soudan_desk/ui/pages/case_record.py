"""The pane in which one record of a case is read, written, compared or reconciled."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from soudan_desk.errors import NotFoundError, SoudanError
from soudan_desk.services.reading import Reading
from soudan_desk.services.records import Saved
from soudan_desk.services.review_standing import ReviewStanding
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import ask_text, insist, tell
from soudan_desk.ui.pages.case_acts import RecordActs
from soudan_desk.ui.pages.case_conflict import ConflictView, conflict_of
from soudan_desk.ui.pages.case_editing import EditingView
from soudan_desk.ui.pages.case_looks import record_title
from soudan_desk.ui.pages.case_recorded import RecordedView
from soudan_desk.ui.pages.case_review import SUBMITTED, ReturnBar
from soudan_desk.ui.pages.case_saving import Opened, Stage, saved_words, stage_of
from soudan_desk.ui.pages.case_versions import VersionsView
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.notices import EmptyState

_OPENED_ELSEWHERE = {"referral": ("referral", "id"), "agenda_item": ("conference", "item")}
"""Kinds that have a page of their own: its name, and what it calls the record's id."""
_AMENDED_HERE = {"agenda_item"}
"""Those of them whose final records are amended here all the same."""


class RecordPane(QWidget):
    """Shows one record at a time; what is written in it is kept when another one comes."""

    saved = Signal(object)
    """What came of saving."""
    left = Signal()
    """The worker is done with the form; nothing was saved or a draft was."""
    wanted = Signal(object)
    """Another place is wanted."""
    said = Signal(str)
    turned = Signal()
    """Another record, or another side of it, is shown."""

    def __init__(self, acts: RecordActs, *, case_id: UUID | None, centre: str, empty: str) -> None:
        super().__init__()
        self.setObjectName("record_pane")
        self._acts, self._case_id, self._centre = acts, case_id, centre
        self._empty = empty
        self._column = layouts.column(spacing=0)
        self._view: QWidget | None = None
        self._shown: tuple[str, Any] | None = None
        self._reading: Reading | None = None
        self._review: ReviewStanding | None = None
        self._return_bar = ReturnBar()
        self.setLayout(layouts.column(self._return_bar, (self._column, 1), spacing=0))
        layouts.set_surface(self, "raised")
        self.show_nothing()

    # verbs

    @property
    def shown(self) -> tuple[str, Any] | None:
        """Return (kind, id) of the record that is shown, or ("unsaved", form) of a new one."""
        return self._shown

    @property
    def editing(self) -> EditingView | None:
        """Return the form that is open, if one is."""
        return self._view if isinstance(self._view, EditingView) else None

    def show_nothing(self) -> None:
        """Say what belongs here."""
        self._shown = self._reading = None
        self._put(EmptyState(self._empty))

    def show_record(self, kind: str, record_id: UUID, *, editing: bool = False) -> None:
        """Show a record: a draft as its form, anything else to read."""
        try:
            reading = self._acts.read(kind, record_id)
        except NotFoundError as error:
            self._shown = None
            self._put(EmptyState(str(error)))
            return
        self._shown, self._reading = (kind, record_id), reading
        is_final_here = kind in _AMENDED_HERE and reading.state == "final"
        is_here = reading.state != "void" and (kind not in _OPENED_ELSEWHERE or is_final_here)
        may_edit = self._acts.may_write and reading.may_change and is_here
        kept = self._acts.kept(f"{kind}:{record_id}") if may_edit else None
        if may_edit and reading.state == "draft" and self._acts.is_evidence(kind):
            self._edit(reading, Stage.DRAFT, kept)
        elif editing and may_edit:
            self._edit(reading, stage_of(self._acts, reading), kept)
        else:
            self._put(self._recorded(reading, kept, may_edit=may_edit))

    def start_new(self, kind: str, answers: Mapping[str, Any], form: str) -> None:
        """Begin a record, or go on with the one that was begun."""
        self._shown, self._reading = ("unsaved", form), None
        opened = Opened(
            kind=kind,
            stage=Stage.NEW if self._acts.is_evidence(kind) else Stage.PLAIN,
            form=form,
            answers=answers,
            centre=self._centre,
            case_id=self._case_id,
        )
        self._open(opened, self._acts.kept(form))

    def refresh(self) -> None:
        """Show the record that is read as it stands now; what is written or compared stays."""
        if self._reading is None or not isinstance(self._view, RecordedView):
            return
        acts, about = self._acts, (self._reading.kind, self._reading.id)
        with suppress(NotFoundError):
            if acts.review(*about) == self._review and acts.read(*about) == self._reading:
                return
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self.show_record(*about)
        if had_focus:
            self.take_focus()

    def keep_showing(self, kind: str, record_id: UUID) -> None:
        """Show a record; where it is shown already, only what became of it since."""
        if (kind, record_id) == self._shown:
            self.refresh()
        else:
            self.show_record(kind, record_id)

    def keep_now(self) -> None:
        """Keep what is typed at once."""
        if self.editing is not None:
            self.editing.keep_now()

    def take_focus(self) -> None:
        """Stand in the form, or in the text that is read."""
        if self.editing is not None:
            self.editing.take_focus()
        elif isinstance(self._view, RecordedView | ConflictView):
            self._view.take_focus()

    # reading

    def _recorded(self, reading: Reading, kept: Kept | None, *, may_edit: bool) -> RecordedView:
        self._review = self._acts.review(reading.kind, reading.id)
        view = RecordedView(
            reading,
            title=self._title_of(reading),
            begun_at=kept.kept_at if kept else None,
            may_edit=may_edit,
            is_evidence=self._acts.is_evidence(reading.kind),
            opens_page=reading.kind in _OPENED_ELSEWHERE,
            review=self._review,
        )
        view.edit_wanted.connect(self._on_edit_wanted)
        view.versions_wanted.connect(self._on_versions_wanted)
        view.void_wanted.connect(self._on_void_wanted)
        view.page_wanted.connect(self._on_page_wanted)
        view.submit_wanted.connect(self._on_submit_wanted)
        return view

    def _title_of(self, reading: Reading) -> str:
        method = reading.answers.get("method") if reading.kind == "consultation" else None
        codes = self._acts.context(self._centre, None).codes
        return record_title(codes, self._centre, reading.label, method)

    def _on_edit_wanted(self) -> None:
        assert self._reading is not None
        self.show_record(self._reading.kind, self._reading.id, editing=True)
        self.take_focus()

    def _on_versions_wanted(self) -> None:
        reading = self._reading
        assert reading is not None
        view = VersionsView(self._title_of(reading), self._acts.versions(reading.kind, reading.id))
        view.closed.connect(self._show_again)
        self._put(view)
        view.setFocus()

    def _show_again(self) -> None:
        assert self._reading is not None
        self.show_record(self._reading.kind, self._reading.id)
        self.take_focus()

    def _on_void_wanted(self) -> None:
        reading = self._reading
        assert reading is not None
        sentence = "記録は消えず、取り消した印と理由が残ります。"
        reason = ask_text(self, "取り消す理由", sentence, act="1件を取り消す")
        if reason is None:
            return
        try:
            about = reading.kind, reading.id, reason, reading.lock_version
            saved = insist(self, lambda: self._acts.void(*about))
        except SoudanError as error:
            tell(self, "取り消せませんでした", error)
            self._show_again()
            return
        self._on_saved(saved)

    def _on_submit_wanted(self) -> None:
        reading = self._reading
        assert reading is not None
        try:
            insist(self, lambda: self._acts.submit(reading.kind, reading.id))
        except SoudanError as error:
            tell(self, "出せませんでした", error)
        else:
            self.said.emit(SUBMITTED)
        self._show_again()

    def _on_page_wanted(self) -> None:
        assert self._reading is not None
        page, key = _OPENED_ELSEWHERE[self._reading.kind]
        self.wanted.emit(Place(page, {key: self._reading.id}))

    # writing

    def _edit(self, reading: Reading, stage: Stage, kept: Kept | None) -> None:
        opened = Opened(
            kind=reading.kind,
            stage=stage,
            form=f"{reading.kind}:{reading.id}",
            answers=reading.answers,
            centre=reading.answers.get("centre") or self._centre,
            case_id=self._case_id,
            record_id=reading.id,
            lock_version=reading.lock_version,
        )
        self._open(opened, kept)
        self._return_bar.show_standing(self._acts.review(reading.kind, reading.id))

    def _open(self, opened: Opened, kept: Kept | None) -> EditingView:
        view = EditingView(opened, self._acts)
        view.saved.connect(self._on_saved)
        view.left.connect(self._on_left)
        view.said.connect(self.said)
        view.conflicted.connect(self._on_conflicted)
        self._put(view)
        if kept is not None:
            view.restore(kept.answers, kept.kept_at)
        return view

    def _on_saved(self, saved: Saved) -> None:
        self.said.emit(saved_words(self._acts, saved))
        self.show_record(saved.kind, saved.id)
        self.saved.emit(saved)

    def _on_left(self) -> None:
        if self._reading is not None:
            self.show_record(self._reading.kind, self._reading.id)
        elif self.editing is not None:
            self.show_nothing()
        self.left.emit()

    # two editors of one record

    def _on_conflicted(self) -> None:
        editing = self.editing
        assert editing is not None
        assert editing.opened.record_id is not None
        opened, mine = editing.opened, editing.form.answers()
        try:
            stored = self._acts.read(opened.kind, editing.opened.record_id)
        except SoudanError as error:
            tell(self, "記録を開けません", error)
            return
        editing.keep_now()
        view = conflict_of(self._acts, self._centre, opened, mine, stored)
        view.resolved.connect(lambda chosen: self._on_resolved(stored, chosen))
        self._put(view)
        view.take_focus()

    def _on_resolved(self, stored: Reading, chosen: Mapping[str, Any]) -> None:
        self._reading = stored
        self._edit(stored, stage_of(self._acts, stored), None)
        assert self.editing is not None
        self.editing.merge(chosen, stored.lock_version)
        self.take_focus()

    # private

    def _put(self, view: QWidget) -> None:
        if self._view is not None:
            self.keep_now()
            self._column.removeWidget(self._view)
            self._view.hide()
            self._view.deleteLater()
        self._view = view
        self._return_bar.hide()
        self._column.addWidget(view)
        view.show()  # at once, not with the next layout: its keys must work now
        self.turned.emit()
