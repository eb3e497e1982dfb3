"""Who a note (申し送り) may be left for, where it belongs, and the receipts it brings about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import Case, HandoverNote, Person, Receipt, Staff, record_kinds
from soudan_desk.models.base import Record, new_id
from soudan_desk.services.actors import actor_of
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import Actor
from soudan_desk.storage.filing import file_note
from soudan_desk.storage.scope import visible, whole_office

Place = tuple[type[Record], UUID]
_TO = "to_staff_ids"


def deliver(work: Work, session: Session, note: HandoverNote) -> None:
    """Say where a note belongs and make a receipt for each reader.

    Raises `InvalidEntriesError` where somebody could not read it: the note shows what it hangs on.
    """
    file_note(session, note)
    wanted = list(dict.fromkeys(note.to_staff_ids))
    if note.staff_id in wanted:
        raise InvalidEntriesError({_TO: "自分には送れません。自分の用事は「やること」に入れます。"})
    places = _places_of(note)
    for actor in _actors(session, wanted):
        _require_reached(work, session, note, actor, places)
    note.id = note.id or new_id()
    session.add(note)
    session.flush()  # its receipts point to it
    for staff_id in wanted:
        session.add(Receipt(handover_note_id=note.id, case_id=note.case_id, staff_id=staff_id))


def all_who_can(work: Work, session: Session, note: HandoverNote, centre: str) -> list[UUID]:
    """List everybody who works in a centre and can read the note, but for its writer."""
    places = _places_of(note)
    staff = session.scalars(select(Staff).where(Staff.is_active).order_by(Staff.login))
    actors = [actor_of(session, each) for each in staff if each.id != work.actor.staff_id]
    return [
        actor.staff_id
        for actor in actors
        if centre in actor.centres and actor.writes_casework and _sees(session, actor, places)
    ]


def readers_among(session: Session, note: HandoverNote, staff: Iterable[Staff]) -> list[Staff]:
    """Return those of the staff who can be left this note."""
    places = _places_of(note)
    actors = {each.id: actor_of(session, each) for each in staff}
    return [
        each
        for each in staff
        if actors[each.id].writes_casework and _sees(session, actors[each.id], places)
    ]


def _actors(session: Session, staff_ids: list[UUID]) -> list[Actor]:
    query = select(Staff).where(Staff.id.in_(staff_ids), Staff.is_active)
    found = {staff.id: actor_of(session, staff) for staff in session.scalars(query)}
    if len(found) < len(staff_ids):
        raise InvalidEntriesError({_TO: "利用を止められた職員がいます。宛てから外してください。"})
    return [found[each] for each in staff_ids]


def _require_reached(
    work: Work, session: Session, note: HandoverNote, actor: Actor, places: list[Place]
) -> None:
    if not actor.writes_casework:
        raise InvalidEntriesError(
            {
                _TO: f"{actor.name}さんには「今日」のページがないので届きません。"
                "相談員か主任を選んでください。"
            }
        )
    if not _sees(session, actor, places):
        what = "ケース" if note.case_id else "記録"
        raise InvalidEntriesError(
            {
                _TO: f"{actor.name}さんはこの{what}を見られないので送れません。宛てから外すか、"
                f"{what}を見られるようにしてから送ってください。"
            }
        )


def _places_of(note: HandoverNote) -> list[Place]:
    places: list[Place] = []
    if note.case_id is not None:
        places.append((Case, note.case_id))
    if note.person_id is not None:
        places.append((Person, note.person_id))
    if note.about_kind and note.about_id:
        places.append((record_kinds()[note.about_kind], note.about_id))
    return list(dict.fromkeys(places))


def _sees(session: Session, actor: Actor, places: list[Place]) -> bool:
    return all(_sees_one(session, actor, *place) for place in places)


def _sees_one(session: Session, actor: Actor, model: Any, record_id: UUID) -> bool:
    query = select(model.id).where(model.id == record_id)
    condition = visible(model, actor)
    if condition is not None:
        query = query.where(condition)
    return whole_office(session, query).first() is not None
