"""Acts while the database cannot be written: kept beside it, and joined to the chain later.

A failed log-in happens before any key is at hand, so its line is plain: a time, and the tag that
its login's slot would have. Everything else is sealed. Lines go to the office folder, or else to
this PC's own profile.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from soudan_desk.storage import keys as k
from soudan_desk.storage.audit import Act
from soudan_desk.storage.audit_refusals import NowhereToNoteError
from soudan_desk.storage.backoff import state_folder
from soudan_desk.storage.folder import OfficeFolder

LOG_IN_FAILED: Final = "log_in_failed"
_BOUND: Final = b"pending audit"
_MOST_BYTES: Final = 4 * 1024 * 1024
"""What plain lines may fill; nobody needs a key to make one."""
_IDS: Final = ("by", "record_id", "case_id")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits to join the chain: acts in order, and a digest over the lines they came from.

    `tags` tells, by the place of a failed log-in among the acts, whose login was tried.
    """

    acts: list[Act]
    tags: dict[int, str]
    digest: str
    unreadable: int


class Pending:
    """The lines of one office on this PC."""

    def __init__(self, folder: OfficeFolder, db_uuid: UUID, key: bytes | None = None) -> None:
        self._places = (
            folder.pending_audit,
            state_folder() / "pending" / f"{db_uuid}.audit",
        )
        self._key = key

    def keep_failed_log_in(self, tag: str, at: datetime) -> None:
        """Note that somebody tried a login in vain; never in the way of saying so."""
        told = {"at": at.isoformat(), "action": LOG_IN_FAILED, "tag": tag}
        with suppress(NowhereToNoteError):
            self._append(told, at_most=_MOST_BYTES)

    def keep(self, act: Act) -> None:
        """Keep an act sealed; `NowhereToNoteError` where no place can be written."""
        assert self._key is not None
        told = {
            name: str(value) if name in _IDS and value is not None else value
            for name, value in asdict(act).items()
        }
        told["at"] = act.at.isoformat()
        sealed = k.wrap(self._key, json.dumps(told, ensure_ascii=False).encode(), _BOUND)
        self._append({"sealed": sealed.hex()})

    def take(self) -> Waiting | None:
        """Set the lines aside and return what they tell; None where nothing waits."""
        content = b"".join(self._set_aside())
        if not content:
            return None
        acts: list[Act] = []
        tags: dict[int, str] = {}
        unreadable = 0
        for line in content.splitlines():
            act, tag = self._read(line)
            if act is None:
                unreadable += 1
                continue
            if tag is not None:
                tags[len(acts)] = tag
            acts.append(act)
        return Waiting(acts, tags, hashlib.sha256(content).hexdigest(), unreadable)

    def settle(self) -> None:
        """Remove what was set aside, once its rows are committed."""
        for place in self._places:
            with suppress(OSError):
                _aside(place).unlink(missing_ok=True)

    # --- lines ---

    def _append(self, told: dict[str, Any], at_most: int | None = None) -> None:
        line = json.dumps(told, sort_keys=True).encode() + b"\n"
        for place in self._places:
            with suppress(OSError):
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("ab") as file:
                    if at_most is None or file.tell() < at_most:
                        file.write(line)
                        file.flush()
                        os.fsync(file.fileno())
                return
        raise NowhereToNoteError

    def _set_aside(self) -> Iterator[bytes]:
        """Give the lines of an earlier try that broke off first, then those there are now."""
        for place in self._places:
            with suppress(OSError):
                aside = _aside(place)
                if place.exists():
                    before = aside.read_bytes() if aside.exists() else b""
                    _put(aside, before + place.read_bytes())
                    place.unlink()
                yield aside.read_bytes()

    def _read(self, line: bytes) -> tuple[Act | None, str | None]:
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            told = json.loads(line)
            if "sealed" not in told:
                at = datetime.fromisoformat(told["at"])
                act = Act(action=LOG_IN_FAILED, by=None, result="refused", at=at)
                return (act if at.tzinfo else None), str(told["tag"])
            assert self._key is not None
            content = k.unwrap(self._key, bytes.fromhex(told["sealed"]), _BOUND)
            if content is not None:
                return _act_from(json.loads(content)), None
        return None, None


def _aside(place: Path) -> Path:
    return place.with_name(place.name + ".joining")


def _put(place: Path, content: bytes) -> None:
    with place.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _act_from(told: dict[str, Any]) -> Act:
    ids = {name: UUID(told[name]) for name in _IDS if told[name] is not None}
    return Act(**{**told, **ids, "at": datetime.fromisoformat(told["at"])})
