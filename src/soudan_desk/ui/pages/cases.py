"""ケース一覧: the supervisor's desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, QTimer

from soudan_desk.errors import SoudanError
from soudan_desk.services.case_lists import CaseFilter
from soudan_desk.services.case_order import CaseCounts
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.cases_acts import CasesActs
from soudan_desk.ui.pages.cases_chips import CaseChips
from soudan_desk.ui.pages.cases_columns import BY_KEY, USUAL
from soudan_desk.ui.pages.cases_conditions import OPEN, Conditions, View, view_words
from soudan_desk.ui.pages.cases_list import CasesList
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.shortcuts import bind, bind_button, note
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.inputs import LineEdit
from soudan_desk.ui.widgets.labels import ElidedLabel, Label
from soudan_desk.ui.widgets.tabs import Tab, Tabs

ALL, MINE, KEEP = "all", "mine", "keep"
_OWN = "own_"
_PAUSE_MS = 150
_WATCHED = {"case", "case_worker", "consent", "consultation", "person", "staff"}


class CasesPage(Page):
    """Views as tabs, conditions as chips, the table, its sums."""

    name = "cases"

    def __init__(self, acts: CasesActs) -> None:
        super().__init__()
        self._acts = acts
        kept = acts.load()
        self._views = [View.from_json(each) for each in kept.get("views", ())]
        self._view = self._view_of(str(kept.get("view", ALL)))
        self._count = ElidedLabel("", Type.BODY, Role.MUTED)
        self._search = LineEdit(placeholder="氏名・番号でしぼる", name="氏名・番号でしぼる")
        self._columns = Button("列", icon=Icon.COLUMNS, key="Alt+C")
        self._excel = Button("Excel", icon=Icon.EXCEL, key="Ctrl+E")
        self._tabs = Tabs(self._all_tabs(), name="ケースの見方")
        self._forget = Button("この見方を消す", kind=ButtonKind.LINK, height=28)
        self.chips = CaseChips(acts.staff, acts.states, acts.centres)
        self.list = CasesList(acts)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._build()
        self.list.set_columns([key for key in kept.get("columns", USUAL) if key in BY_KEY])
        self._connect()
        self._show_view(self._view)

    # what the frame asks

    def reload(self, kinds: frozenset[str]) -> None:
        """Fetch the list anew when a case in it may have changed."""
        if "centre_setting" in kinds:
            self._use(replace(self._view.conditions, centre=self._acts.centre()))
        elif kinds & _WATCHED:
            self._fetch(from_top=False)

    def take_focus(self) -> None:
        """Stand in the table."""
        self.list.take_focus()

    # verbs

    @property
    def view(self) -> View:
        """Return how the list is looked at."""
        return self._view

    def keep_view(self) -> None:
        """Keep the conditions and order in force as a view of one's own."""
        numbers = [int(view.key.removeprefix(_OWN)) for view in self._views]
        view = replace(self._view, key=f"{_OWN}{max(numbers, default=0) + 1}")
        self._views.append(view)
        self._tabs.set_tabs(self._all_tabs())
        self._show_view(view)
        self.said.emit(f"見方「{self._words(view)}」を保存しました。")

    def forget_view(self) -> None:
        """Drop the kept view that is shown."""
        self._views = [each for each in self._views if each.key != self._view.key]
        self._tabs.set_tabs(self._all_tabs())
        self._show_view(self._view_of(ALL))

    # building

    def _build(self) -> None:
        self._search.setObjectName("search_cases")
        self._columns.setObjectName("choose_columns")
        self._excel.setObjectName("export_cases")
        self._forget.setObjectName("forget_view")
        title = Label("ケース", Type.TITLE, bold=True)
        head = layouts.row(
            title,
            2,
            (self._count, 2),
            (self._search, 1),
            self._columns,
            self._excel,
            spacing=8,
        )
        tabs = layouts.row((self._tabs, 1), self._forget)
        parts = layouts.column(head, tabs, 2, self.chips, 2, (self.list, 1), spacing=8)
        layouts.set_space(parts, 8, (24, 14, 24, 14))
        self.setLayout(parts)
        layouts.set_surface(self, "surface")
        self._excel.setVisible(self._acts.may_write)

    def _connect(self) -> None:
        self._tabs.picked.connect(self._on_tab_picked)
        self._forget.clicked.connect(self.forget_view)
        self.chips.changed.connect(self._on_chips_changed)
        self._search.textEdited.connect(self._pause.start)
        self._search.returnPressed.connect(self._on_search_entered)
        self._pause.timeout.connect(self._on_searched)
        self.list.opened.connect(self._on_list_opened)
        self.list.sorted_by.connect(self._on_list_sorted_by)
        self.list.counted.connect(self._on_list_counted)
        self.list.columns_changed.connect(self._remember)
        self.list.act_asked.connect(self._on_list_act_asked)
        self.list.said.connect(self.said)
        self._columns.clicked.connect(self._on_columns_clicked)
        self._excel.clicked.connect(self.list.export)
        self._bind_keys()

    def _bind_keys(self) -> None:
        bind(self, "F", "氏名・番号でしぼる", self._on_search_wanted)
        bind(self, "G", "担当別に並べる", self._on_group_wanted)
        bind(self, "C", "条件を選ぶ", self.chips.take_focus)
        bind(self, "V", "見方を選ぶ", self._tabs.setFocus)
        bind(self, "Esc", "一覧へもどる", self.take_focus)
        bind_button(self, self._columns)
        bind_button(self, self._excel)
        bind_button(self, self.chips.clear_button)
        for key, does in (("↑↓", "選ぶ"), ("Enter", "開く")):
            note(self, key, does)

    def _all_tabs(self) -> list[Tab]:
        own = [Tab(view.key, self._words(view)) for view in self._views]
        return [Tab(ALL, "センター全体"), Tab(MINE, "自分の担当"), *own, Tab(KEEP, "見方を保存…")]

    # views

    def _view_of(self, key: str) -> View:
        kept = next((view for view in self._views if view.key == key), None)
        if kept is not None:
            return kept
        centre = self._acts.centre()
        open_ones = Conditions(states=frozenset({OPEN}), centre=centre)
        if key == MINE:
            return View(MINE, replace(open_ones, worker_ids=frozenset({self._acts.me})))
        return View(ALL, open_ones)

    def _words(self, view: View) -> str:
        return view_words(view.conditions, self._acts.staff, self._acts.states)

    def _show_view(self, view: View) -> None:
        self._view = view
        self._search.setText(view.conditions.words)
        self._tabs.set_current(view.key)
        self._forget.setVisible(view.key not in (ALL, MINE))
        self._remember()
        self._fetch(from_top=True)

    def _use(self, conditions: Conditions) -> None:
        self._view = replace(self._view, conditions=conditions)
        self._fetch(from_top=True)

    def _fetch(self, *, from_top: bool) -> None:
        view = self._view
        self.chips.show_conditions(view.conditions)
        self.list.show_view(view, from_top=from_top)
        self._acts.run(self._count_views, self._show_view_counts, self._on_refused)

    def _remember(self) -> None:
        kept = {
            "views": [view.to_json() for view in self._views],
            "view": self._view.key,
            "columns": self.list.column_keys(),
        }
        self._acts.store(kept)

    def _count_views(self) -> dict[str, int]:
        views = [self._view_of(ALL), self._view_of(MINE), *self._views]
        counted = {view.key: self._acts.count(view.conditions.as_filter()) for view in views}
        whole = CaseFilter(centre=self._view.conditions.centre)
        return {**counted, "": self._acts.count(whole)}

    def _show_view_counts(self, counts: Mapping[str, int]) -> None:
        whole, shown = counts.get("", 0), self.list.model.case_count()
        words = f"{shown:,} 件" if whole == shown else f"{whole:,} 件のうち {shown:,} 件"
        self._count.setText(words)
        known = {ALL, MINE, *(view.key for view in self._views)}
        for key in known & counts.keys():
            self._tabs.set_count(key, counts[key])

    def _on_refused(self, error: SoudanError) -> None:
        self.said.emit(str(error))

    # slots

    def _on_tab_picked(self, key: str) -> None:
        if key == KEEP:
            self._tabs.set_current(self._view.key)
            self.keep_view()
        else:
            self._show_view(self._view_of(key))
        self.take_focus()

    def _on_chips_changed(self) -> None:
        self._use(replace(self.chips.conditions, words=self._view.conditions.words))

    def _on_search_wanted(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _on_search_entered(self) -> None:
        self._pause.stop()
        self._on_searched()
        self.take_focus()

    def _on_searched(self) -> None:
        words = self._search.text().strip()
        if words != self._view.conditions.words:
            self._use(replace(self._view.conditions, words=words))

    def _on_group_wanted(self) -> None:
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

    def _on_list_counted(self, counts: CaseCounts) -> None:
        self.chips.show_counts(counts)

    def _on_columns_clicked(self) -> None:
        menu = self.list.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))

    def _on_list_act_asked(self) -> None:
        if self._view.conditions.narrows:
            self._search.clear()
            self._use(Conditions(centre=self._view.conditions.centre))
        else:
            self.go.emit(Place("intake"))
