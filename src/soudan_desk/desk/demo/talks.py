"""Consultations as the record asks them, from the steps of a story."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.texts import Slots
from soudan_desk.desk.demo.timeline import Moment
from soudan_desk.desk.demo.world import Worker, World

if TYPE_CHECKING:
    from soudan_desk.desk.demo.casework import Episode

_CLOCK = [time(minute // 60, minute % 60) for minute in range(24 * 60)]


class Talks:
    """Numbers the consultations of the office and writes each one down."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._count = 0

    def talk(self, episode: Episode, moment: Moment, *, first: bool) -> Planned:
        """Plan a consultation of a case."""
        centre = episode.thread.centre
        answers = self._told(episode.slots, moment, episode.worker, centre)
        answers["person_id"] = episode.person
        answers["case_id"] = episode.case
        answers["first_or_repeat"] = "new" if first else "repeat"
        answers.update(self._caller(episode.slots, episode.members, moment, centre))
        answers["restriction_level"] = episode.restriction
        if moment.step.more:
            answers.update(episode.filled(moment.step.more))
        if moment.step.co:
            other = self._world.other_worker(centre, than=episode.worker)
            answers["co_staff_ids"] = [other.ref]
        latest = moment.day == self._world.days.last and moment is episode.moments[-1]
        return self._planned(answers, moment, episode.worker, "draft" if latest else "final")

    def call(self, slots: Slots, moment: Moment, centre: str, person: Ref) -> Planned:
        """Plan a short call of somebody known who has no case."""
        worker = self._world.worker(centre)
        answers = self._told(slots, moment, worker, centre)
        answers.update(self._caller(slots, {}, moment, centre))
        answers.update(person_id=person, first_or_repeat="repeat")
        return self._planned(answers, moment, worker, "final")

    def single(self, slots: Slots, moment: Moment, centre: str, who: dict[str, Any]) -> Planned:
        """Plan a consultation about nobody the office knows."""
        worker = self._world.worker(centre)
        answers = self._told(slots, moment, worker, centre)
        answers.update(self._caller(slots, {}, moment, centre))
        answers.update(who, first_or_repeat="new")
        return self._planned(answers, moment, worker, "final")

    def _told(self, slots: Slots, moment: Moment, worker: Worker, centre: str) -> dict[str, Any]:
        step, day, start, minutes = moment
        slots.on = day
        random, days = self._world.random, self._world.days
        topics = list(step.topics)
        answers: dict[str, Any] = {
            "centre": centre,
            "held_on": days.date(day),
            "started_at_time": _CLOCK[start],
            "ended_at_time": _CLOCK[start + minutes],
            "duration_min": minutes,
            "staff_id": worker.ref,
            "method": step.method,
            "place": step.place,
            "counterparts": list(step.met) or None,
            "topics": topics or None,
            "main_topic": topics[0] if topics else None,
            "urgency": list(step.urgency) or None,
            "actions": list(step.actions) or None,
            "restriction_level": 0,
        }
        for key, text in step.texts.items():
            answers[key] = text.fill(random, slots)
        evening = self._world.codes["after_hours"].get(centre)
        if evening is not None:
            answers["after_hours"] = start >= evening or not days.is_open(day)
            answers["come_in_kind"] = "booked" if step.method == "come_in" else None
        if step.due:
            answers["next_due_on"] = days.date(days.open_on(day + self._world.between(step.due)))
        return answers

    def _caller(
        self, slots: Slots, members: dict[str, str], moment: Moment, centre: str
    ) -> dict[str, Any]:
        who, codes = moment.step.who, self._world.codes["caller"][centre]
        if who in {"self", "anonymous"}:
            return {
                "caller_type": codes["self"],
                "counterparts": list(moment.step.met or ("self",)),
            }
        if who.startswith("@"):
            agency = self._world.agency(who[1:], slots)
            return {
                "caller_type": codes.get(agency.entry["type"], codes["agency"]),
                "caller_agency_id": agency.ref,
                "caller_org": agency.entry["name"],
                "caller_name": agency.who,
                "counterparts": list(moment.step.met or ("agency",)),
            }
        return {
            "caller_type": codes["family"],
            "caller_relation": who,
            "caller_name": members.get(who),
            "counterparts": list(moment.step.met or ("family",)),
        }

    def _planned(
        self, answers: dict[str, Any], moment: Moment, worker: Worker, state: str
    ) -> Planned:
        self._count += 1
        at = self._world.days.instant(moment.day, moment.start + moment.minutes + 5)
        ref = Ref(f"consultation:{self._count}")
        return Planned("consultation", ref, answers, worker.key, at, state, {})
