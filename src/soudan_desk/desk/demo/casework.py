"""One case of the demo: its person, household, papers, and each consultation of its story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from soudan_desk.desk.demo.papers import Papers
from soudan_desk.desk.demo.people import People
from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.relatives import as_person, kinship, named_tie, tie_of
from soudan_desk.desk.demo.stories import Thread
from soudan_desk.desk.demo.talks import Talks
from soudan_desk.desk.demo.texts import Slots, Text
from soudan_desk.desk.demo.timeline import ENDS, Moment
from soudan_desk.desk.demo.world import Worker, World

_NAMED_ONLY = 2


class Casework:
    """Plays stories one after the other; holds nothing but the running numbers."""

    def __init__(self, world: World, people: People, talks: Talks) -> None:
        self._world = world
        self._people = people
        self._talks = talks
        self._papers = Papers(world)
        self._count = 0

    def play(self, thread: Thread, opened: int, moments: list[Moment]) -> Iterator[Planned]:
        """Plan everything of one case, each record after those it refers to."""
        self._count += 1
        episode = Episode(self._world, thread, self._count, opened, moments)
        yield from self._who(episode)
        yield from self._case(episode)
        for number, moment in enumerate(moments):
            talk = self._talks.talk(episode, moment, first=number == 0)
            yield talk
            if number == 0:
                yield from self._papers.intake(episode, moment, Ref(talk.ref))
            yield from self._papers.made_with(episode, moment)
        yield from self._papers.left_to_do(episode)

    def _who(self, episode: Episode) -> Iterator[Planned]:
        thread, people = episode.thread, self._people
        sex = thread.sex or self._world.one_of(("female", "male"))
        age = self._world.between(thread.age)
        family, given = people.family_name(), people.given_name(sex, age)
        name, kana = f"{family[0]} {given[0]}", f"{family[1]} {given[1]}"
        episode.slots["sei"] = family[0]
        episode.name = name
        home = people.address(thread.household.get("dwelling", ""))
        told = episode.filled(thread.person)
        person = {
            "name": name,
            "kana": kana,
            "kana_state": "confirmed",
            "is_anonymous": False,
            "sex": sex,
            "birth_on": people.birth(age),
            **home,
            **people.telephones(age),
            **told,
        }
        if told.get("no_fixed_abode"):
            person.update(address=None, postal_code=None)
        yield episode.planned("person", episode.person, person)
        yield from self._household(episode, family, person, age)

    def _household(
        self, episode: Episode, family: list[str], person: dict[str, Any], age: int
    ) -> Iterator[Planned]:
        thread = episode.thread
        together = sum(m.get("lives_together", "yes") == "yes" for m in thread.members)
        household = {
            "name": f"{episode.name} 世帯",
            "household_size_count": 1 + together,
            "household_type": None if together else "single",
            "postal_code": person["postal_code"],
            "address": person["address"],
            **episode.filled(thread.household),
        }
        yield episode.planned("household", episode.household, household)
        for number, spec in enumerate(thread.members):
            answers = self._member(episode, family, spec, age)
            mark = f"{episode.number}-{number}"
            if kin := kinship(spec["relation"], episode.number):
                relative = Ref(f"relative:{mark}")
                yield episode.planned("person", relative, as_person(answers))
                yield episode.planned(
                    "kinship",
                    Ref(f"kinship:{mark}"),
                    {"person_id": episode.person, "relative_id": relative, **kin},
                )
                answers["person_id"] = relative
            yield episode.planned("member", Ref(f"member:{mark}"), answers)

    def _member(
        self, episode: Episode, family: list[str], spec: dict[str, Any], age: int
    ) -> dict[str, Any]:
        younger, older = (
            self._world.between(tuple(spec.get(key, (0, 0)))) for key in ("younger", "older")
        )
        age = max(0, age - younger + older)
        given = self._people.given_name(spec["sex"], age)
        surname = self._people.family_name() if spec.get("other_name") else family
        name = f"{surname[0]} {given[0]}"
        episode.members.setdefault(spec["relation"], name)
        told = {k: v for k, v in spec.items() if k not in {"younger", "older", "other_name"}}
        return {
            "household_id": episode.household,
            "name": name,
            "kana": f"{surname[1]} {given[1]}",
            "birth_on": self._people.birth(age),
            **episode.filled(told),
        }

    def _case(self, episode: Episode) -> Iterator[Planned]:
        thread, days = episode.thread, self._world.days
        state, moved = episode.state()
        answers = {
            "person_id": episode.person,
            "centre": thread.centre,
            "process": "consultation",
            "state": state,
            "household_id": episode.household,
            "opened_on": days.date(episode.opened),
            "is_multi_agency": False,
            "restriction_level": 0,
            "last_contact_on": days.date(episode.moments[-1].day) if episode.moments else None,
            **episode.filled(thread.case),
        }
        if state in ENDS:
            reasons = self._world.codes["close_reason"][thread.centre]
            answers["closed_on"] = days.date(moved) if state != "interrupted" else None
            told = episode.moments[-1].step is thread.steps[-1]
            answers["close_reason"] = (told and answers.get("close_reason")) or reasons[state]
        else:
            answers["close_reason"] = None
        yield episode.planned("case", episode.case, answers)
        yield from self._workers(episode, answers["opened_on"])
        yield from self._ties(episode)

    def _workers(self, episode: Episode, assigned_on: date) -> Iterator[Planned]:
        parts = [(episode.worker.ref, "main")]
        if episode.number % 3 == 0:
            second = self._world.other_worker(episode.thread.centre, than=episode.worker)
            parts.append((second.ref, "sub"))
        head = self._world.head(episode.thread.centre)
        if episode.restriction:
            known = {ref for ref, _ in parts}
            leads = (self._world.chief(), *([head] if episode.restriction >= _NAMED_ONLY else []))
            parts += [(lead, "named") for lead in leads if lead not in known]
        for number, (staff, role) in enumerate(parts):
            part = {
                "case_id": episode.case,
                "staff_id": staff,
                "role": role,
                "assigned_on": assigned_on,
            }
            ref = Ref(f"case_worker:{episode.number}-{number}")
            yield episode.planned("case_worker", ref, part)

    def _ties(self, episode: Episode) -> Iterator[Planned]:
        met = (moment.step.who for moment in episode.moments)
        keys = dict.fromkeys(who[1:] for who in met if who.startswith("@"))
        agencies = {self._world.agency(key, episode.slots).ref: None for key in keys}
        for number, agency in enumerate(agencies):
            how = tie_of(episode.number, number)
            tie = {"household_id": episode.household, "agency_id": agency, **how}
            yield episode.planned("tie", Ref(f"tie:{episode.number}-{number}"), tie)
        if named := named_tie(episode.number):
            tie = {"household_id": episode.household, **named}
            yield episode.planned("tie", Ref(f"tie:{episode.number}-n"), tie)


class Episode:
    """What the records of one case share."""

    def __init__(
        self, world: World, thread: Thread, number: int, opened: int, moments: list[Moment]
    ) -> None:
        self.thread, self.number, self.moments = thread, number, moments
        self.opened = moments[0].day if moments else world.days.open_on(opened)
        self.worker: Worker = world.worker(thread.centre)
        self.person, self.household = Ref(f"person:{number}"), Ref(f"household:{number}")
        self.case = Ref(f"case:{number}")
        self.slots: Slots = world.slots(thread)
        self.slots["worker"] = self.worker.surname
        self.slots.on = self.opened
        self.members: dict[str, str] = {}
        self.consents: list[tuple[Ref, list[Ref]]] = []
        self.restriction = int(thread.case.get("restriction_level", 0))
        self.name = ""
        start = moments[0].start if moments else 600
        self.at: datetime = world.days.instant(self.opened, start)
        self._world = world

    def state(self) -> tuple[str, int]:
        """Return the state the case has come to and the day it did."""
        state, day = "received", self.opened
        for moment in self.moments:
            if moment.step.state:
                state, day = moment.step.state, moment.day
        return state, day

    def filled(self, table: dict[str, Any]) -> dict[str, Any]:
        """Fill the texts of a table of answers; `{"days": 30}` is a day from the opening."""
        return {key: self._ready(value) for key, value in table.items()}

    def _ready(self, value: Any) -> Any:
        if isinstance(value, Text):
            return value.fill(self._world.random, self.slots)
        if isinstance(value, list):
            return [self._ready(each) for each in value]
        if not isinstance(value, dict):
            return value
        if value.keys() == {"days"}:
            return self._world.days.date(self.opened + value["days"])
        return self.filled(value)

    def planned(self, kind: str, ref: Ref, answers: dict[str, Any]) -> Planned:
        """Plan a record entered when the case was opened."""
        return Planned(kind, ref, answers, self.worker.key, self.at, "final", {})
