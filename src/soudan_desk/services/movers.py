"""Who may take a case along, in words for whoever may not."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, Staff
from soudan_desk.services.process import Move, Process
from soudan_desk.services.work import Work

_MOST_NAMED = 3


def why_not_mine(work: Work, session: Session, case: Case, process: Process, move: Move) -> str:
    """Say that a move is not the worker's to make, and whose it is; blank where they may."""
    roles = move.roles or process.movers
    if work.actor.has(*roles):
        return ""
    entries = work.codes.entries("role")
    who = "・".join(entry.brief for entry in entries if entry.code in roles)
    there = work.codes.label(process.states, move.to)
    return f"「{there}」に進められるのは{who}です。{_whom_to_ask(_holders(session, case, roles))}"


def _holders(session: Session, case: Case, roles: frozenset[str]) -> list[str]:
    rows = session.scalars(select(Staff).where(Staff.is_active).order_by(Staff.login))
    return [
        row.name
        for row in rows
        if case.centre in (row.centre_codes or ()) and roles & set(row.roles or ())
    ]


def _whom_to_ask(names: Iterable[str]) -> str:
    found = list(names)
    if not found:
        return "まだいないので、管理者に「設定」の「職員」で決めてもらってください。"
    more = "など" if len(found) > _MOST_NAMED else ""
    named = "、".join(f"{name}さん" for name in found[:_MOST_NAMED])
    return f"{named}{more}に頼んでください。"
