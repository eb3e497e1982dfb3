"""What others, who have the same office open on this computer, have changed."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from soudan_desk.models import record_kinds
from soudan_desk.models.base import Record
from soudan_desk.models.history import AuditEntry
from soudan_desk.storage.origin import Origin
from soudan_desk.storage.prepared import Prepared

_END = Prepared(select(func.max(AuditEntry.seq).label("seq")), whole_office=True)
_SINCE = Prepared(
    select(AuditEntry.seq, AuditEntry.kind, AuditEntry.session_id, AuditEntry.content_sha256)
    .where(AuditEntry.seq > bindparam("seen"))
    .order_by(AuditEntry.seq),
    whole_office=True,
)


def changed_elsewhere(
    session: Session, seen: int | None, own: Origin
) -> tuple[int, frozenset[type[Record]]]:
    """Return the end of the log, and the kinds of record that other log-ins changed behind `seen`.

    Thousands at once (an import) are one row without a kind: any may have changed. None for
    `seen` looks from now on.
    """
    if seen is None:
        return _END(session)[0].seq or 0, frozenset()
    known = record_kinds()
    kinds: set[str | None] = set()
    for row in _SINCE(session, seen=seen):
        seen = row.seq
        if row.session_id != own.session_id and row.content_sha256 is not None:
            kinds.update([row.kind] if row.kind in known else known)
    return seen, frozenset(known[kind] for kind in kinds if kind)
