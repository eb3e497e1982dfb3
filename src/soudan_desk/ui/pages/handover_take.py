"""引き継ぎを受ける: the cases one is asked to take over, each or all taken or given back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal

from soudan_desk.errors import SoudanError
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.services.transfer_lists import TransferRow
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import ask_text, insist
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow, show_anew
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.told import Told

_HEADINGS = ("ケース", "氏名", "もとの主担当", "引き継ぐ日", "理由")
_WIDTHS = (110, 150, 130, 100, 320)
_NOTE = (
    "受け取ると、主担当が替わり、やること・これからの予定・約束・返事待ち・供覧の順番も移ります。"
    "引き継ぐ日より前には受け取れません。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeActs:
    """The verbs over what one is asked."""

    fetch: Callable[[], Sequence[TransferRow]]
    accept: Callable[[Sequence[UUID]], int]
    give_back: Callable[[Sequence[UUID], str], int]


class TakePane(SettingsPane):
    """A table, and below it what one can answer."""

    go = Signal(object)  # Place

    def __init__(self, acts: TakeActs) -> None:
        super().__init__()
        self._acts = acts
        self._rows: dict[UUID, TransferRow] = {}
        self._model = PlainModel(_HEADINGS)
        self.table = TableView(name="引き継ぎの頼み")
        self.told = Told()
        self._nothing = DocumentLabel("いま頼まれているケースはありません。", tone=Role.MUTED)
        self._take = Button("受け取る", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+Enter")
        self._all = Button("すべて受け取る", key="Alt+A")
        self._return = Button("返す", kind=ButtonKind.QUIET, tone=Role.DANGER, key="Alt+R")
        self._build()
        self._connect()
        self._show()

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the list anew."""
        if kinds & {"case_transfer", "case", "case_worker", "conflict_block"}:
            self._show()

    def take_focus(self) -> None:
        """Stand in the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        for widget, name in (
            (self.table, "transfers_to_me"),
            (self._take, "accept_transfer"),
            (self._all, "accept_all_transfers"),
            (self._return, "return_transfer"),
        ):
            widget.setObjectName(name)
        self.table.setModel(self._model)
        self.table.set_widths(_WIDTHS)
        box = layouts.column((self.table, 1), spacing=0, margins=(1, 1, 1, 1))
        note = DocumentLabel(_NOTE, Type.SMALL, Role.MUTED)
        parts = (self.told, self._nothing, (layouts.panel(box, "well"), 1), note)
        inside = layouts.column(*parts, spacing=10, margins=(24, 14, 24, 14))
        foot = ActionBar(self._take, self._all, far=[self._return])
        self.setLayout(layouts.column((inside, 1), foot, spacing=0))

    def _connect(self) -> None:
        self.table.opened.connect(self._on_opened)
        self._take.clicked.connect(lambda: self._accept(self._current()))
        self._all.clicked.connect(lambda: self._accept(list(self._rows)))
        self._return.clicked.connect(self._on_return_clicked)
        for button in (self._take, self._all, self._return):
            bind_button(self, button)

    def _show(self) -> None:
        rows = self._acts.fetch()
        self._rows = {row.id: row for row in rows}
        show_anew(self.table, self._model, [PlainRow(row.id, _cells(row)) for row in rows])
        self._nothing.setVisible(not rows)
        for button in (self._take, self._all, self._return):
            button.setEnabled(bool(rows))

    def _current(self) -> list[UUID]:
        key = self._model.key_at(self.table.currentIndex())
        return [] if key is None else [key]

    def _accept(self, ids: list[UUID]) -> None:
        if ids:
            words = f"{self._named(ids)}を受け取りました。あなたが主担当です。"
            self._try(lambda: self._acts.accept(ids), words)

    def _on_return_clicked(self) -> None:
        ids = self._current()
        if not ids:
            return
        sentence = f"{self._named(ids)}を返します。わけは、頼んだ人に伝わります。"
        reason = ask_text(self, "返すわけ", sentence, act="返す")
        if reason is not None:
            words = f"{self._named(ids)}を返しました。"
            self._try(lambda: self._acts.give_back(ids, reason), words)

    def _named(self, ids: list[UUID]) -> str:
        return self._rows[ids[0]].case_no if len(ids) == 1 else f"{len(ids)}件"

    def _try(self, act: Callable[[], object], words: str) -> None:
        try:
            insist(self, act)
        except SoudanError as error:
            self.told.tell(Role.DANGER, str(error))
        else:
            self.told.tell(Role.OK, words)
        self._show()

    def _on_opened(self, index: QModelIndex) -> None:
        row = self._rows.get(self._model.key_at(index))
        if row is not None:
            self.go.emit(Place("case", {"id": row.case_id}))


def _cells(row: TransferRow) -> tuple[Cell, ...]:
    stays = "もとの主担当は副担当として残ります" if row.keeps_previous else ""
    return (
        Cell(row.case_no, figures=True),
        Cell(row.person, bold=True, icon=Icon.LOCKED if row.restriction_level else None),
        Cell(row.before or "なし"),
        Cell(wareki_short(row.transfer_on), figures=True),
        Cell(row.reason, stays),
    )
