"""期限 beside what was arranged: what comes next in a case, be it promised, arranged or due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from soudan_desk.services.case_around import Next
from soudan_desk.services.cases import CaseRow
from soudan_desk.services.due import DueScope, find_due
from soudan_desk.services.work import Work

SEASON_DAYS = 90
"""Within so many days what falls due is told beside a case."""
_PROMISE = "promise"
_AT_ONCE = 500


def due_of_cases(work: Work, case_ids: Sequence[UUID]) -> dict[UUID, Next]:
    """Return what falls due first in each of these cases; what is late comes before all.

    What shows only once it is late (no contact, drafts) has no day to come; promises are known.
    """
    rules = [rule for rule in work.due_rules if rule.ahead and rule.key != _PROMISE]
    first: dict[UUID, Next] = {}
    with work.store.reading(work.actor) as session:
        for at in range(0, len(case_ids), _AT_ONCE):
            for item in find_due(
                session,
                work.codes,
                rules,
                DueScope(case_ids=frozenset(case_ids[at : at + _AT_ONCE])),
                on=work.today(),
                horizon_days=SEASON_DAYS,
                names_workers=False,
            ):
                if item.case_id is not None:
                    first.setdefault(item.case_id, Next(item.due_on, item.label))
    return first


def with_due(work: Work, rows: Sequence[CaseRow]) -> list[CaseRow]:
    """Let what falls due take the place of what comes later in each of these rows."""
    found = due_of_cases(work, [row.id for row in rows])
    return [earlier_of(row, found.get(row.id)) for row in rows]


def earlier_of(row: CaseRow, due: Next | None) -> CaseRow:
    """Return a row with what falls due if that is before all that was promised or arranged."""
    if due is None or (row.next_on is not None and row.next_on <= due.on):
        return row
    return replace(row, next_on=due.on, next_what=due.what, next_kind=due.kind)
