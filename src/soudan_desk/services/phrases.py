"""定型文: what a worker inserts by two keys, own sentences before the office's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import Case, Person, Phrase
from soudan_desk.models.base import VOID, now
from soudan_desk.services.records import Saved, add_in, save_record, saved, void_record
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

_USED_IN = {
    "consultation": "consultation",
    "assessment": "assessment",
    "rights_assessment": "assessment",
    "disability_assessment": "assessment",
    "screening": "assessment",
    "plan": "plan",
    "goal": "plan",
    "action": "plan",
    "service": "plan",
    "monitoring": "monitoring",
    "evaluation": "evaluation",
    "conference": "conference",
    "agenda_item": "conference",
    "referral": "referral",
}
_ELSEWHERE = "other"
_NOT_USED = "使わなくなった"
PLACEHOLDERS = ("{氏名}", "{ケース番号}", "{日付}", "{時刻}", "{担当者}")
"""What a sentence may leave open, filled in when it is inserted."""


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """A sentence as it is offered; `is_own` is false for the office's."""

    id: UUID
    key: str
    title: str
    text: str
    kinds: tuple[str, ...]
    is_own: bool
    lock_version: int


def list_phrases(work: Work, kind: str | None = None) -> list[PhraseRow]:
    """List what the worker may insert into a kind of record, by key; of one key the own one."""
    with work.store.reading(work.actor) as session:
        rows = [_row(work, phrase) for phrase in _offered(session, work)]
    fitting = [row for row in rows if _fits(row, kind)]
    by_key = {row.key: row for row in sorted(fitting, key=lambda row: row.is_own)}
    return sorted(by_key.values(), key=lambda row: row.key)


def insertable_text(work: Work, key: str, kind: str | None = None) -> str | None:
    """Return the text that two keys stand for in a kind of record; None if they stand for none."""
    return next((row.text for row in list_phrases(work, kind) if row.key == key), None)


def add_phrase(
    work: Work,
    *,
    key: str,
    text: str,
    title: str = "",
    kinds: Sequence[str] = (),
    for_office: bool = False,
) -> Saved:
    """Keep a sentence for the worker, or for the whole office (supervisors and administrators).

    A key stands for one sentence of each owner: a second one is refused.
    """
    owner = None if for_office else work.actor.staff_id
    with work.store.writing(work.actor) as session:
        _require_free(session, key, owner)
        answers = {"owner_id": owner, "key": key, "title": title, "text": text}
        record = add_in(work, session, "phrase", {**answers, "kinds": list(kinds)})
        session.flush()  # gives the record its lock version
        return saved(record)


def change_phrase(
    work: Work,
    phrase_id: UUID,
    *,
    key: str,
    text: str,
    title: str = "",
    kinds: Sequence[str] = (),
    lock_version: int | None = None,
) -> Saved:
    """Change a sentence, its key or where it is offered; whose it is stays."""
    with work.store.reading(work.actor) as session:
        phrase = fetch(session, Phrase, phrase_id)
        if key != phrase.key:
            _require_free(session, key, phrase.owner_id)
    answers = {"key": key, "title": title, "text": text, "kinds": list(kinds)}
    return save_record(work, "phrase", phrase_id, answers, lock_version=lock_version)


def drop_phrase(work: Work, phrase_id: UUID) -> Saved:
    """Take a sentence out of use."""
    return void_record(work, "phrase", phrase_id, reason=_NOT_USED)


def own_and_office(work: Work) -> list[PhraseRow]:
    """List every sentence the worker may insert, those included that one of the same key hides."""
    with work.store.reading(work.actor) as session:
        rows = [_row(work, phrase) for phrase in _offered(session, work)]
    return sorted(rows, key=lambda row: (not row.is_own, row.key))


def filled_text(work: Work, text: str, case_id: UUID | None = None) -> str:
    """Put what is known into a sentence: {氏名} {ケース番号} of a case, {日付} {時刻} {担当者}.

    What is not known stays as it is written, so that one sees what to type.
    """
    if not any(name in text for name in PLACEHOLDERS):
        return text
    known = {
        "{日付}": wareki(work.today()),
        "{時刻}": f"{now().astimezone():%H:%M}",
        "{担当者}": work.actor.name,
        **_known_of_case(work, case_id),
    }
    for name, value in known.items():
        text = text.replace(name, value)
    return text


def _known_of_case(work: Work, case_id: UUID | None) -> dict[str, str]:
    if case_id is None:
        return {}
    with work.store.reading(work.actor) as session:
        case = fetch(session, Case, case_id)
        person = fetch(session, Person, case.person_id) if case.person_id is not None else None
    known = {"{ケース番号}": case.case_no, "{氏名}": person.name if person is not None else None}
    return {key: value for key, value in known.items() if value}


def _offered(session: Session, work: Work) -> list[Phrase]:
    query = select(Phrase).where(
        Phrase.record_state != VOID,
        (Phrase.owner_id == work.actor.staff_id) | Phrase.owner_id.is_(None),
    )
    return list(session.scalars(query))


def _row(work: Work, phrase: Phrase) -> PhraseRow:
    return PhraseRow(
        phrase.id,
        phrase.key,
        phrase.title or phrase.text.partition("\n")[0],
        phrase.text,
        tuple(phrase.kinds or ()),
        phrase.owner_id == work.actor.staff_id,
        phrase.lock_version,
    )


def _fits(row: PhraseRow, kind: str | None) -> bool:
    return kind is None or not row.kinds or _USED_IN.get(kind, _ELSEWHERE) in row.kinds


def _require_free(session: Session, key: str, owner: UUID | None) -> None:
    query = select(Phrase.id).where(
        Phrase.key == key, Phrase.owner_id == owner, Phrase.record_state != VOID
    )
    if session.scalars(query).first() is not None:
        raise InvalidEntriesError(
            {"key": f"「{key}」はもう使われています。別の2文字にするか前のものを直してください。"}
        )
