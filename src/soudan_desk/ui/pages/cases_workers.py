"""担当ごと: of each worker's cases, how many want looking at; every number opens them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from soudan_desk.services.supervision import Measure, Supervision, WorkerLoad
from soudan_desk.services.supervision_words import COLUMNS, HEADINGS, WORDS, name_of, remark_of
from soudan_desk.ui import layouts
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import ElidedLabel, KeyHint
from soudan_desk.ui.widgets.number_table import NumberTable
from soudan_desk.ui.widgets.plain_table import Index, PlainModel, PlainRow

_MEASURES = tuple(COLUMNS)
_LEFT = "利用停止"
_GRAVE = {
    Measure.IDLE_60: Role.WARNING,
    Measure.IDLE_90: Role.DANGER,
    Measure.OVERDUE: Role.DANGER,
}
_NAME_WIDTH, _NAME_LEAST = 190, 120
_LEAST, _LETTER, _EASE = 66, 13, 12
_SCROLL_BAR = 16


@dataclass(frozen=True, slots=True)
class Opened:
    """A number that was opened: which one, and of whom."""

    measure: Measure
    load: WorkerLoad
    is_unassigned: bool


class _Model(PlainModel):
    """Speaks a number together with what it counts and whose it is."""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Tell in a tooltip what a column counts."""
        if role == Qt.ItemDataRole.ToolTipRole and section:
            return WORDS[_MEASURES[section - 1]]
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a cell, or all of what it means."""
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column():
            name = super().data(self.index(index.row(), 0))
            words = WORDS[_MEASURES[index.column() - 1]]
            return f"{name}　{words}　{super().data(index)}件"
        return super().data(index, role)


class WorkersTable(QWidget):
    """The table, its sums as last row, and what it leaves out below."""

    opened = Signal(object)
    """An `Opened`."""

    def __init__(self) -> None:
        super().__init__()
        self.table = NumberTable(name="担当ごと")
        self.model = _Model(HEADINGS, self)
        self._note = ElidedLabel("", Type.SMALL, Role.MUTED)
        self._shown: Supervision | None = None
        self._foot = layouts.panel(self._foot_layout())
        self._build()
        self.table.opened.connect(self._on_table_opened)

    def show_supervision(self, shown: Supervision) -> None:
        """Show these numbers; the same cell stays current."""
        here = self.table.currentIndex()
        at = (max(here.row(), 0), max(here.column(), 1))
        self._shown = shown
        self.model.show_rows([_row(shown, load) for load in shown.rows])
        self._note.setText(remark_of(shown))
        self.table.choose_cell(min(at[0], self.model.rowCount() - 1), at[1])

    def set_tight(self, *, tight: bool) -> None:
        """Leave the room of the foot to the rows."""
        self._foot.setVisible(not tight)

    def take_focus(self) -> None:
        """Stand in the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shown(self) -> Supervision | None:
        """Return what is shown."""
        return self._shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width: names take what the numbers leave."""
        super().resizeEvent(event)
        least = [_LEAST + max(len(words) - 4, 0) * _LETTER for words in COLUMNS.values()]
        widths = [width + _EASE for width in least]
        room = round(self.width() * 100 / theme.zoom) - _SCROLL_BAR - sum(widths)
        name = max(_NAME_WIDTH, min(room, 2 * _NAME_WIDTH))
        self.table.set_widths([name, *widths], least=[_NAME_LEAST, *least])

    # private

    def _build(self) -> None:
        self.table.setObjectName("worker_table")
        self._note.setObjectName("worker_note")
        inside = layouts.column((self.table, 1), self._foot, spacing=0, margins=(1, 1, 1, 1))
        self.setLayout(layouts.column((layouts.panel(inside, "well"), 1), spacing=0))
        self.table.setModel(self.model)

    def _foot_layout(self) -> QHBoxLayout:
        hints = [KeyHint("←↑↓→", "選ぶ"), KeyHint("Enter", "ケースを開く")]
        return layouts.row((self._note, 1), *hints, spacing=12, margins=(12, 8, 12, 8))

    def _on_table_opened(self, index: QModelIndex) -> None:
        shown = self._shown
        if shown is None:
            return
        load = shown.rows[index.row()]
        measure = _MEASURES[max(index.column() - 1, 0)]
        self.opened.emit(Opened(measure, load, load is shown.unassigned))


def _row(shown: Supervision, load: WorkerLoad) -> PlainRow:
    is_sum = load is shown.totals
    left = "" if load.is_active else _LEFT
    name = Cell(name_of(shown, load), left, bold=is_sum or load.staff_id is not None)
    return PlainRow(load, (name, *(_number(load, each, is_sum) for each in COLUMNS)))


def _number(load: WorkerLoad, measure: Measure, is_sum: bool) -> Cell:
    count = load[measure]
    if not count:
        return Cell("0", role=Role.MUTED, figures=True, right=True)
    role = _GRAVE.get(measure, Role.TEXT)
    is_bold = is_sum or measure in _GRAVE
    return Cell(f"{count:,}", role=role, bold=is_bold, figures=True, right=True)
