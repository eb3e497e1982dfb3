"""How a plan of 自立相談支援 ended: its evaluation, and the meeting that heard it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from soudan_desk.desk.demo.meetings import Meetings
from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.world import World

if TYPE_CHECKING:
    from soudan_desk.desk.demo.casework import Episode

_FOLLOWED, _WORKED = 90, 30
_JOBS = frozenset({"job_general", "job_middle"})
_NOTES = ("current_and_remaining", "client_wish_note", "staff_opinion_note")


class Evaluations:
    """Plans the evaluation of a plan, and what it led to: the end, or another plan."""

    def __init__(
        self,
        world: World,
        meetings: Meetings,
        planned: Callable[..., Planned],
        word: Callable[..., str],
    ) -> None:
        self._world, self._meetings = world, meetings
        self._planned, self._word = planned, word

    def play(
        self, episode: Episode, told: dict[str, Any], plan: Ref, goals: list[Ref], day: int
    ) -> Iterator[Planned]:
        """Plan it; as a draft where nothing has been concluded yet."""
        evaluation = self._evaluation(episode, told, plan, goals, day)
        yield evaluation
        if episode.way.is_closed or episode.way.replanned is not None:
            yield from self._heard(episode, Ref(evaluation.ref), day)

    def _heard(self, episode: Episode, evaluation: Ref, evaluated: int) -> Iterator[Planned]:
        """Plan the meeting that hears the evaluation and concludes what comes next."""
        replanned = episode.way.replanned
        day = episode.way.since if replanned is None else replanned
        regular = None if episode.restriction else self._meetings.held(evaluated, day)
        own = [] if regular else list(self._meetings.for_one(episode, day))
        yield from own
        held, ref = regular or (day, Ref(own[0].ref))
        is_end = replanned is None
        answers = self._meetings.item(episode, held, ref) | {
            "agenda_type": "evaluation_close" if is_end else "evaluation_continue",
            "evaluation_id": evaluation,
            "discussion": self._word(episode, held, "meeting", "ending" if is_end else "again"),
            "conclusion": "close" if is_end else "replan",
        }
        yield self._planned("agenda_item", episode, held, answers)

    def _evaluation(
        self, episode: Episode, told: dict[str, Any], plan: Ref, goals: list[Ref], day: int
    ) -> Planned:
        days, is_closed = self._world.days, episode.way.is_closed
        rows = [
            {
                "goal_id": ref,
                "goal": goal["goal"],
                "result": "reached" if place == 0 else "mostly",
                "situation": goal["seen"],
            }
            for place, (ref, goal) in enumerate(zip(goals, told["goals"], strict=True))
        ]
        answers = {
            "plan_id": plan,
            "centre": episode.thread.centre,
            "evaluated_on": days.date(day),
            "evaluator_id": episode.worker.ref,
            "goal_results": rows,
            "restriction_level": episode.restriction,
        }
        if episode.way.replanned is not None:
            answers |= self._goes_on(episode, told, day)
            return self._planned("evaluation", episode, day, answers)
        answers |= {
            "changes": told["changes"],
            "current_and_remaining": told["left"],
            "client_wish_outcome": "close",
            "client_wish_note": self._word(episode, day, "evaluation", "wish"),
        }
        if _JOBS & set(told["changes"]):
            answers["job_started_on"] = days.date(max(day - _WORKED, episode.way.stops[0][1]))
        if is_closed:
            answers.update(self._concluded(episode, day))
        return self._planned("evaluation", episode, day, answers, "final" if is_closed else "draft")

    def _goes_on(self, episode: Episode, told: dict[str, Any], day: int) -> dict[str, Any]:
        """Say why another plan follows this one."""
        notes = {key: self._word(episode, day, "evaluation_again", key) for key in _NOTES}
        return notes | {
            "changes": [each for each in told["changes"] if each not in _JOBS][:1],
            "client_wish_outcome": "replan",
            "staff_opinion_outcome": "replan",
            "outcome": "replan",
            "client_ack_on": self._world.days.date(day),
        }

    def _concluded(self, episode: Episode, day: int) -> dict[str, Any]:
        days = self._world.days
        followed = episode.number % 2 == 0
        on = days.open_on(episode.way.since + _FOLLOWED)
        is_done = on <= days.last and episode.number % 8 > 0
        return {
            "staff_opinion_outcome": "close",
            "staff_opinion_note": self._word(episode, day, "evaluation", "opinion"),
            "outcome": "close",
            "close_reason": episode.close_reason,
            "client_ack_on": days.date(day),
            "followup_planned": followed,
            "followup_on": days.date(on) if followed else None,
            "followup_done_on": days.date(on) if followed and is_done else None,
        }
