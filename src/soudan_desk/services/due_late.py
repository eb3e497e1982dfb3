"""Cases somebody should look at: something is overdue there, or a draft was left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from soudan_desk.models import Task
from soudan_desk.models.base import VOID
from soudan_desk.services.due import DueScope, find_due
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared

_LATE_TODOS = Prepared(
    select(Task.case_id).where(
        Task.case_id.is_not(None),
        Task.due_on < bindparam("on"),
        Task.done_on.is_(None),
        Task.record_state != VOID,
    )
)


class LateCases(NamedTuple):
    """Cases in which something is overdue, be it derived or an own to-do, or a draft was left."""

    overdue: frozenset[UUID]
    old_drafts: frozenset[UUID]
    drafts_without_case: int


def late_cases(work: Work, *, drafts_only: bool = False) -> LateCases:
    """Return the cases somebody should look at, by what is wrong there."""
    on = work.today()
    rules = [rule for rule in work.due_rules if rule.is_draft or not drafts_only]
    with work.store.reading(work.actor) as session:
        items = find_due(session, work.codes, rules, DueScope(), on=on, names_workers=False)
        todos = () if drafts_only else _LATE_TODOS(session, on=on)
    late = {item.case_id for item in items if item.days < 0} | {row.case_id for row in todos}
    drafts = [item.case_id for item in items if item.rule.is_draft]
    return LateCases(_cases(late), _cases(drafts), drafts.count(None))


def _cases(ids: Iterable[UUID | None]) -> frozenset[UUID]:
    return frozenset(each for each in ids if each is not None)
