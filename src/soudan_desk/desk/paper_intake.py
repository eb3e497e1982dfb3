"""相談受付・申込票 from the reception form and the person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from soudan_desk.desk.paper_facts import Facts, Subject, words_of
from soudan_desk.desk.paper_person import person_lines
from soudan_desk.fields.reading import MARK_SIGNS
from soudan_desk.models import record_kinds
from soudan_desk.models.base import VOID, fields_of
from soudan_desk.papers.data import Answer, Option
from soudan_desk.papers.intake_sheet import Application, IntakeSheet, application_of
from soudan_desk.services.work import Work

_CLIENT = ("sex", "birth_on", "address", "tel_home", "tel_mobile", "email")
_VISITOR = (
    *("visitor_name", "visitor_tel", "visitor_relation", "visitor_family"),
    "visitor_relation_note",
)
_ELSEWHERE = frozenset(
    {
        *("person_id", "received_on", "received_by_id", "concerns", "concern_other"),
        *("concern_text", "application_to", "applied_on", "signed_by_client"),
        *_VISITOR,
    }
)


def intake_sheet(facts: Facts) -> IntakeSheet:
    """Make the form of one reception; of a case, its first one, or the person's part alone."""
    subject = _reception(facts)
    answers = subject.answers
    return IntakeSheet(
        head=facts.head(),
        received_on=answers.get("received_on") or (facts.case.opened_on if facts.case else None),
        received_by=facts.staff_name(answers.get("received_by_id")) or None,
        client=tuple(person_lines(facts, _CLIENT).values()),
        visitor=_visitor(facts, subject),
        concerns=_concerns(facts, answers),
        wish=facts.mask.words(answers.get("concern_text") or ""),
        application=_application(facts, answers),
        office_use=facts.reader.sections(fields_of(subject.model), answers, but=_ELSEWHERE)
        if subject.kind != "case"
        else (),
        stamps=facts.stamps(subject),
        annex=words_of(facts.setting).privacy,
    )


def _reception(facts: Facts) -> Subject:
    if facts.subject.kind != "case":
        return facts.subject
    model: Any = record_kinds()["intake"]
    query = (
        select(model)
        .where(model.case_id == facts.subject.id, model.record_state != VOID)
        .order_by(model.received_on)
    )
    row = facts.session.scalars(query).first()
    return facts.subject if row is None else Subject.of(row)


def _visitor(facts: Facts, subject: Subject) -> tuple[Answer, ...]:
    asked = {f.key: f for f in fields_of(subject.model)}
    return tuple(
        facts.reader.line(asked[key], subject.answers[key], boxes=key == "visitor_relation")
        for key in _VISITOR
        if key in asked and subject.answers.get(key)
    )


def _concerns(facts: Facts, answers: Any) -> tuple[Option, ...]:
    marks, other = answers.get("concerns") or {}, answers.get("concern_other")
    return tuple(
        Option(
            entry.label,
            chosen=entry.code in marks,
            note=facts.mask.words(other) if entry.code == "other" and other else None,
            mark=MARK_SIGNS.get(marks.get(entry.code, ""), ""),
        )
        for entry in facts.work.codes.entries("concern", on=_day(answers, facts.work))
    )


def _day(answers: Any, work: Work) -> date:
    day: date = answers.get("received_on") or work.today()
    return day


def _application(facts: Facts, answers: Any) -> Application:
    plain = replace(application_of(words_of(facts.setting)), applied_on=answers.get("applied_on"))
    to = facts.addressee(answers.get("application_to"))
    if to:
        plain = replace(plain, to=to)
    if answers.get("signed_by_client"):
        plain = replace(plain, signed_by=f"{facts.head().client.name}（署名済み）")
    return plain
