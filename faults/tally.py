"""What each test tried, what stood and what was lost, written to docs/faults.md by the run."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as driver

_PAGE = Path(__file__).with_name("page.md")


@dataclass
class Row:
    """One fault: how often it was made, and what came of it."""

    what: str
    tried: int = 0
    lost: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass
class Tally:
    """The counts of one run; `weak` holds those with a protection switched off."""

    rows: dict[str, Row] = field(default_factory=dict)
    weak: dict[str, tuple[str, Row]] = field(default_factory=dict)

    def count(self, what: str, lost: Iterable[object], tried: int, note: str = "") -> None:
        """Enter the trials of a test."""
        row = self.rows.setdefault(what, Row(what))
        _add(row, lost, tried, note)

    def count_weak(self, what: str, off: str, lost: Iterable[object], tried: int) -> None:
        """Enter the trials of a test whose protection was switched off."""
        _, row = self.weak.setdefault(what, (off, Row(what)))
        _add(row, lost, tried, "")


def _add(row: Row, lost: Iterable[object], tried: int, note: str) -> None:
    row.tried += tried
    row.lost += len(list(lost))
    if note and note not in row.notes:
        row.notes.append(note)


def write(tally: Tally, target: Path, seconds: float, failed: int) -> None:
    """Write the page."""
    lines = [
        "| fault | tried | stood | lost | with the protection off | tried | lost | |",
        "|---|--:|--:|--:|---|--:|--:|---|",
    ]
    for what, row in sorted(tally.rows.items()):
        off, weak = tally.weak.get(what, ("", Row(what)))
        seen = f"{off} | {weak.tried:,} | {weak.lost:,}" if off else "| | "
        cells = [what, f"{row.tried:,}", f"{row.tried - row.lost:,}", f"{row.lost:,}", seen]
        lines.append(f"| {' | '.join(cells)} | {'; '.join(row.notes)} |")
    tried = sum(row.tried for row in tally.rows.values())
    lost = sum(row.lost for row in tally.rows.values())
    head = f"{_machine()} {tried:,} faults, {lost:,} lost, in {seconds / 60:.0f} minutes."
    if failed:
        head += f" **{failed} tests failed.**"
    page = _PAGE.read_text("utf-8").format(machine=head, table="\n".join(lines))
    target.write_text(page, "utf-8")


def _machine() -> str:
    return (
        f"Run of {datetime.now().astimezone():%Y-%m-%d %H:%M}: {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {driver.sqlite_version} (SQLCipher)."
    )
