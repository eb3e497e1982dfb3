"""The steps of a case in its timeline: assessments, plans, meetings, how they went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, bindparam, cast, func, literal, select
from sqlalchemy.orm import Session

from soudan_desk.models import (
    AgendaItem,
    Assessment,
    Case,
    DisabilityAssessment,
    Evaluation,
    Milestone,
    Monitoring,
    Plan,
    RightsAssessment,
    Screening,
    record_kinds,
)
from soudan_desk.models.base import Record
from soudan_desk.storage.prepared import Prepared
from soudan_desk.storage.sealing import first_of


class Step(NamedTuple):
    """One step: `what` and `more` name it by code (a kind of plan and its number, a conclusion)."""

    kind: str
    id: UUID
    on: date
    what: str
    more: str
    staff_id: UUID | None
    text: str | None
    state: str
    version: int


def steps_of(session: Session, case: Case) -> Iterator[Step]:
    """Give the steps of a case, in no order; whatever the worker may not see is left out."""
    for kind, rows in steps_in(case.centre).items():
        for row in rows(session, case=case.id):
            yield Step(
                kind,
                row.id,
                row.on,
                row.what or "",
                row.more or "",
                row.staff_id,
                row.text,
                row.record_state,
                row.version,
            )


_FIRST_LINE = 120
_NOTHING = literal(None)


def _step(
    model: type[Record], on: Any, staff: Any, text: Any, what: Any = None, more: Any = None
) -> Prepared:
    row: Any = model
    return Prepared(
        select(
            row.id,
            on.label("on"),
            (_NOTHING if what is None else what).label("what"),
            (_NOTHING if more is None else more).label("more"),
            (_NOTHING if staff is None else staff).label("staff_id"),
            first_of(text, _FIRST_LINE).label("text"),
            row.record_state,
            row.version,
        ).where(row.case_id == bindparam("case"), *model.in_case_file())
    )


_STEPS = {
    "screening": _step(
        Screening, Screening.screened_on, Screening.staff_id, Screening.note, Screening.result
    ),
    "assessment": _step(
        Assessment, Assessment.first_created_on, Assessment.author_id, Assessment.issue_summary
    ),
    "rights_assessment": _step(
        RightsAssessment,
        RightsAssessment.surveyed_on,
        RightsAssessment.staff_id,
        RightsAssessment.judgement_ability_note,
    ),
    "disability_assessment": _step(
        DisabilityAssessment,
        DisabilityAssessment.drafted_on,
        DisabilityAssessment.author_id,
        DisabilityAssessment.overview,
    ),
    "plan": _step(
        Plan,
        Plan.drafted_on,
        Plan.author_id,
        func.coalesce(Plan.goal_long, Plan.policy, Plan.wish_self),
        Plan.plan_kind,
        cast(Plan.plan_no, String),
    ),
    "agenda_item": _step(
        AgendaItem,
        AgendaItem.held_on,
        None,
        func.coalesce(AgendaItem.subject, AgendaItem.discussion, AgendaItem.brief),
        AgendaItem.meeting_kind,
        AgendaItem.conclusion,
    ),
    "monitoring": _step(
        Monitoring, Monitoring.held_on, Monitoring.staff_id, Monitoring.overall, Monitoring.method
    ),
    "evaluation": _step(
        Evaluation,
        Evaluation.evaluated_on,
        Evaluation.evaluator_id,
        Evaluation.current_and_remaining,
        Evaluation.outcome,
    ),
    "milestone": _step(
        Milestone, Milestone.done_on, Milestone.staff_id, Milestone.note, Milestone.step
    ),
}


@cache
def steps_in(centre: str) -> dict[str, Prepared]:
    """Return the steps of the kinds that a centre keeps; the others could only be asked in vain."""
    kinds = record_kinds()
    return {
        kind: rows for kind, rows in _STEPS.items() if centre in (kinds[kind].centres or (centre,))
    }
