"""The doors of the scope: whether a case, a person or a household is closed to a worker.

A door is a condition over an id, for any query: restriction and the case's list, conflicts of
interest (which close it whatever else opens it), and emergency access while it lasts.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    column,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    union_all,
)

from soudan_desk.models import (
    Case,
    CaseTransfer,
    CaseWorker,
    ConflictBlock,
    Deputy,
    EmergencyAccess,
    Member,
    Person,
)
from soudan_desk.models.base import VOID, Base
from soudan_desk.models.case_transfer import PROPOSED
from soudan_desk.models.person import NAME_HIDDEN_LEVEL
from soudan_desk.storage.actor import SUPERVISOR, Actor


def named(model: type[Base], name: str, *keys: str) -> FromClause:
    """Return a table under another name, of the columns needed alone.

    A worker's scope names tables hundreds of times, and each name of a whole table has copies of
    all its columns: 20 MB and half a second for each worker.
    """
    whole = model.__table__.c
    return table(model.__tablename__, *(column(key, whole[key].type) for key in keys)).alias(name)


_WORKER = named(CaseWorker, "listed_worker", "case_id", "staff_id", "record_state")
_LENT = named(CaseWorker, "lent_worker", "case_id", "staff_id", "record_state")
_DEPUTY = named(Deputy, "deputy_now", "absent_id", "staff_id", "from_on", "to_on", "record_state")
_OFFERED = named(CaseTransfer, "offered_case", "case_id", "to_staff_id", "state", "record_state")
_RESTRICTED = named(Case, "restricted_case", "id", "restriction_level")
_HIDDEN = named(Person, "hidden_person", "id", "restriction_level")
_KNOWN = named(Case, "known_case", "id", "person_id")
_CLOSED, _OPEN = (named(Case, name, "id", "household_id") for name in ("closed_case", "open_case"))
_EMERGENCY = named(EmergencyAccess, "emergency", "case_id", "staff_id", "until_at", "record_state")
_BLOCK = named(ConflictBlock, "conflict", "case_id", "person_id", "staff_id", "record_state")
_BLOCKED = named(Case, "blocked_case", "id", "person_id")
_CASE_AT_HOME = named(Case, "case_at_home", "id", "household_id")
_MEMBER_AT_HOME = named(Member, "member_at_home", "household_id", "person_id")


def works_on(case_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether the worker stands on the list of a case."""
    return exists(literal(1)).where(
        _WORKER.c.case_id == case_id,
        _WORKER.c.staff_id == actor.staff_id,
        _WORKER.c.record_state != VOID,
    )


def hides_case(case_id: Any, actor: Actor, level: Any = None) -> ColumnElement[bool]:
    """Whether a case is closed to the worker: restricted, others' where those are closed, blocked.

    `level` is the case's own, where the query reads the case; else it is looked up: it stands in
    the SQL as it does in the small index of restricted cases, which alone is then looked into.
    """
    case = _RESTRICTED
    not_ours: tuple[ColumnElement[bool], ...] = ()
    if not actor.only_reads:
        own = case_id if level is not None else case.c.id
        not_ours = (~works_on(own, actor), *_not_opened(own, actor))
    if level is not None:
        closed = and_(level > literal_column("0"), *not_ours)
    else:
        closed = exists(literal(1)).where(
            case.c.id.between(case_id, case_id),
            case.c.restriction_level > literal_column("0"),
            *not_ours,
        )
    if not actor.sees_ordinary:
        closed = or_(closed, and_(~works_on(case_id, actor), ~case_id.in_(_lent_cases(actor))))
    return or_(closed, is_blocked(case_id, actor))


