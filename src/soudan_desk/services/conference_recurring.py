"""Cases that come before a meeting again, or because something in them presses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from soudan_desk.japanese.eras import wareki
from soudan_desk.models import AgendaItem, Case, Monitoring, Person
from soudan_desk.models.base import FINAL, VOID
from soudan_desk.models.case import PRESSING
from soudan_desk.services.due import DueItem, DueScope, find_due
from soudan_desk.services.work import Work

AGAIN = ("again", "more_info", "board_more_info", "accept_again", "collect_facts")
"""Conclusions that leave a case to be judged once more."""
NO_CONTACT_DAYS = 30
MOST_PRESSING = 30
"""How many pressing cases one ケース会議 is offered; the worst come first."""
_MOST_LATE = 500
_AT_REST = ("interrupted", "suspend", "pre_consent", "followup")
Found = Iterator[tuple[Any, str, str, dict[str, Any]]]
"""A row of the case, the agenda's type, why, and what it is about."""


def open_cases(centre: str, *columns: Any) -> Any:
    """Return the query for a centre's open cases with more columns."""
    return (
        select(Case.id, Case.case_no, Case.person_id, Person.name, *columns)
        .outerjoin(Person, Person.id == Case.person_id)
        .where(Case.centre == centre, Case.record_state != VOID, Case.closed_on.is_(None))
        .order_by(Case.case_no)
    )


def judged_by(kind: str, *conditions: Any) -> Any:
    """Match cases about which a meeting of a kind has come to a conclusion."""
    return exists().where(
        AgendaItem.case_id == Case.id,
        AgendaItem.meeting_kind == kind,
        AgendaItem.conclusion.is_not(None),
        AgendaItem.record_state != VOID,
        *conditions,
    )


def to_be_judged_again(session: Session, centre: str, kind: str, on: date) -> Found:
    """Find what a meeting of this kind put off: to a day that has come, or to be judged anew."""
    for row in _newest_items(session, centre, kind):
        days = [day for day in (row.next_on, row.followup_on) if day is not None and day <= on]
        if days and row.held_on < on:
            why = (
                f"前の会議({wareki(row.held_on)})で、{wareki(min(days))}に検討することにしました。"
            )
            yield row, row.agenda_type, why, {"plan_id": row.plan_id}
        elif row.conclusion in AGAIN and row.next_on is None and row.held_on < on:
            why = f"前の会議({wareki(row.held_on)})で、再び検討することにしました。"
            yield row, row.agenda_type, why, {"plan_id": row.plan_id}


def _newest_items(session: Session, centre: str, kind: str) -> list[Any]:
    newer = AgendaItem.__table__.alias("newer")
    is_old = exists().where(
        newer.c.case_id == AgendaItem.case_id,
        newer.c.meeting_kind == kind,
        newer.c.record_state != VOID,
        or_(
            newer.c.held_on > AgendaItem.held_on,
            and_(newer.c.held_on == AgendaItem.held_on, newer.c.id > AgendaItem.id),
        ),
    )
    columns = (AgendaItem.agenda_type, AgendaItem.conclusion, AgendaItem.held_on)
    days = (AgendaItem.next_on, AgendaItem.followup_on, AgendaItem.plan_id)
    query = open_cases(centre, *columns, *days).join(AgendaItem, AgendaItem.case_id == Case.id)
    query = query.where(AgendaItem.meeting_kind == kind, AgendaItem.record_state != VOID, ~is_old)
    return list(session.execute(query))


def guardianship_considered(session: Session, centre: str) -> Found:
    """Find cases whose monitoring says that guardianship is to be considered."""
    query = open_cases(centre, Monitoring.id.label("monitoring_id"), Monitoring.plan_id)
    query = query.join(Monitoring, Monitoring.case_id == Case.id).where(
        Monitoring.record_state == FINAL,
        Monitoring.guardianship_consider,
        ~judged_by("kentou", AgendaItem.held_on >= Monitoring.held_on),
    )
    for row in session.execute(query):
        why = "モニタリングで成年後見制度の検討が要るとされました。"
        about = {"plan_id": row.plan_id, "monitoring_id": row.monitoring_id}
        yield row, "new_plan", why, about


def candidates_of_the_office(session: Session, centre: str) -> Found:
    """Find cases for which a meeting thought of the office's own 法人後見."""
    thought = exists().where(
        AgendaItem.case_id == Case.id,
        AgendaItem.meeting_kind == "kentou",
        AgendaItem.candidate_kind == "corporate",
        AgendaItem.conclusion.is_not(None),
        AgendaItem.record_state != VOID,
    )
    query = open_cases(centre).where(thought, ~judged_by("juken_shinsa"))
    for row in session.execute(query):
        yield row, "candidate", "検討支援会議で法人後見が候補になりました。", {}


def pressing(work: Work, session: Session, centre: str, on: date) -> Found:
    """Find for a ケース会議 what is urgent, late, or long without contact; the worst first.

    A case that a ケース会議 of the last 30 days spoke of is left out.
    """
    since = on - timedelta(days=NO_CONTACT_DAYS)
    late = _late(work, session, centre, on)
    contact = func.coalesce(Case.last_contact_on, Case.opened_on)
    is_silent = and_(contact <= since, Case.state.not_in(_AT_REST))
    query = open_cases(centre, Case.urgency, contact.label("contact_on"), is_silent.label("silent"))
    presses = or_(Case.urgency == PRESSING, is_silent, Case.id.in_(late))
    rows = session.execute(
        query.where(presses, ~judged_by("case", AgendaItem.held_on > since))
    ).all()
    worst = sorted(rows, key=lambda row: _how_bad(row, late.get(row.id)))
    for row in worst[:MOST_PRESSING]:
        yield row, "share", _why(row, late.get(row.id), on), {}


def _late(work: Work, session: Session, centre: str, on: date) -> dict[UUID, DueItem]:
    """Return what is longest overdue in each case; want of contact is asked for by itself."""
    rules = [rule for rule in work.due_rules if not rule.key.startswith("no_contact")]
    scope = DueScope(centre=centre)
    items = find_due(session, work.codes, rules, scope, on=on, names_workers=False)
    late = sorted((item for item in items if item.days < 0), key=lambda item: item.days)
    found: dict[UUID, DueItem] = {}
    for item in late:
        if item.case_id is not None and len(found) < _MOST_LATE:
            found.setdefault(item.case_id, item)
    return found


def _how_bad(row: Any, late: DueItem | None) -> tuple[bool, int, date]:
    return row.urgency != PRESSING, late.days if late else 0, row.contact_on


def _why(row: Any, late: DueItem | None, on: date) -> str:
    words = [
        "緊急度が高いケースです。" if row.urgency == PRESSING else "",
        f"「{late.label}」が{-late.days}日過ぎています。" if late else "",
        f"{(on - row.contact_on).days}日対応がありません。" if row.silent else "",
    ]
    return "".join(words)
