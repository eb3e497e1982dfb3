"""What must not leave with records: for each, the masks of the people it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, Household, Member, Person
from soudan_desk.models.base import VOID, Record
from soudan_desk.services.hidden_people import HIDES, OF_CASES, THEMSELVES, TOLD, by_case
from soudan_desk.services.masks import Mask
from soudan_desk.services.person_masks import mask_of
from soudan_desk.storage.prepared import Prepared, among_many, as_one

_HOME_OF_CASE = Prepared(by_case(Case.household_id), whole_office=True)
_AT_HOME = Prepared(
    select(Member.household_id.label("key"), literal(0).label("level"), *TOLD)
    .join(Person, Person.id == Member.person_id)
    .where(among_many(Member.household_id, "ids"), Member.record_state != VOID, HIDES),
    whole_office=True,
)
_WAYS: Mapping[str, tuple[Prepared, ...]] = {
    Person.kind(): (THEMSELVES,),
    Case.kind(): (OF_CASES,),
    Household.kind(): (_HOME_OF_CASE, _AT_HOME),
}
Concerned = dict[UUID, dict[UUID, Mask]]
"""By record the people hidden in it, each with what hides them."""


def concerned_by(session: Session, records: Sequence[Record]) -> Concerned:
    """Return of records those people of whom something must not leave with them."""
    found: Concerned = {}
    made: dict[tuple[UUID, int], Mask] = {}
    for kind, ways in _WAYS.items():
        keys = keys_of(records, kind)
        rows = [row for way in ways if keys for row in way(session, ids=as_one(keys))]
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


def keys_of(records: Sequence[Record], kind: str) -> dict[UUID, list[UUID]]:
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
