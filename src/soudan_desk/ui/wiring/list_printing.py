"""Joins the dialog of papers to lists: printed as they are shown, from no one record."""

from __future__ import annotations

from collections.abc import Callable
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


def open_list(
    seat: Seat,
    parent: QWidget | None,
    key: str,
    data: Any,
    *,
    said: Callable[[str], None] | None = None,
) -> None:
    """Let the worker print a list; `data` is what stands on the paper."""
    paper = printable(key)
    acts = PaperActs(
        papers=[(key, paper.label)],
        preview=lambda _key: preview_list(seat.work, key, data),
        give=partial(_give, seat.work, data),
        run=seat.tasks.run,
    )
    dialog = PaperDialog(parent, acts, f"{paper.label}を印刷する")
    if said is not None:
        dialog.given.connect(lambda gone: said(f"印刷しました。通し番号 {gone.serial}"))
    run_dialog(dialog)


def _give(work: Work, data: Any, key: str, reason: str, recipient: str, sending: Sending) -> Gone:
    def give(deliver: Deliver) -> Gone:
        made = give_list(
            work,
            printable(key),
            reason=reason,
            recipient=recipient,
            protect_password=sending.password,
            deliver=deliver,
            data=data,
        )
        return Gone(made.serial, made.pages)

    return delivered(sending, give)
