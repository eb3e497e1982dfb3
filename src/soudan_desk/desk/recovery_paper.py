"""The recovery sheet of an office, written once when its key is made."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from soudan_desk.errors import SoudanError
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.data import PrintedBy
from soudan_desk.papers.recovery_sheet import RecoverySheet
from soudan_desk.services.settings import office_facts
from soudan_desk.services.work import Work
from soudan_desk.storage.durable import disk_faults_as_sentences, sync_file
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.recovery import sheet_text


class SheetExistsError(SoudanError):
    """The file for a recovery sheet is there already, or cannot be made."""

    code = "already_exists"


def reserve_sheet(target: Path, office: Path) -> None:
    """Make the empty file first, so that no key is made that cannot be written down."""
    target, office = target.expanduser().absolute(), office.expanduser().absolute()
    if target.is_relative_to(office):
        raise SheetExistsError(
            "回復キーの紙は、オフィスのフォルダーの外に保存してください。鍵と金庫を分けるためです。"
        )
    try:
        with disk_faults_as_sentences():
            target.open("xb").close()
    except FileExistsError:
        raise SheetExistsError(
            f"「{target.name}」はすでにあります。上書きはしません。別の名前にしてください。"
        ) from None
    except OSError:
        raise SheetExistsError(
            f"「{target}」に保存できません。フォルダーがあるかを確かめてください。"
        ) from None


def write_recovery_sheet(
    work: Work, office: OpenedOffice, recovery_text: str, target: Path
) -> None:
    """Write the sheet as a PDF; the key is nowhere else."""
    facts = office_facts(work)
    *groups, check = recovery_text.split("-")
    made_at = datetime.now().astimezone()
    centre = "、".join(facts.centre_names.values())
    sheet = RecoverySheet(
        office=facts.name,
        centre=centre,
        groups=tuple(groups),
        check=check,
        made_on=work.today(),
        made_by=work.actor.name,
        office_id=office.db_uuid.hex[:8],
        slot_text=sheet_text(office.folder),
    )
    printed = PrintedBy(facts.name, centre, work.actor.name, made_at, sample=facts.is_sample)
    with disk_faults_as_sentences():
        PAPERS["recovery_sheet"].write(sheet, target, printed)
        sync_file(target)
