"""Consultations as 支援経過記録 and as 経過一覧."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import CaseWorker, Consultation
from soudan_desk.models.base import DRAFT, VOID, fields_of
from soudan_desk.papers.data import Answer
from soudan_desk.papers.progress_list import ProgressLine, ProgressList
from soudan_desk.papers.progress_record import ProgressEntry, ProgressRecord
from soudan_desk.services.answers import read_answers

_IN_TITLE = frozenset({"person_id", "held_on", "started_at_time", "ended_at_time", "staff_id"})
_WEEKDAYS = "月火水木金土日"


def progress_record(facts: Facts) -> ProgressRecord:
    """Make 支援経過記録 of one consultation, or of all those of a case, oldest first."""
    answers = [facts.subject.answers]
    states = [facts.subject.state]
    if facts.subject.kind == "case":
        rows = consultations_of(facts)
        answers = [read_answers(row) for row in rows]
        states = [row.record_state for row in rows]
    return ProgressRecord(
        head=facts.head(),
        about=about_case(facts),
        entries=tuple(
            _entry(facts, each, state) for each, state in zip(answers, states, strict=True)
        ),
        stamps=facts.stamps(),
    )


def progress_list(facts: Facts) -> ProgressList:
    """Make 経過一覧 of a case: a line for each consultation, oldest first."""
    rows = consultations_of(facts)
    return ProgressList(
        head=facts.head(),
        about=about_case(facts),
        lines=tuple(_line(facts, row) for row in rows),
        remark=_remark(rows),
    )


def consultations_of(facts: Facts) -> list[Consultation]:
    """Return the consultations of the paper's case that the worker may see, oldest first."""
    query = (
        select(Consultation)
        .where(Consultation.case_id == facts.subject.case_id, Consultation.record_state != VOID)
        .order_by(Consultation.held_on, Consultation.started_at_time, Consultation.created_at)
    )
    return list(facts.session.scalars(query))


def about_case(facts: Facts) -> tuple[Answer, ...]:
    """Return who works on the case, and in which centre."""
    if facts.case is None:
        return (Answer("センター", facts.centre_name),)
    query = (
        select(CaseWorker.staff_id)
        .where(
            CaseWorker.case_id == facts.case.id,
            CaseWorker.record_state != VOID,
            CaseWorker.role != "named",
        )
        .order_by(CaseWorker.role, CaseWorker.created_at)
    )
    names = "、".join(facts.staff_name(each) for each in facts.session.scalars(query))
    return (Answer("センター", facts.centre_name), Answer("担当者", names))


def _entry(facts: Facts, answers: Any, state: str) -> ProgressEntry:
    sections = facts.reader.sections(fields_of(Consultation), answers, but=_IN_TITLE)
    lines = tuple(line for _name, section in sections for line in section)
    return ProgressEntry(_title(facts, answers, is_draft=state == DRAFT), lines)


def _title(facts: Facts, answers: Any, *, is_draft: bool) -> str:
    on = answers["held_on"]
    field = next(f for f in fields_of(Consultation) if f.key == "held_on")
    parts = (
        f"{facts.reader.text(field, on)}（{_WEEKDAYS[on.weekday()]}）",
        _span(answers.get("started_at_time"), answers.get("ended_at_time")),
        f"対応者 {facts.staff_name(answers.get('staff_id'))}",
        "【下書き】" if is_draft else "",
    )
    return "　".join(part for part in parts if part)


def _span(start: Any, end: Any) -> str:
    times = (f"{each:%H:%M}" if each else "" for each in (start, end))
    return "〜".join(times).strip("〜")


def _line(facts: Facts, row: Consultation) -> ProgressLine:
    codes, centre = facts.work.codes, facts.centre
    method = codes.find("consultation.method", row.method or "", centre=centre)
    counterparts = (
        codes.find("consultation.counterpart", code, centre=centre)
        for code in row.counterparts or ()
    )
    minutes = f"{row.duration_min}分" if row.duration_min else ""
    span = _span(row.started_at_time, row.ended_at_time).replace("〜", "〜\n")
    draft = "【下書き】" if row.record_state == DRAFT else ""
    return ProgressLine(
        on=row.held_on,
        time="\n".join(filter(None, (span, minutes))),
        method=method.brief if method else "",
        counterpart="、".join(each.brief for each in counterparts if each),
        staff=facts.staff_name(row.staff_id),
        text=draft + facts.mask.words(_content(row)),
    )


def _content(row: Consultation) -> str:
    """Say what it was about, what was written of it, and what is to come."""
    texts = (row.subject, row.body, _next(row))
    return "\n".join(filter(None, texts))


def _next(row: Consultation) -> str:
    day = f"{row.next_due_on.month}/{row.next_due_on.day} " if row.next_due_on else ""
    return f"→ {day}{row.next_action or ''}".rstrip() if day or row.next_action else ""


def _remark(rows: Iterable[Consultation]) -> str:
    days = [row.held_on for row in rows]
    if not days:
        return "記録はまだありません。"
    return f"{wareki(days[0])}〜{wareki(days[-1])}　{len(days)}件"
