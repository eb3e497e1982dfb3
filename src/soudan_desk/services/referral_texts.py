"""The words of each line of a letter, taken from the person, the household or the letter itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Case, Consultation, Member, Person
from soudan_desk.models.base import VOID
from soudan_desk.services.work import Work

OWN_TEXTS: Mapping[str, str] = {
    "household": "household_summary",
    "reason": "reason",
    "support_so_far": "support_so_far",
    "services": "services_in_use",
    "income_debt": "economy_note",
    "medical": "medical_note",
    "client_view": "client_view",
    "cautions": "cautions",
}
"""The lines that the worker writes, and the question that holds their words."""

_MOST_SUBJECTS = 5


def line_texts(
    work: Work, session: Session, answers: Mapping[str, Any], person: Person | None
) -> dict[str, str]:
    """Return the words of every line that has any."""
    own = {code: str(answers.get(key) or "").strip() for code, key in OWN_TEXTS.items()}
    known = {} if person is None else _of_person(work, person, answers)
    house = {"household": household_text(work, session, answers.get("case_id"))}
    return {**house, **known, **{code: text for code, text in own.items() if text}}


def _of_person(work: Work, person: Person, answers: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": _name(person, masked=bool(answers.get("name_masked"))),
        "birth_sex": _birth_and_sex(work, person),
        "address": _address(person),
        "telephone": telephone_text(person),
        "handbook_pension": _handbooks(work, person),
    }


def _name(person: Person, *, masked: bool) -> str:
    if not person.name:
        return ""
    if masked:
        return masked_name(person.name)
    return f"{person.name}（{person.kana}）" if person.kana else person.name


def masked_name(name: str) -> str:
    """Hide all but the first character of each part of a name, as on a fax: 青〇 す〇〇."""
    return " ".join(part[:1] + "〇" * (len(part) - 1) for part in name.split())


def _birth_and_sex(work: Work, person: Person) -> str:
    birth = ""
    if person.birth_on is not None:
        age = person.birth_on.age_text(work.today())
        birth = person.birth_on.reading() + (f"（{age}）" if age else "")
    sex = work.codes.label("sex", person.sex) if person.sex else ""
    return "　".join(filter(None, (birth, sex)))


def _address(person: Person) -> str:
    if person.no_fixed_abode and not person.address:
        return "住所不定"
    code = f"〒{person.postal_code} " if person.postal_code and person.address else ""
    return code + (person.address or "")


def telephone_text(person: Person) -> str:
    """Return the numbers, with what whoever dials them must know."""
    numbers = (
        f"携帯 {person.tel_mobile}" if person.tel_mobile else "",
        f"自宅 {person.tel_home}" if person.tel_home else "",
    )
    numbers_text = "、".join(filter(None, numbers))
    if not numbers_text:
        return ""
    care = "、".join(_calling_rules(person))
    return f"{numbers_text}（{care}）" if care else numbers_text


def _calling_rules(person: Person) -> list[str]:
    rules = {
        "電話はしないでください": person.telephone_ok == "no",
        "留守電に残さないでください": person.voicemail_ok == "no",
        "留守電には名乗らないでください": _voicemail_unnamed(person),
        "家族には知らせないでください": person.family_may_know == "no",
    }
    found = [rule for rule, holds in rules.items() if holds]
    return [*found, f"連絡は{person.contact_hours}"] if person.contact_hours else found


def _voicemail_unnamed(person: Person) -> bool:
    return person.name_shown_ok == "no" and person.voicemail_ok != "no"


def _handbooks(work: Work, person: Person) -> str:
    kinds = (
        (work.codes.label("person.handbook_kind", row.get("kind") or ""), row.get("grade") or "")
        for row in person.handbook or ()
    )
    return "、".join(f"{kind} {grade}".strip() for kind, grade in kinds)


def household_text(work: Work, session: Session, case_id: Any) -> str:
    """Say who lives in the case's household: 本人、長男（24歳）."""
    household_id = _household_of(session, case_id)
    if household_id is None:
        return ""
    query = (
        select(Member)
        .where(
            Member.household_id == household_id,
            Member.record_state != VOID,
            Member.is_deceased.is_(False),
        )
        .order_by(Member.created_at)
    )
    parts = [_member(work, row) for row in session.scalars(query)]
    return "、".join(dict.fromkeys(filter(None, parts))) if parts else ""


def _household_of(session: Session, case_id: Any) -> Any:
    if case_id is None:
        return None
    return session.scalars(select(Case.household_id).where(Case.id == case_id)).one_or_none()


def _member(work: Work, row: Member) -> str:
    if row.relation == "self":
        return "本人"
    relation = work.codes.label("relation", row.relation) if row.relation else "同居者"
    age = row.birth_on.age_text(work.today()) if row.birth_on is not None else ""
    apart = "別居" if row.lives_together == "no" else ""
    told = "・".join(filter(None, (age, apart)))
    return f"{relation}（{told}）" if told else relation


def first_words(work: Work, session: Session, case_id: Any) -> dict[str, str]:
    """Propose what a new letter of a case may say: what it began with, what has been done since."""
    if case_id is None:
        return {}
    subjects = (
        select(Consultation.subject, Consultation.held_on)
        .where(
            Consultation.case_id == case_id,
            Consultation.record_state != VOID,
            Consultation.subject.is_not(None),
        )
        .order_by(Consultation.held_on, Consultation.created_at)
    )
    talks = [(row.subject, row.held_on) for row in session.execute(subjects)]
    reason = talks[0][0] if talks else ""
    done = "\n".join(_done(subject, on) for subject, on in talks[1:][-_MOST_SUBJECTS:])
    return {key: text for key, text in (("reason", reason), ("support_so_far", done)) if text}


def _done(subject: str, on: date) -> str:
    return f"{on.month}/{on.day} {subject}"
