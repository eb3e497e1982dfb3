"""Giving an anonymous consultation its name later, so that it can be taken back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import Case, Consultation, Person
from soudan_desk.models.base import VOID
from soudan_desk.services.answers import Answers
from soudan_desk.services.merges import merge_in
from soudan_desk.services.records import add_in
from soudan_desk.services.rights import require_role, require_writing
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import CASEWORKER, SUPERVISOR
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

REASON = "名前が分かった"


def name_consultation(
    work: Work,
    consultation_id: UUID,
    *,
    person_id: UUID | None = None,
    person: Answers | None = None,
) -> UUID:
    """Join an anonymous consultation with a person, known or new; return the merge's id.

    The consultation, and its case with all that is filed there about nobody, first become those of
    an anonymous entry, which is then merged: `unmerge_persons` makes them anonymous again.
    """
    require_role(work, CASEWORKER, SUPERVISOR, act="相談に名前をつける")
    with work.store.writing(work.actor) as session:
        consultation = fetch(session, Consultation, consultation_id)
        require_writing(work, session, consultation, is_new=False)
        nobody = _nobody(work, session, consultation)
        kept_id = person_id or _new_person(work, session, person or {})
        return merge_in(work, session, kept_id, nobody.id, REASON).id


def _nobody(work: Work, session: Session, consultation: Consultation) -> Person:
    """Return the anonymous entry of a consultation; made now unless a name was taken back."""
    if consultation.person_id is None:
        return _make_nobody(work, session, consultation)
    person = fetch(session, Person, consultation.person_id)
    if person.name or not person.is_anonymous:
        raise NotAllowedError("この相談にはもう名前があります。相談者のページから直せます。")
    return person


def _make_nobody(work: Work, session: Session, consultation: Consultation) -> Person:
    """Make an anonymous entry and file under it what is about nobody so far."""
    answers = {
        "is_anonymous": True,
        "sex": consultation.subject_sex,
        "birth_on": consultation.subject_birth_on,
    }
    nobody = add_in(work, session, "person", answers)
    assert isinstance(nobody, Person)
    session.flush()  # the records point to it
    case = fetch(session, Case, consultation.case_id) if consultation.case_id else None
    records = [consultation] if case is None else _nobodys(session, case)
    for record in records:
        record.person_id = nobody.id
        mark(session, record, "refile", REASON)
    if case is not None and case.person_id is None:
        case.person_id = nobody.id
        mark(session, case, "refile", REASON)
    session.flush()  # the merge looks for them
    return nobody


def _nobodys(session: Session, case: Case) -> list[Consultation]:
    query = select(Consultation).where(
        Consultation.case_id == case.id,
        Consultation.person_id.is_(None),
        Consultation.record_state != VOID,
    )
    return list(session.scalars(query))


def _new_person(work: Work, session: Session, answers: Answers) -> UUID:
    if not answers.get("name") and not answers.get("kana"):
        raise InvalidEntriesError({"name": "「氏名」か「フリガナ」を入れてください。"})
    given = {**answers, "name": answers.get("name") or answers.get("kana")}
    person = add_in(work, session, "person", given)
    session.flush()  # the merge points to it
    return person.id
