"""What stands in a case's file beside its course: screening, assessment, ticks, and its plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from soudan_desk.desk.demo.casemeetings import CaseMeetings
from soudan_desk.desk.demo.meetings import Meetings
from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.stories import load_common, load_files
from soudan_desk.desk.demo.supportplan import SupportPlans
from soudan_desk.desk.demo.weeks import week_rows
from soudan_desk.desk.demo.world import World

if TYPE_CHECKING:
    from soudan_desk.desk.demo.casework import Episode

_SOON = 5
_OVER = {"closed_info": "info_only", "interrupted": "interrupted"}
_DWELLING = {
    "owned": "owned",
    "rented_flat": "rented",
    "rented_house": "rented",
    "public_housing": "rented",
    "hospital": "medical",
    "facility": "facility",
}
_LIVING = {"hospital": "hospital", "facility": "facility"}


class CaseFiles:
    """Plans the file of a case as far as its way has come."""

    def __init__(self, world: World, meetings: Meetings) -> None:
        self._world = world
        self._words = load_common()
        self._plans = SupportPlans(world, meetings, self.planned, self.word)
        self._meetings = CaseMeetings(world, self.planned, self.word)
        self._count = 0

    def play(self, episode: Episode) -> Iterator[Planned]:
        """Plan everything its process asks for on the way the case has gone."""
        told = episode.filled(load_files()[episode.thread.key])
        centre = episode.thread.centre
        yield from self._screenings(episode)
        for number, way in enumerate(episode.way.rounds(), 1):
            if number == 1 or way.day("assessing") is not None:
                again = episode.in_round(number, way)
                yield from self._assessment(again, told, _SHEETS[centre])
        yield from self._ticks(episode)
        made = list(self._plans.play(episode, told))
        yield from made
        plans = [Ref(each.ref) for each in made if each.kind == "plan"]
        for number, way in enumerate(episode.way.rounds()):
            plan = plans[number] if number < len(plans) else None
            yield from self._meetings.play(episode.in_round(number + 1, way), told, plan)

    def planned(
        self, kind: str, episode: Episode, day: int, answers: dict[str, Any], state: str = "final"
    ) -> Planned:
        """Plan a record of a case, entered in the afternoon of a day."""
        self._count += 1
        at = self._world.days.instant(min(day, self._world.days.last), 17 * 60 + self._count % 60)
        ref = Ref(f"{kind}:c{self._count}")
        told = {"case_id": episode.case, **answers}
        return Planned(kind, ref, told, episode.worker.key, at, state, {})

    def word(self, episode: Episode, day: int, *path: str) -> str:
        """Choose one of the texts any case may have."""
        found: Any = self._words
        for part in path:
            found = found[part]
        episode.slots.on = day
        return str(self._world.one_of(found).fill(self._world.random, episode.slots))

    def _screenings(self, episode: Episode) -> Iterator[Planned]:
        way = episode.way
        if way.process.series not in self._world.codes["screened"]:
            return
        waited, applied = way.day("pre_consent"), way.day("assessing")
        if waited is not None:
            yield self._screening(episode, waited, "consent_pending")
        if applied is not None:
            yield self._screening(episode, applied, "continue_plan")
        elif way.state in _OVER:
            yield self._screening(episode, way.since, _OVER[way.state])

    def _screening(self, episode: Episode, day: int, result: str) -> Planned:
        answers = {
            "screened_on": self._world.days.date(day),
            "staff_id": episode.worker.ref,
            "result": result,
            "note": self.word(episode, day, "screening", result),
        }
        return self.planned("screening", episode, day, answers)

    def _assessment(
        self, episode: Episode, told: dict[str, Any], sheet: Sheet
    ) -> Iterator[Planned]:
        way = episode.way
        begun = way.day(*_ASSESSED_IN)
        if begun is None:
            return
        after = [day for _, day in way.stops if day > begun]
        day = min([begun + _SOON, self._world.days.last, *after[:1]])
        unready = way.state in _ASSESSED_IN and episode.number % 2 == 1
        kind, answers = sheet(self, episode, day, told)
        answers["person_id"] = episode.person
        answers["restriction_level"] = episode.restriction
        yield self.planned(kind, episode, day, answers, "draft" if unready else "final")

    def _ticks(self, episode: Episode) -> Iterator[Planned]:
        asked = self._world.codes["ticks"].get(episode.way.process.key, {})
        for state, since in episode.way.stops:
            for step in asked.get(state, ()):
                yield self._tick(episode, since, step)
        if episode.way.state == "terminated" and episode.way.day("service") is not None:
            yield self._tick(episode, episode.way.since, "items_returned")

    def _tick(self, episode: Episode, day: int, step: str) -> Planned:
        answers = {
            "centre": episode.thread.centre,
            "step": step,
            "done_on": self._world.days.date(day),
            "staff_id": episode.worker.ref,
            "note": self.word(episode, day, "notes", step),
        }
        return self.planned("milestone", episode, day, answers)

    def life_support(
        self, episode: Episode, day: int, told: dict[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """Fill the インテーク・アセスメントシート."""
        thread, agency = episode.thread, None
        route = thread.intake.get("route", "unknown")
        if origin := thread.intake.get("route_agency_id"):
            agency = self._world.agency(origin, episode.slots)
        together = sum(m.get("lives_together", "yes") == "yes" for m in thread.members)
        return "assessment", {
            "first_created_on": self._world.days.date(day),
            "author_id": episode.worker.ref,
            "route": route,
            "route_agency_type": agency.entry["type"] if agency else _other(route),
            "route_agency_id": agency.ref if agency else None,
            "chief_complaint": episode.filled(thread.intake).get("concern_text"),
            "cohabit": "yes" if together else "no",
            "household_size_count": 1 + together if together else None,
            "dwelling": thread.household.get("dwelling", "unknown"),
            "handbooks": ["none"],
            "seiho": "none",
            "issue_summary": told["issues"],
            "strengths": told["strong"],
            "client_wish": episode.filled(thread.intake).get("concern_text"),
            **told["sheet"],
        }

    def rights_advocacy(
        self, episode: Episode, day: int, told: dict[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """Fill the 訪問調査票."""
        thread = episode.thread
        dwelling = thread.household.get("dwelling", "owned")
        alone = "home_family" if thread.members else "home_alone"
        return "rights_assessment", {
            "surveyed_on": self._world.days.date(day),
            "staff_id": episode.worker.ref,
            "co_staff_ids": [self._world.chief()],
            "place": "病室" if dwelling == "hospital" else "本人の自宅",
            "judgement_ability_note": told["ability"],
            "living_place": _LIVING.get(dwelling, alone),
            "guardian_exists": "no",
            "wish_self": told["wish"],
            "issues": episode.filled(thread.case).get("summary"),
            "wants_to_use": "yes" if told.get("process") == "nichiji" else "unknown",
            "direction": told["direction"],
        }

    def disability(
        self, episode: Episode, day: int, told: dict[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """Fill the アセスメント of the plan consultation; basic consultation uses it too."""
        thread = episode.thread
        dwelling = thread.household.get("dwelling", "other")
        return "disability_assessment", {
            "drafted_on": self._world.days.date(day),
            "author_id": episode.worker.ref,
            "interviewed_on": self._world.days.date(day),
            "place": told.get("place", "自宅"),
            "overview": episode.filled(thread.case).get("summary"),
            "dwelling": _DWELLING.get(dwelling, "other"),
            "support_category": told.get("category"),
            "wish_self": told["wish"],
            "wish_family": told.get("family_wish"),
            **self._current_week(episode, told),
            "strengths": told["strong"],
            "issues": told["issues"],
        }

    def _current_week(self, episode: Episode, told: dict[str, Any]) -> dict[str, Any]:
        """Tell the week before there was a plan, then the week the plan has made of it."""
        if episode.round_no > 1:
            week = told["week"]
            return {
                "current_week": week_rows(self._world, episode, week),
                "daily_activities": told["daily"],
            }
        return {
            "current_week": week_rows(self._world, episode, told.get("now_week", ())),
            "daily_activities": told.get("now_daily"),
            "other_than_weekly": told.get("now_other"),
        }


Sheet = Callable[[CaseFiles, "Episode", int, dict[str, Any]], tuple[str, dict[str, Any]]]
_SHEETS: dict[str, Sheet] = {
    "life_support": CaseFiles.life_support,
    "rights_advocacy": CaseFiles.rights_advocacy,
    "disability": CaseFiles.disability,
}
_ASSESSED_IN = ("assessing", "assessment", "docs_collecting", "planning", "registered")
"""The states in which a case is looked into, whatever its process calls them."""


def _other(route: str) -> str | None:
    return "other" if route == "agency" else None
