"""Quick search: every word of every record, within what the worker may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, record_kinds
from soudan_desk.models.base import Record
from soudan_desk.models.program import SearchDoc
from soudan_desk.services.names import title_of
from soudan_desk.services.work import Work
from soudan_desk.storage.search_index import GROUPS, searched_parts
from soudan_desk.storage.sqlite_dialect import newest_matches
from soudan_desk.storage.tokens import match_parts, query_words, search_fold_with_map

CONTEXT_BEFORE, CONTEXT_AFTER = 12, 48
_DAYS = ("held_on", "issued_on", "opened_on", "received_on", "given_on")


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: `match` is where the first word stands in `context`, start and end."""

    group: str
    kind: str
    id: UUID
    case_id: UUID | None
    case_no: str | None
    title: str
    context: str
    match: tuple[int, int]
    on: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: hits by group, and the groups that hold more than were asked for."""

    query: str
    hits: tuple[Hit, ...]
    more: frozenset[str]


def search(work: Work, query: str, *, limit: int = 50) -> Found:
    """Find records in which every word of the query occurs, newest entered first in each group."""
    words = query_words(query)
    if not words:
        return Found(query, (), frozenset())
    hits: list[Hit] = []
    more: set[str] = set()
    with work.store.reading(work.actor) as session:
        for group in GROUPS:
            docs = _documents(session, words, group, limit + 1)
            if len(docs) > limit:
                more.add(group)
            hits.extend(_hits(session, group, docs[:limit], words))
    return Found(query, tuple(hits), frozenset(more))


def _documents(session: Session, words: list[str], group: str, limit: int) -> list[SearchDoc]:
    matches = newest_matches(match_parts(words, group))
    statement = (
        select(SearchDoc)
        .join(matches, matches.c.doc_id == SearchDoc.id)
        .order_by(matches.c.doc_id.desc())
        .limit(limit)
    )
    return list(session.scalars(statement))


def _hits(session: Session, group: str, docs: list[SearchDoc], words: list[str]) -> list[Hit]:
    records = _records(session, docs)
    numbers = _case_numbers(session, docs)
    return [
        _hit(group, doc, record, numbers, words)
        for doc in docs
        if (record := records.get(doc.record_id)) is not None
    ]


def _records(session: Session, docs: list[SearchDoc]) -> dict[UUID, Record]:
    by_kind: dict[str, list[UUID]] = {}
    for doc in docs:
        by_kind.setdefault(doc.kind, []).append(doc.record_id)
    found: dict[UUID, Record] = {}
    for kind, ids in by_kind.items():
        model: Any = record_kinds()[kind]
        for record in session.scalars(select(model).where(model.id.in_(ids))):
            found[record.id] = record
    return found


def _case_numbers(session: Session, docs: list[SearchDoc]) -> dict[UUID, str]:
    ids = {doc.case_id for doc in docs if doc.case_id is not None}
    if not ids:
        return {}
    rows = session.execute(select(Case.id, Case.case_no).where(Case.id.in_(ids)))
    return {row.id: row.case_no for row in rows}


def _hit(
    group: str, doc: SearchDoc, record: Record, numbers: dict[UUID, str], words: list[str]
) -> Hit:
    context, match = context_of(record, words)
    day = next((getattr(record, key, None) for key in _DAYS if getattr(record, key, None)), None)
    return Hit(
        group=group,
        kind=doc.kind,
        id=doc.record_id,
        case_id=doc.case_id,
        case_no=numbers.get(doc.case_id) if doc.case_id else None,
        title=title_of(record),
        context=context,
        match=match,
        on=day,
    )


def context_of(record: Record, words: list[str]) -> tuple[str, tuple[int, int]]:
    """Cut the text around the first place of the first word that stands within one answer."""
    for word in words:
        for _, text in searched_parts(record):
            span = find_folded(text, word)
            if span is not None:
                return _cut(text, *span)
    return "", (0, 0)


def find_folded(text: str, word: str) -> tuple[int, int] | None:
    """Return where a folded word stands in the unfolded text, or None."""
    folded, sources = search_fold_with_map(text)
    start = folded.find(word)
    if start < 0:
        return None
    end = start + len(word)
    return sources[start], sources[end] if end < len(sources) else len(text)


def _cut(text: str, start: int, end: int) -> tuple[str, tuple[int, int]]:
    first = max(0, start - CONTEXT_BEFORE)
    last = min(len(text), end + CONTEXT_AFTER)
    head, tail = "…" if first else "", "…" if last < len(text) else ""
    body = text[first:last].replace("\n", " ").replace("\t", " ")
    offset = len(head) - first
    return f"{head}{body}{tail}", (start + offset, end + offset)
