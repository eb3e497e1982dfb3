"""What a fault of the disk or of the database driver means to a worker."""

from __future__ import annotations

import errno
from typing import Final

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DBAPIError

from soudan_desk.errors import SoudanError
from soudan_desk.storage.refusals import (
    BusyError,
    DamagedDatabaseError,
    DiskFaultError,
    DiskFullError,
    ReadOnlyPlaceError,
)

_BY_CODE: Final[dict[int, type[SoudanError]]] = {
    driver.SQLITE_FULL: DiskFullError,
    driver.SQLITE_BUSY: BusyError,
    driver.SQLITE_LOCKED: BusyError,
    driver.SQLITE_READONLY: ReadOnlyPlaceError,
    driver.SQLITE_PERM: ReadOnlyPlaceError,
    driver.SQLITE_CANTOPEN: ReadOnlyPlaceError,
    driver.SQLITE_CORRUPT: DamagedDatabaseError,
    driver.SQLITE_NOTADB: DamagedDatabaseError,
    driver.SQLITE_IOERR: DiskFaultError,
}
_CODE_OF: Final = {
    "database or disk is full": driver.SQLITE_FULL,
    "disk I/O error": driver.SQLITE_IOERR,
    "database is locked": driver.SQLITE_BUSY,
    "database table is locked": driver.SQLITE_LOCKED,
    "attempt to write a readonly database": driver.SQLITE_READONLY,
    "unable to open database file": driver.SQLITE_CANTOPEN,
    "database disk image is malformed": driver.SQLITE_CORRUPT,
    "file is not a database": driver.SQLITE_NOTADB,
}
"""SQLite's own words, by which alone the driver's `backup` tells what stopped it."""
_BY_ERRNO: Final[dict[int, type[SoudanError]]] = {
    errno.ENOSPC: DiskFullError,
    errno.EDQUOT: DiskFullError,
    errno.EFBIG: DiskFullError,
    errno.EROFS: ReadOnlyPlaceError,
    errno.EACCES: ReadOnlyPlaceError,
    errno.EPERM: ReadOnlyPlaceError,
    errno.EIO: DiskFaultError,
}


def as_worker_error(error: BaseException) -> SoudanError | None:
    """Translate a fault of the disk or the file into its sentence; None if it is a bug of ours."""
    if isinstance(error, SoudanError):
        return error
    if isinstance(error, OSError):
        refusal = _BY_ERRNO.get(error.errno or 0)
        return refusal() if refusal else None
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is None and isinstance(cause, driver.Error):
        code = _CODE_OF.get(str(cause))
    refusal = _BY_CODE.get((code or 0) & 0xFF)
    return refusal() if refusal else None


def worker_error_or_bug(error: Exception) -> Exception:
    """Return what to raise in place of a driver's error."""
    return as_worker_error(error) or error
