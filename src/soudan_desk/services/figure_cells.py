"""What stands behind a figure: the records counted, as far as the worker may open them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.fields import Kind, Names, as_text
from soudan_desk.models import Case, Person
from soudan_desk.models.base import Record, fields_of
from soudan_desk.services.figure_questions import countable
from soudan_desk.services.figures import FIGURES
from soudan_desk.services.names import NameBook
from soudan_desk.services.records import model_of
from soudan_desk.services.work import Work

ALSO_RESTRICTED = "ほかに閲覧制限のある記録を含みます"
_CHUNK = 2_000
By = tuple[str, Sequence[Sequence[UUID]]]


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One record behind a figure, as a list shows it."""

    kind: str
    id: UUID
    title: str
    on: date | None = None
    person: str = ""
    case_no: str = ""
    case_id: UUID | None = None
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """The records behind a figure that may be opened, and whether there are others."""

    rows: tuple[BehindRow, ...]
    has_others: bool

    @property
    def note(self) -> str:
        """Say that there are records nobody opens from here."""
        return ALSO_RESTRICTED if self.has_others else ""


def visible_ids(work: Work, kind: str, ids: Sequence[UUID]) -> list[UUID]:
    """Return those of the ids that the worker may see, in the order given."""
    model: Any = model_of(kind)
    seen: set[UUID] = set()
    with work.store.reading(work.actor) as session:
        for chunk in _chunks(ids):
            seen.update(session.scalars(select(model.id).where(model.id.in_(chunk))))
    return [each for each in ids if each in seen]


def behind(
    work: Work, kind: str, ids: Sequence[UUID], *, by: By | None = None, limit: int = 500
) -> Behind:
    """Return the records behind a figure, at most `limit` of them, with what they are called.

    Whoever counted no more than they may see need not ask of each of the others whether they may.
    Of people counted by records (`by`: kind, and ids for each) those with none to be seen are
    left out: that there is one would be told.
    """
    asked = ids if work.actor.has(FIGURES) else ids[:limit]
    seen = visible_ids(work, kind, asked)
    if by is not None and work.actor.has(FIGURES):
        known = _known(work, ids, by)
        seen = [each for each in seen if each in known]
    shown = seen[:limit]
    model: Any = model_of(kind)
    found: dict[UUID, Record] = {}
    with work.store.reading(work.actor) as session:
        for chunk in _chunks(shown):
            records = session.scalars(select(model).where(model.id.in_(chunk)))
            found.update({each.id: each for each in records})
        around = _Around(work, session, list(found.values()))
        rows = tuple(around.row(found[each]) for each in shown)
    return Behind(rows, len(seen) < len(asked))


def _known(work: Work, ids: Sequence[UUID], by: By) -> set[UUID]:
    """Return those counted by a record that the worker may see."""
    kind, records = by
    open_ones = set(visible_ids(work, kind, [each for some in records for each in some]))
    pairs = zip(ids, records, strict=True)
    return {each for each, some in pairs if not open_ones.isdisjoint(some)}


class _Around:
    """The case and the person of each record, asked for once for all."""

    def __init__(self, work: Work, session: Session, records: Sequence[Any]) -> None:
        self._codes, self._book = work.codes, NameBook(session, work.codes)
        case_ids = {each.case_id for each in records if getattr(each, "case_id", None)}
        self._cases: dict[UUID, Any] = {}
        for chunk in _chunks(sorted(case_ids)):
            query = select(Case.id, Case.case_no, Case.person_id).where(Case.id.in_(chunk))
            self._cases.update({row.id: row for row in session.execute(query)})
        people = {self._person_id(each) for each in records} - {None}
        self._people: dict[UUID, str] = {}
        for chunk in _chunks(sorted(each for each in people if each)):
            found = session.execute(select(Person.id, Person.name).where(Person.id.in_(chunk)))
            self._people.update({row.id: row.name or "" for row in found})

    def row(self, record: Any) -> BehindRow:
        """Return a record as one row."""
        case, person_id = self._case(record), self._person_id(record)
        is_case, is_person = isinstance(record, Case), isinstance(record, Person)
        return BehindRow(
            kind=record.kind(),
            id=record.id,
            title=self._title(record),
            on=_day_of(record),
            person="" if is_person else self._people.get(person_id, "") if person_id else "",
            case_no="" if is_case or case is None else case.case_no,
            case_id=record.id if is_case else getattr(record, "case_id", None),
            person_id=person_id,
        )

    def _title(self, record: Any) -> str:
        """Name a record by its answers, but for its day, which stands apart."""
        names = Names(self._codes, self._book.of, getattr(record, "centre", None))
        asked = {field.key: field for field in fields_of(model_of(record.kind()))}
        keys = (key for key in record.title_keys if asked[key].kind is not Kind.DATE)
        words = (as_text(asked[key], getattr(record, key), names) for key in keys)
        return " ".join(filter(None, words)) or record.label

    def _case(self, record: Any) -> Any:
        case_id: UUID | None = getattr(record, "case_id", None)
        return None if case_id is None else self._cases.get(case_id)

    def _person_id(self, record: Any) -> UUID | None:
        if isinstance(record, Person):
            return record.id
        case = self._case(record)
        own: UUID | None = getattr(record, "person_id", None)
        return own or (case.person_id if case else None)


def _day_of(record: Any) -> date | None:
    """Return the day a record is usually counted by, where that is its own."""
    day = getattr(record, countable(record.kind()).day, None)
    return day if isinstance(day, date) and not isinstance(day, datetime) else None


def _chunks(ids: Sequence[UUID]) -> list[list[UUID]]:
    return [list(ids[at : at + _CHUNK]) for at in range(0, len(ids), _CHUNK)]
