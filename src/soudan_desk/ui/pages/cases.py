"""ケース一覧: the supervisor's desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.supervision import filter_of
from soudan_desk.services.supervision_words import WORDS
from soudan_desk.ui import layouts
from soudan_desk.ui.pages.cases_acts import CasesActs
from soudan_desk.ui.pages.cases_chips import CaseChips
from soudan_desk.ui.pages.cases_columns import BY_KEY, USUAL
from soudan_desk.ui.pages.cases_conditions import Conditions, View, view_words
from soudan_desk.ui.pages.cases_giving import CasesGiving, Shown
from soudan_desk.ui.pages.cases_head import CasesHead
from soudan_desk.ui.pages.cases_list import CasesList
from soudan_desk.ui.pages.cases_views import ALL, KEEP, WORKERS, CaseViews
from soudan_desk.ui.pages.cases_workers import Opened, WorkersTable
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.shortcuts import bind, note
from soudan_desk.ui.theme import theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.menus import pop_up
from soudan_desk.ui.widgets.tabs import Tabs

_TIGHT_BELOW = 480
"""The page's height, px at 100 %, below which head and filters give way to rows."""
_WATCHED = {
    "appointment", "case", "case_worker", "consent", "consultation", "person", "review", "staff",
}  # fmt: skip


