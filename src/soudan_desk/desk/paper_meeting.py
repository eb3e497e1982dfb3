"""The papers of a meeting: minutes whole, without names, of one case, and a case's brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from soudan_desk.desk.paper_answers import Reader
from soudan_desk.desk.paper_facts import Facts, Subject
from soudan_desk.desk.paper_silence import Silence
from soudan_desk.fields import Field, as_text
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import AgendaItem, Attendance, Conference
from soudan_desk.models.agenda_item import DECISION_ROWS
from soudan_desk.models.base import VOID, fields_of
from soudan_desk.papers.case_brief import CaseBrief
from soudan_desk.papers.data import Answer
from soudan_desk.papers.minutes import Minutes, MinutesItem
from soudan_desk.services.answers import read_answers
from soudan_desk.services.conference_briefs import brief_in
from soudan_desk.services.conference_sittings import ItemRow, sitting_in
from soudan_desk.services.masks import Mask
from soudan_desk.storage.store import fetch

_HIDDEN = "(名前を伏せた方)"
_WHERE = ("form", "place", "area")
_WHO = ("convener", "chair", "staff_id")
_SHORT = 16
"""Characters of an answer that may share a row of a brief."""
_OWN_ACTORS = frozenset({"self", "family"})
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
    rows, sat = sitting_in(facts.session, meeting.id).items, _sat(facts, meeting)
    silence = Silence(facts, rows, sat, names=names)
    reader = Reader(facts.names, silence.of_meeting(), facts.today)
    words = "議題の方の名前を伏せた版です。" if not names else ""
    title = reader.mask.words(_title(meeting))
    return Minutes(
        title=f"{title}　会議録",
        running=title,
        stamps=facts.stamps(),
        about=_about(reader, read_answers(meeting)),
        members=_members(facts, silence, reader, sat),
        items=tuple(
            _item(facts, row, silence, f"議題{number}　") for number, row in enumerate(rows, 1)
        ),
        after=_lines(reader, read_answers(meeting), _AFTER),
        remark=words,
    )


def minutes_extract(facts: Facts) -> Minutes:
    """Make what a meeting said of one case: no other case stands on it."""
    item = fetch(facts.session, AgendaItem, _id(facts))
    meeting = fetch(facts.session, Conference, item.conference_id)
    rows, sat = sitting_in(facts.session, meeting.id).items, _sat(facts, meeting)
    silence = Silence(facts, rows, sat, names=True, only=item.id)
    [row] = [row for row in rows if row.id == item.id]
    reader = Reader(facts.names, silence.of(row), facts.today)
    title = reader.mask.words(_title(meeting))
    return Minutes(
        title=f"{title}　会議録(抜粋)",
        running=title,
        stamps=facts.stamps(Subject.of(meeting)),
        about=_about(reader, read_answers(meeting)),
        members=_members(facts, silence, reader, sat),
        items=(_item(facts, row, silence, ""),),
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
        sections=tuple(_told(label, text) for label, text in brief.sections),
    )


def _told(label: str, text: str) -> Answer:
    """Give a line of a brief; short ones stand two in a row."""
    is_long = "\n" in text or len(text) > _SHORT
    return Answer(label, text, long=is_long, wide=is_long)


def _id(facts: Facts) -> Any:
    assert facts.subject.id is not None
    return facts.subject.id


def _title(meeting: Conference) -> str:
    return " ".join(filter(None, (meeting.serial, meeting.title)))


def _about(reader: Reader, answers: dict[str, Any]) -> tuple[Answer, ...]:
    span = [f"{at:%H:%M}" for at in (answers["started_at_time"], answers["ended_at_time"]) if at]
    held = f"{wareki(answers['held_on'])} {'〜'.join(span)}".strip()
    secrecy = "確認した" if answers["secrecy_confirmed"] else "まだ"
    workers = replace(reader, mask=Mask())  # a worker may bear the same name
    return (
        Answer("開催日時", held, wide=True),
        *_lines(reader, answers, _WHERE),
        *_lines(workers, answers, _WHO),
        *_lines(reader, answers, ("purposes",)),
        Answer("守秘の確認", secrecy),
    )


def _lines(reader: Reader, answers: dict[str, Any], keys: Sequence[str]) -> tuple[Answer, ...]:
    by_key = {field.key: field for field in fields_of(Conference)}
    return tuple(reader.line(by_key[key], answers[key]) for key in keys if answers[key] is not None)


def _sat(facts: Facts, meeting: Conference) -> list[Attendance]:
    query = select(Attendance).where(
        Attendance.conference_id == meeting.id, Attendance.record_state != VOID
    )
    return sorted(facts.session.scalars(query), key=lambda row: (row.position or 0, row.id))


def _members(
    facts: Facts, silence: Silence, reader: Reader, sat: Sequence[Attendance]
) -> tuple[tuple[str, str, str, str, str], ...]:
    called = ((row, silence.member(row)) for row in sat)
    return tuple(_member(facts, row, name, reader.mask) for row, name in called if name is not None)


def _member(facts: Facts, row: Attendance, name: str, mask: Mask) -> tuple[str, str, str, str, str]:
    codes = facts.work.codes
    role = codes.label("attendance.role", row.role) if row.role else ""
    org, job = row.org or (facts.centre_name if row.member_id else ""), row.job
    if name != row.name:
        org, job = mask.words(org), mask.words(job or "")
    return (
        org,
        "・".join(filter(None, (job, role))),
        name,
        codes.label("attendance.presence", row.presence) if row.presence else "",
        mask.words(_opinion(row)),
    )


def _opinion(row: Attendance) -> str:
    """Return what somebody wrote who could not come, and when it was asked for."""
    asked = f"({wareki(row.asked_on)}照会)" if row.asked_on else ""
    return f"{row.opinion or ''}{asked}"


def _item(facts: Facts, row: ItemRow, silence: Silence, before: str) -> MinutesItem:
    reader = Reader(facts.names, silence.of(row), facts.today)
    answers = row.answers
    kind = facts.work.codes.label("agenda.type", row.agenda_type, centre=facts.centre)
    sections = reader.sections(_asked(facts), answers, but=_ELSEWHERE)
    ends = [f for f in fields_of(AgendaItem) if f.key == "conclusion"]
    return MinutesItem(
        title=f"{before}{_called(row, silence, reader)}　{kind}",
        answers=(
            *_standing(row, silence),
            *(line for _, lines in sections for line in lines),
            *(reader.line(field, answers[field.key]) for field in ends),
        ),
        decisions=tuple(_decision(reader, each) for each in answers["decisions"] or ()),
    )


def _standing(row: ItemRow, silence: Silence) -> tuple[Answer, ...]:
    """Say which case it is and on what ground it is named, where it is."""
    if row.case_id is None:
        return ()
    if not silence.names(row):
        return (Answer("氏名の扱い", "名前を伏せました。"),)
    return Answer("ケース番号", row.case_no), Answer("氏名の扱い", row.naming.sentence)


def _called(row: ItemRow, silence: Silence, reader: Reader) -> str:
    if row.case_id is None:
        return reader.mask.words(row.answers["subject"] or row.called)
    return row.called if silence.names(row) else row.answers["subject_alias"] or _HIDDEN


def _asked(facts: Facts) -> list[Field]:
    return list(facts.fields(AgendaItem))


def _decision(reader: Reader, row: dict[str, Any]) -> tuple[str, str, str, str]:
    cells = {field.key: field for field in DECISION_ROWS}

    def text(key: str) -> str:
        return as_text(cells[key], row.get(key), reader.names)

    who = text("staff_id") or text("actor_name") or text("actor")
    if row.get("actor") in _OWN_ACTORS and reader.mask.words(who) != who:
        who = text("actor")
    what = reader.mask.words(text("what"))
    return what, reader.mask.words(who), text("due_on"), text("becomes")
