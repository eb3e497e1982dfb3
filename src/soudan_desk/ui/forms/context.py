"""What editors need from the rest of the program, handed in as callables and plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from soudan_desk.codes import CodeBook, CodeEntry
from soudan_desk.fields import Field, Names
from soudan_desk.services.advice import Cure
from soudan_desk.ui.forms.phrase_acts import PhraseActs


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be meant: its name, and what tells it from others of that name."""

    id: UUID
    title: str
    detail: str = ""


Mend = Callable[[str, Mapping[str, Any], Mapping[str, str]], Mapping[str, Cure]]


def _nameless(_kind: str, record_id: UUID) -> str:
    return str(record_id)


def _nothing_found(_kind: str, _words: str) -> list[Candidate]:
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class FormContext:
    """Option lists, names and acts around a form; each callable may be left out.

    `on` is the day the record speaks of (whose option lists are valid), `today` where it is not
    given. `find(kind, words)` looks for records; `open_new(kind, words, done)` lets the worker make
    one and calls `done` with its id. `address_of` and `postal_of` answer from the postal data
    all that fits, `districts_of` from the office's own table of towns.
    `offers` lists, by a short answer's key, words that may be meant and what tells them apart; any
    other words may be written too.
    `mend` returns what would put answers right that contradict each other, by a kind of record.
    `choose_file` stores a file the worker picks and returns its id, `open_file` shows one.
    """

    codes: CodeBook
    today: date
    centre: str | None = None
    on: date | None = None
    name_of: Callable[[str, UUID], str] = _nameless
    find: Callable[[str, str], list[Candidate]] = _nothing_found
    open_new: Callable[[str, str, Callable[[UUID], None]], None] | None = None
    guess_reading: Callable[[str], str] | None = None
    address_of: Callable[[str], list[str]] | None = None
    postal_of: Callable[[str], list[str]] | None = None
    districts_of: Callable[[str], Mapping[str, str]] | None = None
    choose_file: Callable[[], UUID | None] | None = None
    open_file: Callable[[UUID], None] | None = None
    phrases: PhraseActs | None = None
    mend: Mend | None = None
    offers: Mapping[str, Callable[[], Sequence[tuple[str, str]]]] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """Return the day whose option lists are valid."""
        return self.on or self.today

    @property
    def names(self) -> Names:
        """Return what turns codes and ids into words."""
        return Names(self.codes, self.name_of, self.centre)

    def entries(self, field: Field) -> tuple[CodeEntry, ...]:
        """Return the options that may be chosen on the record's day."""
        return self.codes.entries(field.codes or "", centre=self.centre, on=self.day)

    def entry(self, field: Field, code: str) -> CodeEntry:
        """Return any option, retired or not; one made of the bare code where it is unknown."""
        name = field.codes or ""
        found = self.codes.find(name, code, centre=self.centre) or self.codes.find(name, code)
        return found or CodeEntry(list=name, code=code, label=code)
