"""What a meeting should have before it: cases whose plan or evaluation waits to be judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import Session

from soudan_desk.models import AgendaItem, Case, Evaluation, Monitoring, Plan
from soudan_desk.models.base import FINAL, VOID
from soudan_desk.services.conference_recurring import (
    Found,
    candidates_of_the_office,
    guardianship_considered,
    judged_by,
    open_cases,
    pressing,
    to_be_judged_again,
)
from soudan_desk.services.conference_rules import Naming, naming_of
from soudan_desk.services.work import Work


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a kind of meeting judges: plans of cases in some states, evaluations, changes."""

    states: frozenset[str] = frozenset()
    plan_kinds: frozenset[str] = frozenset()
    evaluations: bool = False
    changes: bool = False
    guardianship: bool = False
    corporate: bool = False
    pressing: bool = False
    agenda_type: str = "new_plan"
    why: str = "会議での検討がまだです。"


WAITING = {
    "coord": Waiting(
        frozenset({"awaiting_meeting"}),
        frozenset({"self_reliance"}),
        evaluations=True,
        changes=True,
    ),
    "statutory": Waiting(
        frozenset({"pre_consent"}),
        agenda_type="share",
        why="支援への同意がまだの方です。支援の体制を話し合います。",
    ),
    "kentou": Waiting(frozenset({"consulting"}), guardianship=True),
    "shinsa": Waiting(
        frozenset({"review_board"}),
        agenda_type="board_capacity",
        why="契約締結審査会にかける段階です。",
    ),
    "juken_shinsa": Waiting(corporate=True),
    "case": Waiting(pressing=True),
    "tantousha": Waiting(
        frozenset(), frozenset({"service_use", "regional_move"}), evaluations=True, changes=True
    ),
    "kobetsu": Waiting(frozenset(), frozenset({"service_use", "regional_move"}), changes=True),
}
"""Kinds that are not named have on their agenda only what such a meeting put off to a day."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One case proposed for the agenda, why, and whether it may be named there."""

    case_id: UUID
    case_no: str
    person: str
    agenda_type: str
    why: str
    naming: Naming
    plan_id: UUID | None = None
    evaluation_id: UUID | None = None
    monitoring_id: UUID | None = None


def propose_agenda(work: Work, centre: str, meeting_kind: str, on: date) -> list[Proposal]:
    """List what is due before a meeting of a kind; one line for each case, plans first.

    Cases the worker may not see stay out, as does what a meeting has judged already.
    """
    waiting = WAITING.get(meeting_kind, Waiting())
    with work.store.reading(work.actor) as session:
        found: dict[UUID, Proposal] = {}
        for row in _waiting(work, session, centre, meeting_kind, on):
            naming = naming_of(session, row.person_id, meeting_kind, on, outsiders=False)
            found.setdefault(row.case_id, row.proposal(naming))
    if waiting.pressing:
        return list(found.values())
    return sorted(found.values(), key=lambda each: each.case_no)


@dataclass(frozen=True, slots=True)
class _Row:
    case_id: UUID
    case_no: str
    person_id: UUID | None
    person: str
    agenda_type: str
    why: str
    about: dict[str, UUID]

    def proposal(self, naming: Naming) -> Proposal:
        return Proposal(
            self.case_id,
            self.case_no,
            self.person,
            self.agenda_type,
            self.why,
            naming,
            **self.about,
        )


def _waiting(work: Work, session: Session, centre: str, kind: str, on: date) -> Iterator[_Row]:
    waiting = WAITING.get(kind, Waiting())
    yield from _plans(session, centre, waiting)
    if waiting.evaluations:
        yield from _evaluations(session, centre)
    if waiting.changes:
        yield from _changes(session, centre)
    if waiting.states and not waiting.plan_kinds:
        yield from _cases(session, centre, kind, waiting)
    others: list[Found] = [to_be_judged_again(session, centre, kind, on)]
    if waiting.guardianship:
        others.append(guardianship_considered(session, centre))
    if waiting.corporate:
        others.append(candidates_of_the_office(session, centre))
    if waiting.pressing:
        others.append(pressing(work, session, centre, on))
    for row, agenda_type, why, about in chain(*others):
        yield _row(row, agenda_type, why, **about)


