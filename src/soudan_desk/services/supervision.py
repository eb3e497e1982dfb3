"""The supervisor's table: of each worker's cases, how many want looking at.

Every number counts cases by their main worker, and is what `count_cases` gives for `filter_of` it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, CaseWorker, Review, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services import case_conditions as conditions
from soudan_desk.services.case_lists import CaseFilter, waiting_for
from soudan_desk.services.cases import MAIN
from soudan_desk.services.due_late import late_cases
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import CASEWORKER, SUPERVISOR
from soudan_desk.storage.prepared import Prepared, among
from soudan_desk.storage.review_rounds import RETURNED, WAITING

_FEW = 8000


class Measure(StrEnum):
    """What is counted of somebody's cases."""

    OPEN = "open"
    IDLE_30 = "idle_30"
    IDLE_60 = "idle_60"
    IDLE_90 = "idle_90"
    UNREAD = "unread"
    UNREAD_BY_ME = "unread_by_me"
    RETURNED = "returned"
    OVERDUE = "overdue"
    WITHOUT_CONSENT = "without_consent"
    OLD_DRAFTS = "old_drafts"
    FORGOTTEN = "forgotten"


_FILTERS: Mapping[Measure, CaseFilter] = {
    Measure.OPEN: CaseFilter(only_open=True),
    Measure.IDLE_30: CaseFilter(only_open=True, idle_days=30, idle_below_days=60),
    Measure.IDLE_60: CaseFilter(only_open=True, idle_days=60, idle_below_days=90),
    Measure.IDLE_90: CaseFilter(only_open=True, idle_days=90),
    Measure.UNREAD: CaseFilter(unread=True),
    Measure.UNREAD_BY_ME: CaseFilter(unread_by_me=True),
    Measure.RETURNED: CaseFilter(returned=True),
    Measure.OVERDUE: CaseFilter(overdue=True),
    Measure.WITHOUT_CONSENT: CaseFilter(only_open=True, without_consent=True),
    Measure.OLD_DRAFTS: CaseFilter(old_drafts=True),
    Measure.FORGOTTEN: CaseFilter(forgotten=True),
}


def filter_of(
    measure: Measure,
    *,
    centre: str | None = None,
    worker_id: UUID | None = None,
    without_worker: bool = False,
) -> CaseFilter:
    """Return the list that a number opens; without a worker the one of the total."""
    return replace(
        _FILTERS[measure],
        centre=centre,
        main_worker_ids=frozenset() if worker_id is None else frozenset({worker_id}),
        without_worker=without_worker,
    )


@dataclass(frozen=True, slots=True)
class WorkerLoad:
    """One worker's numbers; the row of cases without a main worker has no id."""

    staff_id: UUID | None
    name: str
    is_active: bool
    counts: Mapping[Measure, int]

    def __getitem__(self, measure: Measure) -> int:
        """Return one number."""
        return self.counts.get(measure, 0)


@dataclass(frozen=True, slots=True)
class Supervision:
    """The table: workers, then the cases nobody mainly works on, and the sums of all.

    `drafts_without_case` and `unread_without_case` count records, for no list of cases shows them.
    """

    centre: str | None
    workers: tuple[WorkerLoad, ...]
    unassigned: WorkerLoad
    totals: WorkerLoad
    drafts_without_case: int
    unread_without_case: int

    @property
    def rows(self) -> tuple[WorkerLoad, ...]:
        """Return workers, unassigned cases and sums, in the order they are shown."""
        return (*self.workers, self.unassigned, self.totals)


def supervision(work: Work, *, centre: str | None = None) -> Supervision:
    """Count what wants looking at, among the cases the worker may see."""
    late = late_cases(work)
    by_set = {
        Measure.OVERDUE: late.overdue,
        Measure.OLD_DRAFTS: late.old_drafts,
        Measure.UNREAD_BY_ME: waiting_for(work),
    }
    with work.store.reading(work.actor) as session:
        counts = _counted(work, session, centre)
        _add_sets(counts, by_set, _main_workers(session, by_set.values(), centre))
        staff = _STAFF(session)
        loose = len(_LOOSE[centre is not None](session, **_of(centre)))
    workers = [_load(row, counts) for row in staff if _is_listed(row, centre, counts)]
    return Supervision(
        centre=centre,
        workers=tuple(workers),
        unassigned=WorkerLoad(None, "", True, counts.get(None, {})),
        totals=WorkerLoad(None, "", True, sum(map(Counter, counts.values()), Counter())),
        drafts_without_case=late.drafts_without_case,
        unread_without_case=loose,
    )


Counts = dict[UUID | None, Counter[Measure]]


