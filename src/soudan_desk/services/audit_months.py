"""What a month's rows of the audit log add up to, for the report that is signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from soudan_desk.models import AuditEntry
from soudan_desk.services.audit_log import midnight
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, AUDITOR, SUPERVISOR
from soudan_desk.storage.anchors import short_form
from soudan_desk.storage.audit import Act


@dataclass(frozen=True, slots=True)
class MonthOfAudit:
    """Counts by action, (done, refused), and the head of the log in its short form."""

    first: date
    last: date
    counts: dict[str, tuple[int, int]]
    head_seq: int
    head: str


def month_of_audit(work: Work, first: date, last: date) -> MonthOfAudit:
    """Count the acts of some days, and tell where the log ends now."""
    require_role(work, AUDITOR, SUPERVISOR, ADMINISTRATOR, act="月末報告書を作る")
    days = (AuditEntry.at >= midnight(first), AuditEntry.at < midnight(last + timedelta(days=1)))
    counted = select(AuditEntry.action, AuditEntry.result, func.count(AuditEntry.seq))
    counts: dict[str, tuple[int, int]] = {}
    with work.store.reading(None) as session:
        grouped = counted.where(*days).group_by(AuditEntry.action, AuditEntry.result)
        for action, result, count in session.execute(grouped):
            done, refused = counts.get(action, (0, 0))
            is_done = result == "ok"
            counts[action] = (done + count * is_done, refused + count * (not is_done))
        ends = select(AuditEntry.seq, AuditEntry.mac).order_by(AuditEntry.seq.desc()).limit(1)
        seq, mac = session.execute(ends).one()
    return MonthOfAudit(first, last, counts, seq, short_form(seq, mac))


def note_paper(work: Work, paper: str, sha256: str) -> None:
    """Tell that a paper of the log itself was written: no person's paper, so no register."""
    act = Act(action="print", by=work.actor.staff_id, fields=paper, content_sha256=sha256)
    work.store.note(work.actor, act)
