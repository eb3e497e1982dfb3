"""提供記録簿: joins the page to the verbs that read the register and put it on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from soudan_desk.desk.disclosure_paper import (
    REGISTER,
    disclosure_register,
    disclosure_words,
    write_register,
)
from soudan_desk.errors import SoudanError
from soudan_desk.services.disclosure_lists import (
    Disclosed,
    DisclosureFilter,
    givers,
    list_disclosures,
    papers_given,
)
from soudan_desk.services.looking import note_listed
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import AUDITOR
from soudan_desk.ui.dialogs import pick_target, tell
from soudan_desk.ui.pages.disclosures import DisclosuresActs, DisclosuresPage
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.list_printing import open_list

_FILE = "提供記録簿.pdf"


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may name a case by its number."""
    work = seat.work
    may_give = work.actor.writes_casework and not seat.office.read_only
    return DisclosuresPage(
        DisclosuresActs(
            find=partial(_find, work),
            words=partial(disclosure_words, work),
            staff=[(str(staff_id), name) for staff_id, name in givers(work)],
            papers=papers_given(work),
            print_lines=partial(_print if may_give else _write, seat),
            may_print=may_give or work.actor.has(AUDITOR),
            context=form_context(seat),
        ),
        place.about.get("case_no", ""),
    )


def _find(work: Work, asked: DisclosureFilter) -> tuple[Sequence[Disclosed], int]:
    found, total = list_disclosures(work, asked)
    note_listed(work, "disclosure", asked, total, words=f"{asked.person} {asked.recipient}")
    return found, total


def _print(
    seat: Seat,
    parent: QWidget,
    lines: Sequence[Disclosed],
    remark: str,
    said: Callable[[str], None],
) -> None:
    make = partial(disclosure_register, seat.work, lines, remark)
    open_list(seat, parent, REGISTER, make, said=said)


def _write(
    seat: Seat,
    parent: QWidget,
    lines: Sequence[Disclosed],
    remark: str,
    said: Callable[[str], None],
) -> None:
    """Let an auditor, who gives out no casework, write the register as the log is written."""
    target = pick_target(parent, "提供記録簿を書く場所", "PDF (*.pdf)", str(Path.home() / _FILE))
    if target is None:
        return
    path = target if target.suffix else target.with_suffix(".pdf")
    try:
        write_register(seat.work, lines, remark, path)
    except SoudanError as error:
        tell(parent, "書けませんでした", error)
    else:
        said(f"「{path.name}」に書きました。")
