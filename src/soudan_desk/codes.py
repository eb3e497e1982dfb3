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
        """Return an option, retired or not; any centre's where no centre is given."""
        entry = self._of(name, centre).get(code)
        if entry is not None or centre is not None:
            return entry
        own = (entries for other, entries in self._lists.items() if other.startswith(f"{name}."))
        return next((entries[code] for entries in own if code in entries), None)

    def label(self, name: str, code: str, *, centre: str | None = None) -> str:
        """Return an option's label; the bare code where the option is unknown."""
        entry = self.find(name, code, centre=centre) or self.find(name, code)
        return entry.label if entry else code

    def with_entries(self, added: Iterable[CodeEntry]) -> CodeBook:
        """Return a book with the office's own options behind the shipped ones.

        A national option stays as it is shipped, whatever the office added.
        """
        fixed = {(entry.list, entry.code) for entry in self if entry.national}
        own = (entry for entry in added if (entry.list, entry.code) not in fixed)
        return CodeBook([*self, *own])

    def take_over(self, other: CodeBook) -> None:
        """Become as another book, for everybody who holds this one: the office added an option."""
        self._lists = other._lists

    def _of(self, name: str, centre: str | None) -> dict[str, CodeEntry]:
        if centre is not None and (own := self._lists.get(f"{name}.{centre}")) is not None:
            return own
        return self._lists.get(name, {})


@cache
def shipped_codes() -> CodeBook:
    """Read the option lists that come with the program."""
    lists = _shipped_lists().items()
    return CodeBook(entry for name, content in lists for entry in _entries(name, content))


@cache
def shipped_list_labels() -> dict[str, str]:
    """Return what each shipped list is called, such as 相談内容."""
    return {name: content["label"] for name, content in _shipped_lists().items()}


@cache
def _shipped_lists() -> dict[str, dict[str, Any]]:
    lists: dict[str, dict[str, Any]] = {}
    for path in sorted(resource("codes").glob("*.toml")):
        for name, content in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name in lists:
                raise ValueError(f"{name} stands twice in the option lists, again in {path.name}")
            lists[name] = content
    return lists


def _entries(name: str, content: dict[str, Any]) -> Iterator[CodeEntry]:
    national = content.get("national", True)
    for entry in content["entries"]:
        yield CodeEntry(list=name, national=national, **entry)
