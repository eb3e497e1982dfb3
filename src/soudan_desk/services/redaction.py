"""墨消し: which sections of the records asked for a copy keeps back, and on what ground.

What is kept back never reaches the paper: the copy is made of the answers that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError, NotFoundError
from soudan_desk.fields import Field, as_text
from soudan_desk.fields.checks import is_blank
from soudan_desk.models import Case, DisclosureRequest, Person, record_kinds
from soudan_desk.models.base import FINAL, Record, fields_of
from soudan_desk.services.answers import read_answers
from soudan_desk.services.names import names_for, title_read
from soudan_desk.services.person_masks import mask_of
from soudan_desk.services.records import Saved, save_record
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

KIND: Final = "disclosure_request"
FILE: Final = "attachment"
BLACK: Final = "■■■■■■"
TOLD: Final = (
    *("intake", "rights_intake", "disability_profile", "screening", "consultation"),
    *("assessment", "rights_assessment", "disability_assessment"),
    *("plan", "goal", "action", "service", "monitoring", "evaluation", "agenda_item"),
    *("referral", "consent", "milestone", FILE),
)
"""The kinds of record that a copy of a case's records is made of; files go along beside it."""
_FIRST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a record: what stands in it, and on what ground it is kept back, if it is.

    `name` is what the copy may call the record: what is kept back is no part of it.
    """

    record: str
    title: str
    section: str
    answers: tuple[tuple[Field, Any], ...]
    ground: str | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class PartRow:
    """A section as the page lists it."""

    record: str
    title: str
    section: str
    words: str
    ground: str | None


def list_parts(work: Work, request_id: UUID) -> list[PartRow]:
    """List every section that a copy could tell, in the order of the copy."""
    with work.store.reading(work.actor) as session:
        request = fetch(session, DisclosureRequest, request_id)
        names = names_for(work, session, request.centre)
        mask = mask_of(session, fetch(session, Person, request.person_id), 0)
        return [
            PartRow(
                part.record,
                part.title,
                part.section,
                " ".join(
                    mask.answer(field.key, as_text(field, mask.rows(field.key, answer), names))
                    for field, answer in part.answers
                )[:_FIRST_WORDS],
                part.ground,
            )
            for part in parts_of(work, session, request)
        ]


def keep_back(work: Work, request_id: UUID, record: str, section: str, ground: str | None) -> Saved:
    """Let the copy keep a section back on a ground, or tell it again."""
    with work.store.reading(work.actor) as session:
        request = fetch(session, DisclosureRequest, request_id)
        known = {(part.record, part.section) for part in parts_of(work, session, request)}
        lock, rows = request.lock_version, list(request.redactions or ())
        is_handed_over = request.done_on is not None
    if is_handed_over:
        raise NotAllowedError(
            "交付の済んだ請求です。伏せる所を変えるには、新しい請求を受けてください。"
        )
    if (record, section) not in known:
        raise NotFoundError("その記録の見出しは、この請求の写しにありません。選び直してください。")
    kept = [row for row in rows if (row["record"], row["section"]) != (record, section)]
    if ground is not None:
        kept.append({"record": record, "section": section, "ground": ground})
    return save_record(work, KIND, request_id, {"redactions": kept or None}, lock_version=lock)


def parts_of(work: Work, session: Session, request: DisclosureRequest) -> Iterator[Part]:
    """Give the sections of the records asked for that the worker may see, oldest record first."""
    names = names_for(work, session, request.centre)
    grounds = {(row["record"], row["section"]): row["ground"] for row in request.redactions or ()}
    for record in _records(session, request):
        model, key = type(record), f"{record.kind()}:{record.id}"
        kept_back = {field.key for field in fields_of(model) if (key, field.section) in grounds}
        title = f"{record.label}　{title_read(model, record, names)}"
        name = title_read(model, record, names, but=kept_back)
        for section, told in _sections(model, read_answers(record)):
            yield Part(key, title, section, told, grounds.get((key, section)), name)


def told_files(work: Work, session: Session, request: DisclosureRequest) -> list[UUID]:
    """Return the files that go along with the copy: those that are not kept back."""
    kept: dict[str, bool] = {}
    for part in parts_of(work, session, request):
        if part.record.startswith(f"{FILE}:"):
            kept[part.record] = kept.get(part.record, False) or part.ground is not None
    return [UUID(record.partition(":")[2]) for record, is_kept in kept.items() if not is_kept]


def black_out(text: str, words: str | None) -> str:
    """Black out words (one a line) in a text, also where there is room between their letters."""
    for word in filter(None, (line.strip() for line in (words or "").splitlines())):
        letters = r"[\s　]*".join(re.escape(letter) for letter in word if not letter.isspace())
        text = re.sub(letters, BLACK, text)
    return text


def _sections(
    model: type[Record], answers: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[tuple[Field, Any], ...]]]:
    untold = {*model.unread_keys, "restriction_level"}
    asked = (field for field in fields_of(model) if field.key not in untold)
    for section, fields in groupby(asked, key=lambda field: field.section):
        told = tuple(
            (field, answers[field.key])
            for field in fields
            if field.shown(answers) and _is_said(answers.get(field.key))
        )
        if told:
            yield section, told


def _is_said(answer: Any) -> bool:
    return not is_blank(answer) and answer is not False


def _records(session: Session, request: DisclosureRequest) -> Iterable[Record]:
    person = fetch(session, Person, request.person_id)
    case_ids = [request.case_id] if request.case_id else _cases_of(session, request.person_id)
    found: list[Record] = []
    for kind in TOLD:
        model: Any = record_kinds()[kind]
        ways: list[ColumnElement[bool]] = [model.case_id.in_(case_ids)]
        if request.case_id is None and "person_id" in model.__table__.columns:
            ways.append(model.person_id == request.person_id)
        query = select(model).where(model.record_state == FINAL, or_(*ways))
        found.extend(session.scalars(query))
    return [person, *sorted(found, key=lambda each: (_day_of(each), each.created_at))]


def _cases_of(session: Session, person_id: UUID) -> list[UUID]:
    return list(session.scalars(select(Case.id).where(Case.person_id == person_id)))


def _day_of(record: Record) -> date:
    """Return the day a record is of: that which names it, else that of its entry."""
    named = (getattr(record, key, None) for key in ("held_on", *record.title_keys))
    return next((each for each in named if type(each) is date), record.created_at.date())
