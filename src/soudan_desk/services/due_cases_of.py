"""Which case and whom a due rule's record is about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, not_, or_, select

from soudan_desk.models import Case, Person
from soudan_desk.models.base import VOID
from soudan_desk.services.due_rules import DueRule


def centre_of(rule: DueRule, model: Any) -> Any:
    """Return whose centre an item is: its case's, else the record's own."""
    has_own = rule.without_case and model is not Person
    return func.coalesce(Case.centre, model.centre) if has_own else Case.centre


def newest_case() -> Any:
    """Return the id of somebody's newest case."""
    table = Case.__table__.alias("newest")
    mine = (table.c.person_id == Person.id, table.c.record_state != VOID)
    by_day = (table.c.opened_on.desc(), table.c.created_at.desc())
    return select(table.c.id).where(*mine).order_by(*by_day).limit(1).scalar_subquery()


def is_left_alone() -> ColumnElement[bool]:
    """Whether nobody works for somebody: no case is open, be it one the worker may not see.

    A newest case that may not be seen leaves them to those who see it.
    """
    table = Case.__table__.alias("theirs")
    theirs = exists(literal(1)).where(table.c.person_id == Person.id, table.c.record_state != VOID)
    is_seen = or_(Case.id.is_not(None), not_(theirs))
    return and_(is_seen, not_(theirs.where(table.c.closed_on.is_(None))))


def whose_is(rule: DueRule, model: Any) -> Any:
    """Return whom an item is about."""
    if model is Person:
        return Person.id
    own = getattr(model, "person_id", None) if rule.without_case else None
    return Case.person_id if own is None else func.coalesce(Case.person_id, own)


def is_its_case(rule: DueRule, model: Any) -> ColumnElement[bool]:
    """Match a record's case; where only a person is named, each of theirs."""
    if not rule.of_person:
        return Case.id == model.case_id  # type: ignore[no-any-return]
    by_person = and_(model.case_id.is_(None), Case.person_id == model.person_id)
    return or_(Case.id == model.case_id, by_person)
