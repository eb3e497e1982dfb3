"""Quick search: every word of every record, within what the worker may see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from soudan_desk.fields import Field, Names
from soudan_desk.models import Case, record_kinds
from soudan_desk.models.base import Record
from soudan_desk.models.program import SearchDoc
from soudan_desk.services.masks import BLACKED, PROTECTED_WORD, Mask
from soudan_desk.services.names import names_for, title_read
from soudan_desk.services.search_masks import masks_of
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among
from soudan_desk.storage.sealed_search import sealed_matches
from soudan_desk.storage.search_index import (
    ABOVE_ALL,
    GROUPS,
    doc_span,
    parts_of,
    searched_fields,
)
from soudan_desk.storage.sqlite_dialect import newest_matches
from soudan_desk.storage.tokens import (
    Word,
    match_expression,
    query_words,
    search_fold,
    search_fold_with_map,
)

HIDDEN = "（支援措置のため伏せています）"
CONTEXT_BEFORE, CONTEXT_AFTER = 12, 48
_DAYS = ("held_on", "issued_on", "opened_on", "received_on", "given_on")

Doc = Row[tuple[int, str, str, UUID, UUID | None, UUID | None]]
"""A row of the search map: number, group, kind, record, case and person."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: `match` is where the first word stands in `context`, start and end.

    Places and numbers of people under protective measures do not stand in `context`.
    """

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
    with work.store.reading(work.actor) as session:
        groups = _documents(session, words, limit + 1)
        if work.store.ring is not None:
            named = {doc.record_id for docs in groups.values() for doc in docs}
            sealed = list(sealed_matches(session, work.store.ring, words, limit + 1))
            for doc in reversed(sealed):
                if doc.record_id not in named:  # as somebody's name is, in the shared index
                    groups[doc.group].insert(0, doc)
        docs = [doc for group in GROUPS for doc in groups[group][:limit]]
        hits = tuple(_hits(work, session, docs, words))
    return Found(query, hits, frozenset(key for key, docs in groups.items() if len(docs) > limit))


def _documents(session: Session, words: list[Word], most: int) -> dict[str, list[Doc]]:
    """Return up to so many documents of each group: read downwards, past what a group has over."""
    phrases = match_expression(words)
    found: dict[str, list[Doc]] = {group: [] for group in GROUPS}
    below, chunk = ABOVE_ALL, 2 * most
    query = _documents_query(chunk)
    while True:
        docs = query(session, phrases=phrases, below=below)
        for doc in docs:
            if len(found[doc.group]) < most:
                found[doc.group].append(doc)
        if len(docs) < chunk:
            return found
        last = docs[-1]
        below = doc_span(last.group).start if len(found[last.group]) == most else last.id


@lru_cache(maxsize=8)
def _documents_query(most: int) -> Prepared:
    matches = newest_matches()
    return Prepared(
        select(
            SearchDoc.id,
            SearchDoc.group,
            SearchDoc.kind,
            SearchDoc.record_id,
            SearchDoc.case_id,
            SearchDoc.person_id,
        )
        .join(matches, matches.c.doc_id == SearchDoc.id)
        .order_by(matches.c.doc_id.desc())
        .limit(most)
    )


_CASE_NUMBERS = Prepared(select(Case.id, Case.case_no).where(among(Case.id, "ids")))


def _hits(work: Work, session: Session, docs: list[Doc], words: list[Word]) -> Iterator[Hit]:
    names = names_for(work, session)
    records = _records(session, docs)
    numbers = _case_numbers(session, docs)
    masks = masks_of(session, docs)
    for doc in docs:
        answers = records.get(doc.record_id)
        if answers is not None:
            mask = masks.get(doc.id)
            yield _hit(doc, record_kinds()[doc.kind], answers, numbers, words, mask, names)


def _records(session: Session, docs: list[Doc]) -> dict[UUID, Any]:
    by_kind: dict[str, list[UUID]] = {}
    for doc in docs:
        by_kind.setdefault(doc.kind, []).append(doc.record_id)
    found: dict[UUID, Any] = {}
    for kind, ids in by_kind.items():
        query = _answers_query(record_kinds()[kind])
        for row in query(session, ids=ids):
            found[row.id] = row
    return found


@cache
def _answers_query(model: type[Record]) -> Prepared:
    """Return the query of what a hit shows: the answers searched, the day and the title."""
    keys = ["id", *model.title_keys, *(field.key for field in searched_fields(model))]
    keys += [key for key in _DAYS if hasattr(model, key)]
    columns = [getattr(model, key) for key in dict.fromkeys(keys)]
    return Prepared(select(*columns).where(among(model.id, "ids")))


def _case_numbers(session: Session, docs: list[Doc]) -> dict[UUID, str]:
    ids = {doc.case_id for doc in docs if doc.case_id is not None}
    if not ids:
        return {}
    return {row.id: row.case_no for row in _CASE_NUMBERS(session, ids=ids)}


def _hit(
    doc: Doc,
    model: type[Record],
    answers: Any,
    numbers: dict[UUID, str],
    words: Sequence[Word],
    mask: Mask | None,
    names: Names,
) -> Hit:
    context, match = _context(model, answers, words, mask)
    days = (getattr(answers, key, None) for key in _DAYS)
    return Hit(
        group=doc.group,
        kind=doc.kind,
        id=doc.record_id,
        case_id=doc.case_id,
        case_no=numbers.get(doc.case_id) if doc.case_id else None,
        title=title_read(model, answers, names) or model.label,
        context=context,
        match=match,
        on=next((day for day in days if day), None),
    )


def _context(
    model: type[Record], answers: Any, words: Sequence[Word], mask: Mask | None
) -> tuple[str, tuple[int, int]]:
    """Cut the text around the first place of the first word that stands within one answer."""
    nothing = HIDDEN if mask else ""
    for word in chain.from_iterable(words):
        for field, text in parts_of(model, answers):
            shown = _shown(field, getattr(answers, field.key), text, mask) if mask else text
            span = find_folded(shown, word)
            if span is not None and shown not in {PROTECTED_WORD, BLACKED}:
                return _cut(shown, *span)
    return nothing, (0, 0)


def _shown(field: Field, answer: Any, text: str, mask: Mask) -> str:
    tells_place = mask.rows(field.key, answer) != answer
    return PROTECTED_WORD if tells_place else mask.answer(field.key, text)


def find_folded(text: str, word: str) -> tuple[int, int] | None:
    """Return where a folded word stands in the unfolded text, or None.

    Each sentence is looked at by itself first, as working out sources takes time by the character.
    """
    if word not in search_fold(text):
        return None
    for sentence in _SENTENCE.finditer(text):
        if word in search_fold(sentence[0]):
            start, end = _place_of(word, sentence[0])
            return sentence.start() + start, sentence.start() + end
    return _place_of(word, text)


_SENTENCE = re.compile("[^。\n]*[。\n]?")


def _place_of(word: str, text: str) -> tuple[int, int]:
    folded, sources = search_fold_with_map(text)
    start = folded.find(word)
    end = start + len(word)
    return sources[start], sources[end] if end < len(sources) else len(text)


def _cut(text: str, start: int, end: int) -> tuple[str, tuple[int, int]]:
    first = max(0, start - CONTEXT_BEFORE)
    last = min(len(text), end + CONTEXT_AFTER)
    head, tail = "…" if first else "", "…" if last < len(text) else ""
    body = text[first:last].replace("\n", " ").replace("\t", " ")
    offset = len(head) - first
    return f"{head}{body}{tail}", (start + offset, end + offset)
