"""Joins the copies that make themselves to the window: while one works, and at log-out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.models.base import now
from soudan_desk.services.copies import CopyPlace, KeptNow, keep_due
from soudan_desk.services.copy_standing import Light, Standing, copy_standing
from soudan_desk.storage.actor import ADMINISTRATOR
from soudan_desk.storage.bundle import Cancelled
from soudan_desk.storage.opened_office import Progress as Tell
from soudan_desk.ui import layouts
from soudan_desk.ui.backup_age import backup_words
from soudan_desk.ui.copying import CopyKeeper
from soudan_desk.ui.dialogs import CANCEL, Answer, Question, run_dialog, tell
from soudan_desk.ui.frame import Frame
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.tasks import Tasks
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label
from soudan_desk.ui.widgets.work_bar import WorkBar
from soudan_desk.ui.wiring.slow_work import run_stoppable

_LEAVING = "控えを作って確かめています"
_WORDS = (
    "終わると、相談デスクは閉じます。やめると、控えを作らずに閉じます。記録は保存してあります。"
)
_SAMPLE = "見本の事務所に、控えの保存先はまだありません"
_FIRST_LIGHT_MS, _FIRST_LOOK_MS = 300, 60_000
"""The first page is painted before the light is asked for."""


def keep_copies(seat: Seat, frame: Frame, parent: QObject) -> CopyKeeper:
    """Show how well the office is protected, and keep making copies while somebody works."""

    def show(standing: Standing) -> None:
        if seat.is_sample and not standing.places:
            frame.status.set_backup(_SAMPLE, Role.WARNING)
            return
        frame.status.set_backup(*backup_words(standing, now()))
        is_red = standing.judged(now()).light is Light.RED
        is_drill_due = seat.work.actor.has(ADMINISTRATOR) and standing.is_drill_due(now())
        if frame.rail.has_entry("backup"):
            frame.rail.set_count("backup", int(is_red) + int(is_drill_due))

    def warn(sentence: str) -> None:
        tell(frame, "控え（バックアップ）に注意が要ります", sentence)

    seat.show_standing = show
    keeper = CopyKeeper(seat, parent)
    keeper.said.connect(frame.status.say)
    keeper.stood.connect(show)
    keeper.warned.connect(warn)
    QTimer.singleShot(_FIRST_LIGHT_MS, keeper, keeper.stand)
    frame.status.backup_clicked.connect(lambda: frame.go(Place("backup")))
    QTimer.singleShot(_FIRST_LOOK_MS, keeper, keeper.look)
    return keeper


def ask_for_place(seat: Seat, parent: QWidget) -> Question | None:
    """Return what is to be asked before leaving work that no copy has and no place could take.

    Its answers: `again` after a medium was plugged in, `leave`, or to stay.
    """
    actor = seat.work.actor
    can_act = actor.writes_casework or actor.has(ADMINISTRATOR)
    if seat.office.read_only or seat.is_sample or not can_act:
        return None
    standing = copy_standing(seat.work, seat.office)
    if not standing.is_unprotected():
        return None
    answers = [Answer(CANCEL, "戻る"), Answer("leave", "控えを作らずに閉じる")]
    if standing.places:
        answers.append(Answer("again", "つないだ", ButtonKind.FILLED, is_default=True))
    question = Question(
        parent,
        "控えを作れません",
        _why_no_copy(standing),
        answers,
        icon=Icon.LATE,
        role=Role.DANGER,
    )
    question.setObjectName("leaving_without_copy")
    return question


def _why_no_copy(standing: Standing) -> str:
    if not standing.places:
        return (
            "最後の控えのあとに書いた記録があります。控えの保存先が、まだ決まっていません。"
            "管理者が「控え」の画面で、外付けのディスクなどを保存先に加えます。"
        )
    medium = standing.next_medium
    name = f"「{medium.place.name}」" if medium else "保存先のディスク"
    return (
        "最後の控えのあとに書いた記録があります。控えの保存先が、どれもつながっていません。"
        f"{name}をつないでから、「つないだ」を押してください。"
    )


def copy_at_leaving(seat: Seat, parent: QWidget) -> None:
    """Make the copies of log-out, with their progress and the way to stop."""
    if seat.office.read_only:
        return
    due = copy_standing(seat.work, seat.office).due(now(), leaving=True)
    if not due:
        return
    _make(seat, due, parent, _LEAVING, _WORDS)


def copy_before(seat: Seat, parent: QWidget, act: str) -> bool:
    """Make the copies of what stands now before `act`; False where the worker stopped them."""
    due = copy_standing(seat.work, seat.office).due(now(), leaving=True)
    if not due:
        return True
    words = f"終わると、{act}に進みます。やめると、何もしません。"
    return _make(seat, due, parent, f"{act}の前に、{_LEAVING}", words)


def _make(seat: Seat, due: Sequence[CopyPlace], parent: QWidget, heading: str, words: str) -> bool:
    dialog = _Copying(seat, due, parent, heading, words)
    run_dialog(dialog)
    if dialog.problem:
        tell(parent, "控えに注意が要ります", dialog.problem)
    return not dialog.was_stopped


class _Copying(QDialog):
    """Shows copies being made; it closes by itself."""

    def __init__(
        self, seat: Seat, due: Sequence[CopyPlace], parent: QWidget, heading: str, words: str
    ) -> None:
        super().__init__(parent)
        self.problem, self.was_stopped = "", False
        self._is_done = False
        self._bar = WorkBar()
        self._tasks = Tasks(self)
        self.setObjectName("copying")
        self.setWindowTitle(heading)
        self.setAccessibleName(heading)
        told = DocumentLabel(words, Type.LABEL, Role.MUTED)
        head = Label(heading, Type.HEADING, bold=True)
        self.setLayout(layouts.column(head, told, self._bar, margins=(24, 20, 24, 20)))
        layouts.fix_size(self, width=480)
        self._bar.begin(heading)

        def job(said: Tell, stop: Cancelled) -> KeptNow:
            return keep_due(seat.work, seat.office, due, progress=said, cancelled=stop)

        run_stoppable(self._tasks, self._bar, job, self._on_made, self._on_refused)

    def reject(self) -> None:
        """Esc stops the copy; the dialog goes when it has stopped."""
        if self._is_done:
            super().reject()
            return
        self._bar.cancelled.emit()

    def _on_made(self, kept: KeptNow) -> None:
        self.problem = "\n".join(kept.problems)
        self._end()

    def _on_refused(self, error: SoudanError) -> None:
        self.was_stopped = error.code in {"stopped", "cancelled"}
        if not self.was_stopped:
            self.problem = str(error)
        self._end()

    def _end(self) -> None:
        self._is_done = True
        self._tasks.close()
        self.accept()
