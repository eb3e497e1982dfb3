"""Excel files, a row at a time: results of formulas are taken, formulas never worked out.

openpyxl reads the workbook, its styles and texts; the sheet itself is read here, because its
reader cannot tell a blank cell from a formula without a result, nor say what is merged.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, iterparse

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_excel

from soudan_desk.tables.cells import Formula, Row, TableError, Value

MOST_COLUMNS: Final = 1_000
_NS: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _CELL, _VALUE, _FORMULA = f"{_NS}row", f"{_NS}c", f"{_NS}v", f"{_NS}f"
_INLINE, _TEXT, _RUN, _DATA = f"{_NS}is", f"{_NS}t", f"{_NS}r", f"{_NS}sheetData"
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z0-9:$]+)"')
_END_OF_ROWS: Final = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")
_LONGEST_TAG: Final = 60
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DIGITS: Final = "0123456789"
_CHUNK: Final = 1 << 20

Block = tuple[int, int, int, int]


class XlsxFile:
    """An open Excel file."""

    def __init__(self, content: BytesIO) -> None:
        try:
            with warnings.catch_warnings():  # openpyxl warns of parts it leaves out; we need none
                warnings.simplefilter("ignore")
                self._book: Any = load_workbook(
                    content, read_only=True, data_only=True, keep_links=False
                )
        except Exception as error:  # a hostile file breaks openpyxl in any way it likes
            raise TableError(_DAMAGED) from error

    def close(self) -> None:
        """Give the file up."""
        self._book.close()

    def visible_sheets(self) -> Iterator[tuple[str, tuple[int, tuple[Block, ...]]]]:
        """Name each sheet that is not hidden, with its number of rows and its merged blocks."""
        for sheet in self._book.worksheets:
            if sheet.sheet_state == "visible":
                with _faults_as_sentences(), sheet._get_source() as source:  # noqa: SLF001
                    rows, behind = _survey(source)
                    merged = tuple(_block(match[1].decode()) for match in _MERGED.finditer(behind))
                yield sheet.title, (rows, merged)

    def reader(self, name: str) -> Callable[[], Iterator[Row]]:
        """Return what reads a sheet's rows, from the first one each time."""
        return lambda: self._rows(self._book[name])

    def _rows(self, sheet: Any) -> Iterator[Row]:
        convert = _Cells(self._book, sheet)
        number = 0
        with _faults_as_sentences(), sheet._get_source() as source:  # noqa: SLF001
            data: Element | None = None
            for event, element in _events(source):
                if event == "start":
                    data = element if element.tag == _DATA else data
                elif element.tag == _ROW:
                    number = int(element.get("r") or number + 1)
                    yield number, convert.row(element, number)
                    if data is not None:
                        data.clear()


def _events(source: Any) -> Iterator[tuple[str, Element]]:
    return iterparse(source, events=("start", "end"))  # noqa: S314 - expat bounds what entities swell to


def _survey(source: Any) -> tuple[int, bytes]:
    """Count the rows of a sheet's XML, and return what follows them: it says what is merged."""
    rows, seen = 0, b""
    while chunk := source.read(_CHUNK):
        rows += chunk.count(b"<row ")
        seen = seen[-_LONGEST_TAG:] + chunk
        if end := _END_OF_ROWS.search(seen):
            return rows, seen[end.end() :] + source.read()
    return rows, b""


class _Cells:
    """Turns the cells of a sheet's XML into values."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._texts = sheet._shared_strings  # noqa: SLF001
        self._dates = book._date_formats  # noqa: SLF001
        self._spans = book._timedelta_formats  # noqa: SLF001
        self._epoch = book.epoch
        self._columns: dict[str, int] = {}

    def row(self, element: Element, number: int) -> list[Value]:
        """Return the cells of a row up to the last that is not blank."""
        cells: list[Value] = []
        for cell in element.iter(_CELL):
            value = self._value(cell)
            if value is None:
                continue
            at = self._column(cell, len(cells))
            if at >= MOST_COLUMNS:
                raise TableError(
                    f"{number}行目に{MOST_COLUMNS}列より右の欄があります。"
                    "使っていない列を消して保存し直してください。"
                )
            if at > len(cells):
                cells.extend([None] * (at - len(cells)))
            cells[at:] = [value]
        return cells

    def _column(self, cell: Element, following: int) -> int:
        reference = cell.get("r")
        if reference is None:
            return following
        letters = reference.rstrip(_DIGITS)
        if letters not in self._columns:
            self._columns[letters] = _column_number(letters)
        return self._columns[letters]

    def _value(self, cell: Element) -> Value:
        form = cell.get("t", "n")
        if form == "inlineStr":
            return _plain(_inline_text(cell.find(_INLINE)))
        text = cell.findtext(_VALUE)
        if not text:
            formula = cell.find(_FORMULA)
            return None if formula is None else Formula(f"={formula.text or ''}")
        if form == "s":
            return _plain(self._texts[int(text)])
        if form == "n":
            return self._number(text, int(cell.get("s") or 0))
        if form == "b":
            return text == "1"
        return _plain(text)

    def _number(self, text: str, style: int) -> Value:
        number = float(text) if "." in text or "e" in text.lower() else int(text)
        if style not in self._dates:
            return number
        try:
            value: Value = from_excel(number, self._epoch, timedelta=style in self._spans)
        except (OverflowError, ValueError):
            return number
        return value


def _plain(text: str) -> Value:
    if not text:
        return None
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _inline_text(element: Element | None) -> str:
    if element is None:
        return ""
    runs = [element, *element.findall(_RUN)]
    return "".join(part.text or "" for run in runs for part in run.findall(_TEXT))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _block(reference: str) -> Block:
    left, top, right, bottom = range_boundaries(reference)
    return int(top or 1), int(left or 1) - 1, int(bottom or 1), int(right or 1) - 1


_DAMAGED: Final = (
    "Excelのファイルとして読めません。壊れているか、途中で切れています。"
    "Excelで開けるか確かめ、「Excelブック(.xlsx)」として保存し直してください。"
)


@contextmanager
def _faults_as_sentences() -> Iterator[None]:
    try:
        yield
    except TableError:
        raise
    except (ParseError, zipfile.BadZipFile, ValueError, LookupError, EOFError) as error:
        raise TableError(_DAMAGED) from error
