"""Forms for handwriting: joins the dialog of papers to those of the worker's centres."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from soudan_desk.desk.paper_empty import EmptyForm, empty_form, list_empty_forms
from soudan_desk.desk.printing import Deliver, printable
from soudan_desk.services.work import Work
from soudan_desk.ui.dialogs import run_dialog
from soudan_desk.ui.pages.referral_desk import Gone, Sending
from soudan_desk.ui.paper_dialog import PaperActs, PaperDialog
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.paper_printing import delivered

TITLE = "手書き用の用紙"


def open_empty_forms(seat: Seat, parent: QWidget, said: Callable[[str], None]) -> None:
    """Let the worker print a form to write on by hand, or keep it as a file."""
    dialog = PaperDialog(parent, empty_form_acts(seat), TITLE)
    dialog.given.connect(lambda gone: said(f"用紙を{gone.pages}ページ出しました。"))
    run_dialog(dialog)


def empty_form_acts(seat: Seat) -> PaperActs:
    """Bind the forms of the centre one looks at, or of all of one's centres."""
    work = seat.work
    found = list(list_empty_forms(work, seat.centre))
    forms = {f"{each.centre} {each.paper} {each.form}": each for each in found}
    several = len({each.centre for each in found}) > 1

    def named(form: EmptyForm) -> str:
        own = work.codes.label("centre", form.centre)
        return f"{own}　{form.label}" if several else form.label

    return PaperActs(
        papers=[(key, named(each)) for key, each in forms.items()],
        preview=lambda key: _made(work, forms[key])[0],
        give=lambda key, _reason, _recipient, sending: _give(work, forms[key], sending),
        run=seat.tasks.run,
        about_nobody=True,
    )


def _made(work: Work, form: EmptyForm) -> tuple[bytes, int]:
    return empty_form(work, printable(form.paper), form.form, form.centre)


def _give(work: Work, form: EmptyForm, sending: Sending) -> Gone:
    def give(deliver: Deliver) -> Gone:
        pdf, pages = _made(work, form)
        deliver(pdf)
        return Gone("", pages)

    return delivered(sending, give)
