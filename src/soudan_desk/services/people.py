"""The list of people: searched by name, reading, telephone or case number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from soudan_desk.japanese.folding import digits
from soudan_desk.japanese.long_vowels import name_keys
from soudan_desk.models import Case, Person
from soudan_desk.models.base import VOID
from soudan_desk.services.work import Work
from soudan_desk.storage.sealed_search import sealed_where

_FEWEST_DIGITS = 3
_AREA = re.compile(r"^\D+")
_LIMITS = ("contact_ok", "letter_ok", "telephone_ok", "voicemail_ok", "name_shown_ok")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """What a list of people is narrowed to; everything left out narrows nothing."""

    words: str = ""
    with_case: bool = False
    without_case: bool = False
    careful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person as lists show one; `cases` are (number, centre, state, is closed), open first."""

    id: UUID
    name: str
    kana: str
    kana_state: str | None
    sex: str | None
    birth: Any
    area: str
    cases: tuple[tuple[str, str, str, bool], ...]
    protected: bool
    contact_limits: bool
    interpreter: bool
    staff_safety: bool


SORTS: dict[str, Any] = {
    "name": Person.kana_folded,
    "age": Person.birth_on,
    "birth_on": Person.birth_on,
    "created_at": Person.created_at,
}
"""What a list can be sorted by."""


def list_people(
    work: Work,
    narrowed: PeopleFilter,
    *,
    sort: str = "created_at",
    descending: bool = True,
    offset: int = 0,
    limit: int = 200,
) -> list[PersonRow]:
    """Return one window of the people the worker may see, the newest first unless sorted."""
    column = SORTS[sort]
    order = column.desc() if descending else column.asc()
    with work.store.reading(work.actor) as session:
        query = _narrow(session, select(Person), narrowed).order_by(order, Person.id)
        people = list(session.scalars(query.offset(offset).limit(limit)))
        cases = _cases(session, [person.id for person in people])
        return [_row(person, cases.get(person.id, ())) for person in people]


def count_people(work: Work, narrowed: PeopleFilter) -> int:
    """Count the people a list shows."""
    with work.store.reading(work.actor) as session:
        query = _narrow(session, select(func.count(Person.id)), narrowed)
        return int(session.scalars(query).one())


def area_of(person: Person) -> str:
    """Return where somebody lives as far as a list may say it; nothing under protection."""
    if person.shien_sochi:
        return ""
    if person.no_fixed_abode:
        return "住所不定"
    found = _AREA.match(unicodedata.normalize("NFKC", person.address or ""))
    return person.district or (found[0].strip() if found else "")


def _narrow(
    session: Session, query: Select[*tuple[Any, ...]], narrowed: PeopleFilter
) -> Select[*tuple[Any, ...]]:
    conditions: list[ColumnElement[bool]] = [
        Person.record_state != VOID,
        Person.merged_into_id.is_(None),
        or_(~Person.is_anonymous, Person.name.is_not(None), Person.id.in_(_with_any_case())),
    ]
    if narrowed.words.strip():
        conditions.append(_called(session, narrowed.words))
    having = select(Case.person_id).where(Case.person_id.is_not(None), Case.closed_on.is_(None))
    if narrowed.with_case:
        conditions.append(Person.id.in_(having))
    if narrowed.without_case:
        conditions.append(Person.id.not_in(having))
    if narrowed.careful:
        conditions.append(or_(Person.shien_sochi, Person.staff_safety, *_limits()))
    return query.where(*conditions)


def _with_any_case() -> Select[Any]:
    return select(Case.person_id).where(Case.person_id.is_not(None), Case.record_state != VOID)


def _limits() -> list[ColumnElement[bool]]:
    return [getattr(Person, key) == "no" for key in _LIMITS]


def _called(session: Session, words: str) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = [
        Person.id.in_(select(Case.person_id).where(Case.case_no.icontains(words, autoescape=True)))
    ]
    folded = (Person.name_folded, Person.kana_folded, Person.alias_folded)
    for key in name_keys(words):
        ways.extend(column.contains(key, autoescape=True) for column in folded)
    if len(number := digits(words)) >= _FEWEST_DIGITS:
        ways.append(Person.tel_folded.contains(number, autoescape=True))
        ways.append(sealed_where(session, Person, lambda each: number in each.numbers()))
    return or_(*ways)


def _cases(
    session: Session, ids: Sequence[UUID]
) -> dict[UUID, tuple[tuple[str, str, str, bool], ...]]:
    query = (
        select(Case.person_id, Case.case_no, Case.centre, Case.state, Case.closed_on)
        .where(Case.person_id.in_(ids), Case.record_state != VOID)
        .order_by(Case.closed_on.is_not(None), Case.opened_on.desc())
    )
    found: dict[UUID, tuple[tuple[str, str, str, bool], ...]] = {}
    for person_id, case_no, centre, state, closed_on in session.execute(query):
        line = (case_no, centre, state, closed_on is not None)
        if person_id is not None:
            found[person_id] = (*found.get(person_id, ()), line)
    return found


def _row(person: Person, cases: tuple[tuple[str, str, str, bool], ...]) -> PersonRow:
    return PersonRow(
        id=person.id,
        name=person.name or "(匿名)",
        kana=person.kana or "",
        kana_state=person.kana_state,
        sex=person.sex,
        birth=person.birth_on,
        area=area_of(person),
        cases=cases,
        protected=bool(person.shien_sochi),
        contact_limits=any(getattr(person, key) == "no" for key in _LIMITS),
        interpreter=bool(person.interpreter_needed),
        staff_safety=bool(person.staff_safety),
    )
