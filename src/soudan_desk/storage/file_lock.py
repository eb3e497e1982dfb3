"""Locks of the operating system on an open file: for one alone, or for several at once.

A lock goes with the process that holds it, however that ends. On Windows it lies on a byte far
behind the content, which others must be able to read.
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

if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _BYTE: Final = 1 << 30
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

    def _call(name: str, file: IO[bytes], *flags: int) -> bool:
        place = _Overlapped(offset=_BYTE)
        handle = wintypes.HANDLE(msvcrt.get_osfhandle(file.fileno()))
        return bool(getattr(_KERNEL, name)(handle, *flags, 0, 1, 0, ctypes.byref(place)))

    def try_lock(file: IO[bytes], *, alone: bool) -> bool:
        """Take the lock if it is free, or free for several; what the file held before is let go."""
        let_go(file)
        return _call("LockFileEx", file, _AT_ONCE | (_ALONE if alone else 0))

    def let_go(file: IO[bytes]) -> None:
        """Give the lock up, if the file has it."""
        _call("UnlockFileEx", file)

else:
    import fcntl

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
