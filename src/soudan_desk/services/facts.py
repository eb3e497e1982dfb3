"""Whether what a process asks for lies in a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, Revision
from soudan_desk.models.base import FINAL, VOID, Record
from soudan_desk.services.process import Fact, Move, Need, Ways
from soudan_desk.services.records import model_of
from soudan_desk.services.review_standing import is_decided


def missing_for(session: Session, case: Case, move: Move, today: date) -> list[str]:
    """Say what a move still needs, in sentences; empty where nothing is missing."""
    return [need.missing for need in needs_of(session, case, move, today)]


def needs_of(session: Session, case: Case, move: Move, today: date) -> list[Need]:
    """Return the needs of a move that are not met, each with the sentence that tells why."""
    return [
        replace(need, missing=_sentence(session, case, need, today))
        for need in move.needs
        if not any(is_there(session, case, fact, today) for fact in need.any_of)
    ]


def is_meant(session: Session, case: Case, move: Move, unmet: list[Need], today: date) -> bool:
    """Whether what decides for a move is there, though more may be missing for it."""
    if move.meant_by:
        return any(is_there(session, case, fact, today) for fact in move.meant_by)
    return bool(move.needs) and move.needs[0].any_of not in [need.any_of for need in unmet]


def _sentence(session: Session, case: Case, need: Need, today: date) -> str:
    found = (words for fact, words in need.instead if is_there(session, case, fact, today))
    return next(found, need.missing)


def is_there(session: Session, case: Case, fact: Fact, today: date) -> bool:
    """Whether the case holds such a record among those the worker may see."""
    model: Any = model_of(fact.kind)
    query: Select[Any] = select(model).where(
        _of_case(model, case),
        *_counts(model, fact, today),
        *_points(model, case, fact),
        *_begun_since(session, model, case, fact.since),
    )
    if fact.newest:
        query = query.order_by(model.created_at.desc(), model.id.desc()).limit(1)
        newest = session.scalars(query).first()
        return newest is not None and _fits(newest, fact) and _is_decided(session, newest, fact)
    return session.scalars(query.where(*_conditions(model, fact)).limit(1)).first() is not None


def _is_decided(session: Session, record: Record, fact: Fact) -> bool:
    return not fact.decided or is_decided(session, record)


def _of_case(model: Any, case: Case) -> ColumnElement[bool]:
    """Match the case's own records, and those of its person that belong to no case."""
    own: ColumnElement[bool] = model.case_id == case.id
    if case.person_id is None or "person_id" not in model.__table__.columns:
        return own
    return or_(own, and_(model.case_id.is_(None), model.person_id == case.person_id))


def _counts(model: Any, fact: Fact, today: date) -> Iterator[ColumnElement[bool]]:
    yield model.record_state != VOID
    if fact.stands:
        yield model.stands_on(today)
    if fact.final:
        yield model.record_state == FINAL
    for key, codes in fact.own_kind.items():
        yield getattr(model, key).in_(codes)


def _points(model: Any, case: Case, fact: Fact) -> Iterator[ColumnElement[bool]]:
    """Match what points to the case's newest record of a kind, as a meeting does to its plan."""
    if fact.newest_of is None:
        return
    pointed: Any = model_of(fact.newest_of)
    newest = (
        select(pointed.id)
        .where(pointed.case_id == case.id, pointed.record_state != VOID)
        .order_by(pointed.created_at.desc(), pointed.id.desc())
        .limit(1)
    )
    yield getattr(model, f"{fact.newest_of}_id") == newest.scalar_subquery()


def _begun_since(
    session: Session, model: Any, case: Case, ways: Ways
) -> Iterator[ColumnElement[bool]]:
    """Match what has no history before the case last went one of these ways."""
    if not ways or (last := _last_move(session, case, ways)) is None:
        return
    yield ~exists().where(Revision.record_id == model.id, Revision.seq < last)


def _last_move(session: Session, case: Case, ways: Ways) -> int | None:
    """Return the number of the change by which the case last went one of these ways."""
    query = select(Revision.seq, Revision.content).where(Revision.record_id == case.id)
    states = [(seq, row["state"]) for seq, row in session.execute(query.order_by(Revision.seq))]
    steps = pairwise(states)
    made = (seq for (_, here), (seq, there) in steps if (here, there) in ways)
    return max(made, default=None)


def _conditions(model: Any, fact: Fact) -> Iterator[ColumnElement[bool]]:
    for key, codes in fact.where.items():
        yield getattr(model, key).in_(codes)
    for key in fact.filled:
        yield getattr(model, key).is_not(None)
    for key in fact.empty:
        yield getattr(model, key).is_(None)


def _fits(record: Record, fact: Fact) -> bool:
    return (
        all(getattr(record, key) in codes for key, codes in fact.where.items())
        and all(getattr(record, key) is not None for key in fact.filled)
        and all(getattr(record, key) is None for key in fact.empty)
    )
