"""Joins the case list to the verbs that narrow, order and count cases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from soudan_desk.desk.exporting import export_rows
from soudan_desk.services.case_due import due_of_cases, with_due
from soudan_desk.services.case_lists import CaseFilter, count_cases, list_cases
from soudan_desk.services.case_order import CaseOrder, case_rows, count_list, order_cases
from soudan_desk.services.cases import CaseRow
from soudan_desk.services.emergencies import open_in_emergency
from soudan_desk.services.list_masks import leaving_rows
from soudan_desk.services.looking import note_listed
from soudan_desk.services.saved_views import (
    list_views,
    may_keep_for_office,
    rename_view,
    replace_view,
    save_view,
    void_view,
)
from soudan_desk.services.staff import list_staff
from soudan_desk.services.stopped_sharing import tellable_rows
from soudan_desk.services.supervision import Supervision, supervision
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.tables.cells import Value
from soudan_desk.ui.export_question import ExportWish
from soudan_desk.ui.pages.cases import CasesPage
from soudan_desk.ui.pages.cases_acts import CasesActs, ViewActs
from soudan_desk.ui.pages.cases_emergency import OpenInEmergency
from soudan_desk.ui.pages.cases_model import WINDOW
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.preferences import page_settings, remember_page
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.list_papers import case_papers, worker_papers

_PAGE = "cases"


def build(seat: Seat, place: Place) -> Page:
    """Return the list of the cases that the worker may see."""
    work, login = seat.work, seat.work.actor.login
    acts = CasesActs(
        first=partial(_first, work),
        order=partial(_order, work),
        rows=partial(case_rows, work),
        due=partial(due_of_cases, work),
        leaving=partial(_leaving, work),
        count=partial(count_cases, work),
        counts=partial(count_list, work),
        supervise=partial(_supervise, work),
        run=seat.tasks.run,
        staff={row.id: row.name for row in list_staff(work, only_active=True)},
        me=work.actor.staff_id,
        states=_states(seat),
        centres=dict(seat.centre_names),
        centre=lambda: seat.centre,
        codes=work.codes,
        today=work.today(),
        load=partial(page_settings, login, _PAGE),
        store=partial(remember_page, login, _PAGE),
        views=_views(work),
        export=partial(_export, work),
        case_papers=partial(case_papers, seat),
        worker_papers=partial(worker_papers, seat),
        may_write=work.actor.writes_casework,
        open_in_emergency=_emergency(seat),
    )
    page = CasesPage(acts)
    page.head.opened.connect(lambda case_id: page.go.emit(Place("case", {"id": case_id})))
    return page


def _emergency(seat: Seat) -> OpenInEmergency | None:
    """Return how a supervisor opens a restricted case; nobody else does."""
    may = seat.work.actor.has(SUPERVISOR) and not seat.office.read_only
    return partial(open_in_emergency, seat.work) if may else None


def _views(work: Work) -> ViewActs:
    return ViewActs(
        list=partial(list_views, work, _PAGE),
        save=lambda name, view, for_office: save_view(
            work, _PAGE, name, view, for_office=for_office
        ),
        replace=partial(replace_view, work),
        rename=partial(rename_view, work),
        drop=partial(void_view, work),
        for_office=may_keep_for_office(work),
    )


def _first(work: Work, narrowed: CaseFilter, sort: str, descending: bool) -> list[CaseRow]:
    rows = list_cases(work, narrowed, sort=sort, descending=descending, limit=WINDOW)
    note_listed(work, "case", narrowed, len(rows), words=narrowed.words)
    return rows


def _order(
    work: Work, narrowed: CaseFilter, sort: str, descending: bool, by_worker: bool
) -> CaseOrder:
    return order_cases(work, narrowed, sort=sort, descending=descending, by_worker=by_worker)


def _leaving(work: Work, ids: Sequence[UUID], recipient: str = "") -> list[CaseRow]:
    rows = tellable_rows(work, case_rows(work, ids), recipient)
    return leaving_rows(work, with_due(work, rows))


def _supervise(work: Work, centre: str | None) -> Supervision:
    return supervision(work, centre=centre)


def _export(
    work: Work,
    title: str,
    headings: Sequence[str],
    lines: Sequence[Sequence[Value]],
    wish: ExportWish,
) -> int:
    exported = export_rows(
        work,
        title,
        headings,
        lines,
        wish.target,
        kind="case",
        password=wish.password,
        reason=wish.reason,
        recipient=wish.recipient,
        overwrite=True,  # the dialog has asked
    )
    return exported.rows


def _states(seat: Seat) -> dict[str, str]:
    """Return the states of the processes of the worker's centres, each code once."""
    found: dict[str, Any] = {}
    for key, centre in seat.centres.items():
        for process in centre.processes:
            name = process.states.removesuffix(f".{key}")
            for entry in seat.work.codes.entries(name, centre=key):
                found.setdefault(entry.code, entry.label)
    return found
