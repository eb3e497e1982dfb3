"""A list of records: search and filters above, the table, its sums below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.lists.rows import RowsModel, Sorting
from soudan_desk.ui.shortcuts import bind, note
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.cells import width_wanted
from soudan_desk.ui.widgets.chips import FilterChip
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labels import ElidedLabel, KeyHint, Label
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.wrapping import WrapRow

_TYPING_PAUSE_MS = 150
_LOOKED_AT = 30
_NARROWEST, _WIDEST, _LAST_LEAST = 56, 300, 160
_CUT_LEAST = 88
"""How narrow words may become in a narrow window; chips and figures keep their width."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition one can turn on: its key, its words, how many meet it where that is known."""

    key: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to: words searched for, keys of the conditions that are on."""

    words: str = ""
    filters: frozenset[str] = frozenset()


class ListPage(QWidget):
    """Shows a model's rows and lets one search, filter, sort, choose columns and open.

    The page hands `narrowed` to whoever fetches and then reloads the model; `sums` are pairs of
    word and figure. Columns are remembered through `load_columns` and `store_columns`.
    """

    chosen = Signal(object)
    """The id of the record that was opened by Enter or a double click."""
    moved = Signal(object)
    """The id of the record that became current; None where there is none."""
    act_asked = Signal()
    """The button of the empty list was pressed."""

    def __init__(
        self,
        model: RowsModel,
        *,
        name: str,
        filters: Sequence[Filter] = (),
        narrow: Callable[[Narrowed], None] | None = None,
        sums: Callable[[], Sequence[tuple[str, str]]] | None = None,
        empty: str = "まだ何もありません。",
        empty_act: str = "",
        load_columns: Callable[[], Sequence[str] | None] | None = None,
        store_columns: Callable[[Sequence[str]], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._name = model, name
        self._narrow, self._sums, self._store_columns = narrow, sums, store_columns
        self._empty_words = empty
        self._search = LineEdit(placeholder=f"{name}をさがす", name=f"{name}をさがす")
        self._chips = {f.key: FilterChip(f.label, count=f.count) for f in filters}
        self._clear = Button("条件をはずす", kind=ButtonKind.LINK, height=28)
        self._columns = Button("列", icon=Icon.COLUMNS, height=32, name=f"{name}の列")
        self._count = Label("", Type.LABEL, Role.MUTED)
        self._table = TableView(name=name)
        self._empty = EmptyState(empty, act=empty_act)
        self._foot = ElidedLabel("", Type.SMALL, Role.MUTED)
        self._pause = QTimer(self)
        self._build()
        if load_columns is not None and (keys := load_columns()):
            model.set_columns(keys)
        self._table.setModel(model)
        self._connect()

    # verbs

    @property
    def table(self) -> TableView:
        """Return the table, for the focus and for tests."""
        return self._table

    @property
    def search(self) -> LineEdit:
        """Return the editor of the words searched for."""
        return self._search

    def narrowed(self) -> Narrowed:
        """Return what the list is narrowed to."""
        on = frozenset(key for key, chip in self._chips.items() if chip.isChecked())
        return Narrowed(self._search.text().strip(), on)

    def set_narrowed(self, narrowed: Narrowed) -> None:
        """Narrow the list, as a saved view does."""
        self._search.setText(narrowed.words)
        for key, chip in self._chips.items():
            chip.setChecked(key in narrowed.filters)
        self._on_narrowed()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many meet each condition."""
        for key, chip in self._chips.items():
            chip.set_count(counts.get(key))

    def reload(self, record_id: UUID | None = None) -> None:
        """Show the rows as they are now; the record named, else the current one, is current."""
        here, record_id = self._table.current_row(), record_id or self.current_id()
        self._model.reload()
        self._table.choose_row(self._model.find(record_id, near=here))

    def current_id(self) -> UUID | None:
        """Return the id of the current row's record."""
        return self._model.id_at(self._table.currentIndex())

    def take_focus(self) -> None:
        """Stand in the table."""
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_columns(self, keys: Sequence[str]) -> None:
        """Show other columns and remember them."""
        self._model.set_columns(keys)
        if self._store_columns is not None:
            self._store_columns(keys)
        self._fit_columns()

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Stand on the first row."""
        super().showEvent(event)
        if self._table.current_row() < 0 and self._model.rowCount():
            self._table.choose_row(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the search back to the table by Escape, Down or Enter."""
        in_search = self._search.hasFocus()
        if in_search and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.take_focus()
        elif in_search and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_narrowed()
            self.take_focus()
        else:
            super().keyPressEvent(event)

    # private

    def _build(self) -> None:
        layouts.fix_size(self._search, width=240)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        for key, chip in self._chips.items():
            chip.setObjectName(f"filter_{key}")
        self._search.setObjectName("search_list")
        self._columns.setObjectName("choose_columns")
        self._clear.setObjectName("clear_filters")
        narrowing = WrapRow(self._search, *self._chips.values(), self._clear)
        for part in (self._count, self._columns):
            layouts.fix_size(part, height=32)  # in line with the first line of what narrows
        bar = layouts.row((narrowing, 1), self._count, self._columns)
        bar.setAlignment(self._count, Qt.AlignmentFlag.AlignTop)
        bar.setAlignment(self._columns, Qt.AlignmentFlag.AlignTop)
        stack = QStackedWidget()  # a layout without a parent would show the table as a window
        stack.addWidget(self._table)
        stack.addWidget(self._empty)
        self._stack = stack
        keys = (KeyHint("↑↓", "選ぶ"), KeyHint("Enter", "開く"), KeyHint("F", "しぼる"))
        foot = layouts.row((self._foot, 1), *keys, spacing=12, margins=(12, 8, 12, 8))
        inside = layouts.column((stack, 1), foot, spacing=0, margins=(1, 1, 1, 1))
        box = layouts.panel(inside, "well")
        self.setLayout(layouts.column(bar, (box, 1), spacing=12))
        for key, does in (("↑↓", "選ぶ"), ("Enter", "開く")):
            note(self, key, does)

    def _connect(self) -> None:
        self._search.textEdited.connect(self._pause.start)
        self._pause.timeout.connect(self._on_narrowed)
        for chip in self._chips.values():
            chip.toggled.connect(self._on_narrowed)
            chip.toggled.connect(chip.updateGeometry)
        self._clear.clicked.connect(self._on_clear_clicked)
        self._columns.clicked.connect(self._on_columns_clicked)
        self._table.opened.connect(self._on_table_opened)
        self._table.chosen.connect(self._on_table_chosen)
        self._table.sort_requested.connect(self._on_table_sort_requested)
        self._empty.acted.connect(self._on_empty_acted)
        bind(self, "F", "しぼる", self._go_to_search)
        self._model.modelReset.connect(self._on_model_reset)
        self._on_model_reset()
        self._fit_columns()

    def _go_to_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _on_narrowed(self) -> None:
        self._pause.stop()
        if self._narrow is not None:
            self._narrow(self.narrowed())
        self._table.setCurrentIndex(QModelIndex())
        self.reload()

    def _on_clear_clicked(self) -> None:
        self.set_narrowed(Narrowed())

    def _on_empty_acted(self) -> None:
        if self.narrowed() == Narrowed():
            self.act_asked.emit()
        else:
            self.set_narrowed(Narrowed())

    def _on_model_reset(self) -> None:
        count, is_narrowed = self._model.rowCount(), self.narrowed() != Narrowed()
        self._stack.setCurrentIndex(0 if count else 1)
        self._empty.say("条件に合うものはありません。" if is_narrowed else self._empty_words)
        self._count.setText(f"{count:,}件")
        self._clear.setVisible(is_narrowed)
        sums = self._sums() if self._sums is not None else ()
        self._foot.setText("　".join(f"{word} {figure}" for word, figure in sums))

    def _on_table_opened(self, index: QModelIndex) -> None:
        record_id = self._model.id_at(index)
        if record_id is not None:
            self.chosen.emit(record_id)

    def _on_table_chosen(self, index: QModelIndex) -> None:
        self.moved.emit(self._model.id_at(index))

    def _on_table_sort_requested(self, column: int) -> None:
        key, before = self._model.columns[column].key, self._model.sorting
        same = before is not None and before.key == key
        if same and before is not None and before.descending:
            self._model.set_sorting(None)
            self._table.mark_sorted(None)
        else:
            self._model.set_sorting(Sorting(key, descending=same))
            self._table.mark_sorted(column, descending=same)
        if self._model.rowCount():
            self._table.choose_row(0)

    def _on_columns_clicked(self) -> None:
        menu = self.columns_menu()
        menu.popup(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))

    def columns_menu(self) -> QMenu:
        """Return the menu in which columns are turned on and off."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = {column.key for column in self._model.columns}
        for field in self._model.choosable:
            action = QAction(field.label, menu, checkable=True, checked=field.key in shown)
            action.setObjectName(field.key)
            action.toggled.connect(partial(self._on_column_toggled, field.key))
            menu.addAction(action)
        return menu

    def _on_column_toggled(self, key: str, is_on: bool) -> None:
        shown = [column.key for column in self._model.columns if column.key != key]
        if is_on:
            shown.append(key)
        if shown:
            self.set_columns(shown)

    def _fit_columns(self) -> None:
        seen = range(min(self._model.rowCount(), _LOOKED_AT))
        widths, least = [], []
        for column in self._model.columns:
            cells = [self._model.cell(row, column) for row in seen]
            head = theme.text_width(column.label, Type.SMALL, bold=True) + theme.px(18)
            wanted = max((head, *map(width_wanted, cells))) * 100 / theme.zoom + 20
            widths.append(round(min(max(wanted, _NARROWEST), _WIDEST)))
            keeps = any(cell.chips or cell.figures or cell.right for cell in cells)
            least.append(widths[-1] if keeps else min(widths[-1], _CUT_LEAST))
        widths[-1:] = [min(each, _LAST_LEAST) for each in widths[-1:]]  # it takes what is left
        least[-1:] = [min(each, _CUT_LEAST) for each in least[-1:]]
        self._table.set_widths(widths, least)
