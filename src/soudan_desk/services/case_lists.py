"""The supervisor's desk: cases filtered, sorted and paged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, Person, Review
from soudan_desk.models.base import VOID
from soudan_desk.services import case_conditions as conditions
from soudan_desk.services.case_around import Next, next_of_cases, reviews_of_cases
from soudan_desk.services.cases import CaseRow, main_workers
from soudan_desk.services.due_late import late_cases
from soudan_desk.services.list_masks import masks_on_screen
from soudan_desk.services.masks import HIDDEN_NAME, Mask
from soudan_desk.services.review_rules import desk_of, turn_of, waiting_rounds
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among
from soudan_desk.storage.review_rounds import RETURNED, WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What a list of cases is narrowed to; everything left out narrows nothing."""

    centre: str | None = None
    states: frozenset[str] = frozenset()
    worker_ids: frozenset[UUID] = frozenset()
    only_open: bool = False
    main_worker_ids: frozenset[UUID] = frozenset()
    without_worker: bool = False
    idle_days: int | None = None
    idle_below_days: int | None = None
    """With `idle_days` 30 and this 60: idle for 30 to 59 days."""
    without_consent: bool = False
    restricted: bool = False
    unread: bool = False
    unread_by_me: bool = False
    returned: bool = False
    forgotten: bool = False
    overdue: bool = False
    old_drafts: bool = False
    only_ids: frozenset[UUID] | None = None
    """Only cases among these; `resolved` puts here what is no condition on a case."""
    words: str = ""


SORTS: dict[str, Any] = {
    "case_no": Case.case_no,
    "person": Person.kana_folded,
    "state": Case.state,
    "opened_on": Case.opened_on,
    "closed_on": Case.closed_on,
    "last_contact_on": Case.last_contact_on,
    "birth": Person.birth_on,
    "urgency": Case.urgency,
    "centre": Case.centre,
}
_LIMITS = (
    Person.contact_ok,
    Person.telephone_ok,
    Person.voicemail_ok,
    Person.name_shown_ok,
    Person.letter_ok,
    Person.family_may_know,
)


def list_cases(
    work: Work,
    narrowed: CaseFilter,
    *,
    sort: str = "case_no",
    descending: bool = True,
    offset: int = 0,
    limit: int = 200,
) -> list[CaseRow]:
    """Return one window of the cases the worker may see."""
    column = SORTS[sort]
    query = narrow(_rows_query(), resolved(work, narrowed), work.today())
    ordered = query.order_by(*in_order(column, descending=descending))
    with work.store.reading(work.actor) as session:
        rows = session.execute(ordered.offset(offset).limit(limit)).all()
        return _case_rows(session, rows, work.today())


def in_order(column: Any, *, descending: bool) -> tuple[Any, ...]:
    """Order by a column, ties by id; numbers are unique, so their index alone gives the order."""
    first = column.desc() if descending else column.asc()
    return (first,) if column is Case.case_no else (first, Case.id)


def count_cases(work: Work, narrowed: CaseFilter) -> int:
    """Count the cases a list shows."""
    narrowed = resolved(work, narrowed)
    with work.store.reading(work.actor) as session:
        if not narrowed.words and narrowed.only_ids is None:
            return int(_count_query(narrowed, work.today())(session)[0].cases)
        query = narrow(select(func.count(Case.id)), narrowed, work.today())
        if narrowed.words:
            query = query.outerjoin(Person, Person.id == Case.person_id)
        return int(session.scalars(query).one())


@lru_cache(maxsize=32)
def _count_query(narrowed: CaseFilter, today: date) -> Prepared:
    """Return the query of a list's count, worked out once for what people narrow lists to."""
    return Prepared(narrow(select(func.count(Case.id).label("cases")), narrowed, today))


def count_states(work: Work, narrowed: CaseFilter) -> dict[str, int]:
    """Count the listed cases by state."""
    narrowed = resolved(work, narrowed)
    query = narrow(select(Case.state, func.count(Case.id)), narrowed, work.today())
    if narrowed.words:
        query = query.outerjoin(Person, Person.id == Case.person_id)
    with work.store.reading(work.actor) as session:
        return {row[0]: row[1] for row in session.execute(query.group_by(Case.state))}


def cases_by_id(session: Session, case_ids: Sequence[UUID], today: date) -> list[CaseRow]:
    """Return the rows of these cases, in no order."""
    return _case_rows(session, _BY_ID(session, ids=case_ids), today)


def _rows_query() -> Select[*tuple[Any, ...]]:
    return select(
        Case.id,
        Case.case_no,
        Case.centre,
        Case.process,
        Case.state,
        Case.person_id,
        Person.id.label("known_person"),
        Person.name,
        Person.kana,
        Person.birth_on,
        Case.restriction_level,
        Case.urgency,
        Person.shien_sochi,
        Case.opened_on,
        Case.closed_on,
        Case.last_contact_on,
        or_(*(answer == "no" for answer in _LIMITS)).label("limited"),
        Person.interpreter_needed,
    ).outerjoin(Person, Person.id == Case.person_id)


_BY_ID = Prepared(_rows_query().where(among(Case.id, "ids")))


