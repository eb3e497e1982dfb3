"""Questions that belong together by their keys: name and reading, postal code and address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit

from soudan_desk.fields import Field, Kind
from soudan_desk.models.town import DISTRICT_KEYS
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.forms.readings import KanaWatcher
from soudan_desk.ui.forms.sheet import Answers
from soudan_desk.ui.forms.texts import ReadingEditor

_READINGS = ("kana", "reading")


GUESSED, CONFIRMED = "guessed", "confirmed"
"""Codes of the list `person.kana_state`, for a question called `<reading>_state`."""


def is_postal(field: Field) -> bool:
    """Whether a question asks for a postal code."""
    return field.key.endswith("postal_code")


def reading_state(reading: ReadingEditor, state: Any) -> Any:
    """Return how sure a reading is: a guess is marked, a person's typing ends the mark."""
    if reading.is_guess:
        return GUESSED
    return CONFIRMED if state == GUESSED and not reading.is_offered else state


def reading_key_of(key: str, fields: Mapping[str, Field]) -> str | None:
    """Return the key of a name's reading on the same form: `name` has `kana`."""
    stem = key.removesuffix("name").rstrip("_") if key.endswith("name") else key
    for reading in _READINGS:
        for candidate in (f"{stem}_{reading}" if stem else reading, f"{key}_{reading}"):
            if candidate in fields and fields[candidate].kind is Kind.LINE:
                return candidate
    return None


def standard_suggestions(
    fields: Iterable[Field], context: FormContext
) -> dict[str, Callable[[Answers], dict[str, Any]]]:
    """Return what postal codes suggest for addresses, and these for postal codes and districts."""
    keys = {field.key for field in fields}
    found: dict[str, Callable[[Answers], dict[str, Any]]] = {}
    for key in keys:
        if key.endswith("postal_code"):
            place = key.removesuffix("postal_code") + "address"
            if place in keys and context.address_of is not None:
                found[key] = _looked_up(key, place, context.address_of)
            if place in keys and context.postal_of is not None:
                found[place] = _looked_up(place, key, context.postal_of)
    if context.districts_of is not None and not keys.isdisjoint(DISTRICT_KEYS):
        found["address"] = _with_districts(found.get("address"), context.districts_of)
    return found


def _with_districts(
    before: Callable[[Answers], dict[str, Any]] | None,
    districts_of: Callable[[str], Mapping[str, str]],
) -> Callable[[Answers], dict[str, Any]]:
    def suggest(answers: Answers) -> dict[str, Any]:
        address = answers.get("address")
        found = before(answers) if before else {}
        return {**(districts_of(address) if address else {}), **found}

    return suggest


def _looked_up(
    key: str, other: str, look_up: Callable[[str], list[str]]
) -> Callable[[Answers], dict[str, Any]]:
    def suggest(answers: Answers) -> dict[str, Any]:
        known = answers.get(key)
        values = look_up(known) if known else []
        return {other: values[0]} if len(values) == 1 else {}

    return suggest


def join_reading(
    name: Editor, reading: ReadingEditor, guess: Callable[[str], str] | None
) -> KanaWatcher | None:
    """Let a name's reading follow what the input method shows, or be guessed on leaving it."""
    line = name.widget()
    if not isinstance(line, QLineEdit):
        return None
    watcher = KanaWatcher(line)
    lost = [False]

    def on_heard(kana: str) -> None:
        lost[0] = False
        reading.offer(kana, guessed=False)

    def on_lost() -> None:
        lost[0] = True

    def on_settled() -> None:
        if guess is not None and line.text().strip() and (lost[0] or not reading.text()):
            lost[0] = False
            reading.offer(guess(line.text()), guessed=True)

    watcher.reading_heard.connect(on_heard)
    watcher.reading_lost.connect(on_lost)
    name.settled.connect(on_settled)
    return watcher
