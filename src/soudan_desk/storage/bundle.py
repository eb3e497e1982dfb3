"""A copy of an office: a folder of database, slots, attachments and a sealed manifest.

What the manifest says in clear is what a file manager shows anyway, and where the audit chain
ended, under the MAC of the other notes of its head; row counts are sealed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import UUID

from soudan_desk.storage import keys as k
from soudan_desk.storage.anchors import Anchors, Head
from soudan_desk.storage.durable import copy_durably, disk_faults_as_sentences, replace_file
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import OfficeKeys, Purpose
from soudan_desk.storage.refusals import CancelledError, DamagedBackupError, NewerSchemaError
from soudan_desk.storage.sqlite_dialect import Snapshot, faults_of, open_connection, snapshot_of

FORMAT: Final = 1
SUFFIX: Final = ".backup"
_CHUNK: Final = 1024 * 1024
_PART: Final = re.compile(r"office\.(db|slots|toml)|att/\w+\.bin")

Cancelled = Callable[[], bool]


def never() -> bool:
    """Be the `cancelled` of what cannot be stopped."""
    return False


class FileProof(NamedTuple):
    """What a file of the bundle must be."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle contains and must agree with."""

    db_uuid: UUID
    epoch: int
    made_at: datetime
    files: dict[str, FileProof]
    snapshot: Snapshot

    @property
    def bytes(self) -> int:
        """The size of all files together."""
        return sum(file.bytes for file in self.files.values())


def parts_of(folder: OfficeFolder) -> list[str]:
    """Name the files that go into a copy beside the database, relative to the folder."""
    attachments = sorted(path.name for path in folder.attachments.glob("*.bin"))
    return ["office.toml", "office.slots", *(f"att/{name}" for name in attachments)]


# --- manifest --------------------------------------------------------------------------------


def write_manifest(bundle: Path, manifest: Manifest, keys: OfficeKeys) -> None:
    """Write the manifest under a MAC that only this office's keys make."""
    sealing, signing = _manifest_keys(keys)
    counts = {"rows": manifest.snapshot.rows, "audit_seq": manifest.snapshot.audit_seq}
    head = _head_of(manifest)
    body = {
        "format": FORMAT,
        "db_uuid": str(manifest.db_uuid),
        "epoch": manifest.epoch,
        "made_at": manifest.made_at.isoformat(),
        "files": {name: list(proof) for name, proof in manifest.files.items()},
        "audit_head": _anchors(bundle, keys, manifest.epoch).sealed(head) if head else None,
        "sealed": k.wrap(sealing, _canonical(counts), b"counts").hex(),
    }
    told = body | {"mac": k.mac(signing, _canonical(body)).hex()}
    replace_file(bundle / "manifest.json", _canonical(told))


def read_manifest(bundle: Path, keys: OfficeKeys) -> Manifest:
    """Read a manifest and refuse it when its MAC does not hold."""
    sealing, signing = _manifest_keys(keys)
    try:
        told = json.loads((bundle / "manifest.json").read_bytes())
        if told["format"] > FORMAT:
            raise NewerSchemaError
        seal = bytes.fromhex(told.pop("mac"))
        counts = k.unwrap(sealing, bytes.fromhex(told["sealed"]), b"counts")
        if counts is None or not k.same(seal, k.mac(signing, _canonical(told))):
            raise DamagedBackupError(
                "この控え(バックアップ)の目録が書き換えられているため使えません。別の控えを選んでください。"
            )
        _refuse_other_names(told["files"])
        mac = _told_mac(told, _anchors(bundle, keys, told["epoch"]))
        return _manifest_from(told, json.loads(counts), mac)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise DamagedBackupError from None


def _refuse_other_names(names: Iterable[str]) -> None:
    """Refuse what no copy holds, such as a way out of the folder it is restored to."""
    if not all(_PART.fullmatch(name) for name in names):
        raise DamagedBackupError


def _told_mac(told: dict[str, Any], anchors: Anchors) -> bytes | None:
    """Return the seal of the chain's last row; None in a copy from before it was noted."""
    sealed = told.get("audit_head")
    if sealed is None:
        return None
    head = anchors.opened(sealed)
    if head is None:
        raise DamagedBackupError
    return head.mac


def _head_of(manifest: Manifest) -> Head | None:
    seq, mac = manifest.snapshot.audit_seq, manifest.snapshot.audit_mac
    if seq is None or mac is None:
        return None
    return Head(seq, mac, manifest.epoch, manifest.made_at)


def _anchors(bundle: Path, keys: OfficeKeys, epoch: int) -> Anchors:
    return Anchors.of(OfficeFolder(bundle), keys, epoch)


def _manifest_from(told: dict[str, Any], counts: dict[str, Any], mac: bytes | None) -> Manifest:
    return Manifest(
        db_uuid=UUID(told["db_uuid"]),
        epoch=told["epoch"],
        made_at=datetime.fromisoformat(told["made_at"]),
        files={name: FileProof(*proof) for name, proof in told["files"].items()},
        snapshot=Snapshot(counts["rows"], counts["audit_seq"], mac),
    )


def _manifest_keys(keys: OfficeKeys) -> tuple[bytes, bytes]:
    key = keys.key_for(Purpose.BACKUP_MANIFEST)
    return k.derive(key, "seal", keys.db_uuid.bytes), k.derive(key, "sign", keys.db_uuid.bytes)


def _canonical(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


# --- files -----------------------------------------------------------------------------------


def copy_part(source: Path, target: Path, name: str) -> FileProof:
    """Copy one file into place durably; return what it must be from now on."""
    (target / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = copy_durably(source / name, target / name, digest.update)
    return FileProof(size, digest.hexdigest())


def proof_of(path: Path, stop: Cancelled = never) -> FileProof:
    """Read a file back for its size and digest."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            refuse_if_cancelled(stop)
            digest.update(chunk)
            size += len(chunk)
    return FileProof(size, digest.hexdigest())


def prove_files(bundle: Path, manifest: Manifest, names: Iterable[str], stop: Cancelled) -> None:
    """Read files of the bundle back and compare them with the manifest."""
    for name in names:
        refuse_if_cancelled(stop)
        with disk_faults_as_sentences():
            path = bundle / name
            is_whole = path.is_file() and proof_of(path, stop) == manifest.files[name]
        if not is_whole:
            raise DamagedBackupError(
                f"この控え(バックアップ)のファイル({name})が壊れているか、なくなっています。"
                "別の控えを選んでください。"
            )


def prove_database(bundle: Path, manifest: Manifest, keys: OfficeKeys, stop: Cancelled) -> None:
    """Open the bundle's database, run both checks, and compare rows and audit head."""
    key = keys.key_for(Purpose.DATABASE)
    connection = open_connection(bundle / "office.db", key, mode="immutable")
    try:
        connection.set_progress_handler(stop, 100_000)
        with disk_faults_as_sentences():
            is_sound = not faults_of(connection) and _agrees(snapshot_of(connection), manifest)
    except Exception:
        refuse_if_cancelled(stop)
        raise
    finally:
        connection.close()
    if not is_sound:
        raise DamagedBackupError


def _agrees(found: Snapshot, manifest: Manifest) -> bool:
    """Whether rows and the chain's end are as noted; older manifests note its number alone."""
    if manifest.snapshot.audit_mac is None:
        found = found._replace(audit_mac=None)
    return found == manifest.snapshot


def refuse_if_cancelled(stop: Cancelled) -> None:
    """Raise once the worker has stopped the task."""
    if stop():
        raise CancelledError
