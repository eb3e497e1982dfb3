"""Holding a meeting: its agenda, its order, whether a name is said, its minutes made final."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.models import AgendaItem, Attendance, Case, Conference
from soudan_desk.models.base import DRAFT, FINAL, VOID, new_id
from soudan_desk.services.answers import Answers, check_answers, read_answers, write_answers
from soudan_desk.services.conference_agenda import Proposal
from soudan_desk.services.conference_decisions import take_in
from soudan_desk.services.conference_rules import (
    ANONYMOUS_KINDS,
    NOT_NAMED,
    Naming,
    require_open,
)
from soudan_desk.services.conference_sittings import item_naming, members_of
from soudan_desk.services.records import Saved, add_in, require_unchanged, saved
from soudan_desk.services.rights import require_writing
from soudan_desk.services.unsaved import forget_unsaved
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

_ALIASES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def hold_conference(
    work: Work, answers: Answers, proposals: Iterable[Proposal] = (), *, form: str | None = None
) -> Saved:
    """Call a meeting with an agenda; its members are those of the last meeting of its kind."""
    with work.store.writing(work.actor) as session:
        meeting: Any = add_in(work, session, "conference", answers)
        meeting.id = new_id()
        former = _last_members(session, meeting)
        session.flush()
        for member in former:
            add_in(work, session, "attendance", {**member, "conference_id": meeting.id})
            session.flush()
        for position, proposal in enumerate(proposals):
            _add_item(work, session, meeting, proposal, position)
            session.flush()
        forget_unsaved(work, session, form)
        return saved(meeting)


def add_to_agenda(work: Work, conference_id: UUID, proposals: Iterable[Proposal]) -> list[UUID]:
    """Put more cases at the end of a meeting's agenda; one that stands there already is left."""
    with work.store.writing(work.actor) as session:
        meeting = fetch(session, Conference, conference_id)
        require_open(meeting)
        held = _case_ids(session, meeting.id)
        made = []
        for position, proposal in enumerate(proposals, len(held)):
            if proposal.case_id not in held:
                made.append(_add_item(work, session, meeting, proposal, position))
                session.flush()
        return made


def _case_ids(session: Session, conference_id: UUID) -> list[UUID | None]:
    query = select(AgendaItem.case_id).where(
        AgendaItem.conference_id == conference_id, AgendaItem.record_state != VOID
    )
    return list(session.scalars(query))


def _add_item(
    work: Work, session: Session, meeting: Conference, proposal: Proposal, position: int
) -> UUID:
    is_anonymous = meeting.meeting_kind in ANONYMOUS_KINDS
    answers = {
        "conference_id": meeting.id,
        "case_id": proposal.case_id,
        "agenda_type": proposal.agenda_type,
        "plan_id": proposal.plan_id,
        "evaluation_id": proposal.evaluation_id,
        "monitoring_id": proposal.monitoring_id,
        "is_anonymous": is_anonymous,
        "subject_alias": alias_of(position) if is_anonymous else None,
        "naming_ground": None if is_anonymous else proposal.naming.ground,
        "consent_id": None if is_anonymous else proposal.naming.consent_id,
    }
    record = add_in(work, session, "agenda_item", answers)
    record.id = new_id()
    return record.id


def alias_of(position: int) -> str:
    """Return what a person who is not named is called: Aさん, Bさん … AAさん."""
    letter = _ALIASES[position % len(_ALIASES)]
    return f"{letter * (position // len(_ALIASES) + 1)}さん"


def _last_members(session: Session, meeting: Conference) -> list[dict[str, Any]]:
    query = (
        select(Conference.id)
        .where(
            Conference.centre == meeting.centre,
            Conference.meeting_kind == meeting.meeting_kind,
            Conference.record_state != VOID,
            Conference.id != meeting.id,
        )
        .order_by(Conference.held_on.desc(), Conference.id.desc())
        .limit(1)
    )
    last = session.scalars(query).first()
    members = select(Attendance).where(
        Attendance.conference_id == last, Attendance.record_state != VOID
    )
    rows = sorted(session.scalars(members), key=lambda row: (row.position or 0, row.id))
    return [{key: getattr(row, key) for key in _CARRIED} for row in rows]


_CARRIED = ("name", "member_id", "agency_id", "org", "agency_type", "job", "role", "pledge_on")


def hide_name(work: Work, item_id: UUID, *, hidden: bool = True) -> Saved:
    """Take a person's name out of a meeting, or bring it back where a consent carries it."""
    with work.store.writing(work.actor) as session:
        item = fetch(session, AgendaItem, item_id)
        meeting = fetch(session, Conference, item.conference_id)
        require_open(meeting)
        require_writing(work, session, item, is_new=False)
        naming = _naming_now(session, meeting, item)
        if not hidden and not naming.holds:
            raise NotAllowedError(naming.sentence if naming.outside else NOT_NAMED)
        answers = {
            "is_anonymous": hidden,
            "subject_alias": item.subject_alias or alias_of(item.position - 1),
            "naming_ground": None if hidden else naming.ground,
            "consent_id": None if hidden else naming.consent_id,
        }
        write_answers(work, item, answers)
        session.flush()
        return saved(item)


def _naming_now(session: Session, meeting: Conference, item: AgendaItem) -> Naming:
    members = members_of(session, meeting.id)
    case = None if item.case_id is None else fetch(session, Case, item.case_id)
    return item_naming(session, members, item, None if case is None else case.person_id)


def reorder_agenda(work: Work, conference_id: UUID, item_ids: Sequence[UUID]) -> None:
    """Put a meeting's items into this order; items not named keep theirs behind."""
    with work.store.writing(work.actor) as session:
        meeting = fetch(session, Conference, conference_id)
        require_open(meeting)
        query = select(AgendaItem).where(AgendaItem.conference_id == conference_id)
        places = {item_id: place for place, item_id in enumerate(item_ids)}
        rows = sorted(
            session.scalars(query),
            key=lambda item: (places.get(item.id, len(places)), item.position),
        )
        for position, item in enumerate(rows, 1):
            if item.position != position:
                item.position = position


def finalise_conference(
    work: Work, conference_id: UUID, *, lock_version: int | None = None
) -> Saved:
    """Make a meeting's minutes final, with every case on its agenda, all or nothing.

    What was decided and not yet taken becomes what it is to become.
    """
    with work.store.writing(work.actor) as session:
        meeting = fetch(session, Conference, conference_id)
        require_unchanged(meeting, lock_version)
        require_open(meeting)
        require_writing(work, session, meeting, is_new=False)
        query = select(AgendaItem).where(
            AgendaItem.conference_id == conference_id, AgendaItem.record_state == DRAFT
        )
        items = list(session.scalars(query))
        for item in items:
            _take_rest(work, session, item)
        for record in (*items, meeting):
            record.record_state = FINAL
            check_answers(work, record, read_answers(record))
            mark(session, record, "finalise")
        session.flush()
        return saved(meeting)


def _take_rest(work: Work, session: Session, item: AgendaItem) -> None:
    with session.no_autoflush:
        try:
            take_in(work, session, item)
        except InvalidEntriesError as error:
            raise InvalidEntriesError(
                {"decisions": f"議題{item.position}の{error.problems['decisions']}"}
            ) from error
