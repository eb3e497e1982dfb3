"""What must not be told of the people of several cases, fetched at once for a list."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from soudan_desk.models import Case, Person
from soudan_desk.services.masks import Mask
from soudan_desk.services.work import Work


def masks_of_cases(work: Work, case_ids: Iterable[UUID | None]) -> dict[UUID | None, Mask]:
    """Return the mask of each of these cases' people."""
    ids = [each for each in dict.fromkeys(case_ids) if each is not None]
    query = (
        select(Case.id, Case.restriction_level, Person)
        .join(Person, Person.id == Case.person_id)
        .where(Case.id.in_(ids))
    )
    with work.store.reading(work.actor) as session:
        return {row[0]: Mask.of(row[2], row[1]) for row in session.execute(query)}
