"""What a letter tells, line by line: each checked against consent, legal ground and protection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Person
from soudan_desk.services.consents import ConsentChoice, consent_choice
from soudan_desk.services.referral_texts import line_texts
from soudan_desk.services.work import Work
from soudan_desk.services.writing_rules import WritingRules, rules_before_writing

LINES = "referral.line"
ANONYMOUS = "anonymous"
_WHO = frozenset({"name", "birth_sex", "address", "telephone"})
SENSITIVE = frozenset({"address", "income_debt", "handbook_pension", "medical"})
"""Lines that are told only where somebody chose them."""
_PLACES = {"address": "住所", "telephone": "電話"}
"""Lines that tell where somebody under protective measures is, or how to reach them."""


class LineState(StrEnum):
    """Whether a line may be told, and why."""

    AGREED = "agreed"
    GROUND = "ground"
    UNLOCKED = "unlocked"
    OUTSIDE = "outside"
    NO_CONSENT = "no_consent"
    WITHHELD = "withheld"
    BLANK = "blank"


_TELLABLE = frozenset({LineState.AGREED, LineState.GROUND, LineState.UNLOCKED})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a letter: what would be told, whether it is chosen, whether it may be told."""

    code: str
    label: str
    text: str
    state: LineState
    chosen: bool
    why: str

    @property
    def may_tell(self) -> bool:
        """Whether consent or law allows it."""
        return self.state in _TELLABLE

    @property
    def told(self) -> bool:
        """Whether it stands in the letter."""
        return self.chosen and self.may_tell


@dataclass(frozen=True, slots=True)
class Disclosing:
    """What a letter would tell, on what ground, and whose measures bind it."""

    lines: tuple[Line, ...]
    consent: ConsentChoice | None
    ground: str
    """The label of the legal ground, blank where there is none."""
    protected: bool
    unlocked: bool = False
    """Whether the letter tells where somebody under a protective measure is."""
    rules: WritingRules = field(default_factory=WritingRules)
    """How the person must not be reached."""

    def text_of(self, code: str) -> str:
        """Return a line's text where it is told, else nothing."""
        return next((line.text for line in self.lines if line.code == code and line.told), "")

    @property
    def refused(self) -> tuple[Line, ...]:
        """Lines that were chosen and need a consent first; a withheld one is simply left out."""
        never = {LineState.OUTSIDE, LineState.NO_CONSENT}
        return tuple(line for line in self.lines if line.chosen and line.state in never)


def disclosing(work: Work, answers: Mapping[str, Any], on: date | None = None) -> Disclosing:
    """Say what a letter with these answers would tell.

    `on` is the day it was sent where it was, else today.
    """
    with work.store.reading(work.actor) as session:
        return disclosing_in(work, session, answers, on)


def disclosing_in(
    work: Work, session: Session, answers: Mapping[str, Any], on: date | None = None
) -> Disclosing:
    """Say the same within an open unit of work."""
    day = on or answers.get("sent_on") or work.today()
    person = _person(session, answers.get("person_id"))
    consent = _consent(work, session, answers, day)
    ground = answers.get("legal_basis") or ""
    desk = _Judge(
        answers=answers,
        consent=consent,
        ground=ground,
        ground_label=work.codes.label("legal_basis", ground) if ground else "",
        protected=bool(person and person.shien_sochi),
        name_hidden=bool(person and person.restriction_level >= 3),
    )
    texts = line_texts(work, session, answers, person)
    lines = tuple(
        desk.line(entry.code, entry.brief, texts.get(entry.code, ""))
        for entry in work.codes.entries(LINES)
    )
    unlocked = desk.protected and desk.is_unlocked
    rules = rules_before_writing(person)
    return Disclosing(lines, consent, desk.ground_label, desk.protected, unlocked, rules)


def _person(session: Session, person_id: UUID | None) -> Person | None:
    if person_id is None:
        return None
    return session.scalars(select(Person).where(Person.id == person_id)).one_or_none()


def _consent(
    work: Work, session: Session, answers: Mapping[str, Any], on: date
) -> ConsentChoice | None:
    if answers.get("consent_id") is None:
        return None
    return consent_choice(
        session,
        work.codes,
        answers["consent_id"],
        person_id=answers.get("person_id"),
        agency_id=answers.get("agency_id"),
        on=on,
        today=work.today(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    answers: Mapping[str, Any]
    consent: ConsentChoice | None
    ground: str
    ground_label: str
    protected: bool
    name_hidden: bool

    def line(self, code: str, label: str, text: str) -> Line:
        state, why = self._judge(code, text)
        if state is LineState.WITHHELD and code in _PLACES and self.protected:
            text = "支援措置のため、載せません"
        chosen = self.answers.get("disclosed")
        is_chosen = self._by_default(code, state) if chosen is None else code in chosen
        return Line(code, label, text, state, is_chosen, why)

    def _by_default(self, code: str, state: LineState) -> bool:
        careful = (self.protected and code in _PLACES) or (self.name_hidden and code == "name")
        return state in _TELLABLE and code not in SENSITIVE and not careful

    def _judge(self, code: str, text: str) -> tuple[LineState, str]:
        is_hidden = self.protected and code in _PLACES
        if is_hidden and text and not self.is_unlocked:
            return LineState.WITHHELD, _PROTECTED.format(_PLACES[code])
        if code in _WHO and self.ground == ANONYMOUS and self.consent is None:
            return LineState.WITHHELD, _ANONYMOUS
        if not text:
            return LineState.BLANK, "書かれていません。Enter で書けます。"
        state, why = self._by_ground(code)
        if is_hidden and state in _TELLABLE:
            what = _PLACES[code]
            return LineState.UNLOCKED, f"支援措置の{what}を載せます。理由: {self._unlock_reason}"
        return state, why

    def _by_ground(self, code: str) -> tuple[LineState, str]:
        consent = self.consent
        if consent is not None and consent.covers(code):
            return LineState.AGREED, consent.sentence
        if self.ground:
            return LineState.GROUND, f"同意によらない根拠: {self.ground_label}"
        if consent is None:
            return LineState.NO_CONSENT, _NO_CONSENT
        if consent.why_not:
            return LineState.NO_CONSENT, f"選んだ同意は使えません。{consent.why_not}"
        return LineState.OUTSIDE, _OUTSIDE

    @property
    def _unlock_reason(self) -> str:
        return (self.answers.get("address_unlock_reason") or "").strip()

    @property
    def is_unlocked(self) -> bool:
        """Whether there is a reason to tell what a protective measure hides."""
        return bool(self.answers.get("address_unlocked")) and bool(self._unlock_reason)


_PROTECTED = (
    "支援措置を受けている方の{}です。どうしても要るときは「そのほかの項目」の"
    "「支援措置の住所・電話を載せる」に理由を書きます。"
)
_ANONYMOUS = "本人が分からない形での提供なので、だれかが分かることは載せられません。"
_NO_CONSENT = "本人の同意が選ばれていません。同意を選ぶか、同意のないときの根拠を選んでください。"
_OUTSIDE = "同意した「伝えてよいこと」に入っていません。本人に確かめ、同意を取り直してください。"
