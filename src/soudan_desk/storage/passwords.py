"""What makes a password good enough: length, not composition (NIST SP 800-63B-4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from soudan_desk.storage.refusals import WeakPasswordError

MIN_LETTERS: Final = 15
MIN_WORDS: Final = 6
MAX_LETTERS: Final = 1024
_COMMON: Final = (
    *(
        "password",
        "passphrase",
        "qwertyuiop",
        "asdfghjkl",
        "asdfg",
        "zxcvbnm",
        "iloveyou",
        "letmein",
    ),
    *(
        "administrator",
        "welcome",
        "soudandesk",
        "soudan",
        "consultation",
        "パスワード",
        "あいことば",
    ),
    *(
        "相談デスク",
        "相談",
        "いろはにほへと",
        "あいうえお",
        "sodanin",
        "shunin",
        "kanri",
        "changeme",
    ),
)


def check_new_password(password: str, forbidden: Iterable[str] = ()) -> None:
    """Refuse a password that is short, long, or guessable; `forbidden`: login, office."""
    plain = unicodedata.normalize("NFKC", password).strip().casefold()
    if len(plain) > MAX_LETTERS:
        raise WeakPasswordError(f"パスワードは{MAX_LETTERS}文字までにしてください。")
    if len(plain) < MIN_LETTERS and len(set(plain.split())) < MIN_WORDS:
        raise WeakPasswordError
    if _is_guessable("".join(plain.split()), forbidden):
        raise WeakPasswordError(
            "このパスワードは推測されやすいものです。"
            "続き文字、くり返し、よくある言葉、ログイン名だけのものは避けてください。"
        )


def _is_guessable(plain: str, forbidden: Iterable[str]) -> bool:
    rest = plain
    for word in sorted((*_COMMON, *forbidden), key=len, reverse=True):
        rest = rest.replace(unicodedata.normalize("NFKC", word).casefold().replace(" ", ""), "")
    rest = rest.strip("0123456789!?.-_")
    return len(rest) < 5 or _is_repetition(plain) or _is_sequence(plain)


def _is_repetition(plain: str) -> bool:
    return any(
        plain == (plain[:unit] * len(plain))[: len(plain)] for unit in range(1, len(plain) // 2 + 1)
    )


def _is_sequence(plain: str) -> bool:
    steps = {(ord(after) - ord(before)) for before, after in pairwise(plain)}
    runs = sum(abs(ord(after) - ord(before)) == 1 for before, after in pairwise(plain))
    return len(steps) == 1 or runs >= 0.8 * (len(plain) - 1)
