"""What is taken out of the decrypted database: a CSV file for each table, and the attachments."""

import csv
import hashlib
import hmac
import io
import itertools
import json
import re
import sqlite3
import struct
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from office_keys import Keys, canonical, derive, opened
from office_sealed import FILE_MARK, Compartments

CHUNK, TAG = 1024 * 1024, 16
ATTACHMENT = struct.Struct(">8s8s")  # magic, nonce prefix


def attachment_chunks(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Decrypt an attachment's chunks; number and last flag are authenticated with each."""
    magic, prefix = ATTACHMENT.unpack(file.read(ATTACHMENT.size))
    if magic != b"SOUDAN\x00\x01":
        raise ValueError(magic)
    sealed = file.read(CHUNK + TAG)
    for number in itertools.count():
        following = file.read(CHUNK + TAG)
        place = struct.pack(">I?", number, not following)
        yield AESGCM(key).decrypt(prefix + place[:4], sealed, place)
        if not following:
            return
        sealed = following


class SealedError(Exception):
    """An attachment belongs to a sealed case, whose key is not at hand."""


def content_of(
    office: Path, keys: Keys, compartments: Compartments, row: sqlite3.Row
) -> bytes | None:
    """Return an attachment's plain bytes; None if they are missing, damaged or not its own."""
    content = row["content"]
    if content is None:
        name = str(row["stored_as"])
        key = opened(keys.key_for("k_att"), row["file_key"], name.encode())
        if key and key.startswith(FILE_MARK):
            key = compartments.content(key)
        if key and key.startswith(FILE_MARK):
            raise SealedError
        try:
            with (office / "att" / Path(name).name).open("rb") as file:
                content = b"".join(attachment_chunks(file, key or b""))
        except (OSError, ValueError, struct.error, InvalidTag):
            return None
    if content.startswith(FILE_MARK):
        raise SealedError
    return content if hashlib.sha256(content).hexdigest() == row["sha256"] else None


def safe_name(row: sqlite3.Row) -> str:
    """Name a plain attachment so that no two are alike and every system takes it."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", row["file_name"]).strip(". ")
    return f"{row['id'].hex()}_{name[-80:]}"


def tables_of(plain: sqlite3.Connection, faulty: dict[str, str]) -> list[str]:
    """Name the tables that hold records; the search index holds nothing of its own."""
    try:
        rows = plain.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    except sqlite3.DatabaseError as error:
        faulty["sqlite_master"] = str(error)
        return []
    virtual = [name for name, sql in rows if (sql or "").upper().startswith("CREATE VIRTUAL")]
    left_out = tuple(f"{name}_" for name in [*virtual, "sqlite"])
    names = (name for name, _ in rows if name not in virtual)
    return sorted(name for name in names if not name.startswith(left_out))


def csv_cell(value: Any) -> Any:
    """Write ids as ids and other bytes as hex; what looks like a formula gets an apostrophe."""
    if isinstance(value, bytes):
        return str(uuid.UUID(bytes=value)) if len(value) == 16 else value.hex()
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value


def write_tables(
    plain: sqlite3.Connection, to: Path | None
) -> tuple[dict[str, int], dict[str, str]]:
    """Write each table as CSV, or only read it: (rows by table, why some end too early)."""
    counts: dict[str, int] = {}
    faulty: dict[str, str] = {}
    for name in tables_of(plain, faulty):
        file = to / "csv" / f"{name}.csv" if to else None
        with file.open("w", encoding="utf-8-sig", newline="") if file else io.StringIO() as out:
            writer, counts[name] = csv.writer(out), 0
            try:
                for line in lines_of(plain, name):
                    writer.writerow(line)
                    counts[name] += 1
            except sqlite3.DatabaseError as error:
                faulty[name] = str(error)
        counts[name] = max(0, counts[name] - 1)
    return counts, faulty


def lines_of(plain: sqlite3.Connection, name: str) -> Iterator[list[Any]]:
    """Give a table's headings, then its rows; a file's content lies among the attachments."""
    rows = plain.execute(f'SELECT * FROM "{name}"')
    headings = [each[0] for each in rows.description]
    yield headings
    for row in rows:
        told = dict(zip(headings, row, strict=True))
        if name == "attachment":
            told["content"] = None
        yield [csv_cell(value) for value in told.values()]


def write_attachments(
    office: Path, keys: Keys, compartments: Compartments, plain: sqlite3.Connection, to: Path | None
) -> tuple[int, list[str], int]:
    """Decrypt every attachment: (how many are whole, which are not, how many stay sealed)."""
    whole, faulty, sealed = 0, list[str](), 0
    columns = "id, file_name, sha256, content, stored_as, file_key"
    try:
        for row in plain.execute(f"SELECT {columns} FROM attachment"):
            try:
                content = content_of(office, keys, compartments, row)
            except SealedError:
                sealed += 1
                continue
            if content is None:
                faulty.append(row["file_name"])
            else:
                whole += 1
                if to:
                    (to / "attachments" / safe_name(row)).write_bytes(content)
    except sqlite3.DatabaseError:
        faulty.append("(表 attachment が最後まで読めません)")
    return whole, faulty, sealed


def structure_faults(plain: sqlite3.Connection) -> list[str]:
    """Run SQLite's own check over the decrypted pages."""
    try:
        faults = [str(row[0]) for row in plain.execute("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [] if faults == ["ok"] else faults


def manifest_faults(office: Path, keys: Keys) -> list[str]:
    """Compare a backup copy with its manifest; an office in use has none."""
    if not (office / "manifest.json").exists():
        return []
    try:
        told = json.loads((office / "manifest.json").read_bytes())
        seal = told.pop("mac")
        signing = derive(keys.key_for("k_bk_manifest"), "sign", keys.office.bytes)
        files = dict(told["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ["manifest.json"]
    is_ours = hmac.compare_digest(hmac.digest(signing, canonical(told), "sha256").hex(), seal)
    faulty = [name for name, proof in files.items() if not _agrees(office / name, proof)]
    return faulty if is_ours else ["manifest.json", *faulty]


def _agrees(path: Path, proof: list[Any]) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return [path.stat().st_size, digest] == list(proof)