def _case_rows(session: Session, rows: Sequence[Any], today: date) -> list[CaseRow]:
    ids = [row.id for row in rows]
    workers, reviews = main_workers(session, ids), reviews_of_cases(session, ids)
    coming = next_of_cases(session, [row.id for row in rows if row.closed_on is None], today)
    listed = [_case_row(row, workers.get(row.id, ()), reviews.get(row.id)) for row in rows]
    masks = masks_on_screen(
        session, {row.person_id: _is_known(row) for row in rows if row.id in coming and _hides(row)}
    )
    return [_with_next(row, coming, masks) for row in listed]


def _hides(row: Any) -> bool:
    """Whether something of a case's person is hidden from who looks at the list."""
    return bool(row.person_id and (row.shien_sochi or not _is_known(row)))


def _is_known(row: Any) -> bool:
    return row.known_person is not None


def _case_row(row: Any, workers: Sequence[Any], reviews: Any) -> CaseRow:
    return CaseRow(
        id=row.id,
        case_no=row.case_no,
        centre=row.centre,
        process=row.process,
        state=row.state,
        person_id=row.person_id,
        person=row.name or (HIDDEN_NAME if row.person_id and not _is_known(row) else "(匿名)"),
        kana=row.kana or "",
        birth=row.birth_on,
        restriction_level=row.restriction_level,
        urgency=row.urgency,
        protected=bool(row.shien_sochi),
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        last_contact_on=row.last_contact_on,
        workers=tuple(name for _, name, _ in workers),
        contact_limits=bool(row.limited),
        interpreter=bool(row.interpreter_needed),
        waiting_count=reviews.waiting if reviews else 0,
        returned_count=reviews.returned if reviews else 0,
    )


def _with_next(
    row: CaseRow, coming: Mapping[UUID, Next], masks: Mapping[UUID | None, Mask]
) -> CaseRow:
    each = coming.get(row.id)
    if each is None:
        return row
    what = masks.get(row.person_id, Mask()).words(each.what)
    return replace(row, next_on=each.on, next_what=what, next_kind=each.kind)


_CASES_OF_REVIEWS = Prepared(
    select(Review.case_id).where(among(Review.id, "ids"), Review.case_id.is_not(None))
)


def resolved(work: Work, narrowed: CaseFilter) -> CaseFilter:
    """Return the filter with its cases by id where rules decide, for these are no columns."""
    found = [] if narrowed.only_ids is None else [narrowed.only_ids]
    if narrowed.overdue or narrowed.old_drafts:
        late = late_cases(work, drafts_only=not narrowed.overdue)
        found += [late.overdue] if narrowed.overdue else []
        found += [late.old_drafts] if narrowed.old_drafts else []
    if narrowed.unread_by_me:
        found.append(waiting_for(work))
    if not found:
        return narrowed
    ids = frozenset.intersection(*found)
    return replace(narrowed, overdue=False, old_drafts=False, unread_by_me=False, only_ids=ids)


def waiting_for(work: Work) -> frozenset[UUID]:
    """Return the cases with a record that waits for the worker to read it."""
    with work.store.reading(work.actor) as session:
        desk = desk_of(work, session)
        mine = [each.id for each in waiting_rounds(session) if turn_of(desk, each) is not None]
        rows = _CASES_OF_REVIEWS(session, ids=mine) if mine else ()
    return frozenset(row.case_id for row in rows)


def narrow(
    query: Select[*tuple[Any, ...]], narrowed: CaseFilter, today: date
) -> Select[*tuple[Any, ...]]:
    """Bind a query over cases to the conditions of a list."""
    wanted = [Case.record_state != VOID, *_of_case(narrowed, today), *_of_workers(narrowed)]
    if narrowed.without_consent:
        wanted.append(conditions.without_consent(today))
    if narrowed.unread:
        wanted.append(conditions.in_review(WAITING))
    if narrowed.returned:
        wanted.append(conditions.in_review(RETURNED))
    if narrowed.forgotten:
        wanted.append(conditions.forgotten(today))
    if narrowed.words:
        wanted.append(conditions.called(narrowed.words))
    return query.where(*wanted)


def _of_case(narrowed: CaseFilter, today: date) -> Iterator[ColumnElement[bool]]:
    least, below = narrowed.idle_days, narrowed.idle_below_days
    if narrowed.centre is not None:
        yield Case.centre == narrowed.centre
    if narrowed.states:
        yield Case.state.in_(sorted(narrowed.states))
    if narrowed.only_open or least is not None or below is not None:
        yield conditions.is_open()
    if least is not None:
        yield conditions.idle_until(today - timedelta(days=least))
    if below is not None:
        yield conditions.idle_not_until(today - timedelta(days=below))
    if narrowed.restricted:
        yield Case.restriction_level > 0
    if narrowed.only_ids is not None:
        yield Case.id.in_(sorted(narrowed.only_ids))


def _of_workers(narrowed: CaseFilter) -> Iterator[ColumnElement[bool]]:
    if narrowed.worker_ids:
        yield conditions.worked_by(narrowed.worker_ids)
    if narrowed.main_worker_ids:
        yield conditions.mainly_worked_by(narrowed.main_worker_ids)
    if narrowed.without_worker:
        yield conditions.without_main_worker()
