"""Texts and files that somebody may have made to do harm, or that a broken program may send."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

import openpyxl

FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://example.invalid","x")',
    "+81-90-0000-0000",
    "-2+3",
    "@SUM(A1:A3)",
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "＝1+1",
)
INVISIBLE = (
    "見本\x00花子",
    "見本\x1b[31m花子",
    "見本\x07",
    "見本\u202e子花",
    "見本\u2066花\u2069",
    "見本\ud800",
    "見本\x85花子",
    "\ufeff見本\u200b花子",
)
WORDS = (
    "'; DROP TABLE person;--",
    'NEAR("a" b*) AND (',
    "<b>&amp;<para><img src='/etc/passwd'/></b>",
    "{0.__class__}%s%n${HOME}",
    "../../etc/passwd",
    "CON",
    "e" + "\u0301" * 150,
    "👨‍👩‍👧‍👦葛󠄀𠮷𠀋",
    "あ" * 1_000_000,
    "\n" * 5_000,
    "NULL",
    "1e999",
)
TEXTS = (*FORMULAS, *INVISIBLE, *WORDS)

FILE_NAMES = (
    "../../x.txt",
    "..\\..\\x.txt",
    "/etc/cron.d/x.txt",
    "C:\\Windows\\x.txt",
    "x\x00.txt",
    "fdp.\u202etxt",
    "a/../../../b.txt",
    "..",
    "あ" * 300 + ".txt",
    "CON.txt",
    ".txt",
)

_HEAD = "氏名,フリガナ,備考\n"


def tables() -> Iterator[tuple[str, bytes]]:
    """Give files that are to be taken in as tables: (what it is, its bytes)."""
    good = _book([["氏名", "フリガナ", "備考"], ["見本 花子", "ミホン ハナコ", "ふつう"]])
    yield "cut.xlsx", good[: len(good) // 2]
    yield "head-only.xlsx", good[:100]
    yield "swollen.xlsx", _swollen(good)
    yield "entities.xlsx", _with_part(good, "xl/worksheets/sheet1.xml", _laughs())
    yield "not-xml.xlsx", _with_part(good, "xl/worksheets/sheet1.xml", b"\x00\xff" * 100)
    yield "no-sheet.xlsx", _without_part(good, "xl/worksheets/sheet1.xml")
    yield "traversal.zip", _archive({"../../../x.csv": _HEAD.encode(), "/etc/y.csv": b"a"})
    yield "nested.zip", _archive({"a.zip": _archive({"b.csv": b"a"})})
    yield "not-a-zip.xlsx", b"PK\x03\x04" + b"x" * 5_000
    yield "broken-utf-8.csv", _HEAD.encode() + b"\xe8\xa6\x8b\xe6\x9c,\xff\xfe,x\n"
    yield "nul.csv", _HEAD.encode() + "見本\x00花子,ミホン,x\n".encode()
    yield "odd-utf-16.csv", b"\xff\xfe" + _HEAD.encode("utf-16-le") + b"x"
    yield "open-quote.csv", (_HEAD + '見本 花子,"ミホン' + "あ" * 100_000).encode()
    yield "long-heading.csv", ("氏名" + "名" * 3_000_000 + ",備考\n見本,x\n").encode()
    yield "wide.csv", ("a," * 100_000 + "\n").encode() * 3
    yield "formulas.csv", (_HEAD + '見本 花子,ミホン ハナコ,"=1+1"\n').encode()
    yield "binary.csv", bytes(range(256)) * 400


def _book(lines: list[list[str]]) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(out)
    return out.getvalue()


def _laughs() -> bytes:
    """Return a few lines of XML that stand for a thousand million letters."""
    entities = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "あああああああああ">'
        for n in range(10)
    )
    return f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><x>&a9;</x>'.encode()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _archive(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    return _archive(_parts(content) | {name: part})


def _swollen(content: bytes) -> bytes:
    """Return a small file that unpacks to 300 MB of blanks; nothing of it is held here."""
    name, out = "xl/worksheets/sheet1.xml", BytesIO()
    before, end, after = _parts(content)[name].partition(b"</sheetData>")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, part in _parts(content).items():
            if each != name:
                archive.writestr(each, part)
        with archive.open(name, "w") as sheet:
            sheet.write(before)
            for _ in range(300):
                sheet.write(b" " * 1_000_000)
            sheet.write(end + after)
    return out.getvalue()


def _without_part(content: bytes, name: str) -> bytes:
    return _archive({each: part for each, part in _parts(content).items() if each != name})
