"""The office everybody in the demo shares: staff, agencies, names, and how words are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple

from soudan_desk.desk.demo.days import Days
from soudan_desk.desk.demo.planned import Ref
from soudan_desk.desk.demo.stories import Thread, load_steps, load_table
from soudan_desk.desk.demo.texts import Slots


class Worker(NamedTuple):
    """One of the staff as records refer to them."""

    key: str
    ref: Ref
    surname: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency as texts and records refer to it."""

    key: str
    ref: Ref
    entry: dict[str, Any]

    @property
    def who(self) -> str:
        """The surname of whom one usually speaks with."""
        return str(self.entry["who"][0][0])


class World:
    """What all cases of one demo office have in common, and its one source of chance."""

    def __init__(self, *, seed: int, start: date, on: date) -> None:
        self.days = Days(start, on)
        self.rng = Random(seed)  # noqa: S311 - a story needs no secret
        self.random = self.rng.random
        self.staff = load_table("staff")["staff"]
        self.settings = load_table("staff")["centre"]
        self.agencies = {
            entry["key"]: Agency(entry["key"], Ref(f"agency:{entry['key']}"), entry)
            for entry in load_table("agencies")["agency"]
        }
        self.pools: dict[str, list[str]] = load_table("pools")["pools"]
        self.codes: dict[str, Any] = load_table("codes")
        self.everyday = load_steps("everyday")
        self.partings = load_steps("partings")
        self.singles = load_steps("singles")
        self._groups = self._grouped()
        self._workers = {
            setting["centre"]: self._shares(setting["centre"]) for setting in self.settings
        }

    def one_of(self, choices: Sequence[Any]) -> Any:
        """Choose one; quicker than `Random.choice`."""
        return choices[int(self.random() * len(choices))]

    def between(self, span: tuple[int, int]) -> int:
        """Choose a whole number, both ends included."""
        low, high = span
        return low + int(self.random() * (high - low + 1))

    def worker(self, centre: str) -> Worker:
        """Choose who takes a case of a centre, by shares."""
        workers, shares = self._workers[centre]
        point = self.random() * shares[-1]
        return next(worker for worker, share in zip(workers, shares, strict=True) if point < share)

    def workers(self, centre: str) -> list[Worker]:
        """Return those who take cases of a centre."""
        return self._workers[centre][0]

    def other_worker(self, centre: str, than: Worker) -> Worker:
        """Choose a colleague."""
        workers, _shares = self._workers[centre]
        place = workers.index(than) + 1 + int(self.random() * (len(workers) - 1))
        return workers[place % len(workers)]

    def colleague(self, centre: str, than: Worker, number: int) -> Worker | None:
        """Return a colleague by a running number, without chance; None where there is nobody."""
        others = [each for each in self._workers[centre][0] if each != than]
        return others[number % len(others)] if others else None

    def head(self, centre: str) -> Ref:
        """Return who leads a centre: the one named for restricted cases."""
        leads = (s for s in self.staff if "supervisor" in s["roles"] and s["centres"] == [centre])
        return Ref(f"staff:{next(leads)['key']}")

    def chief(self) -> Ref:
        """Return the supervisor of all centres, at whose desk the demo opens."""
        leads = (s for s in self.staff if "supervisor" in s["roles"] and len(s["centres"]) > 1)
        return Ref(f"staff:{next(leads)['key']}")

    def slots(self, thread: Thread | None) -> Slots:
        """Return the slots of a case, each drawn when a text first asks for it."""
        own = thread.slots if thread else {}
        chosen: dict[str, Any] = {}

        def draw(name: str, slots: Slots) -> str:
            if name in own:
                return self._own(name, own[name], slots, chosen)
            if name in self.pools:
                return str(self.one_of(self.pools[name]))
            key, _, part = name.partition("_who")
            agency = self.agency(key, slots)
            return agency.who if name.endswith("_who") and not part else agency.entry["short"]

        return Slots(draw, self.days.text)

    def agency(self, key: str, slots: Slots) -> Agency:
        """Return an agency, for a group the one this case has to do with."""
        group = self._groups.get(key)
        if group is None:
            return self.agencies[key]
        mark = f"@{key}"
        if mark not in slots:
            slots[mark] = str(self.one_of(group))
        return self.agencies[slots[mark]]

    def _own(self, name: str, spec: Any, slots: Slots, chosen: dict[str, Any]) -> str:
        if isinstance(spec, list):
            return str(self.one_of(spec))
        if "times" in spec:
            base, factor = spec["times"]
            slots[base]
            chosen[name] = chosen[base] * factor
        else:
            low, high, step = spec["yen"]
            chosen[name] = low + step * int(self.random() * ((high - low) // step + 1))
        return f"{chosen[name]:,}円"

    def _grouped(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for key, agency in self.agencies.items():
            if "group" in agency.entry:
                groups.setdefault(agency.entry["group"], []).append(key)
        return groups

    def _shares(self, centre: str) -> tuple[list[Worker], list[float]]:
        entries = [entry for entry in self.staff if centre in entry.get("share", {})]
        workers = [
            Worker(entry["key"], Ref(f"staff:{entry['key']}"), entry["name"].split()[0])
            for entry in entries
        ]
        return workers, list(accumulate(entry["share"][centre] for entry in entries))
