"""A new master secret for an office: database, slots and attachment keys are changed together.

All that is new is first made beside the old, proven and synced; `rotation.ready` is the moment from
which on the new is in force. Whatever stops before it leaves the old; whatever stops after it is
finished at the next opening, without any key. The old database stays as `office.db.replaced` until
a copy under the new keys has been proven (`destroy_replaced`).
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from soudan_desk.storage import keys as k
from soudan_desk.storage.bundle import Cancelled, refuse_if_cancelled
from soudan_desk.storage.durable import (
    disk_faults_as_sentences,
    move_over,
    replace_file,
    sync_file,
    sync_folder,
)
from soudan_desk.storage.folder import SPARE_BYTES, OfficeFolder
from soudan_desk.storage.keys import OfficeKeys, Purpose
from soudan_desk.storage.opened_office import OpenedOffice, Progress
from soudan_desk.storage.refusals import (
    DamagedDatabaseError,
    DiskFullError,
    ReadOnlyPlaceError,
    StorageError,
)
from soudan_desk.storage.slot import Slot
from soudan_desk.storage.slot_file import (
    SEALED,
    SlotFile,
    bound_to,
    carried_under,
    read_slots,
    write_slots,
)
from soudan_desk.storage.slot_predecessors import forget_replaced
from soudan_desk.storage.slots import untouched_slots
from soudan_desk.storage.sqlite_dialect import (
    Snapshot,
    copy_database,
    faults_of,
    identity_in,
    open_connection,
    snapshot_of,
    truncate_wal,
)
from soudan_desk.storage.unlocking import open_with_own_key

_STAGED: Final = ".rotated"
_READY: Final = "rotation.ready"
_REPLACED: Final = "office.db.replaced"
_CARRIED: Final = (Purpose.AUDIT, Purpose.ANCHOR, Purpose.AUDIT_KEY, Purpose.SEARCHED)
"""What was sealed under these goes on being proven: the chain, its key, anchors, hashed words.

