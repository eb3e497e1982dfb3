"""The left pane of a case: one-line entry, filter, order, and the entries themselves."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_acts import CaseActs, Loaded
from soudan_desk.ui.pages.case_entries import ENTRIES, EntriesModel, Line
from soudan_desk.ui.pages.case_quick import QuickLine
from soudan_desk.ui.shortcuts import bind, note
from soudan_desk.ui.theme import Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import SectionTitle
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.timeline import TimelineView

_BELONGS = "ここに相談・支援・つなぎの経過が並びます。"


class TimelinePane(QWidget):
    """Shows a case's entries; tells which one is current and which one was opened."""

    chosen = Signal()
    opened = Signal()
    new_wanted = Signal()
    turned = Signal()
    """Another filter or order: what is shown may have moved."""

    def __init__(self, acts: CaseActs) -> None:
        super().__init__()
        self.quick = QuickLine(acts.codes, acts.centre)
        self.view = TimelineView(name="経過")
        self._title = SectionTitle("経過", size=Type.LABEL)
        self._narrow = Button("すべて", kind=ButtonKind.QUIET, height=28, opens_menu=True)
        self._turn = Button("新しい順", kind=ButtonKind.QUIET, icon=Icon.SORT, height=28)
        self._model = EntriesModel(acts.codes, acts.centre, acts.today, self)
        self._empty = EmptyState(_BELONGS, act="新しい記録", icon=Icon.ADD)
        self._build(may_write=acts.records.may_write)
        self.view.setModel(self._model)
        self.view.chosen.connect(lambda _index: self.chosen.emit())
        self.view.opened.connect(lambda _index: self.opened.emit())
        self._narrow.clicked.connect(self._on_narrow_clicked)
        self._turn.clicked.connect(self._on_turn_clicked)
        self._empty.acted.connect(self.new_wanted)
        self.quick.left.connect(self.take_focus)
        self._bind_keys()

    # verbs

    def show_loaded(self, loaded: Loaded) -> None:
        """Show the case's entries."""
        self._model.show_entries(loaded.entries, loaded.unsaved)
        self._title.set_count(len(loaded.entries))
        self._show_emptiness()

    def current(self) -> Line | None:
        """Return the current line."""
        return self._model.line(self.view.currentIndex())

    def choose(self, key: tuple[str, Any] | None) -> bool:
        """Make an entry current; tell whether it is there."""
        index = self._model.find(*key) if key else QModelIndex()
        if index.isValid():
            self._stand_on(index)
        return index.isValid()

    def choose_first(self) -> None:
        """Make the first entry current, where there is one."""
        if self._model.rowCount():
            self._stand_on(self._model.index(0, 0))

    def choose_none(self) -> None:
        """Leave every entry."""
        self.view.clearSelection()
        self.view.setCurrentIndex(QModelIndex())

    def narrow(self, key: str) -> None:
        """Show one sort of entries only; a key of `ENTRIES`."""
        self._model.narrow(key)
        self._narrow.setText(ENTRIES[key])
        self._show_emptiness()
        self.turned.emit()

    def take_focus(self) -> None:
        """Stand in the timeline."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # private

    def _stand_on(self, index: QModelIndex) -> None:
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def _build(self, *, may_write: bool) -> None:
        self.view.setObjectName("timeline")
        self._narrow.setObjectName("narrow_timeline")
        self._turn.setObjectName("turn_timeline")
        head = layouts.row(
            self._title, layouts.STRETCH, self._narrow, self._turn, margins=(16, 0, 10, 0)
        )
        quick = layouts.row(self.quick, margins=(16, 12, 10, 6))
        parts = layouts.column(quick, head, (self.view, 1), (self._empty, 1), spacing=2)
        self.setLayout(parts)
        self._empty.hide()
        self._empty.button.setVisible(may_write)
        self.quick.setVisible(may_write)
        layouts.set_surface(self, "raised")

    def _bind_keys(self) -> None:
        bind(self.view, "F", "経過をしぼる", self._narrow.click, inside=True)
        bind(self.view, "O", "新しい順・古い順", self._turn.click, inside=True)
        note(self.view, "↑↓", "経過を選ぶ")
        note(self.view, "Enter", "記録へ移る")

    def _show_emptiness(self) -> None:
        is_empty = self._model.rowCount() == 0
        narrowed = self._model.narrowed_to != "all"
        self._empty.say("この絞り込みに合う記録はありません。" if narrowed else _BELONGS)
        self.view.setVisible(not is_empty)
        self._empty.setVisible(is_empty)

    def _on_narrow_clicked(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for key, words in ENTRIES.items():
            action = QAction(words, menu, checkable=True, checked=key == self._model.narrowed_to)
            action.setObjectName(f"narrow_{key}")
            action.triggered.connect(lambda _on, key=key: self.narrow(key))
            group.addAction(action)
            menu.addAction(action)
        menu.popup(self._narrow.mapToGlobal(self._narrow.rect().bottomLeft()))

    def _on_turn_clicked(self) -> None:
        self._model.turn()
        self._turn.setText("古い順" if self._model.is_oldest_first else "新しい順")
        self.turned.emit()
