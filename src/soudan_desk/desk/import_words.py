"""How offices head their columns and what they write in them (`resources/import`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from soudan_desk.fields import Field, Kind
from soudan_desk.japanese.folding import fold
from soudan_desk.models import Person
from soudan_desk.models.base import Record
from soudan_desk.resource_files import resource
from soudan_desk.services.import_cases import MAIN_WORKER
from soudan_desk.services.records import asked_of, model_of

ID, STATE, IGNORED = "id", "record_state", ""
ID_LABEL, STATE_LABEL = "記録ID", "記録の状態"
STATE_LABELS = {"draft": "下書き", "final": "確定", "void": "取消"}
PERSON = "person."
PERSON_KEYS = (
    *("name", "kana", "birth_on", "sex", "postal_code", "address", "tel_home", "tel_mobile"),
    *("email", "district", "work_school", "legacy_no"),
)
"""What a row about a case may say of the person, who is then found or made."""
BESIDE = {
    "case": {
        MAIN_WORKER: Field(key=MAIN_WORKER, label="主担当", kind=Kind.REFERENCE, of="staff"),
    }
}
"""What a row may say beside the record's own questions."""
NAME_SUFFIX = "の名前"
"""Ends the heading of a column that only helps the reader: the name of a referred record."""
MORE = re.compile(r"\(続き(\d+)\)$")
"""Ends the heading of a column that goes on where a text was too long for one cell."""

_LONGEST_HEADING = 200
_NOISE = re.compile(r"[\W_]+|必須|任意")
_IN_BRACKETS = re.compile(r"[(\[【「〔<][^)\]】」〕>]*[)\]】」〕>]")


def plain_heading(text: str) -> str:
    """Return a heading as headings are compared: folded, without blanks, marks and 必須."""
    return _NOISE.sub("", fold(text[:_LONGEST_HEADING]))


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(resource("import", "synonyms.toml").read_text("utf-8"))


@cache
def is_empty_heading(heading: str) -> bool:
    """Whether the cells under a heading say nothing of their own (a running number)."""
    return plain_heading(heading) in {plain_heading(each) for each in _words()["empty"]["headings"]}


def instead_of(kind: str, key: str) -> tuple[str, ...]:
    """Name the questions that take a column of options which turns out to hold free text."""
    return tuple(_words()["instead"].get(kind, {}).get(key, ()))


@cache
def code_words(list_name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the words offices use for the options of a list, folded."""
    words = _words()["codes"].get(list_name, {})
    return {plain_heading(word) or word: tuple(codes) for word, codes in words.items()}


@cache
def targets_of(kind: str) -> Mapping[str, str]:
    """Return every question a column may answer, with its label; `person.name` and the like too."""
    model = model_of(kind)
    asked = asked_of(model)
    found = {ID: ID_LABEL, STATE: STATE_LABEL}
    found |= {key: field.label for key, field in asked.items()}
    found |= {key: field.label for key, field in BESIDE.get(kind, {}).items()}
    if names_person(model):
        people = asked_of(Person)
        found |= {f"{PERSON}{key}": f"本人の{people[key].label}" for key in PERSON_KEYS}
    return found


def names_person(model: type[Record]) -> bool:
    """Whether a record is about a person, whom its row may name."""
    return "person_id" in asked_of(model)


def field_of(kind: str, target: str) -> Field | None:
    """Return the question behind a target; None for what is no question."""
    if target.startswith(PERSON):
        return asked_of(Person)[target.removeprefix(PERSON)]
    return BESIDE.get(kind, {}).get(target) or asked_of(model_of(kind)).get(target)


@cache
def exact_targets(kind: str) -> Mapping[str, str]:
    """Return the target of every label and key, folded; labels of the record go first."""
    found: dict[str, str] = {}
    for target, label in targets_of(kind).items():
        for word in _forms(label, target):
            found.setdefault(word, target)
    if names_person(model_of(kind)):
        people = asked_of(Person)
        for key in PERSON_KEYS:
            found.setdefault(plain_heading(people[key].label), f"{PERSON}{key}")
    return found


def _forms(label: str, target: str) -> Iterator[str]:
    yield plain_heading(label)
    yield plain_heading(target)


@cache
def likely_targets(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return the targets each usual heading may mean, likeliest first."""
    headings = _words()["headings"]
    found: dict[str, list[str]] = {}
    if names_person(model_of(kind)):
        _collect(found, headings["person"], PERSON, {f"{PERSON}{key}" for key in PERSON_KEYS})
    own = set(targets_of(kind))
    _collect(found, headings.get(kind, {}), "", own)
    _collect(found, headings["any"], "", own)
    return {word: tuple(targets) for word, targets in found.items()}


def _collect(
    found: dict[str, list[str]], words: Mapping[str, list[str]], prefix: str, allowed: set[str]
) -> None:
    for key, headings in words.items():
        target = prefix + key
        if target not in allowed:
            continue
        for heading in headings:
            targets = found.setdefault(plain_heading(heading), [])
            if target not in targets:
                targets.append(target)


def without_brackets(text: str) -> str:
    """Return a heading without what stands in brackets."""
    return _IN_BRACKETS.sub("", fold(text))
