"""提供記録簿: what left the office, to whom and why, narrowed by whom, what and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.fields import Field, Kind
from soudan_desk.services.disclosure_lists import Disclosed, DisclosureFilter
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.figures_head import ShortDate
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.shortcuts import bind, bind_button
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.inputs import LineEdit, Select
from soudan_desk.ui.widgets.labels import KeyHint, Label
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow, show_anew
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.wrapping import WrapRow

_HEADINGS = ("日時", "書類", "本人", "渡した相手", "根拠", "理由", "職員", "通し番号")
_WIDTHS = [132, 180, 180, 190, 132, 150, 92, 104]
_LEAST = [122, 104, 110, 116, 100, 72, 86, 96]
_LOW_BELOW = 520
"""Logical pixels of the window's height under which the table needs all the room there is."""
_USUAL, _CLOSE = (12, (24, 14, 24, 14)), (6, (16, 6, 16, 6))
_NOTHING_YET = (
    "ここに、印刷した書類、送った手紙、取り出したファイルが、"
    "だれに何のために渡したかとともに並びます。"
)
_NOTHING_SUCH = "この条件に合うものはありません。条件を減らしてください。"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosuresActs:
    """The verbs of the page: `find` returns lines, newest first, and how many there are in all."""

    find: Callable[[DisclosureFilter], tuple[Sequence[Disclosed], int]]
    words: Callable[[Disclosed], tuple[str, ...]]
    staff: Sequence[tuple[str, str]]
    papers: Sequence[tuple[str, str]]
    print_lines: Callable[[QWidget, Sequence[Disclosed], str, Callable[[str], None]], None]
    may_print: bool
    context: FormContext


