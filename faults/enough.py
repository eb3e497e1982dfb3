"""How often a fault is made where the protection is off: until the test has seen what it must."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

T = TypeVar("T")

LOSSES = 3
MOST = 400


def until_enough(
    moments: Iterable[T], lost: Sized, *, protected: bool, least: int = 0
) -> Iterator[T]:
    """Give every moment; with the protection off at least so many, and then until some are lost.

    A protection that few moments need is thus seen in any run, not in most of them only.
    """
    for tried, moment in enumerate(moments):
        if not protected and tried >= least and len(lost) >= LOSSES:
            return
        yield moment
