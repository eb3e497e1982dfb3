"""Making Excel and CSV files in memory: nothing of them is written anywhere in clear."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from io import BytesIO, StringIO
from typing import Any, Final

from soudan_desk.tables.cells import Value, guarded, text_of

LONGEST_CELL: Final = 32_000
"""Characters Excel keeps in a cell (32,767), with room for what is escaped."""
MOST_ROWS: Final = 1_048_575
FORMS: Final = ("xlsx", "csv")
_FIRST_DAY: Final = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was; earlier days are written as text."""
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDEST, _NARROWEST = 60, 8

_HARD_LIMIT: Final = 32_767

Line = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: a heading line, then its lines."""

    title: str
    headings: Sequence[str]
    lines: Iterable[Line]
    widths: Mapping[int, int] = field(default_factory=dict)


class CellTooLongError(ValueError):
    """A text does not fit a cell of Excel; CSV takes it."""


def table_bytes(
    form: str,
    headings: Sequence[str],
    lines: Iterable[Line],
    *,
    title: str,
    widths: Mapping[int, int] | None = None,
    about: str = "",
) -> bytes:
    """Return a file of one table; texts that look like formulas stay texts.

    `about` goes into the properties of an Excel file and to the foot of its printed pages.
    """
    if form == "csv":
        return _csv_bytes(headings, lines)
    return book_bytes([Sheet(title, headings, lines, widths or {})], title=title, about=about)


def lines_bytes(lines: Iterable[Line]) -> bytes:
    """Return a CSV file of lines that need not be equally long: several tables in one."""
    out = StringIO(newline="")
    csv.writer(out).writerows([_csv_cell(value) for value in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _csv_bytes(headings: Sequence[str], lines: Iterable[Line]) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(each) for each in headings])
    writer.writerows([_csv_cell(value) for value in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")  # without the mark Excel takes it for CP932


def _csv_cell(value: Value) -> str:
    return guarded(value) if isinstance(value, str) else text_of(value)


def book_bytes(sheets: Sequence[Sheet], *, title: str, about: str = "") -> bytes:
    """Return an Excel file of several sheets, named by their titles."""
    from openpyxl import Workbook

    book: Any = Workbook(write_only=True)
    book.properties.title, book.properties.description = title, about
    book.properties.creator = "相談デスク"
    for sheet in sheets:
        _write_sheet(book, sheet, about)
    return _packed(book)


def _write_sheet(book: Any, content: Sheet, about: str) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet._writer import WorksheetWriter

    sheet = book.create_sheet(_sheet_title(content.title))
    sheet.freeze_panes = "A2"
    sheet.oddFooter.center.text = about.replace("&", "&&")
    for at, heading in enumerate(content.headings):
        width = content.widths.get(at, 2 * len(heading) + 2)
        letter = get_column_letter(at + 1)
        sheet.column_dimensions[letter].width = min(max(width, _NARROWEST), _WIDEST)
    sheet._writer = WorksheetWriter(sheet, BytesIO())  # noqa: SLF001 - its own one is a file
    sheet._writer.write_top()  # noqa: SLF001
    maker = _Cells(sheet)
    try:
        sheet.append([maker.heading(each) for each in content.headings])
        for line in content.lines:
            sheet.append([maker.cell(value) for value in line])
    finally:
        sheet.close()  # even when stopped half-way: the XML must be closed in order


def _packed(book: Any) -> bytes:
    from openpyxl.writer import excel

    writer: Any = excel.ExcelWriter

    class InMemory(writer):  # type: ignore[misc]
        def write_worksheet(self, ws: Any) -> None:
            ws._rels = ws._writer._rels  # noqa: SLF001
            self._archive.writestr(ws.path[1:], ws._writer.out.getvalue())  # noqa: SLF001
            self.manifest.append(ws)

    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        InMemory(book, archive).save()
    return out.getvalue()


class _Cells:
    """Makes cells whose kind is ours to say, not guessed from the text."""

    def __init__(self, sheet: Any) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font

        make: Any = WriteOnlyCell
        font: Any = Font
        alignment: Any = Alignment
        self._make: Callable[[Any], Any] = partial(make, sheet)
        self._bold = font(bold=True)
        self._wrapped = alignment(vertical="top", wrap_text=True)

    def heading(self, text: str) -> Any:
        """Return a cell of the first line."""
        cell = self._text(text)
        cell.font = self._bold
        return cell

    def cell(self, value: Value) -> Any:
        """Return a cell for a value; None stays blank."""
        if value is None:
            return None
        if isinstance(value, date) and _day_of(value) < _FIRST_DAY:
            return self._text(text_of(value))
        if isinstance(value, int | float | date | time) and not isinstance(value, bool):
            return self._plain(value)
        return self._text(text_of(value))

    def _plain(self, value: Any) -> Any:
        cell = self._make(value)
        if isinstance(value, datetime) and value.time() != time():
            cell.number_format = "yyyy/mm/dd hh:mm"
        elif isinstance(value, date):
            cell.number_format = "yyyy/mm/dd"
        elif isinstance(value, time):
            cell.number_format = "hh:mm"
        return cell

    def _text(self, text: str) -> Any:
        plain = _UNPRINTABLE.sub("\ufffd", _LOOKS_ESCAPED.sub("_x005F_", text))
        if len(plain) > _HARD_LIMIT:  # openpyxl would cut it without a word
            raise CellTooLongError(len(plain))
        cell = self._make(plain)
        cell.data_type = "s"
        if guarded(plain) != plain:
            cell.quotePrefix = True
        if "\n" in plain:
            cell.alignment = self._wrapped
        return cell


def _day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _sheet_title(title: str) -> str:
    return re.sub(r"[\\/?*\[\]:]", " ", title)[:31] or "表"
