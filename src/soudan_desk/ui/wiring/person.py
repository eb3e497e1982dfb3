"""相談者: joins a person's page, and that of a consultation without a case, to their verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from soudan_desk.models import Person, fields_of
from soudan_desk.services.cases import open_case
from soudan_desk.services.likely_persons import Likely
from soudan_desk.services.merges import merge_persons, unmerge_persons
from soudan_desk.services.person_desk import (
    PersonDesk,
    doubles_of,
    person_desk,
    preview_merge,
)
from soudan_desk.services.protected import Asked, ask_to_see
from soudan_desk.services.reading import Reading, read_record
from soudan_desk.services.records import Saved, add_record, save_record
from soudan_desk.services.unsaved import drop_unsaved, keep_unsaved, unsaved_form
from soudan_desk.services.work import Work
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.person import PersonPage
from soudan_desk.ui.pages.person_acts import PersonActs, Way
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context


def build(seat: Seat, place: Place) -> Page:
    """Make the page of a person, of a new one, or of a consultation that belongs to no case."""
    if "consultation" in place.about:
        from soudan_desk.ui.wiring.person_consultation import build_consultation

        return build_consultation(seat, place.about["consultation"])
    name = place.about.get("name")
    return PersonPage(_acts(seat, place.about.get("id")), {"name": name} if name else None)


def _acts(seat: Seat, person_id: UUID | None) -> PersonActs:
    work, form = seat.work, f"person:{person_id or 'new'}"

    looking = _Looking(work, person_id)

    def save(answers: Mapping[str, Any], lock_version: int | None, form: str) -> Saved:
        if person_id is None:
            return add_record(work, "person", answers, form=form)
        return save_record(work, "person", person_id, answers, lock_version=lock_version, form=form)

    def keep(answers: dict[str, Any], title: str) -> None:
        keep_unsaved(work, form, answers, title=title, record_id=person_id)

    def merge(other: UUID, reason: str) -> UUID:
        return merge_persons(work, _known(person_id), other, reason=reason)

    return PersonActs(
        load=looking.load,
        stored=looking.stored,
        save=save,
        form=form,
        kept=partial(unsaved_form, work, form),
        keep=keep,
        drop=partial(drop_unsaved, work, form),
        find_doubles=partial(find_doubles, seat, person_id),
        show_protected=looking.show_protected,
        preview_merge=lambda other: preview_merge(work, _known(person_id), other),
        merge=merge,
        unmerge=partial(unmerge_persons, work),
        open_case=lambda centre, process: open_case(
            work, centre=centre, process=process, person_id=person_id
        ),
        fields=fields_of(Person),
        context=form_context(seat),
        codes=work.codes,
        today=work.today(),
        ways=_ways(seat),
        may_write=work.actor.writes_casework and not seat.office.read_only,
    )


class _Looking:
    """How one page reads its person: without protected places until somebody asks for them."""

    def __init__(self, work: Work, person_id: UUID | None) -> None:
        self._work, self._person_id = work, person_id
        self._asked: Asked | None = None

    def load(self) -> PersonDesk | None:
        """Fetch the person; None while there is none."""
        if self._person_id is None:
            return None
        return person_desk(self._work, self._person_id, asked=self._asked)

    def stored(self) -> Reading:
        """Fetch what is stored, and by whom."""
        return read_record(self._work, "person", _known(self._person_id), asked=self._asked)

    def show_protected(self) -> PersonDesk | None:
        """Write down that somebody asks, and fetch it all."""
        self._asked = ask_to_see(self._work, _known(self._person_id))
        return self.load()


def _ways(seat: Seat) -> list[Way]:
    """List the processes of the centre one looks at, or of all of one's centres."""
    chosen = [seat.centre] if seat.centre else list(seat.centre_names)
    processes = [
        each for key in chosen if key in seat.centres for each in seat.centres[key].processes
    ]
    several = len(chosen) > 1
    names = seat.centre_names
    return [
        Way(p.centre, p.key, f"{names[p.centre]}　{p.label}" if several else p.label)
        for p in processes
    ]


def find_doubles(
    seat: Seat,
    except_id: UUID | None,
    answers: Mapping[str, Any],
    then: Callable[[list[Likely]], object],
) -> None:
    """Look for entries of the same person, off the window's thread."""
    job = partial(doubles_of, seat.work, dict(answers), except_id=except_id)
    seat.tasks.run(job, then, otherwise=lambda _error: then([]))


def _known(person_id: UUID | None) -> UUID:
    assert person_id is not None, "a new person has nothing to merge or to show"
    return person_id
