"""The records behind a figure, at the side of the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.japanese.eras import wareki_short
from soudan_desk.services.figure_cells import Behind, BehindRow
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import SectionTitle
from soudan_desk.ui.widgets.notices import Notice
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow
from soudan_desk.ui.widgets.table import TableView

_WIDTH, _ANY_WIDTH = 384, 16_777_215
_MOST = "多いため、はじめの{:,}件だけを並べています。"
_NONE = "開ける記録はありません。"


class BehindPane(QWidget):
    """A list one opens records from; Esc leaves it."""

    opened = Signal(object)  # BehindRow
    left = Signal()
    turned = Signal()
    """It came or went."""

    def __init__(self) -> None:
        super().__init__()
        self._title = SectionTitle("この欄の記録", self._close_button())
        self._about = DocumentLabel("", Type.LABEL, Role.MUTED, line_height=1.4)
        self._others = Notice(Role.INFO, Icon.LOCK, "", bold=False)
        self._model = PlainModel(["記録"], self)
        self.table = TableView(name="この欄の記録")
        self.table.setModel(self._model)
        self._build()
        self.table.opened.connect(self._on_table_opened)
        bind(self, "Esc", "記録の一覧を閉じる", self.left.emit, inside=True)
        self.hide()

    def show_behind(self, words: str, behind: Behind, total: int) -> None:
        """Show the records of a cell and stand in the list."""
        rows = behind.rows
        self._title.set_count(total)
        hint = _NONE if not rows else ""
        if 0 < len(rows) < total and not behind.has_others:
            hint = _MOST.format(len(rows))
        self._about.set_text("\n".join(filter(None, (words, hint))))
        self._others.say(behind.note)
        self._show_rows(rows)
        self.show()
        self._others.setVisible(behind.has_others)
        self.table.setVisible(bool(rows))
        if rows:
            self.table.choose_row(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rows(self, rows: Sequence[BehindRow]) -> None:
        """Show a day and a person beside each record where the kind has them."""
        has_day = any(row.on for row in rows)
        has_who = any(row.person or row.case_no for row in rows)
        wanted = ((has_day, "日", 72), (True, "記録", 158), (has_who, "だれ", 110))
        columns = [at for at, (is_wanted, _, _) in enumerate(wanted) if is_wanted]
        self._model.deleteLater()
        self._model = PlainModel([wanted[at][1] for at in columns], self)
        self.table.setModel(self._model)
        self.table.set_widths([wanted[at][2] for at in columns])
        self._model.show_rows([_row(row, columns) for row in rows])

    def _build(self) -> None:
        inside = layouts.column(
            self._title,
            self._about,
            self._others,
            (self.table, 1),
            (QWidget(), 0),
            spacing=10,
            margins=(16, 12, 16, 12),
        )
        self.setLayout(inside)
        layouts.set_surface(self, "raised")
        self.set_wide(wide=False)

    def set_wide(self, *, wide: bool) -> None:
        """Take all the room there is, or a column of one width."""
        self.setMinimumWidth(1 if wide else theme.px(_WIDTH))
        self.setMaximumWidth(_ANY_WIDTH if wide else theme.px(_WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        """Tell the page, which may have to make room."""
        super().showEvent(event)
        self.turned.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the room back."""
        super().hideEvent(event)
        self.turned.emit()

    def _close_button(self) -> Button:
        button = Button(
            kind=ButtonKind.QUIET, icon=Icon.CLOSE, name="記録の一覧を閉じる", height=28
        )
        button.setObjectName("close_behind")
        button.clicked.connect(self.left)
        return button

    def _on_table_opened(self, index: QModelIndex) -> None:
        row = self._model.key_at(index)
        if isinstance(row, BehindRow):
            self.opened.emit(row)


def _row(row: BehindRow, columns: Sequence[int]) -> PlainRow:
    day = wareki_short(row.on) if row.on else ""
    who = row.person or row.case_no
    tip = "　".join(filter(None, (day, row.title, row.person, row.case_no)))
    cells = (Cell(day, figures=True), Cell(row.title), Cell(who))
    return PlainRow(row, tuple(cells[at] for at in columns), tip=tip)