def is_blocked(case_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether a conflict of interest closes a case to the worker."""
    return and_(_has_conflicts(actor), case_id.in_(_blocked_cases(actor)))


def hides_person(person_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether a person is closed to the worker: a restricted case hides the name, or a block."""
    person, case = _HIDDEN, _KNOWN
    hidden = exists(literal(1)).where(
        person.c.id.between(person_id, person_id),
        person.c.restriction_level >= literal_column(str(NAME_HIDDEN_LEVEL)),
    )
    if not actor.only_reads:
        own = or_(works_on(case.c.id, actor), *_opened(case.c.id, actor))
        known = exists(literal(1)).where(case.c.person_id == person.c.id, own)
        hidden = hidden.where(~known)
    blocked = and_(_has_conflicts(actor), person_id.in_(_blocked_persons(actor)))
    return or_(hidden, blocked)


def hides_household(household_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether cases closed to the worker are filed under a household, and none that is open.

    A household of somebody blocked is closed too.
    """
    has_closed = exists(literal(1)).where(
        _CLOSED.c.household_id == household_id, hides_case(_CLOSED.c.id, actor)
    )
    has_open = exists(literal(1)).where(
        _OPEN.c.household_id == household_id, ~hides_case(_OPEN.c.id, actor)
    )
    blocked = and_(_has_conflicts(actor), household_id.in_(_blocked_households(actor)))
    return or_(and_(has_closed, ~has_open), blocked)


def _opened(case_id: Any, actor: Actor) -> list[ColumnElement[bool]]:
    """Whether a supervisor has opened the case in an emergency, and the hour is not over."""
    return [case_id.in_(_opened_cases(actor))] if actor.has(SUPERVISOR) else []


def _not_opened(case_id: Any, actor: Actor) -> list[ColumnElement[bool]]:
    return [~each for each in _opened(case_id, actor)]


# what depends on the worker alone is made once for each


@lru_cache(maxsize=64)
def _lent_cases(actor: Actor) -> Any:
    """Cases of those for whom the worker stands in today, where others' are closed.

    And cases somebody asks them to take over, until they answer. No restricted one: a supervisor
    may name a deputy, and would name himself (docs/decisions/014).
    """
    offered = select(_OFFERED.c.case_id).where(
        _OFFERED.c.to_staff_id == actor.staff_id,
        _OFFERED.c.state == PROPOSED,
        _OFFERED.c.record_state != VOID,
    )
    lent = select(_LENT.c.case_id).where(
        _LENT.c.staff_id == _DEPUTY.c.absent_id,
        _LENT.c.record_state != VOID,
        _DEPUTY.c.staff_id == actor.staff_id,
        func.today().between(_DEPUTY.c.from_on, _DEPUTY.c.to_on),
        _DEPUTY.c.record_state != VOID,
    )
    return union_all(lent, offered)


@lru_cache(maxsize=64)
def _opened_cases(actor: Actor) -> Any:
    access = _EMERGENCY
    return select(access.c.case_id).where(
        access.c.staff_id == actor.staff_id,
        access.c.until_at > func.now(),
        access.c.record_state != VOID,
    )


def _in_force(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Narrow to the worker's conflicts of interest: few, and looked up once for each query."""
    return _BLOCK.c.staff_id == actor.staff_id, _BLOCK.c.record_state != VOID


@lru_cache(maxsize=64)
def _has_conflicts(actor: Actor) -> ColumnElement[bool]:
    """Whether the worker has any conflict of interest: most have none.

    The database asks this once for each query and then makes no list of what is blocked, which
    takes it longer than many a query itself.
    """
    return exists(literal(1)).where(*_in_force(actor))


@lru_cache(maxsize=64)
def _blocked_cases(actor: Actor) -> Any:
    case = _BLOCKED
    by_case = select(_BLOCK.c.case_id).where(_BLOCK.c.case_id.is_not(None), *_in_force(actor))
    by_person = select(case.c.id).where(case.c.person_id == _BLOCK.c.person_id, *_in_force(actor))
    return union_all(by_case, by_person)


@lru_cache(maxsize=64)
def _blocked_persons(actor: Actor) -> Any:
    return select(_BLOCK.c.person_id).where(_BLOCK.c.person_id.is_not(None), *_in_force(actor))


@lru_cache(maxsize=64)
def _blocked_households(actor: Actor) -> Any:
    """Households of cases and of members that are blocked."""
    case, member = _CASE_AT_HOME, _MEMBER_AT_HOME
    by_case = select(case.c.household_id).where(
        case.c.household_id.is_not(None), case.c.id.in_(_blocked_cases(actor))
    )
    by_member = select(member.c.household_id).where(member.c.person_id.in_(_blocked_persons(actor)))
    return union_all(by_case, by_member)
