"""A copy with its full verification, against SQLite's own `VACUUM INTO` alone."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.offices import LOGIN, PASSWORD, Sizes, copy_of, demo_office, own_pc
from benchmarks.timing import Line, medians, ms
from soudan_desk.storage.backup import make_backup
from soudan_desk.storage.keys import Purpose
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.opening import open_office
from soudan_desk.storage.prepare import prepare
from soudan_desk.storage.sqlite_dialect import open_connection


def measure(sizes: Sizes) -> Iterator[Line]:
    """Measure a copy as log-out makes it, opened by its own slots and checked as a whole."""
    with tempfile.TemporaryDirectory() as place, own_pc():
        folder = Path(place)
        path = copy_of(demo_office(sizes.small), folder)
        office = open_office(path, LOGIN, PASSWORD, prepare=prepare)
        try:
            ours, bare = _measured(office, folder, sizes.rounds)
        finally:
            office.close()
    yield Line(
        f"copy with full verification, {sizes.small:,} consultations",
        "`VACUUM INTO` alone",
        ours / bare,
        3.0,
        f"{ms(ours)} against {ms(bare)}",
    )


def _measured(office: OpenedOffice, folder: Path, rounds: int) -> list[float]:
    key = office.keys.key_for(Purpose.DATABASE)
    numbers = itertools.count()

    def copy() -> None:
        shutil.rmtree(make_backup(office, folder / "copies").bundle)

    def vacuum() -> None:
        target = folder / f"vacuum-{next(numbers)}.db"
        connection = open_connection(office.folder.database, key)
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        finally:
            connection.close()
        target.unlink()

    return medians(copy, vacuum, rounds=rounds)
