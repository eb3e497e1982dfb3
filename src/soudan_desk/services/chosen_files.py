"""A file a worker chose: its name, its bytes, and how far it was read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Final

from soudan_desk.errors import SoudanError
from soudan_desk.storage.opened_office import Progress

_TAKING_IN: Final = "暗号にして添えています"


class UnreadableFileError(SoudanError):
    """The file that was chosen cannot be read from its place."""


class Counted:
    """A file that tells how much of it was read; the teller may refuse, which stops the reading."""

    def __init__(self, file: IO[bytes], size: int, progress: Progress) -> None:
        self._file, self._size, self._progress = file, size, progress

    def read(self, most: int = -1) -> bytes:
        """Read on, and tell how far it is."""
        self._progress(_TAKING_IN, self._file.tell() / self._size)
        return self._file.read(most)


def plain_name(name: str) -> str:
    """Return a name without folders, composed: some systems write が as two characters."""
    return unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])


@contextmanager
def opened_file(source: Path | bytes, name: str) -> Iterator[IO[bytes]]:
    """Open what a worker chose, or say that it cannot be read."""
    if isinstance(source, bytes):
        yield BytesIO(source)
        return
    try:
        file = source.open("rb")
    except OSError as error:
        raise UnreadableFileError(
            f"「{name}」を読めません。ほかのソフトで開いていないか確かめてください。"
        ) from error
    with file:
        yield file
