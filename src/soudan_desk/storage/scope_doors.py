"""The doors of the scope: whether a case, a person or a household is closed to a worker.

A door is a condition over an id, for any query: restriction and the case's list, conflicts of
interest (which close it whatever else opens it), and emergency access while it lasts.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from soudan_desk.models import Case, CaseWorker, ConflictBlock, EmergencyAccess, Member, Person
from soudan_desk.models.base import VOID
from soudan_desk.models.person import NAME_HIDDEN_LEVEL
from soudan_desk.storage.actor import SUPERVISOR, Actor


def works_on(case_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether the worker stands on the list of a case."""
    worker = CaseWorker.__table__.alias("listed_worker")
    return exists(literal(1)).where(
        worker.c.case_id == case_id,
        worker.c.staff_id == actor.staff_id,
        worker.c.record_state != VOID,
    )


def hides_case(case_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether a case is closed to the worker: restricted, others' where those are closed, blocked.

    The level stands in the SQL as it does in the small index of restricted cases, which alone is
    then looked into.
    """
    case = Case.__table__.alias("restricted_case")
    hidden = exists(literal(1)).where(
        case.c.id.between(case_id, case_id), case.c.restriction_level > literal_column("0")
    )
    if not actor.only_reads:
        hidden = hidden.where(~works_on(case.c.id, actor), *_not_opened(case.c.id, actor))
    closed: ColumnElement[bool] = hidden
    if not actor.sees_ordinary:
        closed = or_(hidden, ~works_on(case_id, actor))
    return or_(closed, is_blocked(case_id, actor))


def is_blocked(case_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether a conflict of interest closes a case to the worker."""
    closed: ColumnElement[bool] = case_id.in_(_blocked_cases(actor))
    return closed


def hides_person(person_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether a person is closed to the worker: a restricted case hides the name, or a block."""
    person = Person.__table__.alias("hidden_person")
    hidden = exists(literal(1)).where(
        person.c.id.between(person_id, person_id),
        person.c.restriction_level >= literal_column(str(NAME_HIDDEN_LEVEL)),
    )
    if not actor.only_reads:
        case = Case.__table__.alias("known_case")
        own = or_(works_on(case.c.id, actor), *_opened(case.c.id, actor))
        known = exists(literal(1)).where(case.c.person_id == person.c.id, own)
        hidden = hidden.where(~known)
    return or_(hidden, person_id.in_(_blocked_persons(actor)))


def hides_household(household_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether cases closed to the worker are filed under a household, and none that is open.

    A household of somebody blocked is closed too.
    """
    closed, seen = Case.__table__.alias("closed_case"), Case.__table__.alias("open_case")
    has_closed = exists(literal(1)).where(
        closed.c.household_id == household_id, hides_case(closed.c.id, actor)
    )
    has_open = exists(literal(1)).where(
        seen.c.household_id == household_id, ~hides_case(seen.c.id, actor)
    )
    return or_(and_(has_closed, ~has_open), household_id.in_(_blocked_households(actor)))


def _opened(case_id: Any, actor: Actor) -> list[ColumnElement[bool]]:
    """Whether a supervisor has opened the case in an emergency, and the hour is not over."""
    if not actor.has(SUPERVISOR):
        return []
    access = EmergencyAccess.__table__.alias("emergency")
    return [
        case_id.in_(
            select(access.c.case_id).where(
                access.c.staff_id == actor.staff_id,
                access.c.until_at > func.now(),
                access.c.record_state != VOID,
            )
        )
    ]


def _not_opened(case_id: Any, actor: Actor) -> list[ColumnElement[bool]]:
    return [~each for each in _opened(case_id, actor)]


def _in_force(block: Any, actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Narrow to the worker's conflicts of interest: few, and looked up once for each query."""
    return block.c.staff_id == actor.staff_id, block.c.record_state != VOID


def _blocked_cases(actor: Actor) -> Any:
    named, own = _BLOCK.alias("block_of_case"), _BLOCK.alias("block_of_person")
    case = Case.__table__.alias("blocked_case")
    by_case = select(named.c.case_id).where(named.c.case_id.is_not(None), *_in_force(named, actor))
    by_person = select(case.c.id).where(case.c.person_id == own.c.person_id, *_in_force(own, actor))
    return union_all(by_case, by_person)


def _blocked_persons(actor: Actor) -> Any:
    own = _BLOCK.alias("block_of_person")
    return select(own.c.person_id).where(own.c.person_id.is_not(None), *_in_force(own, actor))


def _blocked_households(actor: Actor) -> Any:
    """Households of cases and of members that are blocked."""
    case, member = Case.__table__.alias("case_at_home"), Member.__table__.alias("member_at_home")
    by_case = select(case.c.household_id).where(
        case.c.household_id.is_not(None), case.c.id.in_(_blocked_cases(actor))
    )
    by_member = select(member.c.household_id).where(member.c.person_id.in_(_blocked_persons(actor)))
    return union_all(by_case, by_member)


_BLOCK = ConflictBlock.__table__
