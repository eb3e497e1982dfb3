"""What must not be shown: places and numbers under protection, names that are hidden."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

PROTECTED_WORD = "（支援措置のため載せません）"
HIDDEN_NAME = "（氏名秘匿）"
BLACKED = "〔非表示〕"
NAME_HIDDEN_LEVEL = 3

PLACE_KEYS = frozenset(
    {
        *("postal_code", "address", "registered_address", "no_fixed_abode", "work_school"),
        *("tel_home", "tel_mobile", "tel", "email", "caller_tel", "visitor_tel", "place_note"),
        *("safe_contact", "district", "school_district", "minsei_district", "csw_area"),
    }
)
"""The questions whose answers tell where somebody is, or how to reach them."""
_CELLS: Mapping[str, str] = {
    "emergency_contacts": "tel",
    "work_history": "employer",
    "family": "job",
    "current_supporters": "contact",
}
"""By question the cell of its table that tells where somebody is, or how to reach them."""
TABLES = frozenset(_CELLS)
NAME_KEYS = frozenset({"name", "kana", "caller_name", "caller_kana"})

STAND_INS = frozenset({PROTECTED_WORD, HIDDEN_NAME})
"""What stands for a whole answer that was hidden."""

_BETWEEN_DIGITS = r"[\s()（）‐‑‒–—―−－ー-]*"
_SHORTEST_NUMBER = 6
_HONORIFICS = r"(?=\s*(?:さん|さま|様|氏|くん|君|ちゃん|殿))"
"""What follows a name of one character where it is meant as a name: 森さん, not 森の中."""


@dataclass(frozen=True)
class _Part:
    """A part of a hidden name, told where it stands in a longer name of somebody else."""

    pattern: re.Pattern[str]
    known: tuple[re.Pattern[str], ...]

    def black_out(self, text: str) -> str:
        known = [found.span() for each in self.known for found in each.finditer(text)]

        def word(found: re.Match[str]) -> str:
            is_known = any(at <= found.start() and found.end() <= end for at, end in known)
            return found.group() if is_known else BLACKED

        return self.pattern.sub(word, text)


@dataclass(frozen=True)
class Mask:
    """Blacks out one person's places and numbers, and the name where even that is hidden."""

    protected: bool = False
    name_hidden: bool = False
    _patterns: tuple[re.Pattern[str], ...] = field(default=(), repr=False)
    _parts: tuple[_Part, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, person: Any, level: int = 0) -> Mask:
        """Return what holds for a person (or a row of their columns) in a case of a level."""
        if person is None:
            return cls()
        hidden = max(level, person.restriction_level or 0) >= NAME_HIDDEN_LEVEL
        return cls.hiding(person, name=hidden)

    @classmethod
    def hiding(cls, person: Any, *, name: bool) -> Mask:
        """Return what hides where a person is if they are protected, and the name if asked."""
        patterns = [
            *(_places(person) if person.shien_sochi else ()),
            *(_names(person) if name else ()),
        ]
        return cls(bool(person.shien_sochi), name, tuple(patterns))

    @classmethod
    def of_places(cls, person: Any) -> Mask:
        """Return what hides where somebody protected is; a row of a person's columns will do."""
        return cls(protected=True, _patterns=tuple(_places(person)))

    @classmethod
    def of_names(
        cls, names: Iterable[str], spare: Container[str] = (), known: Collection[str] = ()
    ) -> Mask:
        """Return what hides these names and their parts, but for the parts that are spared.

        A part is told within a longer name that is `known` to be another's; a whole name never is.
        """
        given = tuple(names)
        parts = dict.fromkeys(part for name in given for part in name.split() if part not in spare)
        return cls(
            _patterns=tuple(each for name in given for each in _literal(name)),
            _parts=tuple(
                _Part(pattern, tuple(_known_with(part, known)))
                for part in parts
                for pattern in _part(part)
            ),
        )

    def and_of(self, other: Mask) -> Mask:
        """Return what hides all that either hides."""
        return Mask(
            self.protected or other.protected,
            self.name_hidden or other.name_hidden,
            (*self._patterns, *other._patterns),
            (*self._parts, *other._parts),
        )

    def answer(self, key: str, text: str) -> str:
        """Return an answer as it may stand on a paper."""
        if self.protected and key in PLACE_KEYS and text:
            return PROTECTED_WORD
        if self.name_hidden and key in NAME_KEYS and text:
            return HIDDEN_NAME
        return self.words(text)

    def rows(self, key: str, answer: Any) -> Any:
        """Return an answer; of a table without the cells that tell where somebody is."""
        cell = _CELLS.get(key)
        if cell is None or not self.protected or not answer:
            return answer
        return [{**row, cell: PROTECTED_WORD} if row.get(cell) else row for row in answer]

    def words(self, text: str) -> str:
        """Black out what a free text tells of protected places, numbers and names."""
        for pattern in self._patterns:
            text = pattern.sub(BLACKED, text)
        for part in self._parts:
            text = part.black_out(text)
        return text

    def name(self, name: str | None) -> str | None:
        """Return the name, or the word that stands for it."""
        return HIDDEN_NAME if self.name_hidden else name


def _places(person: Any) -> Iterable[re.Pattern[str]]:
    for number in (person.tel_home, person.tel_mobile):
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", number or ""))
        if len(digits) >= _SHORTEST_NUMBER:
            yield re.compile(_BETWEEN_DIGITS.join(_digit(each) for each in digits))
    for words in (person.address, person.registered_address, person.email, person.work_school):
        yield from _literal(words)


def _names(person: Any) -> Iterable[re.Pattern[str]]:
    """The whole name, then each part of it: 「青葉さん」 tells as much."""
    for words in (person.name, person.kana):
        yield from _name(words)


def _name(words: str | None) -> Iterable[re.Pattern[str]]:
    yield from _literal(words)
    for part in (words or "").split():
        yield from _part(part)


def _part(part: str) -> Iterable[re.Pattern[str]]:
    return _literal(part) if len(part) > 1 else _before_honorific(part)


def _before_honorific(char: str) -> Iterable[re.Pattern[str]]:
    yield re.compile(_either_width(char) + _HONORIFICS)


def _known_with(part: str, known: Collection[str]) -> Iterable[re.Pattern[str]]:
    """Find the longer names a part stands in, as they are written or without their own blanks.

    With a blank of the text's own it is two words: 「青葉　ハローワークへ」 is no 青葉ハローワーク.
    """
    only_polite = re.compile(re.escape(part) + rf"(?:{_HONORIFICS}.*)?")
    for name in (" ".join(each.split()) for each in known):
        if part in name and not only_polite.fullmatch(name):
            words = ("".join(map(_either_width, word)) for word in name.split())
            yield re.compile(r"[ \u3000]?".join(words))


def _digit(digit: str) -> str:
    return f"[{digit}{chr(ord('０') + int(digit))}]"


def _literal(words: str | None) -> Iterable[re.Pattern[str]]:
    """Find words with any blanks between their characters, in either width of figures."""
    plain = re.sub(r"\s", "", words or "")
    if len(plain) > 1:
        yield re.compile(r"\s*".join(_either_width(each) for each in plain))


def _either_width(char: str) -> str:
    if "!" <= char <= "~":
        return f"[{re.escape(char)}{chr(ord(char) + 0xFEE0)}]"
    if "！" <= char <= "～":
        return f"[{re.escape(chr(ord(char) - 0xFEE0))}{char}]"
    return re.escape(char)
