"""What a person's consents allow to be told to an agency, and on which day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.codes import CodeBook
from soudan_desk.japanese.eras import wareki, wareki_short
from soudan_desk.models import Agency, Consent
from soudan_desk.models.base import VOID
from soudan_desk.models.consent import ONLY_TOLD
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch

SHARING_TYPES = frozenset(
    {"referral_specific", "share_agencies", "use_application", "expert_consult", "workplace"}
)
"""The consents that speak of telling other agencies."""

_MOST_NAMED = 2
_NEAR_DAYS = 300


@dataclass(frozen=True, slots=True)
class ConsentChoice:
    """A consent that may carry a letter: how it reads, and why it does not hold, if so."""

    id: UUID
    type: str
    given_on: date
    sentence: str
    why_not: str
    items: frozenset[str]
    """Codes of `referral.line` it is limited to; empty where it is not limited."""
    warning: str = ""

    @property
    def holds(self) -> bool:
        """Whether it allows telling the agency anything at all on that day."""
        return not self.why_not

    def covers(self, line: str) -> bool:
        """Whether it allows a line of the letter."""
        return self.holds and (not self.items or line in self.items)


def consent_choices(
    work: Work, person_id: UUID, agency_id: UUID | None, on: date
) -> list[ConsentChoice]:
    """List a person's consents to telling others: those that hold first, the newest before."""
    query = (
        select(Consent)
        .where(
            Consent.person_id == person_id,
            Consent.record_state != VOID,
            Consent.type.in_(SHARING_TYPES),
        )
        .order_by(Consent.given_on.desc(), Consent.created_at.desc())
    )
    with work.store.reading(work.actor) as session:
        found = [
            _choice(session, work.codes, row, person_id, agency_id, on, work.today())
            for row in session.scalars(query)
        ]
    return sorted(found, key=lambda each: (not each.holds, each.type != "referral_specific"))


def consent_choice(
    session: Session,
    codes: CodeBook,
    consent_id: UUID,
    *,
    person_id: UUID | None,
    agency_id: UUID | None,
    on: date,
    today: date,
) -> ConsentChoice:
    """Judge one consent for a letter of a day; withdrawn by today it carries nothing any more."""
    row = fetch(session, Consent, consent_id)
    return _choice(session, codes, row, person_id, agency_id, on, today)


def _choice(
    session: Session,
    codes: CodeBook,
    row: Consent,
    person_id: UUID | None,
    agency_id: UUID | None,
    on: date,
    today: date,
) -> ConsentChoice:
    names = _agency_names(session, row.scope_agency_ids or ())
    agency = None if agency_id is None else fetch(session, Agency, agency_id)
    return ConsentChoice(
        id=row.id,
        type=row.type,
        given_on=row.given_on,
        sentence=_sentence(codes, row, names, on),
        why_not=_why_not(session, row, person_id, agency, on, today),
        items=frozenset(row.scope_items or ()),
        warning=f"伝えないこと: {row.excluded}" if row.excluded else "",
    )


def _why_not(
    session: Session,
    row: Consent,
    person_id: UUID | None,
    agency: Agency | None,
    on: date,
    today: date,
) -> str:
    """Return why a consent does not carry a letter; blank when it does."""
    if row.record_state == VOID or row.type not in SHARING_TYPES:
        return "ほかの機関に伝えることへの同意ではありません。"
    if row.method == ONLY_TOLD:
        return "説明だけの記録で、同意の記録ではありません。"
    if person_id is not None and row.person_id != person_id:
        return "ほかの方の同意です。"
    if row.withdrawn_on is not None and row.withdrawn_on <= today:
        return f"{_day(row.withdrawn_on, on)}に撤回されています。"
    if row.given_on > on:
        return f"同意日（{_day(row.given_on, on)}）より前の手紙です。"
    if row.expires_on is not None and row.expires_on < on:
        return f"{wareki(row.expires_on)}で期限が切れています。"
    return _why_not_agency(session, row, agency)


def _why_not_agency(session: Session, row: Consent, agency: Agency | None) -> str:
    if agency is None:
        return ""
    if _names(session, row.excluded_agency_ids, agency):
        return "この宛先には伝えないでほしいという同意です。"
    if row.scope_agency_ids and not _names(session, row.scope_agency_ids, agency):
        return "この宛先は同意の範囲に入っていません。"
    return ""


def _names(session: Session, ids: list[UUID] | None, agency: Agency) -> bool:
    """Whether a list names an agency, or the agency as a whole of which it is a department."""
    if not ids:
        return False
    whole = select(Agency.id).where(
        Agency.id.in_(ids), Agency.name_folded == agency.name_folded, Agency.department.is_(None)
    )
    return agency.id in ids or session.scalars(whole).first() is not None


def _agency_names(session: Session, ids: list[UUID] | tuple[UUID, ...]) -> list[str]:
    if not ids:
        return []
    query = select(Agency.id, Agency.name, Agency.department).where(Agency.id.in_(ids))
    named = {
        row.id: " ".join(filter(None, (row.name, row.department))) for row in session.execute(query)
    }
    return [named[each] for each in ids if each in named]


def _sentence(codes: CodeBook, row: Consent, agencies: list[str], on: date) -> str:
    """Say a consent in one line: 本人の同意 11/20 書面・生活福祉課まで・令和9年3月末まで有効."""
    giver = "" if row.given_by in (None, "self") else codes.label("consent.given_by", row.given_by)
    method = codes.find("consent.method", row.method)
    scope = "・".join(agencies[:_MOST_NAMED]) or (row.scope_text or "").partition("\n")[0]
    form = method.brief if method else row.method
    more = len(agencies) - _MOST_NAMED
    parts = (
        f"{giver or '本人'}の同意 {_day(row.given_on, on)} {form}",
        (f"{scope}{f' ほか{more}か所' if more > 0 else ''}まで") if scope else "相手を限らない",
        f"{_until(row.expires_on)}まで有効" if row.expires_on else "期限なし",
    )
    return "・".join(parts)


def _day(day: date, on: date) -> str:
    """Write a day shortly; with its era year where it is not of the year one speaks in."""
    near = abs((on - day).days) < _NEAR_DAYS
    return f"{day.month}/{day.day}" if near else wareki_short(day)


def _until(day: date) -> str:
    """Write the last day of something; the end of a month as 末."""
    text = wareki(day)
    is_last = day.day == monthrange(day.year, day.month)[1]
    return f"{text[: text.index('月') + 1]}末" if is_last else text
