"""The office's and the centres' settings."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from soudan_desk.models import CentreSetting, OfficeSetting
from soudan_desk.services.work import Work


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What the frame and every paper need to know of the office."""

    name: str
    is_sample: bool
    lock_after_min: int
    centre_names: dict[str, str]


def office_facts(work: Work) -> OfficeFacts:
    """Return the office's name, its centres and its rules."""
    with work.store.reading(work.actor) as session:
        office = session.scalars(select(OfficeSetting)).first()
        centres = session.execute(
            select(CentreSetting.centre, CentreSetting.name).order_by(CentreSetting.created_at)
        )
        names = {row.centre: row.name for row in centres}
    return OfficeFacts(
        name=office.name if office else "",
        is_sample=bool(office and office.is_sample),
        lock_after_min=office.lock_after_min if office else 5,
        centre_names=names,
    )
