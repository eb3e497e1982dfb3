"""Joins 「控えから戻す」, on the login page and in 控え, to the verb that restores beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.models.base import now
from soudan_desk.storage.bundle import Cancelled
from soudan_desk.storage.opened_office import Progress as Tell
from soudan_desk.storage.restore import restore_backup
from soudan_desk.ui.dialogs import run_dialog
from soudan_desk.ui.pages.backup_restore import RestoreDialog, RestoredOffice
from soudan_desk.ui.pages.backup_restore_form import Asked
from soudan_desk.ui.tasks import Tasks
from soudan_desk.ui.widgets.work_bar import WorkBar
from soudan_desk.ui.wiring.login_recovery import come_back
from soudan_desk.ui.wiring.slow_work import run_stoppable

_FROM_LOGIN = (
    "控えを作ったときのパスワードで入ります。回復キーの紙で戻したときは、続けて、入る人に仮のパスワードを"
    "出します。はじめに主任か管理者が入ると、書けるようになります。"
)
_FROM_DESK = (
    "今の事務所はそのままです。戻したほうを見るには、ロックして、ログインの画面の「別のオフィスを開く」で"
    "このフォルダーを選びます。"
)


def restore_beside(
    parent: QWidget,
    tasks: Tasks,
    *,
    bundle: Path | None = None,
    login: str = "",
    at_login: bool = False,
) -> RestoredOffice | None:
    """Ask what is to be restored, and restore it into a new folder; None where it was left."""

    def restore(
        asked: Asked,
        bar: WorkBar,
        then: Callable[[RestoredOffice], object],
        otherwise: Callable[[SoudanError], object],
    ) -> None:
        def job(tell: Tell, stop: Cancelled) -> RestoredOffice:
            return _restored(asked, tell, stop)

        run_stoppable(tasks, bar, job, then, otherwise)

    dialog = RestoreDialog(
        parent,
        restore,
        bundle=bundle,
        login=login,
        target=_suggested_target(),
        next_words=_FROM_LOGIN if at_login else _FROM_DESK,
        next_act="ログインへ" if at_login else "閉じる",
    )
    run_dialog(dialog)
    return dialog.restored


def restore_at_login(
    parent: QWidget, tasks: Tasks, login: str, give_up: Callable[[], None]
) -> tuple[Path, str] | None:
    """Restore from the login page; return the folder and who is to log in there.

    Where the recovery sheet opened the copy, nobody's password is known: one person gets one now.
    """
    restored = restore_beside(parent, tasks, login=login, at_login=True)
    if restored is None:
        return None
    give_up()
    folder, login = restored.folder, restored.login or login
    if restored.key:
        login = come_back(parent, folder, login, tasks, give_up, key=restored.key) or login
    return folder, login


def _restored(asked: Asked, tell: Tell, stop: Cancelled) -> RestoredOffice:
    folder = restore_backup(
        asked.bundle,
        asked.target,
        asked.login,
        asked.password,
        asked.reason,
        recovery_key=asked.key or None,
        progress=tell,
        cancelled=stop,
    )
    restored = folder.read_marker().restored
    assert restored is not None
    return RestoredOffice(folder.path, restored.copied_at, asked.login, asked.key)


def _suggested_target() -> Path:
    home = Path.home() / "相談デスク"
    stem = f"戻した事務所-{now().astimezone():%Y%m%d}"
    names = [stem, *(f"{stem}-{number}" for number in range(2, 100))]
    return next(path for name in names if not (path := home / name).exists())
