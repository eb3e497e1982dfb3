"""What a new meeting, member or agenda item knows by itself: number, day, whose it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soudan_desk.models import Agency, AgendaItem, Attendance, Conference, Plan, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.numbers import next_meeting_serial
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

Default = Callable[[Work, Session, dict[str, Any]], Any]

PLAN_TYPES = frozenset({"new_plan", "replan", "change", "interrupt"})
"""What is said of the case's plan as it stands."""


def _today(work: Work, _session: Session, _answers: dict[str, Any]) -> Any:
    return work.today()


def _title(work: Work, _session: Session, answers: dict[str, Any]) -> str | None:
    kind, centre = answers.get("meeting_kind"), answers.get("centre")
    return None if kind is None else work.codes.label("conference.kind", kind, centre=centre)


def _serial(_work: Work, session: Session, answers: dict[str, Any]) -> str | None:
    kind, centre = answers.get("meeting_kind"), answers.get("centre")
    if kind is None or centre is None:
        return None
    return next_meeting_serial(session, centre, kind, answers["held_on"])


def _of_meeting(key: str) -> Default:
    """Return the default that an item or a member takes over from its meeting."""

    def default(_work: Work, session: Session, answers: dict[str, Any]) -> Any:
        conference_id = answers.get("conference_id")
        return None if conference_id is None else getattr(_meeting(session, conference_id), key)

    return default


def _meeting(session: Session, conference_id: Any) -> Conference:
    return fetch(session, Conference, conference_id)


def _next_in(model: Any) -> Default:
    def default(_work: Work, session: Session, answers: dict[str, Any]) -> int | None:
        conference_id = answers.get("conference_id")
        query = select(func.max(model.position)).where(model.conference_id == conference_id)
        return None if conference_id is None else (session.scalar(query) or 0) + 1

    return default


def _plan(_work: Work, session: Session, answers: dict[str, Any]) -> Any:
    case_id = answers.get("case_id")
    if case_id is None or answers.get("agenda_type") not in PLAN_TYPES:
        return None
    query = select(Plan.id).where(Plan.case_id == case_id, Plan.record_state != VOID)
    return session.scalars(query.order_by(Plan.created_at.desc(), Plan.id.desc())).first()


def _staff(key: str) -> Default:
    def default(_work: Work, session: Session, answers: dict[str, Any]) -> Any:
        member_id = answers.get("member_id")
        return None if member_id is None else getattr(fetch(session, Staff, member_id), key)

    return default


def _agency(key: str) -> Default:
    def default(_work: Work, session: Session, answers: dict[str, Any]) -> Any:
        agency_id = answers.get("agency_id")
        return None if agency_id is None else getattr(fetch(session, Agency, agency_id), key)

    return default


CONFERENCE_DEFAULTS: dict[str, dict[str, Default]] = {
    "conference": {"held_on": _today, "title": _title, "serial": _serial},
    "attendance": {
        "centre": _of_meeting("centre"),
        "restriction_level": _of_meeting("restriction_level"),
        "position": _next_in(Attendance),
        "name": _staff("name"),
        "org": _agency("name"),
        "agency_type": _agency("agency_type"),
    },
    "agenda_item": {
        "centre": _of_meeting("centre"),
        "meeting_kind": _of_meeting("meeting_kind"),
        "held_on": _of_meeting("held_on"),
        "restriction_level": _of_meeting("restriction_level"),
        "position": _next_in(AgendaItem),
        "plan_id": _plan,
    },
}
