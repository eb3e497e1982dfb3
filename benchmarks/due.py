"""The due engine over many open cases, against SQL written by hand for the same days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from benchmarks.offices import TODAY, Sizes, desk, due_office, raw_connection
from benchmarks.timing import Line, medians, ms
from soudan_desk.services.due import due_items

_WARN_S = 0.3


def measure(sizes: Sizes) -> Iterator[Line]:
    """Measure everything that falls due in an office, and one worker's share of it."""
    with desk(due_office(sizes.due_cases)) as work:
        connection = raw_connection(work)
        items = [each for each in due_items(work, on=TODAY) if each.case_no.startswith("Y")]
        rows = [each for each in _by_hand(connection) if each[3].startswith("Y")]
        assert len(items) == len(rows), (len(items), len(rows))
        ours, hand = medians(
            lambda: due_items(work, on=TODAY), lambda: _by_hand(connection), rounds=sizes.rounds
        )
    what = f"what falls due among {sizes.due_cases:,} open cases ({len(items):,} items)"
    yield Line(
        what,
        "hand-written SQL for the same days",
        ours / hand,
        3.0,
        f"{ms(ours)} against {ms(hand)}",
    )
    yield Line(what, f"{ms(_WARN_S)} (a warning line)", ours / _WARN_S, None, ms(ours))


_HEAD = """SELECT r.id, {day}, c.id, c.case_no, p.name, s.login, s.name FROM {of}
LEFT JOIN person p ON p.id = c.person_id
JOIN case_worker w ON w.case_id = c.id AND w.record_state != 'void' AND w.role != 'named'
JOIN staff s ON s.id = w.staff_id
WHERE c.record_state != 'void' AND c.closed_on IS NULL AND {when}"""
_OF_CASE = '"case" c JOIN "case" r ON r.id = c.id'
_OF_PLAN = """plan r JOIN "case" c ON c.id = r.case_id"""
_NEWEST = """r.record_state != 'void' AND r.plan_kind = 'self_reliance' AND NOT EXISTS (
  SELECT 1 FROM plan n WHERE n.case_id = r.case_id AND n.plan_kind = r.plan_kind
  AND n.record_state != 'void' AND n.plan_no > r.plan_no)"""
_USUAL = "c.state NOT IN ('interrupted', 'suspend', 'pre_consent', 'followup')"
_LAST = "coalesce(c.last_contact_on, c.opened_on)"
_BY_HAND = (
    ("last_contact_on", _OF_CASE, f"{_USUAL} AND {_LAST} <= :d30"),
    (
        "r.next_due_on",
        'consultation r JOIN "case" c ON c.id = r.case_id AND r.held_on = c.last_contact_on',
        "r.record_state != 'void' AND r.next_due_on <= :in7",
    ),
    (
        "r.shien_sochi_until_on",
        'person r JOIN "case" c ON c.person_id = r.id',
        "r.shien_sochi = 1 AND r.record_state != 'void' AND r.shien_sochi_until_on <= :in60",
    ),
    (
        "r.period_to_on",
        _OF_PLAN,
        (
            f"{_NEWEST} AND r.period_to_on <= :in30 AND NOT EXISTS (SELECT 1 FROM evaluation e"
            " WHERE e.plan_id = r.id AND e.record_state != 'void')"
        ),
    ),
    (
        "r.next_monitoring_on",
        _OF_PLAN,
        (
            f"{_NEWEST} AND r.next_monitoring_on <= :in7 AND NOT EXISTS (SELECT 1 FROM monitoring m"
            " WHERE m.plan_id = r.id AND m.record_state != 'void'"
            " AND m.held_on >= date(r.next_monitoring_on, '-14 days'))"
        ),
    ),
)
_DAYS = {"d30": -30, "in7": 7, "in30": 30, "in60": 60}


def _by_hand(connection: Any) -> list[Any]:
    days = {key: str(TODAY + timedelta(days=days)) for key, days in _DAYS.items()}
    rows = []
    for day, of, when in _BY_HAND:
        column = "c.last_contact_on" if day == "last_contact_on" else day
        sql = _HEAD.format(day=column, of=of, when=when)
        rows += connection.execute(sql, days).fetchall()
    return sorted(rows, key=lambda row: (row[1], row[3]))
