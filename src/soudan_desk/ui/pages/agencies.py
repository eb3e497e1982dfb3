"""社会資源: the agencies one works with, their people, and how each has answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

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
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.labels import Label, Line

_FILTERS = (Filter("used", "つないだことがある"), Filter("past", "使わなくなったものも"))
_WATCHED = frozenset({"agency", "agency_contact", "referral"})


def _column(key: str, label: str, kind: Kind = Kind.LINE, codes: str | None = None) -> Field:
    return Field(key=key, label=label, kind=kind, codes=codes, section="社会資源", listed=True)


COLUMNS = (
    _column("name", "名称"),
    _column("type", "種別", Kind.CHOICE, "agency.type"),
    _column("tel", "電話"),
    _column("sent", "つないだ", Kind.NUMBER),
    _column("rate", "返事", Kind.LINE),
    _column("days", "返事まで", Kind.LINE),
    _column("last_on", "最後", Kind.DATE),
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
        self.list = self._make_list()
        self.card = AgencyCard(acts)
        self._edge = Line(vertical=True)
        self._build()
        self._connect()
        self._show_rows()
        if agency_id is not None:
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
        self._new.setVisible(self._acts.may_write)
        head = layouts.row(Label("社会資源", Type.TITLE, bold=True), layouts.STRETCH, self._new)
        left = layouts.column(head, (self.list, 1), spacing=12, margins=(24, 14, 20, 14))
        self._left = layouts.panel(left)
        for pane in (self._left, self.card):
            pane.setMinimumWidth(1)
        self.setLayout(layouts.row((self._left, 3), self._edge, (self.card, 2), spacing=0))
        layouts.set_surface(self, "surface")
        bind_button(self, self._new)

    def _connect(self) -> None:
        self._new.clicked.connect(self.card.begin_new)
        self.list.act_asked.connect(self.card.begin_new)
        self.list.moved.connect(self._on_list_moved)
        self.list.chosen.connect(self._on_list_chosen)
        self.card.said.connect(self.said)
        self.card.left.connect(self.take_focus)
        self.card.saved.connect(self._on_card_saved)
        self.card.letters_asked.connect(lambda: self.go.emit(Place("referrals")))

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
            Row(row.id, _answers(row), is_quiet=not row.is_active, more={"row": row})
            for row in found
            if "used" not in on or row.figures.sent_count
        ]

    def _on_narrowed(self, narrowed: Narrowed) -> None:
        self._narrowed = narrowed
        self._find_rows()

    def _on_list_moved(self, agency_id: UUID | None) -> None:
        if agency_id is not None and not self.card.is_dirty:
            self.card.show_agency(agency_id)

    def _on_list_chosen(self, agency_id: UUID) -> None:
        if not self.card.is_dirty:
            self.card.show_agency(agency_id)
        self.card.take_focus()

    def _on_card_saved(self) -> None:
        self._show_rows()


def _answers(row: AgencyRow) -> dict[str, Any]:
    figures = row.figures
    rate = f"{figures.reply_rate}%" if figures.reply_rate is not None else ""
    return {
        "name": row.name,
        "type": row.type,
        "tel": row.tel,
        "sent": figures.sent_count or None,
        "rate": rate,
        "days": f"{figures.median_days}日" if figures.median_days is not None else "",
        "last_on": figures.last_on,
    }


def _look(row: Row, field: Field, cell: Cell) -> Cell:
    found: AgencyRow = row.more["row"]
    if field.key == "name":
        return replace(cell, bold=True, second=found.department)
    if field.key in {"rate", "days", "tel"}:
        return replace(cell, figures=True, right=field.key != "tel", role=Role.TEXT)
    return cell


def _order(answer: Any) -> tuple[bool, Any]:
    return (answer is None or answer == "", "" if answer is None else answer)
