"""Searching and lists with the scope's filter, against the same calls that see the whole office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from benchmarks.offices import Sizes, demo_office, desk_in_copy
from benchmarks.reading import COMMON, SCREEN
from benchmarks.timing import Line, medians, ms
from soudan_desk.models import Case
from soudan_desk.services.case_lists import CaseFilter, count_cases, list_cases
from soudan_desk.services.search import search
from soudan_desk.services.work import Work
from soudan_desk.storage.store import Store

_MANY = 500


class _Unbound:
    """A store whose units of work are bound to nobody."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def reading(self, _actor: object) -> AbstractContextManager[Session]:
        return self._store.reading(None)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def measure(sizes: Sizes) -> Iterator[Line]:
    """Measure for a worker to whom half of the cases are closed, and all but one in a hundred."""
    with desk_in_copy(demo_office(sizes.small)) as work:
        for shown, seen, limit in (("half of the cases", 2, 1.5), ("1 % of them", 100, 10.0)):
            _close_all_but(work, seen)
            yield from _lines(work, shown, limit, sizes)


def _close_all_but(work: Work, every: int) -> None:
    """Restrict all cases but every second, or hundredth, to a list on which nobody stands."""
    with work.store.writing(None) as session:
        ids = list(session.scalars(select(Case.id).order_by(Case.id)))
        closed = [each for number, each in enumerate(ids) if number % every]
        session.connection().exec_driver_sql("UPDATE case_worker SET record_state = 'void'")
        for at in range(0, len(closed), _MANY):
            some = Case.id.in_(closed[at : at + _MANY])
            session.execute(update(Case).where(some).values(restriction_level=1))


def _lines(work: Work, shown: str, limit: float, sizes: Sizes) -> Iterator[Line]:
    whole = replace(work, store=cast("Store", _Unbound(work.store)))
    asked = {
        "search, ten common words": lambda desk: [search(desk, word) for word in COMMON],
        "case list opened, first screen and count": lambda desk: (
            list_cases(desk, CaseFilter(), limit=SCREEN),
            count_cases(desk, CaseFilter()),
        ),
    }
    for what, verb in asked.items():
        yield _line(f"{what}, by a worker who may see {shown}", verb, (work, whole), limit, sizes)
    # Without a limit: counting all rows of a table is the one query a filter can only add to.
    what = f"the count alone, by a worker who may see {shown}"
    yield _line(what, lambda desk: count_cases(desk, CaseFilter()), (work, whole), None, sizes)


def _line(
    what: str,
    verb: Callable[[Work], object],
    desks: tuple[Work, Work],
    limit: float | None,
    sizes: Sizes,
) -> Line:
    bound, free = medians(lambda: verb(desks[0]), lambda: verb(desks[1]), rounds=sizes.rounds)
    return Line(
        what,
        "the same call that sees the whole office",
        bound / free,
        limit,
        f"{ms(bound)} against {ms(free)}, {sizes.small:,} consultations",
    )
