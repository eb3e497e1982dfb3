"""A case's plan with its parts, what the meeting said of it, monitoring and evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from soudan_desk.desk.demo.evaluations import Evaluations
from soudan_desk.desk.demo.meetings import Meetings
from soudan_desk.desk.demo.planform import EVERY, PlanForms
from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.world import World

if TYPE_CHECKING:
    from soudan_desk.desk.demo.casework import Episode

_UNDER_WAY = {
    "self_reliance": ("supporting",),
    "nichiji": ("service",),
    "service_use": ("plan_issued",),
    "regional_move": ("supporting",),
}
_MOST_LOOKED, _LATE = 4, 12
_OWN = frozenset({"self", "family", "centre"})
_REPORTED = 6
_PARTS = frozenset({"goal", "action", "service"})
"""What a plan has parts of: in the same order in each round, so that the next carries them on."""


class SupportPlans:
    """Plans what a case has once its process asks for a plan."""

    def __init__(
        self,
        world: World,
        meetings: Meetings,
        planned: Callable[..., Planned],
        word: Callable[..., str],
    ) -> None:
        self._world, self._meetings = world, meetings
        self._planned, self._word = planned, word
        self._forms = PlanForms(world, word)
        self._evaluations = Evaluations(world, meetings, planned, word)

    def play(self, episode: Episode, told: dict[str, Any]) -> Iterator[Planned]:
        """Plan each plan with its goals, actions and services, and how it went."""
        before: Ref | None = None
        parts: list[Planned] = []
        for number, way in enumerate(episode.way.rounds(), 1):
            made = list(self._round(episode.in_round(number, way), told, before))
            before = next((Ref(each.ref) for each in made if each.kind == "plan"), None)
            own = [each for each in made if each.kind in _PARTS]
            for part, old in zip(own, parts, strict=False):
                part.answers["carried_from_id"] = Ref(old.ref)
            parts = own
            yield from made

    def _round(
        self, episode: Episode, told: dict[str, Any], before: Ref | None
    ) -> Iterator[Planned]:
        kind = self._forms.kind_of(episode)
        if kind is None:
            return
        meeting = list(self._meeting(episode, kind))
        yield from meeting[1:]
        form = self._forms.fill(episode, told, kind, meeting[0])
        if before is not None:
            form.answers["renews_id"] = before
        plan = self._planned("plan", episode, form.day, form.answers, form.state)
        ref = Ref(plan.ref)
        yield plan
        planned = list(self._goals(episode, told, ref, form.answers))
        yield from planned
        goals = [Ref(goal.ref) for goal in planned]
        base = {"plan_id": ref, "centre": episode.thread.centre}
        yield from self._actions(episode, told, base, goals)
        yield from self._services(episode, told, base, goals, form.answers)
        yield from self._judged(episode, ref, meeting[0])
        yield from self._course(episode, told, kind, ref, goals)

    def _meeting(self, episode: Episode, kind: str) -> Iterator[Any]:
        """Give the day and the ref of the meeting that judges a plan, then what it consists of."""
        asked = episode.way.day("awaiting_meeting")
        judged = episode.way.day("awaiting_decision")
        if kind != "self_reliance" or asked is None:
            yield None
        elif judged is None:
            is_open = not episode.way.is_ended and not episode.restriction
            yield self._meetings.coming() if is_open else None
        else:
            decided = episode.way.day("supporting") or judged
            regular = self._meetings.held(asked, decided)
            if regular is not None and not episode.restriction:
                yield regular
                return
            own = list(self._meetings.for_one(episode, judged))
            yield judged, Ref(own[0].ref)
            yield from own

    def _goals(
        self, episode: Episode, told: dict[str, Any], plan: Ref, form: dict[str, Any]
    ) -> Iterator[Planned]:
        for number, goal in enumerate(told["goals"], 1):
            answers = {
                "plan_id": plan,
                "centre": episode.thread.centre,
                "priority": number,
                "need": goal["need"],
                "goal": goal["goal"],
                "own_role": goal["own"],
                "due_on": form["period_to_on"],
            }
            if episode.way.is_closed or episode.way.replanned:
                answers["reached"] = "mostly" if number % 2 else "reached"
            yield self._planned("goal", episode, episode.plan_day, answers)

    def _actions(
        self, episode: Episode, told: dict[str, Any], base: dict[str, Any], goals: list[Ref]
    ) -> Iterator[Planned]:
        days, begun = self._world.days, episode.plan_day
        for place, (goal, who, what, when) in enumerate(told["do"], 1):
            due = days.open_on(begun + 20 + 25 * place)
            done = due <= days.last and (episode.number + place) % 4 > 0
            answers = {
                **base,
                "goal_id": goals[goal - 1],
                "what": what,
                "actor": who if who in _OWN else "agency",
                "agency_id": None if who in _OWN else self._world.agency(who, episode.slots).ref,
                "when": when,
                "due_on": days.date(due),
                "done_on": days.date(days.open_before(due)) if done else None,
                "position": place,
            }
            yield self._planned("action", episode, begun, answers)

    def _services(
        self,
        episode: Episode,
        told: dict[str, Any],
        base: dict[str, Any],
        goals: list[Ref],
        form: dict[str, Any],
    ) -> Iterator[Planned]:
        for place, (goal, code, what, who) in enumerate(told["use"], 1):
            agency = self._world.agency(who, episode.slots) if who else None
            answers = {
                **base,
                "goal_id": goals[goal - 1],
                "service": code,
                "service_text": what,
                "from_on": form["period_from_on"],
                "to_on": form["period_to_on"],
                "agency_id": agency.ref if agency else None,
                "provider_person": agency.who if agency else None,
                "position": place,
            }
            yield self._planned("service", episode, episode.plan_day, answers)

    def _judged(
        self, episode: Episode, plan: Ref, meeting: tuple[int, Ref] | None
    ) -> Iterator[Planned]:
        if meeting is None:
            return
        held, ref = meeting
        is_over = episode.way.day("awaiting_decision") is not None
        changed = episode.number % 6 == 0
        answers = self._meetings.item(episode, held, ref) | {
            "agenda_type": "new_plan" if episode.round_no == 1 else "replan",
            "plan_id": plan,
            "brief": episode.filled(episode.thread.case).get("summary"),
        }
        if is_over:
            path = "changes" if changed else "discussion"
            answers["discussion"] = self._word(episode, held, "meeting", path)
            answers["conclusion"] = "approved_with_changes" if changed else "approved"
        entered = max(held, episode.plan_day) if is_over else episode.way.since
        state = "final" if is_over else "draft"
        yield self._planned("agenda_item", episode, entered, answers, state)

    def _course(
        self, episode: Episode, told: dict[str, Any], kind: str, plan: Ref, goals: list[Ref]
    ) -> Iterator[Planned]:
        begun = episode.way.day(*_UNDER_WAY[kind])
        if begun is None:
            return
        looked = self._looked_at(episode, begun, EVERY[kind])
        for visit in looked:
            yield self._monitoring(episode, told, plan, goals, visit, is_latest=visit is looked[-1])
        evaluated = episode.way.day("evaluating")
        if evaluated is not None and kind == "self_reliance":
            yield from self._evaluations.play(episode, told, plan, goals, evaluated)

    def _looked_at(self, episode: Episode, begun: int, every: int) -> list[tuple[int, int | None]]:
        """Give the days of monitoring, each with the next one; late where it was put off."""
        days, way = self._world.days, episode.way
        over = way.day("evaluating") or way.replanned or (way.since if way.is_ended else None)
        horizon = days.last - self._world.between((0, _LATE)) if over is None else over
        found = []
        day = days.open_on(begun + every)
        while day <= min(horizon, days.last):
            found.append(day)
            day = days.open_on(day + every)
        if way.replanned is not None and not found:
            found.append(days.open_on(begun + (horizon - begun) // 2))  # before it changed
        following = [*found[1:], day if over is None else None]
        return list(zip(found, following, strict=False))[-_MOST_LOOKED:]

    def _monitoring(
        self,
        episode: Episode,
        told: dict[str, Any],
        plan: Ref,
        goals: list[Ref],
        visit: tuple[int, int | None],
        *,
        is_latest: bool,
    ) -> Planned:
        days, (day, following) = self._world.days, visit
        rows = [
            {
                "goal_id": ref,
                "goal": goal["goal"],
                **self._seen(episode, goal, day, is_latest=is_latest),
                "satisfaction": "satisfied" if place else "rather_satisfied",
                "result": "going_on",
                "remaining": self._word(episode, day, "monitoring", "remaining"),
            }
            for place, (ref, goal) in enumerate(zip(goals, told["goals"], strict=True))
        ]
        answers = {
            "plan_id": plan,
            "centre": episode.thread.centre,
            "held_on": days.date(day),
            "staff_id": episode.worker.ref,
            "method": "visit",
            "place": self._word(episode, day, "monitoring", "place"),
            "overall": self._word(episode, day, "monitoring", "overall"),
            "results": rows,
            "plan_change_needed": "no",
            "next_due_on": days.date(following) if following is not None else None,
            "restriction_level": episode.restriction,
        }
        if episode.way.process.key == "plan_consultation" and day + _REPORTED <= days.last:
            answers["reported_on"] = days.date(days.open_on(day + _REPORTED))
        return self._planned("monitoring", episode, day, answers)

    def _seen(
        self, episode: Episode, goal: dict[str, Any], day: int, *, is_latest: bool
    ) -> dict[str, str]:
        if is_latest:
            return {"state": goal["seen"], "client_view": goal["said"]}
        return {
            "state": self._word(episode, day, "monitoring", "early_seen"),
            "client_view": self._word(episode, day, "monitoring", "early_said"),
        }
