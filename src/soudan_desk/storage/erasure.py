"""Erasing a case, or a consultation without one: the one way past what keeps evidence and history.

Its records, their past, its files' keys, its search tokens, its compartments' keys and what was
typed about it go in one transaction; what stays is an empty entry under the record's number. The
log of acts stays whole: it never held contents. With the last case of a person goes the person,
their household and kin, where nothing else in the office is about any of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, func, inspect, or_, select
from sqlalchemy.orm import Session

from soudan_desk.models import (
    Attachment,
    Case,
    Consultation,
    HandoverNote,
    Household,
    Kinship,
    Member,
    Person,
    PersonMerge,
    ReadMark,
    Review,
    Revision,
    SearchDoc,
    Unsaved,
    record_kinds,
)
from soudan_desk.models.base import VOID, Base, Record
from soudan_desk.models.compartment import Compartment, CompartmentKey
from soudan_desk.storage.scope import whole_office
from soudan_desk.storage.search_index import remove_document
from soudan_desk.storage.sqlite_dialect import search_pack
from soudan_desk.storage.sqlite_guards import without_triggers
from soudan_desk.storage.units import UnitSession, mark

ERASE: Final = "erase"
GONE: Final = "（廃棄済み）"
_KEPT: Final = frozenset({"disposal"})
"""Kinds of a case that outlive it."""
_OF_CASE: Final = frozenset(
    {"case_no", "centre", "process", "state", "state_on", "opened_on", "closed_on", "close_reason"}
)
"""What the empty entry of a case still tells: its number, days and way."""
_TELLING: Final = {Case: _OF_CASE, Consultation: frozenset({"contact_no", "centre", "held_on"})}
_OWN_MATTERS: Final = ("disclosure_request", "referral", "disability_profile")
"""Beside evidence: what without a case is a matter of its own, for which a person is kept."""
_AT_ONCE: Final = 5_000

Matter = Case | Consultation
Rows = dict[Table, set[UUID]]


@dataclass(slots=True)
class Erased:
    """What went: how much, its digest, and the files that are left to be removed."""

    record_count: int = 0
    file_count: int = 0
    with_person: bool = False
    sha256: str = ""
    stored_files: list[str] = field(default_factory=list)


def erase(session: UnitSession, case: Matter, reason: str) -> Erased:
    """Erase a matter and leave its empty entry; the caller has asked whether it may go."""
    persons, homes = _people_of(session, case)
    rows = _rows_of(session, case, persons, homes)
    ids = {each for found in rows.values() for each in found} | {case.id, *persons}
    erased = Erased(
        record_count=len(ids) - len(rows.get(_table(Attachment), ())),
        file_count=len(rows.get(_table(Attachment), ())),
        with_person=bool(persons),
        sha256=_digest(session, ids),
        stored_files=_stored_files(session, rows.get(_table(Attachment), set())),
    )
    _leave_index(session, ids)
    tables = [table.name for table in Base.metadata.sorted_tables]
    with without_triggers(session.connection(), tables):
        _let_go(session, rows, reason)
        for table in filter(rows.get, reversed(Base.metadata.sorted_tables)):
            _delete(session, table, table.c.id, rows[table])
        _delete_traces(session, ids, case.id, persons)
        _empty(session, case, reason)
        for person in whole_office(session, select(Person).where(Person.id.in_(persons))).scalars():
            _empty(session, person, reason)
        session.flush()
    return erased


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


# --- what goes -------------------------------------------------------------------------------


def _people_of(session: Session, case: Matter) -> tuple[set[UUID], set[UUID]]:
    """Return the persons and households that go with it: all who belong together, or none."""
    persons = {case.person_id} if case.person_id else set()
    home = _home_of(case)
    homes = {home} if home else set()
    while True:
        found = (len(persons), len(homes))
        homes |= _ids(session, select(Member.household_id).where(Member.person_id.in_(persons)))
        persons |= _ids(session, select(Member.person_id).where(Member.household_id.in_(homes)))
        persons |= _ids(session, select(Kinship.relative_id).where(Kinship.person_id.in_(persons)))
        persons |= _ids(session, select(Kinship.person_id).where(Kinship.relative_id.in_(persons)))
        persons |= _ids(session, select(Person.id).where(Person.merged_into_id.in_(persons)))
        if found == (len(persons), len(homes)):
            break
    if _are_wanted(session, case, persons, homes):
        return set(), _left_alone(session, case)
    return persons, homes


def _home_of(case: Matter) -> UUID | None:
    return case.household_id if isinstance(case, Case) else None


def _left_alone(session: Session, case: Matter) -> set[UUID]:
    """Return the case's household where neither a case nor a person known would lead to it."""
    home = _home_of(case)
    if home is None:
        return set()
    others = select(Case.id).where(Case.id != case.id, Case.household_id == home)
    members = select(Member.id).where(Member.household_id == home, Member.person_id.is_not(None))
    is_known = _ids(session, others) or _ids(session, members)
    return set() if is_known else {home}


