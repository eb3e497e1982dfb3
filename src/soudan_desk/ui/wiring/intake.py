"""新規相談: joins the intake page to the verbs of receiving, finding and keeping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soudan_desk.japanese.readings import guess_reading
from soudan_desk.models import Consultation, Person
from soudan_desk.models.base import fields_of
from soudan_desk.services.callers import Known, Picked, known_callers, pick_person
from soudan_desk.services.intake import ReceivedAs, receive
from soudan_desk.services.looking import note_read, note_searched
from soudan_desk.services.unsaved import drop_unsaved, keep_unsaved, unsaved_forms
from soudan_desk.services.work import Work
from soudan_desk.ui.pages.intake import IntakePage
from soudan_desk.ui.pages.intake_desk import Asked, IntakeDesk
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.paper_printing import open_papers


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may name a person to begin with, or a form to go on with."""
    seat.tasks.run(partial(guess_reading, "見本"))  # the dictionary is read before a name is typed
    page = IntakePage(_desk(seat))
    if form := place.about.get("form"):
        kept = next((each for each in unsaved_forms(seat.work) if each.form == form), None)
        if kept is not None:
            page.take_up(kept)
    elif person_id := place.about.get("person"):
        page.pick(person_id)
    return page


def _desk(seat: Seat) -> IntakeDesk:
    work = seat.work
    fields = {field.key: field for model in (Person, Consultation) for field in fields_of(model)}

    def find(asked: Asked, then: Callable[[list[Known]], object]) -> None:
        seat.tasks.run(partial(_find, work, asked), then, otherwise=lambda _error: then([]))

    def keep(form: str, answers: dict[str, Any], title: str) -> None:
        keep_unsaved(work, form, answers, title=title)

    return IntakeDesk(
        centres=tuple((key, _short_name(seat, key)) for key in seat.centre_names),
        centre=lambda: seat.centre,
        staff_id=work.actor.staff_id,
        fields=fields,
        codes=work.codes,
        context=lambda centre: form_context(seat, centre=centre),
        now=lambda: datetime.combine(work.today(), datetime.now().time()).astimezone(),
        today=work.today,
        find=find,
        pick=partial(_pick, work),
        receive=partial(receive, work),
        keep=keep,
        kept=partial(unsaved_forms, work),
        drop=partial(drop_unsaved, work),
        print_papers=partial(_print_papers, seat),
    )


def _find(work: Work, asked: Asked) -> list[Known]:
    """Look for who may call: a search of what is typed, and told so."""
    typed = asked.typed
    born = str(typed.birth_on) if typed.birth_on else ""
    words = (typed.name, typed.kana, born, typed.telephone, typed.address)
    found = known_callers(
        work, typed, caller=asked.caller, telephone=asked.telephone, centre=asked.centre
    )
    note_searched(work, " ".join(filter(None, (*words, asked.caller, asked.telephone))), len(found))
    return found


def _pick(work: Work, person_id: UUID, centre: str | None, on: date) -> Picked:
    note_read(work, "person", person_id)
    return pick_person(work, person_id, centre=centre, on=on)


def _print_papers(
    seat: Seat, done: ReceivedAs, centre: str, parent: QWidget, said: Callable[[str], None]
) -> None:
    """Offer the papers of the case the call belongs to, else those of the call alone."""
    of_case = ("case", done.case_id) if done.case_id is not None else None
    kind, record_id = of_case or ("consultation", done.consultation_id)
    open_papers(seat, parent, kind, record_id, centre=centre, said=said)


def _short_name(seat: Seat, centre: str) -> str:
    """Return what the office calls a centre in passing; three full names do not fit in a row."""
    known = seat.centres.get(centre)
    return known.short if known else seat.centre_names[centre]
