"""One person at a glance: cases everywhere one may see, consultations, households, doubles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.fields import as_text
from soudan_desk.fields.checks import is_blank
from soudan_desk.models import Case, Person, record_kinds
from soudan_desk.models.base import VOID, fields_of
from soudan_desk.models.program import PersonMerge
from soudan_desk.models.sealing import holds_closed
from soudan_desk.services.answers import UNTOLD, read_answers
from soudan_desk.services.case_lists import cases_by_id
from soudan_desk.services.cases import CaseRow
from soudan_desk.services.households import HouseholdOf, households_of
from soudan_desk.services.likely_persons import Likely, Typed, likely_persons
from soudan_desk.services.lone_consultations import LoneRow, lone_consultations_of
from soudan_desk.services.merges import counted_moves
from soudan_desk.services.names import NameBook, names_for, title_of
from soudan_desk.services.protected import Asked, hidden_keys, is_untold, told_answers
from soudan_desk.services.reading import may_change
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

_DOUBLE_FROM = 45
"""Points from which two entries are offered as one person: the same name, or reading and year."""


@dataclass(frozen=True, slots=True)
class Merged:
    """An entry that was merged into this one and still is."""

    merge_id: UUID
    person_id: UUID
    name: str
    made_at: datetime
    made_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class PersonDesk:
    """A person with all that hangs on them."""

    id: UUID
    lock_version: int
    answers: dict[str, Any]
    is_masked: bool
    """Whether a protective measure hides where they are: those answers are then `UNTOLD`."""
    may_change: bool
    is_closed: bool
    """Whether address and contacts are sealed, and the reader is on no list of their cases."""
    merged_into: UUID | None
    cases: tuple[CaseRow, ...]
    consultations: tuple[LoneRow, ...]
    households: tuple[HouseholdOf, ...]
    doubles: tuple[Likely, ...]
    merged: tuple[Merged, ...]


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging would do: what moves, and where both entries say different things.

    `moves` are (what it is called, how many), `differences` (question, kept, merged).
    """

    kept: str
    merged: str
    moves: tuple[tuple[str, int], ...]
    differences: tuple[tuple[str, str, str], ...]


def person_desk(work: Work, person_id: UUID, *, asked: Asked | None = None) -> PersonDesk:
    """Return a person the worker may see, with what hangs on them; places for the proof."""
    with work.store.reading(work.actor) as session:
        person = fetch(session, Person, person_id)
        answers = told_answers(session, person, asked)
        is_masked = is_untold(person, asked)
        case_ids = session.scalars(
            select(Case.id).where(Case.person_id == person_id, Case.record_state != VOID)
        ).all()
        cases = cases_by_id(session, list(case_ids), work.today())
        households = tuple(households_of(session, person_id))
        merged = tuple(_merged(session, person_id))
        lock_version, merged_into = person.lock_version, person.merged_into_id
        allowed = may_change(work, session, person)
        is_closed = holds_closed(person.__dict__.values())
    cases.sort(key=lambda case: (case.closed_on is None, case.opened_on), reverse=True)
    return PersonDesk(
        person_id,
        lock_version,
        answers,
        is_masked,
        allowed,
        is_closed,
        merged_into,
        tuple(cases),
        tuple(lone_consultations_of(work, person_id)),
        households,
        tuple(doubles_of(work, answers, except_id=person_id)),
        merged,
    )


def doubles_of(work: Work, answers: dict[str, Any], *, except_id: UUID | None) -> list[Likely]:
    """Return other entries that are probably the same person, each with the reasons.

    What the worker was not told of the entry `except_id` is looked for as it is stored.
    """
    answers = _as_stored(work, answers, except_id)
    found: dict[UUID, Likely] = {}
    for telephone in _telephones(answers):
        typed = Typed(
            name=answers.get("name") or "",
            kana=answers.get("kana") or "",
            birth_on=answers.get("birth_on"),
            telephone=telephone,
            address=answers.get("address") or "",
        )
        for likely in likely_persons(work, typed, except_id=except_id):
            if likely.score >= _DOUBLE_FROM:
                found.setdefault(likely.person_id, likely)
    return sorted(found.values(), key=lambda each: -each.score)


def _as_stored(work: Work, answers: dict[str, Any], person_id: UUID | None) -> dict[str, Any]:
    untold = [key for key, answer in answers.items() if answer == UNTOLD]
    if person_id is None or not untold:
        return answers
    with work.store.reading(work.actor) as session:
        stored = read_answers(fetch(session, Person, person_id))
    return {**answers, **{key: stored[key] for key in untold}}


def _telephones(answers: dict[str, Any]) -> list[str]:
    numbers = [answers.get(key) or "" for key in ("tel_mobile", "tel_home")]
    return [number for number in numbers if number] or [""]


def _merged(session: Session, person_id: UUID) -> Iterable[Merged]:
    names = NameBook(session)
    query = (
        select(PersonMerge)
        .where(PersonMerge.kept_id == person_id, PersonMerge.undone_at.is_(None))
        .order_by(PersonMerge.made_at)
    )
    for merge in session.scalars(query):
        by = names.of("staff", merge.made_by) if merge.made_by else ""
        name = names.of("person", merge.merged_id) or "(匿名)"
        yield Merged(merge.id, merge.merged_id, name, merge.made_at, by, merge.reason or "")


def preview_merge(work: Work, kept_id: UUID, merged_id: UUID) -> MergePreview:
    """Say what merging one entry into another would move, and what only the other one says."""
    with work.store.reading(work.actor) as session:
        kept, merged = fetch(session, Person, kept_id), fetch(session, Person, merged_id)
        kinds = record_kinds()
        moves = [
            (kinds[kind].label, count) for kind, count in counted_moves(session, merged_id).items()
        ]
        differences = _differences(work, session, kept, merged)
        return MergePreview(title_of(kept), title_of(merged), tuple(moves), tuple(differences))


def _differences(
    work: Work, session: Session, kept: Person, merged: Person
) -> Iterable[tuple[str, str, str]]:
    names = names_for(work, session)
    one, other = read_answers(kept), read_answers(merged)
    is_masked = is_untold(kept, None) or is_untold(merged, None)
    for field in fields_of(Person):
        here, there = one[field.key], other[field.key]
        if not is_blank(there) and there is not False and here != there:
            words = (as_text(field, here, names), as_text(field, there, names))
            if is_masked and field.key in hidden_keys(Person.kind()):
                words = (UNTOLD if words[0] else "", UNTOLD)
            yield field.label, *words
