"""How long a protective measure (支援措置) lasts, in words; it hides until it is taken out."""

from __future__ import annotations

from datetime import date

from soudan_desk.japanese.eras import wareki

SOON_DAYS = 60
"""From so many days before its end it is counted down; the due items say it on 60, 30 and 7."""


def protection_words(until: date | None, today: date, *, compact: bool = False) -> str:
    """Return 「支援措置 令和9年3月31日まで」, with what is left, or that its end has passed."""
    left = None if until is None else (until - today).days
    if until is None or left is None or (compact and left > SOON_DAYS):
        return "支援措置"
    if left < 0:
        return f"支援措置 満了{-left}日超過"
    if left > SOON_DAYS:
        return f"支援措置 {wareki(until)}まで"
    return f"支援措置 {'今日まで' if left == 0 else f'あと{left}日'}"
