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
    forms, people = _Forms(seat), _People(seat)
    return AgenciesActs(
        rows=lambda words, past: list_agencies(work, words, also_past=past),
        show=lambda agency_id: show_record(work, "agency", agency_id),
        figures=lambda agency_id: agency_figures(work, agency_id),
        contacts=lambda agency_id: contacts_of(work, agency_id),
        save=forms.save,
        keep=forms.keep,
        kept=forms.kept,
        add_contact=people.add,
        edit_contact=people.edit,
        fields=fields_of(Agency),
        codes=work.codes,
        names=context.names,
        context=context,
        today=work.today(),
        may_write=work.actor.writes_casework and not seat.office.read_only,
    )


class _Forms:
    """Saves an agency's form, and keeps it while it is not saved."""

    def __init__(self, seat: Seat) -> None:
        self._work = seat.work

    def save(self, agency_id: UUID | None, answers: Mapping[str, Any], lock: int | None) -> Saved:
        form = _form(agency_id)
        if agency_id is None:
            return add_record(self._work, "agency", answers, form=form)
        return save_record(self._work, "agency", agency_id, answers, lock_version=lock, form=form)

    def keep(self, agency_id: UUID | None, answers: dict[str, Any], title: str) -> None:
        keep_unsaved(self._work, _form(agency_id), answers, title=title, record_id=agency_id)

    def kept(self, agency_id: UUID | None) -> Mapping[str, Any] | None:
        found = unsaved_form(self._work, _form(agency_id))
        return found.answers if found else None


class _People:
    """Adds and edits the people of an agency, each in a dialog."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def add(self, agency_id: UUID, done: Callable[[UUID], None]) -> None:
        open_new(self._seat, "agency_contact", "", done, agency_id=agency_id)

    def edit(self, contact_id: UUID, done: Callable[[], None]) -> None:
        work = self._seat.work
        shown = show_record(work, "agency_contact", contact_id)
        fields = [f for f in fields_of(AgencyContact) if f.key != "agency_id"]

        def store(answers: Mapping[str, Any]) -> Saved:
            return save_record(
                work, "agency_contact", contact_id, answers, lock_version=shown.lock_version
            )

        window, context = QApplication.activeWindow(), form_context(self._seat)
        if ask_new_record(window, shown.title, fields, store, context, shown.answers):
            done()
