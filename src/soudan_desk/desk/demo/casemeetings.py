"""Meetings about one case: サービス担当者会議, 個別支援会議 and 検討支援会議, by its process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time
from typing import TYPE_CHECKING, Any

from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.world import World

if TYPE_CHECKING:
    from soudan_desk.desk.demo.casework import Episode

_MOST_MEMBERS = 4


class CaseMeetings:
    """Plans the meeting a process holds once about each case, as `codes.toml` says when."""

    def __init__(
        self, world: World, planned: Callable[..., Planned], word: Callable[..., str]
    ) -> None:
        self._world = world
        self._planned, self._word = planned, word
        self._kinds: dict[str, dict[str, Any]] = world.codes["case_meetings"]

    def play(self, episode: Episode, told: dict[str, Any], plan: Ref | None) -> Iterator[Planned]:
        """Plan the meeting, if the case has come so far: who sat in it and what was said."""
        kind = self._kinds.get(episode.way.process.key)
        day = episode.way.day(kind["when"]) if kind else None
        if kind is None or day is None:
            return
        if episode.round_no > 1:
            kind = kind | kind.get("again", {})
        base = {"centre": episode.thread.centre, "restriction_level": episode.restriction}
        meeting = self._planned("conference", episode, day, self._head(episode, day, kind) | base)
        meeting.answers.pop("case_id")
        yield meeting
        of_it = base | {"conference_id": Ref(meeting.ref)}
        yield from self._members(episode, told, day, of_it)
        item = self._item(episode, day, kind) | of_it | {"plan_id": plan}
        yield self._planned("agenda_item", episode, day, item)

    def _head(self, episode: Episode, day: int, kind: dict[str, Any]) -> dict[str, Any]:
        return {
            "meeting_kind": kind["kind"],
            "title": kind["title"],
            "form": "occasional",
            "held_on": self._world.days.date(day),
            "started_at_time": time(10, 0),
            "ended_at_time": time(11, 0),
            "place": self._word(episode, day, "case_meeting", "place"),
            "staff_id": episode.worker.ref,
            "purposes": [kind["purpose"]],
            "secrecy_confirmed": True,
        }

    def _members(
        self, episode: Episode, told: dict[str, Any], day: int, of_it: dict[str, Any]
    ) -> Iterator[Planned]:
        name = next(e["name"] for e in self._world.staff if e["key"] == episode.worker.key)
        rows = [{"name": name, "member_id": episode.worker.ref, "role": "recorder"}]
        if told.get("goals"):
            rows.append({"name": episode.name, "role": "client"})
        for key in self._invited(told):
            agency = self._world.agency(key, episode.slots)
            rows.append(
                {
                    "name": agency.who,
                    "agency_id": agency.ref,
                    "org": agency.entry["name"],
                    "agency_type": agency.entry["type"],
                    "role": "member",
                }
            )
        for place, row in enumerate(rows, 1):
            told_so = {**of_it, **row, "position": place, "presence": "present"}
            if len(rows) > 3 and place == len(rows):
                told_so |= self._by_letter(episode, day)
            member = self._planned("attendance", episode, day, told_so)
            member.answers.pop("case_id")
            yield member

    def _by_letter(self, episode: Episode, day: int) -> dict[str, Any]:
        return {
            "presence": "written",
            "asked_on": self._world.days.date(self._world.days.open_before(day)),
            "opinion": self._word(episode, day, "case_meeting", "opinion"),
        }

    def _invited(self, told: dict[str, Any]) -> list[str]:
        """Name the agencies the plan counts on; without a plan, those a guardian's way needs."""
        used = [who for *_, who in told.get("use", ()) if who]
        return list(dict.fromkeys(used or self._world.codes["guardian_members"]))[:_MOST_MEMBERS]

    def _item(self, episode: Episode, day: int, kind: dict[str, Any]) -> dict[str, Any]:
        answers = {
            "meeting_kind": kind["kind"],
            "held_on": self._world.days.date(day),
            "position": 1,
            "agenda_type": kind["agenda_type"],
            "brief": episode.filled(episode.thread.case).get("summary"),
            "discussion": self._word(episode, day, "case_meeting", kind["kind"]),
            "conclusion": kind.get(episode.thread.key, kind["conclusion"]),
        }
        if kind.get("client_view"):
            answers["client_view"] = self._word(episode, day, "case_meeting", "client_view")
        if kind.get("is_anonymous"):
            answers |= {"is_anonymous": True, "subject_alias": f"{kind['alias']}さん"}
        return answers
