"""Due items in the JSON shapes of the commands (docs/commands.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.services.as_json import Json
from soudan_desk.services.case_lists import CaseFilter
from soudan_desk.services.due import DueItem, DueScope, due_items, find_due
from soudan_desk.services.work import Work


def due_as_json(work: Work, narrowed: CaseFilter, *, on: date | None = None) -> Iterator[Json]:
    """Give what falls due on a day, today unless told, narrowed to workers and centre."""
    items = due_items(
        work,
        on=on or work.today(),
        worker_ids=narrowed.worker_ids or None,
        centre=narrowed.centre,
    )
    return map(item_as_json, items)


def due_of_case_as_json(work: Work, session: Session, case_id: UUID) -> list[Json]:
    """Return what falls due in one case, within an open unit of work."""
    scope = DueScope(case_ids=frozenset({case_id}))
    items = find_due(session, work.codes, work.due_rules, scope, on=work.today())
    return [item_as_json(item) for item in items]


def item_as_json(item: DueItem) -> Json:
    """Return one item; `workers` are logins, `case_no` is null where it belongs to no case."""
    return {
        "rule": item.rule.key,
        "label": item.label,
        "case_no": item.case_no or None,
        "kind": item.kind,
        "id": str(item.id),
        "due_on": item.due_on.isoformat(),
        "days": item.days,
        "workers": [worker.login for worker in item.workers],
        "reason": item.reason,
        "action": item.action,
    }
