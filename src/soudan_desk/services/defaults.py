"""What a new record knows before anybody types: its centre, its worker, its number."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, CentreSetting
from soudan_desk.models.base import Record, fields_of
from soudan_desk.services.answers import Answers
from soudan_desk.services.conference_defaults import CONFERENCE_DEFAULTS
from soudan_desk.services.first_contacts import first_or_repeat
from soudan_desk.services.numbers import next_contact_no, next_referral_no
from soudan_desk.services.plan_defaults import PLAN_DEFAULTS, case_of_plan
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

CONSULTATION_PROCESS = "consultation"
USUAL_REPLY_DAYS = 14
Default = Callable[[Work, Session, dict[str, Any]], Any]


def complete(
    work: Work,
    session: Session,
    model: type[Record],
    answers: Answers,
    *,
    without: Collection[str] = (),
) -> dict[str, Any]:
    """Return the answers with what follows from them filled in; nothing given is changed."""
    found = dict(answers)
    asked = {field.key for field in fields_of(model)}
    for key, default in _DEFAULTS.items():
        if key in asked and found.get(key) is None:
            found[key] = default(work, session, found)
    for key, value in _scalar_defaults(model).items():
        if key in asked and found.get(key) is None:
            found[key] = value
    for key, default in _BY_KIND.get(model.kind(), {}).items():
        if found.get(key) is None and key not in without:
            found[key] = default(work, session, found)
    return found


@cache
def _scalar_defaults(model: type[Record]) -> dict[str, Any]:
    columns = model.__table__.columns
    return {
        column.key: column.default.arg
        for column in columns
        if column.default is not None and column.default.is_scalar
    }


def _centre(work: Work, session: Session, answers: dict[str, Any]) -> str | None:
    case_id = answers.get("case_id")
    if case_id is not None:
        return fetch(session, Case, case_id).centre
    return min(work.actor.centres) if len(work.actor.centres) == 1 else None


def _person(_work: Work, session: Session, answers: dict[str, Any]) -> Any:
    case_id = answers.get("case_id")
    return None if case_id is None else fetch(session, Case, case_id).person_id


def _actor(work: Work, _session: Session, _answers: dict[str, Any]) -> Any:
    return work.actor.staff_id


def _today(work: Work, _session: Session, _answers: dict[str, Any]) -> Any:
    return work.today()


def _duration(_work: Work, _session: Session, answers: dict[str, Any]) -> int | None:
    start, end = answers.get("started_at_time"), answers.get("ended_at_time")
    if start is None or end is None:
        return None
    minutes = (end.hour * 60 + end.minute) - (start.hour * 60 + start.minute)
    return minutes if minutes >= 0 else None


def _contact_no(work: Work, session: Session, answers: dict[str, Any]) -> str | None:
    process = work.processes.get((answers.get("centre") or "", CONSULTATION_PROCESS))
    if process is None or answers.get("held_on") is None:
        return None
    return next_contact_no(session, process.series, answers["held_on"])


def _referral_no(work: Work, session: Session, answers: dict[str, Any]) -> str | None:
    if answers.get("direction", "out") != "out":
        return None
    issued_on = answers.get("issued_on") or work.today()
    return next_referral_no(session, issued_on, letter_form(session, answers.get("centre")))


def letter_form(session: Session, centre: str | None) -> str | None:
    """Return the form in which a centre numbers its letters, None for the usual one."""
    form = select(CentreSetting.ref_no_format).where(CentreSetting.centre == centre)
    return session.scalars(form).first()


def reply_due(session: Session, centre: str | None, issued_on: date) -> date:
    """Return the day by which a letter's answer is asked for, by the centre's own rule."""
    query = select(CentreSetting.reply_days_count).where(CentreSetting.centre == centre)
    days = session.scalars(query).first()
    return issued_on + timedelta(days=USUAL_REPLY_DAYS if days is None else days)


def _check_due(_work: Work, session: Session, answers: dict[str, Any]) -> date | None:
    if answers.get("direction", "out") != "out":
        return None
    return reply_due(session, answers.get("centre"), answers["issued_on"])


_DEFAULTS: dict[str, Default] = {
    "case_id": case_of_plan,
    "centre": _centre,
    "person_id": _person,
    "staff_id": _actor,
}
_BY_KIND: dict[str, dict[str, Default]] = {
    "consultation": {
        "duration_min": _duration,
        "first_or_repeat": lambda _w, session, answers: first_or_repeat(session, answers),
        "contact_no": _contact_no,
    },
    "referral": {
        "direction": lambda _w, _s, _a: "out",
        "issued_on": _today,
        "ref_no": _referral_no,
        "check_due_on": _check_due,
    },
    "case": {"opened_on": _today},
    "appointment": {"held_on": _today},
    "disclosure_request": {"received_on": _today, "via": lambda _w, _s, _a: "direct"},
    **PLAN_DEFAULTS,
    **CONFERENCE_DEFAULTS,
}
