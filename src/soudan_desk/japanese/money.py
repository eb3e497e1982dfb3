"""Yen as offices write and type them; always whole."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from soudan_desk.errors import SoudanError

LARGEST_YEN = 10**13

_MINUS = re.compile(r"[-△▲▼−–‐]|マイナス")
_FRAME = re.compile(r"[¥金]?(.+?)(円)?也?")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_MYRIADS = (("億", 10**8), ("万", 10**4))
_UNITS = (("千", 1000), ("百", 100), ("十", 10))
_KANJI_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")


class YenTypingError(SoudanError):
    """What was typed is no amount of money; the message says what to type."""

    code = "invalid_amount"


def format_yen(n: int) -> str:
    """Write an amount as 「8,000円」, a negative one as 「△8,000円」."""
    return f"{'△' if n < 0 else ''}{abs(n):,}円"


def parse_yen(text: str) -> int:
    """Read a typed amount: 8000, ８，０００円, 1万2千円, 4.6万円, △500."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_KANJI_DIGITS)
    minus = _MINUS.match(plain)
    frame = _FRAME.fullmatch(plain, minus.end() if minus else 0)
    amount = _amount(frame[1], has_unit=frame[2] is not None) if frame else None
    if amount is None or amount != int(amount) or amount > LARGEST_YEN:
        raise _no_amount(text)
    return -int(amount) if minus else int(amount)


def _amount(text: str, *, has_unit: bool) -> Decimal | None:
    total, rest = Decimal(0), text
    for unit, size in _MYRIADS:
        head, found, tail = rest.partition(unit)
        if found:
            part = _below_myriad(head)
            if part is None:
                return None
            total, rest = total + part * size, tail
    if not rest:
        return total
    if rest != text and not has_unit and rest.isdigit() and len(rest) < 3:
        return None  # 1万2 may be 12,000 or 10,002
    last = _below_myriad(rest)
    return None if last is None else total + last


def _below_myriad(text: str) -> Decimal | None:
    """Read what may stand before 万: 12, 4.6, 2千5百, 千."""
    total, rest = Decimal(0), text
    for unit, size in _UNITS:
        head, found, tail = rest.partition(unit)
        if found:
            part = _plain_number(head or "1")
            if part is None:
                return None
            total, rest = total + part * size, tail
    if not rest:
        return total if text else None
    last = _plain_number(rest)
    return None if last is None else total + last


def _plain_number(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def _no_amount(text: str) -> YenTypingError:
    shown = text.strip()[:20]
    if not shown:
        return YenTypingError("金額を打ってください。8000、1万2千円、4.6万円 のように打てます。")
    return YenTypingError(
        f"「{shown}」は金額として読めません。8000、1万2千円、4.6万円 のように打ってください。"
    )
