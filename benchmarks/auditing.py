"""Proving the audit log with the auditor's key, against a bare chain of HMACs over the same rows.

The bare loop has the rows in memory as plain values: it writes each as JSON and seals it over the
one before, as `hmac` and `json` of the standard library do it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from benchmarks.offices import Sizes, demo_office, desk_in_copy
from benchmarks.timing import Line, medians, ms
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.work import Work
from soudan_desk.storage.audit import Act
from soudan_desk.storage.audit_check import check_chain
from soudan_desk.storage.audit_keys import make_start_key

ROWS, FEW = 20_000, 2_000


def measure(sizes: Sizes) -> Iterator[Line]:
    """Measure on a copy of the smaller office, with a sheet of its own."""
    with desk_in_copy(demo_office(sizes.small)) as work:
        key = make_start_key()
        _fill(work, key, FEW if sizes == Sizes.quick() else ROWS)
        plain = _plain_rows(work)
        ours, bare = medians(
            lambda: _prove(work, key), lambda: _bare(plain, key), rounds=2 * sizes.rounds
        )
    yield Line(
        f"audit verification of {len(plain):,} rows with the auditor's key",
        "a bare loop of JSON and HMAC over the same rows in memory",
        ours / bare,
        3.0,
        f"{ms(ours)} against {ms(bare)}",
    )


def _fill(work: Work, key: bytes, count: int) -> None:
    by, chain = work.actor.staff_id, work.store.chain
    with work.store.writing(work.actor) as session:
        chain.begin(session, key, by)
        acts = [Act(action="case_opened", by=by, kind="case", record_id=by) for _ in range(count)]
        chain.append(session, acts)


def _prove(work: Work, key: bytes) -> None:
    with work.store.reading(None) as session:
        assert check_chain(session, work.store.chain, [key]).ok


def _plain_rows(work: Work) -> list[dict[str, Any]]:
    with work.store.reading(None) as session:
        rows = session.execute(select(AuditEntry.__table__).order_by(AuditEntry.seq))
        return [
            {name: None if value is None else str(value) for name, value in row._asdict().items()}
            for row in rows
        ]


def _bare(rows: list[dict[str, Any]], key: bytes) -> bytes:
    seal = b""
    for row in rows:
        text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        seal = hmac.new(key, text.encode() + seal, hashlib.sha256).digest()
    return seal
