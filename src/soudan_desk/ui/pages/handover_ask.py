"""引き継ぎを頼む: cases are ticked at the left, to whom they go and why is said at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from soudan_desk.errors import SoudanError
from soudan_desk.fields import Field
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.services.transfer_lists import OpenCase, TransferRow
from soudan_desk.services.transfers import Proposal
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import insist
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.settings import SettingsPane
from soudan_desk.ui.shortcuts import bind, bind_button
from soudan_desk.ui.shortcuts import note as note_key
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.inputs import Select
from soudan_desk.ui.widgets.labels import ElidedLabel, KeyHint, Label
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow, show_anew
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.told import Told

_HEADINGS = ("印", "ケース", "氏名", "引き継ぎ")
_WIDTHS = (40, 106, 140, 200)
_MOST_TOLD = 4
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskActs:
    """The verbs of who hands over; `workers` are those whose cases may be offered."""

    workers: Sequence[tuple[UUID, str]]
    cases: Callable[[UUID], Sequence[OpenCase]]
    asked: Callable[[UUID], Sequence[TransferRow]]
    propose: Callable[[Sequence[UUID], Answers], Proposal]
    withdraw: Callable[[Sequence[UUID]], int]
    fields: Sequence[Field]
    new_answers: Answers
    context: FormContext


class AskPane(SettingsPane):
    """The open cases of one worker, and the form of the proposal."""

    go = Signal(object)  # Place

    def __init__(self, acts: AskActs) -> None:
        super().__init__()
        self._acts = acts
        self._ticked: set[UUID] = set()
        self._cases: Sequence[OpenCase] = ()
        self._asked: dict[UUID, TransferRow] = {}
        options = [(str(key), name) for key, name in acts.workers]
        self.whose = Select(options, blank=None, name="だれのケースか")
        self._count = ElidedLabel("", Type.LABEL, Role.MUTED)
        self._model = PlainModel(_HEADINGS)
        self.table = TableView(name="引き継ぐケース")
        self.told = Told()
        self.form = FormPage(acts.fields, self._propose, acts.context, act="頼むことが")
        self._all = Button("すべてに印", kind=ButtonKind.QUIET, key="Alt+A", height=28)
        self._ask = Button(
            "引き継ぎを頼む", kind=ButtonKind.FILLED, icon=Icon.SEND, key="Ctrl+Enter"
        )
        self._back = Button(
            "頼みを取り下げる", kind=ButtonKind.QUIET, tone=Role.DANGER, key="Alt+D"
        )
        self._build()
        self._connect()
        self.form.set_answers(acts.new_answers)
        self.whose.set_value(options[0][0])
        self._show()

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the cases anew; what is ticked and typed stays."""
        if kinds & {"case_transfer", "case", "case_worker"}:
            self._show()

    def take_focus(self) -> None:
        """Stand in the cases."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tick the current case by Space."""
        is_key = watched is self.table and event.type() is QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self._tick(self.table.currentIndex())
            return True
        return super().eventFilter(watched, event)

    # --- building ---

    def _build(self) -> None:
        for widget, name in (
            (self.table, "cases_to_hand_over"),
            (self.whose, "whose_cases"),
            (self._all, "tick_all_cases"),
            (self._ask, "propose_transfer"),
            (self._back, "withdraw_transfer"),
        ):
            widget.setObjectName(name)
        self.table.setModel(self._model)
        self.table.set_widths(_WIDTHS, least=(36, 100, 90, 90))
        self.table.installEventFilter(self)
        head = layouts.row(Label("だれの"), self.whose, layouts.STRETCH, self._all, spacing=10)
        box = layouts.column((self.table, 1), spacing=0, margins=(1, 1, 1, 1))
        hints = layouts.row((self._count, 1), KeyHint("Space", "印"), spacing=10)
        left = layouts.column(head, (layouts.panel(box, "well"), 1), hints, spacing=10)
        sides = layouts.row((left, 6), (self.form, 5), spacing=32)
        inside = layouts.column(self.told, (sides, 1), spacing=10, margins=(24, 14, 24, 14))
        foot = ActionBar(self._ask, far=[self._back])
        self.setLayout(layouts.column((inside, 1), foot, spacing=0))

    def _connect(self) -> None:
        self.whose.picked.connect(self._on_whose_picked)
        self.table.opened.connect(self._on_opened)
        self.table.clicked.connect(self._on_clicked)
        self.table.chosen.connect(lambda _index: self._show_foot())
        self._all.clicked.connect(self._on_all_clicked)
        self._ask.clicked.connect(self._on_ask_clicked)
        self._back.clicked.connect(self._on_back_clicked)
        for button in (self._all, self._ask, self._back):
            bind_button(self, button)
        bind(self, "Alt+W", "だれのケースかを選ぶ", self.whose.setFocus)
        for key, does in (("Space", "印をつける"), ("Enter", "ケースを開く")):
            note_key(self.table, key, does)

    # --- showing ---

    def _show(self) -> None:
        whose = UUID(self.whose.value())
        self._cases = self._acts.cases(whose)
        self._asked = {row.case_id: row for row in reversed(self._acts.asked(whose))}
        self._ticked &= {case.id for case in self._cases if not self._waits(case.id)}
        self._show_rows()

    def _show_rows(self) -> None:
        rows = [PlainRow(case.id, self._cells(case)) for case in self._cases]
        show_anew(self.table, self._model, rows)
        self._count.setText(f"主担当のケース {len(self._cases)}件　印 {len(self._ticked)}件")
        self._show_foot()

    def _show_foot(self) -> None:
        self._back.setVisible(self._waits(self._current()))

    def _cells(self, case: OpenCase) -> tuple[Cell, ...]:
        is_on = case.id in self._ticked
        tick = Cell("✓" if is_on else "", role=Role.ACCENT, bold=True)
        lock = Icon.LOCKED if case.restriction_level else None
        number = Cell(case.case_no, figures=True)
        return (tick, number, Cell(case.person, bold=is_on, icon=lock), self._state(case.id))

    def _state(self, case_id: UUID) -> Cell:
        row = self._asked.get(case_id)
        if row is None or row.state == "withdrawn":
            return Cell("")
        if row.state == "proposed":
            on = wareki_short(row.transfer_on)
            return Cell(f"{row.to}さんの返事待ち（{on}）", role=Role.INFO, icon=Icon.DUE)
        if row.state == "returned":
            words = f"{row.to}さんが返した：{row.answer}"
            return Cell(words, role=Role.WARNING, icon=Icon.UNDO)
        return Cell(f"{row.before}さんから引き継いだ", role=Role.MUTED)

    def _waits(self, case_id: UUID | None) -> bool:
        row = self._asked.get(case_id) if case_id else None
        return row is not None and row.state == "proposed"

    def _current(self) -> UUID | None:
        key: UUID | None = self._model.key_at(self.table.currentIndex())
        return key

    # --- acts ---

    def _tick(self, index: QModelIndex) -> None:
        case_id = self._model.key_at(index)
        if case_id is None or self._waits(case_id):
            return
        self._ticked ^= {case_id}
        self._show_rows()

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self._tick(index)

    def _on_all_clicked(self) -> None:
        free = {case.id for case in self._cases if not self._waits(case.id)}
        self._ticked = set() if self._ticked == free else free
        self._show_rows()

    def _on_whose_picked(self, _code: object) -> None:
        self._ticked.clear()
        self._show()

    def _propose(self, answers: Answers) -> None:
        told = self._acts.propose([c.id for c in self._cases if c.id in self._ticked], answers)
        self._ticked = {each.case_id for each in told.refused}
        words = f"{told.asked_count}件を頼みました。" if told.asked_count else ""
        role = Role.WARNING if told.refused else Role.OK
        self.told.tell(role, "\n".join(filter(None, (words, *_refusals(told)))))
        self._show()

    def _on_ask_clicked(self) -> None:
        self.told.hide()
        self.form.save()

    def _on_back_clicked(self) -> None:
        case_id = self._current()
        if case_id is None or not self._waits(case_id):
            return
        row = self._asked[case_id]
        try:
            insist(self, lambda: self._acts.withdraw([row.id]))
        except SoudanError as error:
            self.told.tell(Role.DANGER, str(error))
        else:
            self.told.tell(Role.OK, f"{row.case_no}の引き継ぎの頼みを取り下げました。")
        self._show()

    def _on_opened(self, index: QModelIndex) -> None:
        case_id = self._model.key_at(index)
        if case_id is not None:
            self.go.emit(Place("case", {"id": case_id}))


def _refusals(told: Proposal) -> list[str]:
    """Say each reason once, with the numbers of the cases it holds for."""
    by_reason: dict[str, list[str]] = {}
    for each in told.refused:
        by_reason.setdefault(each.why, []).append(each.case_no)
    return [f"{why}（{_numbers(numbers)}）" for why, numbers in by_reason.items()]


def _numbers(numbers: list[str]) -> str:
    more = f" ほか{len(numbers) - _MOST_TOLD}件" if len(numbers) > _MOST_TOLD else ""
    return "、".join(numbers[:_MOST_TOLD]) + more
