"""The hand-made stories, read from `resources/demo` and made ready to be played."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from soudan_desk.desk.demo.texts import Text
from soudan_desk.resource_files import resource

Span = tuple[int, int]
TEXTS = {
    "subject": "subject",
    "body": "body",
    "view": "findings",
    "response": "response",
    "next": "next_action",
}
"""How the stories name the texts of a consultation."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Step:
    """One consultation of a story, `gap` days after the one before it.

    `who` is who called or was met: `self`, a relation such as 長女, `@` and an agency group, or
    `anonymous`. `urgency` and `actions` are codes, `state` the state the case enters with it.
    `consent` and `refer` are the papers made with it, `more` further answers. With `any_day` it
    may fall on a weekend.
    """

    gap: Span = (0, 0)
    method: str
    who: str = "self"
    met: tuple[str, ...] = ()
    place: str | None = None
    minutes: Span = (15, 30)
    at: str | None = None
    topics: tuple[str, ...] = ()
    texts: dict[str, Text] = field(default_factory=dict)
    due: Span | None = None
    actions: tuple[str, ...] = ()
    urgency: tuple[str, ...] = ()
    state: str | None = None
    co: bool = False
    consent: tuple[dict[str, Any], ...] = ()
    refer: dict[str, Any] | None = None
    more: dict[str, Any] | None = None
    any_day: bool = False

    def all_texts(self) -> Iterator[Text]:
        """Find every text of the consultation and of the papers made with it."""
        yield from texts_in([self.texts, list(self.consent), self.refer, self.more])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Thread:
    """A story: the person, the household and what happened, consultation by consultation.

    `members`, `person`, `household`, `case` and `intake` hold answers as their records ask them;
    in their texts slots are filled. `slots` are the story's own words, `everyday` names the set
    of everyday contacts that suit it where the centre's own do not (nobody phones a child of 8).
    """

    key: str
    centre: str
    title: str
    everyday: str = ""
    sex: str | None = None
    age: Span
    members: tuple[dict[str, Any], ...] = ()
    person: dict[str, Any] = field(default_factory=dict)
    household: dict[str, Any] = field(default_factory=dict)
    case: dict[str, Any] = field(default_factory=dict)
    intake: dict[str, Any] = field(default_factory=dict)
    slots: dict[str, Any] = field(default_factory=dict)
    steps: tuple[Step, ...]

    def __len__(self) -> int:
        return len(self.steps)


@cache
def load_threads() -> tuple[Thread, ...]:
    """Read every story, in the order of the files and of their keys in them."""
    folder = resource("demo", "threads")
    documents = [tomllib.loads(p.read_text("utf-8")) for p in sorted(folder.glob("*.toml"))]
    return tuple(_thread(entry) for document in documents for entry in document["thread"])


@cache
def load_steps(name: str) -> dict[str, tuple[Step, ...]]:
    """Read the steps that belong to no story (`everyday`, `singles`), by centre."""
    document = tomllib.loads(resource("demo", f"{name}.toml").read_text("utf-8"))
    return {centre: tuple(map(_step, entries)) for centre, entries in document.items()}


@cache
def load_table(name: str) -> dict[str, Any]:
    """Read a table of names, agencies or pools."""
    return tomllib.loads(resource("demo", f"{name}.toml").read_text("utf-8"))


@cache
def load_files() -> dict[str, dict[str, Any]]:
    """Read what stands in the file of each story's case, by the key of the story."""
    found: dict[str, dict[str, Any]] = {}
    for centre in ("life_support", "rights_advocacy", "disability"):
        found |= {key: _with_texts(entry) for key, entry in load_table(f"files_{centre}").items()}
    return found


@cache
def load_common() -> dict[str, Any]:
    """Read the words of case files that belong to no story."""
    return _with_texts(load_table("files_common"))


def texts_in(value: Any) -> Iterator[Text]:
    """Find the texts of a table, however deep."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        yield from texts_in(tuple(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_in(each)


def _thread(entry: dict[str, Any]) -> Thread:
    steps = tuple(map(_step, entry.pop("step")))
    for key in ("person", "household", "case", "intake"):
        entry[key] = _with_texts(entry.get(key, {}))
    entry["members"] = tuple(map(_with_texts, entry.get("members", [])))
    given = {"everyday": entry["centre"], **entry, "age": tuple(entry["age"])}
    return Thread(**given, steps=steps)


def _step(entry: dict[str, Any]) -> Step:
    given = {key: _ready(key, value) for key, value in entry.items() if key not in TEXTS}
    texts = {TEXTS[key]: Text(entry[key]) for key in TEXTS if key in entry}
    return Step(**given, texts=texts)


def _ready(key: str, value: Any) -> Any:
    if key in {"gap", "due", "minutes"}:
        return (value, value) if isinstance(value, int) else tuple(value)
    if key == "consent":
        return tuple(map(_with_texts, value))
    if key in {"refer", "more"}:
        return _with_texts(value)
    return tuple(value) if isinstance(value, list) else value


def _with_texts(table: dict[str, Any]) -> dict[str, Any]:
    return {key: _maybe_text(value) for key, value in table.items()}


def _maybe_text(value: Any) -> Any:
    if isinstance(value, dict):
        return _with_texts(value)
    if isinstance(value, list):
        return [_maybe_text(each) for each in value]
    return Text(value) if isinstance(value, str) and _is_japanese(value) else value


def _is_japanese(text: str) -> bool:
    return "{" in text or any(ord(character) > 0x2E7F for character in text)
