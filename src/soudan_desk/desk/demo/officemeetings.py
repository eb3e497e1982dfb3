"""The demo's ケース会議: once a month each centre's workers talk over cases among themselves.

Dealt by running numbers and a chance of its own: the stories stay as they are without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.stories import load_common
from soudan_desk.desk.demo.world import Worker, World

if TYPE_CHECKING:
    from soudan_desk.desk.demo.casework import Episode

PREFIX = "conference:case"
_CENTRES = ("life_support", "rights_advocacy", "disability")
_MONTHS, _EVERY = 6, 28
_WRITTEN, _KNOWN_FOR = 16 * 60 + 40, 14
_MOST_SEATS, _MOST_ITEMS = 4, 4
_ONE_IN, _DUE_IN = 2, 14


class OfficeMeetings:
    """Knows when each centre's workers sat together, and of whom they spoke."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = Random("ケース会議")  # noqa: S311 - a story needs no secret
        self._words: dict[str, Any] = load_common()["office_meeting"]
        self._items: dict[Ref, int] = {}
        self._days = {centre: self._days_of(2 + 5 * place) for place, centre in enumerate(_CENTRES)}

    def _days_of(self, since: int) -> list[tuple[int, Ref]]:
        """Return the days of a centre's meetings, the last one some days ago."""
        days = self._world.days
        found = (days.open_before(days.today - since - _EVERY * back) for back in range(_MONTHS))
        ref = f"{PREFIX}{since}-"
        return [(day, Ref(f"{ref}{n}")) for n, day in enumerate(reversed([*found])) if day > 0]

    def held(self) -> Iterator[Planned]:
        """Plan the meetings of the last half year, with those who sat in them."""
        for centre, days in self._days.items():
            for number, (day, ref) in enumerate(days):
                at = self._world.days.instant(day, _WRITTEN)
                seats = self._seats(centre)
                yield self._meeting(centre, day, ref, at, seats, number)
                for place, worker in enumerate(seats, 1):
                    answers = {
                        "conference_id": ref,
                        "centre": centre,
                        "position": place,
                        "name": self._name(worker),
                        "member_id": worker.ref,
                        "role": "recorder" if place == 1 else "member",
                        "presence": "absent" if (day + place) % 11 == 0 else "present",
                        "restriction_level": 0,
                    }
                    own = f"attendance:{ref}-{place}"
                    yield Planned("attendance", own, answers, seats[0].key, at, "final", {})

    def of_case(self, episode: Episode) -> Iterator[Planned]:
        """Plan what one of the meetings said of a case, if it was spoken of."""
        met = self._meeting_of(episode)
        if met is None:
            return
        day, ref = met
        days = self._world.days
        due = days.date(days.open_on(day + _DUE_IN))
        decided = {"what": self._word("decision"), "actor": "centre", "due_on": due}
        answers = {
            "case_id": episode.case,
            "conference_id": ref,
            "meeting_kind": "case",
            "held_on": days.date(day),
            "centre": episode.thread.centre,
            "position": self._items[ref],
            "agenda_type": "share",
            "naming_ground": "within_office",
            "discussion": self._word("discussion"),
            "client_view": self._word("client_view"),
            "remaining": self._word("remaining"),
            "conclusion": "again" if episode.number % 4 else "approved",
            "decisions": [{**decided, "staff_id": episode.worker.ref, "becomes": "nothing"}],
            "restriction_level": 0,
        }
        at = days.instant(day, _WRITTEN + 5)
        own = f"agenda_item:{PREFIX}{episode.number}"
        yield Planned("agenda_item", own, answers, episode.worker.key, at, "final", {})

    def _meeting_of(self, episode: Episode) -> tuple[int, Ref] | None:
        """Choose a meeting while the case was open; restricted ones are not spoken of here."""
        if episode.restriction or episode.number % _ONE_IN:
            return None
        last = episode.way.since if episode.way.is_ended else self._world.days.today
        first = episode.opened + _KNOWN_FOR
        within = [
            (day, ref)
            for day, ref in self._days[episode.thread.centre]
            if first <= day < last and self._items.get(ref, 0) < _MOST_ITEMS
        ]
        if not within:
            return None
        chosen = min(within, key=lambda each: self._items.get(each[1], 0))
        self._items[chosen[1]] = self._items.get(chosen[1], 0) + 1
        return chosen

    def _meeting(
        self, centre: str, day: int, ref: Ref, at: datetime, seats: list[Worker], number: int
    ) -> Planned:
        date = self._world.days.date(day)
        answers = {
            "meeting_kind": "case",
            "centre": centre,
            "title": "ケース会議",
            "serial": f"第{number + 1}回",
            "form": "regular",
            "held_on": date,
            "started_at_time": time(16, 0),
            "ended_at_time": time(17, 0),
            "place": "事務室の打合せ机",
            "staff_id": seats[0].ref,
            "secrecy_confirmed": True,
            "advice": self._word("advice"),
            "next_on": date + timedelta(days=_EVERY),
            "restriction_level": 0,
        }
        return Planned("conference", ref, answers, seats[0].key, at, "final", {})

    def _seats(self, centre: str) -> list[Worker]:
        """Return the workers who sit there, the one who writes first."""
        return self._world.workers(centre)[-_MOST_SEATS:]

    def _name(self, worker: Worker) -> str:
        return str(next(e["name"] for e in self._world.staff if e["key"] == worker.key))

    def _word(self, key: str) -> str:
        text = self._chance.choice(self._words[key])
        return str(text.fill(self._chance.random, self._world.slots(None)))
