"""Looking is an act too: who opened what, listed what and searched for what goes into the log.

What was searched for is told as a keyed hash: the same words give the same letters, and nobody
can read them. The same look is told once in ten minutes: a list reloads after every save.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from soudan_desk.models import Case
from soudan_desk.models.base import now
from soudan_desk.services.records import model_of
from soudan_desk.services.work import Work
from soudan_desk.storage.audit import Act
from soudan_desk.storage.scope import whole_office

CASE_OPENED, CASE_LEFT = "case_opened", "case_left"
PERSON_OPENED, RECORD_OPENED = "person_opened", "record_opened"
LISTED, SEARCHED, COPIED = "list", "search", "copy"
_OPENED: Final = {"case": CASE_OPENED, "person": PERSON_OPENED}
_ONCE_IN: Final = timedelta(minutes=10)
_MOST_REMEMBERED: Final = 500


def note_opened(work: Work, kind: str, record_id: UUID) -> None:
    """Tell that a case, a person or another record was opened and read."""
    _note(work, _OPENED.get(kind, RECORD_OPENED), kind=kind, record_id=record_id)


def note_read(work: Work, kind: str, record_id: UUID) -> None:
    """Tell that a record was read on a page that is not its own: a review, a meeting's brief."""
    if _is_new(work, (RECORD_OPENED, kind, record_id)):
        note_opened(work, kind, record_id)


def note_left(work: Work, case_id: UUID) -> None:
    """Tell that a case was left."""
    _note(work, CASE_LEFT, kind="case", record_id=case_id)


def note_copied(work: Work, field: str, kind: str | None, record_id: UUID | None) -> None:
    """Tell that a field's text went to the clipboard: its name, not what it says."""
    _note(work, COPIED, kind=kind, record_id=record_id, fields=field)


def note_listed(
    work: Work, what: str, asked: Any, hits: int, *, words: str = "", case_id: UUID | None = None
) -> None:
    """Tell that a list was looked at: its name, what it was narrowed by (hashed), how many."""
    told = ",".join((what, f"asked:{_hashed(work, repr(asked))}", f"hits:{hits}"))
    told += f",words:{_hashed(work, words)}" if words.strip() else ""
    if _is_new(work, (LISTED, what, told)):
        work.store.note(
            work.actor,
            Act(action=LISTED, by=work.actor.staff_id, fields=told, case_id=case_id),
        )


def note_searched(work: Work, words: str, hits: int) -> None:
    """Tell that words were searched for, and how many records were found."""
    told = f"words:{_hashed(work, words)},hits:{hits}"
    if words.strip() and _is_new(work, (SEARCHED, told)):
        work.store.note(work.actor, Act(action=SEARCHED, by=work.actor.staff_id, fields=told))


def _note(
    work: Work,
    action: str,
    *,
    kind: str | None,
    record_id: UUID | None,
    fields: str | None = None,
) -> None:
    act = Act(
        action=action,
        by=work.actor.staff_id,
        kind=kind,
        record_id=record_id,
        case_id=_case_of(work, kind, record_id),
        fields=fields,
    )
    work.store.note(work.actor, act)


def _case_of(work: Work, kind: str | None, record_id: UUID | None) -> UUID | None:
    """Return the case that a record hangs on."""
    if kind is None or record_id is None:
        return None
    model = model_of(kind)
    if model is Case:
        return record_id
    column = getattr(model, "case_id", None)
    if column is None:
        return None
    with work.store.reading(None) as session:
        query: Any = select(column).where(model.id == record_id)
        found: UUID | None = whole_office(session, query).scalars().first()
        return found


def _hashed(work: Work, words: str) -> str:
    return work.store.chain.hashed(words)


def _is_new(work: Work, look: Hashable) -> bool:
    """Whether this look was not told just now; remembers it."""
    seen: dict[Hashable, datetime] = work.store.chain.looks
    at, last = now(), seen.get(look)
    if last is not None and abs(at - last) < _ONCE_IN:
        return False
    if len(seen) >= _MOST_REMEMBERED:
        seen.clear()
    seen[look] = at
    return True
