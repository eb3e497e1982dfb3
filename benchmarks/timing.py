"""Taking times so that what else the machine does falls on both sides alike."""

from __future__ import annotations

import gc
import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Run = Callable[[], object]
_LEAST_S = 0.02
"""A run shorter than this is repeated within one measurement."""


@dataclass(frozen=True)
class Line:
    """One line of the table: a ratio, how much it may be, and what to know about it."""

    what: str
    against: str
    ratio: float
    limit: float | None
    note: str = ""

    @property
    def is_missed(self) -> bool:
        return self.limit is not None and self.ratio > self.limit


def seconds(run: Run) -> float:
    """Return how long one run takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def medians(*runs: Run, rounds: int) -> list[float]:
    """Return the median time of each run, taken in turns after one run each to warm up."""
    counts = [max(1, math.ceil(_LEAST_S / max(_warm(run), 1e-6))) for run in runs]
    times: list[list[float]] = [[] for _ in runs]
    gc.collect()
    for _ in range(rounds):
        for run, count, taken in zip(runs, counts, times, strict=True):
            taken.append(seconds(lambda run=run, count=count: _repeat(run, count)) / count)
    return [statistics.median(taken) for taken in times]


def _warm(run: Run) -> float:
    run()
    return seconds(run)


def _repeat(run: Run, count: int) -> None:
    for _ in range(count):
        run()


def ratio(ours: Run, theirs: Run, *, rounds: int) -> float:
    """Return how many times as long ours takes."""
    a, b = medians(ours, theirs, rounds=rounds)
    return a / b


def p95(times: Iterable[float]) -> float:
    """Return the time that 95 of 100 runs keep to."""
    ordered = sorted(times)
    return ordered[max(0, math.ceil(len(ordered) * 0.95) - 1)]


def geometric_mean(values: Sequence[float]) -> float:
    """Return the mean by which ratios are joined."""
    return math.exp(statistics.fmean(map(math.log, values)))


def ms(time_s: float) -> str:
    """Write a time."""
    return f"{time_s * 1000:.1f} ms" if time_s < 0.1 else f"{time_s * 1000:,.0f} ms"
