"""A tab with a case's records of some kinds: the list at the left, one of them at the right."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from soudan_desk.centres.shelf import Shelf
from soudan_desk.services.case_people import RecordRow
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_acts import CaseActs, Loaded
from soudan_desk.ui.pages.case_looks import RECORD_CHIPS
from soudan_desk.ui.pages.case_record import RecordPane
from soudan_desk.ui.pages.case_tables import CellsModel, TableRow
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import SectionTitle
from soudan_desk.ui.widgets.table import TableView

_WIDTH, _SHARE = 430, 0.42
"""How wide the list is, and which part of the width it has at most."""


class ShelfPane(QWidget):
    """Records of some kinds; a new one is begun by the button, with the kinds as its menu."""

    said = Signal(str)
    wanted = Signal(object)

    def __init__(self, acts: CaseActs, shelf: Shelf) -> None:
        super().__init__()
        self.setObjectName(f"shelf_{shelf.key}")
        self._acts, self._shelf = acts, shelf
        self._loaded: Loaded | None = None
        self._add = _add_button(shelf)
        self._title = SectionTitle(shelf.label, self._add)
        self._model = CellsModel(("記録", "状態"), self)
        self.table = TableView(name=shelf.label)
        self.pane = RecordPane(
            acts.records,
            case_id=acts.case_id,
            centre=acts.centre,
            empty=f"{shelf.label}の記録はまだありません。「{self._add.text()}」で始めてください。",
        )
        self._build()
        self._connect()

    # what the page asks

    def show_loaded(self, loaded: Loaded) -> None:
        """Show the case's records; one that is being written stays."""
        self._loaded = loaded
        rows = [row for kind in self._shelf.kinds for row in loaded.own.get(kind, [])]
        self._title.set_count(len(rows) or None)
        here = self._shown_id()
        self._model.show_rows([TableRow((row.kind, row.id), self._cells(row)) for row in rows])
        if self.pane.editing is not None:
            return
        at = next((at for at, row in enumerate(rows) if row.id == here), 0)
        if rows:
            self.table.choose_row(at)
            self.pane.keep_showing(rows[at].kind, rows[at].id)
        else:
            self._go_on_with_begun()

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.pane.keep_now()

    def take_focus(self) -> None:
        """Stand in the form if one is open, else in the list, else on the button."""
        if self.pane.editing is not None:
            self.pane.take_focus()
        elif self._model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._add.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self, kind: str, more: Mapping[str, Any] | None = None) -> None:
        """Begin a record of a kind, with what is known already."""
        self.pane.start_new(kind, {**self._known(kind), **(more or {})}, self._form(kind))
        self.pane.take_focus()

    def show_record(self, kind: str, record_id: UUID) -> None:
        """Show one of the records."""
        self.pane.show_record(kind, record_id)

    # building

    def _build(self) -> None:
        self._add.setObjectName(f"add_{self._shelf.key}")
        self._add.setVisible(self._acts.records.may_write)
        self.table.setObjectName(f"{self._shelf.key}_list")
        self.table.setModel(self._model)
        self.table.set_widths([300, 90])
        listed = layouts.column(self._title, (self.table, 1), spacing=10, margins=(16, 14, 12, 12))
        self._left = layouts.panel(listed, "surface", width=_WIDTH)
        self.setLayout(layouts.row(self._left, (self._right_side(), 1), spacing=0))
        layouts.set_surface(self, "raised")

    def _right_side(self) -> QWidget:
        return self.pane

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width where it is short."""
        super().resizeEvent(event)
        width = min(_WIDTH, round(self.width() * _SHARE * 100 / theme.zoom))
        layouts.fix_size(self._left, width=width)

    def _connect(self) -> None:
        self._add.clicked.connect(self._on_add_clicked)
        self.table.chosen.connect(self._on_row_chosen)
        self.table.opened.connect(lambda _index: self.pane.take_focus())
        self.pane.said.connect(self.said)
        self.pane.wanted.connect(self.wanted)
        self.pane.left.connect(self._on_pane_left)
        self.pane.saved.connect(lambda _saved: self.pane.take_focus())
        bind_button(self, self._add)

    def menu(self) -> QMenu:
        """Return the kinds one may begin."""
        menu = QMenu(self)
        for kind in self._shelf.kinds:
            action = menu.addAction(self._acts.records.label(kind))
            action.setObjectName(f"add_{kind}")
            action.triggered.connect(partial(self._on_kind_picked, kind))
        return menu

    # what is known when a record begins

    def _known(self, kind: str) -> dict[str, Any]:
        person = self._loaded.facts.person if self._loaded else None
        asked = {field.key for field in self._acts.records.fields(kind)}
        today, me = self._acts.today, self._acts.staff_id
        known: dict[str, Any] = {
            "person_id": person.id if person else None,
            **dict.fromkeys(("drafted_on", "held_on", "evaluated_on", "screened_on"), today),
            **dict.fromkeys(("first_created_on", "updated_on", "surveyed_on", "done_on"), today),
            **dict.fromkeys(("author_id", "staff_id", "evaluator_id"), me),
        }
        return {key: value for key, value in known.items() if key in asked and value}

    def _form(self, kind: str) -> str:
        return f"{kind}:new:{self._acts.case_id}"

    def _go_on_with_begun(self) -> None:
        for kind in self._shelf.kinds:
            if self._acts.records.kept(self._form(kind)) is not None:
                self.begin(kind)
                return
        self.pane.show_nothing()

    def _shown_id(self) -> UUID | None:
        shown = self.pane.shown
        return shown[1] if shown and shown[0] != "unsaved" else None

    def _cells(self, row: RecordRow) -> tuple[Cell, ...]:
        label = self._acts.records.label(row.kind)
        words = f"{label}　{row.title}" if len(self._shelf.kinds) > 1 else row.title
        chips = (RECORD_CHIPS[row.state],) if self._acts.records.is_evidence(row.kind) else ()
        return (Cell(words), Cell(chips=chips))

    # slots

    def _on_add_clicked(self) -> None:
        if self._shelf.begun_on:
            self.wanted.emit(Place(self._shelf.begun_on, {}))
        elif len(self._shelf.kinds) == 1:
            self.begin(self._shelf.kinds[0])
        else:
            menu = self.menu()
            menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))
            menu.setActiveAction(menu.actions()[0])

    def _on_kind_picked(self, kind: str, _checked: bool = False) -> None:
        self.begin(kind)

    def _on_row_chosen(self, index: Any) -> None:
        what = self._model.what_at(index)
        if what is not None and what != self.pane.shown:
            self.pane.show_record(*what)

    def _on_pane_left(self) -> None:
        if self._loaded is not None:
            self.show_loaded(self._loaded)
        self.take_focus()


def _add_button(shelf: Shelf) -> Button:
    if shelf.begun_on:
        return Button(f"{shelf.label}の画面へ", icon=Icon.OPEN, key="Alt+A")
    return Button("新しく書く", icon=Icon.ADD, key="Alt+A", opens_menu=len(shelf.kinds) > 1)
