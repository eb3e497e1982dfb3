"""Making a copy that has proven it opens; what fails leaves no final name."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from soudan_desk.storage.bundle import (
    SUFFIX,
    Cancelled,
    Manifest,
    copy_part,
    never,
    parts_of,
    proof_of,
    prove_database,
    prove_files,
    read_manifest,
    refuse_if_cancelled,
    write_manifest,
)
from soudan_desk.storage.durable import (
    disk_faults_as_sentences,
    move_over,
    sync_file,
    sync_folder,
)
from soudan_desk.storage.keys import OfficeKeys, Purpose
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.refusals import (
    BackupFailedError,
    DamagedBackupError,
    DamagedSlotsError,
    DiskFaultError,
    DiskFullError,
    ReadOnlyPlaceError,
)
from soudan_desk.storage.slot_file import read_slots
from soudan_desk.storage.sqlite_dialect import Snapshot, copy_database, open_connection
from soudan_desk.storage.unlocking import open_with_own_key

_SAMPLED_ATTACHMENTS: Final = 20
_HARDLY_ANY_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class BackupResult:
    """A copy that was read back: where it is, its size, and what it holds."""

    bundle: Path
    bytes: int
    rows: dict[str, int]
    audit_seq: int | None
    made_at: datetime
    verified: bool = True

    @property
    def row_count(self) -> int:
        """Rows of all tables together."""
        return sum(self.rows.values())


def make_backup(
    office: OpenedOffice,
    to_dir: Path,
    *,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> BackupResult:
    """Copy an open office into a new folder under `to_dir`, then open and check the copy."""
    made_at = datetime.now(UTC)
    to_dir = to_dir.expanduser().absolute()
    _refuse_target(office, to_dir)
    final = _free_name(
        to_dir, f"soudan-{made_at.astimezone():%Y%m%d-%H%M%S}-{office.db_uuid.hex[:8]}"
    )
    with _partial(final) as partial:
        manifest = _copy(office, partial, made_at, progress, cancelled)
        _prove(office, partial, manifest, progress, cancelled)
        for folder in (partial / "att", partial):
            if folder.exists():
                sync_folder(folder)
        move_over(partial, final)
    sync_folder(to_dir)
    progress("控えを作り、開けることを確かめました", 1.0)
    return result_of(final, manifest)


def copy_before_migration(
    office: OpenedOffice, *, progress: Progress = say_nothing
) -> BackupResult:
    """Make a verified copy inside the office folder; a migration must not begin without it."""
    return make_backup(office, office.folder.copies, progress=progress)


def result_of(bundle: Path, manifest: Manifest) -> BackupResult:
    """Tell what a proven bundle holds."""
    snapshot = manifest.snapshot
    return BackupResult(bundle, manifest.bytes, snapshot.rows, snapshot.audit_seq, manifest.made_at)


def proven_with_own_slots(office: OpenedOffice, bundle: Path, stop: Cancelled) -> Manifest:
    """Prove a kept copy as a whole, opened by its own slots where the worker's is among them."""
    keys = _keys_from_own_slots(office, bundle, else_present=True)
    manifest = read_manifest(bundle, keys)
    prove_files(bundle, manifest, sorted(manifest.files), stop)
    prove_database(bundle, manifest, keys, stop)
    return manifest


# --- steps -----------------------------------------------------------------------------------


def _refuse_target(office: OpenedOffice, to_dir: Path) -> None:
    folder = office.folder
    if to_dir.is_relative_to(folder.path) and to_dir != folder.copies:
        raise BackupFailedError(
            "控え(バックアップ)は、オフィスのフォルダーの外に保存してください。"
            "できれば別のディスクか、取り外しできる媒体を選んでください。"
        )
    with disk_faults_as_sentences():
        try:
            to_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise BackupFailedError(
                "控え(バックアップ)の保存先がフォルダーではありません。別の場所を選んでください。"
            ) from None
        parts = ["office.db", *parts_of(folder)]
        needed = sum((folder.path / name).stat().st_size for name in parts)
        if shutil.disk_usage(to_dir).free < needed:
            raise DiskFullError(_no_room(needed))


def _free_name(to_dir: Path, stem: str) -> Path:
    names = (stem, *(f"{stem}-{again}" for again in range(2, 1000)))
    return next(path for name in names if not (path := to_dir / (name + SUFFIX)).exists())


