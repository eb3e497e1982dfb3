"""Continuing the audit chain: which key seals the next row, and when it moves on.

A chain that began with an auditor's sheet has a key that evolves one way, each segment of at most
1,000 rows and 15 minutes its own. Before the first sheet, and after a key was lost until the next
sheet, rows are sealed under a key from the master secret; the loss itself is a row.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from soudan_desk.models.base import now
from soudan_desk.models.history import AuditEntry
from soudan_desk.storage.anchors import Anchors, Head
from soudan_desk.storage.audit import START, Act, row_of
from soudan_desk.storage.audit_keys import (
    HeldKey,
    KeyFile,
    evolve,
    quietly_replace,
    sheet_mark,
)
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.inserts import insert_rows
from soudan_desk.storage.keys import OfficeKeys, Purpose, mac
from soudan_desk.storage.origin import Origin, new_origin
from soudan_desk.storage.pending_audit import Pending
from soudan_desk.storage.prepared import Prepared

SEGMENT_ROWS: Final = 1_000
SEGMENT_TIME: Final = timedelta(minutes=15)
BEGUN, CLOSED, BROKEN = "audit_begin", "audit_close", "audit_break"
KEY_LOST: Final = "鍵(audit.key)がないか、控えから戻したため、前の鍵で続けられません"
_LINK: Final = "audit_link"

_LAST = Prepared(
    select(AuditEntry.seq, AuditEntry.mac, AuditEntry.chain, AuditEntry.segment)
    .order_by(AuditEntry.seq.desc())
    .limit(1),
    whole_office=True,
)
_SEGMENT = Prepared(
    select(
        func.count(AuditEntry.seq).label("count_of"), func.min(AuditEntry.at).label("began_at")
    ).where(
        AuditEntry.seq > bindparam("after"),
        AuditEntry.chain == bindparam("chain"),
        AuditEntry.segment == bindparam("segment"),
    ),
    whole_office=True,
)


@dataclass(frozen=True, slots=True)
class Link:
    """Where the chain ends, and the key that seals what comes next."""

    seq: int
    mac: bytes
    chain: int | None
    segment: int | None
    key: bytes = field(repr=False)
    count: int
    began_at: datetime

    def ready(self, at: datetime) -> Link:
        """Return the link in the next segment where this one is full or old."""
        is_old = abs(at - self.began_at) >= SEGMENT_TIME
        if self.segment is None or (self.count < SEGMENT_ROWS and not is_old):
            return self
        return replace(self, segment=self.segment + 1, key=evolve(self.key), count=0, began_at=at)

    def after(self, row: dict[str, Any]) -> Link:
        """Return the link behind a row."""
        return replace(self, seq=row["seq"], mac=row["mac"], count=self.count + 1)


class Begun(NamedTuple):
    """The number of a chain, and of its first row."""

    chain: int
    seq: int


class AuditChain:
    """The chain of one open office, as one log-in continues it."""

    def __init__(
        self,
        simple_key: bytes,
        origin: Origin,
        key_file: KeyFile | None = None,
        anchors: Anchors | None = None,
        pending: Pending | None = None,
        words_key: bytes = b"",
    ) -> None:
        self.simple_key = simple_key
        self.looks: dict[Hashable, datetime] = {}
        self._words_key = words_key
        self.origin = origin
        self.anchors = anchors
        self.pending = pending
        self._key_file = key_file
        self._held: HeldKey | None = None
        self._link: Link | None = None
        self._guard = Lock()

    def notes(self) -> list[Head]:
        """Return what was noted of the chain's end beside the database, before it is read."""
        return [] if self.anchors is None else self.anchors.known()

    @classmethod
    def of(cls, folder: OfficeFolder, keys: OfficeKeys, epoch: int) -> AuditChain:
        """Take up the chain of an unlocked office."""
        sealing = keys.key_for(Purpose.AUDIT_KEY)
        return cls(
            keys.key_for(Purpose.AUDIT),
            new_origin(),
            KeyFile(folder.audit_key, sealing, keys.db_uuid),
            Anchors.of(folder, keys, epoch),
            Pending(folder, keys.db_uuid, keys.key_for(Purpose.ANCHOR)),
            keys.key_for(Purpose.SEARCHED),
        )

    def hashed(self, words: str) -> str:
        """Return what stands for words in the log: the same for the same words of this office."""
        folded = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
        return mac(self._words_key, folded.encode()).hex()[:16]

    def append(self, session: Session, acts: Iterable[Act]) -> None:
        """Write acts behind the chain's end, in the transaction that does what they tell."""
        given = list(acts)
        if given:
            link, told = self._link_behind(session)
            self._write(session, link, [*told, *given])

    def begin(self, session: Session, start_key: bytes, by: UUID | None) -> Begun:
        """Close the present chain and begin the next under a new sheet's key."""
        assert self._key_file is not None
        self.append(session, [Act(action=CLOSED, by=by)])
        end: Link = session.info[_LINK]
        held = HeldKey((end.chain or 0) + 1, 1, evolve(start_key))
        self._key_file.announce(held)
        first = Act(action=BEGUN, by=by, content_sha256=sheet_mark(start_key))
        self._write(session, replace(end, chain=held.chain, segment=0, key=start_key), [first])
        session.info[_LINK] = replace(
            session.info[_LINK], segment=held.segment, key=held.key, count=0, began_at=now()
        )
        return Begun(held.chain, end.seq + 1)

    def committed(self, session: Session) -> None:
        """Adopt, once they are on the disk, the rows that a unit of work appended."""
        link: Link | None = session.info.pop(_LINK, None)
        if link is None:
            return
        with self._guard:
            if self._link is None or link.seq > self._link.seq:
                self._link = link
                self._hold(link)
                if self.anchors is not None:
                    self.anchors.write(link.seq, link.mac)

    def rest(self, at: datetime | None = None) -> None:
        """Leave a segment that has become old though nothing follows: its key leaves the disk."""
        with self._guard:
            if self._link is None or not self._link.count:
                return
            moved = self._link.ready(at or now())
            if moved is not self._link:
                self._link = moved
                self._hold(moved)

    def give_up(self) -> None:
        """Forget key and notes of a later state: what comes next begins apart from it."""
        if self._key_file is not None:
            self._key_file.give_up()
        if self.anchors is not None:
            self.anchors.forget()

    def held_key(self, chain: int) -> HeldKey | None:
        """Return the key that is kept for a chain's present segment."""
        held = self._held
        if held is not None and held.chain == chain:
            return held
        return self._key_file.held(chain) if self._key_file else None

    # --- the next row's key ---

    def _link_behind(self, session: Session) -> tuple[Link, list[Act]]:
        """Return the link that continues the chain, and what must be told first."""
        known: Link | None = session.info.get(_LINK) or self._link
        found = _LAST(session)
        if not found:
            return Link(0, START, None, None, self.simple_key, 0, now()), []
        last = found[0]
        if known is not None and (known.seq, known.mac) == (last.seq, last.mac):
            return known, []
        end = Link(last.seq, last.mac, last.chain, None, self.simple_key, 0, now())
        if last.segment is None:
            return end, []
        held = self._key_for(last.chain, last.segment)
        if held is None:
            told = Act(action=BROKEN, by=None, reason=KEY_LOST)
            return replace(end, chain=last.chain + 1), [told]
        return self._in_segment(session, replace(end, segment=held.segment, key=held.key)), []

    def _key_for(self, chain: int, segment: int) -> HeldKey | None:
        """Return the key of a segment, or the later one that is kept already."""
        held = self.held_key(chain)
        if held is None or held.segment >= segment:
            return held
        return held.at(segment)

    def _in_segment(self, session: Session, link: Link) -> Link:
        after = max(0, link.seq - SEGMENT_ROWS)
        (sum_up,) = _SEGMENT(session, after=after, chain=link.chain, segment=link.segment)
        return replace(link, count=sum_up.count_of, began_at=sum_up.began_at or now())

    def _write(self, session: Session, link: Link, acts: list[Act]) -> None:
        at, ticks, rows = now(), time.monotonic_ns() // 1_000_000, []
        for act in acts:
            link = link.ready(at)
            numbers = {
                "seq": link.seq + 1,
                "chain": link.chain,
                "segment": link.segment,
                "monotonic_ms": ticks,
                "device_id": self.origin.device_id,
                "session_id": self.origin.session_id,
                "prev_mac": link.mac,
            }
            rows.append(row_of(act, numbers, link.key))
            link = link.after(rows[-1])
        insert_rows(session, AuditEntry.__table__, rows)
        session.info[_LINK] = link

    def _hold(self, link: Link) -> None:
        """Keep the key of the segment that has begun, in place of the one before."""
        if link.segment is None or link.chain is None:
            return
        held, fresh = self._held, HeldKey(link.chain, link.segment, link.key)
        if held == fresh:
            return
        self._held = fresh
        if self._key_file is not None:
            quietly_replace(self._key_file, fresh)
