"""Joins the list of meetings to the verbs that find and call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QApplication, QWidget

from soudan_desk.models import Conference, fields_of
from soudan_desk.services.conference_agenda import propose_agenda
from soudan_desk.services.conference_lists import ConferenceRow, list_conferences
from soudan_desk.services.conferences import hold_conference
from soudan_desk.services.looking import note_listed
from soudan_desk.services.records import Saved
from soudan_desk.ui.dialogs import Answer, ask
from soudan_desk.ui.pages.agencies_new import ask_new_record
from soudan_desk.ui.pages.conferences import ConferencesActs, ConferencesPage
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context

_SEVERAL = 2
_ASKED = ("meeting_kind", "held_on", "started_at_time", "place", "form", "chair", "purposes")


def build(seat: Seat, _place: Place) -> Page:
    """Make the page."""
    work = seat.work
    return ConferencesPage(
        ConferencesActs(
            rows=lambda: _rows(seat),
            call=lambda: _call(seat),
            codes=work.codes,
            may_write=work.actor.writes_casework and not seat.office.read_only,
        )
    )


def _rows(seat: Seat) -> list[ConferenceRow]:
    every = list_conferences(seat.work)
    rows = [row for row in every if seat.centre is None or row.centre == seat.centre]
    note_listed(seat.work, "conference", seat.centre, len(rows))
    return rows


def _call(seat: Seat) -> UUID | None:
    """Ask for the meeting; what is due comes onto its agenda at once."""
    work, parent = seat.work, QApplication.activeWindow()
    centre = _centre(seat, parent)
    if centre is None:
        return None

    def save(answers: Mapping[str, Any]) -> Saved:
        held_on = answers.get("held_on") or work.today()
        given = {**answers, "centre": centre, "held_on": held_on}
        due = propose_agenda(work, centre, answers.get("meeting_kind") or "", held_on)
        return hold_conference(work, given, due)

    by_key = {field.key: field for field in fields_of(Conference)}
    fields = [by_key[key] for key in _ASKED]
    context = form_context(seat, centre=centre, on=work.today())
    begun = {"held_on": work.today()}
    made: Saved | None = ask_new_record(parent, "会議を開く", fields, save, context, begun)
    return None if made is None else made.id


def _centre(seat: Seat, parent: QWidget | None) -> str | None:
    """Return whose meeting it is; asked where all centres are in sight and there are several."""
    names = seat.centre_names
    if seat.centre is not None or len(names) < _SEVERAL:
        return seat.centre or next(iter(names), None)
    answers = [
        Answer(key, name, is_default=at == 0) for at, (key, name) in enumerate(names.items())
    ]
    chosen = ask(parent, "どのセンターの会議ですか", "", answers)
    return chosen if chosen in names else None
