"""Which record a paper is printed from: the one asked for, or a case's newest of that kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.desk.paper_facts import Subject
from soudan_desk.errors import NotFoundError
from soudan_desk.models.base import VOID, Record
from soudan_desk.papers.paper import Paper
from soudan_desk.services.records import model_of

_NEWEST_BY = {
    "consent_form": ("given_on",),
    "plan": ("drafted_on", "plan_no"),
    "monitoring": ("held_on",),
    "evaluation": ("evaluated_on",),
    "assessment": ("first_created_on",),
    "rights_assessment": ("surveyed_on",),
    "disability_assessment": ("drafted_on",),
    "rights_reception": ("received_on",),
    "disability_reception": (),
}
"""Papers of one record that a case prints from its newest, by these days."""


def centres_of(paper: Paper) -> tuple[str, ...]:
    """Return the kinds of centre whose paper it is; none for one of every centre."""
    return model_of(paper.kinds[0]).centres if paper.kinds else ()


def stored_subject(
    session: Session, paper: Paper, record_id: UUID, typed: Mapping[str, Any] | None = None
) -> Subject:
    """Find the record among the kinds the paper is printed from, or raise `NotFoundError`."""
    for kind in paper.kinds:
        model: Any = model_of(kind)
        query = select(model).where(model.id == record_id, model.record_state != VOID)
        record = session.scalars(query).one_or_none()
        if record is not None and kind == "case":
            _require_own_centre(paper, record.centre)
        if record is not None and kind == "case" and paper.key in _NEWEST_BY:
            return Subject.of(_newest(session, paper, record_id))
        if record is not None:
            return Subject.of(record, typed)
    names = "か".join(model_of(kind).label for kind in paper.kinds)
    raise NotFoundError(
        f"「{paper.label}」のもとになる{names}が見つかりません。番号を確かめてください。"
    )


def has_subject(session: Session, paper: Paper, kind: str, record_id: UUID) -> bool:
    """Whether there is anything to print the paper from; a case may have no plan yet."""
    if kind != "case" or paper.key not in _NEWEST_BY:
        return True
    return session.scalars(_by_day(paper, record_id)).first() is not None


def _require_own_centre(paper: Paper, centre: str) -> None:
    own = centres_of(paper)
    if own and centre not in own:
        raise NotFoundError(
            f"「{paper.label}」は、このケースのセンターの書類ではないので、印刷できません。"
            "このセンターの書類を選んでください。"
        )


def _newest(session: Session, paper: Paper, case_id: UUID) -> Record:
    record: Record | None = session.scalars(_by_day(paper, case_id)).first()
    if record is None:
        label = model_of(paper.kinds[0]).label
        raise NotFoundError(f"このケースには{label}がまだありません。作ってから印刷してください。")
    return record


def _by_day(paper: Paper, case_id: UUID) -> Any:
    model: Any = model_of(paper.kinds[0])
    days = (getattr(model, key).desc() for key in _NEWEST_BY[paper.key])
    return (
        select(model)
        .where(model.case_id == case_id, model.record_state != VOID)
        .order_by(*days, model.created_at.desc())
        .limit(1)
    )
