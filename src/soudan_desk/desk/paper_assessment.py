"""アセスメントシート from a centre's own assessment record and its person."""

from __future__ import annotations

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_person import person_lines
from soudan_desk.desk.paper_told import Told
from soudan_desk.desk.paper_week import week_blocks
from soudan_desk.models.base import fields_of
from soudan_desk.papers.assessment_sheet import CLIENT, AssessmentSheet
from soudan_desk.papers.current_week import CurrentWeek

_IN_HEAD = frozenset({"person_id"})
_WEEK = frozenset({"current_week", "daily_activities", "other_than_weekly"})


def assessment_sheet(facts: Facts) -> AssessmentSheet:
    """Make the sheet of one assessment as it stands now."""
    subject = facts.subject
    return AssessmentSheet(
        title=subject.model.label,
        head=facts.head(),
        about=tuple(person_lines(facts, CLIENT).values()),
        sections=facts.reader.sections(
            fields_of(subject.model), subject.answers, but=_IN_HEAD | _WEEK, boxes=True, blanks=True
        ),
        stamps=facts.stamps(),
        week=_current_week(facts),
    )


def _current_week(facts: Facts) -> CurrentWeek | None:
    subject = facts.subject
    if not any(subject.answers.get(key) for key in _WEEK):
        return None
    told = Told(facts, subject.model, subject.answers)
    return CurrentWeek(
        client=facts.head().client.name,
        category=told("support_category"),
        provider=facts.centre_name,
        author=told("author_id"),
        drafted_on=told("drafted_on"),
        blocks=week_blocks(facts, told, "current_week"),
        daily=told("daily_activities"),
        other=told("other_than_weekly"),
    )
