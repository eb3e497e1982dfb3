"""Searching, lists and cases: against a scan, against hand-written SQL, and large against small."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from benchmarks.offices import (
    Sizes,
    add_entries,
    case_office,
    demo_office,
    desk,
    desk_in_copy,
    raw_connection,
)
from benchmarks.timing import Line, medians, ms, p95, seconds
from soudan_desk.models import Consultation
from soudan_desk.services.case_desk import case_facts
from soudan_desk.services.case_lists import CaseFilter, count_cases, list_cases
from soudan_desk.services.case_order import case_rows, order_cases
from soudan_desk.services.search import search
from soudan_desk.services.timeline import timeline
from soudan_desk.services.work import Work

SCREEN, FIRST = 60, 200
_SEARCHED = (
    "caller_name", "caller_kana", "caller_org", "caller_tel", "contact_no", "place_note",
    "subject", "body", "findings", "response", "next_action",
)  # fmt: skip
COMMON = ("家賃", "借金", "離婚", "障害", "電話", "母", "ハローワーク", "滞納 家賃", "R08", "佐藤")


def measure(sizes: Sizes) -> Iterator[Line]:
    """Measure what is read in two demo offices, in one of many cases and in one long case."""
    with desk(demo_office(sizes.small)) as small, desk(demo_office(sizes.large)) as large:
        queries = [*COMMON, *_queries(large, 50)]
        yield from _search(small, large, queries, sizes)
        yield _lists(small, large, sizes)
        yield _case_open(small, large, sizes)
    with desk(case_office(sizes.cases)) as work:
        yield from _many_cases(work, sizes)
    with desk_in_copy(demo_office(sizes.small)) as work:
        yield _long_case(work, sizes)


# --- search ----------------------------------------------------------------------------------


def _queries(work: Work, count: int) -> list[str]:
    """Cut words of 2 to 6 characters out of records from all years."""
    dice = Random(5)
    with work.store.reading(None) as session:
        total = session.scalars(select(func.count(Consultation.id))).one()
        step = max(1, total // count)
        query = select(Consultation.body).order_by(Consultation.created_at)
        bodies = [session.scalars(query.offset(at).limit(1)).one() for at in range(0, total, step)]
    cut = [(body, dice.choice((2, 2, 3, 4, 6))) for body in bodies if body]
    starts = [dice.randrange(max(1, len(body) - length)) for body, length in cut]
    words = [body[at : at + length] for (body, length), at in zip(cut, starts, strict=True)]
    return [word for word in words if word.strip("。、「」 \n")][:count]


def _search(small: Work, large: Work, queries: list[str], sizes: Sizes) -> Iterator[Line]:
    for query in queries:  # both warm
        search(small, query), search(large, query)
    times = [
        (seconds(lambda q=q: search(small, q)), seconds(lambda q=q: search(large, q)))
        for _ in range(max(1, sizes.rounds // 3))
        for q in queries
    ]
    ours_small, ours = p95(a for a, _ in times), p95(b for _, b in times)
    connection = raw_connection(large)
    scan = p95([seconds(lambda q=q: _scan(connection, q)) for q in queries[: 3 + sizes.rounds]])
    middle = sorted(b for _, b in times)[len(times) // 2]
    yield Line(
        f"search, first 50 of each group with context, p95 of {len(queries)} words",
        f"the same text scanned with LIKE, {sizes.large:,} consultations",
        ours / scan,
        1 / 50,
        f"{ms(ours)} (median {ms(middle)}) against {ms(scan)}; the warning line is 30 ms",
    )
    yield Line(
        f"search, {sizes.large:,} consultations, p95",
        f"{sizes.small:,} consultations",
        ours / ours_small,
        4.0,
        f"{ms(ours)} against {ms(ours_small)}",
    )


def _scan(connection: Any, query: str) -> list[Any]:
    words = query.split()
    one = " OR ".join(f"{column} LIKE ?" for column in _SEARCHED)
    where = " AND ".join(f"({one})" for _ in words)
    given = [f"%{word}%" for word in words for _ in _SEARCHED]
    sql = f"SELECT id, subject, body FROM consultation WHERE {where}"
    return connection.execute(f"{sql} ORDER BY +created_at DESC LIMIT 50", given).fetchall()


# --- large against small ---------------------------------------------------------------------


def _lists(small: Work, large: Work, sizes: Sizes) -> Line:
    few, many = medians(
        lambda: list_cases(small, CaseFilter(), limit=SCREEN),
        lambda: list_cases(large, CaseFilter(), limit=SCREEN),
        rounds=sizes.rounds,
    )
    return Line(
        f"case list, first screen, {sizes.large:,} consultations",
        f"{sizes.small:,} consultations",
        many / few,
        1.5,
        f"{ms(many)} against {ms(few)}",
    )


def _case_open(small: Work, large: Work, sizes: Sizes) -> Line:
    few, many = medians(
        opening_of(small, usual_cases(small)),
        opening_of(large, usual_cases(large)),
        rounds=sizes.rounds,
    )
    return Line(
        f"case open (banner and timeline), {sizes.large:,} consultations",
        f"{sizes.small:,} consultations, cases of as many entries",
        many / few,
        1.5,
        f"{ms(many)} against {ms(few)}",
    )


def usual_cases(work: Work, count: int = 40) -> list[UUID]:
    """Return cases of 8 to 14 consultations, from all years."""
    with work.store.reading(work.actor) as session:
        entries = func.count(Consultation.id)
        query = select(Consultation.case_id).where(Consultation.case_id.is_not(None))
        ids = list(
            session.scalars(query.group_by(Consultation.case_id).having(entries.between(8, 14)))
        )
    ids = ids or list(_first_cases(work))
    return Random(3).sample(ids, min(count, len(ids)))


def _first_cases(work: Work) -> list[UUID]:
    return [row.id for row in list_cases(work, CaseFilter(), limit=5)]


def opening_of(work: Work, ids: list[UUID]) -> Callable[[], object]:
    """Return what opens one of these cases, another one each time."""
    turn = itertools.cycle(ids)
    return lambda: _open(work, next(turn))


def _open(work: Work, case_id: UUID) -> object:
    return case_facts(work, case_id), timeline(work, case_id)


# --- many cases ------------------------------------------------------------------------------

_ROWS_BY_HAND = """
SELECT c.id, c.case_no, c.centre, c.process, c.state, c.person_id, p.name, p.kana, p.birth_on,
  c.restriction_level, c.urgency, p.shien_sochi, c.opened_on, c.closed_on, c.last_contact_on,
  p.contact_ok, p.telephone_ok, p.voicemail_ok, p.name_shown_ok, p.letter_ok, p.family_may_know,
  p.interpreter_needed
