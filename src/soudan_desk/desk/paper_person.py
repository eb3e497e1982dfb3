"""What the person of a paper's case has told of themselves, as lines of a form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.fields.reading import as_text
from soudan_desk.models import Person
from soudan_desk.models.base import fields_of
from soudan_desk.models.person import HANDBOOK_ROWS
from soudan_desk.papers.data import Answer
from soudan_desk.services.answers import read_answers

_IN_SHORT = ("kind", "grade")
_BOXED = frozenset({"sex"})


def person_lines(facts: Facts, keys: Iterable[str]) -> dict[str, Answer]:
    """Return the questions of those keys; the postal code stands before the address."""
    if facts.person is None:
        return {}
    answers, asked = read_answers(facts.person), {f.key: f for f in fields_of(Person)}
    lines = {
        key: facts.reader.line(asked[key], answers.get(key), boxes=key in _BOXED) for key in keys
    }
    if "address" in lines:
        code = facts.reader.text(asked["postal_code"], answers.get("postal_code"))
        text = _joined(code, lines["address"].text)
        lines["address"] = replace(lines["address"], text=text, wide=True)
    if "handbook" in lines:
        lines["handbook"] = Answer(lines["handbook"].label, handbooks(facts), wide=True)
    return lines


def handbooks(facts: Facts) -> str:
    """Return each handbook with its grade and the day it is to be renewed."""
    rows = (read_answers(facts.person)["handbook"] if facts.person else None) or ()
    asked = {field.key: field for field in HANDBOOK_ROWS}
    told = []
    for row in rows:
        words = [as_text(asked[key], row.get(key), facts.names) for key in _IN_SHORT]
        until = as_text(asked["recheck_on"], row.get("recheck_on"), facts.names)
        told.append(" ".join(filter(None, words)) + (f"（{until}まで）" if until else ""))
    return facts.mask.words("、".join(told))


def _joined(code: str | None, address: str | None) -> str:
    return f"〒{code}　{address}" if code and code != address and address else address or ""
