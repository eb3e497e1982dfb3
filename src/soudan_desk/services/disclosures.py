"""The register of what left the office: who gave what to whom, when, why and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.japanese.fiscal import era_letter_year, fiscal_year
from soudan_desk.models import Disclosure
from soudan_desk.models.base import VOID, now
from soudan_desk.services.records import add_in
from soudan_desk.services.rights import refusal
from soudan_desk.services.work import Work
from soudan_desk.storage.audit import Act
from soudan_desk.storage.series import next_in_series
from soudan_desk.storage.units import note

PRINTED = "print"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A paper or file that leaves; `kind` and `record_id` say from what, if one record.

    A file has no `serial`, which counts papers, and no pages; `action` is what the log calls it,
    `told` what it says of it instead of the paper's key.
    """

    paper: str
    paper_title: str
    sha256: str
    reason: str
    kind: str | None
    record_id: UUID | None
    serial: str = ""
    page_count: int | None = None
    action: str = PRINTED
    told: str = ""
    recipient: str = ""
    agency_id: UUID | None = None
    send_method: str | None = None
    person_id: UUID | None = None
    case_id: UUID | None = None
    referral_id: UUID | None = None
    centre: str | None = None
    consent_id: UUID | None = None
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """One line of the register."""

    id: UUID
    given_at: datetime
    paper_title: str
    serial: str
    recipient: str
    send_method: str | None
    page_count: int
    reason: str
    referral_id: UUID | None


def require_giving(work: Work, reason: str) -> None:
    """Raise unless the worker may let personal papers out, and says why (docs/security.md)."""
    if not work.actor.writes_casework:
        raise refusal(work, "個人の書類を印刷する権限がありません。相談員か主任に頼んでください。")
    if not reason.strip():
        raise InvalidEntriesError(
            {"reason": "印刷する理由を入れてください。だれに何のために渡すかを書きます。"}
        )


def next_serial(session: Session, on: date) -> str:
    """Give the next serial of a paper in the fiscal year: `R08-P-00412`."""
    series = paper_series(on)
    return f"{series}-{next_in_series(session, series):05d}"


def paper_series(on: date) -> str:
    """Name the series in which papers that leave are numbered: `R08-P`."""
    return f"{era_letter_year(fiscal_year(on))}-P"


def record_disclosure(work: Work, session: Session, given: Given) -> UUID:
    """Write a paper into the register and the audit, in the unit of work that makes it."""
    answers: dict[str, Any] = {
        "given_at": now(),
        "given_by_id": work.actor.staff_id,
        "paper": given.paper,
        "paper_title": given.paper_title,
        "serial": given.serial or None,
        "recipient": given.recipient or None,
        "agency_id": given.agency_id,
        "send_method": given.send_method,
        "page_count": given.page_count,
        "sha256": given.sha256,
        "person_id": given.person_id,
        "case_id": given.case_id,
        "referral_id": given.referral_id,
        "centre": given.centre,
        "consent_id": given.consent_id,
        "legal_basis": given.legal_basis,
        "reason": given.reason.strip(),
    }
    record = add_in(work, session, "disclosure", answers)
    note(session, _act(work, given))
    return record.id


def _act(work: Work, given: Given) -> Act:
    return Act(
        action=given.action,
        by=work.actor.staff_id,
        kind=given.kind,
        record_id=given.record_id,
        case_id=given.case_id,
        fields=given.told or given.paper,
        reason=given.reason.strip(),
        content_sha256=given.sha256,
    )


def disclosures_of(work: Work, referral_id: UUID) -> list[DisclosureRow]:
    """List what was given of a referral, newest first."""
    query = (
        select(Disclosure)
        .where(Disclosure.referral_id == referral_id, Disclosure.record_state != VOID)
        .order_by(Disclosure.given_at.desc())
    )
    with work.store.reading(work.actor) as session:
        return [
            DisclosureRow(
                row.id,
                row.given_at,
                row.paper_title,
                row.serial or "",
                row.recipient or "",
                row.send_method,
                row.page_count or 0,
                row.reason,
                row.referral_id,
            )
            for row in session.scalars(query)
        ]
