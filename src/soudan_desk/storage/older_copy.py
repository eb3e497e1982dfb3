"""Whether an opened database is older than what was noted of it, and what confirms that it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from soudan_desk.models.base import now
from soudan_desk.models.history import AuditEntry
from soudan_desk.storage import keys as k
from soudan_desk.storage.anchors import Head
from soudan_desk.storage.durable import replace_file
from soudan_desk.storage.keys import Purpose
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.prepared import Prepared

_BOUND: Final = b"older copy confirmed"


class Standing(StrEnum):
    """How the database's head stands against the newest note of it."""

    EQUAL = "equal"
    AHEAD = "ahead"
    BEHIND = "behind"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Compared:
    """Where the chain ends here, and the note that it is behind or that tells otherwise."""

    standing: Standing
    seq: int
    mac: bytes
    note: Head | None


_END = Prepared(
    select(AuditEntry.seq, AuditEntry.mac).order_by(AuditEntry.seq.desc()).limit(1),
    whole_office=True,
)
_MAC = Prepared(select(AuditEntry.mac).where(AuditEntry.seq == bindparam("seq")), whole_office=True)


def compare(session: Session, notes: Iterable[Head]) -> Compared:
    """Compare the chain's end with every note: behind also where a noted row reads otherwise.

    The notes are to be read before this unit of work begins: others may be writing on.
    """
    notes = sorted(notes, key=lambda note: note.seq, reverse=True)
    found = _END(session)
    seq, mac = (found[0].seq, found[0].mac) if found else (0, b"")
    if not notes:
        return Compared(Standing.NONE, seq, mac, None)
    for note in notes:
        if note.seq > seq or mac_at(session, note.seq) != note.mac:
            return Compared(Standing.BEHIND, seq, mac, note)
    standing = Standing.EQUAL if notes[0].seq == seq else Standing.AHEAD
    return Compared(standing, seq, mac, notes[0])


def mac_at(session: Session, seq: int) -> bytes | None:
    """Return the seal of a row; None where there is none of this number."""
    found = _MAC(session, seq=seq)
    return found[0].mac if found else None


# --- the confirmation ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That somebody takes this older state for the office from now on, and why."""

    seq: int
    mac: bytes
    by: UUID
    reason: str
    at: datetime


def confirm(office: OpenedOffice, here: Compared, by: UUID, reason: str) -> None:
    """Leave a sealed note that this very state may be written on; the next log-in enters it."""
    told = {
        "seq": here.seq,
        "mac": here.mac.hex(),
        "by": str(by),
        "reason": reason,
        "at": now().isoformat(),
    }
    key = office.keys.key_for(Purpose.ANCHOR)
    replace_file(office.folder.older_note, k.wrap(key, json.dumps(told).encode(), _BOUND))


def confirmed(office: OpenedOffice, here: Compared) -> Confirmed | None:
    """Return the note for this very state, if there is one."""
    try:
        sealed = office.folder.older_note.read_bytes()
    except OSError:
        return None
    content = k.unwrap(office.keys.key_for(Purpose.ANCHOR), sealed, _BOUND)
    if content is None:
        return None
    told = json.loads(content)
    found = Confirmed(
        told["seq"],
        bytes.fromhex(told["mac"]),
        UUID(told["by"]),
        told["reason"],
        datetime.fromisoformat(told["at"]),
    )
    return found if (found.seq, found.mac) == (here.seq, here.mac) else None


def settle(office: OpenedOffice) -> None:
    """Remove the note once its row is committed."""
    office.folder.older_note.unlink(missing_ok=True)
