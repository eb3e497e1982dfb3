"""Joins 引き継ぎと代理 to the verbs over sheets, transfers and deputies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.desk.paper_handover import sheet_paper
from soudan_desk.services import transfer_lists, transfers
from soudan_desk.services.appointment_lists import AppointmentRow
from soudan_desk.services.handover_sheet import (
    Caution,
    HandoverSheet,
    Happened,
    handover_sheet,
    whose_sheets,
)
from soudan_desk.services.looking import note_listed
from soudan_desk.services.today import ToDo
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.ui.pages.handover import HandoverPage, SheetActs, SheetPane
from soudan_desk.ui.pages.handover_ask import AskActs, AskPane
from soudan_desk.ui.pages.handover_take import TakeActs, TakePane
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.settings import SettingsPane, SettingsTab
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.list_printing import open_list
from soudan_desk.ui.wiring.settings_review import deputies_tab
from soudan_desk.ui.wiring.today import place_of as place_of_today


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may name the tab, and whose sheet is shown."""
    holder: list[HandoverPage] = []

    def say(words: str) -> None:
        holder[0].said.emit(words)

    def go(where: Place) -> None:
        holder[0].go.emit(where)

    tabs = _Tabs(seat, place, say, go)
    holder.append(HandoverPage(list(tabs.all()), place.about.get("tab", "")))
    return holder[0]


class _Tabs:
    """Makes each pane when it is first looked at."""

    def __init__(self, seat: Seat, place: Place, say: Any, go: Any) -> None:
        self._seat, self._place, self._say, self._go = seat, place, say, go

    def all(self) -> Iterator[SettingsTab]:
        """Name the tabs."""
        yield SettingsTab("sheet", "申し送り票", self._sheet)
        if not self._seat.office.read_only:
            yield SettingsTab("take", "引き継ぎを受ける", self._take)
            yield SettingsTab("ask", "引き継ぎを頼む", self._ask)
            yield deputies_tab(self._seat, self._say)

    def _sheet(self) -> SettingsPane:
        codes, work = self._seat.work.codes, self._seat.work

        def method(centre: str, code: str) -> str:
            entry = codes.find("consultation.method", code, centre=centre)
            return entry.brief if entry else ""

        def kind(code: str) -> str:
            entry = codes.find("appointment.kind", code)
            return entry.brief if entry else ""

        acts = SheetActs(
            workers=whose_sheets(work),
            load=partial(_load, work),
            run=self._seat.tasks.run,
            print_sheet=self._print,
            place_of=place_of,
            method=method,
            kind=kind,
        )
        whose = self._place.about.get("staff")
        pane = SheetPane(acts, whose if isinstance(whose, UUID) else None)
        pane.go.connect(self._go)
        return pane

    def _take(self) -> SettingsPane:
        work = self._seat.work
        acts = TakeActs(
            fetch=partial(transfer_lists.transfers_to_me, work),
            accept=partial(transfers.accept_transfers, work),
            give_back=partial(transfers.return_transfers, work),
        )
        pane = TakePane(acts)
        pane.go.connect(self._go)
        return pane

    def _ask(self) -> SettingsPane:
        work = self._seat.work
        me = work.actor.staff_id
        acts = AskActs(
            workers=[each for each in whose_sheets(work) if each[0] == me or _leads(work)],
            cases=partial(transfer_lists.open_cases_of_worker, work),
            asked=partial(transfer_lists.transfers_asked, work),
            propose=partial(transfers.propose_transfer, work),
            withdraw=partial(transfers.withdraw_transfers, work),
            fields=transfers.TRANSFER_FIELDS,
            new_answers={"transfer_on": work.today(), "keeps_previous": False},
            context=form_context(self._seat),
        )
        pane = AskPane(acts)
        pane.go.connect(self._go)
        return pane

    def _print(self, parent: QWidget, sheet: HandoverSheet) -> None:
        make = partial(sheet_paper, self._seat.work, sheet)
        open_list(self._seat, parent, "handover_sheet", make, said=self._say)


def _leads(work: Work) -> bool:
    return work.actor.has(SUPERVISOR)


def _load(work: Work, staff_id: UUID) -> HandoverSheet:
    sheet = handover_sheet(work, staff_id)
    note_listed(work, "handover_sheet", staff_id, sheet.case_count)
    return sheet


def place_of(what: Any) -> Place | None:
    """Return where something on a sheet is gone on with."""
    match what:
        case ToDo(kind="consultation"):
            return Place("case", {"id": what.case_id, "record": (what.kind, what.id)})
        case ToDo():
            return Place("case", {"id": what.case_id}) if what.case_id else Place("today")
        case AppointmentRow(is_meeting=True):
            return Place("conference", {"id": what.id})
        case AppointmentRow():
            return Place("calendar", {"id": what.id})
        case Caution():
            return Place("case", {"id": what.case_id, "tab": "basics"})
        case Happened():
            return Place("case", {"id": what.case_id, "record": ("consultation", what.id)})
    return place_of_today(what)
