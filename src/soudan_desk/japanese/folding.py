"""One form for all that sounds or looks the same: for search and matching, never shown.

The rules: NFKC and casefold; katakana and half-width kana to hiragana; small kana to large; no
long-vowel mark, and no dash or wave directly after kana (コーヒー, こーひー and ｺ-ﾋ- are one);
other dashes, and ー after a figure (3ー12), to `-`; no invisible characters; old and variant kanji
as in `resources/japan/variants.tsv`.

Text without combining marks is folded character by character through one table. The rest goes by
clusters (a character and the marks on it), until nothing changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import compress

from soudan_desk.resource_files import resource

_DASHES = "‐‑‒–—―−─━﹘﹣-"
_WAVES = "~〜～∼"
_LONG_VOWEL = "ー"
_SMALL = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_PHONETIC = dict(
    zip("ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ", "くしすとぬはひふへほむらりるれろ", strict=True)
)
_OLD_KANA = {"ゐ": "い", "ゑ": "え", "ヷ": "ゔあ", "ヸ": "ゔい", "ヹ": "ゔえ", "ヺ": "ゔお"}
_TO_HIRAGANA = ord("ァ") - ord("ぁ")

# Everything but combining marks, and letters that join to the one before (Hangul, ﾞ, ﾟ).
_PLAIN = (
    "\x00-\u02ff\u0370-\u0482\u2000-\u20cf\u2100-\u2bff\u2e80-\u3029\u3030-\u3098\u309b-\u3130"
    "\u3190-\ua66e"
    "\uf900-\ufaff\ufe00-\ufe0f\uff00-\uff9d\uffe0-\uffef\U0001f000-\U0001faff"
    "\U00020000-\U0003ffff\U000e0100-\U000e01ef"
)
_UNUSUAL = re.compile(f"[^{_PLAIN}]")
_AFTER_FIGURE = re.compile(f"(?<=[0-9a-z]){_LONG_VOWEL}(?![^{_PLAIN}])")
_LONG_VOWELS = re.compile(f"{_LONG_VOWEL}(?![^{_PLAIN}])")
_AFTER_KANA = re.compile(f"(?<=[ぁ-ゖゝゞ])[-~]+(?![^{_PLAIN}])")
_TO_BE_DROPPED = re.compile(f"[-~{_LONG_VOWEL}]")


class _Table(dict[int, str]):
    """Folded form by code point; a character is worked out once and then remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.variants = _read_variants()

    def __missing__(self, code: int) -> str:
        found = self[code] = self._fold_char(chr(code))
        return found

    def _fold_char(self, char: str) -> str:
        before, after = "", char
        while after != before and len(after) < 40:
            before = after
            after = "".join(map(self._step, unicodedata.normalize("NFKC", before)))
        return after

    def _step(self, char: str) -> str:
        if _is_dropped(char):
            return ""
        if "ァ" <= char <= "ヶ" or char in "ヽヾ":
            char = chr(ord(char) - _TO_HIRAGANA)
        if char in _DASHES or char in _WAVES:
            return "-" if char in _DASHES else "~"
        for table in (_SMALL, _PHONETIC, _OLD_KANA, self.variants):
            char = table.get(char, char)
        cased = unicodedata.normalize("NFKC", char.casefold())
        return char if unicodedata.normalize("NFKC", cased.casefold()) != cased else cased


def _is_dropped(char: str) -> bool:
    return (
        unicodedata.category(char) == "Cf"
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
        or "\u180b" <= char <= "\u180d"
    )


