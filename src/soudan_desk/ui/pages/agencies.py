"""社会資源: the agencies one works with, their people, and how each has answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.fields import Field, Kind, Names
from soudan_desk.services.agencies import AgencyFigures, AgencyRow, ContactRow
from soudan_desk.services.records import Saved, Shown
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.lists.page import Filter, ListPage, Narrowed
from soudan_desk.ui.lists.rows import Row, RowsModel, Sorting
from soudan_desk.ui.pages.agencies_card import AgencyCard
from soudan_desk.ui.pages.page import Page
from soudan_desk.ui.pages.referral_panes import TwoPanes
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import Label

_FILTERS = (Filter("used", "実績あり"), Filter("past", "使わないものも"))
_UNITS = {"rate": "%", "days": "日"}
_SEARCH = 180
_WATCHED = frozenset({"agency", "agency_contact", "referral"})


def _column(key: str, label: str, kind: Kind = Kind.LINE, *, listed: bool = True) -> Field:
    return Field(key=key, label=label, kind=kind, section="社会資源", listed=listed)


COLUMNS = (
    _column("name", "名称"),
    _column("sent", "つないだ", Kind.NUMBER),
    _column("rate", "返事", Kind.NUMBER),
    _column("days", "返事まで", Kind.NUMBER),
    _column("type", "種別"),
    _column("last_on", "最後", Kind.DATE, listed=False),
    _column("tel", "電話", listed=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgenciesActs:
    """The verbs over agencies, bound to a worker."""

    rows: Callable[[str, bool], Sequence[AgencyRow]]
    show: Callable[[UUID], Shown]
    figures: Callable[[UUID], AgencyFigures]
    contacts: Callable[[UUID], Sequence[ContactRow]]
    save: Callable[[UUID | None, Mapping[str, Any], int | None], Saved]
    keep: Callable[[UUID | None, dict[str, Any], str], None]
    kept: Callable[[UUID | None], Mapping[str, Any] | None]
    add_contact: Callable[[UUID, Callable[[UUID], None]], None]
    edit_contact: Callable[[UUID, Callable[[], None]], None]
    fields: Sequence[Field]
    codes: CodeBook
    names: Names
    context: FormContext
    today: date
    may_write: bool


class AgenciesPage(Page):
    """The list at the left, the one that is chosen at the right."""

    name = "agencies"

    def __init__(self, acts: AgenciesActs, agency_id: UUID | None = None) -> None:
        super().__init__()
        self._acts = acts
        self._narrowed = Narrowed()
        self._rows: list[Row] = []
        self._new = Button("新しい社会資源", icon=Icon.ADD, key="Ctrl+Shift+N")
        self._find_rows()
        self.list = self._make_list()
        self.card = AgencyCard(acts)
        self._build()
        self._connect()
        self._show_rows()
        if agency_id is not None:
            self.list.reload(agency_id)
            self.card.show_agency(agency_id)

    # --- what the frame calls ---

    def reload(self, kinds: frozenset[str]) -> None:
        """Show the rows anew, and the agency unless it is being edited."""
        if kinds & _WATCHED:
            self._show_rows()
            self.card.refresh()

    def keep_now(self) -> None:
        """Keep what is typed."""
        self.card.form.keep_now()

    def take_focus(self) -> None:
        """Stand in the list."""
        self.list.take_focus()

    # --- building ---

    def _make_list(self) -> ListPage:
        model = RowsModel(
            COLUMNS,
            self._fetch,
            lambda: len(self._rows),
            self._acts.names,
            today=self._acts.today,
            look=_look,
        )
        return ListPage(
            model,
            name="社会資源",
            filters=_FILTERS,
            narrow=self._on_narrowed,
            empty="ここに、いっしょに働く機関や団体が並びます。",
            empty_act="新しい社会資源" if self._acts.may_write else "",
        )

    def _build(self) -> None:
        self._new.setObjectName("add_agency")
        layouts.fix_size(self.list.search, width=_SEARCH)
        left = QWidget()
        names = ("一覧", "くわしく")
        self.panes = TwoPanes(left, self.card, names=names, shares=(3, 2))
        title = Label("社会資源", Type.TITLE, bold=True)
        head = layouts.row(title, layouts.STRETCH, self.panes.to_paper, self._new)
        left.setLayout(layouts.column(head, (self.list, 1), spacing=12, margins=(24, 14, 20, 14)))
        self.setLayout(layouts.column((self.panes, 1), spacing=0))
        self._new.setVisible(self._acts.may_write)
        layouts.set_surface(self, "surface")
        bind_button(self, self._new)

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new_clicked)
        self.list.act_asked.connect(self._on_new_clicked)
        self.list.moved.connect(self._on_list_moved)
        self.list.chosen.connect(self._on_list_chosen)
        self.card.said.connect(self.said)
        self.card.left.connect(self._on_card_left)
        self.card.saved.connect(self._on_card_saved)

    # --- private ---

    def _fetch(self, offset: int, limit: int, sorting: Sorting | None) -> Sequence[Row]:
        rows = self._rows
        if sorting is not None:
            rows = sorted(
                rows,
                key=lambda row: _order(row.answers.get(sorting.key)),
                reverse=sorting.descending,
            )
        return rows[offset : offset + limit]

    def _show_rows(self) -> None:
        self._find_rows()
        self.list.reload()

    def _find_rows(self) -> None:
        on = self._narrowed.filters
        found = self._acts.rows(self._narrowed.words, "past" in on)
        self._rows = [
            Row(row.id, self._answers(row), is_quiet=not row.is_active, more={"row": row})
            for row in found
            if "used" not in on or row.figures.sent_count
        ]

    def _on_narrowed(self, narrowed: Narrowed) -> None:
        self._narrowed = narrowed
        self._find_rows()

    def _answers(self, row: AgencyRow) -> dict[str, Any]:
        figures, kind = row.figures, self._acts.codes.find("agency.type", row.type or "")
        return {
            "name": row.name,
            "type": kind.brief if kind else "",
            "tel": row.tel,
            "sent": figures.sent_count or None,
            "rate": figures.reply_rate,
            "days": figures.median_days,
            "last_on": figures.last_on,
        }

    def _on_list_moved(self, agency_id: UUID | None) -> None:
        if agency_id is not None and not self.card.is_dirty:
            self.card.show_agency(agency_id)

    def _on_list_chosen(self, agency_id: UUID) -> None:
        if not self.card.is_dirty:
            self.card.show_agency(agency_id)
        self.panes.turn(right=True)
        self.card.take_focus()

    def _on_new_clicked(self) -> None:
        self.panes.turn(right=True)
        self.card.begin_new()

    def _on_card_left(self) -> None:
        self.panes.turn(right=False)
        self.take_focus()

    def _on_card_saved(self) -> None:
        self._show_rows()


def _look(row: Row, field: Field, cell: Cell) -> Cell:
    found: AgencyRow = row.more["row"]
    if field.key == "name":
        return replace(cell, bold=True, second=found.department)
    if field.key in _UNITS and cell.text:
        return replace(cell, text=f"{cell.text}{_UNITS[field.key]}")
    return replace(cell, figures=True) if field.key == "tel" else cell


def _order(answer: Any) -> tuple[bool, Any]:
    return (answer is None or answer == "", "" if answer is None else answer)
