"""The rows of the audit chain: each numbered without gaps and sealed over the one before."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from soudan_desk.models.base import now
from soudan_desk.models.history import AuditEntry

START: Final = b"\x00" * 32
"""What the first row is sealed over."""
COLUMNS: Final = tuple(column.key for column in AuditEntry.__table__.columns)
_ADDED: Final = frozenset({"chain", "segment", "monotonic_ms", "device_id", "session_id"})
"""What the first rows did not have: left out of the sealed text where empty."""
_TEXT: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode


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


def row_of(act: Act, numbers: Mapping[str, Any], key: bytes) -> dict[str, Any]:
    """Return an act as a row, with its place in the chain (`numbers`) and its seal."""
    row = {
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
        **numbers,
    }
    row["mac"] = seal(row, key)
    return row


def seal(row: Mapping[str, Any], key: bytes) -> bytes:
    """Return the MAC of a row's canonical form under the chain's key."""
    return hmac.digest(key, canonical(row), hashlib.sha256)


def canonical(row: Mapping[str, Any]) -> bytes:
    """Return what is sealed of a row: its columns in order of their names, as JSON."""
    return _TEXT(
        {
            name: _plain(value) if value.__class__ in _SPECIAL else value
            for name, value in row.items()
            if name != "mac" and (value is not None or name not in _ADDED)
        }
    ).encode()


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, UUID) else value.isoformat()


_SPECIAL = frozenset({bytes, UUID, datetime})
