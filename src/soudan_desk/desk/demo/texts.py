"""Sentences with slots and alternatives, made ready once and filled very often.

`〔電話あり｜来電〕` is one of its parts, `{rent}` a slot, `{on+7}` the day a week after the record
(the next office day, with its weekday) and `{on-7}` a week before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from string import Formatter

_CHOICE = re.compile("〔([^〔〕]*)〕")
_MOST_VARIANTS = 512
_DAY = re.compile(r"on[+-]\d+")

Random = Callable[[], float]


class Text:
    """A text with all its variants, each a format string."""

    __slots__ = ("slots", "variants")

    def __init__(self, source: str) -> None:
        self.variants = tuple(_variants(source.strip()))
        self.slots = tuple(
            dict.fromkeys(name for text in self.variants for name in _slot_names(text))
        )

    def fill(self, random: Random, slots: Slots) -> str:
        """Choose a variant and fill its slots."""
        return self.variants[int(random() * len(self.variants))].format_map(slots)


def _variants(source: str) -> Iterator[str]:
    pieces = _CHOICE.split(source)
    parts = [piece.split("｜") if n % 2 else [piece] for n, piece in enumerate(pieces)]
    for number, chosen in enumerate(product(*parts)):
        if number >= _MOST_VARIANTS:
            return
        yield "".join(chosen)


def _slot_names(text: str) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(text) if name)


def is_day_slot(name: str) -> bool:
    """Tell whether a slot is a day counted from the record's own."""
    return _DAY.fullmatch(name) is not None


class Slots(dict[str, str]):
    """The values of a case's slots: drawn when a text first asks, then kept.

    `on` is the day of the record being written; days are said anew for each record.
    """

    __slots__ = ("day_text", "draw", "on")

    def __init__(
        self, draw: Callable[[str, Slots], str], day_text: Callable[[int, int], str]
    ) -> None:
        super().__init__()
        self.draw = draw
        self.day_text = day_text
        self.on = 0

    def __missing__(self, name: str) -> str:
        """Draw a value, or work out a day."""
        if name.startswith("on") and is_day_slot(name):
            return self.day_text(self.on, int(name[2:]))
        value = self[name] = self.draw(name, self)
        return value
