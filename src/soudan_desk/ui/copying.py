"""Copies and checks that make themselves while somebody works, in a thread of their own."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from soudan_desk.errors import SoudanError
from soudan_desk.models import Case, CaseWorker, ConflictBlock
from soudan_desk.models.base import now
from soudan_desk.services.copies import CopyPlace, keep_due
from soudan_desk.services.copy_standing import Standing, copy_standing
from soudan_desk.services.weekly import check_if_due, is_weekly_check_due
from soudan_desk.storage.search_packing import pack_search
from soudan_desk.ui.changes import Changes
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.tasks import Task, Tasks

_LOOK_EVERY_MS: Final = 10 * 60_000
_SEALING: Final = frozenset({Case, CaseWorker, ConflictBlock})
"""What a change of may have sealed something."""
Told = tuple[Standing, tuple[str, ...]]


class CopyKeeper(QObject):
    """Every few minutes looks which places are there, and whether copies or a check are due.

    A worker's typing never waits for it; locking stops it, and nothing is left half done.
    """

    said = Signal(str)
    warned = Signal(str)
    stood = Signal(object)  # Standing

    def __init__(self, seat: Seat, parent: QObject) -> None:
        super().__init__(parent)
        self._seat = seat
        self._warned: set[str] = set()
        self._tasks = Tasks(self)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        changes = Changes(self)
        changes.told.connect(lambda _kinds: self.pack())
        seat.work.store.on_change(
            lambda kinds: changes.add(kind.kind() for kind in kinds & _SEALING)
        )

    def pack(self) -> None:
        """Write the search index anew, if something was sealed."""
        if not self._tasks.is_busy and not self._seat.office.read_only:
            self._tasks.run_long(self._pack, None, self._on_refused)

    def _pack(self, task: Task) -> None:
        pack_search(self._seat.work.store, cancelled=lambda: task.is_cancelled)

    def stand(self) -> None:
        """Tell how the office is protected, in a thread that no page waits for."""
        job = partial(copy_standing, self._seat.work, self._seat.office)
        self._tasks.run(job, self.stood.emit, self._on_refused)

    def look(self) -> None:
        """Do what is due, unless it is being done."""
        if not self._tasks.is_busy and not self._seat.office.read_only:
            self._tasks.run_long(self._do, self._on_done, self._on_refused)

    def stop(self) -> None:
        """Stop at once, as before locking."""
        self._timer.stop()
        self._tasks.close()

    def _do(self, task: Task) -> Told:
        work, office = self._seat.work, self._seat.office
        self._pack(task)
        standing = copy_standing(work, office)
        problems: tuple[str, ...] = ()
        if due := standing.due(now()):
            self.said.emit("控えを作っています(そのまま使えます)")
            problems = keep_due(work, office, due, cancelled=lambda: task.is_cancelled).problems
            standing = copy_standing(work, office)
        return standing, (*problems, *self._check(task, standing))

    def _check(self, task: Task, standing: Standing) -> tuple[str, ...]:
        work, office = self._seat.work, self._seat.office
        if not is_weekly_check_due(work):
            return ()
        self.said.emit("週に一度の確かめをしています(そのまま使えます)")
        there = [CopyPlace(e.place.key, e.found) for e in standing.places if e.found]
        checked = check_if_due(work, office, there, cancelled=lambda: task.is_cancelled)
        return (checked.warning,) if checked is not None and checked.warning else ()

    def _on_done(self, told: Told) -> None:
        standing, problems = told
        self.stood.emit(standing)
        for sentence in problems:
            self._warn(sentence)

    def _on_refused(self, error: SoudanError) -> None:
        if error.code != "cancelled":
            self._warn(str(error))

    def _warn(self, sentence: str) -> None:
        """Interrupt the worker once for each thing that is wrong, not every few minutes."""
        if sentence not in self._warned:
            self._warned.add(sentence)
            self.warned.emit(sentence)
