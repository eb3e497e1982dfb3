"""Consultations without a case: anonymous calls, inquiries about the system, frequent callers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from soudan_desk.desk.demo.people import People
from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.requests import requests_of
from soudan_desk.desk.demo.stories import Step, load_steps
from soudan_desk.desk.demo.talks import Talks
from soudan_desk.desk.demo.timeline import timed
from soudan_desk.desk.demo.world import World
from soudan_desk.japanese.partial_dates import PartialDate

_PER_CALLER = 700
_CALL_SHARE = 0.45
_CALLS = (2, 5)
_RECENT = 0.25
_BANDS = ("20s", "30s", "40s", "50s", "60s", "70s", "80s")
_CENTRE = "disability"


class Singles:
    """Plans what fills the day beside the cases."""

    def __init__(self, world: World, people: People, talks: Talks) -> None:
        self._world, self._people, self._talks = world, people, talks
        self._calls = load_steps("calls")[_CENTRE]
        self._callers: list[Ref] = []
        self._deck: list[tuple[str, Step]] = []

    def frequent_callers(self, consultations: int) -> Iterator[Planned]:
        """Plan the people who call often and need no case for it."""
        for number in range(1 + consultations // _PER_CALLER):
            ref = Ref(f"person:f{number}")
            self._callers.append(ref)
            worker = self._world.worker(_CENTRE)
            at = self._world.days.instant(0, 600)
            yield Planned("person", ref, self._person(), worker.key, at, "final", {})
        yield from requests_of(self._world, self._callers[0])

    def play(self, wanted: int) -> Iterator[Planned]:
        """Plan exactly so many consultations, the first of them calls of yesterday."""
        left, number = wanted, 0
        if left >= _CALLS[1]:
            yesterday = self._world.days.today - 1
            yield from self._burst(yesterday, _CALLS[1])
            left -= _CALLS[1]
        while left:
            day = self._day(number)
            if left >= _CALLS[0] and self._world.random() < _CALL_SHARE / 3.5:
                anyway = day if number < 6 else self._world.between((0, self._world.days.last))
                for planned in self._burst(anyway, min(left, self._world.between(_CALLS))):
                    left -= 1
                    yield planned
            else:
                yield self._single(*self._dealt(), day)
                left -= 1
            number += 1

    def _dealt(self) -> tuple[str, Step]:
        """Deal the stories of one call like cards, so that none comes twice in a week."""
        if not self._deck:
            singles = self._world.singles
            self._deck = [(centre, step) for centre, steps in singles.items() for step in steps]
            self._world.rng.shuffle(self._deck)
        return self._deck.pop()

    def _day(self, number: int) -> int:
        days = self._world.days
        if number < 6:
            return days.last
        recent = self._world.random() < _RECENT
        first = max(0, days.last - 60) if recent else 0
        day = days.near(self._world.between((first, days.last)), self._world.random())
        return min(max(day, 0), days.last)

    def _person(self) -> dict[str, Any]:
        people = self._people
        sex = self._world.one_of(("female", "male"))
        age = self._world.between((24, 66))
        family, given = people.family_name(), people.given_name(sex, age)
        return {
            "name": f"{family[0]} {given[0]}",
            "kana": f"{family[1]} {given[1]}",
            "kana_state": "confirmed",
            "is_anonymous": False,
            "sex": sex,
            "birth_on": people.birth(age),
            **people.address("rented_flat"),
            **people.telephones(age),
            "main_disability": "mental",
            "disability_kind": ["mental"],
        }

    def _burst(self, day: int, count: int) -> Iterator[Planned]:
        steps = self._world.rng.sample(self._calls, count)
        person = self._world.one_of(self._callers)
        slots = self._world.slots(None)
        for moment in timed(self._world, [(step, day) for step in steps]):
            yield self._talks.call(slots, moment, _CENTRE, person)

    def _single(self, centre: str, step: Step, day: int) -> Planned:
        (moment,) = timed(self._world, [(step, day)])
        who: dict[str, Any] = {}
        if step.who == "anonymous":
            who = {
                "is_anonymous": True,
                "subject_sex": self._world.one_of(("female", "male", "unknown")),
                "subject_birth_on": PartialDate(age_band=self._world.one_of(_BANDS)),
            }
        return self._talks.single(self._world.slots(None), moment, centre, who)