None of them reads or writes a record: for that the database's key is needed.
"""


def rotate_keys(office: OpenedOffice, progress: Progress, stop: Cancelled) -> None:
    """Give the office new keys; the caller then closes it and opens it anew.

    Each slot gets the new master secret under its public key: passwords and the recovery key
    stay. Whoever has no slot any more has no way to it, whatever he kept of the old.
    """
    office.instance_lock.retake()
    folder, old = office.folder, office.keys
    file = untouched_slots(folder, old)
    _refuse_without_room(folder)
    destroy_replaced(folder)
    _sweep_staged(folder)
    new = OfficeKeys(
        old.db_uuid,
        bytearray(secrets.token_bytes(k.KEY_BYTES)),
        bytearray(old.own),
        {purpose: old.key_for(purpose) for purpose in _CARRIED},
    )
    office.set_aside()
    try:
        with disk_faults_as_sentences():
            _stage_database(folder, old, new, file.epoch + 1, progress, stop)
            progress("新しい鍵のファイルを作っています", 0.9)
            _stage_slots(office, file, new)
            refuse_if_cancelled(stop)
            progress("新しい鍵に切り替えています", 0.95)
            replace_file(folder.path / _READY, str(file.epoch + 1).encode())
    except BaseException:
        if not (folder.path / _READY).exists():
            _sweep_staged(folder)
        raise
    finally:
        new.drop()
    progress("新しい鍵に切り替えています", 0.97)
    finish_rotation(folder, progress)


def finish_rotation(folder: OfficeFolder, progress: Progress = lambda _what, _done: None) -> None:
    """Put in force what has been made ready, or clear away what has not; needs no key.

    To be called under the instance lock, before anything of the office is read.
    """
    if not (folder.path / _READY).exists():
        _sweep_staged(folder)
        return
    try:
        with disk_faults_as_sentences():
            for _ in _switched(folder):
                progress("新しい鍵に切り替えています", 0.98)
            forget_replaced(folder.slots)
            (folder.path / _READY).unlink()
            sync_folder(folder.path)
    except ReadOnlyPlaceError:
        raise ReadOnlyPlaceError(
            "鍵の取り替えが途中で止まったままで、フォルダーに書き込めないため開けません。"
            "書き込みの権限を確かめてから、もう一度開いてください。"
        ) from None


def _switched(folder: OfficeFolder) -> Iterator[None]:
    """Move each file into force, one at a time; what was moved already is left."""
    staged, replaced = _staged(folder.database), folder.path / _REPLACED
    if staged.exists():
        if folder.database.exists():
            for ending in ("-wal", "-shm"):  # they are the old database's: all is in it
                folder.database.with_name(folder.database.name + ending).unlink(missing_ok=True)
            move_over(folder.database, replaced)
            yield
        move_over(staged, folder.database)
        sync_folder(folder.path)
        yield
    if _staged(folder.slots).exists():
        move_over(_staged(folder.slots), folder.slots)
        sync_folder(folder.path)
        yield


def destroy_replaced(folder: OfficeFolder) -> bool:
    """Overwrite and remove the database under the old keys; True where there was one.

    To be called once a copy under the new keys has been proven. What a disk keeps of overwritten
    blocks is out of reach.
    """
    replaced = folder.path / _REPLACED
    if not replaced.exists():
        return False
    with suppress(OSError):
        size = replaced.stat().st_size
        with replaced.open("rb+") as file:
            for _ in range(0, size, 1024 * 1024):
                file.write(bytes(1024 * 1024))
            os.fsync(file.fileno())
    with disk_faults_as_sentences():
        replaced.unlink()
        sync_folder(folder.path)
    return True


# --- staging ---------------------------------------------------------------------------------


def _stage_database(
    folder: OfficeFolder,
    old: OfficeKeys,
    new: OfficeKeys,
    epoch: int,
    progress: Progress,
    stop: Cancelled,
) -> None:
    progress("記録を新しい鍵で書き直しています", 0.0)
    staged = _staged(folder.database)
    snapshot = _copy(folder, old, new, _watch(progress, stop))
    progress("添付ファイルの鍵を付け替えています", 0.5)
    connection = open_connection(staged, new.key_for(Purpose.DATABASE))
    try:
        connection.execute("BEGIN IMMEDIATE")
        _rewrap_attachments(connection, old, new)
        connection.execute("UPDATE app_meta SET epoch = ?", (epoch,))
        connection.execute("COMMIT")
        truncate_wal(connection)
    finally:
        connection.close()
    sync_file(staged)
    progress("書き直した記録を確かめています", 0.6)
    _prove(staged, new, epoch, snapshot, stop)


def _copy(
    folder: OfficeFolder, old: OfficeKeys, new: OfficeKeys, watch: Callable[[float], None]
) -> Snapshot:
    source = open_connection(folder.database, old.key_for(Purpose.DATABASE))
    try:
        truncate_wal(source)
        return copy_database(source, _staged(folder.database), new.key_for(Purpose.DATABASE), watch)
    finally:
        source.close()


def _watch(progress: Progress, stop: Cancelled) -> Callable[[float], None]:
    def watch(share: float) -> None:
        refuse_if_cancelled(stop)
        progress("記録を新しい鍵で書き直しています", 0.5 * share)

    return watch


def _rewrap_attachments(connection: Any, old: OfficeKeys, new: OfficeKeys) -> None:
    """Wrap each large file's own key anew: the files themselves stay as they are.

    Plain SQL under the chain's feet: no answer of any record changes.
    """
    rows = connection.execute(
        "SELECT id, stored_as, file_key FROM attachment WHERE file_key IS NOT NULL"
    ).fetchall()
    before, after = old.key_for(Purpose.ATTACHMENTS), new.key_for(Purpose.ATTACHMENTS)
    for row_id, stored_as, wrapped in rows:
        file_key = k.unwrap(before, wrapped, stored_as.encode())
        if file_key is None:
            continue  # damaged before: the check of the office tells of it
        fresh = k.wrap(after, file_key, stored_as.encode())
        connection.execute("UPDATE attachment SET file_key = ? WHERE id = ?", (fresh, row_id))
        k.erase(file_key)


def _prove(staged: Path, new: OfficeKeys, epoch: int, snapshot: Snapshot, stop: Cancelled) -> None:
    connection = open_connection(staged, new.key_for(Purpose.DATABASE), mode="immutable")
    try:
        connection.set_progress_handler(stop, 100_000)
        is_sound = (
            not faults_of(connection)
            and snapshot_of(connection) == snapshot
            and identity_in(connection) == (new.db_uuid, epoch)
        )
    except Exception:
        refuse_if_cancelled(stop)
        raise
    finally:
        connection.close()
    if not is_sound:
        raise DamagedDatabaseError(
            "新しい鍵で書き直した記録を読み返すと壊れていたため、鍵は取り替えませんでした。"
            "いまの記録は前のまま使えます。ディスクの状態を確かめてください。"
        )


def _stage_slots(office: OpenedOffice, file: SlotFile, new: OfficeKeys) -> None:
    """Write the slots of the new epoch, and open one's own as the next log-in will."""
    fresh = SlotFile(file.db_uuid, file.epoch + 1, ())
    carried = carried_under(fresh, new.master, new.carried)
    fresh = replace(fresh, carried=carried)
    slots = tuple(_sealed(file, fresh, slot, new.master) for slot in file.slots)
    staged = _staged(office.folder.slots)
    write_slots(staged, replace(fresh, slots=slots), new, {office.slot_id: bytearray(new.own)})
    read = read_slots(staged)
    own = next(slot for slot in read.slots if slot.slot_id == office.slot_id)
    unlocked = open_with_own_key(read, own, bytearray(new.own))
    if unlocked is None or not k.same(unlocked.keys.master, new.master):
        raise StorageError
    unlocked.drop()


def _sealed(file: SlotFile, fresh: SlotFile, slot: Slot, master: bytearray) -> Slot:
    """Return a slot that opens the new secret with what opened the old."""
    slot = replace(
        slot, wrapped_master=b"", wrapped_epoch=slot.wrapped_epoch or file.epoch, sealed_master=b""
    )
    sealed = k.seal_to(slot.public_key, master, bound_to(fresh, slot, SEALED))
    return replace(slot, sealed_master=sealed)


def _refuse_without_room(folder: OfficeFolder) -> None:
    needed = 2 * folder.database.stat().st_size + SPARE_BYTES
    if shutil.disk_usage(folder.path).free < needed:
        raise DiskFullError(
            f"鍵を取り替えるには、ディスクに約{needed // 1_000_000 + 1}MBの空きが要ります。"
            "不要なファイルを片づけてから、もう一度行ってください。"
        )


def _staged(path: Path) -> Path:
    return path.with_name(path.name + _STAGED)


def _sweep_staged(folder: OfficeFolder) -> None:
    for left in folder.path.glob(f"*{_STAGED}*"):
        left.unlink(missing_ok=True)
