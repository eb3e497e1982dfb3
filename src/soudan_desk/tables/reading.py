"""Opening a table somebody sent: what kind of file it is, by content and not by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Final, Self

from soudan_desk.tables.cells import Row, TableError
from soudan_desk.tables.csv_reading import read_csv
from soudan_desk.tables.sealed import is_zip, refuse_bomb, unseal

MOST_BYTES: Final = 300_000_000
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")

Merged = tuple[int, int, int, int]
"""A merged block: first row, first column, last row, last column (rows from 1, columns from 0)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; `rows` may be called again and reads it anew; `row_count` is about right."""

    name: str
    rows: Callable[[], Iterator[Row]]
    row_count: int
    merged: tuple[Merged, ...] = ()


@dataclass(slots=True)
class Book:
    """A file with its sheets; `form` is `xlsx` or `csv`."""

    form: str
    sheets: list[Sheet]
    was_locked: bool = False
    _closers: list[Callable[[], None]] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for close in self._closers:
            close()


def open_table(path: Path, password: str | None = None) -> Book:
    """Open an Excel or CSV file, bare or in a ZIP; `password` opens a locked ZIP.

    Raises `TableError` with a sentence for anything else, `WrongFilePasswordError` when locked.
    """
    content = _content_of(path)
    was_locked = False
    if is_zip(content) and not _is_xlsx(content):
        content, was_locked = unseal(content, password)
    book = _open_content(content)
    book.was_locked = was_locked
    return book


def _content_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise TableError(
                f"ファイルが大きすぎます({size // 1_000_000}MB)。"
                "年度ごとなどに分けて取り込んでください。"
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise TableError(f"ファイル「{path.name}」がありません。場所を確かめてください。") from None
    except OSError:
        raise TableError(
            f"ファイル「{path.name}」を読めません。Excelで開いていれば閉じ、"
            "読み取りの権限を確かめてください。"
        ) from None
    if not content.strip():
        raise TableError(f"ファイル「{path.name}」は空です。中身のあるファイルを選んでください。")
    return content


def _open_content(content: bytes) -> Book:
    if is_zip(content):
        return _open_xlsx(content)
    if content.startswith(_OLE):
        raise TableError(_why_no_old_excel(content))
    _refuse_other_kinds(content)
    rows = read_csv(content)
    return Book("csv", [Sheet("", _again(rows), len(rows))])


def _again(rows: list[Row]) -> Callable[[], Iterator[Row]]:
    return lambda: iter(rows)


def _open_xlsx(content: bytes) -> Book:
    from soudan_desk.tables.xlsx_reading import XlsxFile

    if not _is_xlsx(content):
        raise TableError(
            "Excelのファイル(.xlsx)ではありません。Excelで開き、"
            "「Excelブック(.xlsx)」として保存し直してください。"
        )
    refuse_bomb(content)
    file = XlsxFile(BytesIO(content))
    sheets = [Sheet(name, file.reader(name), *facts) for name, facts in file.visible_sheets()]
    return Book("xlsx", sheets, _closers=[file.close])


def _is_xlsx(content: bytes) -> bool:
    return is_zip(content) and b"xl/workbook.xml" in content


def _why_no_old_excel(content: bytes) -> str:
    if _ENCRYPTED_PACKAGE in content:
        return (
            "パスワードのかかったExcelのファイルです。"
            "Excelで開いてパスワードを外し、保存し直してから取り込んでください。"
        )
    return (
        "古い形式(.xls など)のファイルです。"
        "Excelで開き、「Excelブック(.xlsx)」として保存し直してください。"
    )


_OTHER_KINDS: Final[Iterable[tuple[bytes, str]]] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "画像"),
    (b"\xff\xd8\xff", "画像"),
    (b"GIF8", "画像"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "文書"),
)


def _refuse_other_kinds(content: bytes) -> None:
    for start, name in _OTHER_KINDS:
        if content.startswith(start):
            raise TableError(
                f"{name}のファイルは取り込めません。Excel(.xlsx)かCSVのファイルを選んでください。"
            )
    start = content.lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise TableError(
            "中身がExcelでもCSVでもなく、ウェブページかXMLです。"
            "Excelで開き、「Excelブック(.xlsx)」として保存し直してください。"
        )
