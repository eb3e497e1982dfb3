"""The disk that fails on demand (disk.c): building it, and arming it within a process."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("disk.c")


class Mode(IntEnum):
    """What shall happen in the watched folder; see disk.c."""

    OFF, COUNT, LOG, DIE, FULL = range(5)


def build(folder: Path) -> Path:
    """Compile the disk; return what a process must preload."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    assert compiler, "make faults needs a C compiler: apt-get install gcc libc6-dev"
    made = folder / "disk.so"
    words = ["-shared", "-fPIC", "-O1", "-Wall", "-Wno-format-truncation", "-o", made, SOURCE]
    subprocess.run([compiler, *words, "-ldl", "-lpthread"], check=True)
    return made


class Disk:
    """The disk under this process, which must have been preloaded."""

    def __init__(self) -> None:
        self._disk = ctypes.CDLL(None)
        self._disk.faults_done.restype = ctypes.c_long
        self._disk.faults_sockets.restype = ctypes.c_long

    def arm(
        self, folder: Path, mode: Mode, *, at: int = 0, tear: bool = False, log: Path | None = None
    ) -> None:
        """Watch a folder from now on; what is counted is counted from here."""
        path = str(log or "").encode()
        failed = self._disk.faults_arm(
            str(folder).encode(), int(mode), ctypes.c_long(at), int(tear), path
        )
        assert not failed, f"no folder {folder}"

    def disarm(self) -> int:
        """Be an ordinary disk again; return how many acts there were."""
        self._disk.faults_disarm()
        return int(self._disk.faults_done())

    @property
    def sockets(self) -> int:
        """How many sockets to the outside were asked for (and refused) in this process."""
        return int(self._disk.faults_sockets())
