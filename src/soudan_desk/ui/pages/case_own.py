"""A record that only this kind of centre keeps: its reception form, its profile."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_acts import CaseActs, Loaded
from soudan_desk.ui.pages.case_record import RecordPane
from soudan_desk.ui.widgets.notices import EmptyState


class OwnRecord(QWidget):
    """The newest record of a kind, to read or write; where there is none, the way to begin one."""

    said = Signal(str)
    wanted = Signal(object)

    def __init__(self, acts: CaseActs, kind: str) -> None:
        super().__init__()
        self.setObjectName(f"own_{kind}")
        self._acts, self._kind = acts, kind
        self._loaded: Loaded | None = None
        label = acts.own_labels[kind]
        self.pane = RecordPane(
            acts.records, case_id=acts.case_id, centre=acts.centre, empty=f"{label}はありません。"
        )
        self._empty = EmptyState(f"{label}はまだありません。", act="書き始める", icon=Icon.EDIT)
        self._empty.button.setObjectName(f"add_{kind}")
        self._empty.button.setVisible(acts.records.may_write)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.pane)
        layouts.set_surface(self, "raised")
        self._empty.acted.connect(self._on_empty_acted)
        self.pane.said.connect(self.said)
        self.pane.wanted.connect(self.wanted)
        self.pane.left.connect(self._on_pane_left)
        self.pane.saved.connect(lambda _saved: self.pane.take_focus())

    def show_loaded(self, loaded: Loaded) -> None:
        """Show the case's record of this kind; one that is being written stays."""
        self._loaded = loaded
        if self.pane.editing is not None:
            return
        rows = loaded.own.get(self._kind, [])
        if rows:
            self.pane.keep_showing(rows[0].kind, rows[0].id)
        elif self._acts.records.kept(self._form) is not None:
            self._begin()
        self._stack.setCurrentIndex(1 if self.pane.shown else 0)

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.pane.keep_now()

    def take_focus(self) -> None:
        """Stand in the record, or on the button that begins it."""
        if self.pane.shown:
            self.pane.take_focus()
        else:
            self._empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _form(self) -> str:
        return f"{self._kind}:new:{self._acts.case_id}"

    def _begin(self) -> None:
        person = self._loaded.facts.person if self._loaded else None
        asked = {field.key for field in self._acts.records.fields(self._kind)}
        begun: dict[str, Any] = {
            "received_on": self._acts.today,
            "received_by_id": self._acts.staff_id,
            "person_id": person.id if person else None,
        }
        answers = {key: value for key, value in begun.items() if key in asked and value}
        self.pane.start_new(self._kind, answers, self._form)

    def _on_empty_acted(self) -> None:
        self._begin()
        self._stack.setCurrentIndex(1)
        self.pane.take_focus()

    def _on_pane_left(self) -> None:
        self._stack.setCurrentIndex(1 if self.pane.shown else 0)
        self.take_focus()
