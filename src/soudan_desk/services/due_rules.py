"""Due rules: what falls due when, as values a centre's package gives (docs/due.md lists them).

The engine in `services.due` asks the questions; nothing here knows a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Answers = Mapping[str, tuple[Any, ...]]
"""For a question the answers of which any one must stand; None among them is no answer."""


class OnClosed(StrEnum):
    """Where a due day goes that falls on a day on which the office is closed."""

    KEEP = "keep"
    NEXT = "next"
    PREVIOUS = "previous"


class Doing(StrEnum):
    """What one key does about an item in the window: where it leads."""

    RECORD = "record"
    """Opens the record itself."""
    CONTACT = "contact"
    """Opens the case's course, to write what was said."""
    BASICS = "basics"
    """Opens the person's basics in the case."""
    TAB = "tab"
    """Opens the case's tab named by the rule's `tab`, else that of its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time; months come first, a day that a month lacks becomes its last day."""

    months: int = 0
    days: int = 0
    working_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A record whose being there ends an item; void ones never count.

    It is of the same case, or its columns equal the rule's record's in the pairs of `same`. With
    `since` that column of it must not lie more than `early_days` before the rule's own day.
    """

    kind: str
    same: tuple[tuple[str, str], ...] = ()
    since: str = ""
    early_days: int = 0
    where: Answers = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    begins: str = ""
    """The day from which it ends the item, if the record is final: as a plan's period begins."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DueRule:
    """One rule: from which day of which record an item falls due, for whom, why, and what to do.

    `dates` names the columns that hold the day, the latest filled one counts; with `rows` the
    first names a cell in a table within the record. `after` is added to it, or the day is the eve
    on which somebody attains `age`. An item shows from the longest of `leads` (days) on, unless a
    horizon reaches further; one that is not `ahead` shows only once it is due. It goes when the
    condition no longer holds, `until` has passed since the day, or `forgotten_days` since it fell
    due. `reason` may name {base}, {due}, {since} (days), {left}, {detail}.
    """

    key: str
    label: str
    kind: str
    dates: tuple[str, ...]
    reason: str
    action: str
    doing: Doing = Doing.RECORD
    tab: str = ""
    rows: str = ""
    detail: str = ""
    after: Span = field(default_factory=Span)
    age: int = 0
    at_month_end: bool = False
    """Whether it falls due on the last day of the month that is reached."""
    on_closed: OnClosed = OnClosed.KEEP
    leads: tuple[int, ...] = (0,)
    ahead: bool = True
    until: Span | None = None
    forgotten_days: int | None = None
    where: Answers = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    is_draft: bool = False
    newest_per: tuple[str, ...] = ()
    """Questions that together name a thing of which only the newest record counts."""
    newest_by: str = ""
    """The day by which a record is newer than another; equal ones by when they were entered."""
    newest_begins: str = ""
    """The day from which a newer record takes over from a final one, once it is final itself."""
    newest_where: Answers = field(default_factory=dict)
    """What else a newer record must answer to take over from a final one that answers so too."""
    as_in_case: tuple[tuple[str, str], ...] = ()
    """Columns of the record that must equal one of the case."""
    processes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    not_states: tuple[str, ...] = ()
    of_closed: bool = False
    """Whether closed cases count; else only open ones do."""
    without_case: bool = False
    """Whether a record that belongs to no case counts too; of people, only who has no open case."""
    of_person: bool = False
    """Whether a record that names only a person counts for each open case of the person."""
    staff: str = ""
    """The column of the worker who is to do it, before those of the case."""
    only_staff: bool = False
    """Whether it is that worker's own business, not the case's other workers'."""
    unless: tuple[Done, ...] = ()
    centres: tuple[str, ...] = ()
    """The kinds of centre whose cases it looks at; empty for all."""
