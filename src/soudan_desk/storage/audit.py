"""The audit chain: each row numbered without gaps and sealed over the one before."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models.base import now
from soudan_desk.models.history import AuditEntry
from soudan_desk.storage.inserts import insert_rows
from soudan_desk.storage.prepared import Prepared

START = b"\x00" * 32
"""What the first row is sealed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something somebody did, before it gets its number."""

    action: str
    by: UUID | None
    kind: str | None = None
    record_id: UUID | None = None
    case_id: UUID | None = None
    fields: str | None = None
    reason: str | None = None
    result: str = "ok"
    content_sha256: str | None = None
    at: datetime = field(default_factory=now)


def append_acts(session: Session, acts: Iterable[Act], key: bytes) -> None:
    """Write acts behind the chain's end, in the transaction that does what they tell."""
    given = list(acts)
    if given:
        insert_rows(session, AuditEntry.__table__, list(_sealed(given, *_end_of(session), key)))


_LAST = Prepared(
    select(AuditEntry.seq, AuditEntry.mac).order_by(AuditEntry.seq.desc()).limit(1),
    whole_office=True,
)


def _end_of(session: Session) -> tuple[int, bytes]:
    last = _LAST(session)
    return (last[0].seq, last[0].mac) if last else (0, START)


def _sealed(acts: Iterable[Act], seq: int, mac: bytes, key: bytes) -> Iterable[dict[str, Any]]:
    for act in acts:
        seq += 1
        row = {
            "seq": seq,
            "at": act.at,
            "by": act.by,
            "action": act.action,
            "kind": act.kind,
            "record_id": act.record_id,
            "case_id": act.case_id,
            "fields": act.fields,
            "reason": act.reason,
            "result": act.result,
            "content_sha256": act.content_sha256,
            "prev_mac": mac,
        }
        mac = seal(row, key)
        yield {**row, "mac": mac}


def seal(row: dict[str, Any], key: bytes) -> bytes:
    """Return the MAC of a row's canonical form under the chain's key."""
    plain = {name: _plain(value) for name, value in row.items() if name != "mac"}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value


def first_bad_seq(session: Session, key: bytes) -> int | None:
    """Return the number of the first row that breaks the chain, or None when it holds."""
    expected, mac = 1, START
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.seq)):
        row = {column.key: getattr(entry, column.key) for column in AuditEntry.__table__.columns}
        if entry.seq != expected or entry.prev_mac != mac or seal(row, key) != entry.mac:
            return expected
        expected, mac = expected + 1, entry.mac
    return None
