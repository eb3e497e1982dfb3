"""One program per office folder: a lock of the operating system, held for life."""

from __future__ import annotations

import getpass
import json
import os
import platform
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from soudan_desk.storage.durable import disk_faults_as_sentences
from soudan_desk.storage.refusals import OpenElsewhereError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCKED_BYTE: Final = 1 << 30  # far behind the content, which others must be able to read


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office open, as told to the next one who tries."""

    host: str
    user: str
    pid: int
    boot_id: str
    since: str

    @classmethod
    def this_process(cls) -> Holder:
        """Describe this process."""
        return cls(
            host=platform.node(),
            user=_user_name(),
            pid=os.getpid(),
            boot_id=_boot_id(),
            since=datetime.now(UTC).isoformat(timespec="seconds"),
        )


class InstanceLock:
    """The lock itself; `left_behind` tells of a holder who ended without releasing it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self.left_behind: Holder | None = None

    def acquire(self) -> None:
        """Take the lock, or explain who has it."""
        with disk_faults_as_sentences():
            file = self._path.open("r+b" if self._path.exists() else "w+b", buffering=0)
        content = file.read()
        if not _try_lock(file):
            file.close()
            raise OpenElsewhereError(_explanation(_holder_from(content)))
        self.left_behind = _holder_from(content)
        self._file = file
        with suppress(OSError):  # on a full disk an office can still be looked at
            self._write(json.dumps(asdict(Holder.this_process())).encode())

    def release(self, *, clean: bool = True) -> None:
        """Give the lock back; when not `clean`, the next one to open checks the database."""
        if self._file is None:
            return
        if clean:
            with suppress(OSError):
                self._write(b"")
        self._file.close()  # closing the handle frees the lock
        self._file = None

    def _write(self, content: bytes) -> None:
        assert self._file is not None
        self._file.seek(0)
        self._file.truncate()
        self._file.write(content)
        os.fsync(self._file.fileno())


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder_from(content: bytes) -> Holder | None:
    try:
        return Holder(**json.loads(content))
    except (ValueError, TypeError):
        return None


def _explanation(holder: Holder | None) -> str:
    if holder is None:
        return ""
    where = "このパソコン" if holder.host == platform.node() else f"パソコン「{holder.host}」"
    return (
        f"このオフィスはほかの画面で開かれています({where}、利用者「{holder.user}」)。"
        "そちらを閉じてから、もう一度開いてください。"
    )


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "?"


def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""
