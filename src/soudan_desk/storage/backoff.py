"""Slowing down who guesses passwords at the keyboard : never for ever."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import platformdirs

from soudan_desk.errors import SoudanError
from soudan_desk.storage.durable import replace_file
from soudan_desk.storage.file_lock import one_at_a_time
from soudan_desk.storage.refusals import TooManyAttemptsError

_FREE_FAILURES: Final = 5
_FIRST_WAIT_S: Final = 30
_LONGEST_WAIT_S: Final = 15 * 60
_TURN_S: Final = 1.0


def state_folder() -> Path:
    """Return where this PC keeps what belongs to no office; SOUDAN_STATE_DIR overrides it."""
    override = os.environ.get("SOUDAN_STATE_DIR")
    return Path(override) if override else platformdirs.user_state_path("soudan-desk", False)


class Backoff:
    """Counts failures of one login in the office folder and on this PC; the longer wait holds."""

    def __init__(self, in_office: Path, tag: str) -> None:
        self._places = (in_office, state_folder() / "attempts.json")
        self._tag = tag

    def refuse_while_waiting(self, now: datetime | None = None) -> None:
        """Raise while the wait after the last failure is not over."""
        left = max(_seconds_left(entry, now or datetime.now(UTC)) for entry in self._entries())
        if left > 0:
            raise TooManyAttemptsError(left)

    def note_failure(self, now: datetime | None = None) -> None:
        """Count one more failure wherever it can be written."""
        at = (now or datetime.now(UTC)).timestamp()
        count = 1 + max(entry["count"] for entry in self._entries())
        self._put({"count": count, "at": at})

    def forget(self) -> None:
        """Start anew after a success."""
        if any(entry["count"] for entry in self._entries()):
            self._put(None)

    def _entries(self) -> Iterator[dict[str, Any]]:
        return (_entry(_read(place).get(self._tag)) for place in self._places)

    def _put(self, entry: dict[str, Any] | None) -> None:
        for place in self._places:
            with suppress(OSError, SoudanError):  # the other place still counts
                place.parent.mkdir(parents=True, exist_ok=True)
                with one_at_a_time(place.with_name(place.name + ".lock"), _TURN_S):
                    counts = {tag: old for tag, old in _read(place).items() if tag != self._tag}
                    counts |= {self._tag: entry} if entry else {}
                    replace_file(place, json.dumps(counts).encode())


def _seconds_left(entry: dict[str, Any], now: datetime) -> int:
    excess = entry["count"] - _FREE_FAILURES
    if excess < 0:
        return 0
    wait: int = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2 ** min(excess, 10))
    passed: float = now.timestamp() - entry["at"]
    return wait if passed < 0 else max(0, round(wait - passed))  # a clock set back gains nothing


def _entry(stored: Any) -> dict[str, Any]:
    try:
        return {"count": max(0, int(stored["count"])), "at": float(stored["at"])}
    except (TypeError, KeyError, ValueError):
        return {"count": 0, "at": 0.0}


def _read(place: Path) -> dict[str, Any]:
    try:
        content = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
