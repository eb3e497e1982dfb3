"""One case of the demo: its person, household, papers, and each consultation of its story."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import date, datetime
from typing import Any

from soudan_desk.desk.demo.calendar import Calendar
from soudan_desk.desk.demo.casefile import CaseFiles
from soudan_desk.desk.demo.handovers import Handovers
from soudan_desk.desk.demo.meetings import Meetings
from soudan_desk.desk.demo.officemeetings import OfficeMeetings
from soudan_desk.desk.demo.papers import Papers
from soudan_desk.desk.demo.people import People
from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.relatives import as_person, kinship, named_tie, tie_of
from soudan_desk.desk.demo.stories import Thread
from soudan_desk.desk.demo.talks import Talks
from soudan_desk.desk.demo.texts import Slots, Text
from soudan_desk.desk.demo.timeline import Moment
from soudan_desk.desk.demo.ways import Way, way_of
from soudan_desk.desk.demo.world import Worker, World

_NAMED_ONLY = 2
_MOVED = 17 * 60 + 20
"""The minute of the day at which cases are moved on."""


class Casework:
    """Plays stories one after the other; holds nothing but the running numbers."""

    def __init__(self, world: World, people: People, talks: Talks, meetings: Meetings) -> None:
        self._world = world
        self._people = people
        self._talks = talks
        self._papers = Papers(world)
        self._files = CaseFiles(world, meetings)
        self.calendar, self.handovers = Calendar(world), Handovers(world)
        self.office_meetings = OfficeMeetings(world)
        self._count = 0

    def play(
        self, thread: Thread, opened: int, moments: list[Moment], *, filed: bool = True
    ) -> Iterator[Planned]:
        """Plan everything of one case, each record after those it refers to.

        A case that is not `filed` has its course only, as most of a very large office have.
        """
        self._count += 1
        episode = Episode(self._world, thread, self._count, opened, moments)
        yield from self._who(episode)
        yield from self._case(episode, filed=filed)
        talk: Planned | None = None
        for number, moment in enumerate(moments):
            talk = self._talks.talk(episode, moment, first=number == 0)
            yield talk
            if number == 0:
                yield from self._papers.intake(episode, moment, Ref(talk.ref))
            yield from self._papers.made_with(episode, moment)
        yield from self._papers.left_to_do(episode)
        if filed:
            yield from self._files.play(episode)
            yield from self.calendar.of_case(episode, talk)
            yield from self.handovers.of_case(episode)
            yield from self.office_meetings.of_case(episode)

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

    def _case(self, episode: Episode, *, filed: bool) -> Iterator[Planned]:
        thread, days, way = episode.thread, self._world.days, episode.way
        opened_on = days.date(episode.opened)
        answers = {
            "person_id": episode.person,
            "centre": thread.centre,
            "process": way.process.key,
            "state": way.state,
            "state_on": days.date(way.since),
            "household_id": episode.household,
            "opened_on": opened_on,
            "is_multi_agency": False,
            "restriction_level": 0,
            "last_contact_on": days.date(episode.moments[-1].day) if episode.moments else None,
            **episode.filled(thread.case),
            "closed_on": days.date(way.since) if way.is_closed else None,
            "close_reason": episode.close_reason,
        }
        planned = episode.planned("case", episode.case, answers)
        extra = self._history(episode) if filed else {}
        yield planned._replace(extra=extra)
        yield from self._workers(episode, opened_on)
        yield from self._ties(episode)

    def _history(self, episode: Episode) -> dict[str, Any]:
        """Say how the case stood in the states it has left, and when it last moved."""
        days, (first, *later) = self._world.days, episode.way.stops
        at = [episode.at, *(max(episode.at, days.instant(day, _MOVED)) for _, day in later)]
        stood = [
            {"state": state, "state_on": days.date(day), "closed_on": None, "close_reason": None}
            for state, day in (first, *later)
        ]
        return {"before": tuple(zip(at, stood, strict=True))[:-1], "changed_at": at[-1]}

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
        self.way = way_of(world.days, thread, self.opened, moments)
        self.plan_day, self.round_no = self.opened, 1
        self.close_reason = self._reason()

    def in_round(self, number: int, way: Way) -> Episode:
        """Return the same case as it stood while one of its plans was carried out."""
        found = copy(self)
        found.way, found.round_no = way, number
        return found

    def _reason(self) -> str | None:
        """Say why the case is over: as its story tells, else as its way usually ends."""
        if not self.way.is_ended:
            return None
        told = self.moments[-1].step is self.thread.steps[-1]
        usual = self._world.codes["close_reason"][self.thread.centre]
        why = (told and self.thread.case.get("close_reason")) or usual.get(self.way.state)
        return str(why or usual["closed"])

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
