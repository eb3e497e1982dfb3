"""A plan's goals, actions and services as three tables, saved together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.codes import CodeBook
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.fields import ROW_ID, Field, Kind
from soudan_desk.fields.checks import is_blank
from soudan_desk.models import Action, Goal, Plan, Service
from soudan_desk.models.base import VOID, Record, fields_of
from soudan_desk.services.answers import changed_answers, read_answers, write_answers
from soudan_desk.services.plan_renewal import may_issue, may_renew
from soudan_desk.services.plan_rules import amend_plan, require_one_case, settle, unseal
from soudan_desk.services.plans import actions_of, goals_of, may_decide, services_of
from soudan_desk.services.records import add_in, require_unchanged
from soudan_desk.services.rights import require_writing
from soudan_desk.services.unsaved import forget_unsaved
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

Row = Mapping[str, Any]
Cells = dict[tuple[UUID, str], str]
TABLES: Mapping[str, type[Record]] = {"goals": Goal, "actions": Action, "services": Service}
_LABELS = {"goals": "目標", "actions": "実施すること", "services": "利用するサービス"}
_ORDERS = {"goals": "priority", "actions": "position", "services": "position"}
_FILED = frozenset(
    {"plan_id", "case_id", "centre", "priority", "position", "carried_from_id", "reached"}
)
_READ: Mapping[str, Callable[[Session, UUID], Any]] = {
    "goals": goals_of,
    "actions": actions_of,
    "services": services_of,
}
_TAKEN_OUT = "計画の表から消した"


class RowProblemsError(InvalidEntriesError):
    """Some cells cannot be saved; `cells` has a sentence for each, by table, row and question."""

    def __init__(self, cells: Mapping[str, Cells], problems: Mapping[str, str]) -> None:
        super().__init__(problems)
        self.cells = {table: dict(found) for table, found in cells.items()}


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A plan's three tables by name, each row with its record's id; `locks` by record.

    `may_renew` and `may_issue` say that it is a final plan or 案 and no later one carries it on,
    `may_decide` that its 支援決定・確認 is still to be noted; `renews_id` is the plan it renews.
    """

    plan_id: UUID
    may_renew: bool
    may_decide: bool
    may_issue: bool
    renews_id: UUID | None
    rows: dict[str, list[dict[str, Any]]]
    locks: dict[UUID, int]


def table_fields(centre: str) -> tuple[Field, ...]:
    """Return the three tables as questions of one form, with the columns a centre's plans have."""
    return tuple(
        Field(
            key=table,
            label=_LABELS[table],
            kind=Kind.ROWS,
            section=_LABELS[table],
            rows=(_row_id(model), *_columns(model, centre)),
        )
        for table, model in TABLES.items()
    )


def open_sheet(work: Work, plan_id: UUID) -> PlanSheet:
    """Return a plan's tables as they stand."""
    with work.store.reading(work.actor) as session:
        return _sheet(session, fetch(session, Plan, plan_id))


def save_rows(
    work: Work,
    plan_id: UUID,
    rows: Mapping[str, Sequence[Row]],
    locks: Mapping[UUID, int],
    *,
    reason: str | None = None,
    form: str | None = None,
) -> PlanSheet:
    """Make a plan's parts what the tables say, in their order, all in one unit of work.

    A final plan is amended with a `reason`; without one what it says is sealed
    (`SealedPlanError`).

    `locks` are the versions of the rows that were opened: one that is in no table any more becomes
    void, one that somebody else saved meanwhile raises `ConflictError`. What others added stays.
    Raises `RowProblemsError` with a sentence for every cell that cannot be saved.
    """
    with work.store.writing(work.actor) as session:
        saving = _Saving(work, session, fetch(session, Plan, plan_id), rows, locks, reason)
        saving.take_out()
        for table in TABLES:
            saving.put(table)
            session.flush()  # actions and services point to goals
        saving.refuse()
        settle(work, session, saving.plan)
        forget_unsaved(work, session, form)
        session.flush()  # gives the records their lock versions
        return _sheet(session, saving.plan)


