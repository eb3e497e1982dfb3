"""Runs every measurement and writes docs/benchmarks.md: `python -m benchmarks [--quick]`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks import (
    auditing,
    conference,
    copying,
    due,
    encryption,
    form,
    importing,
    memory,
    offices,
    papers,
    reading,
    saving,
    scope,
    sealed,
    starting,
    supervision,
)
from benchmarks.offices import ROOT, Sizes
from benchmarks.ordinary_user import USUAL_LOCKED_BYTES, lock_no_more_than
from benchmarks.report import write_report
from benchmarks.timing import Line

Measure = Callable[[Sizes], Iterable[Line]]


def _plain(
    measure: Callable[..., list[tuple[str, float, float]]], *words: object
) -> Iterator[Line]:
    for label, ratio, limit in measure(*words):
        what, _, against = label.partition(": ")
        yield Line(what, against or "stock reportlab, same text", ratio, limit)


PARTS: dict[str, Measure] = {
    "starting": starting.measure,
    "reading": reading.measure,
    "scope": scope.measure,
    "sealed": sealed.measure,
    "due": due.measure,
    "supervision": supervision.measure,
    "conference": conference.measure,
    "saving": saving.measure,
    "auditing": auditing.measure,
    "copying": copying.measure,
    "encryption": encryption.measure,
    "memory": memory.measure,
    "form": lambda _sizes: _plain(form.measure),
    "papers": lambda _sizes: _plain(papers.measure),
    "importing": lambda sizes: _plain(importing.measure, sizes.import_rows),
}


def main() -> None:
    """Measure all or some parts, print each line as it comes, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="all, if none is named")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: only whether it runs")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks.md")
    parser.add_argument(
        "--offices", type=Path, default=offices.HOME, help="where made ones are kept"
    )
    given = parser.parse_args()
    lock_no_more_than(USUAL_LOCKED_BYTES)
    offices.HOME = given.offices
    sizes = Sizes.quick() if given.quick else Sizes()
    lines = []
    for name in given.parts or PARTS:
        start = time.monotonic()
        for line in PARTS[name](sizes):
            lines.append(line)
            mark = "missed" if line.is_missed else "      "
            limit = "" if line.limit is None else f"/ {line.limit:.3g}"
            print(f"{mark} {line.ratio:8.3f} {limit:8} {line.what} | {line.note}", flush=True)
        print(f"({name}: {time.monotonic() - start:.0f} s)", flush=True)
    write_report(given.out, lines, sizes)


if __name__ == "__main__":
    main()
