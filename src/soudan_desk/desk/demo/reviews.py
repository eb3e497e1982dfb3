"""Reviews of the demo's latest records: waiting, late, sent back, mended, done, for another.

They are dealt by running numbers, not by chance: the stories stay as they are without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from soudan_desk.centres import all_review_routes
from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.review_rows import Reviewed, ReviewRows
from soudan_desk.desk.demo.review_ways import PAST, WAYS, Story, Way
from soudan_desk.desk.demo.stories import load_table
from soudan_desk.desk.demo.world import World
from soudan_desk.services.usual_routes import UsualRoute

_FOUNDER, _CHIEF = "kanri", "shunin"
_RECENT, _RECENT_PLAN = 15, 150
"""Days for which records, and plans, are still on their way or just through."""
_MOST = 60
_CHIEF_TITLE, _HEAD_TITLES = "主任", frozenset({"所長", "管理者"})
_AWAY_CENTRE, _AWAY_SINCE, _AWAY_UNTIL = "life_support", 4, 4
_AUTHORS = ("staff_id", "author_id", "received_by_id", "evaluator_id")


class Reviews:
    """Lets the records pass, and plans the reviews of the latest behind them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._texts: dict[str, Any] = load_table("reviews")
        self._routes: Mapping[tuple[str | None, str], UsualRoute] = {
            (each.centre, each.kind): each for each in all_review_routes()
        }
        self._left = dict(WAYS)
        self._rows = ReviewRows(self._texts, world.chief())
        self._count = self._number = 0

    def of_office(self) -> Iterator[Planned]:
        """Plan the routes, and who stands in for the head who is away."""
        at = self._world.days.instant(-1, 10 * 60 + 30)
        for number, route in enumerate(self._routes.values()):
            ref = f"review_route:{number}"
            yield Planned("review_route", ref, self._route(route), _FOUNDER, at, "final", {})
        yield self._deputy()

    def _route(self, route: UsualRoute) -> dict[str, Any]:
        steps = [
            {"title": title, "role": "supervisor", "staff_id": self._reader(route, title)}
            for title in route.steps
        ]
        return route.answers() | {"steps": steps}

    def _deputy(self) -> Planned:
        days = self._world.days
        since = days.today
        for _ in range(_AWAY_SINCE):
            since = days.open_before(since)
        answers = {
            "absent_id": self._world.head(_AWAY_CENTRE),
            "staff_id": self._world.chief(),
            "from_on": days.date(since),
            "to_on": days.date(days.today + _AWAY_UNTIL),
            "note": self._texts["deputy_note"],
        }
        at = days.instant(days.open_before(since), 9 * 60)
        return Planned("deputy", "deputy:1", answers, _CHIEF, at, "final", {})

    def watch(self, records: Iterable[Planned]) -> Iterator[Planned]:
        """Let a story's records pass, and put the reviews of those that go up behind them."""
        found: list[Reviewed] = []
        centres: dict[Ref, str] = {}
        for planned in records:
            if planned.kind == "case":
                centres[Ref(planned.ref)] = planned.answers["centre"]
            route = self._route_of(planned, centres)
            way = None if route is None else self._way(planned, route)
            if route is None or way is None:
                yield planned
            else:
                found.append(self._reviewed(planned, route, way))
                yield found[-1].planned
        for each in found:
            yield from self._rows.of(each)

    def _route_of(self, planned: Planned, centres: Mapping[Ref, str]) -> UsualRoute | None:
        """Return a record's route: where it names no centre, that of its case's centre."""
        of_case = centres.get(planned.answers.get("case_id", Ref()))
        return self._routes.get((planned.answers.get("centre", of_case), planned.kind))

    def _way(self, planned: Planned, route: UsualRoute) -> Way | None:
        """Choose which way a record has taken; None where it goes up no more, or never did."""
        if _is_past(planned):
            return PAST
        goes_up = planned.state == "final" and not planned.answers.get("restriction_level")
        if not goes_up or self._count >= _MOST:
            return None
        days = self._world.days
        age = (days.date(days.today) - planned.at.date()).days
        if not 0 < age <= (_RECENT_PLAN if planned.kind == "plan" else _RECENT):
            return None
        room = Story.of(days, planned).room
        ways = (way for way, left in self._left.items() if left)
        way = next((each for each in ways if each.fits(planned, room, route.centre)), None)
        if way is not None:
            self._left[way] -= 1
        return way

    def _reviewed(self, planned: Planned, route: UsualRoute, way: Way) -> Reviewed:
        self._number += 1
        self._count += way is not PAST
        author = next(filter(None, map(planned.answers.get, _AUTHORS)), None)
        author = author or Ref(f"staff:{planned.by}")
        readers = ((title, self._reader(route, title)) for title in route.steps)
        stages = tuple((title, who) for title, who in readers if who and who != author)
        story = Story.of(self._world.days, planned, late=way.handed_in_late)
        if way is PAST and story.room < len(stages):
            story = story.hurried()
        found = Reviewed(
            planned=planned,
            route=route,
            way=way,
            number=self._number,
            author=author,
            stages=stages,
            story=story,
        )
        return self._rows.mended(found) if way.mended else found

    def _reader(self, route: UsualRoute, title: str) -> Ref | None:
        if title == _CHIEF_TITLE:
            return self._world.chief()
        return self._world.head(route.centre) if title in _HEAD_TITLES else None


def _is_past(planned: Planned) -> bool:
    """Whether a case has gone on with a record for which it must have been decided on."""
    answers = planned.answers
    if planned.state != "final":
        return False
    if planned.kind == "plan":
        if answers["plan_kind"] == "self_reliance":
            return answers.get("decided_on") is not None
        return answers.get("stage") != "draft"
    return planned.kind == "evaluation" and answers.get("outcome") is not None
