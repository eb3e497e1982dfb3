"""The tables of a plan: goals, actions and services, worked like a spreadsheet, saved together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from soudan_desk.errors import ConflictError
from soudan_desk.fields import ROW_ID, Field, as_text
from soudan_desk.services.plan_grid import Cells, PlanSheet, Row, RowProblemsError
from soudan_desk.services.plan_rules import SealedPlanError
from soudan_desk.ui.dialogs import ask_text
from soudan_desk.ui.forms.body import FormBody
from soudan_desk.ui.forms.context import Candidate
from soudan_desk.ui.forms.page import FormPage
from soudan_desk.ui.forms.rows_table import RowsEditor
from soudan_desk.ui.pages.case_plan_acts import PlanRowActs
from soudan_desk.ui.pages.case_plan_merging import merge_rows

_GOALS = "goals"
_WHY = "訂正の理由"
_BOTH = (
    "ほかの人もこの表を直していたので、両方を合わせました。"
    "赤い枠のところを確かめて、もう一度保存してください。"
)


class _WideBody(FormBody):
    widest = 1800


class PlanRowsForm(FormPage):
    """Three tables as one form; an action or a service names its goal by the goal's row."""

    body_type = _WideBody

    def __init__(self, acts: PlanRowActs, centre: str, sheet: PlanSheet) -> None:
        self._acts, self._plan_id, self._stored = acts, sheet.plan_id, sheet
        self._reason: str | None = None
        around = acts.context(centre, None)
        self._around = around
        context = replace(around, find=self._find, name_of=self._name_of, open_new=None)
        super().__init__(acts.fields(centre), self._save_rows, context)
        self.record_kind = "plan"
        self.show_sheet(sheet)
        self.edited.connect(self._on_rows_edited)

    @property
    def form(self) -> str:
        """Return the name of the unsaved row."""
        return f"plan_rows:{self._plan_id}"

    def show_sheet(self, sheet: PlanSheet) -> None:
        """Show tables as they are stored."""
        self._stored, self._reason = sheet, None
        self.set_answers({table: rows or None for table, rows in sheet.rows.items()})

    def show_stored(self) -> None:
        """Show what is stored, without what was typed since."""
        self.show_sheet(self._acts.open(self._plan_id))

    def kept(self) -> dict[str, Any]:
        """Return what was typed, and the versions it stands on."""
        locks = {str(key): lock for key, lock in self._stored.locks.items()}
        return {**super().kept(), "locks": locks}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Put back what was kept, on the versions it stood on."""
        super().restore(kept)
        locks = {UUID(key): lock for key, lock in kept["locks"].items()}
        self._stored = replace(self._stored, locks=locks)

    def table(self, key: str) -> RowsEditor:
        """Return one of the tables."""
        return cast("RowsEditor", self.editor(key))

    # saving

    def _save_rows(self, answers: Mapping[str, Any]) -> PlanSheet:
        rows = {table: answers[table] or [] for table in self._stored.rows}
        try:
            return self._store(rows)
        except SealedPlanError as error:
            self._reason = ask_text(self, _WHY, str(error), act="訂正して保存する")
            if self._reason is None:
                raise
            return self._save_rows(answers)
        except RowProblemsError as error:
            self._mark(error.cells)
            raise
        except ConflictError as error:
            self._put_together(rows)
            raise ConflictError(_BOTH) from error

    def _store(self, rows: Mapping[str, Sequence[Row]]) -> PlanSheet:
        locks, reason = self._stored.locks, self._reason
        return self._acts.save(self._plan_id, rows, locks, reason=reason, form=self.form)

    def _mark(self, cells: Mapping[str, Cells]) -> None:
        for table, marks in cells.items():
            self.table(table).mark_cells(marks)

    def _put_together(self, mine: Mapping[str, Sequence[Row]]) -> None:
        theirs, fields = self._acts.open(self._plan_id), self._acts.fields(self._centre())
        cells: dict[str, Cells] = {}
        renamed: dict[UUID, UUID] = {}
        for field in fields:
            key = field.key
            own = [_pointing(row, renamed) for row in mine[key]]
            base = self._stored.rows[key]
            merged = merge_rows(field.rows, base, own, theirs.rows[key], self._words)
            renamed |= merged.renamed
            cells[key] = merged.marks
            self.change({key: merged.rows or None})
        self._stored = theirs
        self._mark({table: marks for table, marks in cells.items() if marks})

    def _centre(self) -> str:
        return self._around.centre or ""

    def _words(self, field: Field, answer: Any) -> str:
        return as_text(field, answer, self._context.names)

    # goals by their rows

    def _on_rows_edited(self, key: str) -> None:
        if key == _GOALS:
            for other in set(self._stored.rows) - {_GOALS}:
                self.table(other).refresh()

    def _goals(self) -> Sequence[tuple[int, Row]]:
        return self.table(_GOALS).numbered_rows()

    def _name_of(self, kind: str, record_id: UUID) -> str:
        if kind != "goal":
            return self._around.name_of(kind, record_id)
        found = (str(n) for n, row in self._goals() if row.get(ROW_ID) == record_id)
        return next(found, "表にない目標")

    def _find(self, kind: str, words: str) -> list[Candidate]:
        if kind != "goal":
            return self._around.find(kind, words)
        plain = words.strip()
        goals = ((n, row) for n, row in self._goals() if row.get(ROW_ID))
        return [
            Candidate(row[ROW_ID], str(number), _short(row))
            for number, row in goals
            if str(number).startswith(plain) or plain in str(row.get("goal") or "")
        ]


def begun_words(at: datetime) -> str:
    """Tell until when something was typed that is not saved."""
    return f"{at.astimezone():%H:%M} まで書いた、保存していない表を戻しました。"


def _pointing(row: Row, renamed: Mapping[UUID, UUID]) -> Row:
    renewed = {k: renamed[v] for k, v in row.items() if k == "goal_id" and v in renamed}
    return {**row, **renewed}


def _short(row: Row) -> str:
    return str(row.get("goal") or row.get("need") or "")[:24]
