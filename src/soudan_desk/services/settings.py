"""The office's and the centres' settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import CentreSetting, OfficeSetting, Staff
from soudan_desk.services.answers import read_answers
from soudan_desk.services.records import Saved, add_in, asked_of, model_of, save_record, saved
from soudan_desk.services.usual_routes import UsualRoute, install_routes
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What the frame and every paper need to know of the office."""

    name: str
    is_sample: bool
    lock_after_min: int
    hides_screen: bool
    centre_names: dict[str, str]


def office_facts(work: Work) -> OfficeFacts:
    """Return the office's name, its centres and its rules."""
    with work.store.reading(work.actor) as session:
        return facts_in(session)


def facts_in(session: Session) -> OfficeFacts:
    """Return them in a unit of work that is open already, of nobody's desk too."""
    office = session.scalars(select(OfficeSetting)).first()
    centres = session.execute(
        select(CentreSetting.centre, CentreSetting.name).order_by(CentreSetting.created_at)
    )
    names = {row.centre: row.name for row in centres}
    return OfficeFacts(
        name=office.name if office else "",
        is_sample=bool(office and office.is_sample),
        lock_after_min=office.lock_after_min if office else 5,
        hides_screen=bool(office and office.hides_screen),
        centre_names=names,
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """A record of settings as a form shows it."""

    kind: str
    id: UUID
    title: str
    lock_version: int
    answers: dict[str, Any]


def office_setting(work: Work) -> Setting:
    """Return the office's own settings."""
    with work.store.reading(work.actor) as session:
        return _setting(session.scalars(select(OfficeSetting)).one())


def centre_settings(work: Work) -> list[Setting]:
    """Return each centre's settings, in the order they were set up."""
    query = select(CentreSetting).order_by(CentreSetting.created_at)
    with work.store.reading(work.actor) as session:
        return [_setting(record) for record in session.scalars(query)]


def missing_centres(work: Work) -> list[tuple[str, str]]:
    """Return the kinds of centre the office does not run yet, each with what it is called."""
    run = {setting.answers["centre"] for setting in centre_settings(work)}
    return [
        (each.code, each.label) for each in work.codes.entries("centre") if each.code not in run
    ]


def add_centre(
    work: Work, centre: str, name: str, *, review_routes: Iterable[UsualRoute] = ()
) -> Saved:
    """Add a centre to the office, with its usual routes; its staff see it after the next log-in.

    Whoever adds it belongs to it; for others that is set with their roles.
    """
    with work.store.writing(work.actor) as session:
        added = add_in(work, session, "centre_setting", {"centre": centre, "name": name})
        own = fetch(session, Staff, work.actor.staff_id)
        own.centre_codes = [*(own.centre_codes or ()), centre]
        install_routes(session, review_routes, [centre])
        session.flush()
        return saved(added)


def save_setting(work: Work, setting: Setting, answers: Mapping[str, Any]) -> None:
    """Save settings, as their administrator."""
    asked = asked_of(model_of(setting.kind))
    given = {key: value for key, value in answers.items() if key in asked}
    save_record(work, setting.kind, setting.id, given, lock_version=setting.lock_version)


def _setting(record: OfficeSetting | CentreSetting) -> Setting:
    return Setting(record.kind(), record.id, record.name, record.lock_version, read_answers(record))
