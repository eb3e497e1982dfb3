"""Joins notes (申し送り) to their verbs: the panel at a page's side, and 今日's right column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.fields import Field
from soudan_desk.japanese.folding import fold
from soudan_desk.services import handover_lists, handovers, unsaved
from soudan_desk.services.case_desk import case_facts
from soudan_desk.services.handover_lists import About, Note
from soudan_desk.services.handovers import note_fields
from soudan_desk.services.records import Saved, show_record
from soudan_desk.services.standing_in import absent_now
from soudan_desk.ui.forms.context import Candidate, FormContext
from soudan_desk.ui.notes.acts import NoteActs
from soudan_desk.ui.notes.side import NoteSide
from soudan_desk.ui.pages.page import Page, Place, Subject
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context

_WORDS = {
    "case": "このケース",
    "person": "この方",
    "referral": "このつなぎ",
    "conference": "この会議",
}


def note_acts(seat: Seat) -> NoteActs:
    """Bind the verbs of notes to a seat."""
    work = seat.work
    return NoteActs(
        staff_id=work.actor.staff_id,
        absent_ids=lambda: frozenset(each.staff_id for each in absent_now(work)),
        today=work.today(),
        may_write=work.actor.writes_casework and not seat.office.read_only,
        fields=partial(_fields, seat),
        context=partial(_context, seat),
        leave=partial(_leave, seat),
        on=partial(_on, seat),
        read=partial(handovers.mark_read, work),
        finish=partial(_finish, seat),
        reopen=partial(handovers.reopen_note, work),
        take_back=partial(_take_back, seat),
        keep=partial(unsaved.keep_unsaved, work),
        kept=partial(unsaved.unsaved_form, work),
        drop=partial(unsaved.drop_unsaved, work),
        run=seat.tasks.run,
    )


def make_note_side(seat: Seat, over: QWidget, said: Callable[[str], None]) -> NoteSide:
    """Return the panel that lies over a page's side."""
    side = NoteSide(note_acts(seat), over)
    side.said.connect(said)
    return side


def subjects_of(page: Page, place: Place) -> list[Subject]:
    """Return what a note can be left on: what the page names, else what the place is about."""
    if subjects := page.subjects():
        return list(subjects)
    record_id = place.about.get("id")
    if place.page in _WORDS and isinstance(record_id, UUID):
        return [Subject(_WORDS[place.page], place.page, record_id)]
    return []


def _fields(seat: Seat, about: About) -> Sequence[Field]:
    return note_fields(seat.centre_names.get(_centre(seat, about), ""))


def _centre(seat: Seat, about: About) -> str:
    """Return whose workers 「全員」 means: the record's centre, else the one that is looked at."""
    if about.id is not None:
        if about.kind == "case":
            return case_facts(seat.work, about.id).centre
        answers = show_record(seat.work, about.kind, about.id).answers
        if answers.get("case_id"):
            return case_facts(seat.work, answers["case_id"]).centre
        if answers.get("centre"):
            return str(answers["centre"])
    own = sorted(seat.work.actor.centres)
    return seat.centre or (own[0] if len(own) == 1 else "")


def _context(seat: Seat, about: About) -> FormContext:
    """Offer as readers only those who could read the note."""
    context = form_context(seat)
    offered = handovers.colleagues(seat.work, about)

    def find(kind: str, words: str) -> list[Candidate]:
        if kind != "staff":
            return context.find(kind, words)
        plain = fold(words)
        return [Candidate(*each) for each in offered if plain in fold(each[1])]

    return replace(context, find=find, open_new=None)


def _leave(seat: Seat, answers: Mapping[str, Any], about: About, form: str) -> Saved:
    centre = _centre(seat, about)
    return handovers.leave_note(seat.work, answers, about=about, centre=centre, form=form)


def _on(seat: Seat, about: About) -> list[Note]:
    if about.id is None:
        return []
    if about.kind == "case":
        return handover_lists.notes_of_case(seat.work, about.id)
    return handover_lists.notes_about(seat.work, about.id)


def _finish(seat: Seat, note_id: UUID, reply: str) -> None:
    handovers.finish_note(seat.work, note_id, reply=reply)


def _take_back(seat: Seat, note_id: UUID, reason: str) -> None:
    handovers.take_back(seat.work, note_id, reason=reason)
