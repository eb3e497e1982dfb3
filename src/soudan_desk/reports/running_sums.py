"""Whether a sum over months may be told to readers who have the tables of all those months.

Each month's table tells its counts but the small ones (1 to 4), so that sums give small ones away:
a sum to date those since the one before it, the sum of a whole year all of them as one number.
"""

from __future__ import annotations

from collections.abc import Sequence

from soudan_desk.reports.table import SMALLEST_SHOWN


def tells_small_month(months: Sequence[int], *, is_running: bool) -> bool:
    """Whether the sum of these months gives a small one away.

    Running sums are told each month anew: one small month, and the next sum would tell it. The sum
    of a whole year is told once, and may be where it leaves open what each small month was.
    """
    small = [count for count in months if 0 < count < SMALLEST_SHOWN]
    return bool(small) and (is_running or not _leaves_open(small))


def _leaves_open(counts: Sequence[int]) -> bool:
    least, most = len(counts), len(counts) * (SMALLEST_SHOWN - 1)
    return sum(counts) >= SMALLEST_SHOWN and least < sum(counts) < most
