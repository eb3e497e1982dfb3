"""Papers of the audit log: the auditor's sheet, the rows as shown, the month-end report."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from soudan_desk.desk.audit_words import HEADINGS, action_words, audit_line
from soudan_desk.desk.key_sheets import centres_in_words, printed_now, write_sheet
from soudan_desk.desk.paper_places import placed_file
from soudan_desk.desk.recovery_paper import reserve_sheet
from soudan_desk.japanese.eras import wareki, wareki_month
from soudan_desk.papers.audit_report import AuditReport
from soudan_desk.papers.auditor_sheet import AuditorSheet
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.shown_table import ShownTable
from soudan_desk.services.audit_log import AuditRow
from soudan_desk.services.audit_months import month_of_audit, note_paper
from soudan_desk.services.audit_sheets import NewAuditSheet, begin_audit
from soudan_desk.services.settings import office_facts
from soudan_desk.services.work import Work
from soudan_desk.storage.opened_office import OpenedOffice


def begin_audit_with_sheet(work: Work, office: OpenedOffice, target: Path) -> NewAuditSheet:
    """Begin a chain whose key stands in this PDF alone; both, or neither."""
    reserve_sheet(target, office.folder.path, what="監査票")
    try:
        return begin_audit(work, lambda sheet: _write(work, office, sheet, target))
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def write_audit_list(work: Work, rows: Sequence[AuditRow], remark: str, target: Path) -> None:
    """Write the rows that the page shows as a PDF, and tell the log of it."""
    lines = tuple(audit_line(work, row) for row in rows)
    table = ShownTable("操作の記録", remark, HEADINGS, lines, frozenset({0}))
    _deliver(work, "audit_list", table, target)


def write_month_report(work: Work, first: date, last: date, target: Path) -> None:
    """Write the month-end report, whose ten groups a supervisor and the auditor sign."""
    found = month_of_audit(work, first, last)
    now = datetime.now().astimezone()
    counts = tuple(
        (action_words(work, action), f"{done:,}", f"{refused:,}" if refused else "")
        for action, (done, refused) in sorted(found.counts.items())
    )
    report = AuditReport(
        office=office_facts(work).name,
        month=wareki_month(first.year, first.month),
        made_at=f"{wareki(now.date())} {now:%H:%M}",
        made_by=work.actor.name,
        head_seq=found.head_seq,
        groups=tuple(found.head.split("-")),
        counts=counts,
    )
    _deliver(work, "audit_report", report, target)


def _deliver(work: Work, key: str, data: Any, target: Path) -> None:
    memory = BytesIO()
    PAPERS[key].write(data, memory, printed_now(office_facts(work), work.actor.name))
    with placed_file(target.expanduser().absolute(), force=True) as put:
        put(memory.getvalue())
        note_paper(work, key, hashlib.sha256(memory.getvalue()).hexdigest())


def _write(work: Work, office: OpenedOffice, sheet: NewAuditSheet, target: Path) -> None:
    *groups, check = sheet.key_text.split("-")
    paper = AuditorSheet(
        office=sheet.office.name,
        centre=centres_in_words(sheet.office),
        groups=tuple(groups),
        check=check,
        chain=sheet.chain,
        first_seq=sheet.first_seq,
        mark=sheet.mark,
        made_on=work.today(),
        made_by=work.actor.name,
        office_id=office.db_uuid.hex[:8],
    )
    write_sheet("auditor_sheet", paper, sheet.office, work.actor.name, target)
