"""Telephone numbers as Japan writes them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from soudan_desk.resource_files import resource

_DASHES = re.compile(r"[‐‑‒–—―−ー─]")
_NUMBER = re.compile(r"\+?[0-9(][0-9()\-. /]*[0-9]")
_NO_DIGIT = re.compile(r"[^0-9]")
_ABROAD = re.compile(r"\+81-?\s*(?:\(0\)|0)?")
_BLANKS = re.compile(r"\s+")

# First figures of numbers without an area code, and how they are parted.
_SERVICES: dict[str, tuple[int, int]] = {
    "0120": (4, 3), "0570": (4, 3), "0990": (4, 3), "0180": (4, 3), "0800": (4, 3),
    "020": (3, 4), "050": (3, 4), "060": (3, 4), "070": (3, 4), "080": (3, 4), "090": (3, 4),
}  # fmt: skip
_LENGTHS = {"0800": 11, "020": 11, "050": 11, "060": 11, "070": 11, "080": 11, "090": 11}


def format_telephone(text: str) -> str:
    """Hyphenate a number by its area code or service; what follows it (内線, 代) stays behind it.

    What is no whole Japanese number stays as typed, in one width and with one kind of hyphen.
    """
    plain = _tidy(text)
    found = _NUMBER.match(plain)
    if found is None:
        return plain
    parted = _parted(_NO_DIGIT.sub("", found[0]))
    return f"{parted} {plain[found.end() :].strip()}".strip() if parted else plain


def telephone_digits(text: str) -> str:
    """Return the figures of the number alone, 81 as 0, to compare numbers however written."""
    found = _NUMBER.match(_tidy(text))
    return _NO_DIGIT.sub("", found[0]) if found else ""


def _tidy(text: str) -> str:
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()
    return _ABROAD.sub("0", _BLANKS.sub(" ", plain.removeprefix("TEL").lstrip(" :")), count=1)


def _parted(figures: str) -> str | None:
    for length in (4, 3):
        prefix = figures[:length]
        if prefix in _SERVICES and len(figures) == _LENGTHS.get(prefix, 10):
            return _join(figures, *_SERVICES[prefix])
    if len(figures) != 10 or figures[0] != "0":
        return None
    area = _area_code_length(figures)
    return _join(figures, area, 6 - area) if area else None


def _join(figures: str, first: int, second: int) -> str:
    return f"{figures[:first]}-{figures[first : first + second]}-{figures[first + second :]}"


def _area_code_length(figures: str) -> int | None:
    codes = _area_codes()
    return next((codes[figures[:n]] for n in range(6, 1, -1) if figures[:n] in codes), None)


@cache
def _area_codes() -> dict[str, int]:
    lines = resource("japan", "area_codes.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {prefix: int(length) for prefix, length in pairs}
