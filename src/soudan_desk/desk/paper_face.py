"""ケース概要: a case on one page, for handing over and for meetings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_own_records import complaint_of, own_records, sections_of
from soudan_desk.desk.paper_person import person_lines
from soudan_desk.desk.paper_progress import about_case, consultations_of
from soudan_desk.models import Agency, Consultation, Member, Person, Referral, Task, record_kinds
from soudan_desk.models.base import VOID, fields_of
from soudan_desk.papers.data import Answer
from soudan_desk.papers.face_sheet import FaceSheet, HouseholdMember, InvolvedAgency, Line
from soudan_desk.services.answers import read_answers
from soudan_desk.services.case_ties import TieRow, kinships_in, ties_in
from soudan_desk.services.referral_texts import telephone_text

_LATEST = 6
_LONGEST = 60
_WELFARE = ("disability_kind", "handbook", "care_level")
_FROM_CASE = {"summary": "課題・方針"}


def face_sheet(facts: Facts) -> FaceSheet:
    """Make the sheet of a case; long courses are told by their latest subjects."""
    talks, own = consultations_of(facts), own_records(facts)
    complaint = complaint_of(facts, own) or (_first(facts, talks[0]) if talks else "")
    return FaceSheet(
        head=facts.head(),
        basics=_basics(facts),
        household=tuple(_members(facts)),
        kinships=_kinships(facts),
        ties=_ties(facts),
        summary=tuple(_summary(facts, talks, complaint)),
        records=sections_of(facts, own, complaint),
        agencies=tuple(_agencies(facts)),
        next_steps=tuple(_next_steps(facts, talks)),
        stamps=facts.stamps(),
    )


def _basics(facts: Facts) -> tuple[Answer, ...]:
    staff = next((each for each in about_case(facts) if each.label == "担当者"), None)
    person = facts.person
    if person is None:
        return (staff,) if staff else ()
    answers, asked = read_answers(person), {f.key: f for f in fields_of(Person)}

    def line(key: str, label: str) -> Answer:
        return Answer(label, facts.reader.text(asked[key], answers.get(key)))

    telephone = facts.mask.answer("tel_mobile", telephone_text(person))
    lines = [
        line("sex", "性別"),
        line("birth_on", "生年月日・年齢"),
        Answer("電話", telephone, wide=True),
        Answer("住所", line("address", "").text, wide=True),
        Answer("開始日", facts.reader.text(_case_field("opened_on"), _opened(facts))),
    ]
    welfare = [each for each in person_lines(facts, _WELFARE).values() if each.text]
    care = facts.mask.words(person.contact_note or "")
    caution = Answer("連絡の注意", care, wide=True) if care else None
    return tuple(filter(None, (*lines, staff, *welfare, caution)))


def _case_field(key: str) -> Any:
    return next(f for f in fields_of(record_kinds()["case"]) if f.key == key)


def _opened(facts: Facts) -> Any:
    return facts.case.opened_on if facts.case else None


def _members(facts: Facts) -> list[HouseholdMember]:
    if facts.case is None or facts.case.household_id is None:
        return []
    query = (
        select(Member)
        .where(Member.household_id == facts.case.household_id, Member.record_state != VOID)
        .order_by(Member.created_at)
    )
    return [_member(facts, row) for row in facts.session.scalars(query)]


def _kinships(facts: Facts) -> tuple[Line, ...]:
    if facts.person is None:
        return ()
    found = kinships_in(facts.session, facts.work.codes, facts.person.id)
    return tuple(_line(facts, row) for row in found)


def _ties(facts: Facts) -> tuple[Line, ...]:
    house_id = facts.case.household_id if facts.case else None
    found = ties_in(facts.session, facts.work.codes, house_id) if house_id else []
    return tuple(_line(facts, row) for row in found)


def _line(facts: Facts, row: TieRow) -> Line:
    words = facts.mask.words
    return words(row.who), words(row.how), row.state, words(row.note)


def _member(facts: Facts, row: Member) -> HouseholdMember:
    codes = facts.work.codes
    is_self = row.relation == "self"
    own = facts.person.name if is_self and facts.person else None
    name = facts.mask.name(own) if own else facts.mask.words(row.name or "")
    born = facts.person.birth_on if own and facts.person else row.birth_on
    together = {"yes": "同居", "no": "別居"}
    return HouseholdMember(
        name=name or "",
        relation=codes.label("relation", row.relation) if row.relation else "",
        age=born.age_text(facts.today) if born else "",
        together=together.get(row.lives_together or "", ""),
        work=facts.mask.answer("work_school", row.work_school or ""),
        note="死亡" if row.is_deceased else facts.mask.words(row.health or ""),
    )


def _summary(facts: Facts, talks: list[Consultation], complaint: str) -> list[Answer]:
    lines = [Answer("主訴", complaint, long=True)] if complaint else []
    if facts.case is not None and facts.case.summary:
        lines.append(Answer(_FROM_CASE["summary"], facts.mask.words(facts.case.summary), long=True))
    course = "\n".join(_course(facts, row) for row in talks[-_LATEST:])
    if course:
        lines.append(Answer("最近の経過", course, long=True))
    return lines


def _first(facts: Facts, row: Consultation) -> str:
    return facts.mask.words(row.subject or _cut(row.body))


def _course(facts: Facts, row: Consultation) -> str:
    text = facts.mask.words(row.subject or _cut(row.body))
    return f"{row.held_on.month}/{row.held_on.day}　{text}"


def _cut(text: str | None) -> str:
    line = (text or "").partition("\n")[0]
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _agencies(facts: Facts) -> list[InvolvedAgency]:
    query = (
        select(Referral, Agency)
        .join(Agency, Agency.id == Referral.agency_id)
        .where(Referral.case_id == facts.subject.id, Referral.record_state != VOID)
        .order_by(Referral.issued_on)
    )
    found = {}
    for referral, agency in facts.session.execute(query):
        found[agency.id] = _involved(facts, referral, agency)
    return list(found.values())


def _involved(facts: Facts, referral: Referral, agency: Agency) -> InvolvedAgency:
    outcome = referral.outcome
    parts = (
        facts.mask.words(referral.subject or _cut(referral.request)),
        facts.work.codes.label("referral.outcome", outcome) if outcome else "",
    )
    return InvolvedAgency(
        name="　".join(filter(None, (agency.name, agency.department))),
        contact=referral.reply_contact or referral.to_contact or "",
        tel=agency.tel or "",
        part="・".join(filter(None, parts)),
    )


def _next_steps(facts: Facts, talks: list[Consultation]) -> list[Answer]:
    tasks = (
        select(Task)
        .where(Task.case_id == facts.subject.id, Task.done_on.is_(None), Task.record_state != VOID)
        .order_by(Task.due_on.is_(None), Task.due_on)
    )
    steps = [_dated(row.due_on, row.title) for row in facts.session.scalars(tasks)]
    if talks and (talks[-1].next_action or talks[-1].next_due_on):
        steps.insert(0, _dated(talks[-1].next_due_on, talks[-1].next_action or "次回"))
    text = facts.mask.words("\n".join(steps))
    return [Answer("次回予定", text, long=True)] if text else []


def _dated(on: Any, text: str) -> str:
    return f"{on.month}/{on.day}　{text}" if on else text
