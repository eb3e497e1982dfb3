"""親族 and 社会資源とのつながり as the case's first tab lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.services.case_ties import TieRow
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_cards import tool
from soudan_desk.ui.pages.case_tables import ShortTable, TableRow
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import Label, SectionTitle


class TiesCard(QWidget):
    """A short table of lines to others; Enter opens one to edit."""

    add_wanted = Signal()
    opened = Signal(object)

    def __init__(
        self, name: str, title: str, headings: tuple[str, ...], none: str, add: str
    ) -> None:
        super().__init__()
        key = {"kinships": "Alt+Z", "ties": "Alt+J"}[name]
        self._add = tool(add, Icon.ADD, f"add_{name}", key)
        self._title = SectionTitle(title, self._add)
        self._none = Label(none, tone=Role.MUTED)
        self.table = ShortTable(title, headings, (150, 120, 110, 110))
        self.table.setObjectName(name)
        self.setLayout(layouts.column(self._title, self._none, self.table, spacing=6))
        self._add.clicked.connect(self.add_wanted)
        self.table.opened.connect(self._on_table_opened)
        bind_button(self, self._add)

    def show_rows(self, rows: Sequence[TieRow], *, may_add: bool) -> None:
        """Show the lines, or that there are none."""
        self._add.setVisible(may_add)
        self._title.set_count(len(rows) or None)
        self._none.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.show_rows([_row(each) for each in rows])

    def _on_table_opened(self, index: Any) -> None:
        self.opened.emit(self.table.what_at(index))


def kinships_card() -> TiesCard:
    """Return the card of the person's relatives."""
    headings = ("相手", "関係", "今の状態", "備考")
    return TiesCard("kinships", "親族", headings, "親族を足すと、ここに並びます。", "親族")


def ties_card() -> TiesCard:
    """Return the card of what the household is tied to."""
    headings = ("機関・資源", "強さ", "働きかけ", "備考")
    none = "関わっている機関や人を足すと、ここに並びます。"
    return TiesCard("ties", "社会資源とのつながり", headings, none, "つながり")


def _row(row: TieRow) -> TableRow:
    note = row.note.partition("\n")[0]
    cells = (Cell(row.who, bold=True), Cell(row.how), Cell(row.state), Cell(note, role=Role.MUTED))
    return TableRow(row.id, cells)
