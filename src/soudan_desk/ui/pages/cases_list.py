"""The table of the case list: first screen at once, the whole order behind it, sums below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.case_around import Next
from soudan_desk.services.case_order import CaseCounts, CaseOrder
from soudan_desk.ui import layouts
from soudan_desk.ui.pages.cases_acts import CasesActs, ShownCases
from soudan_desk.ui.pages.cases_columns import COLUMNS, USUAL, Desk
from soudan_desk.ui.pages.cases_conditions import View
from soudan_desk.ui.pages.cases_export import headings_of, line_of
from soudan_desk.ui.pages.cases_foot import CasesFoot
from soudan_desk.ui.pages.cases_model import WINDOW, CasesModel
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.menus import StayingMenu
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.staying_table import StayingTable

_FLEXIBLE = (
    ("next", 78, 420),
    ("warnings", 44, 240),
    ("person", 110, 260),
    ("workers", 58, 140),
    ("state", 100, 150),
)
"""Columns that give way and grow, in this order, with their least and greatest widths."""
_SCROLL_BAR = 16
_WHO, _NEXT = "person", "next"


class CasesList(QWidget):
    """Shows the cases of a view; what is fetched for a view one has left is thrown away."""

    opened = Signal(object)
    """The id of the case that was opened."""
    sorted_by = Signal(str)
    """A heading was pressed: the key of the order it stands for."""
    counted = Signal(object)
    """How many cases the view has, and how many would meet a further condition."""
    columns_changed = Signal()
    act_asked = Signal()
    said = Signal(str)

    def __init__(self, acts: CasesActs) -> None:
        super().__init__()
        self._acts = acts
        self._asked = 0
        self._due_wanted: tuple[UUID, ...] = ()
        self._view: View | None = None
        self.model = CasesModel(acts.rows, Desk(acts.codes, acts.today, acts.centres), self)
        self.table = StayingTable(name="ケース")
        self._empty = EmptyState("")
        self._holder = QWidget()
        self._stack = QStackedLayout(self._holder)
        self._foot = CasesFoot()
        self._build()
        self.model.fetched.connect(self._on_rows_fetched)
        self.table.opened.connect(self._on_table_opened)
        self.table.sort_requested.connect(self._on_sort_requested)
        self._empty.acted.connect(self.act_asked)

    # verbs

    def show_view(self, view: View, *, from_top: bool) -> None:
        """Fetch a view anew; the current case stays current unless one starts from the top."""
        self._view = view
        self._mark_sorted()
        self._fetch(view, from_top=from_top)

    def set_columns(self, keys: Sequence[str]) -> None:
        """Show these columns, in this order."""
        self.model.set_columns(keys or USUAL)
        keys = self.column_keys()
        self.table.set_staying(keys.index(_WHO) + 1 if _WHO in keys else 1)
        self._share_width()
        self._span_headings()
        self._mark_sorted()

    def column_keys(self) -> list[str]:
        """Return the columns that are shown."""
        return [column.key for column in self.model.columns]

    def columns_menu(self) -> QMenu:
        """Return the columns to tick."""
        menu = StayingMenu(self)
        shown = self.column_keys()
        for column in COLUMNS:
            action = QAction(column.label, menu, checkable=True, checked=column.key in shown)
            action.setObjectName(f"column_{column.key}")
            action.triggered.connect(partial(self._on_column_ticked, column.key))
            menu.addAction(action)
        return menu

    def shown_cases(self, words: str) -> ShownCases | None:
        """Return exactly what is shown; None while its order is still being fetched."""
        ids, columns = self.model.order().ids, self.model.columns
        if len(ids) != self.model.case_count():
            return None
        desk = Desk(self._acts.codes, self._acts.today, self._acts.centres)
        return ShownCases(ids, headings_of(columns), lambda row: line_of(columns, row, desk), words)

    def set_tight(self, *, tight: bool) -> None:
        """Leave the room of the foot to the rows."""
        self._foot.setVisible(not tight)

    def take_focus(self) -> None:
        """Stand in the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # fetching

    def _fetch(self, view: View, *, from_top: bool) -> None:
        self._asked += 1
        asked = self._asked
        here = None if from_top else self.model.id_at(self.table.current_row())
        narrowed = view.conditions.as_filter()
        order = (narrowed, view.sort, view.descending)
        if from_top and not view.by_worker and view.sort != "worker":
            self._run(
                asked,
                lambda: (self._acts.first(*order), self._acts.count(narrowed)),
                lambda found: self._show_first(*found),
            )
        self._run(
            asked,
            lambda: self._acts.order(*order, view.by_worker),
            partial(self._show_order, here),
        )
        self._run(asked, lambda: self._acts.counts(narrowed), self._show_counts)

    def _run(self, asked: int, job: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do a job off the window's thread unless the list is asked for anew meanwhile."""
        self._acts.run(
            lambda: job() if asked == self._asked else None,
            lambda found: then(found) if asked == self._asked else None,
            self._on_refused,
        )

    def _on_rows_fetched(self, case_ids: Sequence[UUID]) -> None:
        """Find out what falls due in what is looked at now; what was scrolled past can wait."""
        if _NEXT not in self.column_keys():
            return
        wanted = self._due_wanted = (*self._due_wanted, *case_ids)[-2 * WINDOW :]
        self._acts.run(
            lambda: self._acts.due(wanted) if wanted is self._due_wanted else None,
            lambda found: self._show_due(wanted, found),
            self._on_refused,
        )

    def _show_due(self, case_ids: Sequence[UUID], found: Mapping[UUID, Next] | None) -> None:
        if found is not None and case_ids is self._due_wanted:
            self._due_wanted = ()
            self.model.show_due(case_ids, found)

    def _on_refused(self, error: SoudanError) -> None:
        self.said.emit(str(error))

    # showing

    def _show_first(self, rows: list[Any], total: int) -> None:
        self.model.show_first(rows, total)
        self._show_emptiness()
        if rows:
            self.table.choose_row(0)

    def _show_order(self, here: UUID | None, order: CaseOrder) -> None:
        self.model.show_order(order)
        self._span_headings()
        self._show_emptiness()
        row = self.model.row_of(here) if here else self.table.current_row()
        first = 1 if self.model.heading_rows() else 0
        if self.model.rowCount():
            self.table.choose_row(row if row >= 0 else first)

    def _span_headings(self) -> None:
        self.table.clearSpans()
        count = len(self.model.columns)
        for row in self.model.heading_rows() if count > 1 else ():
            self.table.setSpan(row, 0, 1, count)

    def _show_counts(self, counts: CaseCounts) -> None:
        known = [code for code in self._acts.states if code in counts.states]
        self._foot.show_sums([(self._acts.states[code], counts.states[code]) for code in known])
        self.counted.emit(counts)

    def _show_emptiness(self) -> None:
        is_narrowed = self._view is not None and self._view.conditions.narrows
        may_add = self._acts.may_write and not is_narrowed
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._empty.say(
            "条件に合うケースはありません。"
            if is_narrowed
            else "ここにケースが並びます。相談を受けて「ケースにする」と、ここに加わります。"
        )
        self._empty.button.setText("条件をはずす" if is_narrowed else "新規相談")
        self._empty.button.setVisible(is_narrowed or may_add)

    def _mark_sorted(self) -> None:
        if self._view is None:
            return
        sorts = [column.sort for column in self.model.columns]
        at = sorts.index(self._view.sort) if self._view.sort in sorts else None
        self.table.mark_sorted(at, descending=self._view.descending)

    # widths

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width: long words give way first, and grow first."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        widths = {column.key: column.width for column in self.model.columns}
        room = self.width() * 100 / theme.zoom - _SCROLL_BAR - sum(widths.values())
        for key, least, most in _FLEXIBLE:
            if key in widths:
                change = min(max(room, least - widths[key]), most - widths[key])
                widths[key] += round(change)
                room -= change
        self.table.set_widths(shared := list(widths.values()), least=shared)

    # building and slots

    def _build(self) -> None:
        self.table.setObjectName("case_list")
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        inside = layouts.column((self._holder, 1), self._foot, spacing=0, margins=(1, 1, 1, 1))
        self.setLayout(layouts.column((layouts.panel(inside, "well"), 1), spacing=0))
        self.table.setModel(self.model)

    def _on_table_opened(self, index: QModelIndex) -> None:
        case_id = self.model.id_at(index.row())
        if case_id is not None:
            self.opened.emit(case_id)

    def _on_sort_requested(self, at: int) -> None:
        if sort := self.model.columns[at].sort:
            self.sorted_by.emit(sort)

    def _on_column_ticked(self, key: str, _on: bool = False) -> None:
        shown = set(self.column_keys()) ^ {key}
        here = self.table.current_row()
        self.set_columns([column.key for column in COLUMNS if column.key in shown])
        self.table.choose_row(max(here, 0))
        self.columns_changed.emit()