class DisclosuresPage(Page):
    """The newest lines that were asked for; Enter goes to what was given, or to its case."""

    name = "disclosures"

    def __init__(self, acts: DisclosuresActs, case_no: str = "") -> None:
        super().__init__()
        self._acts = acts
        self._lines: Sequence[Disclosed] = ()
        self._person = LineEdit(placeholder="本人（氏名・カナ）", name="本人")
        self._recipient = LineEdit(placeholder="渡した相手", name="渡した相手")
        self._case = LineEdit(case_no, placeholder="ケース番号", figures=True, name="ケース番号")
        self._paper = Select(acts.papers, blank="すべての書類", name="書類")
        self._by = Select(acts.staff, blank="すべての職員", name="職員")
        self._first = ShortDate(_day("given_from", "始めの日"), acts.context)
        self._last = ShortDate(_day("given_to", "終わりの日"), acts.context)
        self._print = Button("印刷", icon=Icon.PRINT, key="Ctrl+P")
        self._title = Label("提供記録簿", Type.TITLE, bold=True)
        self._count = Label("", Type.LABEL, Role.MUTED)
        self._told = Told()
        self._model = PlainModel(_HEADINGS)
        self.table = TableView(name="提供記録簿")
        self.table.setModel(self._model)
        self.table.set_widths(_WIDTHS, least=_LEAST)
        self._empty = EmptyState(_NOTHING_YET, icon=Icon.SEND)
        self._build()
        self._connect()
        self._show()

    def reload(self, kinds: frozenset[str]) -> None:
        """Show what has been given meanwhile."""
        if "disclosure" in kinds:
            self._show()

    def take_focus(self) -> None:
        """Stand in the table, or where it can be narrowed less."""
        place = self.table if self.table.isVisibleTo(self) else self._person
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window leave the room to the rows."""
        super().resizeEvent(event)
        is_low = self.window().height() * 100 / theme.zoom < _LOW_BELOW
        spacing, margins = _CLOSE if is_low else _USUAL
        layouts.set_space(self._column, spacing, margins)

    def asked(self) -> DisclosureFilter:
        """Return what the page is narrowed to."""
        by = self._by.value()
        return DisclosureFilter(
            person=self._person.text().strip(),
            recipient=self._recipient.text().strip(),
            case_no=self._case.text().strip(),
            by=UUID(by) if by else None,
            paper=self._paper.value(),
            first=self._first.answer(),
            last=self._last.answer(),
        )

    # --- building ---

    def _build(self) -> None:
        self._name_parts()
        days, lines = (self._first, self._last), (self._person, self._recipient, self._case)
        for editor, width in (
            *zip(lines, (160, 150, 126), strict=True),
            *((day, 108) for day in days),
        ):
            layouts.fix_size(editor, width=width)
        for day in days:
            day.setPlaceholderText(day.field.label)
        narrowing = WrapRow(
            *(self._person, self._case, self._recipient, self._paper, self._by),
            *(self._first, Label("〜", tone=Role.MUTED), self._last),
        )
        head = layouts.row(self._title, 12, self._count, layouts.STRETCH, self._print)
        hints = layouts.row(layouts.STRETCH, KeyHint("F", "しぼる"), KeyHint("Enter", "開く"))
        self._hints = layouts.panel(hints)
        self._column = layouts.column(
            head, self._told, narrowing, (self.table, 1), (self._empty, 1), self._hints
        )
        self.setLayout(self._column)
        self._print.setVisible(self._acts.may_print)
        self.table.setMinimumWidth(1)  # enlarged, the page must not be wider than the screen
        bind_button(self, self._print)
        bind(self.table, "F", "しぼる", self._person.setFocus)
        layouts.set_surface(self, "surface")

    def _name_parts(self) -> None:
        named: dict[str, QWidget] = {
            "given_person": self._person,
            "given_case": self._case,
            "given_recipient": self._recipient,
            "given_paper": self._paper,
            "given_by": self._by,
            "given_from": self._first,
            "given_to": self._last,
            "print_register": self._print,
            "disclosure_list": self.table,
        }
        for name, widget in named.items():
            widget.setObjectName(name)

    def _connect(self) -> None:
        for choice in (self._by, self._paper):
            choice.picked.connect(lambda _code: self._show())
        for line in (self._person, self._recipient, self._case):
            line.editingFinished.connect(self._show)
        for editor in (self._first, self._last):
            editor.settled.connect(self._show)
        self._print.clicked.connect(self._on_print_clicked)
        self.table.opened.connect(lambda _index: self._on_table_opened())

    # --- showing ---

    def _show(self) -> None:
        asked = self.asked()
        try:
            self._lines, total = self._acts.find(asked)
        except SoudanError as error:
            self._told.tell(Role.WARNING, str(error))
            return
        show_anew(self.table, self._model, [self._row(line) for line in self._lines])
        more = f"（新しいほうから{len(self._lines):,}件）" if total > len(self._lines) else ""
        self._count.setText(f"{total:,}件{more}")
        self._print.setEnabled(bool(self._lines))
        for part in (self.table, self._hints):
            part.setVisible(bool(self._lines))
        self._empty.setVisible(not self._lines)
        self._empty.say(_NOTHING_YET if asked == DisclosureFilter() else _NOTHING_SUCH)

    def _row(self, line: Disclosed) -> PlainRow:
        at, paper, pages, person, case_no, recipient, method, ground, reason, by, serial = (
            self._acts.words(line)
        )
        cells = (
            Cell(at, figures=True),
            Cell(paper, f"{pages}枚" if pages else "", bold=True),
            Cell(person, case_no),
            Cell(recipient, method),
            Cell(ground),
            Cell(reason),
            Cell(by),
            Cell(serial, figures=True, role=Role.MUTED),
        )
        return PlainRow(line.id, cells)

    # --- acts ---

    def _on_table_opened(self) -> None:
        line = self._lines[self.table.current_row()]
        if line.referral_id is not None:
            self.go.emit(Place("referral", {"id": line.referral_id}))
        elif line.case_id is not None:
            self.go.emit(Place("case", {"id": line.case_id, "tab": "papers"}))
        elif line.person_id is not None:
            self.go.emit(Place("person", {"id": line.person_id}))
        else:
            self.said.emit("一覧の書類なので、開く先がありません。")

    def _on_print_clicked(self) -> None:
        self._acts.print_lines(self, self._lines, self._remark(), self.said.emit)

    def _remark(self) -> str:
        """Say on the paper what it was narrowed to."""
        first, last = self._first.text(), self._last.text()
        parts = (
            self._person.text().strip(),
            self._case.text().strip(),
            self._recipient.text().strip(),
            self._paper.currentText() if self._paper.value() else "",
            self._by.currentText() if self._by.value() else "",
            f"{first}〜{last}" if first or last else "",
        )
        return "・".join(filter(None, parts))


def _day(key: str, label: str) -> Field:
    return Field(key=key, label=label, kind=Kind.DATE)
