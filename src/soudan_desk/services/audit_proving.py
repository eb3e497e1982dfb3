"""Proving the audit log, which is itself an act that the log tells of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import AuditEntry
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, AUDITOR, SUPERVISOR
from soudan_desk.storage.anchors import read_short_form
from soudan_desk.storage.audit import Act
from soudan_desk.storage.audit_check import Findings, check_chain
from soudan_desk.storage.audit_keys import read_start_key
from soudan_desk.storage.older_copy import Standing, compare

ACTION = "audit_verify"


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of it; `anchor` is where the log stands against what was noted outside it."""

    findings: Findings
    anchor: Standing

    @property
    def ok(self) -> bool:
        """Whether all rows are there, as they were written, and none newer is known of."""
        return self.findings.ok and self.anchor is not Standing.BEHIND


def prove_audit(work: Work, sheet_keys: Sequence[str] = ()) -> Proof:
    """Go through the whole log; with the keys of the auditor's sheets every seal, else the links.

    Without a sheet the rows before the present segment are proven by their links alone.
    """
    require_role(work, AUDITOR, ADMINISTRATOR, SUPERVISOR, act="操作の記録を確かめる")
    keys = [read_start_key(each) for each in sheet_keys]
    chain = work.store.chain
    notes = chain.notes()
    with work.store.reading(None) as session:
        proof = Proof(check_chain(session, chain, keys), compare(session, notes).standing)
    told = "sheet" if keys else "links"
    bad = proof.findings.first_bad_seq
    act = Act(
        action=ACTION,
        by=work.actor.staff_id,
        fields=told,
        reason=None if bad is None else f"seq {bad}",
        result="ok" if proof.ok else "failed",
    )
    work.store.note(work.actor, act)
    return proof


@dataclass(frozen=True, slots=True)
class PaperCompared:
    """Whether the log still has the row that a signed paper tells of: its number, and when."""

    ok: bool
    seq: int
    at: datetime | None


def compare_with_paper(work: Work, letters: str) -> PaperCompared:
    """Compare the ten groups of a month-end report with the log, as somebody types them."""
    require_role(work, AUDITOR, ADMINISTRATOR, SUPERVISOR, act="操作の記録を確かめる")
    read = read_short_form(letters)
    if read is None:
        raise InvalidEntriesError(
            {"paper": "月末報告書の文字は、4文字が10組です。抜けや多すぎがないか確かめてください。"}
        )
    seq, seal = read
    query = select(AuditEntry.at, AuditEntry.mac).where(AuditEntry.seq == seq)
    with work.store.reading(None) as session:
        row = session.execute(query).one_or_none()
    found = PaperCompared(row is not None and row.mac.startswith(seal), seq, row and row.at)
    result = "ok" if found.ok else "failed"
    act = Act(action=ACTION, by=work.actor.staff_id, fields="paper", result=result)
    work.store.note(work.actor, act)
    return found
