"""Closing the window: what is typed is kept, the copies of log-out are made.

Over work that no copy has, and no place could take, the worker is asked, and the answer closes it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from soudan_desk.ui.dialogs import Question
from soudan_desk.ui.frame import Frame
from soudan_desk.ui.keeping_again import keep_typed
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.copies import ask_for_place, copy_at_leaving


class Leaving(QObject):
    """Holds the question while it stands over the window, which goes on working below it."""

    def __init__(self, seat: Seat, frame: Frame, window: QWidget) -> None:
        super().__init__(window)
        self._seat, self._frame, self._window = seat, frame, window
        self._question: Question | None = None
        self._may_leave = False

    def may_close(self) -> bool:
        """Do what is done before leaving; False where the window stays, maybe behind a question."""
        if self._question is not None:
            return False
        keep_typed(self._seat, self._frame.keep_now)
        if not self._may_leave:
            self._question = ask_for_place(self._seat, self._window)
        if self._question is not None:
            self._question.finished.connect(self._on_finished)
            self._question.open()
            return False
        copy_at_leaving(self._seat, self._window)
        return True

    def _on_finished(self, _result: int) -> None:
        question, self._question = self._question, None
        if question is None:
            return
        question.deleteLater()
        self._may_leave = question.answer == "leave"
        if question.answer in {"leave", "again"}:
            QTimer.singleShot(0, self, self._window.close)
