"""Option lists with validity: data under `resources/codes`, never enums."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from soudan_desk.resource_files import resource


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntry:
    """One option: a stable code, the label of its time, and how national forms count it.

    `short` is the label where room is scarce (buttons, timelines); `group` the statistics group;
    `exclusive` an option that cannot stand beside others; `national` one an office may not change.
    """

    list: str
    code: str
    label: str
    short: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    group: str | None = None
    exclusive: bool = False
    national: bool = True

    def valid_on(self, day: date) -> bool:
        """Whether the option could be chosen on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @property
    def brief(self) -> str:
        """The short label, or the label where no shorter one is given."""
        return self.short or self.label


class CodeBook:
    """All option lists of an office.

    A question names a list such as `consultation.method`; where a centre has its own, it is kept
    as `consultation.method.<centre>` and found by passing `centre`.
    """

    def __init__(self, entries: Iterable[CodeEntry]) -> None:
        self._lists: dict[str, dict[str, CodeEntry]] = {}
        for entry in entries:
            self._lists.setdefault(entry.list, {})[entry.code] = entry

    def __iter__(self) -> Iterator[CodeEntry]:
        return (entry for entries in self._lists.values() for entry in entries.values())

    def lists(self) -> tuple[str, ...]:
        """Name every list."""
        return tuple(self._lists)

    def entries(
        self, name: str, *, centre: str | None = None, on: date | None = None
    ) -> tuple[CodeEntry, ...]:
        """Return a list's options in order, those valid on a day where one is given."""
        entries = self._of(name, centre).values()
        return tuple(entry for entry in entries if on is None or entry.valid_on(on))

    def find(self, name: str, code: str, *, centre: str | None = None) -> CodeEntry | None:
        """Return an option, retired or not; any centre's where the own list lacks it."""
        entry = self._of(name, centre).get(code)
        if entry is not None:
            return entry
        prefix = f"{name}."
        for other, entries in self._lists.items():
            if (other == name or (centre is None and other.startswith(prefix))) and code in entries:
                return entries[code]
        return None

    def label(self, name: str, code: str, *, centre: str | None = None) -> str:
        """Return an option's label; the bare code where the option is unknown."""
        entry = self.find(name, code, centre=centre) or self.find(name, code)
        return entry.label if entry else code

    def with_entries(self, added: Iterable[CodeEntry]) -> CodeBook:
        """Return a book with the office's own options behind the shipped ones."""
        return CodeBook([*self, *added])

    def _of(self, name: str, centre: str | None) -> dict[str, CodeEntry]:
        if centre is not None and (own := self._lists.get(f"{name}.{centre}")) is not None:
            return own
        return self._lists.get(name, {})


@cache
def shipped_codes() -> CodeBook:
    """Read the option lists that come with the program."""
    entries: list[CodeEntry] = []
    for path in sorted(resource("codes").glob("*.toml")):
        with path.open("rb") as file:
            document = tomllib.load(file)
        for name, content in document.items():
            entries.extend(_entries(name, content))
    return CodeBook(entries)


def _entries(name: str, content: dict[str, Any]) -> Iterator[CodeEntry]:
    national = content.get("national", True)
    for entry in content["entries"]:
        yield CodeEntry(list=name, national=national, **entry)
