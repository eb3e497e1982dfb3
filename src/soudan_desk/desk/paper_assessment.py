"""アセスメントシート from a centre's own assessment record and its person."""

from __future__ import annotations

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_person import person_lines
from soudan_desk.models.base import fields_of
from soudan_desk.papers.assessment_sheet import CLIENT, AssessmentSheet

_IN_HEAD = frozenset({"person_id"})


def assessment_sheet(facts: Facts) -> AssessmentSheet:
    """Make the sheet of one assessment as it stands now."""
    subject = facts.subject
    return AssessmentSheet(
        title=subject.model.label,
        head=facts.head(),
        about=tuple(person_lines(facts, CLIENT).values()),
        sections=facts.reader.sections(
            fields_of(subject.model), subject.answers, but=_IN_HEAD, boxes=True, blanks=True
        ),
        stamps=facts.stamps(),
    )
