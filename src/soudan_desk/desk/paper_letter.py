"""紹介状・情報提供書 and the page for its answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import Agency, AgencyContact, Consent, Referral
from soudan_desk.models.base import fields_of
from soudan_desk.papers.data import Answer, Option
from soudan_desk.papers.referral_letter import ReferralLetter
from soudan_desk.services.referral_lines import ANONYMOUS, Disclosing, disclosing_in
from soudan_desk.services.referral_texts import OWN_TEXTS

_FURNITURE = frozenset(
    {
        *("person_id", "ref_no", "issued_on", "received_on", "letter_kind", "agency_id"),
        *("to_department", "to_contact", "to_tel", "to_fax", "staff_id", "check_due_on"),
        *("consent_id", "request", "request_kinds", "subject", "send_method"),
        *OWN_TEXTS.values(),
    }
)
"""What stands elsewhere on the letter; every other printed question follows by itself."""

_TITLES = {None: "相談者のご紹介について（情報提供書）", "introduction": "紹介状"}
_NAMED = ("name", "birth_sex", "address", "telephone", "household")
_SUCH = {
    "name": "氏名",
    "birth_sex": "生年月日・性別",
    "address": "住所",
    "telephone": "連絡先",
    "household": "世帯",
}


def referral_letter(facts: Facts) -> ReferralLetter:
    """Make the letter with only the lines that are chosen and may be told."""
    answers = facts.subject.answers
    judged = disclosing_in(facts.work, facts.session, answers)
    return ReferralLetter(
        number=answers.get("ref_no") or "",
        issued_on=answers.get("issued_on"),
        to=_addressee(facts, answers),
        sender=facts.sent_by(answers.get("staff_id")),
        title=_title(facts, answers),
        answers=tuple(_lines(facts, answers, judged)),
        reply_due_on=answers.get("check_due_on"),
        client_in_reply="",
    )


def referral_reply(facts: Facts) -> ReferralLetter:
    """Make the page on which the other agency answers; it names whom the letter named."""
    letter = referral_letter(facts)
    told = next((each.text for each in letter.answers if each.label == _SUCH["name"]), None)
    return ReferralLetter(
        number=letter.number,
        issued_on=letter.issued_on,
        sender=letter.sender,
        reply_due_on=letter.reply_due_on,
        client_in_reply=told or "",
    )


def _title(facts: Facts, answers: Any) -> str:
    kind = answers.get("letter_kind")
    if kind in (None, "information"):
        return answers.get("subject") or _TITLES[None]
    label = facts.work.codes.label("referral.letter_kind", kind)
    subject = answers.get("subject")
    return f"{subject}（{label}）" if subject else label


def _addressee(facts: Facts, answers: Any) -> tuple[str, ...]:
    """Agency, department and who reads it: 様 for a person, 御中 for an office."""
    agency = _agency(facts, answers.get("agency_id"))
    name = agency.name if agency else ""
    department = answers.get("to_department") or (agency.department if agency else "") or ""
    contact = _contact(facts, answers)
    places = [part for part in (name, department) if part]
    if not places and not contact:
        return ()
    if contact:
        return (*places[:-1], "　".join((*places[-1:], f"{contact}　様")))
    return (*places[:-1], f"{places[-1]}　御中")


def _agency(facts: Facts, agency_id: Any) -> Agency | None:
    if agency_id is None:
        return None
    return facts.session.scalars(select(Agency).where(Agency.id == agency_id)).one_or_none()


def _contact(facts: Facts, answers: Any) -> str:
    """Return who reads it: the one typed, else the registered one."""
    if answers.get("to_contact"):
        return str(answers["to_contact"])
    query = select(AgencyContact.name).where(AgencyContact.id == answers.get("to_contact_id"))
    return facts.session.scalars(query).first() or ""


def _lines(facts: Facts, answers: Any, judged: Disclosing) -> list[Answer]:
    told = {line.code: line for line in judged.lines if line.told}
    found = [
        Answer(_SUCH[code], _named(code, told[code].text), wide=True)
        for code in _NAMED
        if code in told
    ]
    found += [
        Answer(line.label, _clean(facts, line.text), long=True, wide=True)
        for code, line in told.items()
        if code not in _NAMED
    ]
    found += _requested(facts, answers)
    found += [
        line
        for _name, lines in facts.reader.sections(fields_of(Referral), answers, but=_FURNITURE)
        for line in lines
    ]
    return [*found, _ground(facts, answers, judged)]


def _named(code: str, text: str) -> str:
    return f"{text}様" if code == "name" else text


def _clean(facts: Facts, text: str) -> str:
    """Black out protected places in a text, unless the letter was unlocked with a reason."""
    return text if facts.subject.answers.get("address_unlocked") else facts.mask.words(text)


def _requested(facts: Facts, answers: Any) -> list[Answer]:
    kinds = answers.get("request_kinds") or []
    options = tuple(
        Option(entry.label, chosen=entry.code in kinds)
        for entry in facts.work.codes.entries("referral.request", on=answers.get("issued_on"))
    )
    text = _clean(facts, answers.get("request") or "")
    return [Answer("お願いしたいこと", text, options if kinds else (), long=True, wide=True)]


def _ground(facts: Facts, answers: Any, judged: Disclosing) -> Answer:
    """Say to what the client agreed, or on what ground it is told without that."""
    consent_id = answers.get("consent_id")
    row = (
        facts.session.scalars(select(Consent).where(Consent.id == consent_id)).one_or_none()
        if consent_id and judged.consent and judged.consent.holds
        else None
    )
    if row is not None:
        method = facts.work.codes.label("consent.method", row.method)
        return Answer("本人の了解", f"{wareki(row.given_on)}　{method}{_for_whom(facts, row)}")
    if judged.ground and answers.get("legal_basis") != ANONYMOUS:
        return Answer("提供の根拠", judged.ground, wide=True)
    return Answer("本人の了解", judged.ground, wide=True)


def _for_whom(facts: Facts, row: Consent) -> str:
    """Name the receiver where the consent does; whom else it names is not theirs to know."""
    agency_id = facts.subject.answers.get("agency_id")
    if agency_id is None or agency_id not in (row.scope_agency_ids or ()):
        return ""
    return f"（伝える先：{facts.names.of('agency', agency_id)}）"
