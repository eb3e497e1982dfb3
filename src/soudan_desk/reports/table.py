"""A table of counts: what stands on the page, on paper, in Excel and in JSON alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

TOTAL, NO_ANSWER = "total", "no_answer"
SMALLEST_SHOWN = 5
MASKED = "＊"


@dataclass(frozen=True, slots=True)
class Heading:
    """A row's or a column's name, by its key; a shorter one for where room is scarce."""

    key: str
    label: str
    short: str = ""

    @property
    def brief(self) -> str:
        """The shorter name, or the name where there is none."""
        return self.short or self.label

    def as_json(self) -> dict[str, str]:
        """Return the shape of the commands."""
        return {"key": self.key, "label": self.label}


@dataclass(frozen=True, slots=True)
class Cell:
    """A count, by the records or people that were counted; a masked one tells nothing of them.

    People are counted by records: `by` holds their kind and, for each person, their ids.
    """

    kind: str
    ids: tuple[UUID, ...] = ()
    is_masked: bool = False
    by: tuple[str, tuple[tuple[UUID, ...], ...]] | None = None

    @classmethod
    def of_people(cls, kind: str, records: Mapping[UUID, Sequence[UUID]]) -> Cell:
        """Count people by their records of a kind."""
        return cls("person", tuple(records), by=(kind, tuple(map(tuple, records.values()))))

    @property
    def count(self) -> int | None:
        """How many there are; None where that is not to be told."""
        return None if self.is_masked else len(self.ids)

    @property
    def text(self) -> str:
        """How it reads."""
        return MASKED if self.is_masked else f"{len(self.ids):,}"

    def masked(self) -> Cell:
        """Return the same cell with nothing to be told."""
        return replace(self, is_masked=True)


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence below a table; `{n}` in it stands for a count of its own."""

    text: str
    count: int | None = None

    @property
    def sentence(self) -> str:
        """How it reads inside the office."""
        return self.text.format(n=f"{self.count:,}件" if self.count is not None else "")

    def masked(self) -> Note:
        """Return the note as it may leave the office."""
        if self.count is None or self.count == 0 or self.count >= SMALLEST_SHOWN:
            return self
        return Note(self.text.format(n=f"{SMALLEST_SHOWN}件未満"))


@dataclass(frozen=True, slots=True)
class Whole:
    """Which column sums up months: `shown` are those of them that are columns of the table too.

    `months` counts each row's months in order, also those that are no columns; none for a row that
    is not summed up.
    """

    column: str
    shown: tuple[str, ...]
    months: tuple[tuple[int, ...], ...]
    is_running: bool
    """Whether it is a sum to date (also of a 年度 that goes on), told each month anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows, columns and their counts; a row or column `TOTAL` holds the sums."""

    key: str
    title: str
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: tuple[tuple[Cell, ...], ...]
    notes: tuple[Note, ...] = ()
    corner: str = ""
    """What the rows are called, above their names."""
    has_drafts: bool = False
    is_at_end: bool = False
    """Whether some line counts what there was on the last day: such counts have no sum."""
    whole: Whole | None = None
    narrowed: str = ""
    """What its reader narrowed it to, in words."""

    def cell(self, row: str, column: str) -> Cell | None:
        """Return a cell by the keys of its row and column."""
        at, across = _place(self.rows, row), _place(self.columns, column)
        return None if at is None or across is None else self.cells[at][across]

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands above it beside its title and its time."""
        return (f"しぼり込み：{self.narrowed}",) if self.narrowed else ()

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the commands."""
        return {
            "key": self.key,
            "title": self.title,
            "rows": [row.as_json() for row in self.rows],
            "columns": [column.as_json() for column in self.columns],
            "cells": [[cell.count for cell in line] for line in self.cells],
            "notes": [*self.heads, *(note.sentence for note in self.notes)],
        }


@dataclass(frozen=True, slots=True)
class Check:
    """One test that the figures passed, or did not."""

    key: str
    ok: bool
    text: str

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the commands."""
        return {"key": self.key, "ok": self.ok, "text": self.text}


def _place(headings: Sequence[Heading], key: str) -> int | None:
    return next((at for at, each in enumerate(headings) if each.key == key), None)
