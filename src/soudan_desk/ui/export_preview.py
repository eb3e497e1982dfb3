"""What a table will hold, before it leaves: its columns, with the first records as they will be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.tables.cells import Value, text_of
from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow
from soudan_desk.ui.widgets.table import TableView

SHOWN: Final = 2
"""How many records are shown."""
_HEIGHT, _LEAST, _AROUND = 168, 64, 520
"""Its height, px at 100 %; the least it is shown with; what stands around it."""
_WIDTHS: Final = (120, 148, 148)
_NOBODY: Final = "この渡し方では、はじめの{count}件に出るものがありません。"


@dataclass(frozen=True, slots=True)
class Leavings:
    """The columns of a table, and its lines as they would leave: to whom, and whether nameless."""

    headings: Sequence[str]
    lines: Callable[[str, bool], Sequence[Sequence[Value]]]
    has_names: bool = False


class ExportPreview(QWidget):
    """The columns below one another, as the question is narrow; one record beside the other."""

    def __init__(self, leavings: Leavings) -> None:
        super().__init__()
        self._leavings = leavings
        self._model = PlainModel(("項目", "1件目", "2件目"))
        self.table = TableView(name="書き出すものの見本")
        self.table.setObjectName("export_preview")
        self.table.setModel(self._model)
        self.table.set_widths(_WIDTHS)
        room = round(self.screen().availableGeometry().height() / theme.zoom * 100) - _AROUND
        layouts.fix_size(self.table, height=min(_HEIGHT, max(room, _LEAST)))
        self._words = Label("", Type.LABEL, Role.MUTED)
        inside = layouts.column(self.table, spacing=0, margins=(1, 1, 1, 1))
        self.setLayout(layouts.column(self._words, layouts.panel(inside, "well"), spacing=4))
        if room < _LEAST:
            self.hide()  # the answers must stay on the screen

    def show_for(self, recipient: str, *, nameless: bool) -> None:
        """Show what would leave to somebody, or stay in the office."""
        try:
            lines = self._leavings.lines(recipient, nameless)[:SHOWN]
        except SoudanError as error:
            self._words.setText(str(error))
            self._model.show_rows(())
            return
        count = len(self._leavings.headings)
        said = f"出るもの（{count}列。はじめの{len(lines)}件）"
        self._words.setText(said if lines else _NOBODY.format(count=SHOWN))
        self._model.show_rows([self._row(at, lines) for at in range(count)])

    def _row(self, at: int, lines: Sequence[Sequence[Value]]) -> PlainRow:
        told = [text_of(line[at]) for line in lines]
        cells = [Cell(each) for each in (*told, *[""] * (SHOWN - len(told)))]
        heading = self._leavings.headings[at]
        return PlainRow(at, (Cell(heading, role=Role.MUTED), *cells))
