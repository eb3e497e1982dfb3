"""When a plan is looked at next: a monitoring that is final moves its plan's day on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Monitoring, Plan
from soudan_desk.models.base import FINAL, VOID, Record
from soudan_desk.services.answers import read_answers
from soudan_desk.services.monitoring_months import first_month, next_month
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

_EARLY = timedelta(days=14)
"""A monitoring held so long before its day is the one that was meant (as in the due rules)."""


def move_next_monitoring(session: Session, record: Record) -> None:
    """Set a plan's next monitoring day after its newest monitoring, or by its certificate."""
    with session.no_autoflush:  # one change of the record, not two
        if isinstance(record, Plan):
            _begin(session, record)
        elif isinstance(record, Monitoring) and record.record_state in (FINAL, VOID):
            _follow(session, record)


def _begin(session: Session, plan: Plan) -> None:
    if plan.record_state != FINAL or plan.next_monitoring_on is not None:
        return
    begun = select(Monitoring.id).where(
        Monitoring.plan_id == plan.id, Monitoring.record_state == FINAL
    )
    if plan.id is None or session.scalars(begun.limit(1)).first() is None:
        plan.next_monitoring_on = first_month(read_answers(plan), plan.issued_on or plan.drafted_on)


def _follow(session: Session, record: Monitoring) -> None:
    plan = fetch(session, Plan, record.plan_id)
    newest = _newest(session, plan, record)
    if newest is None or plan.record_state == VOID:
        return
    wanted = _day_after(plan, newest)
    if wanted != plan.next_monitoring_on:
        plan.next_monitoring_on = wanted
        mark(session, plan, "edit", "モニタリングの記録による")


def _newest(session: Session, plan: Plan, record: Monitoring) -> Monitoring | None:
    """Return the newest monitoring that counts, the one being saved among them."""
    query = (
        select(Monitoring)
        .where(Monitoring.plan_id == plan.id, Monitoring.record_state == FINAL)
        .order_by(Monitoring.held_on.desc(), Monitoring.created_at.desc())
        .limit(2)
    )
    others: list[Any] = [each for each in session.scalars(query) if each is not record]
    if record.record_state == FINAL:
        others.append(record)
    return max(reversed(others), key=lambda each: each.held_on, default=None)


def _day_after(plan: Plan, newest: Monitoring) -> date | None:
    if newest.next_due_on is not None:
        return newest.next_due_on
    planned = plan.next_monitoring_on
    is_meant = planned is not None and newest.held_on >= planned - _EARLY
    if planned is not None and not is_meant:
        return planned
    return next_month(read_answers(plan), max(newest.held_on, planned or newest.held_on))
