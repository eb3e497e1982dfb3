"""One query per due rule: made once, its days, workers and cases given as parameters."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    true,
)

from soudan_desk.fields import Field
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import Case, Person
from soudan_desk.models.base import DRAFT, FINAL, VOID, Record, fields_of, record_kinds
from soudan_desk.services.contact_rules import told_rules
from soudan_desk.services.due_cases_of import (
    centre_of,
    is_its_case,
    is_left_alone,
    newest_case,
    whose_is,
)
from soudan_desk.services.due_days import Window
from soudan_desk.services.due_rules import Answers, Doing, Done, DueRule
from soudan_desk.services.due_workers import listed_cases
from soudan_desk.services.list_masks import whom_hidden
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.prepared import Prepared, among, among_many
from soudan_desk.storage.scope import visible

_A_DAY = timedelta(days=1)
Conditions = list[ColumnElement[bool]]


class Whose(StrEnum):
    """What a query is narrowed to."""

    ALL = "all"
    WORKERS = "workers"
    CASES = "cases"


@lru_cache(maxsize=512)
def query_of(rule: DueRule, whose: Whose, actor: Actor | None) -> Prepared:
    """Return a rule's query, bound to what a worker may see as every query is.

    It takes `bounds_of` it, and by its kind `cases`, or `staff` and their open cases as `mine`.
    Its rows hold `id`, the days as `day_0` …, `case_id`, `case_no`, `centre`, `person`, `hides`
    and, where the rule names them, `staff_id`, `detail` and, for what ends an item, `done_0` ….
    """
    model = record_kinds()[rule.kind]
    query = _joined(select(*_columns(rule, model)), rule, model, actor)
    conditions = [*_of_record(rule, model), *_of_case(rule, model), *_narrowed(rule, model, whose)]
    return Prepared(query.where(*conditions, *_seen(model, actor)), whole_office=True)


@lru_cache(maxsize=256)
def _seen(model: type[Record], actor: Actor | None) -> tuple[ColumnElement[bool], ...]:
    """Return the scope of a table, made once: as options of forty queries it takes a second."""
    condition = None if actor is None else visible(model, actor)
    return () if condition is None else (condition,)


def bounds_of(rule: DueRule, window: Window, on: date) -> dict[str, Any]:
    """Return a window as parameters of the rule's query, in the type its days have."""
    today = {"today": on} if _knows_today(rule) else {}
    if rule.rows:
        return today
    own = type(_date_column(rule).type).__name__
    if own != "InstantColumn":
        return today | {"first": _as(own, window.first), "last": _as(own, window.last)}
    first = datetime.combine(window.first, time.min, UTC)
    last = datetime.combine(window.last + _A_DAY, time.max, UTC)
    return today | {"first": first, "last": last}


def _knows_today(rule: DueRule) -> bool:
    return bool(rule.newest_begins) or any(done.begins for done in rule.unless)


def _as(column: str, day: date) -> Any:
    if column == "PartialDateColumn":
        return PartialDate(day.year, day.month, day.day)
    return day


def _date_column(rule: DueRule) -> Any:
    return record_kinds()[rule.kind].__table__.columns[rule.dates[0]]


@lru_cache(maxsize=256)
def detail_field(rule: DueRule) -> Field | None:
    """Return the question whose answer a rule's reason tells."""
    fields = fields_of(record_kinds()[rule.kind])
    table = next((field.rows for field in fields if field.key == rule.rows), fields)
    return next((field for field in table if field.key == rule.detail), None)


def _columns(rule: DueRule, model: type[Record]) -> list[Any]:
    names = [rule.rows] if rule.rows else list(rule.dates)
    columns = [
        model.id,
        *(getattr(model, name).label(f"day_{at}") for at, name in enumerate(names)),
        Case.id.label("case_id"),
        Case.case_no,
        centre_of(rule, model).label("centre"),
        Person.name.label("person"),
        whom_hidden(whose_is(rule, model)).label("hides"),
    ]
    if rule.doing is Doing.CONTACT:
        columns += told_rules()
    if rule.staff:
        columns.append(getattr(model, rule.staff).label("staff_id"))
    if rule.detail and not rule.rows:
        columns.append(_detail(rule, model).label("detail"))
    dated = (done for done in rule.unless if done.since)
    columns += [_last_done(model, done).label(f"done_{at}") for at, done in enumerate(dated)]
    return columns


def _detail(rule: DueRule, model: type[Record]) -> Any:
    field = detail_field(rule)
    of = record_kinds()[field.of] if field and field.of else None
    return getattr(of, "name") if of else getattr(model, rule.detail)  # noqa: B009 - not on Record


def _joined(
    query: Select[Any], rule: DueRule, model: type[Record], actor: Actor | None
) -> Select[Any]:
    query, seen_case = query.select_from(model), _seen(Case, actor)
    if model is Person and rule.without_case:
        return query.outerjoin(Case, and_(Case.id == newest_case(), *seen_case))
    if model is Person:
        return query.join(Case, and_(Case.person_id == Person.id, *seen_case))
    if model is not Case:
        its_case = and_(is_its_case(rule, model), *seen_case)
        query = query.join(Case, its_case, isouter=rule.without_case)
    its_person = and_(Person.id == whose_is(rule, model), *_seen(Person, actor))
    query = query.outerjoin(Person, its_person)
    field = detail_field(rule) if rule.detail else None
    if field and field.of:
        of = record_kinds()[field.of]
        its_own = of.id == getattr(model, rule.detail)
        query = query.outerjoin(of, and_(its_own, *_seen(of, actor)))
    return query


# --- conditions ------------------------------------------------------------------------------