FROM "case" c LEFT JOIN person p ON p.id = c.person_id
WHERE c.record_state != 'void' ORDER BY c.case_no DESC, c.id LIMIT ? OFFSET ?"""
_WORKERS_BY_HAND = """
SELECT w.case_id, s.login, s.name, s.id FROM case_worker w JOIN staff s ON s.id = w.staff_id
WHERE w.case_id IN ({marks}) AND w.record_state != 'void' AND w.role != 'named' ORDER BY w.role"""
_PROMISES_BY_HAND = """
SELECT k.case_id, k.next_due_on, k.next_action FROM consultation k JOIN "case" c ON c.id = k.case_id
WHERE k.case_id IN ({marks}) AND k.held_on = c.last_contact_on AND k.next_due_on IS NOT NULL
  AND k.record_state != 'void' AND c.closed_on IS NULL"""


def _many_cases(work: Work, sizes: Sizes) -> Iterator[Line]:
    connection = raw_connection(work)
    ours, hand = medians(
        lambda: (list_cases(work, CaseFilter(), limit=FIRST), count_cases(work, CaseFilter())),
        lambda: _list_by_hand(connection),
        rounds=sizes.rounds,
    )
    yield Line(
        f"list of {sizes.cases:,} cases: opened ({FIRST} rows and the count)",
        "hand-written SQL for those rows",
        ours / hand,
        3.0,
        f"{ms(ours)} against {ms(hand)}",
    )
    ids = order_cases(work, CaseFilter()).ids
    starts = itertools.cycle(range(0, max(1, len(ids) - SCREEN), max(1, len(ids) // 37)))

    def scroll() -> object:
        start = next(starts)
        return case_rows(work, ids[start : start + SCREEN])

    (screen,) = medians(scroll, rounds=sizes.rounds)
    yield Line(
        f"list of {sizes.cases:,} cases: one screen of {SCREEN} rows fetched while scrolling",
        "16 ms (a warning line)",
        screen / 0.016,
        None,
        ms(screen),
    )


def _list_by_hand(connection: Any) -> object:
    rows = connection.execute(_ROWS_BY_HAND, (FIRST, 0)).fetchall()
    ids = [row[0] for row in rows]
    marks = ",".join("?" * len(ids))
    workers = connection.execute(_WORKERS_BY_HAND.format(marks=marks), ids).fetchall()
    promises = connection.execute(_PROMISES_BY_HAND.format(marks=marks), ids).fetchall()
    count = connection.execute("SELECT count(*) FROM \"case\" WHERE record_state != 'void'")
    return rows, workers, promises, count.fetchone()


# --- one long case ---------------------------------------------------------------------------

_TIMELINE_BY_HAND = (
    """SELECT id, held_on, started_at_time, method, staff_id, counterparts, subject,
      substr(body, 1, 120), record_state, version FROM consultation WHERE case_id = ?""",
    """SELECT r.id, r.sent_on, r.issued_on, r.direction, r.staff_id, r.ref_no, r.request,
      r.record_state, r.version, a.name FROM referral r LEFT JOIN agency a ON a.id = r.agency_id
    WHERE r.case_id = ?""",
    """SELECT id, given_on, type, scope_text, note, record_state, version FROM consent
    WHERE case_id = ?""",
    """SELECT id, given_at, paper, paper_title, recipient, serial, record_state, version
    FROM disclosure WHERE case_id = ?""",
    'SELECT * FROM "case" WHERE id = ?',
)


def _long_case(work: Work, sizes: Sizes) -> Line:
    case_id = add_entries(work.store, sizes.entries)
    connection = raw_connection(work)
    ours, hand = medians(
        lambda: timeline(work, case_id),
        lambda: _timeline_by_hand(connection, case_id.bytes),
        rounds=sizes.rounds,
    )
    return Line(
        f"case with {sizes.entries:,} entries opened through the services",
        "hand-written SQL",
        ours / hand,
        4.0,
        f"{ms(ours)} against {ms(hand)}",
    )


def _timeline_by_hand(connection: Any, case_id: bytes) -> object:
    found = [connection.execute(sql, (case_id,)).fetchall() for sql in _TIMELINE_BY_HAND]
    names = dict(connection.execute("SELECT id, name FROM staff").fetchall())
    return sorted(found[0], key=lambda row: (row[1], row[2] or "", row[0]), reverse=True), names
