"""Joins the dialog of papers to printing: what a record can be printed as, and giving it out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.desk.paper_infos import papers_of
from soudan_desk.desk.paper_places import placed_file
from soudan_desk.desk.paper_rules import rules_of_paper
from soudan_desk.desk.printing import (
    TO_THEMSELVES,
    Deliver,
    give_paper,
    preview_paper,
    printable,
)
from soudan_desk.services.work import Work
from soudan_desk.services.writing_rules import WritingRules
from soudan_desk.ui.dialogs import run_dialog
from soudan_desk.ui.pages.referral_desk import Gone, Sending
from soudan_desk.ui.paper_dialog import PaperActs, PaperDialog
from soudan_desk.ui.paper_images import print_pdf
from soudan_desk.ui.seat import Seat

_LETTERS = frozenset({"referral_letter", "referral_reply"})  # their own page sends them


def open_papers(
    seat: Seat,
    parent: QWidget | None,
    kind: str,
    record_id: UUID,
    *,
    centre: str | None = None,
    said: Callable[[str], None] | None = None,
) -> None:
    """Let the worker print the papers of a record; `said` gets the sentence for the status line."""
    acts = paper_acts(seat, kind, record_id, centre)
    if not acts.papers:
        return
    dialog = PaperDialog(parent, acts, "書類を印刷する")
    if said is not None:
        dialog.given.connect(lambda gone: said(f"印刷しました。通し番号 {gone.serial}"))
    run_dialog(dialog)


def paper_acts(seat: Seat, kind: str, record_id: UUID, centre: str | None) -> PaperActs:
    """Bind the papers of one record to a seat."""
    work = seat.work
    papers = [
        (info.key, info.label)
        for info in papers_of(work, kind, record_id, centre)
        if info.key not in _LETTERS
    ]
    return PaperActs(
        papers=papers,
        preview=lambda key: preview_paper(work, key, record_id),
        give=partial(_give, work, record_id),
        run=seat.tasks.run,
        rules=rules_of_paper(work, papers[0][0], record_id) if papers else WritingRules(),
        reaching=TO_THEMSELVES,
    )


def _give(
    work: Work, record_id: UUID, key: str, reason: str, recipient: str, sending: Sending
) -> Gone:
    def give(deliver: Deliver) -> Gone:
        made = give_paper(
            work,
            printable(key),
            record_id,
            reason=reason,
            recipient=recipient,
            protect_password=sending.password,
            deliver=deliver,
        )
        return Gone(made.serial, made.pages)

    return delivered(sending, give)


def delivered(sending: Sending, give: Callable[[Deliver], Gone]) -> Gone:
    """Let a paper go to the file or the printer that was chosen."""
    if sending.target is None:
        return give(partial(print_pdf, printer=sending.printer))
    with placed_file(sending.target, force=True) as put:
        return give(put)