def _of_record(rule: DueRule, model: type[Record]) -> Conditions:
    conditions = [_in_force(rule, model), *_days(rule, model)]
    conditions += _answered(model, rule.where)
    conditions += [getattr(model, key).is_not(None) for key in rule.filled]
    conditions += [getattr(model, key).is_(None) for key in rule.empty]
    conditions += [getattr(model, own) == getattr(Case, of) for own, of in rule.as_in_case]
    conditions += [~_is_done(model, done) for done in rule.unless if not done.since]
    if rule.newest_per:
        conditions.append(~_has_newer(rule, model))
    if model is Person:
        conditions.append(Person.merged_into_id.is_(None))
    return conditions


def _in_force(rule: DueRule, model: type[Record]) -> ColumnElement[bool]:
    if rule.is_draft:
        return model.record_state == literal_column(f"'{DRAFT}'")  # as in indexes of drafts
    return model.record_state != VOID


def _days(rule: DueRule, model: type[Record]) -> Conditions:
    """Bind the record's day; where several are named, what is later is judged afterwards."""
    if rule.rows:
        return [getattr(model, rule.rows).is_not(None)]
    days = [getattr(model, name) for name in rule.dates]
    known = days[0] if len(days) == 1 else func.coalesce(*days)
    if rule.is_draft:  # few, and found by their own index, not by the day of all others too
        known = func.coalesce(*days, literal_column("NULL"))
    conditions: Conditions = [known <= bindparam("last", type_=days[0].type)]
    if rule.until is not None or rule.forgotten_days is not None:
        is_late = (day >= bindparam("first", type_=days[0].type) for day in days)
        conditions.append(or_(*is_late))
    return conditions


def _answered(model: Any, where: Answers) -> Conditions:
    return [_one_of(getattr(model, key), values) for key, values in where.items()]


def _one_of(column: Any, values: tuple[Any, ...]) -> ColumnElement[bool]:
    given = [value for value in values if value is not None]
    ways: Conditions = [column.in_(given)] if len(given) > 1 else [column == v for v in given]
    return or_(false(), *ways, *([column.is_(None)] if None in values else []))


def _of_case(rule: DueRule, model: type[Record]) -> Conditions:
    if model is Person and rule.without_case:
        return [is_left_alone()]
    conditions: Conditions = []
    if model is not Case:
        conditions.append(Case.record_state != VOID)
    if not rule.of_closed:
        conditions.append(Case.closed_on.is_(None))
    if rule.centres:
        conditions.append(_one_of(Case.centre, rule.centres))
    if rule.processes:
        conditions.append(_one_of(Case.process, rule.processes))
    if rule.states:
        conditions.append(_one_of(Case.state, rule.states))
    if rule.not_states:
        conditions.append(Case.state.not_in(rule.not_states))
    if not rule.without_case:
        return conditions
    case_id: Any = getattr(model, "case_id")  # noqa: B009 - not on Record
    return [or_(case_id.is_(None), and_(Case.id.is_not(None), *conditions))]


def _is_done(model: Any, done: Done) -> ColumnElement[bool]:
    """Whether the record that ends an item is there, be it one the worker may not read."""
    _, conditions = _done(model, done)
    return exists(literal(1)).where(*conditions)


def _last_done(model: Any, done: Done) -> Any:
    """Return the latest day of the records that may end an item."""
    table, conditions = _done(model, done)
    return select(func.max(table.c[done.since])).where(*conditions).scalar_subquery()


def _done(model: Any, done: Done) -> tuple[Any, Conditions]:
    table = record_kinds()[done.kind].__table__.alias("done")
    conditions: Conditions = [table.c.record_state != VOID]
    conditions += [table.c[other] == getattr(model, own) for other, own in done.same]
    if not done.same:
        conditions.append(table.c.case_id == Case.id)
    conditions += [_one_of(table.c[key], values) for key, values in done.where.items()]
    conditions += [table.c[key].is_not(None) for key in done.filled]
    if done.begins:
        conditions += _has_begun(table, done.begins)
    return table, conditions


def _has_begun(table: Any, begins: str) -> Conditions:
    """Match what is final and whose first day has come."""
    return [table.c.record_state == FINAL, table.c[begins] <= bindparam("today", type_=Date())]


def _has_newer(rule: DueRule, model: Any) -> ColumnElement[bool]:
    table = model.__table__.alias("newer")
    same = [_equals(table.c[key], getattr(model, key)) for key in rule.newest_per]
    own, other = getattr(model, rule.newest_by), table.c[rule.newest_by]
    later = or_(other > own, and_(other == own, table.c.created_at > model.created_at))
    conditions = [*same, later, table.c.record_state != VOID]
    conditions += [table.c[key].is_(None) for key in rule.empty]
    if rule.newest_begins:
        begun = _has_begun(table, rule.newest_begins)
        begun += [_one_of(table.c[key], values) for key, values in rule.newest_where.items()]
        is_provisional = not_(and_(true(), *_answered(model, rule.newest_where)))
        conditions.append(or_(model.record_state == DRAFT, is_provisional, and_(*begun)))
    return exists(literal(1)).where(*conditions)


def _equals(column: Any, own: Any) -> ColumnElement[bool]:
    """Compare where both may be blank; a column that is always filled goes by its index."""
    equal: ColumnElement[bool] = column == own
    return or_(equal, and_(column.is_(None), own.is_(None))) if column.nullable else equal


def _narrowed(rule: DueRule, model: Any, whose: Whose) -> Conditions:
    if whose is Whose.ALL:
        return []
    if whose is Whose.CASES:
        return [among(Case.id, "cases")]
    listed = listed_cases() if rule.of_closed else among_many(Case.id, "mine")
    if not rule.staff:
        return [listed]
    own = among(getattr(model, rule.staff), "staff")
    return [own if rule.only_staff else or_(own, listed)]
