"""What makes a password good enough: length, not composition (NIST SP 800-63B-4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Final

from soudan_desk.japanese.folding import fold
from soudan_desk.resource_files import resource
from soudan_desk.storage.refusals import WeakPasswordError

MIN_LETTERS: Final = 15
MIN_WORDS: Final = 6
MAX_LETTERS: Final = 1024
_OWN_WORDS: Final = (
    *("password", "passphrase", "qwertyuiop", "asdfghjkl", "asdfg", "zxcvbnm", "iloveyou"),
    *("letmein", "administrator", "welcome", "changeme", "himitsu", "arigatou", "aishiteru"),
    *("soudandesk", "soudan", "consultation", "sodanin", "shunin", "kanri", "fukushi", "shakyo"),
    *("パスワード", "あいことば", "ひみつ", "秘密", "ありがとう", "こんにちは", "あいしてる"),
    *("相談デスク", "相談", "福祉", "社協", "社会福祉協議会", "事務所", "日本", "東京"),
    *("いろはにほへと", "あいうえお", "かきくけこ"),
)
_LISTS: Final = ("common.txt", "names.txt")
_SHORTEST_WORD: Final = 4
_MOST_WORDS: Final = 2
"""So many words of the lists may make up a password with nothing much beside them."""
_LEAST_LEFT: Final = 5
_TRIMMINGS: Final = "0123456789!?.,-_#$%&*+=@~^;:/()[]<>|"
_LOOKALIKES: Final = str.maketrans("013457@$!", "oieastasi")


def check_new_password(password: str, forbidden: Iterable[str] = ()) -> None:
    """Refuse a password that is short, long, or guessable; `forbidden`: login, office.

    Kana of either kind, widths, cases, figures and marks at the ends, and p@ssw0rd hide nothing.
    """
    plain = unicodedata.normalize("NFKC", password).strip().casefold()
    if len(plain) > MAX_LETTERS:
        raise WeakPasswordError(f"パスワードは{MAX_LETTERS}文字までにしてください。")
    if len(plain) < MIN_LETTERS and len(set(plain.split())) < MIN_WORDS:
        raise WeakPasswordError
    bare = "".join(fold(plain).split())
    rests = {_without(form, forbidden) for form in (bare, bare.translate(_LOOKALIKES))}
    if any(_is_little(_without_common(rest)) and not _is_little(rest) for rest in rests):
        raise WeakPasswordError(
            "よく使われるパスワードや名前に、数字や記号をつけただけのものです。すぐに破られます。"
            "関係のない言葉を4つ以上つなげてください。"
        )
    if any(map(_is_little, rests)) or _is_repetition(bare) or _is_sequence(bare):
        raise WeakPasswordError(
            "このパスワードは推測されやすいものです。"
            "続き文字、くり返し、よくある言葉、ログイン名だけのものは避けてください。"
        )


def _is_little(rest: str) -> bool:
    return len(rest.strip(_TRIMMINGS)) < _LEAST_LEFT


def _without(bare: str, forbidden: Iterable[str]) -> str:
    """Return what is left of a password without our own words, login and office."""
    rest = bare
    words = {"".join(fold(word).split()) for word in (*_OWN_WORDS, *forbidden)}
    for word in sorted(filter(None, words), key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest


def _without_common(rest: str) -> str:
    """Return what is left without the longest words of the lists, wherever they stand."""
    for _ in range(_MOST_WORDS):
        word = _longest_common(rest)
        rest = rest.replace(word, "") if word else rest
    return rest


def _longest_common(text: str) -> str:
    words, longest = _common_words()
    for size in range(min(longest, len(text)), _SHORTEST_WORD - 1, -1):
        for start in range(len(text) - size + 1):
            if text[start : start + size] in words:
                return text[start : start + size]
    return ""


@cache
def _common_words() -> tuple[frozenset[str], int]:
    lists = (resource("passwords", name).read_text("ascii") for name in _LISTS)
    words = frozenset(w for text in lists for w in text.splitlines() if not w.startswith("# "))
    return words, max(map(len, words))


def _is_repetition(plain: str) -> bool:
    return any(
        plain == (plain[:unit] * len(plain))[: len(plain)] for unit in range(1, len(plain) // 2 + 1)
    )


def _is_sequence(plain: str) -> bool:
    steps = {(ord(after) - ord(before)) for before, after in pairwise(plain)}
    runs = sum(abs(ord(after) - ord(before)) == 1 for before, after in pairwise(plain))
    return len(steps) == 1 or runs >= 0.8 * (len(plain) - 1)
