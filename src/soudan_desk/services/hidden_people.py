"""Whom something must not be told of: the people themselves, and those of cases.

Queries of whole offices: who is protected is hidden all the more where the reader may not know
them. Each row has its `key`, the `level` of its case, and what a mask of the person is made of.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, literal, or_, select

from soudan_desk.models import Case, Person
from soudan_desk.services.masks import NAME_HIDDEN_LEVEL
from soudan_desk.storage.prepared import Prepared, among_many

TOLD = (
    *(Person.id, Person.name, Person.kana, Person.aliases),
    *(Person.shien_sochi, Person.restriction_level),
    *(Person.tel_home, Person.tel_mobile, Person.address),
    *(Person.registered_address, Person.email, Person.work_school),
)
HIDES = or_(Person.shien_sochi, Person.restriction_level >= NAME_HIDDEN_LEVEL)


def by_case(key: ColumnElement[Any] | Any) -> Select[Any]:
    """Select by a key of cases, given as `ids`, whom something of theirs hides."""
    level = Case.restriction_level
    return (
        select(key.label("key"), level.label("level"), *TOLD)
        .join(Person, Person.id == Case.person_id)
        .where(among_many(key, "ids"), or_(HIDES, level >= NAME_HIDDEN_LEVEL))
    )


OF_CASES = Prepared(by_case(Case.id), whole_office=True)
THEMSELVES = Prepared(
    select(Person.id.label("key"), literal(0).label("level"), *TOLD).where(
        among_many(Person.id, "ids"), HIDES
    ),
    whole_office=True,
)
