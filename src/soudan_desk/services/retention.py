"""保存年限と廃棄候補: until when each closed case is kept, and what keeps it longer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.japanese.fiscal import fiscal_year, fiscal_year_span
from soudan_desk.models import (
    Case,
    Consultation,
    DisclosureRequest,
    LegalHold,
    Person,
    Plan,
    RetentionRule,
)
from soudan_desk.models.base import FINAL, VOID, new_id
from soudan_desk.services.list_masks import name_on_screen, whom_hidden
from soudan_desk.services.restricting import require_reason
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.storage.scope import whole_office
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

USUAL_YEARS: Final = 5
NEXT_YEAR, CLOSED, CONTRACT_END = "next_fiscal_year", "closed", "contract_end"
_ACT = "記録を廃棄する"


@dataclass(frozen=True, slots=True)
class Term:
    """How long a kind of case is kept, from when on, and by what rule."""

    years: int
    starts: str
    basis: str


_UNANSWERED = (
    DisclosureRequest.record_state != VOID,
    DisclosureRequest.done_on.is_(None),
    DisclosureRequest.withdrawn_on.is_(None),
)
USUAL: Final = Term(USUAL_YEARS, NEXT_YEAR, "翌年度から5年（目安）")
USUAL_NAMELESS: Final = Term(3, NEXT_YEAR, "翌年度から3年（匿名の相談の目安）")
"""相談受付簿・匿名 are kept for one to three years (life_support 6.10)."""
LONE: Final = "lone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A closed case: until when it is kept, by what rule, and why it is kept longer, if it is."""

    id: UUID
    case_no: str
    person: str
    centre: str
    process: str
    closed_on: date
    until_on: date
    basis: str
    holds: tuple[str, ...] = ()
    hold_id: UUID | None = None
    """The hold that somebody has put on it."""
    kind: str = "case"
    """Or a consultation without a case: its number, and `closed_on` the day it was held."""
    person_id: UUID | None = None


def year_end(on: date) -> date:
    """Return the last day of the 年度: the list of a year holds what runs out by then."""
    return fiscal_year_span(fiscal_year(on))[1]


def list_candidates(work: Work, by: date) -> list[Candidate]:
    """List what runs out by a day, the oldest first; held ones are told.

    Closed cases, and consultations that belong to none.
    """
    require_role(work, SUPERVISOR, act=_ACT)
    with work.store.reading(work.actor) as session:
        found = [*_candidates(session), *lone_candidates(session)]
        due = [each for each in found if each.until_on <= by]
    return sorted(due, key=lambda each: (each.until_on, each.case_no))


def candidate_of(session: Session, case_id: UUID) -> Candidate:
    """Return what there is to know before a case is disposed of; refuse one that is not closed."""
    case = fetch(session, Case, case_id)
    found = [] if case.closed_on is None else _candidates(session, case_id)
    if not found:
        raise NotAllowedError("終結していないケースは廃棄できません。終結してから数えます。")
    return found[0]


def hold_case(work: Work, case_id: UUID, reason: str) -> UUID:
    """Keep a case beyond its years, for a lawsuit or the like."""
    require_role(work, SUPERVISOR, act="廃棄を保留する")
    require_reason(reason)
    with work.store.writing(work.actor) as session:
        fetch(session, Case, case_id)
        hold = LegalHold(
            id=new_id(),
            case_id=case_id,
            held_on=work.today(),
            staff_id=work.actor.staff_id,
            reason=reason.strip(),
            record_state=FINAL,
        )
        mark(session, hold, "hold", reason.strip())
        session.add(hold)
        return hold.id


def release_case(work: Work, hold_id: UUID, reason: str) -> None:
    """Let the years of a case run again."""
    require_role(work, SUPERVISOR, act="廃棄の保留を解く")
    require_reason(reason)
    with work.store.writing(work.actor) as session:
        hold = fetch(session, LegalHold, hold_id)
        if hold.released_on is not None:
            raise NotAllowedError("この保留はもう解かれています。一覧を開き直してください。")
        hold.released_on, hold.release_reason = work.today(), reason.strip()
        hold.version += 1
        mark(session, hold, "release", reason.strip())


def kept_until(term: Term, closed_on: date, contract_end: date | None) -> date:
    """Return the last day on which a case is kept."""
    if term.starts == NEXT_YEAR:
        return fiscal_year_span(fiscal_year(closed_on) + term.years)[1]
    start = (contract_end or closed_on) if term.starts == CONTRACT_END else closed_on
    try:
        return start.replace(year=start.year + term.years)
    except ValueError:  # 29 February
        return date(start.year + term.years, 3, 1)


def _candidates(session: Session, case_id: UUID | None = None) -> list[Candidate]:
    query = (
        select(
            Case,
            Person.name.label("person"),
            whom_hidden(Case.person_id).label("hides"),
            select(func.max(Plan.period_to_on))
            .where(Plan.case_id == Case.id, Plan.record_state == FINAL)
            .scalar_subquery()
            .label("contract_end"),
        )
        .outerjoin(Person, Person.id == Case.person_id)
        .where(Case.closed_on.is_not(None), Case.record_state != VOID)
    )
    if case_id is not None:
        query = query.where(Case.id == case_id)
    rows = session.execute(query).all()
    terms, holds = _terms(session), _holds(session, [row[0] for row in rows])
    found = [_candidate(row, terms, holds) for row in rows]
    return sorted(found, key=lambda each: (each.until_on, each.case_no))


