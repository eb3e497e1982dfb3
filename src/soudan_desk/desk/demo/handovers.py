"""The demo's notes between colleagues (申し送り): the office's own, and those on going cases.

They are dealt by running numbers, not by chance: the stories stay as they are without them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.stories import load_table
from soudan_desk.desk.demo.world import World
from soudan_desk.models.case_transfer import PROPOSED

if TYPE_CHECKING:
    from soudan_desk.desk.demo.casework import Episode

_WRITTEN, _READ, _DONE = 16 * 60 + 20, timedelta(minutes=25), timedelta(minutes=50)


class Handovers:
    """Deals notes out to cases, as many as the table has."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._table = load_table("handovers")
        self._dealt: dict[str, int] = {}
        self._count = self._asked = 0

    def of_office(self) -> Iterator[Planned]:
        """Plan the notes that hang on nothing."""
        for entry in self._table["office"]:
            yield from self._note(entry, entry["from"], entry["to"], {}, {})

    def of_case(self, episode: Episode) -> Iterator[Planned]:
        """Plan the note of a going case that all of the centre may see, and who is to get it."""
        yield from self._transfer(episode)
        centre = episode.thread.centre
        entries, number = self._table["case"].get(centre, ()), self._dealt.get(centre, 0)
        if episode.way.is_ended or episode.restriction or number >= len(entries):
            return
        entry = entries[number]
        if episode.worker.key == entry["to"] or episode.opened > self._day(entry["before"]):
            return  # the next case is a colleague's, or older
        self._dealt[centre] = number + 1
        filed = {"case_id": episode.case, "person_id": episode.person, "centre": centre}
        about = {"about_kind": "case", "about_id": episode.case}
        yield from self._note(entry, episode.worker.key, [entry["to"]], filed, about)

    def _transfer(self, episode: Episode) -> Iterator[Planned]:
        """Ask the next of the table to take over a going case of a colleague's."""
        left = self._table["transfer"][self._asked :]
        if episode.way.is_ended or episode.restriction or not left:
            return
        entry, by = left[0], episode.worker.key
        if (episode.thread.centre, by) != (entry["centre"], entry["from"]):
            return
        self._asked += 1
        answers = {
            "case_id": episode.case,
            "from_staff_id": Ref(f"staff:{by}"),
            "to_staff_id": Ref(f"staff:{entry['to']}"),
            "transfer_on": self._world.days.date(self._world.days.today),
            "reason": entry["reason"],
            "keeps_previous": entry.get("keeps", False),
            "state": PROPOSED,
        }
        at = self._world.days.instant(self._day(1), _WRITTEN + self._asked)
        yield Planned("case_transfer", f"case_transfer:{self._asked}", answers, by, at, "final", {})

    def _note(
        self,
        entry: dict[str, Any],
        by: str,
        to: list[str],
        filed: dict[str, Any],
        about: dict[str, Any],
    ) -> Iterator[Planned]:
        self._count += 1
        day = self._day(entry["before"])
        at = self._world.days.instant(day, _WRITTEN + self._count % 20)
        ref = Ref(f"handover_note:{self._count}")
        answers = {
            "body": entry["body"],
            "to_staff_ids": [Ref(f"staff:{key}") for key in to],
            "staff_id": Ref(f"staff:{by}"),
            "is_urgent": entry.get("urgent", False),
            "due_on": self._due(entry),
            **filed,
        }
        yield Planned("handover_note", ref, answers, by, at, "final", {"columns": about})
        for place, key in enumerate(to):
            is_read, is_done = place < entry.get("read", 0), place < entry.get("done", 0)
            receipt = {
                "handover_note_id": ref,
                "case_id": filed.get("case_id"),
                "staff_id": Ref(f"staff:{key}"),
                "read_at": at + _READ if is_read else None,
                "done_at": at + _DONE if is_done else None,
                "reply": entry.get("reply") if is_done else None,
            }
            yield Planned("receipt", f"receipt:{self._count}-{place}", receipt, by, at, "final", {})

    def _day(self, before: int) -> int:
        days = self._world.days
        day = days.today
        for _ in range(before):
            day = days.open_before(day)
        return day

    def _due(self, entry: dict[str, Any]) -> Any:
        if "due" not in entry:
            return None
        days = self._world.days
        day = days.today
        for _ in range(entry["due"]):
            day = days.open_on(day + 1)
        return days.date(day)
