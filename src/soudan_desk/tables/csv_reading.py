"""CSV as it comes: UTF-8, CP932 or UTF-16, parted by commas, tabs or semicolons."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from itertools import islice
from typing import Final

from soudan_desk.tables.cells import Formula, Row, TableError, Value, is_formula, unguarded

_DELIMITERS: Final = ",\t;|"
_SAMPLE_ROWS: Final = 20
_LONGEST_CELL: Final = 10_000_000


def read_csv(content: bytes) -> list[Row]:
    """Return every line; a cell that a spreadsheet would work out comes as `Formula`."""
    text = decoded(content)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter_of(text))
        return [(number, _cells(row)) for number, row in enumerate(rows, start=1)]
    except csv.Error as error:
        raise TableError(
            'CSVとして読めません。引用符(")の数が合わないか、1つの欄が長すぎます。'
            "Excelで開いて「Excelブック(.xlsx)」として保存し直してください。"
        ) from error


def decoded(content: bytes) -> str:
    """Return the text of a file in one of the encodings offices use."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _refuse_binary(text)
    raise TableError(
        "文字コードが分かりません。CSVは「UTF-8」か「シフトJIS(CP932)」で保存し直してください。"
    )


def _refuse_binary(text: str) -> str:
    start = text[:4000]
    odd = sum(character < " " and character not in "\t\r\n" for character in start)
    if odd > len(start) / 10:
        raise TableError(
            "表のファイルではありません。Excel(.xlsx)かCSVのファイルを選んでください。"
        )
    return text


def _delimiter_of(text: str) -> str:
    """Choose the sign that parts the most lines into the same number of cells."""
    return max(_DELIMITERS, key=lambda sign: _evenness(text, sign))


def _evenness(text: str, sign: str) -> tuple[int, int]:
    try:
        sample = list(islice(csv.reader(StringIO(text, newline=""), delimiter=sign), _SAMPLE_ROWS))
    except csv.Error:
        return (0, 0)
    widths = Counter(len(row) for row in sample if len(row) > 1)
    if not widths:
        return (0, 0)
    width, lines = widths.most_common(1)[0]
    return (lines, width)


def _cells(row: list[str]) -> list[Value]:
    cells: list[Value] = [_cell(text) for text in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _cell(text: str) -> Value:
    if not text:
        return None
    if is_formula(text):
        return Formula(text)
    return unguarded(text).replace("\r\n", "\n").replace("\r", "\n")
