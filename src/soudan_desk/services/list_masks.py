"""What a list must not tell of its people, fetched at once for all its rows.

On the screen: where somebody protected is, and the name of whom the reader may not know. In what
leaves (paper, Excel) the names of all that are hidden, whoever made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session

from soudan_desk.models import Person
from soudan_desk.services.cases import CaseRow
from soudan_desk.services.hidden_people import HIDES, OF_CASES, THEMSELVES, TOLD
from soudan_desk.services.masks import BLACKED, HIDDEN_NAME, Mask
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among_many, as_one

_ANYBODY = Prepared(
    select(Person.id.label("key"), *TOLD).where(among_many(Person.id, "ids")), whole_office=True
)
About = tuple[UUID | None, UUID | None]
"""A case and a person, either of whom may be missing."""


def whom_hidden(whose: Any) -> ColumnElement[Any]:
    """Return for a query joined to `Person` by `whose` who it is, where not all may be told."""
    return case((or_(Person.id.is_(None), HIDES), whose))


def masks_of_rows(session: Session, rows: Iterable[Any]) -> dict[UUID | None, Mask]:
    """Return for the screen the masks of rows with `person` by name and `hides`, `whom_hidden`."""
    return masks_on_screen(
        session, {row.hides: row.person is not None for row in rows if row.hides is not None}
    )


def name_on_screen(row: Any) -> str:
    """Return the name such a row tells, or the word that stands for it."""
    return row.person or (HIDDEN_NAME if row.hides is not None else "")


def masks_on_screen(session: Session, is_known: Mapping[UUID, bool]) -> dict[UUID | None, Mask]:
    """Return the masks of these people for a reader to whom they are known by name, or are not."""
    if not is_known:
        return {}
    found = _ANYBODY(session, ids=as_one(is_known))
    return {row.key: Mask.hiding(row, name=not is_known[row.key]) for row in found}


def leaving_rows(work: Work, rows: Sequence[CaseRow]) -> list[CaseRow]:
    """Take out what must not leave with a list: hidden names, also from what comes next."""
    masks = masks_of_cases(work, (row.id for row in rows))
    return [_masked(row, masks.get(row.id, Mask())) for row in rows]


def without_names(rows: Sequence[CaseRow]) -> list[CaseRow]:
    """Take out whom the cases are about, also from what comes next; their numbers stay."""
    return [
        replace(
            row,
            person=BLACKED,
            kana="",
            next_what=Mask.of_names(filter(None, (row.person, row.kana))).words(row.next_what),
        )
        for row in rows
    ]


def _masked(row: CaseRow, mask: Mask) -> CaseRow:
    return replace(
        row,
        person=mask.name(row.person) or "",
        kana=mask.answer("kana", row.kana),
        next_what=mask.words(row.next_what),
    )


def masks_of_cases(work: Work, case_ids: Iterable[UUID | None]) -> dict[UUID | None, Mask]:
    """Return the masks of those of these cases' people of whom something must not leave."""
    return _masks(work, OF_CASES, case_ids)


def masks_of_people(work: Work, person_ids: Iterable[UUID | None]) -> dict[UUID | None, Mask]:
    """Return the masks of those of these people of whom something must not leave."""
    return _masks(work, THEMSELVES, person_ids)


def masks_leaving(work: Work, about: Iterable[About]) -> dict[About, Mask]:
    """Return for each case with a person what must not leave of either."""
    pairs = set(about)
    of_cases = masks_of_cases(work, (case_id for case_id, _ in pairs))
    of_people = masks_of_people(work, (person_id for _, person_id in pairs))
    return {
        each: of_cases.get(each[0], Mask()).and_of(of_people.get(each[1], Mask())) for each in pairs
    }


def _masks(work: Work, query: Any, keys: Iterable[UUID | None]) -> dict[UUID | None, Mask]:
    ids = [each for each in dict.fromkeys(keys) if each is not None]
    with work.store.reading(work.actor) as session:
        found = query(session, ids=as_one(ids))
    return {row.key: Mask.of(row, row.level) for row in found}
