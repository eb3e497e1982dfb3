"""Joins the page of figures to the verbs that count, keep and send them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from soudan_desk.desk.report_files import send_report
from soudan_desk.desk.reporting import report_of
from soudan_desk.reports.cross_table import rows_of
from soudan_desk.reports.period import Period
from soudan_desk.reports.report import MadeReport, Report, make_report
from soudan_desk.reports.table import Cell, Heading
from soudan_desk.services.figure_cells import Behind, BehindRow, behind
from soudan_desk.services.figure_questions import Countable, countable_kinds
from soudan_desk.services.figures import FIGURES, may_take_out
from soudan_desk.services.looking import note_listed
from soudan_desk.services.saved_tables import drop_table, keep_table, saved_tables
from soudan_desk.services.work import Work
from soudan_desk.ui.export_question import ExportWish
from soudan_desk.ui.pages.figures import FiguresPage
from soudan_desk.ui.pages.figures_acts import FiguresActs, Otherwise
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.widgets.work_bar import WorkBar
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.slow_work import run_shown


def build(seat: Seat, _place: Place) -> Page:
    """Make the page."""
    work = seat.work
    acts = FiguresActs(
        reports=partial(_reports, seat),
        saved=partial(saved_tables, work),
        kinds=partial(_kinds, seat),
        centre=lambda: seat.centre,
        count=partial(_count, seat),
        rows=partial(_rows, seat),
        report_of=report_of,
        behind=partial(_behind, seat),
        place_of=_place_of,
        keep=partial(keep_table, work),
        drop=partial(drop_table, work),
        send=partial(_send, seat),
        context=form_context(seat, centre=seat.centre, on=work.today()),
        today=work.today(),
        may_take_out=may_take_out(work) and not seat.office.read_only,
        may_keep=(work.actor.writes_casework or work.actor.has(FIGURES))
        and not seat.office.read_only,
    )
    return FiguresPage(acts)


def _reports(seat: Seat) -> list[Report]:
    return [
        report
        for key, centre in seat.centres.items()
        if seat.centre in (None, key)
        for report in centre.reports
    ]


def _kinds(seat: Seat) -> list[Countable]:
    """Offer what the worker's centres keep, the most used first."""
    kept = {each.kind: each for key in seat.centres for each in countable_kinds(key)}
    first = [kept.pop(kind) for kind in _FIRST if kind in kept]
    return [*first, *kept.values()]


_FIRST = ("consultation", "case", "plan", "conference", "agenda_item", "referral")


def _count(
    seat: Seat,
    report: Report,
    period: Period,
    bar: WorkBar,
    then: Callable[[MadeReport], object],
    otherwise: Otherwise,
) -> None:
    def count(tell: Callable[[str, float], None]) -> MadeReport:
        return make_report(seat.work, report, period, tell)

    run_shown(seat.tasks, bar, count, then, otherwise)


def _rows(
    seat: Seat,
    kind: str,
    question: str,
    period: Period,
    wanted: Sequence[str],
    then: Callable[[list[Heading]], object],
) -> None:
    seat.tasks.run(partial(rows_of, seat.work, kind, question, period, seat.centre, wanted), then)


def _behind(seat: Seat, cell: Cell, then: Callable[[Behind], object]) -> None:
    seat.tasks.run(partial(_rows_behind, seat.work, cell), then)


def _rows_behind(work: Work, cell: Cell) -> Behind:
    """Return the records that a figure counts: a list, and told so."""
    found = behind(work, cell.kind, cell.ids, by=cell.by)
    note_listed(work, cell.kind, ("behind", cell.by, tuple(cell.ids)), len(found.rows))
    return found


def _send(
    seat: Seat,
    made: MadeReport,
    wish: ExportWish,
    then: Callable[[object], object],
    otherwise: Otherwise,
) -> None:
    send = partial(
        send_report,
        seat.work,
        made,
        wish.target,
        form=wish.form,
        password=wish.password,
        reason=wish.reason,
        force=True,  # the dialog has asked
    )
    seat.tasks.run(send, then, otherwise)


def _place_of(row: BehindRow) -> Place | None:
    match row.kind:
        case "person" | "case" | "referral" | "conference":
            return Place(row.kind, {"id": row.id})
        case "agency":
            return Place("agencies", {"agency": row.id})
        case "consultation" if row.case_id is None:
            return Place("person", {"consultation": row.id})
    if row.case_id is not None:
        return Place("case", {"id": row.case_id, "record": (row.kind, row.id)})
    return Place("person", {"id": row.person_id}) if row.person_id is not None else None
