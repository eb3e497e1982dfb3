"""保存と廃棄: what runs out (closed cases, consultations without one), what holds it, what went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.fields import Field, Kind
from soudan_desk.services.erasure import DisposalRow
from soudan_desk.services.retention import Candidate
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import ask_text
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.figures_head import ShortDate
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow, show_anew
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.tabs import Tab, Tabs
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.wrapping import WrapRow

DUE, GONE = "due", "gone"
_DUE_HEADINGS = (
    *("ケース・相談", "業務", "終結日・相談日", "保存期間の終わり", "根拠"),
    "廃棄しない理由",
)
_DUE_WIDTHS, _DUE_LEAST = [210, 150, 100, 130, 210, 220], [130, 80, 90, 100, 90, 120]
_GONE_HEADINGS = (
    "番号",
    "終結日・相談日",
    "記録・添付",
    "廃棄した日時",
    "廃棄・確認した職員",
    "根拠",
)
_GONE_WIDTHS, _GONE_LEAST = [120, 100, 130, 150, 220, 260], [104, 90, 90, 130, 120, 120]
_NOTHING_DUE = "この日までに保存期間の終わる終結ケースや相談はありません。"
_NOTHING_GONE = (
    "ここに、廃棄したケースや相談の番号、日、件数、だれがどの根拠で廃棄したかが残ります。"
)
_WATCHED = {"case", "consultation", "legal_hold", "disposal", "disclosure_request"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalsActs:
    """The verbs of the page; `erase` asks for the basis and the second person by itself."""

    due: Callable[[date], Sequence[Candidate]]
    gone: Callable[[], Sequence[DisposalRow]]
    due_words: Callable[[Candidate], tuple[str, ...]]
    gone_words: Callable[[DisposalRow], tuple[str, ...]]
    hold: Callable[[UUID, str], Any]
    release: Callable[[UUID, str], Any]
    erase: Callable[[QWidget, Candidate, Callable[[str], None]], None]
    print_list: Callable[[QWidget, str, date, Callable[[str], None]], None]
    by: date
    today: date
    context: FormContext
    may_write: bool


class DisposalsPage(Page):
    """Two lists behind tabs: what may go, and the register of what went."""

    name = "disposals"

    def __init__(self, acts: DisposalsActs) -> None:
        super().__init__()
        self._acts = acts
        self._found: Sequence[Candidate] = ()
        field = Field(key="kept_by", label="いつまでに終わるもの", kind=Kind.DATE)
        self._by = ShortDate(field, acts.context)
        self._by.set_answer(acts.by)
        self._hold = Button("保留する", icon=Icon.PAUSED, key="Alt+K")
        self._erase = Button("廃棄する", kind=ButtonKind.DANGER, icon=Icon.DELETE)
        self._print = Button("印刷", icon=Icon.PRINT, key="Ctrl+P")
        self._tabs = Tabs([Tab(DUE, "廃棄候補"), Tab(GONE, "廃棄簿")], name="一覧")
        self._told = Told()
        self._due_model, self._gone_model = PlainModel(_DUE_HEADINGS), PlainModel(_GONE_HEADINGS)
        self.due = _table("廃棄候補", self._due_model, _DUE_WIDTHS, _DUE_LEAST)
        self.gone = _table("廃棄簿", self._gone_model, _GONE_WIDTHS, _GONE_LEAST)
        self._empty = EmptyState("", icon=Icon.DONE)
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self._show()

    def reload(self, kinds: frozenset[str]) -> None:
        """Show what has changed meanwhile."""
        if kinds & (_WATCHED | {"retention_rule"}):
            self._show()

    def take_focus(self) -> None:
        """Stand in the table."""
        table = self.due if self._tabs.current() == DUE else self.gone
        place = table if table.isVisibleTo(self) else self._tabs
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        named: dict[str, QWidget] = {
            "kept_by": self._by,
            "hold_case": self._hold,
            "erase_case": self._erase,
            "print_disposals": self._print,
            "due_list": self.due,
            "gone_list": self.gone,
        }
        for name, widget in named.items():
            widget.setObjectName(name)
        for widget in (self.due, self.gone, self._empty):
            self._stack.addWidget(widget)
        layouts.fix_size(self._by, width=130)
        self._until = layouts.panel(layouts.row(self._by, Label("までに終わるもの"), spacing=6))
        acts = WrapRow(self._hold, self._erase, self._print)
        head = layouts.row(Label("保存と廃棄", Type.TITLE, bold=True), 12, (acts, 1))
        bar = layouts.row((self._tabs, 1), self._until)
        self.setLayout(
            layouts.column(
                head, self._told, bar, (self._stack, 1), spacing=12, margins=(24, 14, 24, 14)
            )
        )
        for button in (self._hold, self._print):
            bind_button(self, button)
        layouts.set_surface(self, "surface")

    def _connect(self) -> None:
        self._tabs.picked.connect(self._on_tab_picked)
        self._by.settled.connect(self._show)
        self.due.chosen.connect(lambda _index: self._show_acts())
        self.due.opened.connect(lambda _index: self._on_due_opened())
        self._hold.clicked.connect(self._on_hold_clicked)
        self._erase.clicked.connect(self._on_erase_clicked)
        self._print.clicked.connect(self._on_print_clicked)

    # --- showing ---

    def _show(self) -> None:
        try:
            self._found, gone = self._acts.due(self._day()), self._acts.gone()
        except SoudanError as error:
            self._told.tell(Role.WARNING, str(error))
            return
        show_anew(self.due, self._due_model, [self._due_row(each) for each in self._found])
        show_anew(self.gone, self._gone_model, [self._gone_row(each) for each in gone])
        self._tabs.set_count(DUE, len(self._found))
        self._tabs.set_count(GONE, len(gone))
        self._on_tab_picked(self._tabs.current())

    def _day(self) -> date:
        return self._by.answer() or self._acts.by

    def _on_tab_picked(self, key: str) -> None:
        self._tabs.set_current(key)
        table, words = (self.due, _NOTHING_DUE) if key == DUE else (self.gone, _NOTHING_GONE)
        self._empty.say(words)
        self._stack.setCurrentWidget(table if table.model().rowCount() else self._empty)
        self._until.setVisible(key == DUE)
        self._show_acts()

    def _show_acts(self) -> None:
        found, is_due = self._current(), self._tabs.current() == DUE
        for button in (self._hold, self._erase):
            button.setVisible(is_due and self._acts.may_write)
        self._hold.setEnabled(found is not None and found.kind == "case")
        self._hold.setText("保留を解く" if found and found.hold_id else "保留する")
        may_go = found is not None and not found.holds and found.until_on < self._acts.today
        self._erase.setEnabled(may_go)

    def _current(self) -> Candidate | None:
        found: Candidate | None = self._due_model.key_at(self.due.currentIndex())
        return found

    def _due_row(self, found: Candidate) -> PlainRow:
        number, centre, process, closed, until, basis, holds = self._acts.due_words(found)
        is_over = found.until_on < self._acts.today
        cells = (
            Cell(number, found.person, figures=True),
            Cell(process, centre),
            Cell(closed, figures=True),
            Cell(until, figures=True, role=Role.WARNING if is_over else Role.TEXT, bold=is_over),
            Cell(basis),
            Cell(holds, role=Role.DANGER, icon=Icon.PAUSED if holds else None),
        )
        return PlainRow(found, cells, tip=holds)

    def _gone_row(self, row: DisposalRow) -> PlainRow:
        words = self._acts.gone_words(row)
        number, _centre, closed, records, files, person, at, staff, approver, basis, approval = (
            words
        )
        cells = (
            Cell(number, figures=True, bold=True),
            Cell(closed, figures=True),
            Cell(f"{records}件・{files}件", f"本人は{person}"),
            Cell(at, figures=True),
            Cell(staff, f"確認 {approver}" if approver else "確認できる職員なし"),
            Cell(basis, approval),
        )
        return PlainRow(row.id, cells, tip=basis)

    # --- acts ---

    def _on_due_opened(self) -> None:
        found = self._current()
        if found is not None and found.kind == "case":
            self.go.emit(Place("case", {"id": found.id}))
        elif found is not None:
            self.go.emit(Place("person", {"consultation": found.id}))

    def _on_hold_clicked(self) -> None:
        found = self._current()
        if found is None:
            return
        if found.hold_id is not None:
            words = "なぜ廃棄してよくなったかを入れます。保存期間は、もとのままです。"
            self._with_reason("廃棄の保留を解く理由", words, self._acts.release, found.hold_id)
        else:
            words = "訴訟など、保存期間が過ぎても残す理由を入れます。解くまで廃棄できません。"
            self._with_reason("廃棄を保留する理由", words, self._acts.hold, found.id)

    def _with_reason(
        self, title: str, words: str, act: Callable[[UUID, str], Any], about: UUID
    ) -> None:
        reason = ask_text(self, title, words)
        if reason is None:
            return
        try:
            act(about, reason)
        except SoudanError as error:
            self._told.tell(Role.DANGER, str(error))
            return
        self._told.hide()
        self._show()

    def _on_erase_clicked(self) -> None:
        found = self._current()
        if found is not None:
            self._acts.erase(self, found, self._on_erased)

    def _on_erased(self, refusal: str) -> None:
        if refusal:
            self._told.tell(Role.DANGER, refusal)
            return
        self._told.tell(
            Role.OK, "廃棄しました。廃棄簿に残っています。古い控えは、別に廃棄してください。"
        )
        self._show()

    def _on_print_clicked(self) -> None:
        self._acts.print_list(self, self._tabs.current(), self._day(), self.said.emit)


def _table(name: str, model: PlainModel, widths: Sequence[int], least: Sequence[int]) -> TableView:
    table = TableView(name=name)
    table.setModel(model)
    table.set_widths(widths, least=least)
    table.setMinimumWidth(1)  # enlarged, the page must not be wider than the screen
    return table
