"""What acts leave behind, by number: it can be told to the letter whether it is there."""

from __future__ import annotations

import random

from office_fixtures import PASSWORD


def body_of(number: int, version: int) -> str:
    """Return a text that can be told from all others, of one to three pages."""
    return f"記録{number}の{version}版。" + "家賃の支払いについての相談。" * (number % 40 * 5)


def bytes_of(name: str) -> bytes:
    """Return the content of a file of this name, too large for a row."""
    return random.Random(name).randbytes(1_200_000)


def password_of(number: int) -> str:
    """Return the administrator's password after so many changes."""
    return f"atarashii kagi no kotoba {'aiueo'[number % 5] * 3}" if number else PASSWORD
