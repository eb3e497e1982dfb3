"""A program that crashes leaves nothing of its memory on the disk."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

_SET_DUMPABLE = 4


def leave_no_memory_behind() -> None:
    """Forbid the system to write this process's memory to a file when it crashes.

    Debuggers of the same user are kept out too, on Linux; on Windows the error report is refused.
    """
    if sys.platform == "win32":
        _refuse_error_report()
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def _refuse_error_report() -> None:
    """Take this program out of Windows Error Reporting, for this user."""
    libraries = getattr(ctypes, "windll")  # noqa: B009 - mypy on Linux knows of none
    libraries.wer.WerAddExcludedApplication(Path(sys.executable).name, False)
