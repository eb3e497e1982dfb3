"""The supervisor's table over many open cases, against SQL written by hand for the same numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from benchmarks import due
from benchmarks.offices import TODAY, Sizes, desk_in_copy, due_office, raw_connection
from benchmarks.timing import Line, medians, ms
from soudan_desk.models import (
    Appointment,
    Case,
    Consent,
    Consultation,
    Review,
    ReviewStep,
    Staff,
)
from soudan_desk.models.base import DRAFT, new_id
from soudan_desk.services.supervision import Measure, Supervision, supervision
from soudan_desk.services.work import Work

_COMPARED = {
    "n": Measure.OPEN, "i30": Measure.IDLE_30, "i60": Measure.IDLE_60, "i90": Measure.IDLE_90,
    "unread": Measure.UNREAD, "returned": Measure.RETURNED,
    "consent": Measure.WITHOUT_CONSENT, "forgotten": Measure.FORGOTTEN,
}  # fmt: skip


def measure(sizes: Sizes) -> Iterator[Line]:
    """Measure the table of a whole office, by worker."""
    with desk_in_copy(due_office(sizes.due_cases)) as work:
        _add_work(work)
        connection = raw_connection(work)
        _check(supervision(work), _by_hand(connection))
        ours, hand = medians(
            lambda: supervision(work), lambda: _by_hand(connection), rounds=sizes.rounds
        )
    yield Line(
        f"supervisor's list over {sizes.due_cases:,} open cases",
        "hand-written SQL for the same numbers",
        ours / hand,
        3.0,
        f"{ms(ours)} against {ms(hand)}",
    )


def _add_work(work: Work) -> None:
    """Share the cases among the office's workers; let one in eight have something left undone."""
    with work.store.reading(None) as session:
        cases = session.execute(
            select(Case.id, Case.person_id).where(Case.case_no.startswith("Y")).order_by(Case.id)
        ).all()
        staff = list(session.scalars(select(Staff.id).order_by(Staff.login)))
    connection = raw_connection(work)
    for number, each in enumerate(staff):
        connection.execute(_SHARE, (each.bytes, len(staff), number))
    connection.commit()
    with work.store.writing_many(None, "bench") as bulk:
        for number, (case, person) in enumerate(cases):
            _add_to(bulk, case, person, staff[number % len(staff)], number)


_SHARE = """UPDATE case_worker SET staff_id = ? WHERE rowid % ? = ?
AND case_id IN (SELECT id FROM "case" WHERE case_no LIKE 'Y%')"""


def _add_to(bulk: Any, case: UUID, person: UUID, staff: UUID, number: int) -> None:
    if number % 5:
        about = {"type": "use_application", "method": "written", "given_on": TODAY}
        bulk.add(Consent(case_id=case, person_id=person, **about))
    if number % 40 == 0:
        _add_review(bulk, case, staff, "waiting" if number % 80 else "returned")
    if number % 50 == 1:
        bulk.add(
            Appointment(
                case_id=case, staff_id=staff, centre="life_support", appointment_kind="visit",
                held_on=TODAY - timedelta(days=number % 30 - 10), outcome="planned",
            )
        )  # fmt: skip
    if number % 50 == 2:
        bulk.add(
            Consultation(
                case_id=case, person_id=person, staff_id=staff, centre="life_support",
                held_on=TODAY - timedelta(days=60), method="phone", record_state=DRAFT,
                body="書きかけ。", created_at=datetime.fromisoformat("2026-11-01T01:00:00+00:00"),
            )
        )  # fmt: skip


def _add_review(bulk: Any, case: UUID, staff: UUID, state: str) -> None:
    review = bulk.add(
        Review(
            id=new_id(), record_kind="consultation", mode="circulate", state=state, case_id=case,
            centre="life_support", submitted_on=TODAY, staff_id=staff, record_id=new_id(),
        )
    )  # fmt: skip
    step = {"centre": "life_support", "case_id": case, "role": "supervisor", "title": "主任"}
    bulk.add(ReviewStep(review_id=review, position=1, **step))


_TABLE = """SELECT w.staff_id,
  sum(c.closed_on IS NULL) AS n,
  sum(c.closed_on IS NULL AND {last} <= :d30 AND {last} > :d60) AS i30,
  sum(c.closed_on IS NULL AND {last} <= :d60 AND {last} > :d90) AS i60,
  sum(c.closed_on IS NULL AND {last} <= :d90) AS i90,
  sum(c.id IN (SELECT case_id FROM review
    WHERE state = 'waiting' AND case_id IS NOT NULL AND record_state != 'void')) AS unread,
  sum(c.id IN (SELECT case_id FROM review
    WHERE state = 'returned' AND case_id IS NOT NULL AND record_state != 'void')) AS returned,
  sum(c.closed_on IS NULL AND c.id NOT IN (SELECT case_id FROM consent
    WHERE case_id IS NOT NULL AND type = 'use_application' AND method != 'explained'
      AND withdrawn_on IS NULL AND (expires_on IS NULL OR expires_on >= :d0)
      AND record_state != 'void')) AS consent,
  sum(c.id IN (SELECT a.case_id FROM appointment a WHERE coalesce(a.until_on, a.held_on) < :d0
    AND a.outcome = 'planned' AND a.appointment_kind IN {kinds}
    AND a.consultation_id IS NULL AND a.record_state != 'void' AND NOT EXISTS (SELECT 1
      FROM consultation t WHERE t.case_id = a.case_id AND t.held_on = a.held_on
      AND t.record_state != 'void'))) AS forgotten
FROM "case" c LEFT JOIN case_worker w
  ON w.case_id = c.id AND w.role = 'main' AND w.record_state != 'void'
WHERE c.record_state != 'void' GROUP BY w.staff_id"""
_KINDS = "('visit', 'interview', 'accompaniment', 'phone', 'court', 'agency')"
_LAST = "coalesce(c.last_contact_on, c.opened_on)"
_SETS = (
    (
        'SELECT c.id, w.staff_id FROM consultation r JOIN "case" c ON c.id = r.case_id'
        " JOIN case_worker w ON w.case_id = c.id AND w.role = 'main' AND w.record_state != 'void'"
        " WHERE r.record_state = 'draft' AND r.created_at <= :d3"
    ),
    (
        "SELECT c.id, w.staff_id FROM review r JOIN review_step s ON s.review_id = r.id"
        ' AND s.position = r.position AND s.round_no = r.round_no JOIN "case" c ON c.id = r.case_id'
        " JOIN case_worker w ON w.case_id = c.id AND w.role = 'main' AND w.record_state != 'void'"
        " WHERE r.state = 'waiting' AND s.action IS NULL AND s.role = 'supervisor'"
    ),
)


def _by_hand(connection: Any) -> list[Any]:
    days = {f"d{count}": str(TODAY - timedelta(days=count)) for count in (0, 3, 30, 60, 90)}
    rows = connection.execute(_TABLE.format(last=_LAST, kinds=_KINDS), days).fetchall()
    late = Counter(row[5] for row in due._by_hand(connection) if row[1] < str(TODAY))
    sets = [Counter(row[1] for row in connection.execute(sql, days)) for sql in _SETS]
    return [rows, late, *sets]


def _check(ours: Supervision, hand: list[Any]) -> None:
    """See to it that both count the same."""
    rows = {UUID(bytes=row[0]) if row[0] else None: row[1:] for row in hand[0]}
    for load in (*ours.workers, ours.unassigned):
        wanted = dict(zip(_COMPARED.values(), rows.get(load.staff_id, ()), strict=False))
        found = {measure: load[measure] for measure in wanted}
        assert found == wanted, (load.name, found, wanted)
