"""Connections of one open office: one with a large page cache, and closing them all for a lock."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final
from weakref import WeakKeyDictionary

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.util.queue import Queue

from soudan_desk.storage.refusals import LockedError

MAIN_CACHE_MIB: Final = 40
OTHER_CACHE_MIB: Final = 8


class _MainFirstQueue(Queue[ConnectionPoolEntry]):
    """Hands out the one connection with the large page cache whenever it is free."""

    def _put(self, item: ConnectionPoolEntry) -> None:
        if item.info.get("main"):
            self.queue.append(item)
        else:
            self.queue.appendleft(item)


class MainFirstPool(QueuePool):
    """A pool (to be used last in, first out) that prefers the connection with the large cache."""

    _queue_class = _MainFirstQueue


class Opener:
    """Opens connections for the pool: the first with a large cache, the others a small one."""

    def __init__(self, open_one: Callable[[int], Any], main_cache_mib: int) -> None:
        self._open_one = open_one
        self._main_cache_mib = main_cache_mib
        self._main: ConnectionPoolEntry | None = None
        self._opened: list[Any] = []

    def __call__(self, entry: ConnectionPoolEntry) -> Any:
        """Open a connection for one place in the pool."""
        self._main = self._main or entry
        is_main = entry.info["main"] = self._main is entry
        connection = self._open_one(self._main_cache_mib if is_main else OTHER_CACHE_MIB)
        self._opened.append(connection)
        return connection

    def close(self) -> None:
        """Forget the key, and open nothing any more."""
        self._open_one = _refuse

    def interrupt(self) -> None:
        """Stop whatever statements are running."""
        for connection in self._opened:
            with suppress(driver.ProgrammingError):  # closed meanwhile
                connection.interrupt()


def _refuse(_cache_mib: int) -> Any:
    raise LockedError


OPENERS: Final[WeakKeyDictionary[Engine, Opener]] = WeakKeyDictionary()


def close_engine(engine: Engine, wait_s: float = 2.0) -> None:
    """Close every connection; work still running after `wait_s` is interrupted and undone."""
    opener = OPENERS.pop(engine)
    opener.close()
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    if not _is_idle_within(pool, wait_s):
        opener.interrupt()
        _is_idle_within(pool, wait_s)
    event.listen(pool, "checkin", _close_late_comer)
    engine.dispose()


def _is_idle_within(pool: QueuePool, wait_s: float) -> bool:
    until = time.monotonic() + wait_s
    while pool.checkedout() and time.monotonic() < until:
        time.sleep(0.01)
    return not pool.checkedout()


def _close_late_comer(_connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.invalidate()
