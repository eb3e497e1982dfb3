"""Facts behind figures: which records lie in a period, and their answers to a few questions.

Whoever holds the right `figures` counts every record of the centre, restricted ones as well; the
others count what they may see (docs/security.md). What is opened from a figure is always bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, or_, select

from soudan_desk.models import Person, Role, record_kinds
from soudan_desk.models.base import VOID
from soudan_desk.services.figure_questions import CREATED, DAY, OWN, Asked, countable, sources_of
from soudan_desk.services.names import NameBook
from soudan_desk.services.rights import refusal
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among

FIGURES = Role.FIGURES.value
_NEVER = ("",)
_CHILDREN_OF = ("conference", "plan")
"""With these a record stands and falls: what belongs to a voided one is not counted."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Which records of a centre (of all the worker's centres, where none is named) and when.

    `day` is the question that says when a record was; with `open_until`, the question that says
    when it ended, what had begun and not ended by the last day is asked for instead.
    """

    kind: str
    first: date
    last: date
    centre: str | None = None
    day: str | None = None
    open_until: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One record of the period: whom it is about, when it was, its answers in the order asked."""

    id: UUID
    person_id: UUID | None
    day: date
    is_draft: bool
    answers: tuple[Any, ...]


def may_count(work: Work) -> bool:
    """Whether the worker has figures at all."""
    return work.actor.reads_casework or work.actor.has(FIGURES)


def may_take_out(work: Work) -> bool:
    """Whether the worker may write figures into a file that leaves the office."""
    return work.actor.writes_casework or work.actor.has(FIGURES)


def require_counting(work: Work, centre: str | None) -> None:
    """Raise `NotAllowedError` unless the worker may count in this centre."""
    if not may_count(work):
        raise refusal(
            work,
            "統計を見る権限がありません。要るときは「統計作成」の権限を管理者に頼んでください。",
        )
    if centre is not None and centre not in work.actor.centres:
        raise refusal(
            work, "そのセンターの統計は作れません。自分のセンターを選ぶか、管理者に頼んでください。"
        )


def counts_everything(work: Work, kind: str) -> bool:
    """Whether every record of the worker's centres is counted, whoever may read it.

    Only where a record belongs to a centre: the others have no bound but the reader's rights.
    """
    return work.actor.has(FIGURES) and _centre_column(kind) is not None


def facts_of(work: Work, ask: Ask, questions: Sequence[Asked]) -> list[Fact]:
    """Return the records asked for, void ones excepted, each with its answers."""
    require_counting(work, ask.centre)
    whole = counts_everything(work, ask.kind)
    bound = whole or ask.centre is not None
    columns = tuple((each.source, each.column) for each in questions)
    plan = _Plan(ask.kind, columns, ask.day or countable(ask.kind).day, ask.open_until)
    query = _query(plan, whole, bound and _centre_column(ask.kind) is not None)
    centres = [ask.centre] if ask.centre else sorted(work.actor.centres) or list(_NEVER)
    with work.store.reading(work.actor) as session:
        rows = query(session, **_bounds(plan, ask), **_centres_of(query, centres))
    return [Fact(r[0], r[1], _local_day(r[2]), bool(r[3] == "draft"), tuple(r[4:])) for r in rows]


def _centres_of(query: _Query, centres: list[str]) -> dict[str, Any]:
    return {"centres": centres} if query.is_bound else {}


