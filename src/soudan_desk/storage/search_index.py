"""What of a record can be searched, and keeping its tokens with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.orm import Session

from soudan_desk.fields import Field, Kind
from soudan_desk.japanese.folding import without_repeats
from soudan_desk.japanese.long_vowels import written_out
from soudan_desk.japanese.telephone import telephone_digits
from soudan_desk.models.base import VOID, Record, fields_of
from soudan_desk.models.program import SearchDoc
from soudan_desk.models.sealing import Sealed
from soudan_desk.storage.inserts import insert_rows
from soudan_desk.storage.prepared import Prepared
from soudan_desk.storage.sqlite_dialect import search_delete, search_insert_many
from soudan_desk.storage.tokens import document_text, pair_tokens, single_tokens

GROUPS = ("person", "case", "record", "conference", "referral", "agency")
_GROUP_OF = {
    "person": "person",
    "case": "case",
    "conference": "conference",
    "referral": "referral",
    "agency": "agency",
    "agency_contact": "agency",
}


_SPAN = 1 << 40
_LOWEST_FIRST = ("record", "conference", "referral", "case", "person", "agency")
_SPANS = {
    group: range(place * _SPAN + 1, (place + 1) * _SPAN)
    for place, group in enumerate(_LOWEST_FIRST)
}
ABOVE_ALL = len(_LOWEST_FIRST) * _SPAN
"""Above every document's number."""

_OFFICE_KINDS = frozenset({"staff", "code_addition", "office_setting", "centre_setting", "task"})
"""What is the office's own business, not casework: not found by searching."""


def group_of(kind: str) -> str:
    """Return the group of search results a kind of record is shown in."""
    return _GROUP_OF.get(kind, "record")


def doc_span(group: str) -> range:
    """Return the numbers the documents of a group have: one reads down through group by group.

    The largest group, records, comes last, when all others are known.
    """
    return _SPANS[group]


def open_parts(model: type[Record], answers: Any) -> Iterator[tuple[Field, str]]:
    """Give what the shared index may know of a record: nothing that is sealed."""
    for field, text in parts_of(model, answers):
        if not isinstance(getattr(answers, field.key), Sealed):
            yield field, text


def searched_parts(record: Record) -> Iterator[tuple[Field, str]]:
    """Give each searched question with its text, and as else it may be typed.

    Telephone numbers as bare digits, names and readings without their blanks,
    佐々木 also as 佐佐木, ユーコ as ユウコ.
    """
    return parts_of(type(record), record)


def parts_of(model: type[Record], answers: Any) -> Iterator[tuple[Field, str]]:
    """Do as `searched_parts` for anything that has a model's answers as attributes."""
    for field in searched_fields(model):
        value = getattr(answers, field.key)
        if value is None:
            continue
        for text in _texts(field, value):
            yield field, text


@cache
def searched_fields(model: type[Record]) -> tuple[Field, ...]:
    """Return the questions a model's records are found by."""
    if model.kind() in _OFFICE_KINDS:
        return ()
    return tuple(field for field in fields_of(model) if field.searched)


def _texts(field: Field, value: Any) -> Iterator[str]:
    if field.kind is Kind.ROWS:
        for row in value:
            for key, cell in row.items():
                if isinstance(cell, str):
                    yield from _ways_to_type(key, cell)
    elif field.kind is Kind.PARTIAL_DATE:
        yield value.reading()
    elif isinstance(value, str):
        yield from _ways_to_type(field.key, value)


def _ways_to_type(key: str, text: str) -> Iterator[str]:
    yield text
    if _is_telephone(key):
        yield telephone_digits(text)
    elif _is_name(key):
        joined = "".join(text.split())
        doubled = _DOUBLED.sub(r"\1々", joined)
        ways = (joined, without_repeats(joined), doubled, *written_out(joined))
        yield from dict.fromkeys(way for way in ways if way != text)


_DOUBLED = re.compile(r"([一-鿿])\1")


def _is_name(key: str) -> bool:
    return key.endswith(("name", "kana"))


def _is_telephone(key: str) -> bool:
    return key.startswith("tel") or key.endswith(("tel", "fax", "phone"))


def doc_values(record: Record) -> dict[str, Any]:
    """Return the search map's row of a record: where it belongs and what hides it."""
    kind = record.kind()
    own = record.id
    return {
        "group": group_of(kind),
        "kind": kind,
        "record_id": own,
        "case_id": own if kind == "case" else getattr(record, "case_id", None),
        "person_id": own if kind == "person" else getattr(record, "person_id", None),
        "centre": getattr(record, "centre", None),
        "restriction_level": _own_level(record, kind),
        "staff_id": _owner(record, kind),
    }


def _owner(record: Record, kind: str) -> Any:
    """Return who finds a restricted record as its own; a comment is its reviewed record's."""
    named = None if kind == "review_step" else getattr(record, "staff_id", None)
    return named or record.created_by


def _own_level(record: Record, kind: str) -> int:
    if kind in {"person", "case"}:  # hidden through their own id, not by their level
        return 0
    return getattr(record, "restriction_level", 0) or 0


def index_record(
    session: Session, record: Record, *, is_new: bool, is_sealed: bool = False
) -> None:
    """Bring a record's tokens up to date; a void record is found no more, a sealed one by none."""
    if not searched_fields(type(record)):
        return
    doc_id = None if is_new else _doc_id(session, record.id)
    if record.record_state == VOID or is_sealed:
        remove_document(session.connection(), doc_id)
        return
    values, table = doc_values(record), SearchDoc.__table__
    if doc_id is None:
        doc_id = next_doc_id(session, values["group"])
        insert_rows(session, table, [{"id": doc_id, **values}])
    else:
        session.connection().execute(_CHANGED, {"of_id": doc_id, **values})
        search_delete(session, doc_id)
    folded = document_text(text for _, text in open_parts(type(record), record))
    search_insert_many(session, [(doc_id, single_tokens(folded), pair_tokens(folded))])


_TABLE: Any = SearchDoc.__table__
_LAST = Prepared(
    select(SearchDoc.id)
    .where(SearchDoc.id >= bindparam("start"), SearchDoc.id < bindparam("stop"))
    .order_by(SearchDoc.id.desc())
    .limit(1),
    whole_office=True,
)
_NUMBER = Prepared(
    select(SearchDoc.id).where(SearchDoc.record_id == bindparam("record")), whole_office=True
)
_CHANGED = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("of_id"))
    .values({column.key: bindparam(column.key) for column in _TABLE.columns if column.key != "id"})
)


def next_doc_id(session: Session, group: str) -> int:
    """Return the number above all documents of a group."""
    span = doc_span(group)
    last = _LAST(session, start=span.start, stop=span.stop)
    return int(last[0].id) + 1 if last else span.start


def remove_document(connection: Connection, doc_id: int | None) -> None:
    """Take a document out of the index and the map."""
    if doc_id is not None:
        connection.execute(delete(_TABLE).where(_TABLE.c.id == doc_id))
        search_delete(connection, doc_id)


def _doc_id(session: Session, record_id: UUID) -> int | None:
    found = _NUMBER(session, record=record_id)
    return int(found[0].id) if found else None


def documents_of(records: Iterable[Record]) -> Iterator[tuple[dict[str, Any], str]]:
    """Give (search map row, folded text) of records written in bulk."""
    for record in records:
        if searched_fields(type(record)):
            yield doc_values(record), document_text(text for _, text in searched_parts(record))
