"""Slow work off the window's thread: one job at a time, so the store is never used by two.

    tasks.run(lambda: find(store, words), then=self._show_hits)
    task = tasks.run_long(lambda progress: import_file(..., report=progress.report), then=...,
                          otherwise=self._show_error)
    task.progressed.connect(bar.show_step); bar.cancelled.connect(task.cancel)

`then` and `otherwise` are called in the window's thread; the latter gets errors a worker can act on
(`SoudanError`); anything else is a bug and is raised there, where it is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Event
from time import monotonic
from types import FunctionType, MethodType
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from soudan_desk.errors import SoudanError
from soudan_desk.storage.refusals import LockedError

Result = TypeVar("Result")
_REPORT_EVERY_S = 0.05


class StoppedError(SoudanError):
    """The worker pressed 「やめる」; what was done so far has been taken back."""

    code = "stopped"

    def __init__(self) -> None:
        super().__init__("途中でやめました。何も変わっていません。")


class Task(QObject):
    """One job under way; its signals are sent in the window's thread."""

    progressed = Signal(int, int)
    said = Signal(str)
    _stepped = Signal(int, int)
    _spoke = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = Event()
        self._next_report = 0.0
        queued = Qt.ConnectionType.QueuedConnection
        self._stepped.connect(self.progressed, queued)
        self._spoke.connect(self.said, queued)

    def cancel(self) -> None:
        """Ask the job to stop at its next report."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """Return whether the job was asked to stop."""
        return self._stop.is_set()

    def report(self, done: int, total: int) -> None:
        """Say how far the job is; called by the job, raises `StoppedError` when cancelled."""
        if self._stop.is_set():
            raise StoppedError
        now = monotonic()
        if now >= self._next_report or done == total:
            self._next_report = now + _REPORT_EVERY_S
            self._stepped.emit(done, total)

    def say(self, doing: str) -> None:
        """Say what the job is doing; called by the job."""
        if self._stop.is_set():
            raise StoppedError
        self._spoke.emit(doing)


class Tasks(QObject):
    """Runs jobs in order, in one thread of its own."""

    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="office")
        self._current: set[Task] = set()
        self._is_closed = False
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Return whether a job waits, runs or has not been answered yet."""
        return bool(self._current)

    def run(
        self,
        job: Callable[[], Result],
        then: Callable[[Result], object] | None = None,
        otherwise: Callable[[SoudanError], object] | None = None,
    ) -> Task:
        """Run `job` in the background, then one of the two others back here."""
        return self.run_long(lambda _task: job(), then, otherwise)

    def run_long(
        self,
        job: Callable[[Task], Result],
        then: Callable[[Result], object] | None = None,
        otherwise: Callable[[SoudanError], object] | None = None,
    ) -> Task:
        """Run a job that reports how far it is and can be cancelled."""
        task = Task(self)
        if self._is_closed:
            return task  # a timer of a page that is going away: nobody waits for the answer
        self._current.add(task)
        future = self._worker.submit(job, task)
        future.add_done_callback(partial(self._hand_over, task, then, otherwise))
        return task

    def cancel_all(self) -> None:
        """Ask every job to stop, as before locking."""
        for task in self._current:
            task.cancel()

    def close(self) -> None:
        """Cancel what waits and wait for what runs; answers no longer come."""
        if self._is_closed:
            return
        self._is_closed = True
        self.cancel_all()
        self._done.disconnect(self._on_done)
        self._worker.shutdown(wait=True, cancel_futures=True)
        self._current.clear()

    # the job's thread

    def _hand_over(
        self,
        task: Task,
        then: Callable[[Result], object] | None,
        otherwise: Callable[[SoudanError], object] | None,
        future: Future[Result],
    ) -> None:
        self._done.emit(partial(self._finish, task, then, otherwise, future))

    # the window's thread

    @Slot(object)
    def _on_done(self, finish: Callable[[], None]) -> None:
        finish()

    def _finish(
        self,
        task: Task,
        then: Callable[[Result], object] | None,
        otherwise: Callable[[SoudanError], object] | None,
        future: Future[Result],
    ) -> None:
        self._current.discard(task)
        task.deleteLater()
        try:
            result = future.result()
        except CancelledError:
            return
        except SoudanError as error:
            if isinstance(error, LockedError):
                return  # the desk locked meanwhile: nobody waits for the answer
            if otherwise is None:
                raise
            if not _is_gone(otherwise):
                otherwise(error)
            return
        if then is not None and not _is_gone(then):
            with suppress(LockedError):  # the desk locked between the answer and its page
                then(result)


def _is_gone(answer: object) -> bool:
    """Whether the page that waits for an answer has been thrown away meanwhile."""
    return any(not isValid(each) for each in _waiting(answer, set()))


def _waiting(answer: object, seen: set[int]) -> Iterator[QObject]:
    """Find who is told: behind methods, what they are bound into, and what functions enclose."""
    if id(answer) in seen:
        return
    seen.add(id(answer))
    if isinstance(answer, QObject):
        yield answer
    inner: list[object] = []
    if isinstance(answer, partial):
        inner = [answer.func, *answer.args, *answer.keywords.values()]
    elif isinstance(answer, MethodType):
        inner = [answer.__self__]
    elif isinstance(answer, FunctionType):
        inner = [cell.cell_contents for cell in answer.__closure__ or ()]
    for each in inner:
        yield from _waiting(each, seen)
