"""Joins the copies that make themselves to the window: while one works, and at log-out."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.copies import CopyMade, CopyPlace, is_due, keep_copy, last_copy_at
from soudan_desk.storage.opened_office import Progress as Tell
from soudan_desk.ui import layouts
from soudan_desk.ui.backup_age import backup_words
from soudan_desk.ui.copying import CopyKeeper
from soudan_desk.ui.dialogs import run_dialog, tell
from soudan_desk.ui.frame import Frame
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.tasks import Tasks
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.work_bar import WorkBar
from soudan_desk.ui.wiring.settings import backup_folder
from soudan_desk.ui.wiring.slow_work import run_shown

_LEAVING = "控えを作って確かめています"
_WORDS = (
    "終わると、相談デスクは閉じます。やめると、控えを作らずに閉じます。記録は保存してあります。"
)
_FIRST_LOOK_MS = 60_000


def keep_copies(seat: Seat, frame: Frame, parent: QObject) -> CopyKeeper:
    """Show how old the last proven copy is, and keep making copies while somebody works."""

    def show(last: datetime | None) -> None:
        frame.status.set_backup(*backup_words(last, datetime.now(UTC)))

    def warn(sentence: str) -> None:
        tell(frame, "控え（バックアップ）に注意が要ります", sentence)

    seat.tasks.run(partial(last_copy_at, seat.work), show)
    keeper = CopyKeeper(seat, partial(backup_folder, seat.office.db_uuid), parent)
    keeper.said.connect(frame.status.say)
    keeper.copied.connect(show)
    keeper.warned.connect(warn)
    QTimer.singleShot(_FIRST_LOOK_MS, keeper, keeper.look)
    return keeper


def copy_at_leaving(seat: Seat, parent: QWidget) -> None:
    """Make the copy of log-out where one is due, with its progress and the way to stop it."""
    folder = backup_folder(seat.office.db_uuid)
    if folder is None or seat.office.read_only or not is_due(seat.work):
        return
    dialog = _Leaving(seat, folder, parent)
    run_dialog(dialog)
    if dialog.problem:
        tell(parent, "控えを作れませんでした", dialog.problem)


class _Leaving(QDialog):
    """Shows the last copy being made; it closes by itself."""

    def __init__(self, seat: Seat, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.problem = ""
        self._is_done = False
        self._bar = WorkBar()
        self._tasks = Tasks(self)
        self.setObjectName("leaving")
        self.setWindowTitle(_LEAVING)
        self.setAccessibleName(_LEAVING)
        words = DocumentLabel(_WORDS, Type.LABEL, Role.MUTED)
        head = Label(_LEAVING, Type.HEADING, bold=True)
        self.setLayout(layouts.column(head, words, self._bar, margins=(24, 20, 24, 20)))
        layouts.fix_size(self, width=480)
        self._bar.begin(_LEAVING)

        def job(said: Tell) -> CopyMade:
            return keep_copy(seat.work, seat.office, CopyPlace("folder", folder), progress=said)

        run_shown(self._tasks, self._bar, job, self._on_made, self._on_refused)

    def reject(self) -> None:
        """Esc stops the copy; the dialog goes when it has stopped."""
        if self._is_done:
            super().reject()
            return
        self._bar.cancelled.emit()

    def _on_made(self, made: CopyMade) -> None:
        self.problem = made.warning
        self._end()

    def _on_refused(self, error: SoudanError) -> None:
        if error.code != "stopped":
            self.problem = str(error)
        self._end()

    def _end(self) -> None:
        self._is_done = True
        self._tasks.close()
        self.accept()
