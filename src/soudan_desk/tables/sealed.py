"""ZIP files: locked with AES-256 on the way out, opened with care on the way in."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Final

from soudan_desk.tables.cells import TableError, WrongFilePasswordError

MOST_UNPACKED: Final = 1_500_000_000
_MOST_RATIO: Final = 400
_RATIO_FROM: Final = 50_000_000
_TABLES: Final = (".xlsx", ".xlsm", ".csv", ".txt", ".tsv")


def is_zip(content: bytes) -> bool:
    """Whether the content begins as a ZIP file does."""
    return content.startswith(b"PK\x03\x04")


def seal(name: str, content: bytes, password: str) -> bytes:
    """Return a ZIP that holds one file under AES-256; it never touches the disk in clear."""
    return seal_all({name: content}, password)


def seal_all(files: Mapping[str, bytes], password: str) -> bytes:
    """Return a ZIP that holds several files under AES-256, as `seal` does one."""
    import pyzipper

    out = BytesIO()
    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(password.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def unseal(content: bytes, password: str | None) -> tuple[bytes, bool]:
    """Return the one table in a ZIP, and whether it was locked."""
    import pyzipper

    try:
        with pyzipper.AESZipFile(BytesIO(content)) as archive:
            entry = _only_table(archive)
            is_locked = bool(entry.flag_bits & 1)
            if is_locked and not password:
                raise WrongFilePasswordError(
                    "パスワードのかかったファイルです。ファイルのパスワードを入れてください。"
                )
            return _unpacked(archive, entry, password if is_locked else None), is_locked
    except (zipfile.BadZipFile, pyzipper.BadZipFile, EOFError, NotImplementedError) as error:
        raise TableError(_DAMAGED) from error


_DAMAGED: Final = "ZIPのファイルが壊れているか、途中で切れています。もう一度もらい直してください。"


def _only_table(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    tables = [each for each in archive.infolist() if each.filename.lower().endswith(_TABLES)]
    if not tables:
        raise TableError(
            "ZIPの中にExcel(.xlsx)やCSVのファイルがありません。中身を確かめてください。"
        )
    if len(tables) > 1:
        raise TableError(
            f"ZIPの中に表のファイルが{len(tables)}つあります。1つずつ取り出して取り込んでください。"
        )
    _refuse_swollen(tables)
    return tables[0]


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, password: str | None) -> bytes:
    try:
        return archive.read(entry, password.encode() if password else None)
    except RuntimeError as error:
        raise WrongFilePasswordError(
            "ファイルのパスワードが違います。送った人に確かめて、もう一度入れてください。"
        ) from error


def refuse_bomb(content: bytes) -> None:
    """Refuse a ZIP that would unpack to more than any table needs."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _refuse_swollen(archive.infolist())
    except zipfile.BadZipFile as error:
        raise TableError(
            "Excelのファイルが壊れているか、途中で切れています。もう一度もらい直してください。"
        ) from error


def _refuse_swollen(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _RATIO_FROM and entry.file_size > _MOST_RATIO * entry.compress_size
        for entry in entries
    )
    if unpacked > MOST_UNPACKED or swollen:
        raise TableError(
            "広げると大きくなりすぎるファイルなので、開きません。"
            "必要なシートだけを新しいファイルに写して取り込んでください。"
        )
