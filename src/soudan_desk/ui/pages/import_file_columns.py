"""Which question each column of the ledger answers, to be corrected by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from soudan_desk.desk.import_columns import Column
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.inputs import Select
from soudan_desk.ui.widgets.labels import ElidedLabel, IconLabel, Label, Line

_UNUSED = "(取り込まない)"
_TOP = 3


class ColumnsPane(QScrollArea):
    """One line for each column: where it stands, its heading, an example, the question."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("columns")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._selects: dict[str, Select] = {}
        self._found: dict[str, str] = {}

    def show_columns(
        self,
        columns: Sequence[Column],
        samples: dict[int, str],
        targets: Sequence[tuple[str, str]],
    ) -> None:
        """Show what was found; choices a worker made stay made."""
        kept = self.mapping()
        self._selects, self._found = {}, {}
        grid = QGridLayout()
        layouts.set_space(grid, 16, (2, 4, 12, 12), rows=4)
        for place, title in enumerate(("列", "見出し", "例", "", "入れる項目")):
            grid.addWidget(Label(title, Type.SMALL, Role.MUTED), 0, place)
        grid.addWidget(Line(), 1, 0, 1, 5)
        for line, column in enumerate((c for c in columns if not c.is_help), start=_TOP):
            self._add(grid, line, column, samples.get(column.index, ""), targets, kept)
        for place, stretch in ((1, 3), (2, 5), (4, 4)):
            grid.setColumnStretch(place, stretch)
        grid.setRowStretch(grid.rowCount(), 1)
        whole = QWidget()
        whole.setLayout(grid)
        layouts.set_surface(whole, "surface")
        self.setWidget(whole)

    def mapping(self) -> dict[str, str]:
        """Return what the worker decided differently, by column letters."""
        return {
            letters: value
            for letters, select in self._selects.items()
            if (value := select.value() or "") != self._found[letters]
        }

    def _add(
        self,
        grid: QGridLayout,
        line: int,
        column: Column,
        sample: str,
        targets: Sequence[tuple[str, str]],
        kept: dict[str, str],
    ) -> None:
        letters, is_used = column.letters, column.field is not None
        select = Select(targets, blank=_UNUSED, name=f"{column.heading} の項目")
        select.setObjectName(f"column_{letters}")
        select.set_value(column.field)
        select.picked.connect(lambda _code: self.changed.emit())
        self._selects[letters] = select
        self._found[letters] = "" if letters in kept else column.field or ""
        if letters in kept:
            self._found[letters] = _OTHER
        icon = IconLabel(
            Icon.CHECK if is_used else Icon.EXCLUDED, Role.OK if is_used else Role.MUTED
        )
        grid.addWidget(Label(letters, Type.BODY, Role.MUTED, figures=True), line, 0)
        grid.addWidget(ElidedLabel(column.heading, bold=is_used), line, 1)
        grid.addWidget(ElidedLabel(sample, Type.BODY, Role.MUTED), line, 2)
        grid.addWidget(icon, line, 3)
        grid.addWidget(select, line, 4)


_OTHER = "\0"
"""Found before a worker decided: whatever stands there now was decided."""
