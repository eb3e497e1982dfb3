"""What came, or would come, of a file: counted, and listed by row and cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from soudan_desk.desk.import_columns import Column
from soudan_desk.desk.import_rows import Problem
from soudan_desk.desk.import_sheets import Skipped
from soudan_desk.models.base import DRAFT
from soudan_desk.services.imports import Ready


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a good row that was not taken over."""

    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one row would become: `new_person`, `known_person`, `record`, or blank for nothing."""

    row: int
    title: str
    state: str
    becomes: str
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class ImportReport:
    """One file's result; `lines` are there after a dry run only."""

    kind: str
    sheet: str
    columns: tuple[Column, ...]
    rows: int = 0
    good: int = 0
    bad: int = 0
    drafts: int = 0
    new_persons: int = 0
    batch: UUID | None = None
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    samples: dict[int, str] = field(default_factory=dict)
    """By column, what stands in its first cell that is not blank."""
    rejected_file: Path | None = None

    def count(self, ready: Ready) -> None:
        """Count a good row."""
        self.good += 1
        self.drafts += ready.state == DRAFT
        self.new_persons += ready.person is not None

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the commands (docs/commands.md), with what was passed over beside."""
        return {
            "rows": self.rows,
            "good": self.good,
            "bad": self.bad,
            "batch": str(self.batch) if self.batch else None,
            "columns": [
                {"heading": each.heading, "field": each.field}
                for each in self.columns
                if not each.is_help
            ],
            "problems": [
                {"row": p.row, "column": p.column, "value": p.value, "message": p.message}
                for p in self.problems
            ],
            "rejected_file": str(self.rejected_file) if self.rejected_file else None,
            "skipped": [{"row": s.row, "reason": s.reason, "text": s.text} for s in self.skipped],
            "remarks": [
                {"row": r.row, "column": r.column, "value": r.value, "message": r.message}
                for r in self.remarks
            ],
            "notes": self.notes,
        }

    def as_lines(self) -> Iterator[str]:
        """Tell a person at the shell what came, or would come, of the file."""
        done = f"{self.good}行を取り込みました" if self.batch else f"{self.good}行を取り込めます"
        yield f"{self.rows}行のうち、{done}。取り込めない行は{self.bad}行です。"
        if self.new_persons or self.drafts:
            yield f"新しく登録する方は{self.new_persons}人、下書きの記録は{self.drafts}件です。"
        if self.batch:
            yield f"取り消すときの番号: {self.batch}"
        if self.rejected_file:
            yield f"取り込めなかった行と理由: {self.rejected_file}"
        yield "列:"
        for each in self.columns:
            if not each.is_help:
                yield f"  {each.heading} → {each.label or '(項目なし)'}"
        yield from self._told_by_row()
        yield from self.notes

    def _told_by_row(self) -> Iterator[str]:
        for p in self.problems:
            cell = f"「{p.column}」の「{p.value}」: " if p.column else ""
            yield f"{p.row}行目は取り込めません。{cell}{p.message}"
        for r in self.remarks:
            yield f"{r.row}行目の「{r.column}」の「{r.value}」: {r.message}"
        for s in self.skipped:
            yield f"{s.row}行目は読みとばしました({s.reason}): {s.text}"
