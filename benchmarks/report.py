"""The table of docs/benchmarks.md: what was measured, and why what was missed was missed."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy
import sqlcipher3.dbapi2 as driver

from benchmarks.offices import Sizes
from benchmarks.timing import Line

_WORDS_BEGIN, _WORDS_END = "<!-- words -->", "<!-- end of words -->"
_HEAD = """# How fast, how large

Written by `make bench`. Every figure is a ratio within one run: both sides in turns, median (for
searches: p95). Times are there to be read beside it; they are of this machine on that day only.
It runs as an ordinary user, who may lock 8 MiB of memory, not as root (docs/decisions/007).
"""


def write_report(path: Path, lines: Sequence[Line], sizes: Sizes) -> None:
    """Write the table anew; the words beside it, written by hand, stay."""
    words = _words_in(path)
    missed = [line for line in lines if line.is_missed]
    parts = [
        _HEAD,
        (
            f"Machine: {_machine()}. Offices of {sizes.small:,} and {sizes.large:,} consultations, "
            f"one of {sizes.cases:,} cases.\n"
        ),
        _table(lines),
        f"\n{len(missed)} of {sum(line.limit is not None for line in lines)} lines are missed.\n",
        f"\n{_WORDS_BEGIN}{words}{_WORDS_END}\n",
    ]
    path.write_text("\n".join(parts), "utf-8")


def _table(lines: Sequence[Line]) -> str:
    rows = [
        "| what | against | at most | measured | | times |",
        "|---|---|---|---|---|---|",
        *(_row(line) for line in lines),
    ]
    return "\n".join(rows)


def _row(line: Line) -> str:
    limit = "" if line.limit is None else _ratio(line.limit)
    by = f"**missed by {line.ratio / line.limit - 1:.0%}**" if line.limit and line.is_missed else ""
    note = line.note.replace("|", "/")
    return f"| {line.what} | {line.against} | {limit} | {_ratio(line.ratio)} | {by} | {note} |"


def _ratio(value: float) -> str:
    return f"1/{1 / value:.0f}" if value < 0.1 else f"{value:.2f} ×"


def _words_in(path: Path) -> str:
    text = path.read_text("utf-8") if path.exists() else ""
    found = re.search(f"{_WORDS_BEGIN}(.*){_WORDS_END}", text, re.DOTALL)
    return found[1] if found else "\n"


def _machine() -> str:
    versions = f"SQLite {driver.sqlite_version}, SQLAlchemy {sqlalchemy.__version__}"
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {versions}"
