"""What must not be told of the people of several cases, fetched at once for a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import literal, or_, select

from soudan_desk.models import Case, Person
from soudan_desk.services.masks import NAME_HIDDEN_LEVEL, Mask
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among

_TOLD = (
    *(Person.name, Person.kana, Person.shien_sochi, Person.restriction_level),
    *(Person.tel_home, Person.tel_mobile, Person.address),
    *(Person.registered_address, Person.email, Person.work_school),
)
_HIDES = or_(Person.shien_sochi, Person.restriction_level >= NAME_HIDDEN_LEVEL)
_LEVEL = Case.restriction_level
# Whole office: whom the reader may not see is hidden all the more where a text names them.
_BY_CASE = Prepared(
    select(Case.id.label("key"), _LEVEL.label("level"), *_TOLD)
    .join(Person, Person.id == Case.person_id)
    .where(among(Case.id, "ids"), or_(_HIDES, _LEVEL >= NAME_HIDDEN_LEVEL)),
    whole_office=True,
)
_BY_PERSON = Prepared(
    select(Person.id.label("key"), literal(0).label("level"), *_TOLD).where(
        among(Person.id, "ids"), _HIDES
    ),
    whole_office=True,
)
_AT_ONCE = 1000


def masks_of_cases(work: Work, case_ids: Iterable[UUID | None]) -> dict[UUID | None, Mask]:
    """Return the masks of those of these cases' people of whom something is hidden."""
    return _masks(work, _BY_CASE, case_ids)


def masks_of_people(work: Work, person_ids: Iterable[UUID | None]) -> dict[UUID | None, Mask]:
    """Return the masks of those of these people of whom something is hidden."""
    return _masks(work, _BY_PERSON, person_ids)


def _masks(work: Work, query: Any, keys: Iterable[UUID | None]) -> dict[UUID | None, Mask]:
    ids = [each for each in dict.fromkeys(keys) if each is not None]
    starts = range(0, len(ids), _AT_ONCE)
    with work.store.reading(work.actor) as session:
        found = [row for at in starts for row in query(session, ids=ids[at : at + _AT_ONCE])]
    return {row.key: Mask.of(row, row.level) for row in found}
