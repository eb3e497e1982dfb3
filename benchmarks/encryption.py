"""What encryption costs, and what keeping memory clean costs.

The store without a key is the same file's content exported without one, opened with the same
pragmas. `cipher_memory_security` holds for the whole process, and so for both; its own price is
taken by running the same verbs in two processes, with it and without it.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import offices
from benchmarks.offices import Sizes, copy_of, demo_office, desk, desk_in_copy, desk_without_key
from benchmarks.reading import SCREEN, opening_of, usual_cases
from benchmarks.saving import saving
from benchmarks.timing import Line, geometric_mean, medians, ms
from soudan_desk.services.case_lists import CaseFilter, list_cases
from soudan_desk.services.search import search
from soudan_desk.services.today import today
from soudan_desk.services.work import Work

_WORDS = ("家賃", "借金", "離婚", "ハローワーク", "滞納 家賃")


def measure(sizes: Sizes) -> Iterator[Line]:
    """Measure on copies of the smaller office."""
    with tempfile.TemporaryDirectory() as folder:
        path, plain = copy_of(demo_office(sizes.small), Path(folder)), Path(folder, "plain.db")
        offices.write_without_key(path, plain)
        with desk(path) as work, desk_without_key(plain, work) as without:
            yield from _against_no_key(work, without, sizes)
    yield from _memory_security(sizes)


def _against_no_key(work: Work, without: Work, sizes: Sizes) -> Iterator[Line]:
    ratios = {}
    for (name, ours), theirs in zip(verbs(work).items(), verbs(without).values(), strict=True):
        a, b = medians(ours, theirs, rounds=2 * sizes.rounds)
        ratios[name] = a / b
    each = ", ".join(f"{name} {value:.2f}" for name, value in ratios.items())
    against = "the same store without a key"
    yield Line(
        "what reads and writes, geometric mean",
        against,
        geometric_mean([*ratios.values()]),
        1.5,
        each,
    )
    yield Line(
        "the worst of these",
        against,
        max(ratios.values()),
        4.0,
        max(ratios, key=lambda key: ratios[key]),
    )


def verbs(work: Work) -> dict[str, Callable[[], object]]:
    """Return what a worker does most, by name."""
    words = itertools.cycle(_WORDS)
    return {
        "search": lambda: search(work, next(words)),
        "case list": lambda: list_cases(work, CaseFilter(), limit=SCREEN),
        "case open": opening_of(work, usual_cases(work)),
        "today": lambda: today(work),
        "save": saving(work),
    }


def _memory_security(sizes: Sizes) -> Iterator[Line]:
    rounds = str(sizes.rounds)
    office = str(demo_office(sizes.small))
    on, off = (_times_in_process(office, rounds, switch) for switch in ("on", "off"))
    for name, time_s in on.items():
        yield Line(
            f"{name}, with cipher_memory_security",
            "another process without it",
            time_s / off[name],
            None,
            f"{ms(time_s)} against {ms(off[name])}",
        )


def _times_in_process(office: str, rounds: str, switch: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.encryption", office, rounds, switch]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=offices.ROOT)
    times: dict[str, float] = json.loads(done.stdout)
    return times


def _print_times(office: str, rounds: str, switch: str) -> None:
    if switch == "off":
        offices.without_memory_security()
    with desk_in_copy(Path(office)) as work:
        given = verbs(work)
        times = medians(*given.values(), rounds=int(rounds))
    print(json.dumps(dict(zip(given, times, strict=True))))


if __name__ == "__main__":
    _print_times(*sys.argv[1:])
