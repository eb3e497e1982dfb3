"""Joins the dialog of papers to the papers of many cases: lists as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from soudan_desk.desk.paper_lists import case_list_of, morning_list
from soudan_desk.desk.paper_tables import (
    masked_rows,
    require_few,
    shown_cases,
    supervision_list,
)
from soudan_desk.desk.printing import Deliver, give_list, preview_list, printable
from soudan_desk.services.case_order import case_rows
from soudan_desk.services.supervision import Supervision
from soudan_desk.services.work import Work
from soudan_desk.ui.dialogs import run_dialog
from soudan_desk.ui.pages.cases_acts import ShownCases
from soudan_desk.ui.pages.referral_desk import Gone, Sending
from soudan_desk.ui.paper_dialog import PaperActs, PaperDialog
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.paper_printing import delivered

Made = Callable[[], Any]


def case_papers(seat: Seat, shown: ShownCases) -> PaperActs:
    """Bind the papers of a list of cases: as it is shown, or with the columns of the form."""
    table = partial(_case_table, seat.work, shown)
    return _acts(seat, {"case_table": table, "case_list": partial(_case_list, seat.work, shown)})


def worker_papers(seat: Seat, shown: Supervision) -> PaperActs:
    """Bind the paper of the supervisor's table."""
    return _acts(seat, {"supervision_list": partial(supervision_list, seat.work, shown)})


def print_morning_list(seat: Seat, parent: QWidget, said: Callable[[str], None]) -> None:
    """Let the worker print what they have to do today."""
    papers = _acts(seat, {"morning_list": partial(morning_list, seat.work)})
    dialog = PaperDialog(parent, papers, "朝の一覧を印刷する")
    dialog.given.connect(lambda gone: said(f"印刷しました。通し番号 {gone.serial}"))
    run_dialog(dialog)


def _acts(seat: Seat, made: Mapping[str, Made]) -> PaperActs:
    return PaperActs(
        papers=[(key, printable(key).label) for key in made],
        preview=lambda key: preview_list(seat.work, key, made[key]()),
        give=partial(_give, seat.work, made),
        run=seat.tasks.run,
    )


def _give(
    work: Work, made: Mapping[str, Made], key: str, reason: str, recipient: str, sending: Sending
) -> Gone:
    data = made[key]()

    def give(deliver: Deliver) -> Gone:
        gone = give_list(
            work,
            printable(key),
            reason=reason,
            recipient=recipient,
            protect_password=sending.password,
            deliver=deliver,
            data=data,
        )
        return Gone(gone.serial, gone.pages)

    return delivered(sending, give)


def _case_table(work: Work, shown: ShownCases) -> Any:
    require_few(len(shown.ids))
    rows = masked_rows(case_rows(work, shown.ids))
    return shown_cases(work, shown.headings, [shown.line(row) for row in rows], shown.words)


def _case_list(work: Work, shown: ShownCases) -> Any:
    require_few(len(shown.ids))
    return case_list_of(work, case_rows(work, shown.ids), shown.words)
