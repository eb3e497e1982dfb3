"""供覧票 of a record: its review as far as it has come, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_meeting import minutes
from soudan_desk.japanese.eras import wareki, wareki_short
from soudan_desk.models import Review, ReviewStep
from soudan_desk.models.base import fields_of
from soudan_desk.papers.circulation_slip import CIRCULATED, DECIDED, CirculationSlip
from soudan_desk.papers.data import Answer
from soudan_desk.services.review_parts import child_parts
from soudan_desk.services.review_reading import all_steps
from soudan_desk.services.review_titles import titles_of
from soudan_desk.storage.store import fetch

_ABOUT_NOBODY = frozenset({"conference"})
_IN_HEAD = frozenset({"person_id", "case_id"})


def circulation_slip(facts: Facts) -> CirculationSlip:
    """Make the slip of a record; one that has not been handed in has its boxes empty."""
    assert facts.subject.id is not None
    review = _review(facts)
    mode = review.mode if review else ""
    return CirculationSlip(
        title=DECIDED if mode == "approve" else CIRCULATED,
        head=None if facts.subject.kind in _ABOUT_NOBODY else facts.head(),
        about=tuple(_about(facts, review)),
        stamps=facts.stamps(),
        steps=tuple(_steps(facts, review)) if review else (),
        sections=list(_sections(facts)),
    )


def _review(facts: Facts) -> Review | None:
    query = select(Review).where(Review.record_id == facts.subject.id)
    return facts.session.scalars(query).one_or_none()


def _about(facts: Facts, review: Review | None) -> Iterator[Answer]:
    subject, codes = facts.subject, facts.work.codes
    assert subject.id is not None
    on, words = titles_of(facts.work, facts.session, [(subject.kind, subject.id)])[subject.id]
    label = codes.label("review.kind", subject.kind)
    yield Answer("書類", "　".join(filter(None, (label, facts.mask.words(words)))), wide=True)
    yield Answer("記録の日", _day(on))
    yield Answer("版", f"第{subject.version}版")
    if review is None:
        yield Answer("扱い", "まだ提出されていません", wide=True)
        return
    yield Answer("作成者", facts.staff_name(review.staff_id))
    state = codes.label("review.state", review.state)
    yield Answer("扱い", f"{codes.label('review.mode', review.mode)}（{state}）")
    yield Answer("提出日", _day(review.submitted_on))
    yield Answer("済んだ日", _day(review.ended_on))


def _day(day: date | None) -> str:
    return wareki(day) if day else ""


def _steps(facts: Facts, review: Review) -> Iterator[tuple[str, str, str, str]]:
    """Give what was done in all rounds, oldest first."""
    for step in all_steps(facts.session, review):
        assert step.acted_at is not None
        at = step.acted_at.astimezone()
        what = facts.work.codes.label("review.action", step.action or "")
        who = facts.staff_name(step.staff_id)
        instead = _instead_of(facts, step)
        yield (
            f"{wareki_short(at.date())} {at:%H:%M}",
            what,
            f"{who}{instead}",
            facts.mask.words(step.comment or ""),
        )


def _instead_of(facts: Facts, step: ReviewStep) -> str:
    if step.action != "delegated" or step.assigned_id is None:
        return ""
    return f"\n（{facts.staff_name(step.assigned_id)}の代理）"


def _sections(facts: Facts) -> Iterator[tuple[str, Sequence[Answer]]]:
    """Give what there is to read: the record's printed answers, then what belongs to it."""
    subject = facts.subject
    asked = fields_of(subject.model)
    yield from facts.reader.sections(asked, subject.answers, but=_IN_HEAD)
    if subject.kind == "conference":
        yield from _agenda(facts)
        return
    assert subject.id is not None
    record = fetch(facts.session, subject.model, subject.id)
    groups: dict[str, list[Answer]] = {}
    for part in child_parts(facts.work, facts.session, record):
        text = facts.mask.words(part.new)
        groups.setdefault(part.section, []).append(Answer(part.label, text, long=True, wide=True))
    yield from groups.items()


def _agenda(facts: Facts) -> Iterator[tuple[str, Sequence[Answer]]]:
    """Give each item as the minutes have it: named or not, and without protected places."""
    for item in minutes(facts).items:
        lines = ("　".join(filter(None, decision)) for decision in item.decisions)
        decided = "\n".join(lines)
        more = (Answer("決めたこと", decided, long=True, wide=True),) if decided else ()
        yield item.title, (*item.answers, *more)
