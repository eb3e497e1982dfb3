"""Attached files: what is taken, and how those above 1 MiB lie encrypted beside the database.

A large one is `att/<random>.bin`: AES-256-GCM in chunks of 1 MiB under a key of its own, chunk
number and last flag authenticated (the STREAM construction), so that nothing can be cut, moved
or added. The file's key is kept in the database, wrapped under the office's attachment key.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import struct
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from soudan_desk.storage import keys as k
from soudan_desk.storage.durable import disk_faults_as_sentences, move_over, sync_folder
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import OfficeKeys, Purpose
from soudan_desk.storage.refusals import AttachmentRefusedError, DamagedAttachmentError

INLINE_BYTES: Final = 1024 * 1024
LARGEST_BYTES: Final = 100 * 1024 * 1024
ACCEPTED: Final = {
    *("pdf", "jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "txt", "csv"),
    *("rtf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "jtd", "eml"),
    *("msg", "wav", "mp3", "m4a", "mp4", "mov", "zip"),
}
_CHUNK: Final = 1024 * 1024
_TAG_BYTES: Final = 16
_HEADER: Final = struct.Struct(">8s8s")  # magic, nonce prefix
_MAGIC: Final = b"SOUDAN\x00\x01"
_STALE_S: Final = 60 * 60
_PROGRAM_HEADS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_HEADS: Final = {
    "pdf": (b"%PDF",),
    "png": (b"\x89PNG",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF8",),
    "docx": (b"PK",),
    "xlsx": (b"PK",),
    "pptx": (b"PK",),
    "zip": (b"PK",),
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A large attachment as its row keeps it: the file's name, its wrapped key, what it holds."""

    stored_name: str
    wrapped_key: bytes
    size: int
    sha256: str


# --- what is taken ---------------------------------------------------------------------------


def check_attachment(file_name: str, size: int, head: bytes) -> None:
    """Refuse a file by its kind, its size or its first bytes (programs, disguised ones too)."""
    ending = file_name.rpartition(".")[2].casefold()
    if "." not in file_name or ending not in ACCEPTED:
        raise AttachmentRefusedError(
            f"「{file_name}」は添付できない種類のファイルです。"
            "PDF・画像・文書・表など、よく使われる形式にしてから添付してください。"
        )
    if size > LARGEST_BYTES:
        raise AttachmentRefusedError(
            f"「{file_name}」は大きすぎます({size / 1_048_576:.0f}MB)。"
            "添付できるのは100MBまでです。分けるか、画質を下げてください。"
        )
    if size == 0:
        raise AttachmentRefusedError(f"「{file_name}」は空のファイルです。中身を確かめてください。")
    if head.startswith(_PROGRAM_HEADS) or not head.startswith(_HEADS.get(ending, (b"",))):
        raise AttachmentRefusedError(
            f"「{file_name}」の中身が名前と合いません。元のソフトで開けるか確かめてください。"
        )


# --- large ones ------------------------------------------------------------------------------


def store_large(folder: OfficeFolder, keys: OfficeKeys, source: IO[bytes]) -> StoredFile:
    """Encrypt a file into the office folder; the row that names it is committed afterwards."""
    name = f"{secrets.token_hex(16)}.bin"
    file_key = bytearray(secrets.token_bytes(k.KEY_BYTES))
    partial = folder.attachments / f"{name}.part"
    with disk_faults_as_sentences():
        try:
            with partial.open("xb") as target:
                size, digest = _encrypt(source, target, file_key)
                target.flush()
                os.fsync(target.fileno())
            move_over(partial, folder.attachments / name)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        sync_folder(folder.attachments)
    wrapped = k.wrap(keys.key_for(Purpose.ATTACHMENTS), file_key, name.encode())
    k.erase(file_key)
    return StoredFile(name, wrapped, size, digest)


