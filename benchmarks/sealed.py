"""Opening sealed cases, against the same cases lying open in a copy of the same office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import select

from benchmarks.offices import Sizes, demo_office, desk_in_copy
from benchmarks.reading import opening_of, usual_cases
from benchmarks.timing import Line, medians, ms
from soudan_desk.models import Case, CaseWorker
from soudan_desk.services.work import Work

_CASES = 20


def measure(sizes: Sizes) -> Iterator[Line]:
    """Measure at two desks of the same office, in one of which the cases are sealed."""
    path = demo_office(sizes.small)
    with desk_in_copy(path) as plain, desk_in_copy(path) as sealing:
        ids = usual_cases(plain, _CASES)
        _seal(sealing, ids)
        sealed, usual = medians(
            opening_of(sealing, ids), opening_of(plain, ids), rounds=sizes.rounds
        )
        yield Line(
            "a sealed case opened",
            "the same case, not sealed",
            sealed / usual,
            1.5,
            f"{ms(sealed)} against {ms(usual)}, {len(ids)} cases in turn",
        )


def _seal(work: Work, ids: Iterable[UUID]) -> None:
    """Put who sits at the desk on each case's list, and close it to all others."""
    with work.store.writing(work.actor) as session:
        me = work.actor.staff_id
        for case in session.scalars(select(Case).where(Case.id.in_(ids))):
            listed = select(CaseWorker.id).where(
                CaseWorker.case_id == case.id, CaseWorker.staff_id == me
            )
            if session.scalar(listed) is None:
                session.add(CaseWorker(case_id=case.id, staff_id=me, role="named"))
            case.restriction_level = 2
