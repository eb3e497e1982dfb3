"""保存と廃棄: joins the page to the verbs over what is kept and what goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from soudan_desk.desk.disposal_paper import (
    LIST,
    REGISTER,
    candidate_words,
    disposal_list,
    disposal_register,
    disposal_words,
)
from soudan_desk.fields import Field, Kind
from soudan_desk.services.erasure import erase_case, require_basis
from soudan_desk.services.erasure_lone import erase_consultation, list_all_disposals
from soudan_desk.services.retention import (
    Candidate,
    hold_case,
    list_candidates,
    release_case,
    year_end,
)
from soudan_desk.services.second_person import Second, colleagues
from soudan_desk.ui.dialogs import confirm_dangerous
from soudan_desk.ui.pages.agencies_new import ask_new_record
from soudan_desk.ui.pages.disposals import DUE, DisposalsActs, DisposalsPage
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.copies import copy_before
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.list_printing import open_list
from soudan_desk.ui.wiring.second_person import ask_colleague

_BASIS = (
    Field(key="basis", label="廃棄の根拠", kind=Kind.TEXT, section="廃棄", required=True),
    Field(key="approval_no", label="決裁の番号", kind=Kind.LINE, section="廃棄"),
)
_WARNING = (
    "このケースの記録、前の版、添付、検索のことばを消します。本人と世帯は、ほかに記録がなければ一緒に"
    "消します。元にはもどせません。番号、件数、日、根拠だけが廃棄簿に残ります。"
)
_WARNING_LONE = (
    "この相談の記録、前の版、添付、検索のことばを消します。本人は、ほかに記録がなければ一緒に消します。"
    "元にはもどせません。受付番号、センター、相談日、件数、根拠だけが廃棄簿に残ります。"
)
_SECOND = (
    "記録を廃棄します。もう1人の職員が番号と根拠を確かめ、自分のパスワードを入れてください。"
    "だれが確認したかが残ります。"
)


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may name the day by which what is listed runs out."""
    work = seat.work
    return DisposalsPage(
        DisposalsActs(
            due=partial(list_candidates, work),
            gone=partial(list_all_disposals, work),
            due_words=partial(candidate_words, work),
            gone_words=partial(disposal_words, work),
            hold=partial(hold_case, work),
            release=partial(release_case, work),
            erase=partial(_erase, seat),
            print_list=partial(_print, seat),
            by=place.about.get("by") or year_end(work.today()),
            today=work.today(),
            context=form_context(seat),
            may_write=not seat.office.read_only,
        )
    )


def _print(seat: Seat, parent: QWidget, which: str, by: date, said: Callable[[str], None]) -> None:
    if which == DUE:
        make: Callable[[], Any] = partial(disposal_list, seat.work, by=by)
        open_list(seat, parent, LIST, make, said=said)
    else:
        open_list(seat, parent, REGISTER, partial(disposal_register, seat.work), said=said)


def _erase(seat: Seat, parent: QWidget, found: Candidate, then: Callable[[str], None]) -> None:
    """Ask for the basis, once more, and for the second person; then erase off this thread."""
    title = f"{found.case_no}を廃棄する"
    asked: Mapping[str, Any] | None = ask_new_record(
        parent, title, _BASIS, _with_basis, form_context(seat), act="つづける"
    )
    warning = _WARNING if found.kind == "case" else _WARNING_LONE
    if asked is None or not confirm_dangerous(parent, "廃棄", 1, warning):
        return
    second: Second | None = None
    if colleagues(seat.work):
        second = ask_colleague(seat, parent, _SECOND)
        if second is None:
            return
    if not copy_before(seat, parent, "廃棄"):
        return
    job: Callable[[], Any] = partial(
        erase_case if found.kind == "case" else erase_consultation,
        seat.work,
        seat.office,
        found.id,
        basis=asked.get("basis") or "",
        approval_no=asked.get("approval_no") or "",
        second=second,
    )
    seat.tasks.run(job, lambda _id: then(""), lambda error: then(str(error)))


def _with_basis(answers: Mapping[str, Any]) -> Mapping[str, Any]:
    require_basis(answers.get("basis") or "")
    return answers