def names_of(work: Work, kind: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return what referred records are called."""
    with work.store.reading(work.actor) as session:
        book = NameBook(session)
        return {each: book.of(kind, each) for each in ids}


# --- queries ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Plan:
    kind: str
    columns: tuple[tuple[str, str], ...]
    """Of each question the record around that is asked, and the column."""
    day: str
    open_until: str | None


class _Query(Prepared):
    """A prepared query that knows whether it is bound to centres."""

    is_bound = False


@lru_cache(maxsize=128)
def _query(plan: _Plan, whole: bool, is_bound: bool) -> _Query:
    model: Any = record_kinds()[plan.kind]
    answers = [_column(model, *each).label(f"answer_{at}") for at, each in enumerate(plan.columns)]
    columns = [model.id, _person(model).label("person"), _day_column(model, plan.day).label("on")]
    query = select(*columns, model.record_state, *answers).select_from(model)
    query = _joined(query, model, _needed(model, plan))
    conditions = [model.record_state != VOID, *_within(model, plan)]
    conditions += _with_their_whole(model)
    if model is Person:
        conditions.append(Person.merged_into_id.is_(None))
    if is_bound:
        conditions.append(among(_centre_column(plan.kind), "centres"))
    made = _Query(query.where(*conditions), whole_office=whole)
    made.is_bound = is_bound
    return made


def _within(model: Any, plan: _Plan) -> list[ColumnElement[bool]]:
    day = _day_column(model, plan.day)
    before = day <= bindparam("last", type_=day.type)
    if plan.open_until is None:
        return [before, day >= bindparam("first", type_=day.type)]
    end = getattr(model, plan.open_until)
    return [before, or_(end.is_(None), end > bindparam("last", type_=end.type))]


def _bounds(plan: _Plan, ask: Ask) -> dict[str, Any]:
    first: Any = ask.first
    last: Any = ask.last
    if plan.day.rpartition(".")[2] == CREATED:
        first = _instant(ask.first)
        last = _instant(ask.last + timedelta(days=1)) - timedelta(microseconds=1)
    return {"last": last} if plan.open_until else {"first": first, "last": last}


def _instant(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone().astimezone(UTC)


def _local_day(moment: date | datetime) -> date:
    return moment.astimezone().date() if isinstance(moment, datetime) else moment


def _needed(model: Any, plan: _Plan) -> list[str]:
    wanted = {source for source, _ in plan.columns} - {OWN, DAY}
    wanted |= {plan.day.partition(".")[0]} if "." in plan.day else set()
    around = sources_of(plan.kind)
    if "case" in around and ("person" in around or _centre_of(model) == "case"):
        wanted.add("case")
    wanted |= {each for each in _CHILDREN_OF if each in around}
    return [each for each in ("conference", "plan", "case", "person") if each in wanted]


def _joined(query: Select[Any], model: Any, sources: list[str]) -> Select[Any]:
    for source in sources:
        other: Any = record_kinds()[source]
        own = _person(model) if source == "person" else getattr(model, f"{source}_id")
        query = query.outerjoin(other, other.id == own)
    return query


def _with_their_whole(model: Any) -> list[ColumnElement[bool]]:
    around = (each for each in _CHILDREN_OF if each in sources_of(model.kind()))
    states = (record_kinds()[each].record_state for each in around)
    return [func.coalesce(state, "") != VOID for state in states]


def _person(model: Any) -> Any:
    """Return whom a record is about: itself a person, named by it, or by its case."""
    columns = model.__table__.columns
    if model is Person:
        return model.id
    own = [model.person_id] if "person_id" in columns else []
    case: Any = record_kinds()["case"]
    ways = [*own, *([case.person_id] if "case_id" in columns else [])]
    if not ways:
        return literal(None, type_=model.id.type)
    return func.coalesce(*ways) if len(ways) > 1 else ways[0]


def _column(model: Any, source: str, key: str) -> Any:
    if source == DAY:
        return _day_column(model, key)
    return getattr(model if source == OWN else record_kinds()[source], key)


def _day_column(model: Any, day: str) -> Any:
    source, _, key = day.rpartition(".")
    return getattr(record_kinds()[source] if source else model, key)


def _centre_of(model: Any) -> str | None:
    """Say whose `centre` bounds a kind: its own, or that of a record around it."""
    if "centre" in model.__table__.columns:
        return OWN
    own = (each for each in sources_of(model.kind()) if each != "person")
    return next((each for each in own if "centre" in record_kinds()[each].__table__.columns), None)


def _centre_column(kind: str) -> Any:
    model: Any = record_kinds()[kind]
    source = _centre_of(model)
    if source is None:
        return None
    return getattr(record_kinds()[source] if source else model, "centre")  # noqa: B009 - not on Record
