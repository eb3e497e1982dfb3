"""Postal code ⇄ address, offline, from the compact table that `scripts/build_postal.py` makes.

The table stays one text and is searched as such: loading it costs one decompression.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from soudan_desk.japanese.addresses import fold_address, fold_place, prefecture_of
from soudan_desk.japanese.folding import digits, fold
from soudan_desk.resource_files import resource

_CITY_LINE = re.compile(r"\n#([^\t]+)\t([^\n]+)")
_COUNTY = re.compile(r"^.+?[郡島](?=.+[町村]$)")  # 西多摩郡檜原村, 八丈島八丈町
_KYOTO_STREETS = re.compile(r"^.*(?:上る|下る|上ル|下ル|東入|西入|入る|入ル)")
_OFFICE = "*"


@dataclass(frozen=True)
class _City:
    prefecture: str
    name: str
    start: int
    end: int


@cache
def _table() -> str:
    return zlib.decompress(resource("japan", "postal.txt.z").read_bytes()).decode()


def format_postal(code: str) -> str:
    """Write a code as 「100-0001」; what is no code of seven figures stays as it is."""
    figures = digits(code)
    return f"{figures[:3]}-{figures[3:]}" if len(figures) == 7 else code.strip()


def address_of(code: str) -> list[str]:
    """Return every 都道府県 + 市区町村 + 町域 a code may stand for; none where it is unknown."""
    figures = digits(code)
    if len(figures) != 7:
        return []
    lines = [*_lines_with(f"\n{figures}\t"), *_lines_with(f"\n{_OFFICE}{figures}\t")]
    return list(dict.fromkeys(lines))


def _lines_with(key: str) -> Iterator[str]:
    table = _table()
    at = table.find(key)
    while at >= 0:
        header = table.rindex("\n#", 0, at)
        prefecture, city = table[header + 2 : table.index("\n", header + 1)].split("\t")
        yield prefecture + city + table[at + len(key) : table.index("\n", at + 1)]
        at = table.find(key, at + 1)


def codes_of(address: str) -> list[str]:
    """Return the codes an address may have, as seven figures; 丁目 and 番地 do not matter.

    The prefecture and the 郡 may be missing. The longest town that fits holds; where a number
    follows the city or nothing does, the city's own code.
    """
    folded = fold_address(address)
    found: list[str] = []
    for city, rest in _cities_of(folded, prefecture_of(address)):
        found += _codes_in(city, rest)
    return list(dict.fromkeys(found))


def _cities_of(folded: str, prefecture: str | None) -> Iterator[tuple[_City, str]]:
    """Yield the longest-named cities the address begins with, and what stands behind each."""
    names = _cities()
    longest = max(map(len, names))
    for size in range(min(longest, len(folded)), 1, -1):
        cities = names.get(folded[:size], ())
        if prefecture is not None:
            cities = tuple(city for city in cities if fold(city.prefecture) == prefecture)
        yield from ((city, folded[size:]) for city in cities)
        if cities:
            return


@cache
def _cities() -> dict[str, tuple[_City, ...]]:
    """Return the municipalities by folded name, with and without their 郡."""
    headers = [(m[1], m[2], m.start(), m.end()) for m in _CITY_LINE.finditer(_table())]
    ends = [*(start for _, _, start, _ in headers[1:]), len(_table()) - 1]
    found: dict[str, tuple[_City, ...]] = {}
    for (prefecture, name, _, start), end in zip(headers, ends, strict=True):
        city = _City(prefecture, name, start, end)
        for key in {fold_place(name), fold_place(_COUNTY.sub("", name))}:
            found[key] = (*found.get(key, ()), city)
    return found


def _codes_in(city: _City, rest: str) -> list[str]:
    towns = _towns(city)
    for start in dict.fromkeys((rest, _KYOTO_STREETS.sub("", rest))):
        for size in range(len(start), 0, -1):
            if codes := towns.get(start[:size]):
                return codes
    is_enough = not rest or rest[0].isdigit() or len(towns) == 1
    return towns.get("", []) if is_enough else []


@cache
def _towns(city: _City) -> dict[str, list[str]]:
    """Return the codes of a municipality by folded town; those of large offices are left out."""
    found: dict[str, list[str]] = {}
    for line in _table()[city.start + 1 : city.end].split("\n"):
        code, _, town = line.partition("\t")
        if not code.startswith(_OFFICE):
            found.setdefault(fold_place(town), []).append(code)
    return found
