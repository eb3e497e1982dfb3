"""統計: the month's figures of a centre, or records of any kind counted by one's own questions."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.reports.report import MadeReport
from soudan_desk.services.figure_cells import Behind, BehindRow
from soudan_desk.ui import layouts
from soudan_desk.ui.dialogs import tell
from soudan_desk.ui.export_question import NAMES, Leaving, ask_leaving
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.figures_acts import FiguresActs
from soudan_desk.ui.pages.figures_behind import BehindPane
from soudan_desk.ui.pages.figures_choice import FiguresChoice
from soudan_desk.ui.pages.figures_grid import CountsModel, CountsView
from soudan_desk.ui.pages.figures_head import PeriodBar
from soudan_desk.ui.pages.page import Page
from soudan_desk.ui.shortcuts import bind_button, note
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label, Line
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow
from soudan_desk.ui.widgets.scrolled import scrolled
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.work_bar import WorkBar

_KEYS = {"xlsx": "Ctrl+E", "csv": "Ctrl+Shift+C", "pdf": "Ctrl+P"}
_ICONS = {"xlsx": Icon.EXCEL, "csv": Icon.EXPORT, "pdf": Icon.DOCUMENT}
_STALE = "数えたあとに記録が変わりました。F5で数え直せます。"
_MASKED = (
    "5未満の数は「＊」で伏せます（事務所の設定によります）。時期の重なるほかの統計と引き算すると、"
    "伏せた数がわかることがあります。同じ相手には、月か年度のどちらかで渡してください。"
)
_EXAMPLE = "例：区への月次報告"
_SMALL_BELOW = 760
"""Logical width of the page under which it says less."""
_EMPTY = "ここに、選んだ期間の集計が並びます。"


class FiguresPage(Page):
    """What is counted and when at the top; tables at the left, counts, the records behind one."""

    name = "figures"

    def __init__(self, acts: FiguresActs) -> None:
        super().__init__()
        self._acts = acts
        self._made: MadeReport | None = None
        self._waiting = 0
        self._opening: tuple[str, int, MadeReport | None] = ("", 0, None)
        self._target = ""
        self._period = PeriodBar(acts.today, acts.context)
        self._choice = FiguresChoice(acts, self._period.period)
        self._again = Button("数え直す", kind=ButtonKind.QUIET, icon=Icon.REFRESH, key="F5")
        self._files = {form: _file_button(form) for form in NAMES}
        self._tables_model = PlainModel(["表"])
        self._tables = TableView(name="表の一覧")
        self._caption = Label("", Type.HEADING, bold=True)
        self._model = CountsModel()
        self.grid = CountsView(self._model)
        self._notes = DocumentLabel("", Type.LABEL, Role.MUTED, line_height=1.5)
        self._empty = EmptyState(_EMPTY, icon=Icon.FIGURES)
        self._told, self._bar = Told(), WorkBar()
        self.behind = BehindPane()
        self._build()
        self._connect()
        self.count()

    # --- what others call ---

    def count(self) -> None:
        """Count what is chosen; only the answer to the latest wish is shown."""
        report = self._choice.report()
        if report is None:
            self._show(None)
            return
        self._waiting += 1
        self._told.hide()
        self.behind.hide()
        self._bar.begin(f"{self._period.period().label}を数えています")
        period = self._period.period()
        self._acts.count(report, period, self._bar, self._on_counted, self._on_not_counted)

    def reload(self, kinds: frozenset[str]) -> None:
        """Say that records have changed; a table saved by somebody is offered at once."""
        if "saved_table" in kinds:
            self._choice.offer()
        if self._made is not None and kinds - {"saved_table"}:
            self._told.tell(Role.INFO, _STALE)

    def take_focus(self) -> None:
        """Stand in the counts, or with the choice of what is counted."""
        place: QWidget = self.grid if self._made is not None else self._choice.what
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def made(self) -> MadeReport | None:
        """What was counted last."""
        return self._made

    # --- building ---

    def _build(self) -> None:
        self._again.setObjectName("count_again")
        self._tables.setModel(self._tables_model)
        self._tables.set_widths([230])
        layouts.fix_size(self._tables, width=250)
        title = Label("統計", Type.TITLE, bold=True)
        head = layouts.row(title, self._choice.what, layouts.STRETCH, self._period, spacing=16)
        counted = layouts.row(self._left(), (self._middle(), 1), spacing=0)
        self._counted = layouts.panel(counted)
        self._counted.setMinimumHeight(1)
        upper = layouts.column(head, self._choice, self._told, self._bar, spacing=10)
        self.setLayout(
            layouts.column(
                layouts.panel(layouts.column(upper, margins=(24, 14, 24, 10))),
                Line(),
                (layouts.row((self._counted, 1), self.behind, spacing=0), 1),
                ActionBar(self._again, far=list(self._files.values())),
                spacing=0,
            )
        )
        layouts.set_surface(self, "surface")
        note(self, "↑ ↓ ← →", "欄を移る")
        note(self, "Enter", "欄の記録を開く")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where room is short."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Let the records behind a figure take the place of the figures where room is short."""
        is_small = self.width() * 100 / theme.zoom < _SMALL_BELOW
        self._period.set_small(small=is_small)
        self.behind.set_wide(wide=is_small)
        covers = is_small and not self.behind.isHidden()
        self._counted.setHidden(covers)
        self._choice.set_room(small=is_small, covered=covers)

    def _left(self) -> QWidget:
        self._list = layouts.panel(layouts.row(self._tables, Line(vertical=True), spacing=0))
        return self._list

    def _middle(self) -> QWidget:
        notes = scrolled(layouts.column(self._notes, layouts.STRETCH, margins=(0, 4, 8, 4)))
        notes.setMinimumHeight(1)
        self._result = layouts.panel(
            layouts.column(self._caption, (self.grid, 4), (notes, 1), spacing=8)
        )
        return layouts.panel(
            layouts.column((self._result, 1), (self._empty, 1), margins=(24, 12, 24, 8))
        )

    def _connect(self) -> None:
        for button in (self._again, *self._files.values()):
            bind_button(self, button)
        self._period.bind(self)
        self._period.changed.connect(self.count)
        self._choice.bind(self)
        self._choice.changed.connect(self.count)
        self._choice.said.connect(self.said)
        self._again.clicked.connect(self.count)
        self._tables.chosen.connect(self._on_table_chosen)
        self._tables.opened.connect(lambda _index: self.grid.setFocus())
        self.grid.opened.connect(self._on_cell_opened)
        self.behind.opened.connect(self._on_behind_opened)
        self.behind.left.connect(self._on_behind_left)
        self.behind.turned.connect(self._fit)
        for form, button in self._files.items():
            button.clicked.connect(lambda _on=False, form=form: self._on_file_clicked(form))

    # --- what is offered and shown ---

    def _show(self, made: MadeReport | None) -> None:
        self._bar.end()
        before = self._tables.current_row()
        is_same = made is not None and self._made is not None and made.key == self._made.key
        if self._made is None and self._choice.what.hasFocus():
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self._made = made
        tables = made.tables if made else ()
        self._tables_model.show_rows([PlainRow(t.key, (Cell(t.title),)) for t in tables])
        self._list.setVisible(len(tables) > 1)
        self._result.setVisible(bool(tables))
        self._empty.setVisible(not tables)
        for button in self._files.values():
            button.setVisible(self._acts.may_take_out)
            button.setEnabled(bool(tables))
        if tables:
            self._tables.choose_row(before if is_same and before >= 0 else 0)
            self._show_table()

    def _show_table(self) -> None:
        made, at = self._made, max(self._tables.current_row(), 0)
        if made is None or at >= len(made.tables):
            return
        table, here = made.tables[at], self.grid.currentIndex()
        name = table.title or made.title
        self._caption.setText(f"{name}　{made.period.label}")
        self._model.show_table(table)
        row, column = min(max(here.row(), 0), len(table.rows) - 1), max(here.column(), 0)
        self.grid.setCurrentIndex(self._model.index(row, min(column, len(table.columns) - 1)))
        notes = [f"※ {each.sentence}" for each in table.notes]
        checks = [("○ " if check.ok else "△ ") + check.text for check in made.checks]
        definitions = [f"・{each}" for each in made.definitions]
        self._notes.set_text("\n".join([*notes, *checks, "数え方（定義）", *definitions]))

    # --- slots ---

    def _on_counted(self, made: MadeReport) -> None:
        """Show what was counted, unless another wish came meanwhile: they are met in order."""
        self._waiting -= 1
        if not self._waiting:
            self._show(made)

    def _on_not_counted(self, error: SoudanError) -> None:
        self._waiting -= 1
        if not self._waiting:
            self._bar.end()
            self._told.tell(Role.DANGER, str(error))

    def _on_table_chosen(self, _index: QModelIndex) -> None:
        self.behind.hide()
        self._show_table()

    def _on_cell_opened(self, index: QModelIndex) -> None:
        cell = self._model.count_at(index)
        if cell is None or not cell.ids:
            return
        self._opening = self._model.words_at(index), len(cell.ids), self._made
        self._acts.behind(cell, self._on_found)

    def _on_found(self, behind: Behind) -> None:
        words, total, made = self._opening
        if made is self._made:
            self.behind.show_behind(words, behind, total)

    def _on_behind_opened(self, row: BehindRow) -> None:
        place = self._acts.place_of(row)
        if place is None:
            self.said.emit("この記録には、開けるページがありません。")
            return
        self.go.emit(place)

    def _on_behind_left(self) -> None:
        self.behind.hide()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_file_clicked(self, form: str) -> None:
        made = self._made
        if made is None:
            return
        title = f"{made.title} {made.period.label}"
        wish = ask_leaving(
            self, Leaving(what="統計", title=title, form=form, after=_MASKED, example=_EXAMPLE)
        )
        if wish is None:
            return
        self._bar.begin(f"{NAMES[form]}を作っています")
        self._target = wish.target.name
        self._acts.send(made, wish, self._on_sent, self._on_not_sent)

    def _on_sent(self, _sent: object) -> None:
        self._bar.end()
        self.said.emit(f"「{self._target}」に書き出しました。")

    def _on_not_sent(self, error: SoudanError) -> None:
        self._bar.end()
        tell(self, "書き出せませんでした", error)


def _file_button(form: str) -> Button:
    button = Button(NAMES[form], icon=_ICONS[form], key=_KEYS[form])
    button.setObjectName(f"export_{form}")
    return button
