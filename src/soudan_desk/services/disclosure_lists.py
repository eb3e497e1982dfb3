"""The register of what left the office (提供記録簿), narrowed by whom, what, when and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from soudan_desk.japanese.folding import fold
from soudan_desk.models import Case, Disclosure, Person, Staff
from soudan_desk.models.base import VOID
from soudan_desk.services.audit_log import midnight
from soudan_desk.services.list_masks import (
    masks_leaving,
    masks_of_rows,
    name_on_screen,
    whom_hidden,
)
from soudan_desk.services.masks import Mask
from soudan_desk.services.work import Work

PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureFilter:
    """What the register is narrowed to; days are days of this PC's clock, both included."""

    person: str = ""
    recipient: str = ""
    case_no: str = ""
    by: UUID | None = None
    paper: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """One line of the register; `ground` is the consent or the code of what stands for it."""

    id: UUID
    at: datetime
    by: str
    paper_title: str
    serial: str
    recipient: str
    send_method: str | None
    page_count: int | None
    person: str
    person_id: UUID | None
    case_no: str
    case_id: UUID | None
    referral_id: UUID | None
    has_consent: bool
    legal_basis: str | None
    reason: str


def list_disclosures(
    work: Work, narrowed: DisclosureFilter, *, limit: int | None = PAGE
) -> tuple[list[Disclosed], int]:
    """Return the newest lines about what one may see, and how many there are in all."""
    conditions = _conditions(narrowed)
    query = _rows().where(*conditions).order_by(Disclosure.given_at.desc(), Disclosure.id.desc())
    with work.store.reading(work.actor) as session:
        total = session.scalars(select(func.count(Disclosure.id)).where(*conditions)).one()
        rows = session.execute(query if limit is None else query.limit(limit)).all()
        masks = masks_of_rows(session, rows)
        return [_line(row, masks.get(row.hides, Mask())) for row in rows], int(total)


def leaving_lines(work: Work, lines: Sequence[Disclosed]) -> list[Disclosed]:
    """Take out what must not leave with the register: hidden names, protected places."""
    masks = masks_leaving(work, ((line.case_id, line.person_id) for line in lines))
    return [_masked(line, masks[line.case_id, line.person_id]) for line in lines]


def givers(work: Work) -> list[tuple[UUID, str]]:
    """List who has given anything that one may see, by name."""
    query = (
        select(Staff.id, Staff.name)
        .where(Staff.id.in_(select(Disclosure.given_by_id).where(Disclosure.record_state != VOID)))
        .order_by(Staff.kana, Staff.name)
    )
    with work.store.reading(work.actor) as session:
        return [(row.id, row.name or "") for row in session.execute(query)]


def papers_given(work: Work) -> list[tuple[str, str]]:
    """List what kinds of paper and file have been given that one may see, each with its name."""
    query = (
        select(Disclosure.paper, func.max(Disclosure.paper_title).label("title"))
        .where(Disclosure.record_state != VOID)
        .group_by(Disclosure.paper)
        .order_by(func.max(Disclosure.paper_title))
    )
    with work.store.reading(work.actor) as session:
        return [(row.paper, row.title) for row in session.execute(query)]


def _rows() -> Any:
    return (
        select(
            Disclosure,
            Person.name.label("person"),
            Case.case_no,
            Staff.name.label("staff"),
            whom_hidden(Disclosure.person_id).label("hides"),
        )
        .outerjoin(Person, Person.id == Disclosure.person_id)
        .outerjoin(Case, Case.id == Disclosure.case_id)
        .outerjoin(Staff, Staff.id == Disclosure.given_by_id)
    )


def _conditions(wanted: DisclosureFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Disclosure.record_state != VOID]
    if wanted.by is not None:
        found.append(Disclosure.given_by_id == wanted.by)
    if wanted.paper is not None:
        found.append(Disclosure.paper == wanted.paper)
    if wanted.first is not None:
        found.append(Disclosure.given_at >= midnight(wanted.first))
    if wanted.last is not None:
        found.append(Disclosure.given_at < midnight(wanted.last + timedelta(days=1)))
    if number := wanted.case_no.strip().upper():
        cases = select(Case.id).where(Case.case_no.contains(number, autoescape=True))
        found.append(Disclosure.case_id.in_(cases))
    found += [_is_about(word) for word in wanted.person.split()]
    found += [
        Disclosure.recipient.icontains(word, autoescape=True) for word in wanted.recipient.split()
    ]
    return found


def _is_about(word: str) -> ColumnElement[bool]:
    folded = fold(word)
    people = select(Person.id).where(
        or_(
            Person.name_folded.contains(folded, autoescape=True),
            Person.kana_folded.contains(folded, autoescape=True),
        )
    )
    return Disclosure.person_id.in_(people)


def _line(row: Any, mask: Mask) -> Disclosed:
    given: Disclosure = row[0]
    line = Disclosed(
        id=given.id,
        at=given.given_at,
        by=row.staff or "",
        paper_title=given.paper_title,
        serial=given.serial or "",
        recipient=given.recipient or "",
        send_method=given.send_method,
        page_count=given.page_count,
        person=name_on_screen(row),
        person_id=given.person_id,
        case_no=row.case_no or "",
        case_id=given.case_id,
        referral_id=given.referral_id,
        has_consent=given.consent_id is not None,
        legal_basis=given.legal_basis,
        reason=given.reason,
    )
    return _without(line, mask)


def _masked(line: Disclosed, mask: Mask) -> Disclosed:
    return replace(_without(line, mask), person=(line.person and mask.name(line.person)) or "")


def _without(line: Disclosed, mask: Mask) -> Disclosed:
    """Black out of what was typed where somebody is, and the name that is hidden."""
    return replace(
        line,
        paper_title=mask.words(line.paper_title),
        recipient=mask.words(line.recipient),
        reason=mask.words(line.reason),
    )
