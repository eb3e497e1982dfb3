"""The whole demo office, as a stream of records in the order in which they can be written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from soudan_desk.desk.demo.casework import Casework
from soudan_desk.desk.demo.meetings import Meetings
from soudan_desk.desk.demo.office import plan_office
from soudan_desk.desk.demo.people import People
from soudan_desk.desk.demo.planned import Planned
from soudan_desk.desk.demo.reviews import Reviews
from soudan_desk.desk.demo.singles import Singles
from soudan_desk.desk.demo.stories import Thread, load_threads
from soudan_desk.desk.demo.talks import Talks
from soudan_desk.desk.demo.timeline import schedule
from soudan_desk.desk.demo.world import World

USUAL_CASES = 120
USUAL_CONSULTATIONS = 1_400
_PER_CASE = USUAL_CONSULTATIONS / USUAL_CASES
_WITHOUT_CASE = 0.12
_YEARLY = 25_000
_YEARS = (1.5, 10.0)
_ALL_FILED, _FILED_ONE_IN = 300, 20
"""The latest cases have all their papers; of the older ones of a large office some have."""
_GROWTH = 0.6
"""Below 1, more cases are opened towards today, so that most of what one sees is going on."""


def generate_office(
    *, cases: int | None, consultations: int | None, seed: int, on: date
) -> Iterator[Planned]:
    """Plan an office of exactly so many cases and consultations, none dated after `on`.

    Cases come in the order of their opening. The same arguments give the same records.
    """
    wanted_cases, left = _sizes(cases, consultations)
    years = min(max(left / _YEARLY, _YEARS[0]), _YEARS[1])
    world = World(seed=seed, start=on - timedelta(days=int(365 * years)), on=on)
    people, talks = People(world), Talks(world)
    meetings, reviews = Meetings(world), Reviews(world)
    casework, singles = Casework(world, people, talks, meetings), Singles(world, people, talks)
    yield from plan_office(world)
    yield from reviews.of_office()
    yield from casework.calendar.of_office()
    yield from casework.handovers.of_office()
    yield from reviews.watch(meetings.regular())
    yield from reviews.watch(casework.office_meetings.held())
    yield from singles.frequent_callers(left)
    reserved = round(left * _WITHOUT_CASE) if wanted_cases else left
    threads = _threads(world)
    for number in range(wanted_cases):
        thread = next(threads)
        opened = _opening(world, number, wanted_cases)
        mean = max(0, left - reserved) / (wanted_cases - number)
        wanted = _steps(world, thread, mean, left)
        moments = schedule(world, thread, opened, wanted=wanted, most=left)
        left -= len(moments)
        filed = number >= wanted_cases - _ALL_FILED or number % _FILED_ONE_IN == 0
        yield from reviews.watch(casework.play(thread, opened, moments, filed=filed))
    yield from singles.play(left)


def _sizes(cases: int | None, consultations: int | None) -> tuple[int, int]:
    if cases is None and consultations is None:
        return USUAL_CASES, USUAL_CONSULTATIONS
    if cases is None:
        assert consultations is not None
        return round(consultations / _PER_CASE), consultations
    return cases, round(cases * _PER_CASE) if consultations is None else consultations


def _threads(world: World) -> Iterator[Thread]:
    """Deal the stories like cards: each once, in another order, before any comes again."""
    threads = list(load_threads())
    shuffler = Random(world.rng.random())  # noqa: S311 - a story needs no secret
    while True:
        shuffler.shuffle(threads)
        yield from threads


def _opening(world: World, number: int, of: int) -> int:
    place = (number + world.random()) / of
    return min(int(world.days.today * place**_GROWTH), world.days.last)


def _steps(world: World, thread: Thread, mean: float, left: int) -> int:
    """Choose how many consultations a case gets: its story, and as many more as the mean asks."""
    length = len(thread)
    more = max(0.0, mean - 8.0) * (0.4 + 1.2 * world.random())
    wanted = length + round(more) if mean >= 5 else round(mean * (0.6 + 0.8 * world.random()))
    return min(max(wanted, 0), left)