def _unjudged(key: Any, record_id: Any) -> ColumnElement[bool]:
    """Match what no meeting has come to a conclusion about."""
    judged = exists().where(
        key == record_id, AgendaItem.conclusion.is_not(None), AgendaItem.record_state != VOID
    )
    return ~judged


def _plans(session: Session, centre: str, waiting: Waiting) -> Iterator[_Row]:
    if not waiting.plan_kinds:
        return
    query = (
        open_cases(centre, Plan.id.label("plan_id"), Plan.plan_no, Plan.renews_id)
        .join(Plan, Plan.case_id == Case.id)
        .where(Plan.record_state != VOID, Plan.plan_kind.in_(sorted(waiting.plan_kinds)))
        .where(_unapproved(Plan.id), Plan.meeting_on.is_(None))
    )
    if waiting.states:
        query = query.where(Case.state.in_(sorted(waiting.states)))
    newest = _newest_by_case(session.execute(query).all(), "plan_no")
    for row in newest:
        is_first = row.renews_id is None and row.plan_no <= 1
        why = (
            "新しいプランが会議を待っています。" if is_first else "次のプランが会議を待っています。"
        )
        kind = "new_plan" if is_first else "replan"
        yield _row(row, kind, why, plan_id=row.plan_id)


def _unapproved(plan_id: Any) -> ColumnElement[bool]:
    approved = ("approved", "approved_with_changes")
    return ~exists().where(
        AgendaItem.plan_id == plan_id,
        AgendaItem.conclusion.in_(approved),
        AgendaItem.record_state != VOID,
    )


def _newest_by_case(rows: Sequence[Any], key: str) -> list[Any]:
    newest: dict[UUID, Any] = {}
    for row in rows:
        held = newest.get(row.id)
        if held is None or getattr(row, key) > getattr(held, key):
            newest[row.id] = row
    return list(newest.values())


def _evaluations(session: Session, centre: str) -> Iterator[_Row]:
    query = (
        open_cases(
            centre,
            Evaluation.id.label("evaluation_id"),
            Evaluation.plan_id,
            Evaluation.outcome,
            Evaluation.evaluated_on,
        )
        .join(Evaluation, Evaluation.case_id == Case.id)
        .where(Evaluation.record_state != VOID, Evaluation.meeting_on.is_(None))
        .where(_unjudged(AgendaItem.evaluation_id, Evaluation.id))
    )
    kinds = {"close": "evaluation_close", "interrupt": "interrupt"}
    for row in _newest_by_case(session.execute(query).all(), "evaluated_on"):
        kind = kinds.get(row.outcome or "", "evaluation_continue")
        about = {"plan_id": row.plan_id, "evaluation_id": row.evaluation_id}
        yield _row(row, kind, "評価シートがまだ会議にかかっていません。", **about)


def _changes(session: Session, centre: str) -> Iterator[_Row]:
    query = (
        open_cases(
            centre, Monitoring.id.label("monitoring_id"), Monitoring.plan_id, Monitoring.held_on
        )
        .join(Monitoring, Monitoring.case_id == Case.id)
        .where(Monitoring.record_state == FINAL, Monitoring.plan_change_needed == "yes")
        .where(_unjudged(AgendaItem.monitoring_id, Monitoring.id))
    )
    for row in _newest_by_case(session.execute(query).all(), "held_on"):
        about = {"plan_id": row.plan_id, "monitoring_id": row.monitoring_id}
        yield _row(row, "change", "モニタリングで計画の変更が必要とされました。", **about)


def _cases(session: Session, centre: str, kind: str, waiting: Waiting) -> Iterator[_Row]:
    query = open_cases(centre).where(Case.state.in_(sorted(waiting.states)))
    for row in session.execute(query.where(~judged_by(kind))):
        yield _row(row, waiting.agenda_type, waiting.why)


def _row(row: Any, kind: str, why: str, **about: UUID) -> _Row:
    return _Row(row.id, row.case_no, row.person_id, row.name or "(匿名)", kind, why, about)
