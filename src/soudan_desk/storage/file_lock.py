"""Locks of the operating system on an open file: for one alone, or for several at once.

A lock goes with the process that holds it, however that ends. On Windows it lies on a byte far
behind the content, which others must be able to read. Behind that byte each of several holders
takes one of its own (`hold_place`), by which others see whether it still lives (`is_held`).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from soudan_desk.storage.durable import disk_faults_as_sentences
from soudan_desk.storage.refusals import BusyError

_AGAIN_S: Final = 0.05
_BYTE: Final = 1 << 30

if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _AT_ONCE, _ALONE = 1, 2

    class _Overlapped(ctypes.Structure):
        _fields_ = (
            ("internal", ctypes.c_void_p),
            ("internal_high", ctypes.c_void_p),
            ("offset", wintypes.DWORD),
            ("offset_high", wintypes.DWORD),
            ("event", wintypes.HANDLE),
        )

    _KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)

    def _call(name: str, file: IO[bytes], *flags: int, place: int = 0) -> bool:
        where = _Overlapped(offset=_BYTE + place)
        handle = wintypes.HANDLE(msvcrt.get_osfhandle(file.fileno()))
        return bool(getattr(_KERNEL, name)(handle, *flags, 0, 1, 0, ctypes.byref(where)))

    def try_lock(file: IO[bytes], *, alone: bool) -> bool:
        """Take the lock if it is free, or free for several; what the file held before is let go."""
        let_go(file)
        return _call("LockFileEx", file, _AT_ONCE | (_ALONE if alone else 0))

    def let_go(file: IO[bytes]) -> None:
        """Give the lock up, if the file has it."""
        _call("UnlockFileEx", file)

    def hold_place(file: IO[bytes], place: int) -> bool:
        """Take a place of one's own (from 1 on) until the file is closed or the process ends."""
        return _call("LockFileEx", file, _AT_ONCE | _ALONE, place=place)

    def is_held(file: IO[bytes], place: int) -> bool:
        """Whether somebody living holds the place; the file is not the one that holds it."""
        if not _call("LockFileEx", file, _AT_ONCE, place=place):
            return True
        _call("UnlockFileEx", file, place=place)
        return False

else:
    import fcntl
    import struct

    _LOCK: Final = "hhqqi4x"
    """`struct flock`: its kind, where it is counted from, its start and length, a process."""

    def try_lock(file: IO[bytes], *, alone: bool) -> bool:
        """Take the lock if it is free, or free for several; what the file held before is let go."""
        kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def let_go(file: IO[bytes]) -> None:
        """Give the lock up, if the file has it."""
        fcntl.flock(file, fcntl.LOCK_UN)

    def hold_place(file: IO[bytes], place: int) -> bool:
        """Take a place of one's own (from 1 on) until the file is closed or the process ends."""
        try:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _lock_at(place))
        except OSError:
            return False
        return True

    def is_held(file: IO[bytes], place: int) -> bool:
        """Whether somebody living holds the place; the file is not the one that holds it."""
        try:
            found = fcntl.fcntl(file, fcntl.F_OFD_GETLK, _lock_at(place))
        except OSError:  # a disk without such locks tells of no one's end
            return True
        return bool(struct.unpack(_LOCK, found)[0] != fcntl.F_UNLCK)

    def _lock_at(place: int) -> bytes:
        return struct.pack(_LOCK, fcntl.F_WRLCK, 0, _BYTE + place, 1, 0)


def patiently(
    take: Callable[[], bool], wait_s: float, meanwhile: Callable[[], object] = lambda: None
) -> bool:
    """Try until it succeeds, for so long; `meanwhile` is done between tries and may refuse."""
    until = time.monotonic() + wait_s
    while not take():
        if time.monotonic() >= until:
            return False
        meanwhile()
        time.sleep(_AGAIN_S)
    return True


@contextmanager
def one_at_a_time(
    path: Path, wait_s: float, meanwhile: Callable[[], object] = lambda: None
) -> Iterator[None]:
    """Hold a file's lock alone among all processes; `BusyError` where another one keeps it."""
    with disk_faults_as_sentences():
        file = path.open("ab")
    try:
        if not patiently(lambda: try_lock(file, alone=True), wait_s, meanwhile):
            raise BusyError
        yield
    finally:
        file.close()