def _are_wanted(session: Session, case: Matter, persons: set[UUID], homes: set[UUID]) -> bool:
    """Whether anything else in the office is about one of them."""
    other_case = select(Case.id).where(
        Case.id != case.id, or_(Case.person_id.in_(persons), Case.household_id.in_(homes))
    )
    if _ids(session, other_case):
        return True
    for kind, model in record_kinds().items():
        columns = model.__table__.c
        if "person_id" not in columns or model in {Case, Member, Kinship}:
            continue
        about: list[ColumnElement[bool]] = [columns.person_id.in_(persons)]
        if "case_id" in columns:
            is_own_matter = model.evidence or kind in _OWN_MATTERS
            elsewhere = columns.case_id != case.id
            about.append(or_(columns.case_id.is_(None), elsewhere) if is_own_matter else elsewhere)
        if _ids(session, select(columns.id).where(*about, columns.id != case.id).limit(1)):
            return True
    return False


def _rows_of(session: Session, case: Matter, persons: set[UUID], homes: set[UUID]) -> Rows:
    """Return every row that goes, by table; the case's and the persons' own entries stay, empty."""
    rows: Rows = _hanging_on(session, case)
    for kind, model in record_kinds().items():
        table, ways = _table(model), []
        if kind in _KEPT or model in {Case, Person}:
            continue
        if "case_id" in table.c:
            ways.append(table.c.case_id == case.id)
        if model is Household:
            ways.append(table.c.id.in_(homes))
        ways += [table.c[key].in_(persons) for key in _KEYS_OF_PERSON if key in table.c]
        if "household_id" in table.c:
            ways.append(table.c.household_id.in_(homes))
        found = _ids(session, select(table.c.id).where(or_(*ways))) if ways else set()
        rows.setdefault(table, set()).update(found - {case.id})
    return _with_parts(session, rows)


def _hanging_on(session: Session, case: Matter) -> Rows:
    """Return what is bound to a consultation by its id alone: its files, reviews and notes."""
    if isinstance(case, Case):
        return {}
    notes, reviews = _table(HandoverNote), _table(Review)
    return {
        _table(Attachment): set(case.attachments or ()),
        notes: _ids(session, select(notes.c.id).where(notes.c.about_id == case.id)),
        reviews: _ids(session, select(reviews.c.id).where(reviews.c.record_id == case.id)),
    }


_KEYS_OF_PERSON: Final = ("person_id", "relative_id")


def _with_parts(session: Session, rows: Rows) -> Rows:
    """Add what cannot be without a row that goes, such as a review's steps."""
    while True:
        before = sum(map(len, rows.values()))
        for table, key, target in _references():
            if target in rows and not table.c[key].nullable:
                found = _ids(session, select(table.c.id).where(table.c[key].in_(rows[target])))
                rows.setdefault(table, set()).update(found)
        if before == sum(map(len, rows.values())):
            return {table: ids for table, ids in rows.items() if ids}


