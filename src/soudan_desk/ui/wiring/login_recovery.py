"""Joins the login page's 「パスワードを忘れた」 to coming back with the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.recovering import Recovered
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.opened_office import Progress as Tell
from soudan_desk.storage.recovery import slots_are_lost
from soudan_desk.ui.dialogs import run_dialog
from soudan_desk.ui.pages.login_recovery import RecoveryActs, RecoveryDialog, Returned
from soudan_desk.ui.tasks import Tasks
from soudan_desk.ui.widgets.work_bar import WorkBar
from soudan_desk.ui.wiring.first_run import print_sheet
from soudan_desk.ui.wiring.slow_work import run_shown


def come_back(
    parent: QWidget,
    folder: Path,
    login: str,
    tasks: Tasks,
    give_up: Callable[[], None],
    *,
    key: str = "",
) -> str | None:
    """Ask for the recovery key; return the login that has a one-time password now.

    `key` is what was typed a moment ago; `give_up` lets go of the office this window holds locked.
    """

    def recover(
        typed: str,
        of_login: str,
        sheet: Path,
        lost_slots_from: str | Path | None,
        bar: WorkBar,
        then: Callable[[Returned], object],
        otherwise: Callable[[SoudanError], object],
    ) -> None:
        from soudan_desk.desk.recovery_paper import recover_with_sheet

        def job(tell: Tell) -> Recovered:
            return recover_with_sheet(
                folder, typed, of_login, sheet, lost_slots_from=lost_slots_from, progress=tell
            )

        def done(result: Recovered) -> None:
            then(Returned(result.login, result.one_time_password, sheet))

        give_up()
        run_shown(tasks, bar, job, done, otherwise)

    acts = RecoveryActs(recover=recover, print_sheet=print_sheet)
    dialog = RecoveryDialog(parent, login, acts, is_lost=_is_lost(folder), key=key)
    run_dialog(dialog)
    return dialog.returned.login if dialog.returned else None


def _is_lost(folder: Path) -> bool:
    return slots_are_lost(OfficeFolder(folder))