def read_large(
    folder: OfficeFolder,
    keys: OfficeKeys,
    stored: StoredFile,
    opened: Callable[[bytes], bytes] = bytes,
) -> Iterator[bytes]:
    """Decrypt a stored file chunk by chunk; it is whole only when the iterator ends by itself.

    `opened` opens the key of a file that belongs to a sealed case.
    """
    name = stored.stored_name.encode()
    file_key = k.unwrap(keys.key_for(Purpose.ATTACHMENTS), stored.wrapped_key, name)
    if file_key is None:
        raise DamagedAttachmentError
    file_key = bytearray(opened(bytes(file_key)))
    digest = hashlib.sha256()
    try:
        with (folder.attachments / stored.stored_name).open("rb") as file:
            for chunk in _decrypt(file, file_key):
                digest.update(chunk)
                yield chunk
    except FileNotFoundError:
        raise DamagedAttachmentError from None
    finally:
        k.erase(file_key)
    if digest.hexdigest() != stored.sha256:
        raise DamagedAttachmentError


def stored_bytes(size: int) -> int:
    """Return how long the encrypted file of so many plain bytes is."""
    return _HEADER.size + size + _TAG_BYTES * max(1, -(-size // _CHUNK))


def begins_with(path: Path, key: bytes) -> bool:
    """Whether the first chunk of an encrypted file was written under a key."""
    with path.open("rb") as file:
        head, first = file.read(_HEADER.size), file.read(_CHUNK + _TAG_BYTES)
    if len(head) != _HEADER.size:
        return False
    for is_last in (True, False):
        with suppress(InvalidTag):
            nonce = _nonce(_HEADER.unpack(head)[1], 0)
            AESGCM(key).decrypt(nonce, first, _place(0, is_last=is_last))
            return True
    return False


def sweep_orphans(folder: OfficeFolder, known: Collection[str]) -> list[str]:
    """Remove files that no row names, unless they are younger than an hour; return their names."""
    stale = time.time() - _STALE_S
    removed = []
    for path in folder.attachments.iterdir():
        is_ours = path.name.endswith((".bin", ".bin.part"))
        if is_ours and path.name not in known and path.stat().st_mtime < stale:
            path.unlink(missing_ok=True)
            removed.append(path.name)
    return sorted(removed)


def _encrypt(source: IO[bytes], target: IO[bytes], key: bytearray) -> tuple[int, str]:
    prefix, cipher, digest = secrets.token_bytes(8), AESGCM(bytes(key)), hashlib.sha256()
    target.write(_HEADER.pack(_MAGIC, prefix))
    size, number, chunk = 0, 0, source.read(_CHUNK)
    while True:
        following = source.read(_CHUNK)
        size += len(chunk)
        if size > LARGEST_BYTES:
            raise AttachmentRefusedError(
                "添付できるのは100MBまでです。分けるか、画質を下げてください。"
            )
        digest.update(chunk)
        place = _place(number, is_last=not following)
        target.write(cipher.encrypt(_nonce(prefix, number), chunk, place))
        if not following:
            return size, digest.hexdigest()
        number, chunk = number + 1, following


def _decrypt(file: IO[bytes], key: bytearray) -> Iterator[bytes]:
    header, cipher = file.read(_HEADER.size), AESGCM(bytes(key))
    if len(header) != _HEADER.size or not header.startswith(_MAGIC):
        raise DamagedAttachmentError
    prefix = _HEADER.unpack(header)[1]
    number, sealed = 0, file.read(_CHUNK + _TAG_BYTES)
    while sealed:
        following = file.read(_CHUNK + _TAG_BYTES)
        try:
            place = _place(number, is_last=not following)
            yield cipher.decrypt(_nonce(prefix, number), sealed, place)
        except InvalidTag:
            raise DamagedAttachmentError from None
        number, sealed = number + 1, following
    if number == 0:
        raise DamagedAttachmentError


def _nonce(prefix: bytes, number: int) -> bytes:
    return prefix + number.to_bytes(4, "big")


def _place(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(4, "big") + bytes([is_last])