@contextmanager
def _partial(final: Path) -> Iterator[Path]:
    partial = final.with_name(final.name + ".partial")
    try:
        with disk_faults_as_sentences():
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(mode=0o700)
            yield partial
    except DiskFullError as error:
        raise DiskFullError(_no_room()) from error
    except DiskFaultError as error:  # what SQLite calls a disk that fills up in some places
        if shutil.disk_usage(final.parent).free < _HARDLY_ANY_BYTES:
            raise DiskFullError(_no_room()) from error
        raise
    except ReadOnlyPlaceError as error:
        raise BackupFailedError(
            "控え(バックアップ)の保存先に書き込めません。書き込みの権限を確かめるか、別の場所を選んでください。"
        ) from error
    except DamagedBackupError as error:
        raise BackupFailedError(
            "作った控え(バックアップ)を読み返すと壊れていたため、捨てました。"
            "保存先のディスクを替えて、もう一度行ってください。"
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _copy(
    office: OpenedOffice, partial: Path, made_at: datetime, progress: Progress, stop: Cancelled
) -> Manifest:
    progress("記録を写しています", 0.0)
    snapshot = _copy_database(office, partial, _watch(office, progress, stop))
    files = {"office.db": proof_of(partial / "office.db", stop)}
    names = parts_of(office.folder)
    for done, name in enumerate(names):
        refuse_if_cancelled(stop)
        progress("添付ファイルを写しています", 0.3 + 0.3 * done / len(names))
        files[name] = copy_part(office.folder.path, partial, name)
    manifest = Manifest(office.db_uuid, office.epoch, made_at, files, snapshot)
    write_manifest(partial, manifest, office.keys)
    return manifest


def _watch(office: OpenedOffice, progress: Progress, stop: Cancelled) -> Callable[[float], None]:
    """Tell how far the database is; stop where its write-ahead log would fill the disk.

    The log cannot be emptied while the copy reads.
    """
    wal = office.folder.wal

    def watch(share: float) -> None:
        refuse_if_cancelled(stop)
        progress("記録を写しています", 0.3 * share)
        if wal.exists() and wal.stat().st_size > shutil.disk_usage(wal.parent).free:
            raise BackupFailedError(
                "控え(バックアップ)を作っている間にディスクの空きが足りなくなったため、やめました。"
                "記録は保存されています。不要なファイルを片づけてから、もう一度行ってください。"
            )

    return watch


def _copy_database(office: OpenedOffice, partial: Path, watch: Callable[[float], None]) -> Snapshot:
    key = office.keys.key_for(Purpose.DATABASE)
    source = open_connection(office.folder.database, key, mode=office.mode)
    try:
        snapshot = copy_database(source, partial / "office.db", key, watch)
    finally:
        source.close()
    sync_file(partial / "office.db")
    return snapshot


def _prove(
    office: OpenedOffice, partial: Path, made: Manifest, progress: Progress, stop: Cancelled
) -> None:
    refuse_if_cancelled(stop)
    progress("控えを開いて確かめています", 0.6)
    keys = _keys_from_own_slots(office, partial)
    manifest = read_manifest(partial, keys)
    if manifest != made:
        raise DamagedBackupError
    prove_database(partial, manifest, keys, stop)
    progress("写したファイルを読み返しています", 0.9)
    attachments = [name for name in manifest.files if name.startswith("att/")]
    sample = random.sample(attachments, min(len(attachments), _SAMPLED_ATTACHMENTS))
    prove_files(partial, manifest, ["office.db", "office.slots", "office.toml", *sample], stop)
    keys.drop()


def _keys_from_own_slots(
    office: OpenedOffice, partial: Path, *, else_present: bool = False
) -> OfficeKeys:
    try:
        file = read_slots(partial / "office.slots")
    except DamagedSlotsError:
        raise DamagedBackupError from None
    slot = next((each for each in file.slots if each.slot_id == office.slot_id), None)
    if slot is None and else_present:  # from before a new password: the office's keys prove it
        file.assert_untouched(office.keys)
        return office.keys
    if slot is None:
        raise BackupFailedError(
            "ログインしている間に鍵が替わったため、控え(バックアップ)を確かめられません。"
            "いったん閉じてログインし直し、もう一度行ってください。"
        )
    unlocked = open_with_own_key(file, slot, bytearray(office.keys.own))
    if unlocked is None:
        raise DamagedBackupError
    return unlocked.keys


def _no_room(needed: int = 0) -> str:
    size = f"(約{needed // 1_000_000 + 1}MB要ります)" if needed else ""
    return (
        f"控え(バックアップ)の保存先の空きが足りません{size}。"
        "不要なファイルを片づけるか、別のディスクを選んでください。"
    )
