"""What a worker may see, as conditions on every query of a unit of work.

A record is bound by its centre, by its case (`case_id`), by the person it is about (`person_id`)
and by its own `restriction_level`; the column names alone decide, so no record can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Executable,
    FromClause,
    Table,
    and_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy import case as case_of
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql.visitors import iterate

from soudan_desk.models import (
    Attendance,
    Case,
    Conference,
    ConflictBlock,
    HandoverNote,
    Household,
    Kinship,
    Member,
    Person,
    Receipt,
    Review,
    ReviewStep,
    record_kinds,
)
from soudan_desk.models.base import VOID, Base
from soudan_desk.models.program import SearchDoc
from soudan_desk.storage.actor import ADMINISTRATOR, SUPERVISOR, Actor
from soudan_desk.storage.scope_doors import (
    hides_case,
    hides_household,
    hides_person,
    named,
    works_on,
)

Statement = TypeVar("Statement", bound=Executable)


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
        bind = _bound_once if state.execution_options.get("made_once") else _bound
        state.statement = bind(state.statement, actor)


def made_once(statement: Statement) -> Statement:
    """Mark a query made once and run often, its values given as parameters: so is its scope."""
    return statement.execution_options(made_once=True)


def bound_to(statement: Any, actor: Actor | None) -> Any:
    """Return a query bound to what a worker may see; None sees the whole office."""
    return statement if actor is None else _bound(statement, actor)


def _bound(statement: Any, actor: Actor) -> Any:
    criteria = scope_options(actor)
    tables = {each for each in iterate(statement) if isinstance(each, Table)}
    return statement.options(*(criteria[table] for table in tables if table in criteria))


_bound_once = lru_cache(maxsize=256)(_bound)


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
    elif model is ConflictBlock:
        conditions.append(_block_visible(actor))
    else:
        conditions.extend(_record_conditions(model, columns, actor))
    return and_(*conditions) if conditions else None


def _case_conditions(actor: Actor) -> list[ColumnElement[bool]]:
    if not actor.reads_casework:
        return [false()]
    return [
        _one_of(Case.centre, actor.centres),
        ~hides_case(Case.id, actor, Case.restriction_level),
    ]


def _record_conditions(model: type[Base], columns: Any, actor: Actor) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if not _BINDING & set(columns.keys()) and model is not Household:
        return conditions
    if not actor.reads_casework:
        return [false()]
    if "centre" in columns:
        centre = model.centre  # type: ignore[attr-defined]
        conditions.append(_one_of(centre, {"", *actor.centres}))
    if "case_id" in columns:
        conditions.append(_case_open(model, "centre" in columns, actor))
    if "person_id" in columns:
        person_id = model.person_id  # type: ignore[attr-defined]
        conditions.append(or_(person_id.is_(None), ~hides_person(person_id, actor)))
    if "restriction_level" in columns:
        conditions.append(_own_level_open(model, columns, actor))
    if {"case_id", "version"} <= set(columns.keys()) and not actor.has(SUPERVISOR):
        conditions.append(_own_if_void(model, actor))
    conditions.extend(_household_open(model, columns, actor))
    if model is Kinship:
        conditions.append(~hides_person(Kinship.relative_id, actor))
    if model in _NOTES:
        conditions.append(_told(model, actor))
    return conditions


def _own_if_void(model: Any, actor: Actor) -> ColumnElement[bool]:
    """What was taken back, as written about the wrong person, is for its writer and supervisors."""
    return or_(model.record_state != VOID, model.created_by == actor.staff_id)


_BINDING = frozenset({"case_id", "person_id", "household_id", "restriction_level"})


def _household_open(model: Any, columns: Any, actor: Actor) -> Iterable[ColumnElement[bool]]:
    """A household is closed to whom all the cases filed under it are closed."""
    if model is Household:
        yield ~hides_household(Household.id, actor)
    elif model is SearchDoc:
        member = named(Member, "found_member", "id", "household_id")
        of_member = select(member.c.household_id).where(member.c.id == model.record_id)
        house = case_of(
            (model.kind == Household.kind(), model.record_id),
            (model.kind == Member.kind(), of_member.scalar_subquery()),
        )
        kinds = model.kind.not_in([Household.kind(), Member.kind()])
        yield or_(kinds, ~hides_household(house, actor))
    elif "household_id" in columns:
        yield ~hides_household(model.household_id, actor)


def _one_of(column: Any, values: Iterable[str]) -> ColumnElement[bool]:
    """Say it so that no index on the column is taken: one on the rows asked for is far better.

    And with OR: for an `IN` of three and more the database builds a table at each execution.
    """
    held = func.coalesce(column, "")
    return or_(false(), *(held == value for value in sorted(values)))


def _case_open(model: type[Base], has_centre: bool, actor: Actor) -> ColumnElement[bool]:
    case_id = model.case_id  # type: ignore[attr-defined]
    hidden = hides_case(case_id, actor)
    if has_centre:
        return or_(case_id.is_(None), ~hidden)
    case = named(Case, "case_of_record", "id", "centre")
    here = exists(literal(1)).where(case.c.id == case_id, _one_of(case.c.centre, actor.centres))
    return or_(case_id.is_(None), and_(~hidden, here))


def _own_level_open(model: type[Base], columns: Any, actor: Actor) -> ColumnElement[bool]:
    level = model.restriction_level  # type: ignore[attr-defined]
    ways: list[ColumnElement[bool]] = [level == 0]
    if actor.only_reads:
        return ways[0]
    own = [getattr(model, key) for key in _OWNERS.get(model, _USUAL_OWNERS) if key in columns]
    ways.extend(column == actor.staff_id for column in own)
    if "case_id" in columns:
        ways.append(works_on(model.case_id, actor))  # type: ignore[attr-defined]
    if model is Conference:
        ways.append(_attends(Conference.id, actor))
    elif model in _OWNERS:
        ways.append(_attends(_reviewed(model), actor))
    elif "conference_id" in columns:
        ways.append(_attends(model.conference_id, actor))  # type: ignore[attr-defined]
    return or_(*ways)


_NOTES = frozenset({HandoverNote, Receipt, SearchDoc})


def _told(model: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether a note hangs on a case, where others see it too, or is to or from the worker."""
    on_case = model.case_id.is_not(None)
    if model is HandoverNote:
        return or_(on_case, _is_party(model.id, actor))
    if model is Receipt:
        return or_(on_case, _is_party(model.handover_note_id, actor))
    kinds = [each.kind() for each in (HandoverNote, Receipt)]
    answer = named(Receipt, "found_answer", "id", "handover_note_id")
    of_note = exists(literal(1)).where(
        answer.c.id == model.record_id, _is_party(answer.c.handover_note_id, actor)
    )
    return or_(on_case, model.kind.not_in(kinds), _is_party(model.record_id, actor), of_note)


