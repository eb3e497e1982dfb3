"""つなぎ: the letters of a case, out and in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.services.timeline import Entry
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_acts import CaseActs, Loaded
from soudan_desk.ui.pages.case_looks import RECORD_CHIPS, dated
from soudan_desk.ui.pages.case_tables import CellsModel, TableRow
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import KeyHint, SectionTitle
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.table import TableView


class Referrals(QWidget):
    """The case's letters; Enter opens one on its page."""

    said = Signal(str)
    opened = Signal(object)
    """The letter's id."""
    new_wanted = Signal()

    def __init__(self, acts: CaseActs) -> None:
        super().__init__()
        self.setObjectName("case_referrals")
        self._acts = acts
        self._add = Button("つなぎを書く", icon=Icon.REFERRALS, key="Alt+L")
        self._add.setObjectName("write_referral")
        self._title = SectionTitle("つなぎ", self._add)
        self._model = CellsModel(
            ("日付", "方向", "相手・番号・お願いしたいこと", "担当", "状態"), self
        )
        self.table = TableView(name="つなぎ")
        self._empty = EmptyState(
            "ここに、ほかの機関へのつなぎと返事が並びます。",
            act="つなぎを書く",
            icon=Icon.REFERRALS,
        )
        self._build()
        self._add.clicked.connect(self.new_wanted)
        self._empty.acted.connect(self.new_wanted)
        self.table.opened.connect(self._on_table_opened)
        bind_button(self, self._add)

    def show_loaded(self, loaded: Loaded) -> None:
        """Show the case's letters."""
        letters = [each for each in loaded.entries if each.kind == "referral"]
        self._show(letters)

    def keep_now(self) -> None:
        """Nothing is typed here."""

    def take_focus(self) -> None:
        """Stand in the table."""
        target = self.table if self.table.isVisibleTo(self) else self._empty.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, letters: Sequence[Entry]) -> None:
        self._title.set_count(len(letters))
        self._model.show_rows([TableRow(each.id, self._cells(each)) for each in letters])
        self.table.setVisible(bool(letters))
        had_focus = self._empty.button.hasFocus()
        self._empty.setVisible(not letters)
        if letters:
            self.table.choose_row(0)
        if had_focus:
            self.take_focus()

    def _build(self) -> None:
        may_write = self._acts.records.may_write
        self._add.setVisible(may_write)
        self._empty.button.setVisible(may_write)
        self.table.setObjectName("referral_list")
        self.table.setModel(self._model)
        self.table.set_widths([110, 110, 480, 130, 100])
        hints = layouts.row(layouts.STRETCH, KeyHint("Enter", "開く"))
        parts = (self._title, (self.table, 1), (self._empty, 1), hints)
        self.setLayout(layouts.column(*parts, spacing=12, margins=(24, 18, 24, 12)))
        layouts.set_surface(self, "raised")

    def _cells(self, entry: Entry) -> tuple[Cell, ...]:
        found = self._acts.codes.find("referral.direction", entry.what)
        icon = Icon.SEND if entry.what == "out" else Icon.INBOX
        return (
            Cell(dated(entry.on, self._acts.today), figures=True),
            Cell(found.brief if found else "", icon=icon, role=Role.ACCENT),
            Cell(entry.line),
            Cell(entry.who),
            Cell(chips=(RECORD_CHIPS[entry.state],)),
        )

    def _on_table_opened(self, index: Any) -> None:
        self.opened.emit(self._model.what_at(index))
