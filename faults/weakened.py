"""The protections, each switched off on demand: a test that sees nothing then proves nothing.

Each takes effect in the fork of one trial (or until `pytest.MonkeyPatch` undoes it).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from soudan_desk.storage import (
    backup,
    driver_errors,
    durable,
    key_rotation,
    restore,
    sqlite_dialect,
)
from soudan_desk.storage.folder import OfficeFolder


def _everywhere(was: Any, shall: Any) -> None:
    """Replace what modules of the program have taken by name."""
    for name, module in list(sys.modules.items()):
        if name.startswith("soudan_desk"):
            for key, value in list(vars(module).items()):
                if value is was:
                    setattr(module, key, shall)


def without_transactions() -> None:
    """Let each statement be its own: data, revision and audit row come one by one."""
    sqlite_dialect._begin = lambda *_: None


def without_full_sync() -> None:
    """Do as SQLite's own default for a write-ahead log: a commit is not waited for."""
    weaker = ("synchronous = NORMAL" if "sync" in each else each for each in _pragmas())
    sqlite_dialect._WRITING_PRAGMAS = tuple(weaker)


def without_any_sync() -> None:
    """Wait for nothing that is written, neither database nor small files."""
    weaker = ("synchronous = OFF" if "sync" in each else each for each in _pragmas())
    sqlite_dialect._WRITING_PRAGMAS = tuple(weaker)
    os.fsync = lambda _handle: None


def _pragmas() -> tuple[str, ...]:
    return sqlite_dialect._WRITING_PRAGMAS


def without_page_seals() -> None:
    """Open databases whose pages carry no seal (`test_flipped_bits.py` makes one)."""

    def open_so(connection: Any) -> None:
        connection.execute("PRAGMA cipher_use_hmac = OFF")

    sqlite_dialect._assert_encrypting = open_so


def without_replacing() -> None:
    """Write small files where they stand, instead of beside and then in their place."""

    def write(path: Path, content: bytes, **_words: Any) -> None:
        with path.open("wb", buffering=0) as file:
            file.write(content)
            os.fsync(file.fileno())

    _everywhere(durable.replace_file, write)


def without_sentences() -> None:
    """Know no fault of a disk: each is a bug like any other."""
    _everywhere(driver_errors.as_worker_error, lambda *_: None)


def without_ready_mark() -> None:
    """Put new keys in force file by file, with nothing that says so to the next opening."""

    def switch(folder: OfficeFolder, *_: Any) -> None:
        for _moved in key_rotation._switched(folder):
            pass

    key_rotation.replace_file = lambda *_: None
    key_rotation.finish_rotation = switch


def without_partial_name() -> None:
    """Make a copy under its final name from the first file on."""

    @contextmanager
    def at_once(final: Path) -> Iterator[Path]:
        final.mkdir(0o700)
        yield final

    backup._partial = at_once


def without_restoring_beside() -> None:
    """Move the office aside first, then fill its place."""

    @contextmanager
    def in_place(folder: OfficeFolder, **_words: Any) -> Iterator[OfficeFolder]:
        folder.path.rename(folder.path.with_name(f"{folder.path.name}.before-restore-now"))
        folder.make()
        yield folder

    restore._vacated = in_place


WITHOUT: dict[str, Callable[[], None]] = {
    name.removeprefix("without_"): act
    for name, act in list(globals().items())
    if name.startswith("without_")
}
