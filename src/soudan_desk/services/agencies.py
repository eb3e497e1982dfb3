"""Agencies (社会資源): the list, their people, and how each has answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.japanese.folding import fold
from soudan_desk.models import Agency, AgencyContact, Referral
from soudan_desk.models.base import FINAL, VOID
from soudan_desk.services.work import Work


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """How an agency has answered the letters that the worker may see."""

    sent_count: int = 0
    replied_count: int = 0
    awaited_count: int = 0
    median_days: int | None = None
    last_on: date | None = None
    received_count: int = 0
    """Referrals that came in from it."""

    @property
    def reply_rate(self) -> int | None:
        """Whole percent of sent letters that were answered; None while none was sent."""
        return round(100 * self.replied_count / self.sent_count) if self.sent_count else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow:
    """An agency as the list shows it."""

    id: UUID
    name: str
    department: str
    type: str | None
    tel: str
    area: str
    is_active: bool
    figures: AgencyFigures


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody at an agency."""

    id: UUID
    name: str
    role: str
    tel: str
    is_active: bool
    lock_version: int


def list_agencies(
    work: Work, words: str = "", *, types: Sequence[str] = (), also_past: bool = False
) -> list[AgencyRow]:
    """List agencies by name, with their figures; `words` must all occur."""
    query = select(Agency).where(Agency.record_state != VOID)
    if types:
        query = query.where(Agency.agency_type.in_(types))
    if not also_past:
        query = query.where(Agency.is_active)
    with work.store.reading(work.actor) as session:
        figures = figures_in(session)
        rows = session.scalars(query.order_by(Agency.kana_folded, Agency.name, Agency.department))
        return [
            _agency_row(row, figures.get(row.id, AgencyFigures()))
            for row in rows
            if all(fold(word) in _haystack(row) for word in words.split())
        ]


def _haystack(row: Agency) -> str:
    words = (row.name, row.kana, row.department, row.tel, row.area, row.services)
    return fold(" ".join(filter(None, words)))


def _agency_row(row: Agency, figures: AgencyFigures) -> AgencyRow:
    return AgencyRow(
        id=row.id,
        name=row.name,
        department=row.department or "",
        type=row.agency_type,
        tel=row.tel or "",
        area=row.area or "",
        is_active=bool(row.is_active),
        figures=figures,
    )


def agency_figures(work: Work, agency_id: UUID) -> AgencyFigures:
    """Return how one agency has answered."""
    with work.store.reading(work.actor) as session:
        return figures_in(session, agency_id).get(agency_id, AgencyFigures())


def figures_in(session: Session, agency_id: UUID | None = None) -> dict[UUID, AgencyFigures]:
    """Return the figures of one agency, or of all that have any."""
    query = select(
        Referral.agency_id,
        Referral.direction,
        Referral.sent_on,
        Referral.reply_received_on,
        Referral.outcome,
    ).where(Referral.record_state == FINAL, Referral.agency_id.is_not(None))
    if agency_id is not None:
        query = query.where(Referral.agency_id == agency_id)
    by_agency: dict[UUID, list[Any]] = {}
    for row in session.execute(query):
        by_agency.setdefault(row.agency_id, []).append(row)
    return {each: _figures(rows) for each, rows in by_agency.items()}


def _figures(rows: list[Any]) -> AgencyFigures:
    sent = [row for row in rows if row.direction == "out" and row.sent_on is not None]
    replied = [row for row in sent if row.reply_received_on is not None]
    days = [(row.reply_received_on - row.sent_on).days for row in replied]
    awaited = [
        row for row in sent if row.reply_received_on is None and row.outcome in (None, "pending")
    ]
    return AgencyFigures(
        sent_count=len(sent),
        replied_count=len(replied),
        awaited_count=len(awaited),
        median_days=round(median(days)) if days else None,
        last_on=max((row.sent_on for row in sent), default=None),
        received_count=sum(row.direction == "in" for row in rows),
    )


def contacts_of(work: Work, agency_id: UUID, *, also_past: bool = False) -> list[ContactRow]:
    """List the people at an agency."""
    query = select(AgencyContact).where(
        AgencyContact.agency_id == agency_id, AgencyContact.record_state != VOID
    )
    if not also_past:
        query = query.where(AgencyContact.is_active)
    with work.store.reading(work.actor) as session:
        return [
            ContactRow(
                row.id,
                row.name,
                row.role or "",
                row.tel or "",
                bool(row.is_active),
                row.lock_version,
            )
            for row in session.scalars(query.order_by(AgencyContact.name))
        ]
