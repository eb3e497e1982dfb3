"""One page about a case for a meeting: plain data, named only where the name may be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import AgendaItem, Case, Conference, Person
from soudan_desk.services.brief_parts import BriefParts
from soudan_desk.services.conference_rules import NOT_NAMED
from soudan_desk.services.conference_sittings import item_naming, members_of
from soudan_desk.services.masks import NAME_HIDDEN_LEVEL
from soudan_desk.services.person_masks import mask_of
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch


@dataclass(frozen=True, slots=True)
class Brief:
    """One case on one page: how it is called, on what ground, and what there is to know."""

    item_id: UUID
    title: str
    age: str
    agenda_type: str
    naming: str
    is_anonymous: bool
    protected: bool
    held_on: date
    meeting: str
    sections: tuple[tuple[str, str], ...]


def case_brief(work: Work, item_id: UUID) -> Brief:
    """Return the brief of an agenda item.

    Raises `NotAllowedError` where the person is to be named and no consent or law carries it.
    """
    with work.store.reading(work.actor) as session:
        return brief_in(work, session, fetch(session, AgendaItem, item_id))


def brief_in(work: Work, session: Session, item: AgendaItem) -> Brief:
    """Return it within an open unit of work."""
    meeting = fetch(session, Conference, item.conference_id)
    case = None if item.case_id is None else fetch(session, Case, item.case_id)
    person_id = None if case is None else case.person_id
    person = None if person_id is None else fetch(session, Person, person_id)
    naming = item_naming(session, members_of(session, meeting.id), item, person_id)
    if not item.is_anonymous and not naming.holds:
        raise NotAllowedError(naming.sentence if naming.outside else NOT_NAMED)
    mask = mask_of(
        session, person, NAME_HIDDEN_LEVEL if item.is_anonymous else item.restriction_level
    )
    return Brief(
        item_id=item.id,
        title=_called(item, person),
        age=_age(person.birth_on if person else None, meeting.held_on, exact=not item.is_anonymous),
        agenda_type=work.codes.label("agenda.type", item.agenda_type, centre=item.centre),
        naming="名前を伏せています。" if item.is_anonymous else naming.sentence,
        is_anonymous=item.is_anonymous,
        protected=bool(person is not None and person.shien_sochi),
        held_on=meeting.held_on,
        meeting=" ".join(filter(None, (meeting.title, meeting.serial))),
        sections=tuple(
            (label, mask.words(text))
            for label, text in BriefParts(work, session, item, meeting.held_on).sections()
        ),
    )


def _called(item: AgendaItem, person: Person | None) -> str:
    if item.is_anonymous:
        return item.subject_alias or "(名前を伏せた方)"
    return (person.name if person is not None else None) or item.subject or "(匿名)"


def _age(birth: PartialDate | None, on: date, *, exact: bool) -> str:
    """Say the age; of a person who is not named only the decade."""
    if birth is None:
        return ""
    age = birth.age(on)
    if age is None:
        return ""
    return f"{age}歳" if exact else f"{age // 10 * 10}歳代"
