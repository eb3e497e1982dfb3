"""引き継ぎ: a worker's sheet, cases that change hands, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.handover_sheet import HandoverSheet
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.handover_rows import ahead_rows, behind_rows, summary_of
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.settings import SettingsPage, SettingsPane
from soudan_desk.ui.pages.today_views import RowsView
from soudan_desk.ui.shortcuts import bind, bind_button
from soudan_desk.ui.shortcuts import note as note_key
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.inputs import Select
from soudan_desk.ui.widgets.labels import ElidedLabel, Label, Line, SectionTitle
from soudan_desk.ui.widgets.told import Told

_WATCHED = {
    "appointment", "case", "case_worker", "consultation", "deputy", "handover_note", "person",
    "receipt", "referral", "task",
}  # fmt: skip


class HandoverPage(SettingsPage):
    """The tabs of 引き継ぎ."""

    name = "handover"
    title = "引き継ぎと代理"

    def take_focus(self) -> None:
        """Stand in what is shown."""
        self.pane().take_focus()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetActs:
    """The verbs of the sheets; `method` turns a centre and a code of its methods into words."""

    workers: list[tuple[UUID, str]]
    load: Callable[[UUID], HandoverSheet]
    run: Callable[..., object]
    print_sheet: Callable[[QWidget, HandoverSheet], None]
    place_of: Callable[[Any], Place | None]
    method: Callable[[str, str], str]
    kind: Callable[[str], str]


class SheetPane(SettingsPane):
    """One worker's sheet: left what comes, right what to mind and what has happened."""

    go = Signal(object)

    def __init__(self, acts: SheetActs, whose: UUID | None = None) -> None:
        super().__init__()
        self._acts = acts
        self._sheet: HandoverSheet | None = None
        self.whose = Select(
            [(str(key), name) for key, name in acts.workers], blank=None, name="だれの申し送り票か"
        )
        self._print = Button("印刷", icon=Icon.PRINT, key="Ctrl+P")
        self._summary = ElidedLabel("", Type.LABEL, Role.MUTED)
        self._told = Told()
        self.ahead = RowsView("これからのこと", "")
        self.behind = RowsView("気をつけること、あったこと", "")
        self._build()
        self._connect()
        first = acts.workers[0][0]
        self.whose.set_value(str(whose if whose in dict(acts.workers) else first))
        self._fetch()

    def reload(self, kinds: frozenset[str]) -> None:
        """Read the sheet anew."""
        if kinds & _WATCHED:
            self._fetch()

    def take_focus(self) -> None:
        """Stand in what comes."""
        self.ahead.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self._print.setObjectName("print_handover_sheet")
        self.whose.setObjectName("whose_sheet")
        self.ahead.setObjectName("sheet_ahead")
        self.behind.setObjectName("sheet_behind")
        head = layouts.row(Label("だれの"), self.whose, (self._summary, 1), self._print, spacing=10)
        left = layouts.column(SectionTitle("これからのこと"), Line(), (self.ahead, 1), spacing=6)
        right = layouts.column(
            SectionTitle("気をつけること・あったこと"), Line(), (self.behind, 1), spacing=6
        )
        sides = layouts.row((left, 1), (right, 1), spacing=32)
        parts = (head, self._told, (sides, 1))
        self.setLayout(layouts.column(*parts, spacing=14, margins=(24, 14, 24, 12)))
        layouts.set_surface(self, "surface")

    def _connect(self) -> None:
        self.whose.picked.connect(lambda _code: self._fetch())
        self._print.clicked.connect(self._on_print_clicked)
        for rows in (self.ahead, self.behind):
            rows.acted.connect(self._on_row_acted)
            note_key(rows, "Enter", "開く")
        bind_button(self, self._print)
        bind(self, "Alt+1", "これからのことへ", self.ahead.setFocus)
        bind(self, "Alt+2", "気をつけることへ", self.behind.setFocus)
        bind(self, "Alt+W", "だれの票かを選ぶ", self.whose.setFocus)

    def _fetch(self) -> None:
        whose = UUID(self.whose.value())
        self._acts.run(partial(self._acts.load, whose), self._show, self._on_refused)

    def _show(self, sheet: HandoverSheet) -> None:
        if str(sheet.staff_id) != self.whose.value():
            return  # another one has been chosen meanwhile
        self._told.hide()
        self._sheet = sheet
        self._summary.setText(summary_of(sheet))
        self.ahead.show_rows(ahead_rows(sheet, self._acts.kind))
        self.behind.show_rows(behind_rows(sheet, self._acts.method))

    def _on_refused(self, error: SoudanError) -> None:
        self._told.tell(Role.DANGER, str(error))

    def _on_print_clicked(self) -> None:
        if self._sheet is not None:
            self._acts.print_sheet(self, self._sheet)

    def _on_row_acted(self, row: Any) -> None:
        place = self._acts.place_of(row.what)
        if place is not None:
            self.go.emit(place)