class CasesPage(Page):
    """Views as tabs, conditions as chips, the table, its sums; or the table of workers."""

    name = "cases"

    def __init__(self, acts: CasesActs) -> None:
        super().__init__()
        self._acts = acts
        kept = acts.load()
        self._is_tight: bool | None = None
        self._is_drilled = False
        self.views = CaseViews(acts, self)
        self._view = self.views.view_of(str(kept.get("view", ALL)))
        self.head = CasesHead(acts.open_in_emergency)
        self._tabs = Tabs(self.views.tabs(self._view.key), name="ケースの見方")
        self._back = Button("担当ごとへもどる", kind=ButtonKind.LINK, key="Esc", height=28)
        self.chips = CaseChips(acts.staff, acts.states, acts.centres)
        self.list = CasesList(acts)
        self.workers = WorkersTable()
        self._stack = QStackedWidget()
        self._giving = CasesGiving(acts, self)
        self._build()
        self.list.set_columns([key for key in kept.get("columns", USUAL) if key in BY_KEY])
        self._connect()
        self._show_view(self._view)

    # what the frame asks

    def reload(self, kinds: frozenset[str]) -> None:
        """Fetch the list anew when a case in it may have changed."""
        if "saved_view" in kinds:
            self.views.reload()
        if "centre_setting" in kinds:
            self._use(replace(self._view.conditions, centre=self._acts.centre()))
        elif kinds & _WATCHED:
            self._fetch(from_top=False)

    def take_focus(self) -> None:
        """Stand in the table."""
        (self.workers if self._shows_workers else self.list).take_focus()

    # verbs

    @property
    def view(self) -> View:
        """Return how the list is looked at."""
        return replace(self._view, columns=tuple(self.list.column_keys()))

    def open_number(self, opened: Opened) -> None:
        """Show the cases that a number of the workers' table counts."""
        if not opened.load[opened.measure]:
            self.said.emit(f"{WORDS[opened.measure]}はありません。")
            return
        narrowed = filter_of(
            opened.measure,
            centre=self._view.conditions.centre,
            worker_id=opened.load.staff_id,
            without_worker=opened.is_unassigned,
        )
        self._is_drilled = True
        self._view = View(WORKERS, Conditions.from_filter(narrowed))
        self._show_parts()
        self._fetch(from_top=True)
        self.take_focus()

    def print_shown(self) -> None:
        """Print what is shown."""
        self._giving.print(self._shown())

    def export_shown(self) -> None:
        """Write what is shown as an Excel table."""
        self._giving.export(self._shown())

    def choose_columns(self) -> None:
        """Offer the columns of the list."""
        pop_up(self.list.columns_menu(), self.head.below_columns)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let head and filters give way where the window is low for its zoom."""
        super().resizeEvent(event)
        self._set_tight(tight=self.height() * 100 / theme.zoom < _TIGHT_BELOW)

    # building

    def _build(self) -> None:
        self._back.setObjectName("back_to_workers")
        self._tab_row = layouts.panel(layouts.row((self._tabs, 1), self._back))
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.workers)
        self._parts = layouts.column(self.head, self._tab_row, self.chips, (self._stack, 1))
        self.setLayout(self._parts)
        layouts.set_surface(self, "surface")

    def _connect(self) -> None:
        head = self.head
        self._tabs.picked.connect(self._on_tab_picked)
        self.views.picked.connect(self._on_view_picked)
        self.views.changed.connect(self._show_tabs)
        self.views.said.connect(self.said)
        self._back.clicked.connect(partial(self._on_view_picked, WORKERS))
        self.chips.changed.connect(self._on_chips_changed)
        head.searched.connect(self._on_searched)
        head.left.connect(self.take_focus)
        head.columns.clicked.connect(self.choose_columns)
        head.excel.clicked.connect(self.export_shown)
        head.paper.clicked.connect(self.print_shown)
        head.view.clicked.connect(self._on_menu_wanted)
        self.list.opened.connect(self._on_list_opened)
        self.list.sorted_by.connect(self._on_list_sorted_by)
        self.list.counted.connect(self.chips.show_counts)
        self.list.columns_changed.connect(self._remember)
        self.list.act_asked.connect(self._on_list_act_asked)
        self.list.said.connect(self.said)
        self._giving.said.connect(self.said)
        self.workers.opened.connect(self.open_number)
        self._bind_keys()

    def _bind_keys(self) -> None:
        bind(self, "F", "氏名・番号でしぼる", self.head.begin_search)
        bind(self, "G", "担当別に並べる", self._on_group_wanted)
        bind(self, "C", "条件を選ぶ", self.chips.take_focus)
        bind(self, "V", "見方を選ぶ・保存する", self._on_menu_wanted)
        bind(self, "Esc", "一覧へもどる", self._on_esc)
        self.head.bind_keys(self)
        bind(self, self.chips.clear_key, "条件をはずす", self.chips.clear)
        for key, does in (("↑↓", "選ぶ"), ("Enter", "開く")):
            note(self, key, does)

    # views

    @property
    def _shows_workers(self) -> bool:
        return self._view.key == WORKERS and not self._is_drilled

    def _shown(self) -> Shown | None:
        if self._shows_workers:
            return self.workers.shown
        conditions = self._view.conditions
        return self.list.shown_cases(view_words(conditions, self._acts.staff, self._acts.states))

    def _show_view(self, view: View) -> None:
        self._view, self._is_drilled = view, False
        self.head.search.setText(view.conditions.words)
        if view.columns:
            self.list.set_columns([key for key in view.columns if key in BY_KEY])
        self._show_tabs()
        self._show_parts()
        self._remember()
        self._fetch(from_top=True)

    def _show_tabs(self) -> None:
        self._tabs.set_tabs(self.views.tabs(self._view.key))
        self._tabs.set_current(self._view.key)
        self.head.view.set_value(self.views.words_of(self._view.key))

    def _show_parts(self) -> None:
        """Show the table that is meant, and what can be done with it."""
        is_list = not self._shows_workers
        self._stack.setCurrentWidget(self.list if is_list else self.workers)
        self.head.set_parts(may_export=self._acts.may_write, is_list=is_list)
        self.chips.set_only_centre(only=not is_list)
        self._back.setVisible(self._is_drilled)

    def _set_tight(self, *, tight: bool) -> None:
        if tight is self._is_tight:
            return
        self._is_tight = tight
        for part in (self.head, self.chips, self.list, self.workers):
            part.set_tight(tight=tight)
        self._tab_row.setHidden(tight)
        top, gap = (6, 6) if tight else (14, 8)
        layouts.set_space(self._parts, gap, (24, top, 24, top))

    def _use(self, conditions: Conditions) -> None:
        self._view = replace(self._view, conditions=conditions)
        self._fetch(from_top=True)

    def _fetch(self, *, from_top: bool) -> None:
        view = self._view
        self.chips.show_conditions(view.conditions)
        if self._shows_workers:
            job = partial(self._acts.supervise, view.conditions.centre)
            self._acts.run(job, self.workers.show_supervision, self._on_refused)
        else:
            self.list.show_view(view, from_top=from_top)
        count = partial(self.views.counts, view.conditions.centre)
        self._acts.run(count, self._show_view_counts, self._on_refused)

    def _remember(self) -> None:
        self._acts.store({"view": self._view.key, "columns": self.list.column_keys()})

    def _show_view_counts(self, counts: Mapping[str, int]) -> None:
        whole, shown = counts.get("", 0), self.list.model.case_count()
        words = f"{shown:,} 件" if whole == shown else f"{whole:,} 件のうち {shown:,} 件"
        self.head.count.setText(f"{whole:,} 件" if self._shows_workers else words)
        for tab in self.views.tabs(self._view.key):
            if tab.key in counts:
                self._tabs.set_count(tab.key, counts[tab.key])

    def _on_refused(self, error: SoudanError) -> None:
        self.said.emit(str(error))

    # slots

    def _on_tab_picked(self, key: str) -> None:
        if key == KEEP:
            self._tabs.set_current(self._view.key)
            self._on_menu_wanted()
        else:
            self._on_view_picked(key)

    def _on_view_picked(self, key: str) -> None:
        view = self.views.view_of(key)
        if key == WORKERS:
            centre = self._view.conditions.centre
            view = replace(view, conditions=Conditions(centre=centre))
        self._show_view(view)
        self.take_focus()

    def _on_menu_wanted(self) -> None:
        below = self.head.view if self._is_tight else self._tabs
        pop_up(self.views.menu(self.view), below)

    def _on_esc(self) -> None:
        if self._is_drilled and self.list.table.hasFocus():
            self._on_view_picked(WORKERS)
        else:
            self.take_focus()

    def _on_chips_changed(self) -> None:
        self._use(replace(self.chips.conditions, words=self._view.conditions.words))

    def _on_searched(self, words: str) -> None:
        if words != self._view.conditions.words:
            self._use(replace(self._view.conditions, words=words))

    def _on_group_wanted(self) -> None:
        if self._shows_workers:
            return
        self._view = replace(self._view, by_worker=not self._view.by_worker)
        self.said.emit(
            "担当ごとに分けました。" if self._view.by_worker else "分けるのをやめました。"
        )
        self._fetch(from_top=False)

    def _on_list_opened(self, case_id: UUID) -> None:
        self.go.emit(Place("case", {"id": case_id}))

    def _on_list_sorted_by(self, sort: str) -> None:
        descending = not self._view.descending if sort == self._view.sort else False
        self._view = replace(self._view, sort=sort, descending=descending)
        self._fetch(from_top=True)

    def _on_list_act_asked(self) -> None:
        if self._view.conditions.narrows:
            self.head.search.clear()
            self._use(Conditions(centre=self._view.conditions.centre))
        else:
            self.go.emit(Place("intake"))
