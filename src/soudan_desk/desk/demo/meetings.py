"""The demo's meetings: the regular 支援調整会議 every second week, and those for one case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.stories import load_common
from soudan_desk.desk.demo.world import World

if TYPE_CHECKING:
    from soudan_desk.desk.demo.casework import Episode

_CENTRE = "life_support"
_WEDNESDAY = 2
_WRITTEN = 17 * 60
_SEATS = (("seiho", "member"), ("hellowork", "member"), ("csw", "member"), ("loan", "member"))
_RECORDER = "sodanin"
REGULAR = "conference:coord"


class Meetings:
    """Knows on which days the regular meeting sits, and who sits in it."""

    def __init__(self, world: World) -> None:
        self._world = world
        days = world.days
        weeks = range(days.last + 28)
        wednesdays = [day for day in weeks if days.date(day).weekday() == _WEDNESDAY]
        self._days = [
            days.open_on(day) for day in wednesdays if days.date(day).toordinal() // 7 % 2
        ]
        self._count = 0
        self._places: dict[Ref, int] = {}
        self._words = load_common()["community"]

    def regular(self) -> Iterator[Planned]:
        """Plan the meetings held so far and the next one, with those present."""
        for number, day in enumerate(self._days):
            if day > self._world.days.today and number and self._days[number - 1] > self._last:
                return
            entered = min(day, self._last)
            at = self._world.days.instant(entered, _WRITTEN)
            yield self._meeting(Ref(f"{REGULAR}{number}"), day, at, f"第{number + 1}回", 0)
            yield from self._seats(Ref(f"{REGULAR}{number}"), at, day)
            if day <= self._last:
                yield self._community(Ref(f"{REGULAR}{number}"), day, at)

    @property
    def _last(self) -> int:
        return self._world.days.last

    def held(self, first: int, last: int) -> tuple[int, Ref] | None:
        """Return the latest regular meeting held within some days."""
        within = [n for n, day in enumerate(self._days) if first <= day <= min(last, self._last)]
        return (self._days[within[-1]], Ref(f"{REGULAR}{within[-1]}")) if within else None

    def coming(self) -> tuple[int, Ref] | None:
        """Return the next regular meeting."""
        found = (n for n, day in enumerate(self._days) if day > self._last)
        number = next(found, None)
        return None if number is None else (self._days[number], Ref(f"{REGULAR}{number}"))

    def place(self, meeting: Ref) -> int:
        """Return the next place on the agenda of a meeting."""
        self._places[meeting] = self._places.get(meeting, 0) + 1
        return self._places[meeting]

    def item(self, episode: Episode, held: int, meeting: Ref) -> dict[str, Any]:
        """Return what every case on the agenda of a meeting begins with."""
        return {
            "conference_id": meeting,
            "meeting_kind": "coord",
            "held_on": self._world.days.date(held),
            "centre": episode.thread.centre,
            "position": self.place(meeting),
            "restriction_level": episode.restriction,
        }

    def _community(self, meeting: Ref, day: int, at: datetime) -> Planned:
        slots = self._world.slots(None)
        answers = {
            key: self._world.one_of(self._words[key]).fill(self._world.random, slots)
            for key in ("subject", "discussion")
        }
        answers |= {
            "conference_id": meeting,
            "meeting_kind": "coord",
            "held_on": self._world.days.date(day),
            "centre": _CENTRE,
            "position": self.place(meeting),
            "agenda_type": "community",
            "restriction_level": 0,
        }
        ref = f"agenda_item:{meeting}"
        return Planned("agenda_item", ref, answers, _RECORDER, at, "final", {})

    def for_one(self, episode: Episode, day: int) -> Iterator[Planned]:
        """Plan a meeting held for one case only."""
        self._count += 1
        at = self._world.days.instant(day, _WRITTEN)
        ref = Ref(f"conference:one{self._count}")
        yield self._meeting(ref, day, at, None, episode.restriction)
        seats = {episode.worker.ref: "recorder", self._world.chief(): "chair"}
        for place, (staff, role) in enumerate(seats.items()):
            yield self._seat(
                ref,
                place,
                at,
                role,
                member_id=staff,
                name=self._name(staff),
                restriction_level=episode.restriction,
            )

    def _meeting(self, ref: Ref, day: int, at: datetime, serial: str | None, level: int) -> Planned:
        after = next((each for each in self._days if each > day), None)
        answers = {
            "meeting_kind": "coord",
            "centre": _CENTRE,
            "title": "支援調整会議",
            "serial": serial,
            "form": "regular" if serial else "occasional",
            "held_on": self._world.days.date(day),
            "started_at_time": time(13, 30),
            "ended_at_time": time(15, 30) if serial else time(14, 30),
            "place": "福祉会館 2階 会議室" if serial else "相談室1",
            "staff_id": Ref(f"staff:{_RECORDER}"),
            "purposes": ["review_plan", "share_roles"],
            "secrecy_confirmed": True,
            "next_on": self._world.days.date(after) if serial and after else None,
            "restriction_level": level,
        }
        state = "final" if day <= self._last else "draft"
        return Planned("conference", ref, answers, _RECORDER, at, state, {})

    def _seats(self, ref: Ref, at: datetime, day: int) -> Iterator[Planned]:
        chair, clerk = self._world.chief(), Ref(f"staff:{_RECORDER}")
        for place, (staff, role) in enumerate(((chair, "chair"), (clerk, "recorder"))):
            yield self._seat(ref, place, at, role, member_id=staff, name=self._name(staff))
        for place, (key, role) in enumerate(_SEATS, 2):
            agency = self._world.agencies[key]
            absent = (day + place) % 9 == 0
            yield self._seat(
                ref,
                place,
                at,
                role,
                name=agency.who,
                agency_id=Ref(agency.ref),
                org=agency.entry["name"],
                agency_type=agency.entry["type"],
                presence="absent" if absent else "present",
            )

    def _seat(self, ref: Ref, place: int, at: datetime, role: str, **answers: Any) -> Planned:
        told = {
            "conference_id": ref,
            "centre": _CENTRE,
            "position": place + 1,
            "role": role,
            "presence": "present",
            "restriction_level": 0,
            **answers,
        }
        return Planned("attendance", f"attendance:{ref}-{place}", told, _RECORDER, at, "final", {})

    def _name(self, staff: str) -> str:
        return str(next(e["name"] for e in self._world.staff if f"staff:{e['key']}" == staff))
