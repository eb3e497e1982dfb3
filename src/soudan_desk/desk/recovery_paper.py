"""The recovery sheet of an office, written once when its key is made or used up."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from soudan_desk.desk.key_sheets import centres_in_words, write_sheet
from soudan_desk.errors import SoudanError
from soudan_desk.papers.recovery_sheet import RecoverySheet
from soudan_desk.services.recovering import NewSheet, Recovered, recover
from soudan_desk.services.settings import OfficeFacts, office_facts
from soudan_desk.services.work import Work
from soudan_desk.storage.durable import disk_faults_as_sentences
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.recovering import is_in_place
from soudan_desk.storage.recovery import sheet_text


class SheetExistsError(SoudanError):
    """The file for a recovery sheet is there already, or cannot be made."""

    code = "already_exists"


def reserve_sheet(target: Path, office: Path, what: str = "回復キーの紙") -> None:
    """Make the empty file first, so that no key is made that cannot be written down."""
    target, office = target.expanduser().absolute(), office.expanduser().absolute()
    if target.is_relative_to(office):
        raise SheetExistsError(
            f"{what}は、オフィスのフォルダーの外に保存してください。鍵と金庫を分けるためです。"
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
    _write(
        office_facts(work),
        office.db_uuid,
        recovery_text,
        sheet_text(office.folder),
        made_on=work.today(),
        made_by=work.actor.name,
        target=target,
    )


def recover_with_sheet(
    path: Path,
    recovery_text: str,
    login: str,
    target: Path,
    *,
    lost_slots_from: str | Path | None = None,
    progress: Progress = say_nothing,
) -> Recovered:
    """Open an office by its recovery key; the new sheet is on the disk before the old one ends.

    The sheet stays wherever its key may be in force, and goes where it opens nothing. Its proof
    is asked for at an administrator's next log-in, as after the first run (`groups_to_prove`).
    """
    written: list[NewSheet] = []

    def write(sheet: NewSheet) -> None:
        _write(
            sheet.office,
            sheet.db_uuid,
            sheet.recovery_text,
            sheet.slot_text,
            made_on=date.today(),
            made_by=f"{sheet.for_name}（回復キーで入り直し）",
            target=target,
        )
        written.append(sheet)

    reserve_sheet(target, path)
    try:
        return recover(
            path, recovery_text, login, write, lost_slots_from=lost_slots_from, progress=progress
        )
    except BaseException:
        if not written or not is_in_place(OfficeFolder(path), written[0].slot_id):
            target.unlink(missing_ok=True)
        raise


def _write(
    facts: OfficeFacts,
    db_uuid: UUID,
    recovery_text: str,
    slot_text: str,
    *,
    made_on: date,
    made_by: str,
    target: Path,
) -> None:
    *groups, check = recovery_text.split("-")
    sheet = RecoverySheet(
        office=facts.name,
        centre=centres_in_words(facts),
        groups=tuple(groups),
        check=check,
        made_on=made_on,
        made_by=made_by,
        office_id=db_uuid.hex[:8],
        slot_text=slot_text,
    )
    write_sheet("recovery_sheet", sheet, facts, made_by, target)