def _references() -> Iterable[tuple[Table, str, Table]]:
    """Give each reference from one kind of record to another."""
    for model in record_kinds().values():
        table = _table(model)
        for key in table.foreign_keys:
            yield table, key.parent.key, key.column.table


def _let_go(session: Session, rows: Rows, reason: str) -> None:
    """Take out of what stays every reference to what goes; each is a change with its revision."""
    models = {_table(model): model for model in record_kinds().values()}
    for table, key, target in _references():
        if target not in rows or not table.c[key].nullable:
            continue
        own: Any = models[table]
        query = select(own).where(table.c[key].in_(rows[target]))
        for record in whole_office(session, query).scalars():
            if record.id not in rows.get(table, ()):
                setattr(record, key, None)
                mark(session, record, ERASE, reason)
    session.flush()


def _digest(session: Session, ids: Collection[UUID]) -> str:
    """Return a digest over what each record said last: a copy could be known by it again."""
    last = select(func.max(Revision.seq)).where(Revision.record_id.in_(ids))
    query = select(Revision.sha256).where(Revision.seq.in_(last.group_by(Revision.record_id)))
    told = sorted(whole_office(session, query).scalars())
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _stored_files(session: Session, ids: Collection[UUID]) -> list[str]:
    query = select(Attachment.stored_as).where(Attachment.id.in_(ids))
    return [name for name in whole_office(session, query).scalars() if name]


def _ids(session: Session, query: Any) -> set[UUID]:
    return {each for each in session.connection().execute(query).scalars() if each is not None}


# --- letting it go ---------------------------------------------------------------------------


def _leave_index(session: Session, ids: Collection[UUID]) -> None:
    """Take the words out of the shared index, and write it anew: its older pieces hold them yet."""
    for doc_id in _ids(session, select(SearchDoc.id).where(SearchDoc.record_id.in_(ids))):
        remove_document(session.connection(), doc_id)  # type: ignore[arg-type]
    search_pack(session)


def _delete(session: Session, table: Table, column: Any, ids: Collection[Any]) -> None:
    listed = list(ids)
    for at in range(0, len(listed), _AT_ONCE):
        session.connection().execute(delete(table).where(column.in_(listed[at : at + _AT_ONCE])))


def _delete_traces(
    session: UnitSession, ids: set[UUID], case_id: UUID, persons: Collection[UUID]
) -> None:
    """Delete what is kept of records beside them: past versions, keys, marks, what was typed."""
    _delete(session, _table(Revision), _table(Revision).c.record_id, ids)
    _delete(session, _table(ReadMark), _table(ReadMark).c.record_id, ids)
    owners = select(Compartment.id).where(Compartment.owner_id.in_(ids))
    keys = _table(CompartmentKey)
    _delete(session, keys, keys.c.compartment_id, _ids(session, owners))
    _delete(session, _table(Compartment), _table(Compartment).c.owner_id, ids)
    session.unit.sealed = None
    merges, forms = _table(PersonMerge), _table(Unsaved)
    for key in ("kept_id", "merged_id"):
        _delete(session, merges, merges.c[key], persons)
    about = (forms.c.form.contains(str(each)) for each in (case_id, *persons))
    typed = or_(forms.c.case_id == case_id, forms.c.record_id.in_(ids), *about)
    session.connection().execute(delete(forms).where(typed))


def _empty(session: Session, record: Record, reason: str) -> None:
    """Leave nothing of an entry but what says that there was one."""
    session.refresh(record)
    for column in inspect(type(record)).column_attrs:
        key, stored = column.key, column.columns[0]
        if key in Record.__annotations__ or key in _TELLING.get(type(record), ()):
            continue
        if stored.nullable:
            setattr(record, key, None)
        elif key == "name":
            setattr(record, key, GONE)
        elif stored.default is not None and stored.default.is_scalar:
            setattr(record, key, stored.default.arg)
    record.record_state = VOID
    record.version += 1
    mark(session, record, ERASE, reason)
