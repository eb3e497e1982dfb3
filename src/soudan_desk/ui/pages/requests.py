"""開示等の請求: what people asked about their own records, and the form of the one chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.fields import Field, Names
from soudan_desk.services.records import Saved, Shown
from soudan_desk.services.requests import RequestFilter, RequestRow
from soudan_desk.services.writing_rules import WritingRules
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.lists.page import Filter, ListPage, Narrowed
from soudan_desk.ui.lists.rows import Row, RowsModel, Sorting
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.referral_panes import TwoPanes
from soudan_desk.ui.pages.requests_card import RequestCard
from soudan_desk.ui.pages.requests_columns import (
    REQUEST_COLUMNS,
    look_of_request,
    request_answers,
)
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.wrapping import WrapRow

_FILTERS = (Filter("open", "答えていない"), Filter("overdue", "期限超過"))
_SEARCH = 160
_WATCHED = frozenset({"disclosure_request", "person", "case", "staff"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsActs:
    """The verbs over requests, bound to a worker; `context` is that of a request's person."""

    rows: Callable[[RequestFilter, int, int], Sequence[RequestRow]]
    count: Callable[[RequestFilter], int]
    show: Callable[[UUID], Shown]
    save: Callable[[UUID | None, Mapping[str, Any], int | None], Saved]
    keep: Callable[[UUID | None, dict[str, Any], str], None]
    kept: Callable[[UUID | None], Mapping[str, Any] | None]
    redact: Callable[[QWidget, UUID], None]
    """Lets the worker choose what a copy keeps back."""
    print_papers: Callable[[QWidget, UUID], None]
    rules: Callable[[UUID | None], WritingRules]
    """How a person must not be reached."""
    fields: Sequence[Field]
    given: Callable[[], Mapping[str, Any]]
    """What a new request begins with."""
    codes: CodeBook
    names: Names
    context: FormContext
    today: date
    centre: Callable[[], str | None]
    may_write: bool
    may_dispose: bool


class RequestsPage(Page):
    """The list at the left, the request that is chosen at the right."""

    name = "requests"

    def __init__(self, acts: RequestsActs, request_id: UUID | None = None) -> None:
        super().__init__()
        self._acts = acts
        self._narrowed = Narrowed()
        self._new = Button("請求を受ける", icon=Icon.ADD, key="Ctrl+Shift+N")
        self._disposals = Button("保存と廃棄", icon=Icon.DELETE, key="Alt+H")
        self.list = self._make_list()
        self.card = RequestCard(acts)
        self._build()
        self._connect()
        if request_id is not None:
            self.list.reload(request_id)
            self.card.show_request(request_id)

    # --- what the frame calls ---

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the rows anew, and the request unless it is being edited."""
        if kinds & _WATCHED:
            self.list.reload()
            self.card.refresh()

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.card.form.keep_now()

    def take_focus(self) -> None:
        """Stand in the list."""
        self.list.take_focus()

    # --- building ---

    def _make_list(self) -> ListPage:
        acts = self._acts

        def fetch(offset: int, limit: int, _sorting: Sorting | None) -> Sequence[Row]:
            return [
                Row(row.id, request_answers(row, acts.codes), more={"row": row})
                for row in acts.rows(self._wanted(), offset, limit)
            ]

        def look(row: Row, field: Field, cell: Cell) -> Cell:
            return look_of_request(row.more["row"], field, cell, acts.today)

        model = RowsModel(
            REQUEST_COLUMNS,
            fetch,
            lambda: acts.count(self._wanted()),
            acts.names,
            today=acts.today,
            look=look,
        )
        return ListPage(
            model,
            name="開示等の請求",
            filters=_FILTERS,
            narrow=self._on_narrowed,
            empty="ここに、自分の記録の開示・訂正・利用停止を求められたことが並びます。",
            empty_act="請求を受ける" if acts.may_write else "",
        )

    def _build(self) -> None:
        self._new.setObjectName("add_request")
        layouts.fix_size(self.list.search, width=_SEARCH)
        left = QWidget()
        self.panes = TwoPanes(left, self.card, names=("一覧", "くわしく"), shares=(1, 1))
        title = Label("開示等の請求", Type.TITLE, bold=True)
        acts = WrapRow(self.panes.to_paper, self._disposals, self._new)
        head = layouts.row(title, 12, (acts, 1))
        left.setLayout(layouts.column(head, (self.list, 1), spacing=12, margins=(24, 14, 20, 14)))
        self.setLayout(layouts.column((self.panes, 1), spacing=0))
        self._new.setVisible(self._acts.may_write)
        self._disposals.setObjectName("open_disposals")
        self._disposals.setVisible(self._acts.may_dispose)
        bind_button(self, self._disposals)
        layouts.set_surface(self, "surface")
        bind_button(self, self._new)

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new_clicked)
        self._disposals.clicked.connect(lambda: self.go.emit(Place("disposals")))
        self.list.act_asked.connect(self._on_new_clicked)
        self.list.moved.connect(self._on_list_moved)
        self.list.chosen.connect(self._on_list_chosen)
        self.card.said.connect(self.said)
        self.card.left.connect(self._on_card_left)

    # --- private ---

    def _wanted(self) -> RequestFilter:
        on = self._narrowed.filters
        return RequestFilter(
            words=self._narrowed.words,
            only_open="open" in on,
            overdue="overdue" in on,
            centre=self._acts.centre(),
        )

    def _on_narrowed(self, narrowed: Narrowed) -> None:
        self._narrowed = narrowed

    def _on_list_moved(self, request_id: UUID | None) -> None:
        if request_id is not None and not self.card.is_dirty:
            self.card.show_request(request_id)

    def _on_list_chosen(self, request_id: UUID) -> None:
        if not self.card.is_dirty:
            self.card.show_request(request_id)
        self.panes.turn(right=True)
        self.card.take_focus()

    def _on_new_clicked(self) -> None:
        self.panes.turn(right=True)
        self.card.begin_new()

    def _on_card_left(self) -> None:
        self.panes.turn(right=False)
        self.take_focus()
