"""What hides a person whose name is not to be told: every name, and those of the household."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import (
    Agency,
    AgencyContact,
    CentreSetting,
    Member,
    OfficeSetting,
    Person,
    Staff,
)
from soudan_desk.models.base import VOID
from soudan_desk.services.households import household_ids
from soudan_desk.services.masks import Mask
from soudan_desk.storage.prepared import Prepared, among

_HOUSEHOLD = Prepared(
    select(Member.name, Member.kana, Person.name.label("known_as"), Person.kana.label("read_as"))
    .outerjoin(Person, Person.id == Member.person_id)
    .where(among(Member.household_id, "houses"), Member.record_state != VOID),
    whole_office=True,  # whom the reader may not see is hidden all the more
)

_KNOWN = tuple(
    Prepared(select(*columns))
    for columns in (
        (Staff.name, Staff.kana),
        (Agency.name, Agency.kana),
        (AgencyContact.name, AgencyContact.kana),
        (CentreSetting.name, CentreSetting.head_name),
        (OfficeSetting.name,),
    )
)


def names_of(person: Any) -> tuple[str, ...]:
    """Return every name and reading of a person, the present one first."""
    aliases = person.aliases or ()
    others = [each.get(key) for each in aliases for key in ("name", "kana")]
    return tuple(filter(None, (person.name, person.kana, *others)))


def household_names(session: Session, person: Any) -> tuple[str, ...]:
    """Return the names and readings of all who live with a person."""
    houses = household_ids(session, [person.id]).get(person.id)
    rows = _HOUSEHOLD(session, houses=list(houses)) if houses else ()
    return tuple(dict.fromkeys(name for row in rows for name in row if name))


def known_names(session: Session, more: Iterable[str | None] = ()) -> tuple[str, ...]:
    """Return by what those are known who are no clients: workers, agencies and `more`."""
    found = [*(name for query in _KNOWN for row in query(session) for name in row), *more]
    return tuple(dict.fromkeys(name for name in found if name))


def mask_of(session: Session, person: Any, level: int = 0, spare: Container[str] = ()) -> Mask:
    """Return what holds for a person in a case of a level, with all who live with them.

    `spare` are parts of names that others bear who may be named.
    """
    mask = Mask.of(person, level)
    if not mask.name_hidden:
        return mask
    names = (*names_of(person), *household_names(session, person))
    return mask.and_of(Mask.of_names(names, spare))
