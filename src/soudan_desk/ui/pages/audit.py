"""監査: what was done, narrowed by person, case, action and day; proving the log; its papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.fields import Field, Kind
from soudan_desk.services.audit_log import AuditRow
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import ask_text, pick_target
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.figures_head import ShortDate
from soudan_desk.ui.pages.page import Page
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.inputs import LineEdit, Select
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.wrapping import WrapRow

_WIDTHS = [70, 160, 110, 150, 120, 90, 310, 80]
_LEAST = [50, 160, 80, 110, 92, 60, 150, 64]
_SMALL_BELOW = 760
_LOW_BELOW = 520
"""Logical pixels of the window's height under which the table needs all the room there is."""
_USUAL, _CLOSE = (12, (24, 14, 24, 14)), (6, (16, 6, 16, 6))
"""Logical width of the page under which keys are left out."""
_SHEET = "相談デスク-監査票.pdf"
_LIST = "操作の記録.pdf"
_MONTH = "操作の記録-月末報告書.pdf"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page is narrowed to; `by` and `action` are codes, the case by its number."""

    by: str | None = None
    action: str | None = None
    case_no: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditActs:
    """The verbs of the page: `find` returns rows, newest first, and how many there are in all.

    `who_saw` counts over all rows of the case asked for, be they listed or not; its sentence goes
    onto the paper of the list.
    """

    find: Callable[[Asked], tuple[Sequence[AuditRow], int]]
    who_saw: Callable[[Asked], Sequence[tuple[str, int]]]
    words: Callable[[AuditRow], tuple[str, ...]]
    headings: Sequence[str]
    staff: Sequence[tuple[str, str]]
    actions: Sequence[tuple[str, str]]
    prove: Callable[[str], tuple[bool, str]]
    compare: Callable[[str], tuple[bool, str]]
    make_sheet: Callable[[Path], str]
    write_list: Callable[[Sequence[AuditRow], str, Path], None]
    write_month: Callable[[date, Path], None]
    today: date
    context: FormContext
    may_make_sheet: bool


class AuditPage(Page):
    """The newest rows that were asked for; where a case is named, who saw it."""

    name = "audit"

    def __init__(self, acts: AuditActs, case_no: str = "") -> None:
        super().__init__()
        self._acts = acts
        self._rows: Sequence[AuditRow] = ()
        self._by = Select(acts.staff, blank="すべての職員", name="職員")
        self._action = Select(acts.actions, blank="すべての操作", name="操作")
        self._case = LineEdit(case_no, placeholder="ケース番号", figures=True, name="ケース番号")
        self._first = ShortDate(_day("audit_from", "始めの日"), acts.context)
        self._last = ShortDate(_day("audit_to", "終わりの日"), acts.context)
        self._prove = Button("確かめる", icon=Icon.SAFE, key="Alt+K")
        self._prove_key = Button("鍵を入れて確かめる", icon=Icon.KEY)
        self._compare = Button("紙と比べる", icon=Icon.CHECKED_FILE)
        self._sheet = Button("監査票を作る", icon=Icon.KEY)
        self._print = Button("PDFにする", icon=Icon.PRINT, key="Ctrl+P")
        self._month = Button("月末報告書", icon=Icon.DOCUMENT)
        self._title = Label("監査", Type.TITLE, bold=True)
        self._count = Label("", Type.LABEL, Role.MUTED)
        self._seen = Told()
        self._told = Told()
        self._model = PlainModel(acts.headings)
        self.table = TableView(name="操作の記録")
        self.table.setModel(self._model)
        self.table.set_widths(_WIDTHS, least=_LEAST)
        self._build()
        self._connect()
        self._show()

    def take_focus(self) -> None:
        """Stand in the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the keys where there is room for them; in a low window leave it to the rows."""
        super().resizeEvent(event)
        for button in (self._prove, self._print):
            button.show_key(self.width() * 100 / theme.zoom >= _SMALL_BELOW)
        is_low = self.window().height() * 100 / theme.zoom < _LOW_BELOW
        self._title.setHidden(is_low)  # the rail says it too, and rows need the room
        spacing, margins = _CLOSE if is_low else _USUAL
        layouts.set_space(self._column, spacing, margins)

    def asked(self) -> Asked:
        """Return what the page is narrowed to."""
        return Asked(
            self._by.value(),
            self._action.value(),
            self._case.text().strip(),
            self._first.answer(),
            self._last.answer(),
        )

    # --- building ---

    def _build(self) -> None:
        self._name_parts()
        for editor, width in ((self._case, 130), (self._first, 108), (self._last, 108)):
            layouts.fix_size(editor, width=width)
        for day in (self._first, self._last):
            day.setPlaceholderText(day.field.label)
        self._sheet.setVisible(self._acts.may_make_sheet)
        acts = WrapRow(
            *(self._prove, self._prove_key, self._compare),
            *(self._sheet, self._print, self._month),
        )
        narrowing = WrapRow(
            self._by,
            self._action,
            self._case,
            self._first,
            Label("〜", tone=Role.MUTED),
            self._last,
        )
        head = layouts.row(self._title, (acts, 1))
        bar = layouts.row((narrowing, 1), self._count)
        self._column = layouts.column(head, self._told, bar, self._seen, (self.table, 1))
        self.setLayout(self._column)
        bind_button(self, self._prove)
        bind_button(self, self._print)
        layouts.set_surface(self, "surface")

    def _name_parts(self) -> None:
        named: dict[str, QWidget] = {
            "audit_by": self._by,
            "audit_action": self._action,
            "audit_case": self._case,
            "audit_from": self._first,
            "audit_to": self._last,
            "prove_audit": self._prove,
            "prove_with_key": self._prove_key,
            "compare_with_paper": self._compare,
            "make_audit_sheet": self._sheet,
            "print_audit": self._print,
            "print_month_report": self._month,
        }
        for name, widget in named.items():
            widget.setObjectName(name)

    def _connect(self) -> None:
        self._by.picked.connect(lambda _code: self._show())
        self._action.picked.connect(lambda _code: self._show())
        self._case.editingFinished.connect(self._show)
        for editor in (self._first, self._last):
            editor.settled.connect(self._show)
        self._prove.clicked.connect(lambda: self._on_prove(""))
        self._prove_key.clicked.connect(self._on_prove_key_clicked)
        self._compare.clicked.connect(self._on_compare_clicked)
        self._sheet.clicked.connect(self._on_sheet_clicked)
        self._print.clicked.connect(self._on_print_clicked)
        self._month.clicked.connect(self._on_month_clicked)

    # --- showing ---

    def _show(self) -> None:
        try:
            self._rows, total = self._acts.find(self.asked())
        except SoudanError as error:
            self._told.tell(Role.WARNING, str(error))
            return
        self._model.show_rows([self._row(row) for row in self._rows])
        more = f"（新しいほうから{len(self._rows):,}件）" if total > len(self._rows) else ""
        self._count.setText(f"{total:,}件{more}")
        self._show_who_saw()
        if self._rows:
            self.table.choose_row(0)

    def _show_who_saw(self) -> None:
        """Say of one case, in a line, who saw it and how often."""
        if not self._case.text().strip():
            self._seen.hide()
            return
        seen = self._acts.who_saw(self.asked())
        people = "、".join(f"{name}（{count}回）" for name, count in seen)
        self._seen.tell(Role.INFO, f"だれが見たか：{people or 'だれも見ていません'}")

    def _row(self, row: AuditRow) -> PlainRow:
        words = self._acts.words(row)
        role = Role.DANGER if row.result != "ok" else Role.TEXT
        cells = [Cell(words[0], figures=True, right=True), Cell(words[1], figures=True)]
        cells += [Cell(each, role=role) for each in words[2:]]
        return PlainRow(row.seq, tuple(cells), tip=words[6])

    # --- acts ---

    def _on_prove_key_clicked(self) -> None:
        words = "監査票の14組を順に入れてください。空白や「-」は、あってもなくてもかまいません。"
        typed = ask_text(self, "監査の鍵", words, act="確かめる")
        if typed is not None:
            self._on_prove(typed)

    def _on_compare_clicked(self) -> None:
        words = "署名した月末報告書の、4文字の10組を入れてください。"
        typed = ask_text(self, "月末報告書", words, act="比べる")
        if typed is not None:
            self._tell(lambda: self._acts.compare(typed))

    def _on_prove(self, key: str) -> None:
        self._tell(lambda: self._acts.prove(key))

    def _tell(self, prove: Callable[[], tuple[bool, str]]) -> None:
        def tell() -> None:
            is_sound, words = prove()
            self._told.tell(Role.OK if is_sound else Role.DANGER, words)

        self._do(tell)

    def _on_sheet_clicked(self) -> None:
        self._to_file("監査票を書く場所", _SHEET, self._acts.make_sheet)

    def _on_print_clicked(self) -> None:
        seen = self._seen.sentence() if self._case.text().strip() else ""
        self._to_file(
            "操作の記録を書く場所",
            _LIST,
            lambda path: self._acts.write_list(self._rows, seen, path),
        )

    def _on_month_clicked(self) -> None:
        month = self._first.answer() or self._acts.today
        self._to_file(
            "月末報告書を書く場所", _MONTH, lambda path: self._acts.write_month(month, path)
        )

    def _to_file(self, title: str, name: str, write: Callable[[Path], Any]) -> None:
        target = pick_target(self, title, "PDF (*.pdf)", str(Path.home() / name))
        if target is None:
            return
        path = target if target.suffix else target.with_suffix(".pdf")

        def put() -> None:
            said = write(path)
            self._told.tell(Role.OK, said or f"「{path.name}」に書きました。")

        self._do(put)

    def _do(self, act: Callable[[], None]) -> None:
        try:
            act()
        except SoudanError as error:
            self._told.tell(Role.DANGER, str(error))
            return
        self._show()


def _day(key: str, label: str) -> Field:
    return Field(key=key, label=label, kind=Kind.DATE)
