"""The auditor's sheet on the disk: written once, when a chain of the audit begins."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from soudan_desk.desk.recovery_paper import reserve_sheet
from soudan_desk.papers.auditor_sheet import AuditorSheet
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.data import PrintedBy
from soudan_desk.services.audit_sheets import NewAuditSheet, begin_audit
from soudan_desk.services.work import Work
from soudan_desk.storage.durable import disk_faults_as_sentences, sync_file, sync_folder
from soudan_desk.storage.opened_office import OpenedOffice


def begin_audit_with_sheet(work: Work, office: OpenedOffice, target: Path) -> NewAuditSheet:
    """Begin a chain whose key stands in this PDF alone; both, or neither."""
    reserve_sheet(target, office.folder.path, what="監査票")
    try:
        return begin_audit(work, lambda sheet: _write(work, office, sheet, target))
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _write(work: Work, office: OpenedOffice, sheet: NewAuditSheet, target: Path) -> None:
    *groups, check = sheet.key_text.split("-")
    centre = "、".join(sheet.office.centre_names.values())
    paper = AuditorSheet(
        office=sheet.office.name,
        centre=centre,
        groups=tuple(groups),
        check=check,
        chain=sheet.chain,
        first_seq=sheet.first_seq,
        mark=sheet.mark,
        made_on=work.today(),
        made_by=work.actor.name,
        office_id=office.db_uuid.hex[:8],
    )
    made_at = datetime.now().astimezone()
    printed = PrintedBy(
        sheet.office.name, centre, work.actor.name, made_at, sample=sheet.office.is_sample
    )
    with disk_faults_as_sentences():
        PAPERS["auditor_sheet"].write(paper, target, printed)
        sync_file(target)
        sync_folder(target.absolute().parent)
