"""What is under way when the process dies or the current goes, and what protects it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Venture:
    """An act, the office it is done in, and the protection whose loss a test must see."""

    what: str
    act: str
    template: str
    kill_off: tuple[str, str]
    """What is switched off in the counter-test of kills: its name, and in words."""
    cut_off: tuple[str, str] = ("any_sync", "nothing synced")
    words: dict[str, Any] = field(default_factory=dict)
    kills: int = 40
    cuts: int = 50
    weak_kills: int = 20
    weak_cuts: int = 20
    """How often at least, with the protection off; then until enough was lost."""


VENTURES = (
    Venture(
        "saves: draft, change, final, amended",
        "saves",
        "empty",
        ("transactions", "no transaction"),
        ("full_sync", "synchronous=NORMAL"),
        {"count": 6},
        kills=100,
        cuts=600,
        weak_cuts=60,
    ),
    Venture(
        "attachments above 1 MiB",
        "attach",
        "empty",
        ("transactions", "no transaction"),
        words={"count": 2},
    ),
    Venture(
        "slots: changes of a password",
        "passwords",
        "empty",
        ("replacing", "slots written in place"),
        words={"count": 3},
    ),
    Venture(
        "sealing a case and opening it again",
        "seal",
        "empty",
        ("transactions", "no transaction"),
        words={"count": 4},
    ),
    Venture(
        "disposing of cases for good",
        "erase",
        "empty",
        ("transactions", "no transaction"),
        words={"count": 3},
    ),
    Venture(
        "opening an older office: copy and migration",
        "open_older",
        "older",
        ("transactions", "no transaction"),
    ),
    Venture(
        "change of keys",
        "rotate",
        "filled",
        ("ready_mark", "no mark of what is in force"),
    ),
    Venture("a copy", "back_up", "filled", ("partial_name", "its final name from the start")),
    Venture(
        "restore over an office",
        "restore",
        "copied",
        ("restoring_beside", "filled in place"),
    ),
)
