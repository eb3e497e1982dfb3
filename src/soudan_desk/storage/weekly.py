"""What is looked at once a week, beside the work: the database itself, and one old copy."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from soudan_desk.storage.backup import proven_with_own_slots
from soudan_desk.storage.bundle import Cancelled, refuse_if_cancelled
from soudan_desk.storage.durable import disk_faults_as_sentences
from soudan_desk.storage.kept_copies import CopyState, look_through
from soudan_desk.storage.keys import Purpose
from soudan_desk.storage.opened_office import OpenedOffice, Progress
from soudan_desk.storage.refusals import (
    DamagedBackupError,
    DamagedDatabaseError,
    DamagedSlotsError,
    DiskFullError,
    MissingDatabaseError,
)
from soudan_desk.storage.sqlite_dialect import copy_database, faults_of, open_connection

_COPY: Final = "office.check"


def snapshot_is_sound(office: OpenedOffice, progress: Progress, stop: Cancelled) -> bool:
    """Run both checks on a private copy of this moment, which is removed again.

    Making it reads every page of the office with its MAC; writers go on meanwhile.
    """
    target = office.folder.path / _COPY
    _sweep(target)
    if shutil.disk_usage(target.parent).free < 2 * office.folder.database.stat().st_size:
        raise DiskFullError
    try:
        with disk_faults_as_sentences():
            return _copy_is_sound(office, target, progress, stop)
    except DamagedDatabaseError:
        return False
    finally:
        _sweep(target)


def _copy_is_sound(office: OpenedOffice, target: Path, progress: Progress, stop: Cancelled) -> bool:
    def watch(share: float) -> None:
        refuse_if_cancelled(stop)
        progress("週に一度の確かめをしています", 0.4 * share)

    key = office.keys.key_for(Purpose.DATABASE)
    source = open_connection(office.folder.database, key, mode=office.mode)
    try:
        copy_database(source, target, key, watch)
    finally:
        source.close()
    copy = open_connection(target, key, mode="immutable")
    try:
        copy.set_progress_handler(stop, 100_000)
        return not faults_of(copy)
    except Exception:
        refuse_if_cancelled(stop)
        raise
    finally:
        copy.close()


def _sweep(target: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)


def reread_an_old_copy(
    office: OpenedOffice, places: Iterable[Path], stop: Cancelled
) -> tuple[Path, bool] | None:
    """Read one older copy as a whole, opened by its own slots; None where there is none.

    Each week another one by chance, so that in time all of them are read.
    """
    older = []
    for place in places:
        copies = [
            copy
            for copy in look_through(office, place, cancelled=stop).copies
            if copy.state is not CopyState.OTHER_KEY
        ]
        older += copies[1:] or copies
    if not older:
        return None
    bundle = random.choice(older).bundle  # noqa: S311 - no secret
    try:
        proven_with_own_slots(office, bundle, stop)
    except (
        DamagedBackupError,
        DamagedDatabaseError,
        DamagedSlotsError,
        MissingDatabaseError,
    ):
        return bundle, False
    return bundle, True
