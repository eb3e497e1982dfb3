"""墨消し: every section of the records asked for, and which of them the copy keeps back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.services.redaction import PartRow
from soudan_desk.ui import layouts
from soudan_desk.ui.export_question import ExportWish, Leaving, ask_leaving
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind, bind_button
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.inputs import Select
from soudan_desk.ui.widgets.labels import Label, Line
from soudan_desk.ui.widgets.painting import ChipLook
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.told import Told

_WIDTH, _HEIGHT = 980, 600
_WIDTHS, _LEAST = [240, 110, 380, 150], [120, 70, 120, 90]
_WORDS = "記録の見出しごとに、写しに出すか伏せるかを決めます。伏せた所は写しに入りません。"
_LEAVING = Leaving(
    what="個人情報の写し",
    title="個人情報の写し",
    before="伏せた所は入りません。",
    example="例: 本人からの開示の請求",
)


@dataclass(frozen=True, slots=True)
class RedactionActs:
    """The verbs of the dialog; `keep_back` without a ground tells a section again."""

    parts: Callable[[], Sequence[PartRow]]
    keep_back: Callable[[PartRow, str | None], Any]
    grounds: Sequence[tuple[str, str]]
    write_table: Callable[[ExportWish], str]
    """Writes the copy as an Excel file and returns its serial."""


class RedactionDialog(QDialog):
    """One row for each section; Space keeps it back on the ground chosen below, or tells it."""

    def __init__(self, parent: QWidget | None, acts: RedactionActs) -> None:
        super().__init__(parent)
        self._acts = acts
        self._labels = dict(acts.grounds)
        self._model = PlainModel(("記録", "見出し", "内容", "写しでは"))
        self.table = TableView(name="記録の見出し")
        self.ground = Select(acts.grounds, blank=None, name="伏せる理由")
        self._count = Label("", Type.LABEL, Role.MUTED)
        self._told = Told()
        self._turn = Button("伏せる・出す", icon=Icon.HIDE, key="Space")
        self._excel = Button("Excelの写し", icon=Icon.EXCEL, key="Ctrl+E")
        self._close = Button("閉じる", kind=ButtonKind.FILLED, key="Esc")
        self.ground.set_value(acts.grounds[0][0])
        self._build()
        self._connect()
        self._show()
        self.table.choose_row(0)

    def _build(self) -> None:
        self.setObjectName("redaction")
        self.setWindowTitle("伏せる所を選ぶ")
        self.table.setObjectName("parts")
        self.ground.setObjectName("ground")
        self._turn.setObjectName("turn_part")
        self._excel.setObjectName("write_copy")
        self.table.setModel(self._model)
        self.table.set_widths(_WIDTHS, least=_LEAST)
        head = layouts.row(Label("伏せる所を選ぶ", Type.HEADING, bold=True), layouts.STRETCH)
        explained = layouts.row(Label(_WORDS, Type.LABEL, Role.MUTED), layouts.STRETCH, self._count)
        upper = layouts.column(
            head, explained, self._told, (self.table, 1), spacing=10, margins=(24, 20, 24, 10)
        )
        layouts.fix_size(self.ground, width=200)
        foot = layouts.row(
            Label("理由", Type.LABEL, Role.MUTED),
            self.ground,
            self._turn,
            layouts.STRETCH,
            self._excel,
            self._close,
            margins=(24, 10, 24, 10),
        )
        self.setLayout(layouts.column((upper, 1), Line(), foot, spacing=0))
        self.resize(theme.px(_WIDTH), theme.px(_HEIGHT))
        bind_button(self, self._turn)
        bind_button(self, self._excel)
        bind(self, "Esc", "閉じる", self.accept)

    def _connect(self) -> None:
        self._turn.clicked.connect(self._on_turn_clicked)
        self._excel.clicked.connect(self._on_excel_clicked)
        self._close.clicked.connect(self.accept)
        self.table.opened.connect(lambda _index: self._on_turn_clicked())

    def _show(self) -> None:
        parts = self._acts.parts()
        self._model.show_rows([self._row(part) for part in parts])
        kept_back = sum(part.ground is not None for part in parts)
        self._count.setText(f"{len(parts)}か所のうち{kept_back}か所を伏せます")

    def _row(self, part: PartRow) -> PlainRow:
        kept_back = part.ground is not None
        ink = Role.MUTED if kept_back else Role.TEXT
        chip = (
            ChipLook(self._labels.get(part.ground or "", ""), Role.WARNING, Icon.HIDE)
            if kept_back
            else ChipLook("出す", Role.OK, Icon.CHECK)
        )
        cells = (
            Cell(part.title, bold=True),
            Cell(part.section),
            Cell(part.words, role=ink),
            Cell(chips=(chip,)),
        )
        return PlainRow(part, cells, tip=part.words)

    def _on_turn_clicked(self) -> None:
        at = self.table.current_row()
        part: PartRow | None = self._model.key_at(self.table.currentIndex())
        if part is None:
            return
        ground = self.ground.value() if part.ground is None else None
        try:
            self._acts.keep_back(part, ground)
        except SoudanError as error:
            self._told.tell(Role.DANGER, str(error))
            return
        self._told.hide()
        self._show()
        self.table.choose_row(at)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_excel_clicked(self) -> None:
        wish = ask_leaving(self, _LEAVING)
        if wish is None:
            return
        try:
            serial = self._acts.write_table(wish)
        except SoudanError as error:
            problems = error.problems if isinstance(error, InvalidEntriesError) else {}
            self._told.tell(Role.DANGER, "　".join(problems.values()) or str(error))
            return
        self._told.tell(Role.OK, f"「{wish.target.name}」に書きました。通し番号 {serial}")
