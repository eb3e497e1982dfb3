"""経過: everything in order, the record that is chosen, and what helps while writing."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.records import Saved
from soudan_desk.ui.dialogs import insist
from soudan_desk.ui.pages.case_acts import CaseActs, Loaded
from soudan_desk.ui.pages.case_aside import Aside
from soudan_desk.ui.pages.case_entries import Line as EntryLine
from soudan_desk.ui.pages.case_quick import Guess
from soudan_desk.ui.pages.case_record import RecordPane
from soudan_desk.ui.pages.case_timeline import TimelinePane
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.labels import Line

THIRD_PANE_FROM, TURNS_BELOW = 1645, 1040
"""Logical widths of the window: from which the third pane stands, below which panes take turns."""
_LIST_SHARE, _LIST_LEAST, _LIST_MOST, _ASIDE = 0.336, 340, 500, 400
_PAUSE_MS = 60


class Course(QWidget):
    """The first tab of a case."""

    said = Signal(str)
    wanted = Signal(object)

    def __init__(self, acts: CaseActs) -> None:
        super().__init__()
        self.setObjectName("course")
        self._acts = acts
        self._loaded: Loaded | None = None
        self._wanted_key: tuple[str, Any] | None = None
        self._to_edit: tuple[str, Any] | None = None
        self._editor_first = False
        self._is_just_begun = False
        self.entries = TimelinePane(acts)
        self.pane = RecordPane(
            acts.records,
            case_id=acts.case_id,
            centre=acts.centre,
            empty="左の経過から記録を選ぶと、ここに出ます。",
        )
        self._aside = Aside(acts)
        self._first_line, self._second_line = Line(vertical=True), Line(vertical=True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._build()
        self._connect()

    # verbs

    def show_loaded(self, loaded: Loaded) -> None:
        """Show the case's entries; what is chosen or being written stays as it is."""
        is_first, self._loaded = self._loaded is None, loaded
        self.entries.show_loaded(loaded)
        self._choose(self._wanted_key or self.pane.shown, is_first=is_first)
        self.pane.refresh()
        self._aside.show_loaded(loaded, self.pane.shown)

    def show_record(self, kind: str, record_id: UUID, *, editing: bool = False) -> None:
        """Choose a record, now or once the entries have come, with its form open if so wished."""
        self._wanted_key = (kind, record_id)
        self._to_edit = self._wanted_key if editing else None
        if self._loaded is not None:
            self._choose(self._wanted_key, is_first=False)

    def add_record(self) -> None:
        """Begin a new consultation, or go on with the one that was begun."""
        if not self._acts.records.may_write:
            return
        self._begin(f"consultation:new:{self._acts.case_id}", self._beginning())
        self.pane.take_focus()

    def write_of(self, appointment_id: UUID) -> None:
        """Begin the record of an appointment, which is done once it is saved."""
        try:
            begun = self._acts.begin_record(appointment_id)
        except SoudanError as error:
            self.said.emit(str(error))
            return
        self._begin(begun.form, begun.answers)
        self._wanted_key, self._is_just_begun = ("unsaved", begun.form), True

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.pane.keep_now()

    def take_focus(self) -> None:
        """Stand in the timeline, or in the form that was begun before one came here."""
        if self._is_just_begun:
            self._is_just_begun = False
            self._on_pane_wanted()
            return
        self._turn_to_editor(False)
        self.entries.take_focus()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width."""
        super().resizeEvent(event)
        self._share_width()

    def minimumSizeHint(self) -> QSize:
        """Let the window shrink: panes take turns or scroll."""
        return QSize(theme.px(300), theme.px(200))

    # building

    def _build(self) -> None:
        for part in (self.entries, self.pane, self._aside, self._first_line, self._second_line):
            part.setParent(self)

    def _connect(self) -> None:
        self.entries.chosen.connect(self._pause.start)
        self.entries.opened.connect(self._on_entries_opened)
        self.entries.new_wanted.connect(self.add_record)
        self.entries.turned.connect(self._on_entries_turned)
        self.entries.quick.entered.connect(self._on_quick_entered)
        self._pause.timeout.connect(self._show_current)
        self.pane.saved.connect(self._on_pane_saved)
        self.pane.left.connect(self._on_pane_left)
        self.pane.said.connect(self.said)
        self.pane.wanted.connect(self.wanted)
        bind(self, "Ctrl+J", "ひとこと記録", self._on_quick_wanted)
        bind(self, "Alt+1", "経過へ", self.take_focus)
        bind(self, "Alt+2", "記録へ", self._on_pane_wanted)

    # what is shown

    def _beginning(self) -> dict[str, Any]:
        now = datetime.now()
        person = self._loaded.facts.person if self._loaded else None
        begun: dict[str, Any] = {
            "held_on": self._acts.today,
            "started_at_time": now.time().replace(second=0, microsecond=0),
            "staff_id": self._acts.staff_id,
        }
        return {**begun, "person_id": person.id} if person else begun

    def _begin(self, form: str, answers: dict[str, Any]) -> None:
        self._turn_to_editor(True)
        if self.pane.shown != ("unsaved", form):
            self.entries.choose_none()
            self._pause.stop()
            self.pane.start_new("consultation", answers, form)

    def _choose(self, key: tuple[str, Any] | None, *, is_first: bool) -> None:
        if self.entries.choose(key):
            self._wanted_key = None
        elif is_first and not self._wanted_key:
            self.entries.choose_first()
        self._pause.stop()
        self._show_current()
        if self._to_edit is not None and self._to_edit == key:
            self._to_edit = None
            self.pane.show_record(*key, editing=True)
            self._on_pane_wanted()

    def _show_current(self) -> None:
        line = self.entries.current()
        if line is None or line.key == self.pane.shown:
            return
        was_new = self.pane.shown is not None and self.pane.shown[0] == "unsaved"
        self._show(line)
        if self._loaded is not None:
            self._aside.show_loaded(self._loaded, self.pane.shown)
        if was_new:
            self._reload()

    def _show(self, line: EntryLine) -> None:
        if line.entry is not None:
            self.pane.show_record(line.entry.kind, line.entry.id)
        elif line.kept is not None:
            self.pane.start_new("consultation", self._beginning(), line.kept.form)

    def _reload(self) -> None:
        self._acts.run(self._acts.load, self.show_loaded, self._on_load_failed)

    def _on_load_failed(self, error: SoudanError) -> None:
        self.said.emit(str(error))

    # widths

    def _share_width(self) -> None:
        logical = self.window().width() * 100 / theme.zoom
        turns, has_aside = logical < TURNS_BELOW, logical >= THIRD_PANE_FROM
        share = _LIST_MOST if has_aside else self.width() * _LIST_SHARE * 100 / theme.zoom
        list_width = theme.px(min(max(share, _LIST_LEAST), _LIST_MOST))
        if turns:
            list_width = 0 if self._editor_first else self.width()
        aside_width = theme.px(_ASIDE) if has_aside else 0
        right = self.width() - aside_width
        self.entries.setGeometry(0, 0, list_width, self.height())
        self._first_line.setGeometry(list_width, 0, 1, self.height())
        self.pane.setGeometry(list_width + 1, 0, right - list_width - 1, self.height())
        self._second_line.setGeometry(right, 0, 1, self.height())
        self._aside.setGeometry(right + 1, 0, aside_width - 1, self.height())
        self.entries.setVisible(list_width > 0)
        self.pane.setVisible(list_width < self.width())
        self._aside.setVisible(has_aside)
        self._second_line.setVisible(has_aside)

    def _turn_to_editor(self, wanted: bool) -> None:
        self._editor_first = wanted
        self._share_width()

    # slots

    def _on_entries_opened(self) -> None:
        self._pause.stop()
        self._show_current()
        self._on_pane_wanted()

    def _on_entries_turned(self) -> None:
        self.entries.choose(self.pane.shown)
        self.take_focus()

    def _on_pane_wanted(self) -> None:
        self._turn_to_editor(True)
        self.pane.take_focus()

    def _on_quick_wanted(self) -> None:
        self._turn_to_editor(False)
        self.entries.quick.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_quick_entered(self, text: str, guess: Guess, is_final: bool) -> None:
        filed = {"case_id": self._acts.case_id, "centre": self._acts.centre}
        answers = {**self._beginning(), **filed, "body": text}
        if guess.method:
            answers["method"] = guess.method.code
        if guess.with_whom:
            answers["counterparts"] = [entry.code for entry in guess.with_whom]
        try:
            add = partial(self._acts.records.add, "consultation", answers, finalise=is_final)
            saved = insist(self, add)
        except SoudanError as error:
            self.said.emit(str(error))
            return
        act = "確定しました" if is_final else "下書きにしました"
        self.entries.quick.clear()
        self.said.emit(f"{guess.words() or 'ひとこと'}の記録を{act}。")
        if not self._is_writing():
            self._wanted_key = ("consultation", saved.id)
            if not is_final:
                self.pane.show_record("consultation", saved.id)
                self._on_pane_wanted()

    def _is_writing(self) -> bool:
        return self.pane.editing is not None and self.pane.editing.form.is_dirty

    def _on_pane_saved(self, saved: Saved) -> None:
        self._wanted_key = (saved.kind, saved.id)
        self.take_focus()

    def _on_pane_left(self) -> None:
        self.take_focus()
        self._reload()
