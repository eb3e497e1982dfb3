"""相談者: joins the lists of people to the verbs that find them."""

from __future__ import annotations

from collections.abc import Sequence

from soudan_desk.services.lone_consultations import LoneRow, count_nameless, list_nameless
from soudan_desk.services.looking import note_listed
from soudan_desk.services.people import (
    SORTS,
    PeopleFilter,
    PersonRow,
    count_people,
    list_people,
)
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.people import KNOWN, PeopleActs, PeoplePage
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context

_NEWEST_FIRST, _AGE = "created_at", "age"


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may name the tab."""
    return PeoplePage(_acts(seat), place.about.get("tab", KNOWN))


def _acts(seat: Seat) -> PeopleActs:
    work = seat.work

    def people(
        narrowed: PeopleFilter, sort: str, descending: bool, offset: int, limit: int
    ) -> Sequence[PersonRow]:
        known = sort in SORTS
        rows = list_people(
            work,
            narrowed,
            sort=sort if known else _NEWEST_FIRST,
            descending=descending != (sort == _AGE) if known else True,  # the young were born late
            offset=offset,
            limit=limit,
        )
        if not offset:
            note_listed(work, "person", narrowed, len(rows), words=narrowed.words)
        return rows

    def nameless(offset: int, limit: int) -> Sequence[LoneRow]:
        return list_nameless(work, centre=seat.centre, offset=offset, limit=limit)

    return PeopleActs(
        people=people,
        count=lambda narrowed: count_people(work, narrowed),
        nameless=nameless,
        count_nameless=lambda: count_nameless(work, centre=seat.centre),
        codes=work.codes,
        names=form_context(seat).names,
        today=work.today(),
        may_write=work.actor.writes_casework and not seat.office.read_only,
    )
