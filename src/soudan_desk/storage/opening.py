"""Creating and opening an office: each step fails closed with its own sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

from soudan_desk.storage.folder import Marker, OfficeFolder, is_writable, share_new_files
from soudan_desk.storage.instance_lock import InstanceLock
from soudan_desk.storage.key_rotation import finish_rotation
from soudan_desk.storage.keys import STANDARD, Argon2Cost, Purpose
from soudan_desk.storage.opened_office import OpenedOffice, Prepare, Progress, say_nothing
from soudan_desk.storage.passwords import check_new_password
from soudan_desk.storage.places import refuse_unsafe_place
from soudan_desk.storage.recovery import unlock_without_slots
from soudan_desk.storage.slots import create_slots
from soudan_desk.storage.sqlite_dialect import open_connection
from soudan_desk.storage.unlocking import Unlocked, unlock, unlock_with_recovery


def open_office(
    path: Path,
    login: str,
    password: str,
    *,
    prepare: Prepare | None = None,
    progress: Progress = say_nothing,
) -> OpenedOffice:
    """Log in to an office; nothing stays open when a step refuses."""
    return _open(path, lambda folder: unlock(folder, login, password), prepare, progress)


def open_office_with_recovery(
    path: Path,
    recovery_key: str,
    *,
    prepare: Prepare | None = None,
    progress: Progress = say_nothing,
) -> OpenedOffice:
    """Open an office with the recovery key (`user_id` None), to reset a forgotten password.

    The caller must make a new recovery key (`recovery.replace_recovery_key`) and log the act.
    """
    return _open(
        path,
        lambda folder: unlock_with_recovery(folder, recovery_key),
        prepare,
        progress,
        alone=True,
    )


def open_office_without_slots(
    path: Path,
    recovery_key: str,
    source: str | Path,
    *,
    prepare: Prepare | None = None,
    progress: Progress = say_nothing,
) -> OpenedOffice:
    """Open an office that has lost its slots by the recovery key and the sheet's text, or a copy.

    The caller must write new slots (`recovering.put_in_place`) and log the act.
    """

    def unlock_slot(folder: OfficeFolder) -> Unlocked:
        return unlock_without_slots(folder, recovery_key, source)

    return _open(path, unlock_slot, prepare, progress, alone=True)


def _open(
    path: Path,
    unlock_slot: Callable[[OfficeFolder], Unlocked],
    prepare: Prepare | None,
    progress: Progress,
    *,
    alone: bool = False,
) -> OpenedOffice:
    folder = OfficeFolder(path)
    warnings = refuse_unsafe_place(folder.path)
    marker = folder.read_marker()
    lock = InstanceLock(folder.lock, shared=marker.shared and not alone)
    if marker.shared:
        share_new_files()
    if is_writable(folder.path):
        lock.acquire()
        try:
            if lock.is_alone:
                finish_rotation(folder)
        except BaseException:
            lock.release(clean=lock.left_behind is None)
            raise
    office = OpenedOffice(folder, marker.db_uuid, lock, prepare, progress)
    office.warnings = warnings
    try:
        office.enter(unlock_slot(folder))
    except BaseException:
        office.close()
        raise
    return office


def create_office(
    path: Path,
    *,
    admin_login: str,
    password: str,
    user_id: UUID | None = None,
    cost: Argon2Cost = STANDARD,
    prepare: Prepare | None = None,
    progress: Progress = say_nothing,
) -> tuple[OpenedOffice, str]:
    """Make a new office in a new or empty folder; return it open, with its recovery key's text.

    The marker file comes last: what stopped half-way is never taken for an office.
    """
    folder = OfficeFolder(path)
    warnings = refuse_unsafe_place(folder.path)
    check_new_password(password, [admin_login])
    folder.make()
    lock = InstanceLock(folder.lock)
    office = OpenedOffice(folder, uuid4(), lock, prepare, progress, is_new=True)
    office.warnings = warnings
    try:
        lock.acquire()
        unlocked, recovery_text = create_slots(
            folder,
            office.db_uuid,
            user_id=user_id or uuid4(),
            login=admin_login,
            password=password,
            cost=cost,
        )
        _make_database(folder, unlocked)
        office.enter(unlocked)
        folder.write_marker(Marker(office.db_uuid))
    except BaseException:
        office.close()
        shutil.rmtree(folder.path, ignore_errors=True)
        raise
    office.is_new = False
    return office, recovery_text


def _make_database(folder: OfficeFolder, unlocked: Unlocked) -> None:
    key = unlocked.keys.key_for(Purpose.DATABASE)
    open_connection(folder.database, key, mode="create").close()
