"""One question of a form, whoever asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Condition = Mapping[str, tuple[Any, ...]]
"""Holds when each named answer is among the values (or, being a list or marks, has one of them)."""

ROW_ID = "row_id"
"""Key of the question that no table shows: which record a row of it stands for."""
_FORWARD_ENDINGS = ("due_on", "expires_on", "until_on", "next_on", "scheduled_on")


class Kind(StrEnum):
    """The kinds of answer; each has one editor, one check and one way to read.

    Answers in Python: str (LINE, TEXT, CHOICE), date, PartialDate, time, aware UTC datetime,
    int (MINUTES, NUMBER, YEN), bool, list[str] (CHOICES), dict[str, "circle" | "double"] (MARKS),
    UUID (REFERENCE), list[UUID] (REFERENCES, ATTACHMENTS), list[dict[str, answer]] (ROWS).
    No answer is None everywhere.
    """

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    TIME = "time"
    INSTANT = "instant"
    MINUTES = "minutes"
    NUMBER = "number"
    YEN = "yen"
    CHECK = "check"
    CHOICE = "choice"
    CHOICES = "choices"
    MARKS = "marks"
    REFERENCE = "reference"
    REFERENCES = "references"
    ROWS = "rows"
    ATTACHMENTS = "attachments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A question: what it is called, what may be answered and where it shows up again.

    `codes` names an option list, `of` the record kind a reference points to, `rows` the questions
    of a table inside the form. `shown_when` and `required_when` look at other answers of the form.
    `past` is a day of something that has happened: it cannot lie ahead of today.
    """

    key: str
    label: str
    kind: Kind
    section: str = ""
    required: bool = False
    codes: str | None = None
    of: str | None = None
    rows: tuple[Field, ...] = ()
    help: str = ""
    listed: bool = False
    printed: bool = False
    searched: bool = False
    counted: bool = False
    shown_when: Condition | None = None
    required_when: Condition | None = None
    past: bool = False

    @property
    def forward(self) -> bool:
        """Whether a date typed without a year means the coming one, not the past one."""
        return self.key.endswith(_FORWARD_ENDINGS)

    def shown(self, answers: Mapping[str, Any]) -> bool:
        """Whether the question is asked, given the other answers."""
        return self.shown_when is None or holds(self.shown_when, answers)

    @property
    def may_be_needed(self) -> bool:
        """Whether there are answers to the others that make this one required."""
        return self.required or self.required_when is not None

    def needed(self, answers: Mapping[str, Any]) -> bool:
        """Whether an answer is required, given the other answers."""
        if not self.shown(answers):
            return False
        return self.required or (
            self.required_when is not None and holds(self.required_when, answers)
        )


def holds(condition: Condition, answers: Mapping[str, Any]) -> bool:
    """Whether every part of a condition is met by the answers."""
    return all(_meets(answers.get(key), values) for key, values in condition.items())


def _meets(answer: Any, values: tuple[Any, ...]) -> bool:
    if isinstance(answer, list | dict):
        return any(value in answer for value in values)
    return answer in values
