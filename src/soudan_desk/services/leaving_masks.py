"""What must not leave with records: for each, the masks of the people it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, Household, Member, Person
from soudan_desk.models.base import VOID, Record
from soudan_desk.services.masks import NAME_HIDDEN_LEVEL, Mask
from soudan_desk.services.person_masks import mask_of
from soudan_desk.storage.prepared import Prepared, among

_TOLD = (
    *(Person.id, Person.name, Person.kana, Person.aliases),
    *(Person.shien_sochi, Person.restriction_level),
    *(Person.tel_home, Person.tel_mobile, Person.address),
    *(Person.registered_address, Person.email, Person.work_school),
)
_HIDES = or_(Person.shien_sochi, Person.restriction_level >= NAME_HIDDEN_LEVEL)
_LEVEL = Case.restriction_level
# Whole office: who is protected is hidden all the more where the reader may not know them.
_ITSELF = Prepared(
    select(Person.id.label("key"), literal(0).label("level"), *_TOLD).where(
        among(Person.id, "ids"), _HIDES
    ),
    whole_office=True,
)
_OF_CASE = Prepared(
    select(Case.id.label("key"), _LEVEL.label("level"), *_TOLD)
    .join(Person, Person.id == Case.person_id)
    .where(among(Case.id, "ids"), or_(_HIDES, _LEVEL >= NAME_HIDDEN_LEVEL)),
    whole_office=True,
)
_HOME_OF_CASE = Prepared(
    select(Case.household_id.label("key"), _LEVEL.label("level"), *_TOLD)
    .join(Person, Person.id == Case.person_id)
    .where(among(Case.household_id, "ids"), or_(_HIDES, _LEVEL >= NAME_HIDDEN_LEVEL)),
    whole_office=True,
)
_AT_HOME = Prepared(
    select(Member.household_id.label("key"), literal(0).label("level"), *_TOLD)
    .join(Person, Person.id == Member.person_id)
    .where(among(Member.household_id, "ids"), Member.record_state != VOID, _HIDES),
    whole_office=True,
)
_WAYS: Mapping[str, tuple[Prepared, ...]] = {
    Person.kind(): (_ITSELF,),
    Case.kind(): (_OF_CASE,),
    Household.kind(): (_HOME_OF_CASE, _AT_HOME),
}
Concerned = dict[UUID, dict[UUID, Mask]]
"""By record the people hidden in it, each with what hides them."""


def concerned_by(session: Session, records: Sequence[Record]) -> Concerned:
    """Return of records those people of whom something must not leave with them."""
    found: Concerned = {}
    made: dict[tuple[UUID, int], Mask] = {}
    for kind, ways in _WAYS.items():
        keys = _keys_of(records, kind)
        rows = [row for way in ways if keys for row in way(session, ids=set(keys))]
        for row in rows:
            which = (row.id, row.level)
            if which not in made:
                made[which] = mask_of(session, row, row.level)
            for record_id in keys[row.key]:
                found.setdefault(record_id, {})[row.id] = made[which]
    return found


def mask_over(people: Mapping[UUID, Mask], told: Collection[UUID] = ()) -> Mask:
    """Return what hides these people, but for those who are told."""
    mask = Mask()
    for person_id, own in people.items():
        if person_id not in told:
            mask = mask.and_of(own)
    return mask


def _keys_of(records: Sequence[Record], kind: str) -> dict[UUID, list[UUID]]:
    """Return the records by the person, case or household they are or refer to."""
    found: dict[UUID, list[UUID]] = {}
    for record in records:
        for key in _named(record, kind):
            found.setdefault(key, []).append(record.id)
    return found


def _named(record: Record, kind: str) -> Iterator[UUID]:
    for key in _keys_to(type(record), kind):
        value = getattr(record, key)
        if value is not None:
            yield value


@cache
def _keys_to(model: type[Record], kind: str) -> tuple[str, ...]:
    """Name a model's columns that hold the ids of a kind of record; its own if it is one."""
    columns = model.__table__.columns
    own = ("id",) if model.kind() == kind else ()
    return own + tuple(
        column.key
        for column in columns
        if any(each.column.table.name == kind for each in column.foreign_keys)
    )
