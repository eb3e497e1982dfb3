"""How the person a paper is about must not be reached, asked before the paper is given out."""

from __future__ import annotations

from uuid import UUID

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_subjects import stored_subject
from soudan_desk.desk.printing import printable
from soudan_desk.services.work import Work
from soudan_desk.services.writing_rules import WritingRules, rules_before_writing


def rules_of_paper(work: Work, paper_key: str, record_id: UUID) -> WritingRules:
    """Return the rules of whom a record's paper is about; none where it is about nobody."""
    with work.store.reading(work.actor) as session:
        subject = stored_subject(session, printable(paper_key), record_id)
        return rules_before_writing(Facts(work, session, subject).person)
