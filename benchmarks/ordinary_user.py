"""Run as an ordinary user does: with no right to lock more memory than a little.

As root every lock succeeds, and SQLCipher's many small ones are two thirds of the price of
`cipher_memory_security` (docs/decisions/007). At an office PC few succeed: an ordinary user may
lock 8 MiB on Linux, and less on Windows. What is overwritten when it is freed stays the same.
"""

import ctypes
import resource
import sys

USUAL_LOCKED_BYTES = 8 * 1024 * 1024
_IPC_LOCK = 14
_DROP_FROM_BOUNDING_SET = 24
_VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Rights(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


def lock_no_more_than(limit_bytes: int) -> None:
    """Give up root's right to lock any memory, for this process and those it starts."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_DROP_FROM_BOUNDING_SET, _IPC_LOCK, 0, 0, 0)
    header, rights = _Header(_VERSION_3, 0), (_Rights * 2)()
    if libc.capget(ctypes.byref(header), rights) == 0:
        for name in ("effective", "permitted", "inheritable"):
            setattr(rights[0], name, getattr(rights[0], name) & ~(1 << _IPC_LOCK))
        libc.capset(ctypes.byref(header), rights)
    most = resource.getrlimit(resource.RLIMIT_MEMLOCK)[1]
    least = limit_bytes if most == resource.RLIM_INFINITY else min(limit_bytes, most)
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (least, least))
