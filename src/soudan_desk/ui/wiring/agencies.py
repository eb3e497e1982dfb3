"""Joins the page of agencies to the verbs over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QApplication

from soudan_desk.models import Agency, AgencyContact, fields_of
from soudan_desk.services.agencies import agency_figures, contacts_of, list_agencies
from soudan_desk.services.records import Saved, add_record, save_record, show_record
from soudan_desk.services.unsaved import keep_unsaved, unsaved_form
from soudan_desk.ui.pages.agencies import AgenciesActs, AgenciesPage
from soudan_desk.ui.pages.agencies_new import ask_new_record
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.new_records import open_new


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may name the agency to show."""
    return AgenciesPage(_acts(seat), place.about.get("id"))


def _form(agency_id: UUID | None) -> str:
    return f"agency:{agency_id or 'new'}"


def _acts(seat: Seat) -> AgenciesActs:
    work, context = seat.work, form_context(seat)

    def save(agency_id: UUID | None, answers: Mapping[str, Any], lock: int | None) -> Saved:
        form = _form(agency_id)
        if agency_id is None:
            return add_record(work, "agency", answers, form=form)
        return save_record(work, "agency", agency_id, answers, lock_version=lock, form=form)

    def keep(agency_id: UUID | None, answers: dict[str, Any], title: str) -> None:
        keep_unsaved(work, _form(agency_id), answers, title=title, record_id=agency_id)

    def kept(agency_id: UUID | None) -> Mapping[str, Any] | None:
        found = unsaved_form(work, _form(agency_id))
        return found.answers if found else None

    def add_contact(agency_id: UUID, done: Callable[[UUID], None]) -> None:
        open_new(seat, "agency_contact", "", done, agency_id=agency_id)

    def edit_contact(contact_id: UUID, done: Callable[[], None]) -> None:
        shown = show_record(work, "agency_contact", contact_id)
        fields = [f for f in fields_of(AgencyContact) if f.key != "agency_id"]

        def store(answers: Mapping[str, Any]) -> Saved:
            return save_record(
                work, "agency_contact", contact_id, answers, lock_version=shown.lock_version
            )

        window = QApplication.activeWindow()
        made = ask_new_record(window, shown.title, fields, store, context, shown.answers)
        if made is not None:
            done()

    return AgenciesActs(
        rows=lambda words, past: list_agencies(work, words, also_past=past),
        show=lambda agency_id: show_record(work, "agency", agency_id),
        figures=lambda agency_id: agency_figures(work, agency_id),
        contacts=lambda agency_id: contacts_of(work, agency_id),
        save=save,
        keep=keep,
        kept=kept,
        add_contact=add_contact,
        edit_contact=edit_contact,
        fields=fields_of(Agency),
        codes=work.codes,
        names=context.names,
        context=context,
        today=work.today(),
        may_write=work.actor.writes_casework and not seat.office.read_only,
    )
