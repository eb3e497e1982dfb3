"""What each test tried, what survived and what was lost: docs/faults.md is written from it."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as driver

_PAGE = Path(__file__).with_name("page.md")


@dataclass
class Row:
    """One fault, or one protection switched off: how often it was tried, and what came of it."""

    tried: int = 0
    lost: int = 0
    number: int = 0
    """What `{number}` in the note stands for, summed over the tests that count here."""
    note: str = ""

    def add(self, tried: int, lost: int, number: int, note: str) -> None:
        self.tried, self.lost = self.tried + tried, self.lost + lost
        self.number, self.note = self.number + number, note or self.note

    @property
    def said(self) -> str:
        return self.note.replace("{number}", f"{self.number:,}")


@dataclass
class Tally:
    """The counts of one process, by the heading of a test's module; `weak` by what is off too."""

    heading: str = ""
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    weak: dict[tuple[str, str, str], Row] = field(default_factory=dict)

    def count(
        self,
        what: str,
        lost: Iterable[object],
        tried: int,
        note: str = "",
        number: int = 0,
        *,
        heading: str = "",
    ) -> None:
        """Enter the trials of a test."""
        row = self.rows.setdefault((heading or self.heading, what), Row())
        row.add(tried, len(list(lost)), number, note)

    def count_weak(
        self,
        what: str,
        off: str,
        lost: Iterable[object],
        tried: int,
        note: str = "",
        number: int = 0,
    ) -> None:
        """Enter the trials of a test whose protection was switched off."""
        row = self.weak.setdefault((self.heading, what, off), Row())
        row.add(tried, len(list(lost)), number, note)

    def to_text(self) -> str:
        """Put the counts into a text that another process takes in."""
        parts = (self.rows, self.weak)
        return json.dumps([[[key, asdict(row)] for key, row in part.items()] for part in parts])

    def take_in(self, text: str) -> None:
        """Add the counts of another process."""
        for mine, theirs in zip((self.rows, self.weak), json.loads(text), strict=True):
            for key, row in theirs:
                mine.setdefault(tuple(key), Row()).add(**row)


def write(tally: Tally, target: Path, seconds: float, failed: int, share: float) -> None:
    """Write the page."""
    tried = sum(row.tried for row in tally.rows.values())
    lost = sum(row.lost for row in tally.rows.values())
    weak = sum(row.tried for row in tally.weak.values())
    head = (
        f"{_machine()} **{tried:,} faults, {lost:,} lost**, in {seconds / 60:.0f} minutes; "
        f"{weak:,} more with a protection switched off."
    )
    if share != 1:
        head += f" **Not a whole run: {share:.0%} of the trials.**"
    if failed:
        head += f" **{failed} tests failed.**"
    tables = "\n\n".join(_table(tally, heading) for heading in sorted({h for h, _ in tally.rows}))
    page = _PAGE.read_text("utf-8").format(machine=head, tables=tables)
    target.write_text(page, "utf-8")


def _table(tally: Tally, heading: str) -> str:
    """Write what one module tried; a fault with several protections has a line for each."""
    lines = [
        f"### {heading}",
        "",
        "| fault | tried | survived | lost | | with this protection off | tried | lost | |",
        "|---|--:|--:|--:|---|---|--:|--:|---|",
    ]
    for (_, what), row in sorted(each for each in tally.rows.items() if each[0][0] == heading):
        cells = f"{what} | {row.tried:,} | {row.tried - row.lost:,} | {row.lost:,} | {row.said}"
        weak = [(key[2], off) for key, off in tally.weak.items() if key[:2] == (heading, what)]
        for name, off in sorted(weak) or [("", None)]:
            seen = f"{name} | {off.tried:,} | {off.lost:,} | {off.said}" if off else "| | |"
            lines.append(f"| {cells} | {seen} |")
            cells = "| | | |"
    return "\n".join(lines)


def _machine() -> str:
    return (
        f"Run of {datetime.now().astimezone():%Y-%m-%d %H:%M}: {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {driver.sqlite_version} (SQLCipher)."
    )
