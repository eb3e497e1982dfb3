"""A record's answers as words for a form, with what the form has no place for kept for its end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import Record, fields_of
from soudan_desk.papers.data import Answer, Option, Sections


class Told:
    """Reads one record's answers by key and remembers which were read."""

    def __init__(self, facts: Facts, model: type[Record], answers: Mapping[str, Any]) -> None:
        self._facts = facts
        self._fields: dict[str, Field] = {field.key: field for field in fields_of(model)}
        self._used: set[str] = set()
        self.answers = answers

    def __call__(self, key: str) -> str:
        """Return an answer in words, masked; blank where there is none."""
        return self._facts.reader.text(self._field(key), self.answers.get(key))

    def asks(self, key: str) -> bool:
        """Whether the question is asked, given the other answers."""
        return self._fields[key].shown(self.answers)

    def line(self, key: str, label: str = "", *, wide: bool = False) -> Answer:
        """Return a question with its answer."""
        field = self._field(key)
        return Answer(label or field.label, self(key), long=field.kind is Kind.TEXT, wide=wide)

    def boxes(self, key: str, label: str = "", note: str = "") -> Answer:
        """Return a question with every option, the chosen one filled; `note` is a text's key."""
        text = self(note) if note else ""
        field = self._field(key)
        return Answer(label or field.label, text, self.options(key), wide=True)

    def options(self, key: str) -> tuple[Option, ...]:
        """Return every option that is open or chosen."""
        field = self._field(key)
        codes, centre = self._facts.work.codes, self._facts.centre
        answer = self.answers.get(key)
        chosen = [answer] if isinstance(answer, str) else list(answer or ())
        return tuple(
            Option(entry.label, chosen=entry.code in chosen)
            for entry in codes.entries(field.codes or "", centre=centre)
            if entry.valid_on(self._facts.today) or entry.code in chosen
        )

    def rest(self, *, but: Collection[str] = ()) -> Sections:
        """Return every printed question that was not read, by section; `but` are told otherwise."""
        return self._facts.reader.sections(
            self._fields.values(), self.answers, but={*self._used, *but}
        )

    def _field(self, key: str) -> Field:
        self._used.add(key)
        return self._fields[key]
