"""開示等の請求: joins the page to the verbs over requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QApplication, QWidget

from soudan_desk.desk.disclosed_table import write_copy_table
from soudan_desk.models import DisclosureRequest, fields_of
from soudan_desk.services.looking import note_listed, note_opened
from soudan_desk.services.records import Saved, Shown, add_record, save_record, show_record
from soudan_desk.services.redaction import keep_back, list_parts
from soudan_desk.services.requests import (
    RequestFilter,
    RequestRow,
    count_requests,
    list_requests,
)
from soudan_desk.services.second_person import SecondNeededError
from soudan_desk.services.unsaved import keep_unsaved, unsaved_form
from soudan_desk.services.writing_rules import writing_rules
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.ui.dialogs import run_dialog
from soudan_desk.ui.export_question import ExportWish
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.requests import RequestsActs, RequestsPage
from soudan_desk.ui.pages.requests_redaction import RedactionActs, RedactionDialog
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.paper_printing import open_papers
from soudan_desk.ui.wiring.second_person import ask_colleague

_KIND = "disclosure_request"
_CHOSEN = frozenset({"redactions"})
"""What is chosen in a dialog of its own, not typed."""
_BY_TWO = (
    "支援措置を受けている方のファイルが、写しと一緒に出ます。居場所が書かれているかもしれません。"
    "もう1人の職員が確かめ、自分のパスワードを入れてください。だれが確認したかが残ります。"
)


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may name the request to show."""
    return RequestsPage(_acts(seat), place.about.get("id"))


def _acts(seat: Seat) -> RequestsActs:
    work, context, desk = seat.work, form_context(seat), _Desk(seat)
    return RequestsActs(
        rows=desk.rows,
        count=lambda narrowed: count_requests(work, narrowed),
        show=desk.show,
        save=desk.save,
        keep=desk.keep,
        kept=desk.kept,
        redact=desk.redact,
        print_papers=desk.print_papers,
        rules=partial(writing_rules, work),
        fields=[field for field in fields_of(DisclosureRequest) if field.key not in _CHOSEN],
        given=desk.given,
        codes=work.codes,
        names=context.names,
        context=context,
        today=work.today(),
        centre=lambda: seat.centre,
        may_write=work.actor.writes_casework and not seat.office.read_only,
        may_dispose=work.actor.has(SUPERVISOR),
    )


def _form(request_id: UUID | None) -> str:
    return f"{_KIND}:{request_id or 'new'}"


class _Desk:
    """The verbs at one seat."""

    def __init__(self, seat: Seat) -> None:
        self._seat, self._work = seat, seat.work

    def rows(self, narrowed: RequestFilter, offset: int, limit: int) -> Sequence[RequestRow]:
        found = list_requests(self._work, narrowed, offset=offset, limit=limit)
        if not offset:
            note_listed(self._work, _KIND, narrowed, len(found), words=narrowed.words)
        return found

    def show(self, request_id: UUID) -> Shown:
        shown = show_record(self._work, _KIND, request_id)
        note_opened(self._work, _KIND, request_id)
        return shown

    def given(self) -> Mapping[str, Any]:
        return {
            "received_on": self._work.today(),
            "via": "direct",
            "staff_id": self._work.actor.staff_id,
            "centre": self._seat.centre,
            "requester": "self",
        }

    def save(self, request_id: UUID | None, answers: Mapping[str, Any], lock: int | None) -> Saved:
        form = _form(request_id)
        if request_id is None:
            return add_record(self._work, _KIND, answers, form=form)
        return save_record(self._work, _KIND, request_id, answers, lock_version=lock, form=form)

    def redact(self, parent: QWidget, request_id: UUID) -> None:
        acts = RedactionActs(
            parts=lambda: list_parts(self._work, request_id),
            keep_back=lambda part, ground: keep_back(
                self._work, request_id, part.record, part.section, ground
            ),
            write_table=partial(self._write_copy, parent, request_id),
            grounds=[
                (each.code, each.brief) for each in self._work.codes.entries("request.ground")
            ],
        )
        run_dialog(RedactionDialog(parent, acts))

    def _write_copy(self, parent: QWidget, request_id: UUID, wish: ExportWish) -> str:
        write = partial(
            write_copy_table,
            self._work,
            self._seat.office,
            request_id,
            wish.target,
            password=wish.password,
            reason=wish.reason,
            overwrite=True,
        )
        try:
            return write()
        except SecondNeededError:
            second = ask_colleague(self._seat, QApplication.activeModalWidget() or parent, _BY_TWO)
            if second is None:
                raise
            return write(second=second)

    def print_papers(self, parent: QWidget, request_id: UUID) -> None:
        open_papers(self._seat, parent, _KIND, request_id)

    def keep(self, request_id: UUID | None, answers: dict[str, Any], title: str) -> None:
        keep_unsaved(self._work, _form(request_id), answers, title=title, record_id=request_id)

    def kept(self, request_id: UUID | None) -> Mapping[str, Any] | None:
        found = unsaved_form(self._work, _form(request_id))
        return found.answers if found else None
