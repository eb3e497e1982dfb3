"""Proving a copy with its own slots, and making an office out of it without overwriting one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.storage import keys as k
from soudan_desk.storage.backup import BackupResult, result_of
from soudan_desk.storage.bundle import (
    Cancelled,
    Manifest,
    copy_part,
    never,
    prove_database,
    prove_files,
    read_manifest,
    refuse_if_cancelled,
)
from soudan_desk.storage.durable import disk_faults_as_sentences, replace_file, sync_folder
from soudan_desk.storage.folder import ASIDE, Marker, OfficeFolder, Restored
from soudan_desk.storage.instance_lock import InstanceLock
from soudan_desk.storage.keys import OfficeKeys, Purpose
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.places import refuse_unsafe_place
from soudan_desk.storage.refusals import (
    AlteredSlotsError,
    DamagedBackupError,
    DamagedDatabaseError,
    DamagedSlotsError,
    MissingDatabaseError,
    NotAnOfficeError,
    OfficeExistsError,
    WrongPasswordError,
)
from soudan_desk.storage.slot_file import read_slots
from soudan_desk.storage.unlocking import Unlocked, open_slot, open_with_recovery

_STAGED: Final = ".restoring"


@dataclass(frozen=True, slots=True)
class RestoreNote:
    """What the first writable opening after a restore has to enter in the audit log."""

    mark: UUID
    restored_at: datetime
    copied_at: datetime
    audit_seq: int | None
    by: UUID | None
    reason: str


def verify_backup(
    bundle: Path,
    login: str,
    password: str,
    *,
    recovery_key: str | None = None,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> BackupResult:
    """Open a copy with its own slots and prove every file, both checks, rows and audit head.

    With `recovery_key`, login and password are not looked at.
    """
    unlocked = _unlock_bundle(bundle, login, password, recovery_key)
    try:
        return result_of(bundle, _prove_all(bundle, unlocked.keys, progress, cancelled))
    finally:
        unlocked.drop()


def restore_backup(
    bundle: Path,
    to_dir: Path,
    login: str,
    password: str,
    reason: str,
    *,
    recovery_key: str | None = None,
    move_aside: bool = False,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> OfficeFolder:
    """Make a closed office at `to_dir` out of a proven copy, with a mark of its own.

    Nothing is overwritten: an office already there is refused, or with `move_aside` renamed.
    """
    if not reason.strip():
        raise InvalidEntriesError({"reason": "復元する理由を入れてください。"})
    folder = OfficeFolder(to_dir)
    refuse_unsafe_place(folder.path)
    unlocked = _unlock_bundle(bundle, login, password, recovery_key)
    try:
        manifest = _prove_all(bundle, unlocked.keys, progress, cancelled)
        with _vacated(folder, move_aside=move_aside) as target:
            _fill(target, bundle, manifest, progress, cancelled)
            _sign(target, manifest, unlocked, reason)
    finally:
        unlocked.drop()
    return folder


# --- proving ---------------------------------------------------------------------------------


def _unlock_bundle(bundle: Path, login: str, password: str, recovery_key: str | None) -> Unlocked:
    if not (bundle / "manifest.json").is_file():
        raise NotAnOfficeError(
            "このフォルダーは相談デスクの控え(バックアップ)ではありません。場所を確かめてください。"
        )
    try:
        file = read_slots(bundle / "office.slots")
        if recovery_key is not None:
            return open_with_recovery(file, recovery_key)
        unlocked = open_slot(file, login, password)
    except (DamagedSlotsError, AlteredSlotsError):
        raise DamagedBackupError from None
    if unlocked is None:
        raise WrongPasswordError
    return unlocked


def _prove_all(bundle: Path, keys: OfficeKeys, progress: Progress, stop: Cancelled) -> Manifest:
    progress("控えのファイルを読み返しています", 0.0)
    manifest = read_manifest(bundle, keys)
    prove_files(bundle, manifest, sorted(manifest.files), stop)
    refuse_if_cancelled(stop)
    progress("控えの記録を確かめています", 0.5)
    try:
        prove_database(bundle, manifest, keys, stop)
    except (DamagedDatabaseError, MissingDatabaseError):
        raise DamagedBackupError from None
    progress("控えを確かめました", 1.0)
    return manifest


# --- restoring -------------------------------------------------------------------------------


@contextmanager
def _vacated(folder: OfficeFolder, *, move_aside: bool) -> Iterator[OfficeFolder]:
    """Give an empty folder to fill; what fails leaves nothing of it.

    An office that lies in the place stays there until the new one beside it is whole.
    """
    is_taken = move_aside and folder.path.is_dir() and any(folder.path.iterdir())
    target = OfficeFolder(folder.path.with_name(folder.path.name + _STAGED)) if is_taken else folder
    if is_taken:
        _refuse_unmovable(folder)
        shutil.rmtree(target.path, ignore_errors=True)  # what a power cut left
    target.make()
    try:
        yield target
        if is_taken:
            _exchange(folder, target)
        sync_folder(folder.path.parent)
    except BaseException:
        shutil.rmtree(target.path, ignore_errors=True)
        raise


def _refuse_unmovable(folder: OfficeFolder) -> None:
    folder.read_marker()  # anything but an office is not ours to move
    lock = InstanceLock(folder.lock)
    lock.acquire()
    lock.release(clean=lock.left_behind is None)


def _exchange(folder: OfficeFolder, fresh: OfficeFolder) -> None:
    """Rename the office that lies in the place, and the new one into it."""
    _refuse_unmovable(folder)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    aside = folder.path.with_name(f"{folder.path.name}{ASIDE}{stamp}")
    if aside.exists():
        raise OfficeExistsError
    with disk_faults_as_sentences():
        folder.path.rename(aside)
        try:
            fresh.path.rename(folder.path)
        except BaseException:
            aside.rename(folder.path)
            raise


def _fill(
    folder: OfficeFolder, bundle: Path, manifest: Manifest, progress: Progress, stop: Cancelled
) -> None:
    names = sorted(manifest.files.keys() - {"office.toml"})  # the marker comes last
    for done, name in enumerate(names):
        refuse_if_cancelled(stop)
        progress("控えから戻しています", done / len(names))
        with disk_faults_as_sentences():
            proof = copy_part(bundle, folder.path, name)
        if proof != manifest.files[name]:
            raise DamagedBackupError
    sync_folder(folder.attachments)
    sync_folder(folder.path)


def _sign(folder: OfficeFolder, manifest: Manifest, unlocked: Unlocked, reason: str) -> None:
    restored = Restored(uuid4(), datetime.now(UTC), manifest.made_at)
    told = {
        "mark": str(restored.mark),
        "restored_at": restored.restored_at.isoformat(),
        "copied_at": restored.copied_at.isoformat(),
        "audit_seq": manifest.snapshot.audit_seq,
        "by": str(unlocked.user_id) if unlocked.user_id else None,
        "reason": reason.strip(),
    }
    key = unlocked.keys.key_for(Purpose.ANCHOR)
    replace_file(folder.restore_note, k.wrap(key, json.dumps(told).encode(), b"restore"))
    folder.write_marker(Marker(manifest.db_uuid, restored))


# --- after a restore -------------------------------------------------------------------------


def pending_restore(office: OpenedOffice) -> RestoreNote | None:
    """Return the note a restore left, until `settle_restore`; None if there is none."""
    path = office.folder.restore_note
    if not path.exists():
        return None
    content = k.unwrap(office.keys.key_for(Purpose.ANCHOR), path.read_bytes(), b"restore")
    if content is None:
        raise DamagedBackupError(
            "復元の覚え(restore.note)が書き換えられています。管理者に知らせてください。"
        )
    told = json.loads(content)
    return RestoreNote(
        mark=UUID(told["mark"]),
        restored_at=datetime.fromisoformat(told["restored_at"]),
        copied_at=datetime.fromisoformat(told["copied_at"]),
        audit_seq=told["audit_seq"],
        by=UUID(told["by"]) if told["by"] else None,
        reason=told["reason"],
    )


def settle_restore(office: OpenedOffice) -> None:
    """Remove the note once its audit row is committed."""
    office.folder.restore_note.unlink(missing_ok=True)
