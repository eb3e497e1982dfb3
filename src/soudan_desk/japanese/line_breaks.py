"""Where a Japanese line may end (禁則, by 追い出し), worked out on whole arrays.

Rules after JIS X 4051: closing marks, small kana, ー and 々 never begin a line, opening marks
never end one, Latin words and numbers with their units (4.6万円, 11月) stay whole. Nothing hangs
into the margin.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

NOT_AT_LINE_START: frozenset[str] = frozenset(
    "、。，．・：；？！゛゜´｀¨ヽヾゝゞ〃々〻ー―‐"
    "）〕］｝〉》」』】〙〗〟’”｠»!),.:;?]}"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "〜～‥…％‰℃°′″%ｧｨｩｪｫｯｬｭｮｰﾞﾟ｡､｣･゠–—‼⁇⁈⁉"
)
NOT_AT_LINE_END: frozenset[str] = frozenset("（〔［｛〈《「『【〘〖〝‘“｟«([{｢￥¥＄$＃#＠@〒§£№")

_OTHER, _CLOSE, _OPEN, _LATIN, _DIGIT, _SPACE, _COUNTER, _MAGNITUDE = range(8)
_INNER, _WIDE_INNER, _SIGIL, _GLUE, _MARK, _WIDE_LATIN = range(8, 14)

_CLASS_OF_CHARS = (
    (_CLOSE, NOT_AT_LINE_START),
    (_OPEN, NOT_AT_LINE_END),
    (_LATIN, '-_/+~=&*\\"<>|^`'),
    (_DIGIT, "0123456789０１２３４５６７８９"),
    (_SPACE, " \t\n"),
    (_COUNTER, "円年月日時分秒歳才人名回件号丁番階室条項週枚冊台点割級期次頁"),
    (_MAGNITUDE, "十百千万億兆"),
    (_INNER, ".,:'’"),
    (_WIDE_INNER, "．，："),
    (_SIGIL, "@#$¥£"),
    (_GLUE, "\u00a0\u202f\u2060\u200d\ufeff"),
)
_BLANKS = " \t"
_NEVER, _FREELY, _AT_NEED = 0, 1, 2


class _Classes(dict[int, int]):
    """Class by code point; a character is looked at once and then remembered."""

    def __missing__(self, code: int) -> int:
        found = self[code] = _class_of(chr(code))
        return found


def _class_of(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return _MARK
    if "Ａ" <= char <= "Ｚ" or "ａ" <= char <= "ｚ":
        return _WIDE_LATIN
    is_enclosed = "\u2460" <= char <= "\u24ff"
    return _LATIN if char.isalnum() and char < "\u2e80" and not is_enclosed else _OTHER


def _pair(before: int, after: int) -> int:
    """Tell whether a line may end there: never, freely, or only where a word is too long."""
    words = {_LATIN, _DIGIT, _WIDE_LATIN}
    if after in {_CLOSE, _INNER, _WIDE_INNER, _SPACE, _MARK, _GLUE} or before in {_OPEN, _GLUE}:
        return _NEVER
    if before == _SIGIL:
        return _NEVER
    whole = (
        (before in words | {_INNER} and after in words | {_SIGIL})
        or (before == _WIDE_INNER and after in {_DIGIT, _WIDE_LATIN})
        or (before in {_DIGIT, _MAGNITUDE} and after in {_MAGNITUDE, _COUNTER})
        or (before == _MAGNITUDE and after == _DIGIT)
        or (before == _MARK and after == _LATIN)
    )
    return _AT_NEED if whole else _FREELY


_CLASSES = _Classes({ord(char): kind for kind, chars in _CLASS_OF_CHARS for char in chars})
_PAIRS = bytes(_pair(code >> 4, code & 15) for code in range(256))
_PLAIN = bytes.maketrans(bytes([_AT_NEED]), bytes([_NEVER]))


def _points(text: str) -> bytes:
    """Give per index whether a line may begin there, without a loop in Python."""
    if not text:
        return b""
    classes = int.from_bytes(text.translate(_CLASSES).encode("latin-1"), "big")
    pairs = ((classes >> 8) << 4) | classes
    return b"\0" + pairs.to_bytes(len(text), "big").translate(_PAIRS)[1:]


def break_points(text: str) -> bytes:
    """Return one byte per character: 1 where a line may begin with it (never at index 0)."""
    return _points(text).translate(_PLAIN)


def can_break_before(prev: str, next: str) -> bool:  # noqa: A002
    """Tell whether a line may end with `prev` and the following one begin with `next`."""
    return break_points(prev[-1:] + next[:1])[-1:] == b"\1"


def break_lines(
    widths: Sequence[float], text: str, max_width: float | Callable[[int], float]
) -> list[tuple[int, int]]:
    """Return each line's (start, end) in `text`; blanks and line feeds at its end are left out.

    `widths` has one advance per character, in the unit of `max_width`, which may depend on the
    line's number. A word longer than a line is cut where no 禁則 is broken, or, if nothing else
    is left, anywhere.
    """
    edges = [0.0, *accumulate(widths)]
    points = _points(text)
    lines: list[tuple[int, int]] = []
    start, stop, size = 0, -1, len(text)
    while start < size:
        if stop < start:
            stop = text.find("\n", start)
            stop = size if stop < 0 else stop
        width = max_width(len(lines)) if callable(max_width) else max_width
        end = _line_end(edges, points, text, start, stop, edges[start] + width)
        lines.append((start, start + len(text[start:end].rstrip(_BLANKS))))
        start = end + (end == stop)
    if text.endswith("\n"):
        lines.append((size, size))
    return lines or [(0, 0)]


def _line_end(
    edges: list[float], points: bytes, text: str, start: int, stop: int, limit: float
) -> int:
    fits = bisect_right(edges, limit + 1e-6, start + 1, stop + 1) - 1
    while fits < stop and text[fits] in _BLANKS:
        fits += 1
    if fits >= stop:
        return stop
    for wanted in (_FREELY, _AT_NEED):
        found = points.rfind(wanted, start + 1, fits + 1)
        if found > 0:
            return found
    return max(fits, start + 1)
