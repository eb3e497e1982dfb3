"""The demo's appointments: those of going cases dealt out to days, and the office's own.

They are dealt by running numbers, not by chance: the stories stay as they are without them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import TYPE_CHECKING, Any

from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.stories import load_table
from soudan_desk.desk.demo.world import World

if TYPE_CHECKING:
    from soudan_desk.desk.demo.casework import Episode

_RECENT = 9
"""Days for which a contact still stands in the calendar as an appointment that was kept."""
_WRITTEN = 16 * 60
_ACCOMPANIED_ONE_IN = 5


class Calendar:
    """Deals appointments out to each worker's days, as many as the table has."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._table = load_table("appointments")
        self._dealt: dict[str, int] = {}
        self._of_centre: dict[str, int] = {}
        self._count = 0

    def of_case(self, episode: Episode, last_talk: Planned | None) -> Iterator[Planned]:
        """Plan what a case's last contact was in the calendar, and what comes next."""
        if last_talk is not None and (kept := self._kept(episode, last_talk)) is not None:
            yield kept
        if not episode.way.is_ended:
            coming = self._coming(episode)
            if coming is not None:
                yield coming

    def of_office(self) -> Iterator[Planned]:
        """Plan meetings of the office, trainings, leaves, what is to be handed in."""
        for entry in self._table["office"]:
            for offset in entry["on"]:
                day = self._day(offset)
                last = self._day(offset + entry.get("days", 1) - 1)
                answers = {
                    **self._times(entry),
                    "held_on": self._world.days.date(day),
                    "until_on": self._world.days.date(last) if last > day else None,
                    "appointment_kind": entry["kind"],
                    "title": entry["title"],
                    "place": entry.get("place"),
                    "staff_id": Ref(f"staff:{entry['staff']}"),
                    "co_staff_ids": [Ref(f"staff:{key}") for key in entry.get("with", ())] or None,
                    "outcome": "done" if day < self._world.days.today else "planned",
                }
                yield self._planned(answers, entry["staff"])

    def _kept(self, episode: Episode, talk: Planned) -> Planned | None:
        days, told = self._world.days, talk.answers
        kind = self._table["kinds"].get(told.get("method"))
        is_recent = told["held_on"] >= days.date(days.today - _RECENT)
        if kind is None or not is_recent or talk.state == "void":
            return None
        return self._planned(
            {
                "held_on": told["held_on"],
                "started_at_time": told.get("started_at_time"),
                "ended_at_time": told.get("ended_at_time"),
                "appointment_kind": kind,
                "title": told.get("subject"),
                "staff_id": told["staff_id"],
                "outcome": "done",
                "consultation_id": Ref(talk.ref),
                **self._filed(episode),
            },
            episode.worker.key,
        )

    def _coming(self, episode: Episode) -> Planned | None:
        worker, offsets = episode.worker, self._table["days"]["offsets"]
        number = self._dealt.setdefault(worker.key, 0)
        if number >= len(offsets):
            return None
        self._dealt[worker.key] = number + 1
        which = list(self._dealt).index(worker.key)
        place = number + which
        turn = 0 if worker.key in self._table["days"]["first"] else which * 3
        offset = offsets[(number + turn) % len(offsets)]
        day, what = self._day(offset), self._what(episode.thread.centre)
        slots = self._table["slot"]
        second = None
        if episode.number % _ACCOMPANIED_ONE_IN == 0:
            second = self._world.colleague(episode.thread.centre, worker, episode.number // 5)
        return self._planned(
            {
                **self._times(slots[place % len(slots)]),
                "held_on": self._world.days.date(day),
                "appointment_kind": what["kind"],
                "title": what["title"],
                "place": what.get("place"),
                "staff_id": worker.ref,
                "co_staff_ids": [second.ref] if second is not None else None,
                "outcome": "planned",
                **self._filed(episode),
            },
            worker.key,
        )

    def _what(self, centre: str) -> dict[str, Any]:
        choices: list[dict[str, Any]] = self._table["case"][centre]
        number = self._of_centre.get(centre, 0)
        self._of_centre[centre] = number + 1
        return choices[number % len(choices)]

    def _filed(self, episode: Episode) -> dict[str, Any]:
        centre = episode.thread.centre
        return {"case_id": episode.case, "person_id": episode.person, "centre": centre}

    def _day(self, offset: int) -> int:
        """Return the day so many office days from today; today itself even where it is closed."""
        days = self._world.days
        day = days.today
        for _ in range(abs(offset)):
            day = days.open_on(day + 1) if offset > 0 else days.open_before(day)
        return day

    def _times(self, entry: dict[str, Any]) -> dict[str, time | None]:
        if "start" not in entry:
            return {"started_at_time": None, "ended_at_time": None}
        start, end = entry["start"], entry["start"] + entry["minutes"]
        return {
            "started_at_time": time(*divmod(start, 60)),
            "ended_at_time": time(*divmod(end, 60)),
        }

    def _planned(self, answers: dict[str, Any], by: str) -> Planned:
        self._count += 1
        held_on: date = answers["held_on"]
        days = self._world.days
        entered = min(held_on, days.date(days.last))
        day = (entered - days.date(0)).days
        at = days.instant(day, _WRITTEN + self._count % 45)
        return Planned("appointment", f"appointment:{self._count}", answers, by, at, "final", {})
