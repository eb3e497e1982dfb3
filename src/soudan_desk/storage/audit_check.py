"""Proving the audit chain: with the auditor's keys wholly, without them its links and its head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from soudan_desk.models.history import AuditEntry
from soudan_desk.storage.audit import COLUMNS, START, seal
from soudan_desk.storage.audit_chain import BEGUN, BROKEN, AuditChain
from soudan_desk.storage.audit_keys import HeldKey, sheet_mark
from soudan_desk.storage.audit_refusals import WrongSheetKeyError
from soudan_desk.storage.prepared import Prepared

_AT_ONCE: Final = 2_000
_ROWS = Prepared(
    select(*(getattr(AuditEntry, key) for key in COLUMNS))
    .where(AuditEntry.seq > bindparam("after"))
    .order_by(AuditEntry.seq)
    .limit(_AT_ONCE),
    whole_office=True,
)


@dataclass(slots=True)
class Findings:
    """What a check of the chain found; `unsealed` rows were proven by their links only."""

    rows: int = 0
    segments: int = 0
    unsealed: int = 0
    breaks: int = 0
    first_bad_seq: int | None = None
    used_keys: set[bytes] = field(default_factory=set, repr=False)

    @property
    def ok(self) -> bool:
        """Whether every row is as it was written, as far as could be seen."""
        return self.first_bad_seq is None


def check_chain(session: Session, chain: AuditChain, start_keys: Sequence[bytes] = ()) -> Findings:
    """Go through all rows; `start_keys` are K_0 of as many sheets as are at hand.

    Raises `WrongSheetKeyError` for one that no chain of this office began with.
    """
    findings = Findings()
    _Walk(chain, start_keys, findings).through(_rows(session))
    if findings.ok and findings.used_keys != set(start_keys):
        raise WrongSheetKeyError(
            "この監査票の鍵で始まる操作の記録は、このオフィスにありません。"
            "ほかのオフィスの監査票でないか、監査票の番号を確かめてください。"
        )
    return findings


def first_bad_seq(
    session: Session, chain: AuditChain, start_keys: Sequence[bytes] = ()
) -> int | None:
    """Return the number of the first row that breaks the chain, or None when it holds."""
    return check_chain(session, chain, start_keys).first_bad_seq


def _rows(session: Session) -> Iterator[Any]:
    after = 0
    while rows := _ROWS(session, after=after):
        yield from rows
        after = rows[-1].seq


class _Walk:
    """Follows the chain row by row with the key of each segment, where it is known."""

    def __init__(self, chain: AuditChain, start_keys: Sequence[bytes], findings: Findings) -> None:
        self._chain = chain
        self._start_keys = {sheet_mark(key): key for key in start_keys}
        self._found = findings
        self._mac = START
        self._at: tuple[int | None, int | None] = (None, None)
        self._key: bytes | None = chain.simple_key
        self._own: HeldKey | None = None
        self._held: HeldKey | None = None

    def through(self, rows: Iterator[Any]) -> None:
        """Stop at the first row that is not as it was written."""
        found = self._found
        for row in rows:
            found.rows += 1
            if (row.chain, row.segment) != self._at or found.rows == 1:
                found.segments += 1
                if not self._enters(row):
                    found.first_bad_seq = found.rows
                    return
            if row.seq != found.rows or row.prev_mac != self._mac or not self._is_sealed(row):
                found.first_bad_seq = found.rows
                return
            self._mac = row.mac

    def _is_sealed(self, row: Any) -> bool:
        if self._key is None:
            self._found.unsealed += 1
            return True
        return bool(seal(row._asdict(), self._key) == row.mac)

    def _enters(self, row: Any) -> bool:
        """Find the key of a segment that begins with this row; False where it cannot begin so."""
        chain, segment = self._at
        self._at = (row.chain, row.segment)
        if row.chain == chain:
            if segment is None:
                return row.segment is None
            return row.segment is not None and row.segment > segment and self._evolves(row)
        if row.chain is None or row.chain != (chain or 0) + 1:
            return False
        return self._begins(row)

    def _begins(self, row: Any) -> bool:
        if row.segment is None:
            self._found.breaks += 1
            self._key = self._chain.simple_key
            return bool(row.action == BROKEN)
        self._held = self._chain.held_key(row.chain)
        start = self._start_keys.get(row.content_sha256)
        self._own = None if start is None else HeldKey(row.chain, 0, start)
        if start is not None:
            self._found.used_keys.add(start)
        self._key = start
        return bool(row.segment == 0 and row.action == BEGUN)

    def _evolves(self, row: Any) -> bool:
        if self._own is not None:
            self._own = self._own.at(row.segment)
            self._key = None if self._own is None else self._own.key
            return self._own is not None
        held = self._held and self._held.at(row.segment)
        self._key = None if held is None else held.key
        return True
