"""Looks for a text in files as a finder of the PC would: any encoding, packed, in a PDF's pages."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "shift_jis", "euc_jp", "iso2022_jp")
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_MOST_UNPACKED = 64 * 1024 * 1024


def needles_of(words: str) -> set[bytes]:
    """Return every way in which words may stand in a file without being packed."""
    plain = {words.encode(each) for each in _ENCODINGS}
    escaped = words.encode("ascii", "backslashreplace")
    hexed = {each.hex().encode() for each in plain}
    return {*plain, escaped, *hexed, *(each.upper() for each in hexed)}


def is_in(words: str, content: bytes) -> bool:
    """Whether words stand in the bytes of a file, plain or packed."""
    needles = needles_of(words)
    return any(needle in part for part in _parts(content) for needle in needles)


def files_with(words: str, folder: Path) -> set[Path]:
    """Return every file under a folder in which, or in whose name, the words stand."""
    return {
        path
        for path in folder.rglob("*")
        if words in path.name
        or (path.is_file() and not path.is_symlink() and is_in(words, path.read_bytes()))
    }


def _parts(content: bytes) -> Iterator[bytes]:
    yield content
    for found in _PACKED.finditer(content):
        yield _unpacked(content[found.start() :])
    if content.startswith(b"PK"):
        yield from _in_zip(content)
    if b"%PDF" in content[:1024]:
        yield _pages(content)


def _unpacked(content: bytes) -> bytes:
    """Return what a stream of zlib or gzip holds, as far as it goes."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(content, _MOST_UNPACKED)
    except zlib.error:
        return b""


def _in_zip(content: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for each in packed.infolist():
                if not each.flag_bits & 1:  # encrypted
                    yield packed.read(each)
    except zipfile.BadZipFile:
        return


def _pages(content: bytes) -> bytes:
    """Return what the pages of a PDF say: their letters stand in it as numbers of shapes."""
    try:
        with pypdfium2.PdfDocument(content) as pages:
            told = [page.get_textpage().get_text_range() for page in pages]
    except pypdfium2.PdfiumError:
        return b""
    return "".join(told).encode("utf-8", "replace")
