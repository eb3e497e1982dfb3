"""A member of staff as somebody who acts, or is to be told something: their rights, worked out."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import OfficeSetting, Staff
from soudan_desk.storage.actor import AUDITOR, CASEWORKER, READER, SUPERVISOR, Actor


def actor_of(session: Session, staff: Staff) -> Actor:
    """Return somebody's rights as they stand now."""
    roles = frozenset(staff.roles or ())
    return Actor(
        staff_id=staff.id,
        login=staff.login or "",
        name=staff.name or "",
        roles=roles,
        centres=frozenset(staff.centre_codes or ()),
        sees_ordinary=_sees_ordinary(session, roles),
    )


def _sees_ordinary(session: Session, roles: frozenset[str]) -> bool:
    """Whether any of the roles may read others' ordinary cases in this office."""
    setting = session.scalars(select(OfficeSetting)).first()
    allowed = {SUPERVISOR, AUDITOR}
    if setting is None or setting.caseworkers_see_all:
        allowed.add(CASEWORKER)
    if setting is None or setting.readers_see_all:
        allowed.add(READER)
    return not roles.isdisjoint(allowed)
