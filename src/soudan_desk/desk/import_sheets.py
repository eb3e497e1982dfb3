"""The sheet of a file that holds the ledger, and its rows without what is no record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from soudan_desk.desk.import_columns import (
    SEARCHED_ROWS,
    Column,
    Head,
    Heading,
    find_head,
    match_columns,
)
from soudan_desk.desk.import_words import plain_heading
from soudan_desk.errors import SoudanError
from soudan_desk.japanese.folding import fold
from soudan_desk.tables.cells import Formula, Row, Value, is_blank_row, text_of
from soudan_desk.tables.reading import Book, Merged, Sheet

SAMPLED_ROWS = 300
_TOTAL = re.compile(
    r"(令和|平成|r|h)?\d{0,4}(年度?|月|上半期|下半期|第?\d四半期)?分?の?"
    r"(計|合計|小計|総計|総合計|累計|月計|年計|年間計|平均|件数|total)[:：]?"
)
_NUMBER = re.compile(r"[\d,.\s]+(件|人|名|回|分|時間|円|%)?")


class NoHeadingError(SoudanError):
    """No line of the file looks like the heading of such a ledger."""

    code = "no_heading"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that is no record, and why it is taken for none."""

    row: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sheet chosen, its heading, and a few rows to judge the columns by."""

    sheet: Sheet
    head: Head
    sample: tuple[Row, ...]
    others: tuple[str, ...]
    """Names of sheets that hold something too and are not read."""


def find_ledger(
    book: Book,
    kind: str,
    label: str,
    mapping: Mapping[str, str],
    *,
    sheet_name: str | None = None,
    heading_row: int | None = None,
) -> Ledger:
    """Choose the sheet whose heading fits best, or the one named; raises `NoHeadingError`."""
    best: Ledger | None = None
    filled: list[str] = []
    for sheet in book.sheets:
        if sheet_name is not None and sheet.name != sheet_name:
            continue
        first = tuple(islice(sheet.rows(), SEARCHED_ROWS + SAMPLED_ROWS))
        if any(not is_blank_row(cells) for _, cells in first):
            filled.append(sheet.name)
        head = _head_of(kind, first, sheet.merged, mapping, heading_row)
        if head is not None and (best is None or head.score > best.head.score):
            sample = tuple(row for row in first if row[0] > head.row)
            best = Ledger(sheet, head, sample, ())
    if best is None:
        raise NoHeadingError(_why_no_heading(label, filled))
    others = tuple(name for name in filled if name != best.sheet.name)
    return Ledger(best.sheet, best.head, best.sample, others)


def _head_of(
    kind: str,
    rows: Sequence[Row],
    merged: Sequence[Merged],
    mapping: Mapping[str, str],
    heading_row: int | None,
) -> Head | None:
    if heading_row is None:
        return find_head(kind, rows, merged, mapping)
    for number, cells in rows:
        if number == heading_row:
            texts = enumerate(text_of(cell).strip() for cell in cells)
            headings = [Heading(at, " ".join(text.split()), (text,)) for at, text in texts if text]
            columns = match_columns(kind, headings, mapping)
            return Head(number, columns, sum(column.field is not None for column in columns))
    return None


def _why_no_heading(label: str, filled: Sequence[str]) -> str:
    if not filled:
        return "ファイルに何も書かれていません。中身のあるファイルを選んでください。"
    return (
        f"{label}の見出しの行が見つかりません。「相談日」「氏名」のような見出しの行が"
        f"{SEARCHED_ROWS}行目までにあるか確かめるか、見出しと項目の対応を指定してください。"
    )


def samples_of(ledger: Ledger) -> dict[int, str]:
    """Return, by column, what stands in its first cell that is not blank."""
    found: dict[int, str] = {}
    for _, cells in reversed(ledger.sample):
        texts = ((at, text_of(cell).strip()) for at, cell in enumerate(cells))
        found |= {at: " ".join(text.split())[:60] for at, text in texts if text}
    return found


def data_rows(ledger: Ledger) -> Iterator[Row | Skipped]:
    """Give every row below the heading; blank ones are left out, totals come as `Skipped`."""
    fill = _MergedDown(ledger.sheet.merged, ledger.head.row)
    headings = [plain_heading(column.heading.split(" ")[-1]) for column in ledger.head.columns]
    for number, own in ledger.sheet.rows():
        if number <= ledger.head.row or is_blank_row(own):
            continue
        cells = fill.row(number, own)
        reason = _why_no_record(cells, ledger.head.columns, headings)
        if reason:
            shown = " ".join(text for cell in cells if (text := text_of(cell).strip()))
            yield Skipped(number, reason, shown[:200])
        else:
            yield number, cells


def _why_no_record(
    cells: Sequence[Value], columns: Sequence[Column], headings: Sequence[str]
) -> str:
    if _is_total(cells):
        return "合計の行"
    texts = [
        plain_heading(text_of(cells[column.index])) if column.index < len(cells) else ""
        for column in columns
    ]
    same = sum(text == heading for text, heading in zip(texts, headings, strict=True) if text)
    return "見出しのくり返し" if same >= 2 and same >= len(list(filter(None, texts))) - 1 else ""


def _is_total(cells: Sequence[Value]) -> bool:
    """Whether a row holds nothing but words of summing up and numbers."""
    found = False
    for cell in cells:
        if not isinstance(cell, str):
            if cell is None or isinstance(cell, int | float | Formula):
                continue
            return False
        text = "".join(fold(cell).split())
        if _TOTAL.fullmatch(text):
            found = True
        elif text and not _NUMBER.fullmatch(text):
            return False
    return found


class _MergedDown:
    """Repeats what stands in cells merged over several rows in each of those rows."""

    def __init__(self, merged: Sequence[Merged], below: int) -> None:
        self._starts: dict[int, list[Merged]] = {}
        for block in merged:
            if block[2] > block[0] > below:
                self._starts.setdefault(block[0], []).append(block)
        self._open: list[tuple[int, int, Value]] = []

    def row(self, number: int, cells: list[Value]) -> list[Value]:
        """Return the row's cells with those above filled in where merged."""
        if not self._starts:
            return cells
        self._open = [each for each in self._open if each[1] >= number]
        for column, _last, value in self._open:
            if column >= len(cells):
                cells.extend([None] * (column + 1 - len(cells)))
            if cells[column] is None:
                cells[column] = value
        for _top, column, last, _right in self._starts.get(number, ()):
            if column < len(cells) and cells[column] is not None:
                self._open.append((column, last, cells[column]))
        return cells
