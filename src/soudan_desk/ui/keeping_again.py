"""What is typed while a long import writes: tried again until it is kept, and said to be so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from soudan_desk.errors import SoudanError
from soudan_desk.services.unsaved import keep_waiting, unsaved_forms
from soudan_desk.services.work import Work
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.theme import Role

_EVERY_MS = 250
_SAY_AFTER = 4
"""Tries in vain before anything is said: most waits are over sooner."""
_WAITS = "ほかの書き込みが終わりしだい、書きかけを保存します。"
_DONE = "書きかけを保存しました。"


class KeepingAgain(QObject):
    """Looks four times a second whether typing waits, and keeps it as soon as it can be."""

    def __init__(self, work: Work, say: Callable[[str, Role], None], parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._say = work, say
        self._tries, self._said = 0, ""
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def _on_timer_timeout(self) -> None:
        if not self._work.waiting:
            self._end()
            return
        self._tries += 1
        try:
            if keep_waiting(self._work):
                self._end()
            elif self._tries > _SAY_AFTER:
                self._say_once(_WAITS, Role.WARNING)
        except SoudanError as error:
            self._say_once(str(error), Role.DANGER)

    def _end(self) -> None:
        if self._said:
            self._say(_DONE, Role.OK)
        self._tries, self._said = 0, ""

    def _say_once(self, sentence: str, role: Role) -> None:
        if sentence != self._said:
            self._said = sentence
            self._say(sentence, role)


def keep_typed(seat: Seat, keep_now: Callable[[], None]) -> tuple[int, str]:
    """Keep all that is typed before the desk is left, once nothing else writes.

    Returns how many forms are kept, and the sentence of what prevented it: the lock comes anyway.
    """
    problem = ""
    try:
        keep_now()
    except SoudanError as error:
        problem = str(error)
    seat.tasks.close()
    try:
        keep_waiting(seat.work, patient=True)
    except SoudanError as error:
        problem = str(error)
    return len(unsaved_forms(seat.work)), problem