def _candidate(
    row: Any,
    terms: Mapping[tuple[str, str | None], Term],
    holds: Mapping[UUID, Sequence[tuple[str, UUID | None]]],
) -> Candidate:
    case: Case = row[0]
    assert case.closed_on is not None
    term = terms.get((case.centre, case.process)) or terms.get((case.centre, None)) or USUAL
    held = holds.get(case.id, ())
    return Candidate(
        id=case.id,
        case_no=case.case_no,
        person=name_on_screen(row),
        centre=case.centre,
        process=case.process,
        closed_on=case.closed_on,
        until_on=kept_until(term, case.closed_on, row.contract_end),
        basis=term.basis,
        holds=tuple(words for words, _ in held),
        hold_id=next((hold for _, hold in held if hold is not None), None),
    )


def lone_candidates(session: Session, consultation_id: UUID | None = None) -> list[Candidate]:
    """Return the consultations without a case, each with its term."""
    query = (
        select(
            Consultation,
            Person.name.label("person"),
            Person.is_anonymous.label("nameless"),
            whom_hidden(Consultation.person_id).label("hides"),
        )
        .outerjoin(Person, Person.id == Consultation.person_id)
        .where(Consultation.case_id.is_(None), Consultation.record_state != VOID)
    )
    if consultation_id is not None:
        query = query.where(Consultation.id == consultation_id)
    terms = _terms(session)
    rows = session.execute(query).all()
    holds = _holds_of_people(session, {row[0].person_id for row in rows} - {None})
    return [_lone(row, terms, holds) for row in rows]


def _lone(row: Any, terms: Mapping[tuple[str, str | None], Term], holds: Mapping[Any, str]) -> Any:
    entry: Consultation = row[0]
    is_nameless = entry.person_id is None or row.nameless
    usual = USUAL_NAMELESS if is_nameless else USUAL
    term = terms.get((entry.centre, LONE)) or terms.get((entry.centre, None)) or usual
    held = holds.get(entry.person_id)
    return Candidate(
        id=entry.id,
        case_no=entry.contact_no or "受付番号なし",
        person=name_on_screen(row) or "（匿名）",
        centre=entry.centre,
        process=LONE,
        closed_on=entry.held_on,
        until_on=kept_until(term, entry.held_on, None),
        basis=term.basis,
        holds=(held,) if held else (),
        kind=Consultation.kind(),
        person_id=entry.person_id,
    )


def _holds_of_people(session: Session, people: Iterable[UUID]) -> dict[UUID, str]:
    """Return why what is known of people is held beside their cases."""
    wanted = set(people)
    open_cases = select(Case.person_id).where(Case.closed_on.is_(None), Case.record_state != VOID)
    asked = select(DisclosureRequest.person_id).where(*_UNANSWERED)
    held = (
        select(Case.person_id)
        .join(LegalHold, LegalHold.case_id == Case.id)
        .where(LegalHold.released_on.is_(None), LegalHold.record_state != VOID)
    )
    found: dict[UUID, str] = {}
    for query, words in (
        (open_cases, "この方のケースが支援中です"),
        (asked, "開示等の請求が終わっていません"),
        (held, "この方のケースの廃棄を保留しています"),
    ):
        for person_id in whole_office(session, query).scalars():
            if person_id in wanted:
                found[person_id] = words
    return found


def _terms(session: Session) -> dict[tuple[str, str | None], Term]:
    rules = session.scalars(
        select(RetentionRule)
        .where(RetentionRule.record_state != VOID)
        .order_by(RetentionRule.created_at)
    )
    return {
        (rule.centre, rule.process): Term(
            rule.years_count, rule.starts, rule.basis or f"事務所の規程（{rule.years_count}年）"
        )
        for rule in rules
    }


def _holds(session: Session, cases: Iterable[Case]) -> dict[UUID, list[tuple[str, UUID | None]]]:
    """Return why cases are held: somebody's word, an open request, a case that goes on."""
    found: dict[UUID, list[tuple[str, UUID | None]]] = {}
    by_person: dict[UUID, list[UUID]] = {}
    for case in cases:
        if case.person_id is not None:
            by_person.setdefault(case.person_id, []).append(case.id)
    held = select(LegalHold).where(LegalHold.released_on.is_(None), LegalHold.record_state != VOID)
    for hold in whole_office(session, held).scalars():
        found.setdefault(hold.case_id, []).append((f"保留: {hold.reason}", hold.id))
    asked = select(DisclosureRequest.case_id, DisclosureRequest.person_id).where(*_UNANSWERED)
    for request in whole_office(session, asked):
        own = [request.case_id] if request.case_id else by_person.get(request.person_id, [])
        for case_id in own:
            found.setdefault(case_id, []).append(("開示等の請求が終わっていません", None))
    going_on = select(Case.previous_case_id).where(
        Case.previous_case_id.is_not(None), Case.closed_on.is_(None), Case.record_state != VOID
    )
    for case_id in whole_office(session, going_on).scalars():
        found.setdefault(case_id, []).append(("つづきのケースが支援中です", None))
    return found
