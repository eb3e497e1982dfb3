"""Reports that leave the office: Excel, CSV, PDF or JSON, small counts masked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from soudan_desk.desk.paper_empty import printed_by_office
from soudan_desk.desk.paper_places import placed_file
from soudan_desk.desk.printing import protected
from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.japanese.eras import wareki
from soudan_desk.papers.figures import FiguresPaper, FiguresRow, FiguresTable, figures_story
from soudan_desk.papers.files import write_pdf
from soudan_desk.papers.page import PageOptions
from soudan_desk.reports.report import MadeReport
from soudan_desk.reports.table import TOTAL, Table
from soudan_desk.services.exports import note_export, require_reason
from soudan_desk.services.figures import may_take_out
from soudan_desk.services.settings import office_facts, office_setting
from soudan_desk.services.work import Work
from soudan_desk.tables.sealed import seal
from soudan_desk.tables.writing import Line, Sheet, book_bytes, lines_bytes

FORMS = ("xlsx", "csv", "pdf", "json")
_STATES = {True: "確定（期間は終わっています）", False: "途中（期間が終わっていません）"}
_NAME_WIDTH, _COUNT_WIDTH = 36, 14


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report's file, and the sha256 of its bytes."""

    file: Path
    form: str
    sha256: str


def for_outside(work: Work, made: MadeReport) -> MadeReport:
    """Return a report as it may leave the office: masked, unless the office decided otherwise."""
    if not may_take_out(work):
        raise NotAllowedError(
            "統計を書き出す権限がありません。要るときは相談員か主任に頼んでください。"
        )
    return made.masked() if office_setting(work).answers["mask_small_cells"] else made


def send_report(
    work: Work,
    made: MadeReport,
    target: Path,
    *,
    form: str | None = None,
    password: str | None = None,
    reason: str | None = None,
    force: bool = False,
) -> SentReport:
    """Write a report and enter it in the audit chain with the reason, both or neither.

    `form` is one of `FORMS`, else what the name ends in. Under a password a PDF is encrypted, the
    others go into an AES-256 ZIP.
    """
    form = form or form_of(target)
    outside = for_outside(work, made)
    why = require_reason(reason)
    content = report_bytes(work, outside, form)
    if password is not None:
        content = _locked(f"{made.title}.{form}", content, form, password)
    sha256 = hashlib.sha256(content).hexdigest()
    how = f"{form}, {'AES-256' if password else 'plain'}, {_about(outside)}"
    told = f"{sum(len(table.rows) for table in made.tables)} rows, {how}"
    target = target.expanduser().absolute()
    with placed_file(target, force=force) as put:
        put(content)
        note_export(work, None, told=told, sha256=sha256, reason=why)
    return SentReport(target, form, sha256)


def form_of(target: Path) -> str:
    """Return the form that a file's name asks for, or say which there are."""
    endings = [suffix.lower().lstrip(".") for suffix in target.suffixes[-2:]]
    form = next((each for each in FORMS if each in endings), None)
    if form is None:
        raise InvalidEntriesError(
            {"to": "ファイルの名前の終わりを .xlsx、.csv、.pdf、.json のどれかにしてください。"}
        )
    return form


def report_bytes(work: Work, made: MadeReport, form: str) -> bytes:
    """Return a report as a file's bytes, exactly with the figures it holds."""
    match form:
        case "json":
            return json.dumps(made.as_json(), ensure_ascii=False, indent=1).encode()
        case "pdf":
            return _pdf(work, made)
        case "csv":
            return lines_bytes(_stacked(work, made))
        case _:
            return _book(work, made)


def _about(made: MadeReport) -> str:
    masked = "masked" if made.is_masked else "unmasked"
    return f"{made.key} {made.period.first}..{made.period.last}, {masked}"


def _locked(name: str, content: bytes, form: str, password: str) -> bytes:
    if form == "pdf":
        return protected(content, password)
    if not password:
        raise InvalidEntriesError({"password": "書き出すファイルのパスワードを入れてください。"})
    return seal(name, content, password)


