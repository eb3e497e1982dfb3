"""The rows of one review of the demo: itself, and what was done in each of its rounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.review_ways import Story, Way
from soudan_desk.services.usual_routes import APPROVE, UsualRoute

_REMARK_ONE_IN = 4
Act = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A record that goes up: by whom, through which hands, how far, and on which days."""

    planned: Planned
    route: UsualRoute
    way: Way
    number: int
    author: Ref
    stages: tuple[tuple[str, Ref], ...]
    story: Story

    @property
    def rounds(self) -> int:
        """How often it was handed in."""
        return 2 if self.way.mended else 1

    @property
    def taken(self) -> int:
        """How many stages of the last round are stamped."""
        return min(self.way.taken, len(self.stages))

    @property
    def state(self) -> str:
        """Where its review stands."""
        if self.way.returned:
            return "returned"
        return "done" if self.taken == len(self.stages) else "waiting"

    @property
    def filed(self) -> dict[str, Any]:
        """Where its review is filed: with it."""
        own = {key: self.planned.answers.get(key) for key in ("case_id", "person_id")}
        level = self.planned.answers.get("restriction_level") or 0
        return own | {"centre": self.route.centre, "restriction_level": level}


class ReviewRows:
    """Makes the rows; `texts` holds the comments, `chief` stands in for who is away."""

    def __init__(self, texts: Mapping[str, Any], chief: Ref) -> None:
        self._texts, self._chief = texts, chief

    def mended(self, each: Reviewed) -> Reviewed:
        """Return a record as it was mended after it came back; its first version is kept."""
        told, old = self._mending(each), each.planned
        body = old.answers.get("body") or ""
        before = {
            "body": f"{body}\n{told['impression']}",
            "findings": old.answers.get("findings"),
            "version": 1,
        }
        extra = {
            **old.extra,
            "before": [(old.at, before)],
            "reason": told["reason"],
            "changed_at": each.story.mended_at(),
            "columns": {"version": 2},
        }
        new = {"body": f"{body}\n{told['fact']}", "findings": told["findings"]}
        return replace(each, planned=old._replace(answers={**old.answers, **new}, extra=extra))

    def _mending(self, each: Reviewed) -> dict[str, str]:
        mended: list[dict[str, str]] = self._texts["mended"]
        return mended[each.number % len(mended)]

    def of(self, each: Reviewed) -> Iterator[Planned]:
        """Give a record's review and its steps, each round's author first."""
        ref = Ref(f"review:{each.number}")
        at = each.story.submitted_at(each.rounds)
        columns = {
            "record_id": Ref(each.planned.ref),
            "record_version": each.rounds,
            "round_no": each.rounds,
            "position": each.taken + 1,
        }
        extra = {"columns": columns}
        yield Planned("review", ref, self._answers(each), each.planned.by, at, "final", extra)
        number = 0
        for round_no in range(1, each.rounds + 1):
            for told in self._round(each, round_no):
                answers = {"review_id": ref, **told, **each.filed}
                own = {"round_no": round_no, "record_version": round_no}
                made_at = each.story.submitted_at(round_no) + timedelta(seconds=number)
                yield Planned(
                    "review_step",
                    f"{ref}:{number}",
                    answers,
                    each.planned.by,
                    made_at,
                    "final",
                    {"columns": own},
                )
                number += 1

    def _answers(self, each: Reviewed) -> dict[str, Any]:
        submitted = each.story.submitted_on(each.rounds)
        is_done = each.state == "done"
        return {
            "record_kind": each.planned.kind,
            "mode": each.route.mode,
            "state": each.state,
            "submitted_on": submitted,
            "due_on": submitted + timedelta(days=each.route.wait_days),
            "ended_on": each.story.acted_on(each.taken) if is_done else None,
            "staff_id": each.author,
            **each.filed,
        }

    def _round(self, each: Reviewed, round_no: int) -> Iterator[dict[str, Any]]:
        yield {
            "position": 0,
            "title": each.route.author_title,
            "action": "submitted" if round_no == 1 else "resubmitted",
            "staff_id": each.author,
            "acted_at": each.story.submitted_at(round_no),
            "comment": self._texts["handed_in"][0] if round_no > 1 else None,
        }
        acts = self._acts(each, round_no)
        for number, (title, who) in enumerate(each.stages, start=1):
            told: dict[str, Any] = {"position": number, "title": title, "assigned_id": who}
            if number <= len(acts):
                told |= {"staff_id": who, "acted_at": each.story.acted_at(number)}
                told |= acts[number - 1]
            yield told

    def _acts(self, each: Reviewed, round_no: int) -> list[Act]:
        if round_no < each.rounds:
            return [{"action": "returned", "comment": self._mending(each)["comment"]}]
        word = "approved" if each.route.mode == APPROVE else "viewed"
        acts: list[Act] = [{"action": word} for _ in range(each.taken)]
        if acts and each.number % _REMARK_ONE_IN == 0:
            acts[-1]["comment"] = self._one_of("remarks", each.number // _REMARK_ONE_IN)
        if acts and each.way.delegated:
            acts[-1] |= {"action": "delegated", "staff_id": self._chief}
        if each.way.returned:
            acts.append({"action": "returned", "comment": self._one_of("returned", each.number)})
        return acts

    def _one_of(self, name: str, number: int) -> str:
        texts: list[str] = self._texts[name]
        return texts[number % len(texts)]
