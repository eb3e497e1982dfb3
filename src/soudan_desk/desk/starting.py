"""A new office with its recovery sheet: both, or neither."""

from __future__ import annotations

import shutil
from pathlib import Path

from soudan_desk.desk.recovery_paper import reserve_sheet, write_recovery_sheet
from soudan_desk.services.office import NewOffice, Processes, create_office
from soudan_desk.services.usual_routes import UsualRoute
from soudan_desk.services.work import Work
from soudan_desk.storage.keys import STANDARD, Argon2Cost
from soudan_desk.storage.opened_office import OpenedOffice


def start_office(
    path: Path,
    new: NewOffice,
    password: str,
    sheet: Path,
    *,
    processes: Processes,
    review_routes: tuple[UsualRoute, ...] = (),
    cost: Argon2Cost = STANDARD,
) -> tuple[OpenedOffice, Work]:
    """Make an office and write its recovery sheet as a PDF; leave nothing where either fails."""
    reserve_sheet(sheet, path)
    try:
        office, work, text = create_office(
            path, new, password, processes=processes, cost=cost, review_routes=review_routes
        )
        try:
            write_recovery_sheet(work, office, text, sheet)
        except BaseException:
            office.close()
            shutil.rmtree(office.folder.path, ignore_errors=True)  # nobody holds its recovery key
            raise
    except BaseException:
        sheet.unlink(missing_ok=True)
        raise
    return office, work