def _counted(work: Work, session: Session, centre: str | None) -> Counts:
    today = work.today()
    days = {f"d{count}": today - timedelta(days=count) for count in (30, 60, 90)}
    rows = _query(with_centre=centre is not None)(session, **days, today=today, **_of(centre))
    return {
        row.staff_id: Counter(
            {each: getattr(row, each) for each in _IN_QUERY if getattr(row, each)}
        )
        for row in rows
    }


def _of(centre: str | None) -> dict[str, str]:
    return {} if centre is None else {"centre": centre}


def _conditions() -> dict[Measure, Any]:
    """Return each number's condition, the same that `narrow` binds its list to."""
    d30, d60, d90 = (bindparam(f"d{count}", type_=_DAY) for count in (30, 60, 90))
    today = bindparam("today", type_=_DAY)
    is_open = conditions.is_open()
    return {
        Measure.OPEN: is_open,
        Measure.IDLE_30: and_(is_open, conditions.idle_until(d30), conditions.idle_not_until(d60)),
        Measure.IDLE_60: and_(is_open, conditions.idle_until(d60), conditions.idle_not_until(d90)),
        Measure.IDLE_90: and_(is_open, conditions.idle_until(d90)),
        Measure.UNREAD: conditions.in_review(WAITING),
        Measure.RETURNED: conditions.in_review(RETURNED),
        Measure.WITHOUT_CONSENT: and_(is_open, conditions.without_consent(today)),
        Measure.FORGOTTEN: conditions.forgotten(today),
    }


_DAY = Case.opened_on.type
_IN_QUERY = tuple(_conditions())
_OF_CLOSED_TOO = (Measure.UNREAD, Measure.RETURNED, Measure.FORGOTTEN)
_IS_MAIN = and_(
    CaseWorker.case_id == Case.id, CaseWorker.role == MAIN, CaseWorker.record_state != VOID
)


@cache
def _query(*, with_centre: bool) -> Prepared:
    """Return one pass over the cases for every number that is a condition on them."""
    named = _conditions()
    numbers = [func.count(case((wanted, 1))).label(key) for key, wanted in named.items()]
    query = (
        select(CaseWorker.staff_id, *numbers)
        .select_from(Case)
        .outerjoin(CaseWorker, _IS_MAIN)
        .where(
            Case.record_state != VOID,
            or_(conditions.is_open(), *(named[key] for key in _OF_CLOSED_TOO)),
        )
        .group_by(CaseWorker.staff_id)
    )
    return Prepared(query.where(Case.centre == bindparam("centre")) if with_centre else query)


_STAFF = Prepared(
    select(Staff.id, Staff.name, Staff.is_active, Staff.roles, Staff.centre_codes)
    .where(Staff.record_state != VOID)
    .order_by(Staff.is_active.desc(), Staff.login)
)
_MAIN = (
    select(Case.id, CaseWorker.staff_id, Case.centre)
    .outerjoin(CaseWorker, _IS_MAIN)
    .where(Case.record_state != VOID)
)
_ALL_MAIN, _MAIN_OF = Prepared(_MAIN), Prepared(_MAIN.where(among(Case.id, "cases")))
_LOOSE_REVIEWS = select(Review.id).where(
    Review.case_id.is_(None), Review.state == WAITING, Review.record_state != VOID
)
_LOOSE = {
    False: Prepared(_LOOSE_REVIEWS),
    True: Prepared(_LOOSE_REVIEWS.where(Review.centre == bindparam("centre"))),
}


def _main_workers(
    session: Session, sets: Iterable[frozenset[UUID]], centre: str | None
) -> dict[UUID, UUID | None]:
    """Return the main worker of each of these cases that may be seen."""
    ids = frozenset().union(*sets)
    if not ids:
        return {}
    rows = _ALL_MAIN(session) if len(ids) > _FEW else _MAIN_OF(session, cases=list(ids))
    return {row.id: row.staff_id for row in rows if centre in (None, row.centre)}


def _add_sets(
    counts: Counts,
    sets: Mapping[Measure, frozenset[UUID]],
    main: Mapping[UUID, UUID | None],
) -> None:
    for measure, ids in sets.items():
        for worker, count in Counter(main[each] for each in ids if each in main).items():
            counts.setdefault(worker, Counter())[measure] = count


def _is_listed(row: Any, centre: str | None, counts: Counts) -> bool:
    """Whether a worker does casework here, or has left cases behind."""
    is_here = centre is None or centre in (row.centre_codes or ())
    does_casework = not {CASEWORKER, SUPERVISOR}.isdisjoint(row.roles or ())
    return row.id in counts or (row.is_active and is_here and does_casework)


def _load(row: Any, counts: Counts) -> WorkerLoad:
    return WorkerLoad(row.id, row.name, row.is_active, counts.get(row.id, {}))
