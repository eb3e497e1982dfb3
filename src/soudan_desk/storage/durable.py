"""Writing small files so that a power cut leaves either the old one or the new one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DBAPIError

from soudan_desk.storage.driver_errors import worker_error_or_bug

_REPLACE_TRIES: Final = 20
_CHUNK: Final = 1024 * 1024


@contextmanager
def disk_faults_as_sentences() -> Iterator[None]:
    """Turn a full, read-only or failing disk into the sentence for it."""
    try:
        yield
    except (OSError, driver.Error, DBAPIError) as error:
        raise worker_error_or_bug(error) from None


def replace_file(
    path: Path,
    content: bytes,
    *,
    proof: Callable[[bytes], None] | None = None,
    kept: int = 0,
) -> None:
    """Write `content` beside `path`, read it back, prove it, then put it in place at once.

    The `kept` last predecessors stay as `name.1`, `name.2` …; `path` exists at every moment.
    """
    fresh = path.with_name(path.name + ".new")
    with disk_faults_as_sentences():
        try:
            _write_synced(fresh, content)
            (proof or _no_proof)(fresh.read_bytes())
            _keep_predecessors(path, kept)
            move_over(fresh, path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def move_over(source: Path, target: Path) -> None:
    """Replace `target` in one step; on Windows, wait for a virus scanner to let go of it."""
    for tries_left in range(_REPLACE_TRIES, -1, -1):
        try:
            source.replace(target)
        except PermissionError:
            if os.name != "nt" or not tries_left:
                raise
            time.sleep(0.05)
        else:
            return


def copy_durably(source: Path, target: Path, seen: Callable[[bytes], object]) -> int:
    """Copy a file of any size to a new name and sync it; `seen` gets each chunk."""
    size = 0
    with source.open("rb") as old, target.open("xb") as new:
        while chunk := old.read(_CHUNK):
            seen(chunk)
            size += new.write(chunk)
        new.flush()
        os.fsync(new.fileno())
    return size


def sync_file(path: Path) -> None:
    """Wait until a file's content is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Wait until a folder's entries are on the disk (Windows does so by itself)."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _keep_predecessors(path: Path, kept: int) -> None:
    if not kept or not path.exists():
        return
    for age in range(kept, 1, -1):
        younger = path.with_name(f"{path.name}.{age - 1}")
        if younger.exists():
            move_over(younger, path.with_name(f"{path.name}.{age}"))
    copy = path.with_name(path.name + ".1.new")
    _write_synced(copy, path.read_bytes())
    move_over(copy, path.with_name(path.name + ".1"))


def _no_proof(_content: bytes) -> None:
    return None
