"""つなぎ: every letter that went out or came in, those awaited and overdue first to be found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from soudan_desk.codes import CodeBook
from soudan_desk.fields import Field, Names
from soudan_desk.services.referral_lists import ReferralFilter, ReferralRow
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.lists.page import Filter, ListPage, Narrowed
from soudan_desk.ui.lists.rows import Row, RowsModel, Sorting
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.referrals_columns import (
    REFERRAL_COLUMNS,
    look_of_referral,
    referral_answers,
)
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import Label

_FILTERS = (
    Filter("awaiting", "返事待ち"),
    Filter("overdue", "期限超過"),
    Filter("drafts", "下書き"),
    Filter("mine", "自分の担当"),
    Filter("in", "受けたもの"),
)
_SEARCH = 150
_WATCHED = frozenset({"referral", "person", "agency", "case", "staff", "centre_setting"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralsActs:
    """The verbs of the list, bound to a worker; windows are (offset, how many)."""

    rows: Callable[[ReferralFilter, str, bool, int, int], Sequence[ReferralRow]]
    count: Callable[[ReferralFilter], int]
    counts: Callable[[], dict[str, int]]
    centre: Callable[[], str | None]
    codes: CodeBook
    names: Names
    today: date
    may_write: bool
    load_columns: Callable[[], Sequence[str] | None]
    store_columns: Callable[[Sequence[str]], None]


class ReferralsPage(Page):
    """The list, and the two ways to begin: a letter to write, a referral that came in."""

    name = "referrals"

    def __init__(self, acts: ReferralsActs, filters: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._acts = acts
        self._narrowed = Narrowed(filters=filters)
        self._new = Button("つなぎを書く", icon=Icon.REFERRALS, key="Alt+L")
        self._incoming = Button("受けたつなぎを記録", icon=Icon.INBOX, key="Alt+U")
        self._register = Button("提供記録簿", icon=Icon.SEND, key="Alt+K")
        self.list = self._make_list()
        self._build()
        self._connect()
        self._show_counts()
        if filters:
            self.list.set_narrowed(self._narrowed)

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the rows anew."""
        if kinds & _WATCHED:
            self.list.reload()
            self._show_counts()

    def take_focus(self) -> None:
        """Stand in the list."""
        self.list.take_focus()

    # --- building ---

    def _make_list(self) -> ListPage:
        acts = self._acts

        def fetch(offset: int, limit: int, sorting: Sorting | None) -> Sequence[Row]:
            key, descending = (sorting.key, sorting.descending) if sorting else ("", False)
            rows = acts.rows(self._wanted(), key, descending, offset, limit)
            return [
                Row(row.id, referral_answers(row, acts.codes), more={"row": row}) for row in rows
            ]

        def look(row: Row, field: Field, cell: Cell) -> Cell:
            return look_of_referral(row.more["row"], field, cell, acts.codes, acts.today)

        model = RowsModel(
            REFERRAL_COLUMNS,
            fetch,
            lambda: acts.count(self._wanted()),
            acts.names,
            today=acts.today,
            look=look,
        )
        return ListPage(
            model,
            name="つなぎ",
            filters=_FILTERS,
            narrow=self._on_narrowed,
            empty="ここに、ほかの機関へのつなぎと、受けたつなぎが並びます。",
            empty_act="つなぎを書く" if acts.may_write else "",
            load_columns=acts.load_columns,
            store_columns=acts.store_columns,
        )

    def _build(self) -> None:
        for button, name in (
            (self._new, "write_referral"),
            (self._incoming, "receive_referral"),
            (self._register, "disclosure_register"),
        ):
            button.setObjectName(name)
            bind_button(self, button)
        layouts.fix_size(self.list.search, width=_SEARCH)
        self.list.setMinimumWidth(1)  # enlarged, the page must not be wider than the screen
        title = Label("つなぎ", Type.TITLE, bold=True)
        head = layouts.row(title, layouts.STRETCH, self._register, self._new, self._incoming)
        self.setLayout(layouts.column(head, (self.list, 1), spacing=12, margins=(24, 14, 24, 14)))
        for button in (self._new, self._incoming):
            button.setVisible(self._acts.may_write)
        layouts.set_surface(self, "surface")

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new_clicked)
        self._incoming.clicked.connect(self._on_incoming_clicked)
        self._register.clicked.connect(lambda: self.go.emit(Place("disclosures")))
        self.list.act_asked.connect(self._on_new_clicked)
        self.list.chosen.connect(self._on_list_chosen)

    # --- private ---

    def _wanted(self) -> ReferralFilter:
        on = self._narrowed.filters
        return ReferralFilter(
            words=self._narrowed.words,
            direction="in" if "in" in on else None,
            awaiting="awaiting" in on,
            overdue="overdue" in on,
            drafts="drafts" in on,
            mine="mine" in on,
            centre=self._acts.centre(),
        )

    def _show_counts(self) -> None:
        self.list.set_counts(self._acts.counts())

    def _on_narrowed(self, narrowed: Narrowed) -> None:
        self._narrowed = narrowed

    def _on_list_chosen(self, record_id: UUID) -> None:
        self.go.emit(Place("referral", {"id": record_id}))

    def _on_new_clicked(self) -> None:
        self.go.emit(Place("referral"))

    def _on_incoming_clicked(self) -> None:
        self.go.emit(Place("referral", {"direction": "in"}))
