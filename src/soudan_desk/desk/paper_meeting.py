"""The papers of a meeting: minutes whole, without names, of one case, and a case's brief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from soudan_desk.desk.paper_answers import Reader
from soudan_desk.desk.paper_facts import Facts, Subject
from soudan_desk.fields import Field, as_text
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import AgendaItem, Attendance, Case, Conference, Person
from soudan_desk.models.agenda_item import DECISION_ROWS
from soudan_desk.models.base import VOID, Record, fields_of
from soudan_desk.papers.case_brief import CaseBrief
from soudan_desk.papers.data import Answer
from soudan_desk.papers.minutes import Minutes, MinutesItem
from soudan_desk.services.answers import read_answers
from soudan_desk.services.conference_briefs import brief_in
from soudan_desk.services.conference_sittings import ItemRow, sitting_in
from soudan_desk.services.masks import NAME_HIDDEN_LEVEL, Mask
from soudan_desk.storage.store import fetch

_HIDDEN = "(名前を伏せた方)"
_ABOUT = ("form", "place", "area", "convener", "chair", "staff_id", "purposes")
_AFTER = ("advice", "resource_gaps", "next_on", "note")
_ELSEWHERE = frozenset(
    {
        *("meeting_kind", "held_on", "is_anonymous", "subject_alias", "agenda_type", "subject"),
        *("decisions", "conclusion"),
    }
)


def minutes(facts: Facts) -> Minutes:
    """Make the minutes of a whole meeting, naming whom the meeting may name."""
    return _minutes(facts, names=True)


def minutes_anonymous(facts: Facts) -> Minutes:
    """Make the minutes of a whole meeting that name no client."""
    return _minutes(facts, names=False)


def _minutes(facts: Facts, *, names: bool) -> Minutes:
    meeting = fetch(facts.session, Conference, _id(facts))
    rows = sitting_in(facts.session, meeting.id).items
    words = "議題の方の名前を伏せた版です。" if not names else ""
    return Minutes(
        title=f"{_title(meeting)}　会議録",
        running=_title(meeting),
        stamps=facts.stamps(),
        about=_about(facts, read_answers(meeting)),
        members=_members(facts, meeting),
        items=tuple(
            _item(facts, row, f"議題{number}　", names=names) for number, row in enumerate(rows, 1)
        ),
        after=_lines(facts, Conference, read_answers(meeting), _AFTER),
        remark=words,
    )


def minutes_extract(facts: Facts) -> Minutes:
    """Make what a meeting said of one case: no other case stands on it."""
    item = fetch(facts.session, AgendaItem, _id(facts))
    meeting = fetch(facts.session, Conference, item.conference_id)
    rows = [row for row in sitting_in(facts.session, meeting.id).items if row.id == item.id]
    return Minutes(
        title=f"{_title(meeting)}　会議録(抜粋)",
        running=_title(meeting),
        stamps=facts.stamps(Subject.of(meeting)),
        about=_about(facts, read_answers(meeting)),
        members=_members(facts, meeting),
        items=tuple(_item(facts, row, "", names=True) for row in rows),
    )


def case_brief(facts: Facts) -> CaseBrief:
    """Make the one page about a case; refused where it may not be named."""
    item = fetch(facts.session, AgendaItem, _id(facts))
    brief = brief_in(facts.work, facts.session, item)
    return CaseBrief(
        meeting=brief.meeting,
        about=(
            Answer("会議", f"{brief.meeting}({wareki(brief.held_on)})", wide=True),
            Answer("呼び名", brief.title),
            Answer("年齢", brief.age),
            Answer("議題", brief.agenda_type),
            Answer("氏名の扱い", brief.naming),
        ),
        sections=tuple(Answer(label, text, long=True, wide=True) for label, text in brief.sections),
    )


def _id(facts: Facts) -> Any:
    assert facts.subject.id is not None
    return facts.subject.id


def _title(meeting: Conference) -> str:
    return " ".join(filter(None, (meeting.serial, meeting.title)))


def _about(facts: Facts, answers: dict[str, Any]) -> tuple[Answer, ...]:
    span = [f"{at:%H:%M}" for at in (answers["started_at_time"], answers["ended_at_time"]) if at]
    held = f"{wareki(answers['held_on'])} {'〜'.join(span)}".strip()
    secrecy = "確認した" if answers["secrecy_confirmed"] else "まだ"
    return (
        Answer("開催日時", held, wide=True),
        *_lines(facts, Conference, answers, _ABOUT),
        Answer("守秘の確認", secrecy),
    )


def _lines(
    facts: Facts, model: type[Record], answers: dict[str, Any], keys: Sequence[str]
) -> tuple[Answer, ...]:
    by_key = {field.key: field for field in fields_of(model)}
    return tuple(
        facts.reader.line(by_key[key], answers[key]) for key in keys if answers[key] is not None
    )


def _members(facts: Facts, meeting: Conference) -> tuple[tuple[str, str, str, str, str], ...]:
    query = select(Attendance).where(
        Attendance.conference_id == meeting.id, Attendance.record_state != VOID
    )
    rows = sorted(facts.session.scalars(query), key=lambda row: (row.position or 0, row.id))
    return tuple(_member(facts, row) for row in rows)


def _member(facts: Facts, row: Attendance) -> tuple[str, str, str, str, str]:
    codes = facts.work.codes
    role = codes.label("attendance.role", row.role) if row.role else ""
    return (
        row.org or (facts.centre_name if row.member_id else ""),
        "・".join(filter(None, (row.job, role))),
        row.name,
        codes.label("attendance.presence", row.presence) if row.presence else "",
        _opinion(row),
    )


def _opinion(row: Attendance) -> str:
    """Return what somebody wrote who could not come, and when it was asked for."""
    asked = f"({wareki(row.asked_on)}照会)" if row.asked_on else ""
    return f"{row.opinion or ''}{asked}"


def _item(facts: Facts, row: ItemRow, before: str, *, names: bool) -> MinutesItem:
    is_named = names and not row.is_anonymous and row.naming.holds
    mask = _mask(facts, row, is_named=is_named)
    reader = Reader(facts.names, mask, facts.today)
    answers = row.answers
    kind = facts.work.codes.label("agenda.type", row.agenda_type, centre=facts.centre)
    called = row.called if is_named else answers["subject_alias"] or _HIDDEN
    if row.case_id is None:
        called = answers["subject"] or row.called
    sections = reader.sections(_asked(facts), answers, but=_ELSEWHERE)
    ends = [f for f in fields_of(AgendaItem) if f.key == "conclusion"]
    return MinutesItem(
        title=f"{before}{called}　{kind}",
        answers=(
            *(line for _, lines in sections for line in lines),
            *(reader.line(field, answers[field.key]) for field in ends),
        ),
        decisions=tuple(_decision(reader, each) for each in answers["decisions"] or ()),
    )


def _asked(facts: Facts) -> list[Field]:
    return list(facts.fields(AgendaItem))


def _mask(facts: Facts, row: ItemRow, *, is_named: bool) -> Mask:
    case = None if row.case_id is None else fetch(facts.session, Case, row.case_id)
    person_id = None if case is None else case.person_id
    person = None if person_id is None else fetch(facts.session, Person, person_id)
    return Mask.of(person, row.restriction_level if is_named else NAME_HIDDEN_LEVEL)


def _decision(reader: Reader, row: dict[str, Any]) -> tuple[str, str, str, str]:
    cells = {field.key: field for field in DECISION_ROWS}

    def text(key: str) -> str:
        return reader.mask.words(as_text(cells[key], row.get(key), reader.names))

    who = "・".join(filter(None, (text("actor"), text("actor_name"), text("staff_id"))))
    return text("what"), who, text("due_on"), text("becomes")