def _is_party(note_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether the worker wrote a note or is one of those it was left for."""
    note = named(HandoverNote, "own_note", "id", "staff_id")
    receipt = named(Receipt, "own_receipt", "handover_note_id", "staff_id")
    wrote = exists(literal(1)).where(note.c.id == note_id, note.c.staff_id == actor.staff_id)
    gets = exists(literal(1)).where(
        receipt.c.handover_note_id == note_id, receipt.c.staff_id == actor.staff_id
    )
    return or_(wrote, gets)


_USUAL_OWNERS = ("staff_id", "created_by")
_OWNERS: dict[type[Base], tuple[str, ...]] = {
    Review: ("created_by",),  # made as its record's owner; who stamped it may not see it for that
    ReviewStep: ("created_by",),
}


def _reviewed(model: type[Base]) -> Any:
    """Return the record that a review, or a step of one, is about."""
    if model is Review:
        return Review.record_id
    review = named(Review, "review_of_step", "id", "record_id")
    return (
        select(review.c.record_id)
        .where(review.c.id == ReviewStep.review_id)
        .correlate(ReviewStep)
        .scalar_subquery()
    )


def _attends(conference_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether the worker is one of a meeting's members."""
    member = named(Attendance, "listed_member", "conference_id", "member_id", "record_state")
    return exists(literal(1)).where(
        member.c.conference_id == conference_id,
        member.c.member_id == actor.staff_id,
        member.c.record_state != VOID,
    )


def _person_visible(actor: Actor) -> ColumnElement[bool]:
    if not actor.reads_casework:
        return false()
    return ~hides_person(Person.id, actor)


def _block_visible(actor: Actor) -> ColumnElement[bool]:
    """Conflicts of interest are seen by who sets them, one's own by nobody."""
    others: ColumnElement[bool] = ConflictBlock.staff_id != actor.staff_id
    if actor.has(ADMINISTRATOR):
        return others
    if not actor.has(SUPERVISOR):
        return false()
    return and_(
        others,
        or_(ConflictBlock.case_id.is_(None), ~hides_case(ConflictBlock.case_id, actor)),
        or_(ConflictBlock.person_id.is_(None), ~hides_person(ConflictBlock.person_id, actor)),
    )
