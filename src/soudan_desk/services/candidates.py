"""Records that may be meant by a few typed words, for the editors that point to a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from soudan_desk.japanese.folding import fold
from soudan_desk.japanese.long_vowels import name_keys
from soudan_desk.models import Agency, AgencyContact, Case, Person, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.names import NameBook, names_for, title_from, title_of, title_read
from soudan_desk.services.records import model_of
from soudan_desk.services.work import Work

MOST = 20


@dataclass(frozen=True, slots=True)
class Meant:
    """A record that may be meant, and what tells it from others of its name."""

    id: UUID
    title: str
    detail: str = ""


def find_meant(work: Work, kind: str, words: str) -> list[Meant]:
    """Return up to twenty records of a kind whose name holds the words, the newest without any."""
    search = _SEARCHES.get(kind)
    if search is None:
        return _any_kind(work, kind, words)
    with work.store.reading(work.actor) as session:
        return search(session, words)


def name_of(work: Work, kind: str, record_id: UUID) -> str:
    """Return the name a record goes by; a fixed word where the worker may not see it."""
    with work.store.reading(work.actor) as session:
        return NameBook(session, work.codes).of(kind, record_id)


def _persons(session: Session, words: str) -> list[Meant]:
    query = select(Person).where(Person.merged_into_id.is_(None), Person.record_state != VOID)
    if words:
        query = query.where(
            _named(words, Person.name_folded, Person.kana_folded, Person.alias_folded)
        )
    rows = session.scalars(query.order_by(Person.created_at.desc()).limit(MOST))
    return [Meant(row.id, row.name or "(匿名)", _person_detail(row)) for row in rows]


def _named(words: str, *columns: Any) -> ColumnElement[bool]:
    return or_(
        *(column.contains(key, autoescape=True) for key in name_keys(words) for column in columns),
        false(),
    )


def _person_detail(row: Person) -> str:
    born = row.birth_on.reading() if row.birth_on else ""
    return title_from((row.kana, born))


def _agencies(session: Session, words: str) -> list[Meant]:
    query = select(Agency).where(Agency.record_state != VOID, Agency.is_active)
    if words:
        department = Agency.department.contains(words, autoescape=True)
        named = _named(words, Agency.name_folded, Agency.kana_folded)
        query = query.where(or_(named, department))
    rows = session.scalars(query.order_by(Agency.name, Agency.department).limit(MOST))
    return [Meant(row.id, title_of(row), row.tel or "") for row in rows]


def _contacts(session: Session, words: str) -> list[Meant]:
    query = (
        select(AgencyContact, Agency.name)
        .join(Agency, Agency.id == AgencyContact.agency_id)
        .where(AgencyContact.record_state != VOID, AgencyContact.is_active)
        .order_by(Agency.name, AgencyContact.name)
    )
    plain = fold(words)
    found = [(row, agency) for row, agency in session.execute(query) if plain in fold(row.name)]
    return [Meant(row.id, row.name, title_from((agency, row.role))) for row, agency in found[:MOST]]


def _staff(session: Session, words: str) -> list[Meant]:
    plain = fold(words)
    query = select(Staff).where(Staff.is_active, Staff.record_state != VOID).order_by(Staff.login)
    fitting = [
        row
        for row in session.scalars(query)
        if any(plain in fold(text) for text in (row.name, row.kana or "", row.login))
    ]
    return [Meant(row.id, row.name, row.job_title or "") for row in fitting[:MOST]]


def _cases(session: Session, words: str) -> list[Meant]:
    query = (
        select(Case, Person.name)
        .outerjoin(Person, Person.id == Case.person_id)
        .where(Case.record_state != VOID)
    )
    if words:
        number = Case.case_no.icontains(words, autoescape=True)
        query = query.where(or_(number, _named(words, Person.name_folded, Person.kana_folded)))
    rows = session.execute(query.order_by(Case.created_at.desc()).limit(MOST))
    return [Meant(case.id, case.case_no, name or "(匿名)") for case, name in rows]


def _any_kind(work: Work, kind: str, words: str) -> list[Meant]:
    model: Any = model_of(kind)
    query = select(model).where(model.record_state != VOID).order_by(model.created_at.desc())
    with work.store.reading(work.actor) as session:
        rows = session.scalars(query.limit(MOST * 10))
        names = names_for(work, session)
        found = [Meant(row.id, title_read(model, row, names) or row.label) for row in rows]
    return [each for each in found if fold(words) in fold(each.title)][:MOST]


_SEARCHES: dict[str, Callable[[Session, str], list[Meant]]] = {
    "person": _persons,
    "agency": _agencies,
    "agency_contact": _contacts,
    "staff": _staff,
    "case": _cases,
}
