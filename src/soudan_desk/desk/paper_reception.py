"""相談受付票 from a centre's own reception record, the person and the first consultation."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_person import person_lines
from soudan_desk.desk.paper_progress import consultations_of
from soudan_desk.models import Consultation
from soudan_desk.models.base import VOID, fields_of
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.data import Sections
from soudan_desk.papers.reception_sheet import CLIENT, FIRST_TALK, TALK, ReceptionSheet
from soudan_desk.services.answers import read_answers

_IN_HEAD = frozenset({"person_id"})


def reception_sheet(facts: Facts) -> ReceptionSheet:
    """Make the form of one reception record."""
    subject = facts.subject
    return ReceptionSheet(
        title=_title(subject.kind),
        head=facts.head(),
        about=tuple(person_lines(facts, CLIENT).values()),
        sections=(
            *_first_talk(facts),
            *facts.reader.sections(
                fields_of(subject.model), subject.answers, but=_IN_HEAD, boxes=True, blanks=True
            ),
        ),
        stamps=facts.stamps(),
    )


def _title(kind: str) -> str:
    return next(
        paper.label
        for paper in PAPERS.values()
        if paper.data is ReceptionSheet and kind in paper.kinds
    )


def _first_talk(facts: Facts) -> Sections:
    row = _talk(facts)
    if row is None:
        return ()
    answers = read_answers(row)
    asked = (f for f in fields_of(Consultation) if f.key in TALK and answers.get(f.key))
    return ((FIRST_TALK, tuple(facts.reader.line(f, answers[f.key]) for f in asked)),)


def _talk(facts: Facts) -> Consultation | None:
    """Return the consultation the record names, else the first of the case."""
    named: Any = facts.subject.answers.get("consultation_id")
    if named is not None:
        query = select(Consultation).where(
            Consultation.id == named, Consultation.record_state != VOID
        )
        return facts.session.scalars(query).one_or_none()
    return next(iter(consultations_of(facts)), None) if facts.subject.case_id else None
