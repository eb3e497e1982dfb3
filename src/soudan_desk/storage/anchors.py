"""Where the audit chain ended, noted outside the database: an older copy gives itself away.

After each commit the head is written to the office folder and to this PC's own profile, under a
MAC that only this office's keys make. A page, a file or a log put back leaves the note ahead.
"""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import UUID

from soudan_desk.storage import keys as k
from soudan_desk.storage.backoff import state_folder
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import OfficeKeys, Purpose

_ROOM: Final = 384
"""Bytes of a note: always as many, so that it is written over in one piece."""
_SEQ_BYTES, _MAC_BYTES = 5, 20
SHORT_LETTERS: Final = 40


class Head(NamedTuple):
    """The last row of a chain, as noted at an instant in an epoch of the master secret."""

    seq: int
    mac: bytes
    epoch: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Anchors:
    """The notes of one office folder on this PC."""

    key: bytes
    db_uuid: UUID
    epoch: int
    in_folder: Path
    in_profile: Path

    @classmethod
    def of(cls, folder: OfficeFolder, keys: OfficeKeys, epoch: int) -> Anchors:
        """Find the notes of an unlocked office."""
        place = hashlib.sha256(str(folder.path.resolve()).encode()).hexdigest()[:32]
        return cls(
            key=keys.key_for(Purpose.ANCHOR),
            db_uuid=keys.db_uuid,
            epoch=epoch,
            in_folder=folder.audit_anchor,
            in_profile=_profile_of(keys.db_uuid) / f"{place}.anchor",
        )

    def write(self, seq: int, mac: bytes) -> None:
        """Note the head after its commit; where one place cannot be written, the other tells."""
        told = self._sealed(Head(seq, mac, self.epoch, datetime.now(UTC)))
        for place in (self.in_folder, self.in_profile):
            with suppress(OSError):
                _overwrite(place, told)

    def known(self) -> list[Head]:
        """Return the notes that bind this folder: its own, else all of this office's on this PC."""
        own = self._read(self.in_profile)
        others = [own] if own is not None else self._elsewhere()
        return [head for head in (self._read(self.in_folder), *others) if head is not None]

    def forget(self) -> None:
        """Give up this folder's notes: an older copy was confirmed and is written on."""
        for place in (self.in_folder, self.in_profile):
            place.unlink(missing_ok=True)

    def sealed(self, head: Head) -> str:
        """Return a head with its MAC, to be carried in the list of a copy."""
        return self._sealed(head).decode().rstrip()

    def opened(self, told: str) -> Head | None:
        """Return what `sealed` gave; None where it is not from this office."""
        return self._head_in(told.encode())

    def _elsewhere(self) -> list[Head | None]:
        places: list[Path] = []
        with suppress(OSError):
            places = sorted(self.in_profile.parent.glob("*.anchor"))
        return [self._read(place) for place in places]

    def _read(self, place: Path) -> Head | None:
        try:
            return self._head_in(place.read_bytes())
        except OSError:
            return None

    def _head_in(self, content: bytes) -> Head | None:
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            told = json.loads(content)
            seal = bytes.fromhex(told.pop("seal"))
            if k.same(seal, k.mac(self.key, _canonical(told))):
                return Head(
                    int(told["seq"]),
                    bytes.fromhex(told["mac"]),
                    int(told["epoch"]),
                    datetime.fromisoformat(told["utc"]),
                )
        return None

    def _sealed(self, head: Head) -> bytes:
        told: dict[str, Any] = {
            "db_uuid": str(self.db_uuid),
            "epoch": head.epoch,
            "seq": head.seq,
            "mac": head.mac.hex(),
            "utc": head.at.isoformat(),
        }
        told["seal"] = k.mac(self.key, _canonical(told)).hex()
        return _canonical(told).ljust(_ROOM)


def _profile_of(db_uuid: UUID) -> Path:
    return state_folder() / "anchors" / str(db_uuid)


def _canonical(told: Any) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def _overwrite(place: Path, content: bytes) -> None:
    """Write over a note where it stands: no sync, as the database is on the disk already."""
    try:
        file = place.open("r+b", buffering=0)
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
        file = place.open("wb", buffering=0)
    with file:
        file.write(content)


# --- on paper --------------------------------------------------------------------------------


def short_form(seq: int, mac: bytes) -> str:
    """Write a head as ten groups of four letters, for a paper that is signed."""
    letters = base64.b32encode(seq.to_bytes(_SEQ_BYTES, "big") + mac[:_MAC_BYTES]).decode()
    return k.in_groups(letters)


def read_short_form(typed: str) -> tuple[int, bytes] | None:
    """Read ten groups as people type them: the number of a row and the start of its seal."""
    letters = k.base32_letters(typed)
    if len(letters) != SHORT_LETTERS:
        return None
    content = base64.b32decode(letters)
    return int.from_bytes(content[:_SEQ_BYTES], "big"), content[_SEQ_BYTES:]
