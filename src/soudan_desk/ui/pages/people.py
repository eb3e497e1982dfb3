"""相談者: everybody the office knows, and the consultations about nobody known yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget

from soudan_desk.codes import CodeBook
from soudan_desk.fields import Field, Names
from soudan_desk.services.lone_consultations import LoneRow
from soudan_desk.services.people import PeopleFilter, PersonRow
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.lists.page import Filter, ListPage, Narrowed
from soudan_desk.ui.lists.rows import Row, RowsModel, Sorting
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.people_columns import (
    NAMELESS_COLUMNS,
    PEOPLE_COLUMNS,
    look_of_nameless,
    look_of_person,
    nameless_answers,
    person_answers,
)
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.tabs import Tab, Tabs

KNOWN, NAMELESS = "known", "nameless"
_FILTERS = (
    Filter("with_case", "ケースあり"),
    Filter("without_case", "ケースなし"),
    Filter("careful", "連絡に注意"),
)
_WATCHED = {"person", "case", "consultation", "centre_setting"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleActs:
    """The verbs of the list, bound to a worker; windows are (offset, how many)."""

    people: Callable[[PeopleFilter, str, bool, int, int], Sequence[PersonRow]]
    count: Callable[[PeopleFilter], int]
    nameless: Callable[[int, int], Sequence[LoneRow]]
    count_nameless: Callable[[], int]
    codes: CodeBook
    names: Names
    today: date
    may_write: bool


class PeoplePage(Page):
    """Two lists behind tabs: people, and consultations without a name."""

    name = "people"

    def __init__(self, acts: PeopleActs, tab: str = KNOWN) -> None:
        super().__init__()
        self._acts = acts
        self._narrowed = PeopleFilter()
        self._new = Button("新しい相談者", icon=Icon.ADD_PERSON, key="Ctrl+Shift+N")
        self._new.setObjectName("add_person")
        self._tabs = Tabs([Tab(KNOWN, "相談者"), Tab(NAMELESS, "名前のない相談")], name="一覧")
        self.people = self._make_people()
        self.nameless = self._make_nameless()
        self._lists = QStackedWidget()
        self._build()
        self._connect()
        self._show_counts()
        self._on_tab_picked(tab)

    # --- what the frame calls ---

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the rows anew."""
        if kinds & _WATCHED:
            self.people.reload()
            self.nameless.reload()
            self._show_counts()

    def take_focus(self) -> None:
        """Stand in the list."""
        self._current().take_focus()

    # --- building ---

    def _make_people(self) -> ListPage:
        acts = self._acts

        def fetch(offset: int, limit: int, sorting: Sorting | None) -> Sequence[Row]:
            key, descending = (sorting.key, sorting.descending) if sorting else ("", True)
            rows = acts.people(self._narrowed, key, descending, offset, limit)
            return [
                Row(row.id, person_answers(row, acts.today, acts.codes), more={"row": row})
                for row in rows
            ]

        def look(row: Row, field: Field, cell: Cell) -> Cell:
            return look_of_person(row.more["row"], field, cell, acts.codes)

        model = RowsModel(
            PEOPLE_COLUMNS,
            fetch,
            lambda: acts.count(self._narrowed),
            acts.names,
            today=acts.today,
            look=look,
        )
        return ListPage(
            model,
            name="相談者",
            filters=_FILTERS,
            narrow=self._on_narrowed,
            empty="相談を受けると、その方がここに並びます。",
            empty_act="新しい相談者" if acts.may_write else "",
        )

    def _make_nameless(self) -> ListPage:
        acts = self._acts

        def fetch(offset: int, limit: int, _sorting: Sorting | None) -> Sequence[Row]:
            rows = acts.nameless(offset, limit)
            return [
                Row(row.id, nameless_answers(row, acts.codes), more={"row": row}) for row in rows
            ]

        model = RowsModel(
            NAMELESS_COLUMNS,
            fetch,
            acts.count_nameless,
            acts.names,
            today=acts.today,
            look=lambda row, field, cell: look_of_nameless(row.more["row"], field, cell),
        )
        return ListPage(
            model,
            name="名前のない相談",
            empty="名前を聞かずに受けた相談がここに並びます。名前が分かったら後からつなげます。",
        )

    def _build(self) -> None:
        head = layouts.row(Label("相談者", Type.TITLE, bold=True), layouts.STRETCH, self._new)
        for page in (self.people, self.nameless):
            self._lists.addWidget(page)
        column = layouts.column(head, self._tabs, (self._lists, 1), spacing=12)
        layouts.set_space(column, 12, (24, 16, 24, 16))
        self.setLayout(column)
        layouts.set_surface(self, "surface")
        self._new.setVisible(self._acts.may_write)
        bind_button(self, self._new)
        self.nameless.search.hide()
        self.people.search.setPlaceholderText("氏名・カナ・電話・番号")

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new_wanted)
        self.people.act_asked.connect(self._on_new_wanted)
        self._tabs.picked.connect(self._on_tab_picked)
        self.people.chosen.connect(self._on_person_chosen)
        self.nameless.chosen.connect(self._on_nameless_chosen)

    # --- what the worker does ---

    def _current(self) -> ListPage:
        return self.people if self._tabs.current() == KNOWN else self.nameless

    def _show_counts(self) -> None:
        self._tabs.set_count(KNOWN, self._acts.count(PeopleFilter()))
        self._tabs.set_count(NAMELESS, self._acts.count_nameless())

    def _on_narrowed(self, narrowed: Narrowed) -> None:
        on = narrowed.filters
        self._narrowed = PeopleFilter(
            words=narrowed.words,
            with_case="with_case" in on,
            without_case="without_case" in on,
            careful="careful" in on,
        )

    def _on_tab_picked(self, key: str) -> None:
        self._tabs.set_current(key)
        self._lists.setCurrentWidget(self._current())

    def _on_new_wanted(self) -> None:
        self.go.emit(Place("person", {"name": self.people.search.text().strip()}))

    def _on_person_chosen(self, person_id: UUID) -> None:
        self.go.emit(Place("person", {"id": person_id}))

    def _on_nameless_chosen(self, consultation_id: UUID) -> None:
        self.go.emit(Place("person", {"consultation": consultation_id}))
