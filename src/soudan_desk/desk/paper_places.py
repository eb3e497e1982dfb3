"""Putting a file where the worker wants it, or leaving everything as it was."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from soudan_desk.errors import SoudanError
from soudan_desk.storage.durable import disk_faults_as_sentences, move_over
from soudan_desk.storage.folder import OfficeFolder


class FileExistsAlreadyError(SoudanError):
    """The file is there, and nobody said to write over it."""

    code = "file_exists"


class NoSuchPlaceError(SoudanError):
    """The folder is not there, or the name is a folder's."""

    code = "no_such_place"


class InsideOfficeError(SoudanError):
    """What leaves the office was to be put into its own folder, or over one of its files."""

    code = "unsafe_place"


def require_outside_offices(target: Path) -> None:
    """Refuse a place inside any office folder: a paper over `office.db` would end the office."""
    places = target.expanduser().resolve().parents
    if any(OfficeFolder(place).marker_file.exists() for place in places):
        raise InsideOfficeError(
            "オフィスのフォルダーの中には保存できません。外のフォルダーを選んでください。"
        )


@contextmanager
def placed_file(target: Path, *, force: bool) -> Iterator[Callable[[bytes], None]]:
    """Give a function that writes the file; if anything raises afterwards, the file goes again.

    A file that stood there before comes back in that case.
    """
    if not target.parent.is_dir() or target.is_dir():
        raise NoSuchPlaceError(
            f"「{target}」には書けません。フォルダーがあるか、ファイルの名前が付いているか確かめてください。"
        )
    require_outside_offices(target)
    if target.exists() and not force:
        raise FileExistsAlreadyError(
            f"「{target.name}」はすでにあります。別の名前にするか、上書きすると指定してください。"
        )
    place = _Place(target)
    try:
        yield place.put
    except BaseException:
        place.take_back()
        raise
    place.settle()


class _Place:
    """A file's place: what stood there before waits beside it until all is well."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._fresh = target.with_name(f".{target.name}.new")
        self._old = target.with_name(f".{target.name}.old")
        self._is_put = False

    def put(self, content: bytes) -> None:
        with disk_faults_as_sentences():
            with self._fresh.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if self._target.exists():
                move_over(self._target, self._old)
            move_over(self._fresh, self._target)
        self._is_put = True

    def take_back(self) -> None:
        self._fresh.unlink(missing_ok=True)
        if self._is_put:
            self._target.unlink(missing_ok=True)
        if self._old.exists():
            move_over(self._old, self._target)

    def settle(self) -> None:
        self._old.unlink(missing_ok=True)
