"""書類: files kept with the case, and what was given out of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.services.attachments import PaperRow
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_acts import CaseActs, Loaded
from soudan_desk.ui.pages.case_looks import dated
from soudan_desk.ui.pages.case_tables import CellsModel, TableRow
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import KeyHint, SectionTitle
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.table import TableView

_KINDS = {
    "attachment": ("添付", Icon.ATTACH, Role.MUTED),
    "disclosure": ("提供", Icon.SEND, Role.ACCENT),
}


class Papers(QWidget):
    """One table of both, newest first; Enter shows a file, or what was written of a paper."""

    said = Signal(str)
    opened = Signal(str, object)
    wanted = Signal(object)  # Place

    def __init__(self, acts: CaseActs) -> None:
        super().__init__()
        self.setObjectName("papers")
        self._acts = acts
        self._add = Button("ファイルを添える", icon=Icon.ATTACH, key="Ctrl+T")
        self._add.setObjectName("attach_file")
        self._register = Button("提供記録簿", icon=Icon.SEND, kind=ButtonKind.QUIET)
        self._register.setObjectName("case_register")
        self._case_no = ""
        self._title = SectionTitle("書類", self._register, self._add)
        self._model = CellsModel(
            ("日付", "種類", "名前", "内容・相手", "大きさ", "職員"), self, right={4}
        )
        self.table = TableView(name="書類")
        self._empty = EmptyState(
            "ここに、受け取った書類の写しと、渡した書類の控えが並びます。",
            act="ファイルを添える",
            icon=Icon.ATTACH,
        )
        self._build()
        self._add.clicked.connect(self._on_add_clicked)
        self._register.clicked.connect(self._on_register_clicked)
        self._empty.acted.connect(self._on_add_clicked)
        self.table.opened.connect(self._on_table_opened)
        bind_button(self, self._add)

    def show_loaded(self, loaded: Loaded) -> None:
        """Show the case's papers."""
        papers, self._case_no = loaded.papers, loaded.facts.case_no
        self._title.set_count(len(papers))
        self._model.show_rows([TableRow(row, self._cells(row)) for row in papers])
        self.table.setVisible(bool(papers))
        had_focus = self._empty.button.hasFocus()
        self._empty.setVisible(not papers)
        if papers:
            self.table.choose_row(0)
        if had_focus:
            self.take_focus()

    def keep_now(self) -> None:
        """Nothing is typed here."""

    def take_focus(self) -> None:
        """Stand in the table."""
        target = self.table if self.table.isVisibleTo(self) else self._empty.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        may_write = self._acts.records.may_write
        self._add.setVisible(may_write)
        self._empty.button.setVisible(may_write)
        self.table.setObjectName("paper_list")
        self.table.setModel(self._model)
        self.table.set_widths([110, 80, 260, 320, 90, 120])
        hints = layouts.row(layouts.STRETCH, KeyHint("Enter", "開く"))
        parts = (self._title, (self.table, 1), (self._empty, 1), hints)
        self.setLayout(layouts.column(*parts, spacing=12, margins=(24, 18, 24, 12)))
        layouts.set_surface(self, "raised")

    def _cells(self, row: PaperRow) -> tuple[Cell, ...]:
        words, icon, role = _KINDS[row.kind]
        return (
            Cell(dated(row.on, self._acts.today), figures=True),
            Cell(words, icon=icon, role=role),
            Cell(row.title, bold=True),
            Cell(row.detail, role=Role.MUTED),
            Cell(_size(row.size_bytes), figures=True, right=True),
            Cell(row.by),
        )

    def _on_add_clicked(self) -> None:
        if self._acts.choose_file() is not None:
            self.said.emit("ファイルを添えました。")

    def _on_register_clicked(self) -> None:
        self.wanted.emit(Place("disclosures", {"case_no": self._case_no}))

    def _on_table_opened(self, index: Any) -> None:
        row: PaperRow = self._model.what_at(index)
        if row.kind == "attachment":
            self._acts.open_file(row.id)
        else:
            self.opened.emit(row.kind, row.id)


def _size(size: int | None) -> str:
    if size is None:
        return ""
    return f"{max(1, round(size / 1024)):,} KB" if size < 1024**2 else f"{size / 1024**2:.1f} MB"
