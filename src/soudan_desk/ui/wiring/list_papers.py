"""Joins the dialog of papers to the papers of many cases: lists as they are shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from soudan_desk.desk.paper_lists import case_list_of, centre_morning_list, morning_list
from soudan_desk.desk.paper_tables import (
    require_few,
    shown_cases,
    supervision_list,
)
from soudan_desk.services.case_due import with_due
from soudan_desk.services.case_order import case_rows
from soudan_desk.services.list_masks import leaving_rows
from soudan_desk.services.supervision import Supervision
from soudan_desk.services.work import Work
from soudan_desk.ui.pages.cases_acts import ShownCases
from soudan_desk.ui.paper_dialog import PaperActs
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.list_printing import list_acts, open_list


def case_papers(seat: Seat, shown: ShownCases) -> PaperActs:
    """Bind the papers of a list of cases: as it is shown, or with the columns of the form."""
    table = partial(_case_table, seat.work, shown)
    return list_acts(
        seat, {"case_table": table, "case_list": partial(_case_list, seat.work, shown)}
    )


def worker_papers(seat: Seat, shown: Supervision) -> PaperActs:
    """Bind the paper of the supervisor's table."""
    return list_acts(seat, {"supervision_list": partial(supervision_list, seat.work, shown)})


def print_morning_list(
    seat: Seat, parent: QWidget, said: Callable[[str], None], *, whole: bool
) -> None:
    """Let the worker print what they have to do today, or what the whole centre has."""
    if whole:
        make = partial(centre_morning_list, seat.work, seat.centre)
        open_list(seat, parent, "centre_morning_list", make, said=said)
    else:
        open_list(seat, parent, "morning_list", partial(morning_list, seat.work), said=said)


def _case_table(work: Work, shown: ShownCases) -> Any:
    require_few(len(shown.ids))
    rows = leaving_rows(work, with_due(work, case_rows(work, shown.ids)))
    return shown_cases(work, shown.headings, [shown.line(row) for row in rows], shown.words)


def _case_list(work: Work, shown: ShownCases) -> Any:
    require_few(len(shown.ids))
    return case_list_of(work, case_rows(work, shown.ids), shown.words)
