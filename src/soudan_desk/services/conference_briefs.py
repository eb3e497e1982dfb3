"""One page about a case for a meeting: plain data, named only where the name may be said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.japanese.eras import wareki
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import (
    AgendaItem,
    Case,
    Conference,
    Consultation,
    Evaluation,
    Monitoring,
    Person,
    Plan,
)
from soudan_desk.models.base import VOID
from soudan_desk.services.conference_rules import NOT_NAMED
from soudan_desk.services.conference_sittings import item_naming, members_of
from soudan_desk.services.masks import NAME_HIDDEN_LEVEL
from soudan_desk.services.person_masks import mask_of
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

_LOOKED_BACK_DAYS = 92


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
            (label, mask.words(text)) for label, text in _sections(work, session, item, meeting)
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


def _sections(
    work: Work, session: Session, item: AgendaItem, meeting: Conference
) -> list[tuple[str, str]]:
    found: list[tuple[str, str | None]] = [("概要", item.brief)]
    if item.case_id is not None:
        plan = _pointed(session, Plan, item.plan_id, item.case_id)
        found += [*_plan(plan), *_evaluation(work, session, item), *_monitoring(session, item)]
        found.append(("この3か月", _contacts(work, session, item, meeting.held_on)))
        found.append(("本人のことば", plan.wish_self if plan is not None else None))
        found.append(("家族の意向", plan.wish_family if plan is not None else None))
    found += [("課題", item.issues), ("提案", item.proposal)]
    return [(label, text.strip()) for label, text in found if text and text.strip()]


def _pointed(session: Session, model: Any, pointed: UUID | None, case_id: UUID) -> Any:
    if pointed is not None:
        return fetch(session, model, pointed)
    query = select(model).where(model.case_id == case_id, model.record_state != VOID)
    return session.scalars(query.order_by(model.created_at.desc(), model.id.desc())).first()


def _plan(plan: Plan | None) -> list[tuple[str, str | None]]:
    if plan is None:
        return []
    begins = f"・{wareki(plan.period_from_on)}から" if plan.period_from_on else ""
    aims = "\n".join(filter(None, (plan.policy, plan.goal_long, plan.goal_short)))
    return [
        (f"プラン(第{plan.plan_no}回{begins})", aims or plan.issues),
        ("今回の変更", plan.changes_note),
    ]


def _evaluation(work: Work, session: Session, item: AgendaItem) -> list[tuple[str, str | None]]:
    if item.evaluation_id is None:
        return []
    sheet = fetch(session, Evaluation, item.evaluation_id)
    outcome = work.codes.label("evaluation.outcome", sheet.outcome) if sheet.outcome else ""
    changes = [work.codes.label("evaluation.change", code) for code in sheet.changes or ()]
    return [
        ("評価", "\n".join(filter(None, (outcome, "・".join(changes))))),
        ("現在の状況と残された課題", sheet.current_and_remaining),
    ]


def _monitoring(session: Session, item: AgendaItem) -> list[tuple[str, str | None]]:
    if item.monitoring_id is None:
        return []
    looked = fetch(session, Monitoring, item.monitoring_id)
    return [("モニタリング", looked.overall), ("変更の内容", looked.change_note)]


def _contacts(work: Work, session: Session, item: AgendaItem, on: date) -> str:
    """Count the contacts of the last three months by their method."""
    query = select(Consultation.method).where(
        Consultation.case_id == item.case_id,
        Consultation.record_state != VOID,
        Consultation.held_on > on - timedelta(days=_LOOKED_BACK_DAYS),
        Consultation.held_on <= on,
    )
    counts = Counter(session.scalars(query))
    entries = work.codes.entries("consultation.method", centre=item.centre)
    told = [f"{each.brief} {counts[each.code]}回" for each in entries if counts[each.code]]
    return "・".join(told)