class _Saving:
    """One saving of the three tables, with what was found wrong so far."""

    def __init__(
        self,
        work: Work,
        session: Session,
        plan: Plan,
        rows: Mapping[str, Sequence[Row]],
        locks: Mapping[UUID, int],
        reason: str | None,
    ) -> None:
        self.plan = plan
        self._work, self._session, self._rows, self._locks = work, session, rows, locks
        self._reason = (reason or "").strip()
        self._goals = {row[ROW_ID] for row in rows.get("goals", ())}
        self._columns = {
            field.key: [column.key for column in field.rows[1:]]
            for field in table_fields(plan.centre)
        }
        self._cells: dict[str, Cells] = {}
        self._places: dict[str, dict[UUID, int]] = {}
        self._standing = {
            record.id: record for table in TABLES for record in _records(session, table, plan.id)
        }

    def take_out(self) -> None:
        """Make void what stood in the tables when they were opened and stands there no more."""
        kept = {row[ROW_ID] for rows in self._rows.values() for row in rows}
        for gone in set(self._locks) - kept:
            record = self._standing.get(gone)
            if record is not None:
                require_unchanged(record, self._locks[gone])
                require_writing(self._work, self._session, record, is_new=False)
                unseal(self._session, record, reason=self._reason)
                record.record_state = VOID
                mark(self._session, record, "void", _TAKEN_OUT)

    def put(self, table: str) -> None:
        """Add and change the records of one table."""
        rows = self._rows.get(table, ())
        self._places[table] = {row[ROW_ID]: number for number, row in enumerate(rows, start=1)}
        for number, row in enumerate(rows, start=1):
            try:
                self._put_row(table, row, number)
            except InvalidEntriesError as error:
                found = self._cells.setdefault(table, {})
                found |= {(row[ROW_ID], key): each for key, each in error.problems.items()}

    def refuse(self) -> None:
        """Raise what was found wrong, with a sentence for each table."""
        if self._cells:
            problems = {table: self._sentence(table) for table in self._cells}
            raise RowProblemsError(self._cells, problems)

    def _sentence(self, table: str) -> str:
        cells = self._cells[table]
        (row_id, _key), sentence = next(iter(cells.items()))
        more = f" ほかに{len(cells) - 1}か所あります。" if len(cells) > 1 else ""
        return f"{self._places[table][row_id]}行目: {sentence}{more}"

    def _put_row(self, table: str, row: Row, number: int) -> None:
        answers = {**self._answers(table, row), _ORDERS[table]: number}
        self._require_asked(TABLES[table], row)
        self._require_goal(answers)
        record = self._standing.get(row[ROW_ID])
        if record is None:
            if self._reason:
                amend_plan(self._session, self.plan, self._reason)
            filed = {**answers, "plan_id": self.plan.id, "case_id": self.plan.case_id}
            new = add_in(self._work, self._session, TABLES[table].kind(), filed)
            new.id = row[ROW_ID]
            return
        require_unchanged(record, self._locks.get(record.id))
        if changing := changed_answers(record, answers):
            require_writing(self._work, self._session, record, is_new=False)
            unseal(self._session, record, changing, reason=self._reason)
            record.version += 1
            write_answers(self._work, record, answers)
            require_one_case(self._session, record)

    def _answers(self, table: str, row: Row) -> dict[str, Any]:
        """Return a row's answers; a cell that holds nothing empties its question."""
        given = {key: answer for key, answer in row.items() if key != ROW_ID}
        return {**dict.fromkeys(self._columns[table]), **given}

    def _require_asked(self, model: type[Record], row: Row) -> None:
        problems = _misplaced(self._work.codes, model, row, self.plan.centre)
        if problems:
            raise InvalidEntriesError(problems)

    def _require_goal(self, answers: Mapping[str, Any]) -> None:
        goal = answers.get("goal_id")
        if goal is not None and goal not in self._goals and not self._is_others(goal):
            raise InvalidEntriesError(
                {"goal_id": "この目標は表にありません。番号で選び直すか、空にしてください。"}
            )

    def _is_others(self, goal: UUID) -> bool:
        return goal in self._standing and goal not in self._locks


def _row_id(model: type[Record]) -> Field:
    return Field(key=ROW_ID, label="記録", kind=Kind.REFERENCE, of=model.kind())


def _columns(model: type[Record], centre: str) -> Iterable[Field]:
    for field in fields_of(model):
        of_centre = (field.shown_when or {}).get("centre", (centre,))
        if field.key not in _FILED and centre in of_centre:
            yield replace(field, shown_when=None)


def _sheet(session: Session, plan: Plan) -> PlanSheet:
    shown = {field.key: field for field in table_fields(plan.centre)}
    rows: dict[str, list[dict[str, Any]]] = {}
    locks: dict[UUID, int] = {}
    for table, field in shown.items():
        keys = [column.key for column in field.rows[1:]]
        records = list(_records(session, table, plan.id))
        locks |= {record.id: record.lock_version for record in records}
        rows[table] = [_row(record, keys) for record in records]
    offered = (may_renew(session, plan), may_decide(plan), may_issue(session, plan))
    return PlanSheet(plan.id, *offered, plan.renews_id, rows, locks)


def _row(record: Record, keys: Iterable[str]) -> dict[str, Any]:
    answers = read_answers(record)
    known = {key: answers[key] for key in keys if not is_blank(answers[key])}
    return {ROW_ID: record.id, **known}


def _records(session: Session, table: str, plan_id: UUID) -> Sequence[Record]:
    found: Sequence[Record] = _READ[table](session, plan_id)
    return found


def _misplaced(codes: CodeBook, model: type[Record], row: Row, centre: str) -> dict[str, str]:
    """Refuse what is asked only under another answer of the row; a form would not have asked it."""
    fields = {field.key: field for field in fields_of(model)}
    known = {**row, "centre": centre}
    found = {}
    for key, answer in row.items():
        field = fields.get(key)
        if field is None or field.shown_when is None or is_blank(answer) or field.shown(known):
            continue
        steer, values = next(iter(field.shown_when.items()))
        asked = fields[steer]
        words = "・".join(codes.label(asked.codes or "", str(v), centre=centre) for v in values)
        found[key] = (
            f"「{field.label}」は、「{asked.label}」が「{words}」の行だけに入れます。"
            f"「{asked.label}」を直すか、ここを空にしてください。"
        )
    return found