@cache
def _read_variants() -> dict[str, str]:
    lines = resource("japan", "variants.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


@cache
def _table() -> _Table:
    return _Table()


def fold(text: str) -> str:
    """Return the form under which everything that sounds or looks the same is equal.

    Idempotent; works on a whole text as on its parts, but for marks and dashes at the seam.
    """
    if text.isascii():
        return text.lower()
    unusual = _UNUSUAL.search(text)
    folded = _fold_clusters(text) if unusual else text.translate(_table())
    if not _TO_BE_DROPPED.search(folded):
        return folded
    return _AFTER_KANA.sub("", _LONG_VOWELS.sub("", _AFTER_FIGURE.sub("-", folded)))


def _fold_clusters(text: str) -> str:
    before, after = "", text
    while after != before:
        before = after
        after = unicodedata.normalize("NFKC", before).translate(_table())
    return after


def fold_with_map(text: str) -> tuple[str, list[int]]:
    """Return `fold(text)` and, for each of its characters, the index of its source in `text`."""
    table = _table()
    unusual = _UNUSUAL.search(text)
    parts = _clusters(text) if unusual else enumerate(map(table.__getitem__, map(ord, text)))
    pieces: list[str] = []
    origins: list[int] = []
    for start, piece in parts:
        if len(piece) == 1:
            origins.append(start)
        else:
            origins.extend([start] * len(piece))
        pieces.append(piece)
    return _without_long_vowels("".join(pieces), origins)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Fold each character together with the marks and invisible characters that follow it."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _joins(text[index]):
            yield start, _fold_clusters(text[start:index])
            start = index


@cache
def _joins(char: str) -> bool:
    """Tell whether a character may melt into the one before it, or vanish between two that may."""
    first = unicodedata.normalize("NFKC", char)[0]
    is_jamo = "\u1160" <= first <= "\u11ff" or "\ud7b0" <= first <= "\ud7ff"
    return is_jamo or unicodedata.category(first)[0] == "M" or not _table()[ord(char)]


def _without_long_vowels(folded: str, origins: list[int]) -> tuple[str, list[int]]:
    if not _TO_BE_DROPPED.search(folded):
        return folded, origins
    folded = _AFTER_FIGURE.sub("-", folded)
    for dropped in (_LONG_VOWELS, _AFTER_KANA):
        kept = bytearray(b"\1") * len(folded)
        for found in dropped.finditer(folded):
            kept[found.start() : found.end()] = bytes(len(found[0]))
        origins = list(compress(origins, kept))
        folded = dropped.sub("", folded)
    return folded, origins


def fold_kanji(text: str) -> str:
    """Replace old and variant kanji only, and drop variation selectors: 髙橋 to 高橋."""
    return unicodedata.normalize("NFKC", text).translate(_kanji_only())


@cache
def _kanji_only() -> dict[int, str]:
    selectors = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
    variants = {ord(variant): form for variant, form in _read_variants().items()}
    return dict.fromkeys(selectors, "") | variants


def to_katakana(text: str) -> str:
    """Write kana of every width as full-width katakana, the stored form of a reading."""
    plain = unicodedata.normalize("NFKC", text)
    return _BLANKS.sub(" ", plain.translate(_KATAKANA)).strip()


def is_kana(text: str) -> bool:
    """Tell whether a text is kana of any width, blanks and middle dots aside, and not empty."""
    return _KANA.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def digits(text: str) -> str:
    """Return the digits of a text, of any width, as ASCII: to compare numbers however written."""
    return _NO_DIGIT.sub("", unicodedata.normalize("NFKC", text))


_KATAKANA = {code: code + _TO_HIRAGANA for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_KANA = re.compile(r"[ぁ-ゖァ-ヺーゝゞヽヾ・ 　]*[ぁ-ゖァ-ヺ][ぁ-ゖァ-ヺーゝゞヽヾ・ 　]*")
_BLANKS = re.compile(r"\s+")
_NO_DIGIT = re.compile(r"[^0-9]")


_REPEATED = re.compile("(.)々")


def name_key(text: str) -> str:
    """Return a name as names are compared: folded, without blanks, 々 as what it repeats."""
    return "".join(without_repeats(fold(text)).split())


def without_repeats(text: str) -> str:
    """Write out what 々 repeats: 佐々木 as 佐佐木."""
    return _REPEATED.sub(r"\1\1", text)


_U_ROWS = "うくすつぬふむゆるおこそとのほもよろを"
_LONG_SOUNDS = re.compile(
    f"(?<=[{_U_ROWS}])う|(?<=[おこそとのほもよろ])お|(?<=[えけせてねへめれ])い"
)
_VOICED = dict.fromkeys(map(ord, "\u3099\u309a"), "")
_SAME_SOUND = str.maketrans({"ぢ": "し", "づ": "す", "を": "お"})


def sound_key(text: str) -> str:
    """Return a reading without voicing marks and long vowels: ユーコ and ユウコ are one."""
    plain = unicodedata.normalize("NFD", name_key(text).translate(_SAME_SOUND)).translate(_VOICED)
    return _LONG_SOUNDS.sub("", plain)
