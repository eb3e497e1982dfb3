"""What a worker may see, as conditions on every query of a unit of work.

A record is bound by its centre, by its case (`case_id`), by the person it is about (`person_id`)
and by its own `restriction_level`; the column names alone decide, so no record can be forgotten.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Table,
    and_,
    exists,
    false,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import ORMExecuteState, Session, aliased, with_loader_criteria
from sqlalchemy.sql.visitors import iterate

from soudan_desk.models import Case, CaseWorker, Person, record_kinds
from soudan_desk.models.base import VOID, Base
from soudan_desk.models.program import SearchDoc
from soudan_desk.storage.actor import Actor

NAME_HIDDEN_LEVEL = 3
"""From this restriction on, the person's name is hidden too (domain: restriction_level)."""


@lru_cache(maxsize=64)
def scope_options(actor: Actor) -> dict[FromClause, Any]:
    """Return the criterion of every restricted table for this worker, made once."""
    models: list[type[Base]] = [*record_kinds().values(), SearchDoc]
    return {
        model.__table__: with_loader_criteria(model, condition, include_aliases=True)
        for model in models
        if (condition := visible(model, actor)) is not None
    }


def apply_scope(state: ORMExecuteState) -> None:
    """Bind a query to what its worker may see (session event `do_orm_execute`)."""
    actor: Actor | None = state.session.info.get("actor")
    if actor is None or state.execution_options.get("whole_office") or not state.is_select:
        return
    if not state.is_column_load and not state.is_relationship_load:
        criteria = scope_options(actor)
        tables = {each for each in iterate(state.statement) if isinstance(each, Table)}
        found = [criteria[table] for table in tables if table in criteria]
        state.statement = state.statement.options(*found)


def whole_office(session: Session, statement: Any) -> Any:
    """Run a query that must see all rows to stay right (numbers, derived columns), never shown."""
    return session.execute(statement, execution_options={"whole_office": True})


def visible(model: type[Base], actor: Actor) -> ColumnElement[bool] | None:
    """Return the condition under which a row of this table may be seen; None for every row."""
    columns = model.__table__.columns
    conditions: list[ColumnElement[bool]] = []
    if model is Case:
        conditions.extend(_case_conditions(actor))
    elif model is Person:
        conditions.append(_person_visible(actor))
    else:
        conditions.extend(_record_conditions(model, columns, actor))
    return and_(*conditions) if conditions else None


def _case_conditions(actor: Actor) -> list[ColumnElement[bool]]:
    if not actor.reads_casework:
        return [false()]
    return [Case.centre.in_(sorted(actor.centres)), Case.id.not_in(_hidden_cases(actor))]


def _record_conditions(model: type[Base], columns: Any, actor: Actor) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    bound = {"case_id", "person_id", "restriction_level"} & set(columns.keys())
    if not bound:
        return conditions
    if not actor.reads_casework:
        return [false()]
    if "centre" in columns:
        centre = model.centre  # type: ignore[attr-defined]
        conditions.append(or_(centre.is_(None), centre.in_(sorted(actor.centres))))
    if "case_id" in columns:
        conditions.append(_case_open(model, "centre" in columns, actor))
    if "person_id" in columns:
        person_id = model.person_id  # type: ignore[attr-defined]
        conditions.append(or_(person_id.is_(None), person_id.not_in(_hidden_persons(actor))))
    if "restriction_level" in columns:
        conditions.append(_own_level_open(model, columns, actor))
    return conditions


def _case_open(model: type[Base], has_centre: bool, actor: Actor) -> ColumnElement[bool]:
    case_id = model.case_id  # type: ignore[attr-defined]
    hidden = case_id.not_in(_hidden_cases(actor))
    if has_centre:
        return or_(case_id.is_(None), hidden)
    case = aliased(Case)
    elsewhere = select(case.id).where(case.centre.not_in(sorted(actor.centres)))
    return or_(case_id.is_(None), and_(hidden, case_id.not_in(elsewhere)))


def _own_level_open(model: type[Base], columns: Any, actor: Actor) -> ColumnElement[bool]:
    level = model.restriction_level  # type: ignore[attr-defined]
    ways: list[ColumnElement[bool]] = [level == 0]
    if actor.only_reads:
        return ways[0]
    own = [getattr(model, key) for key in ("staff_id", "created_by") if key in columns]
    ways.extend(column == actor.staff_id for column in own)
    if "case_id" in columns:
        ways.append(model.case_id.in_(_cases_of(actor)))  # type: ignore[attr-defined]
    return or_(*ways)


def _cases_of(actor: Actor) -> Any:
    return select(CaseWorker.__table__.c.case_id).where(
        CaseWorker.__table__.c.staff_id == actor.staff_id,
        CaseWorker.__table__.c.record_state != VOID,
    )


def _hidden_cases(actor: Actor) -> Any:
    """Restricted cases on whose list the worker does not stand."""
    case = Case.__table__.alias("restricted_case")
    hidden = select(case.c.id).where(case.c.restriction_level > 0)
    if actor.only_reads:
        return hidden
    worker = CaseWorker.__table__.alias("listed_worker")
    listed = exists(literal(1)).where(
        worker.c.case_id == case.c.id,
        worker.c.staff_id == actor.staff_id,
        worker.c.record_state != VOID,
    )
    return hidden.where(~listed)


def _hidden_persons(actor: Actor) -> Any:
    """Persons whose name a restricted case hides from the worker."""
    person = Person.__table__.alias("hidden_person")
    hidden = select(person.c.id).where(person.c.restriction_level >= NAME_HIDDEN_LEVEL)
    if actor.only_reads:
        return hidden
    case = Case.__table__.alias("known_case")
    known = exists(literal(1)).where(
        case.c.person_id == person.c.id, case.c.id.in_(_cases_of(actor))
    )
    return hidden.where(~known)


def _person_visible(actor: Actor) -> ColumnElement[bool]:
    if not actor.reads_casework:
        return false()
    return Person.id.not_in(_hidden_persons(actor))