# --- Excel and CSV ---------------------------------------------------------------------------


def _book(work: Work, made: MadeReport) -> bytes:
    lines = [*_head(work, made), *_words(made)]
    first = Sheet("説明", [made.title], lines, {0: 60})
    names = _sheet_names(made.tables)
    sheets = [_sheet(table, name) for table, name in zip(made.tables, names, strict=True)]
    about = f"{office_facts(work).name} {made.title} {made.period.label}"
    return book_bytes([first, *sheets], title=made.title, about=about)


def _sheet(table: Table, name: str) -> Sheet:
    widths = {0: _NAME_WIDTH} | dict.fromkeys(range(1, len(table.columns) + 1), _COUNT_WIDTH)
    below = (*table.heads, *(note.sentence for note in table.notes))
    lines = [*_lines(table), [], *([each] for each in below)]
    headings = [table.corner or "項目", *(column.label for column in table.columns)]
    return Sheet(name, headings, lines, widths)


def _sheet_names(tables: tuple[Table, ...]) -> list[str]:
    """Number the sheets: Excel cuts names at 31 characters and wants each once."""
    return [f"{number:02} {table.title}" for number, table in enumerate(tables, start=1)]


def _lines(table: Table) -> Iterator[Line]:
    for row, cells in zip(table.rows, table.cells, strict=True):
        yield [row.label, *(cell.text if cell.is_masked else cell.count for cell in cells)]


def _words(made: MadeReport) -> Iterator[Line]:
    yield []
    yield ["数え方（定義）"]
    yield from ([each] for each in made.definitions)
    yield []
    yield ["点検"]
    yield from ([check.text] for check in made.checks)


def _head(work: Work, made: MadeReport) -> Iterator[Line]:
    yield [f"期間：{made.period.label}"]
    yield from ([head] for table in made.tables for head in table.heads)
    yield [f"状態：{_STATES[made.is_closed]}"]
    yield [f"集計した日時：{_moment(made)}　集計した人：{work.actor.name}"]


def _moment(made: MadeReport) -> str:
    at = made.made_at.astimezone()
    return f"{wareki(at.date())} {at:%H:%M}"


def _stacked(work: Work, made: MadeReport) -> Iterator[Line]:
    """Set everything below one another, a blank line between."""
    yield [made.title]
    yield from _head(work, made)
    for table in made.tables:
        yield []
        yield [table.title]
        yield [table.corner or "項目", *(column.label for column in table.columns)]
        yield from _lines(table)
        yield from ([note.sentence] for note in table.notes)
    yield from _words(made)


# --- paper -----------------------------------------------------------------------------------


def _pdf(work: Work, made: MadeReport) -> bytes:
    paper = figures_paper(made)
    with work.store.reading(work.actor) as session:
        printed = printed_by_office(work, session)
    warning = "" if made.is_masked else "取扱注意"
    options = PageOptions(printed, made.period.label, warning, turned=paper.is_wide)
    memory = BytesIO()
    write_pdf(figures_story(paper), memory, title=made.title, options=options)
    return memory.getvalue()


def figures_paper(made: MadeReport) -> FiguresPaper:
    """Return a report as the plain data of its paper."""
    return FiguresPaper(
        title=made.title,
        period=made.period.label,
        state=f"{_STATES[made.is_closed]}　　集計 {_moment(made)}",
        tables=tuple(_figures_table(table) for table in made.tables),
        definitions=made.definitions,
        checks=tuple(("○ " if check.ok else "△ ") + check.text for check in made.checks),
    )


def _figures_table(table: Table) -> FiguresTable:
    rows: Any = zip(table.rows, table.cells, strict=True)
    return FiguresTable(
        title=table.title,
        corner=table.corner or "項目",
        columns=tuple(column.brief for column in table.columns),
        rows=tuple(
            FiguresRow(row.label, tuple(cell.text for cell in cells), is_sum=row.key == TOTAL)
            for row, cells in rows
        ),
        notes=tuple(note.sentence for note in table.notes),
        heads=table.heads,
    )
