"""Referrals out and in: beginning a letter, its lists, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import ConflictError, InvalidEntriesError, NotAllowedError
from soudan_desk.models import Case, Referral, Screening
from soudan_desk.models.base import DRAFT, FINAL, VOID
from soudan_desk.services.answers import Answers, read_answers, write_answers
from soudan_desk.services.consents import consent_choices
from soudan_desk.services.defaults import reply_due
from soudan_desk.services.records import Saved, save_record
from soudan_desk.services.referral_lines import Disclosing, disclosing_in
from soudan_desk.services.referral_texts import first_words
from soudan_desk.services.rights import require_writing
from soudan_desk.services.second_person import Second, vouch
from soudan_desk.services.work import Work
from soudan_desk.storage.audit import Act
from soudan_desk.storage.store import fetch
from soudan_desk.storage.units import mark

OUT, IN = "out", "in"
NO_OUTCOME = (None, "pending")


def new_referral(
    work: Work,
    *,
    case_id: UUID | None = None,
    person_id: UUID | None = None,
    centre: str | None = None,
    direction: str = OUT,
) -> dict[str, Any]:
    """Return the answers a new letter begins with: whose, from whom, due when, on what consent."""
    today = work.today()
    with work.store.reading(work.actor) as session:
        if case_id is not None:
            case = fetch(session, Case, case_id)
            person_id, centre = case.person_id, case.centre
        answers: dict[str, Any] = {
            "direction": direction,
            "centre": centre or min(work.actor.centres, default=None),
            "case_id": case_id,
            "person_id": person_id,
            "issued_on": today,
            "staff_id": work.actor.staff_id,
            "restriction_level": 0,
        }
        if direction == IN:
            return answers | {"received_on": today}
        answers["letter_kind"] = "information"
        answers["check_due_on"] = reply_due(session, answers["centre"], today)
        answers.update(first_words(work, session, case_id))
        answers["agency_id"] = _screened_to(session, case_id)
    return answers | _proposed_ground(work, answers)


def _screened_to(session: Session, case_id: UUID | None) -> UUID | None:
    """Return the agency that the latest screening hands the case to, until a letter goes there."""
    latest = (
        select(Screening.result, Screening.referred_agency_id)
        .where(Screening.case_id == case_id, Screening.record_state != VOID)
        .order_by(Screening.created_at.desc(), Screening.id.desc())
        .limit(1)
    )
    row = session.execute(latest).first() if case_id else None
    if row is None or row.result != "referred_out" or row.referred_agency_id is None:
        return None
    its_own = Referral.case_id == case_id, Referral.agency_id == row.referred_agency_id
    letters = select(Referral.id).where(
        *its_own, Referral.direction == OUT, Referral.record_state != VOID
    )
    return None if session.scalars(letters.limit(1)).first() else row.referred_agency_id


def _proposed_ground(work: Work, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Choose the consent that holds, and the lines it covers that are not sensitive."""
    person_id = answers.get("person_id")
    if person_id is None:
        return {}
    choices = consent_choices(work, person_id, answers.get("agency_id"), work.today())
    held = next((each for each in choices if each.holds), None)
    return {} if held is None else {"consent_id": held.id}


def require_tellable(work: Work, session: Session, answers: Mapping[str, Any]) -> Disclosing | None:
    """Raise `InvalidEntriesError` when a letter would tell what consent and law do not allow.

    Return what it tells; None for a letter that came in.
    """
    if answers.get("direction") != OUT:
        return None
    if not (answers.get("consent_id") or answers.get("legal_basis")):
        raise InvalidEntriesError(
            {"consent_id": "本人の同意か、同意のないときの根拠を選んでください。"}
        )
    judged = disclosing_in(work, session, answers)
    consent = judged.consent
    if consent is not None and not consent.holds and not judged.ground:
        raise InvalidEntriesError({"consent_id": f"この同意では送れません。{consent.why_not}"})
    if judged.refused:
        named = "、".join(f"「{line.label}」" for line in judged.refused)
        raise InvalidEntriesError(
            {"disclosed": f"{named}は載せられません。{judged.refused[0].why}"}
        )
    if not any(line.told for line in judged.lines):
        raise InvalidEntriesError(
            {"disclosed": "伝えることが1つもありません。載せる行を選んでください。"}
        )
    return judged


def vouch_for_letter(work: Work, session: Session, letter: Referral, second: Second | None) -> None:
    """Let a letter that tells where somebody protected is out with a second person's word."""
    about = Act(
        action="print",
        by=work.actor.staff_id,
        kind=Referral.kind(),
        record_id=letter.id,
        case_id=letter.case_id,
        reason=letter.address_unlock_reason,
    )
    assert letter.person_id is not None
    vouch(work, session, second, letter.person_id, about)


def send_in(
    work: Work,
    session: Session,
    referral_id: UUID,
    *,
    send_method: str,
    lock_version: int | None = None,
) -> Referral:
    """Make a letter final and record that it was sent today, in an open unit of work.

    A letter sent before keeps its first day; it is only handed out again.
    """
    referral = fetch(session, Referral, referral_id)
    require_writing(work, session, referral, is_new=False)
    if lock_version is not None and referral.lock_version != lock_version:
        raise ConflictError("開いている間に、ほかの人がこの手紙を変えました。開き直してください。")
    if referral.record_state == VOID or referral.direction != OUT:
        raise NotAllowedError("送れる手紙ではありません。新しく書いてください。")
    require_tellable(work, session, read_answers(referral))
    if referral.record_state == DRAFT:
        referral.record_state = FINAL
        mark(session, referral, "finalise")
    if referral.sent_on is None:
        write_answers(work, referral, {"send_method": send_method, "sent_on": work.today()})
    session.flush()  # the letter bears its version
    return referral


def record_reply(
    work: Work,
    referral_id: UUID,
    answers: Answers,
    *,
    lock_version: int | None = None,
    form: str | None = None,
) -> Saved:
    """Write down what came back and what became of it; checked today unless a day is given."""
    with work.store.reading(work.actor) as session:
        referral = fetch(session, Referral, referral_id)
        if referral.direction == OUT and referral.sent_on is None:
            raise NotAllowedError("まだ送っていない手紙です。先に印刷して送付を記録してください。")
    given = dict(answers)
    if given.get("outcome") not in NO_OUTCOME and not given.get("checked_on"):
        given["checked_on"] = given.get("reply_received_on") or work.today()
    return save_record(work, "referral", referral_id, given, lock_version=lock_version, form=form)
