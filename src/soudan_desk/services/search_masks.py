"""What must not be shown of search hits that are about people under protective measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, Household, Person
from soudan_desk.services.masks import Mask
from soudan_desk.storage.prepared import Prepared, among

_TOLD = (
    *(Person.tel_home, Person.tel_mobile, Person.address, Person.registered_address),
    *(Person.email, Person.work_school),
)
# Whole office: these columns hide what is shown, they are not shown themselves.
_BY_ID = Prepared(
    select(Person.id.label("key"), *_TOLD).where(Person.shien_sochi, among(Person.id, "ids")),
    whole_office=True,
)
_BY_CASE = Prepared(
    select(Case.id.label("key"), *_TOLD)
    .join(Person, Person.id == Case.person_id)
    .where(Person.shien_sochi, among(Case.id, "ids")),
    whole_office=True,
)
_BY_HOUSEHOLD = Prepared(
    select(Case.household_id.label("key"), *_TOLD)
    .join(Person, Person.id == Case.person_id)
    .where(Person.shien_sochi, among(Case.household_id, "ids")),
    whole_office=True,
)


def masks_of(session: Session, docs: Sequence[Any]) -> dict[int, Mask]:
    """Return the masks of those rows of the search map that are about protected people."""
    ways = (
        (_BY_ID, {doc.id: doc.person_id for doc in docs if doc.person_id}),
        (_BY_CASE, {doc.id: doc.case_id for doc in docs if doc.case_id}),
        (_BY_HOUSEHOLD, {doc.id: doc.record_id for doc in docs if doc.kind == Household.kind()}),
    )
    found: dict[int, Mask] = {}
    for query, keys in ways:
        if keys:
            rows = {row.key: row for row in query(session, ids=set(keys.values()))}
            found |= {doc: Mask.of_places(rows[key]) for doc, key in keys.items() if key in rows}
    return found
