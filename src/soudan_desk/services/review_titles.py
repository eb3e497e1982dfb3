"""What the records under review are called, and of which day they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.services.records import model_of
from soudan_desk.services.work import Work
from soudan_desk.storage.prepared import Prepared, among

Title = tuple[date | None, str]


@dataclass(frozen=True, slots=True)
class _Told:
    day: str
    words: tuple[str, ...] = ()
    codes: str = ""
    """The option list its word is a code of."""
    pattern: str = "{}"


_BY_KIND = {
    "consultation": _Told("held_on", ("method",), "consultation.method"),
    "intake": _Told("received_on"),
    "rights_intake": _Told("received_on"),
    "screening": _Told("screened_on"),
    "assessment": _Told("first_created_on"),
    "rights_assessment": _Told("surveyed_on"),
    "disability_assessment": _Told("drafted_on"),
    "plan": _Told("drafted_on", ("plan_no",), pattern="第{}回"),
    "monitoring": _Told("held_on"),
    "evaluation": _Told("evaluated_on"),
    "conference": _Told("held_on", ("title", "serial")),
    "referral": _Told("issued_on", ("subject",)),
}


def titles_of(
    work: Work, session: Session, records: Iterable[tuple[str, UUID]]
) -> dict[UUID, Title]:
    """Return the day and a few words of each of these records that the worker may see."""
    by_kind: dict[str, list[UUID]] = {}
    for kind, record_id in records:
        by_kind.setdefault(kind, []).append(record_id)
    return {
        row.id: (row.day, _words(work, _BY_KIND[kind], row))
        for kind, ids in by_kind.items()
        for row in _query_of(kind)(session, ids=ids)
    }


@cache
def _query_of(kind: str) -> Prepared:
    model: Any = model_of(kind)
    told = _BY_KIND[kind]
    words = [getattr(model, key).label(f"word_{n}") for n, key in enumerate(told.words)]
    columns = (model.id, getattr(model, told.day).label("day"), *words)
    return Prepared(select(*columns).where(among(model.id, "ids")))


def _words(work: Work, told: _Told, row: Any) -> str:
    words = [str(each) for each in row[2:] if each not in (None, "")]
    if told.codes:
        entries = (work.codes.find(told.codes, word) for word in words)
        return " ".join(entry.brief for entry in entries if entry is not None)
    return told.pattern.format(" ".join(words)) if words else ""
