"""Cross tables kept by a name: the office's own, to be counted again each month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import SavedTable
from soudan_desk.models.base import VOID
from soudan_desk.services.figure_questions import countable
from soudan_desk.services.figures import require_counting
from soudan_desk.services.records import add_in, save_record, void_record
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

Narrowed = tuple[tuple[str, tuple[str, ...]], ...]
"""Questions with the rows of theirs that are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A saved table as it stands; `id` and `lock_version` are those of its record."""

    name: str
    record_kind: str
    row_key: str
    column_key: str | None = None
    unit: str = "records"
    centre: str | None = None
    narrowed: Narrowed = ()
    note: str = ""
    id: UUID | None = None
    lock_version: int | None = None


def saved_tables(work: Work) -> list[Kept]:
    """List the office's tables by name: those of the worker's centres, and those of all."""
    query = select(SavedTable).where(SavedTable.record_state != VOID).order_by(SavedTable.name)
    with work.store.reading(work.actor) as session:
        found = [_kept(record) for record in session.scalars(query)]
    return [each for each in found if each.centre is None or each.centre in work.actor.centres]


def keep_table(work: Work, kept: Kept) -> UUID:
    """Keep a table under its name; another one of that name is replaced."""
    require_counting(work, kept.centre)
    _require_countable(kept)
    answers = _answers(kept)
    with work.store.reading(work.actor) as session:
        known = _of_name(session, kept.name)
    if known is not None and known.record_state != VOID:
        return save_record(
            work, "saved_table", known.id, answers, lock_version=known.lock_version
        ).id
    with work.store.writing(work.actor) as session:
        record = add_in(work, session, "saved_table", answers)
        session.flush()
        return record.id


def drop_table(work: Work, table_id: UUID) -> None:
    """Take a table away; its name is free again, what was counted stays in the audit rows."""
    with work.store.reading(work.actor) as session:
        record = fetch(session, SavedTable, table_id)
    freed = f"{record.name}（取消 {str(record.id)[-6:]}）"
    saved = save_record(
        work, "saved_table", table_id, {"name": freed}, lock_version=record.lock_version
    )
    void_record(work, "saved_table", saved.id, reason="集計表を消した")


def _require_countable(kept: Kept) -> None:
    if not kept.name.strip():
        raise InvalidEntriesError({"name": "集計表の名前を入れてください。"})
    about = countable(kept.record_kind)
    about.question(kept.row_key)
    if kept.column_key is not None:
        about.question(kept.column_key)
    for question, _answers in kept.narrowed:
        about.question(question)


def _of_name(session: Session, name: str) -> SavedTable | None:
    return session.scalars(select(SavedTable).where(SavedTable.name == name)).first()


def _answers(kept: Kept) -> Mapping[str, Any]:
    rows = [
        {"question": question, "answer": answer}
        for question, answers in kept.narrowed
        for answer in answers
    ]
    return {
        "name": kept.name.strip(),
        "centre": kept.centre,
        "record_kind": kept.record_kind,
        "row_key": kept.row_key,
        "column_key": kept.column_key,
        "unit": kept.unit,
        "narrowed": rows or None,
        "note": kept.note or None,
    }


def _kept(record: SavedTable) -> Kept:
    narrowed: dict[str, list[str]] = defaultdict(list)
    for row in record.narrowed or ():
        narrowed[row["question"]].append(row["answer"])
    return Kept(
        name=record.name,
        record_kind=record.record_kind,
        row_key=record.row_key,
        column_key=record.column_key,
        unit=record.unit,
        centre=record.centre,
        narrowed=tuple((key, tuple(answers)) for key, answers in narrowed.items()),
        note=record.note or "",
        id=record.id,
        lock_version=record.lock_version,
    )
