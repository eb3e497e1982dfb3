"""The file that gives bad rows back: as they came, with the reasons in a column of its own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from soudan_desk.desk.import_report import ImportReport
from soudan_desk.tables.cells import Formula, Value
from soudan_desk.tables.sealed import seal
from soudan_desk.tables.writing import CellTooLongError, table_bytes

ROW_HEADING, REASON_HEADING = "元の行", "取り込めなかった理由"
_SUFFIX = "-取り込めなかった行"


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row with what is wrong with it."""

    row: int
    cells: list[Value]
    reasons: list[str]


def write_rejected(
    source: Path,
    form: str,
    report: ImportReport,
    rejected: list[RejectedRow],
    password: str | None,
) -> Path | None:
    """Write bad rows beside their file, locked where it was; None where nothing can be written."""
    columns = report.columns
    headings = [*(each.heading for each in columns), ROW_HEADING, REASON_HEADING]
    lines = [
        [
            *(_cell(each.cells, column.index) for column in columns),
            each.row,
            "\n".join(each.reasons),
        ]
        for each in rejected
    ]
    content, form = _content(form, headings, lines)
    name = source.name.split(".")[0] + _SUFFIX
    suffix = f".{form}"
    if password:
        content, suffix = seal(f"{name}.{form}", content, password), ".zip"
    try:
        return _write_new(source.parent, name, suffix, content)
    except OSError:
        report.notes.append(
            f"取り込めなかった行のファイルを「{source.parent}」に書けませんでした。"
            "書き込める場所に台帳を写して、もう一度取り込んでください。"
        )
        return None


def _content(form: str, headings: list[str], lines: list[list[Value]]) -> tuple[bytes, str]:
    try:
        widths = {len(headings) - 1: 50}
        return table_bytes(form, headings, lines, title="取り込めなかった行", widths=widths), form
    except CellTooLongError:
        return table_bytes("csv", headings, lines, title=""), "csv"


def _cell(cells: list[Value], index: int) -> Value:
    value = cells[index] if index < len(cells) else None
    return value.text if isinstance(value, Formula) else value


def _write_new(folder: Path, name: str, suffix: str, content: bytes) -> Path:
    for number in range(1, 1000):
        path = folder / (f"{name}{suffix}" if number == 1 else f"{name}-{number}{suffix}")
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        return path
    raise OSError
