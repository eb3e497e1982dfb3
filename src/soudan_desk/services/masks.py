"""What must not be shown: places and numbers under protection, names that are hidden."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
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
    }
)
"""The questions whose answers tell where somebody is, or how to reach them."""
NAME_KEYS = frozenset({"name", "kana", "caller_name", "caller_kana"})

STAND_INS = frozenset({PROTECTED_WORD, HIDDEN_NAME})
"""What stands for a whole answer that was hidden."""

_BETWEEN_DIGITS = r"[\s()（）‐‑‒–—―−－ー-]*"
_SHORTEST_NUMBER = 6
_HONORIFICS = r"(?=\s*(?:さん|さま|様|氏|くん|君|ちゃん|殿))"
"""What follows a name of one character where it is meant as a name: 森さん, not 森の中."""


@dataclass(frozen=True)
class Mask:
    """Blacks out one person's places and numbers, and the name where even that is hidden."""

    protected: bool = False
    name_hidden: bool = False
    _patterns: tuple[re.Pattern[str], ...] = field(default=(), repr=False)

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
    def of_names(cls, names: Iterable[str], spare: Container[str] = ()) -> Mask:
        """Return what hides these names and their parts, but for the parts that are spared."""
        patterns = (each for name in names for each in _name(name, spare))
        return cls(_patterns=tuple(patterns))

    def and_of(self, other: Mask) -> Mask:
        """Return what hides all that either hides."""
        return Mask(
            self.protected or other.protected,
            self.name_hidden or other.name_hidden,
            (*self._patterns, *other._patterns),
        )

    def answer(self, key: str, text: str) -> str:
        """Return an answer as it may stand on a paper."""
        if self.protected and key in PLACE_KEYS and text:
            return PROTECTED_WORD
        if self.name_hidden and key in NAME_KEYS and text:
            return HIDDEN_NAME
        return self.words(text)

    def words(self, text: str) -> str:
        """Black out what a free text tells of protected places, numbers and names."""
        for pattern in self._patterns:
            text = pattern.sub(BLACKED, text)
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


def _name(words: str | None, spare: Container[str] = ()) -> Iterable[re.Pattern[str]]:
    yield from _literal(words)
    for part in (words or "").split():
        if part not in spare:
            yield from _literal(part) if len(part) > 1 else _before_honorific(part)


def _before_honorific(char: str) -> Iterable[re.Pattern[str]]:
    yield re.compile(_either_width(char) + _HONORIFICS)


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
