"""Joins the dialog of papers to lists: printed as they are shown, from no one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from soudan_desk.desk.printing import Deliver, give_list, preview_list, printable
from soudan_desk.services.work import Work
from soudan_desk.ui.dialogs import run_dialog
from soudan_desk.ui.pages.referral_desk import Gone, Sending
from soudan_desk.ui.paper_dialog import PaperActs, PaperDialog
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.paper_printing import delivered

Made = Callable[[], Any]


def list_acts(seat: Seat, made: Mapping[str, Made]) -> PaperActs:
    """Bind papers of lists; `made` gives what stands on each, when it is shown or given."""
    return PaperActs(
        papers=[(key, printable(key).label) for key in made],
        preview=lambda key: preview_list(seat.work, key, made[key]()),
        give=partial(_give, seat.work, made),
        run=seat.tasks.run,
    )


def open_list(
    seat: Seat,
    parent: QWidget | None,
    key: str,
    made: Made,
    *,
    said: Callable[[str], None] | None = None,
) -> None:
    """Let the worker print one list; `made` gives what stands on the paper."""
    acts = list_acts(seat, {key: made})
    dialog = PaperDialog(parent, acts, f"{printable(key).label}を印刷する")
    if said is not None:
        dialog.given.connect(lambda gone: said(f"印刷しました。通し番号 {gone.serial}"))
    run_dialog(dialog)


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
