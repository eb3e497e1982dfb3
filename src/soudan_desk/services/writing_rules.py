"""What must be minded before a paper about somebody is written, printed or sent."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import Person
from soudan_desk.services.contact_rules import rules_of_person
from soudan_desk.services.work import Work

_LABELS = {"hidden_from": "知られてはいけない相手", "contact_note": "連絡の注意"}
_NO_POST = "手紙を出してはいけない方です。郵便では送らず、手渡しなど、ほかの方法にしてください。"
_UNNAMED = "封筒や差出人に、センターの名前を出さないでください。"
_FAMILY = "家族に知られてはいけない方です。家族の目に触れないように渡してください。"
_FORBIDDEN_READER = (
    "「{}」は、この方が知られたくない相手かもしれません（{}）。渡す前に確かめてください。"
)
_LONGEST = 100
_FEWEST = 2
"""A name of one letter stands in too many words to say anything."""


@dataclass(frozen=True, slots=True)
class WritingRules:
    """The rules of one person; blank where everything may be done."""

    name: str = ""
    rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    hidden_from: str = ""
    no_post: bool = False
    unnamed: bool = False
    unknown_to_family: bool = False

    @property
    def words(self) -> str:
        """Everything to be minded, the rules in the first line; blank where there is nothing."""
        return "\n".join(filter(None, ("・".join(self.rules), *self.notes)))

    @property
    def before_reaching_them(self) -> str:
        """What must be confirmed before a paper goes to the person; blank where nothing."""
        held = {_NO_POST: self.no_post, _UNNAMED: self.unnamed, _FAMILY: self.unknown_to_family}
        return "\n".join(words for words, holds in held.items() if holds)

    @property
    def before_they_carry_it(self) -> str:
        """What must be confirmed before they carry a letter themselves; blank where nothing."""
        return _FAMILY if self.unknown_to_family else ""

    def before_telling(self, to: str) -> str:
        """Return what must be confirmed where `to` may be who must not know; else nothing."""
        hidden, asked = _folded(self.hidden_from), _folded(to)
        parts = [part for part in re.split(r"[\s、,・]+", asked) if len(part) >= _FEWEST]
        named = [each for each in re.split(r"[、,・\n]+", hidden) if len(each.strip()) >= _FEWEST]
        is_met = any(part in hidden for part in parts) or any(e.strip() in asked for e in named)
        return _FORBIDDEN_READER.format(to.strip(), self.hidden_from) if is_met else ""

    def is_for_them(self, recipient: str) -> bool:
        """Whether who gets a paper is the person."""
        asked, name = _folded(recipient).replace(" ", ""), _folded(self.name).replace(" ", "")
        return "本人" in asked or bool(name and name in asked)


def writing_rules(work: Work, person_id: UUID | None) -> WritingRules:
    """Return a person's rules; none where nobody is named, or the worker may not see them."""
    with work.store.reading(work.actor) as session:
        return writing_rules_in(session, person_id)


def writing_rules_in(session: Session, person_id: UUID | None) -> WritingRules:
    """Do the same within an open unit of work."""
    if person_id is None:
        return WritingRules()
    query = select(Person).where(Person.id == person_id)
    return rules_before_writing(session.scalars(query).one_or_none())


def rules_before_writing(person: Person | None) -> WritingRules:
    """Return the rules of somebody who is read already."""
    if person is None:
        return WritingRules()
    told = {label: getattr(person, key) for key, label in _LABELS.items()}
    return WritingRules(
        name=person.name or "",
        rules=tuple(rules_of_person(person)),
        notes=tuple(f"{label}：{_short(words)}" for label, words in told.items() if words),
        hidden_from=person.hidden_from or "",
        no_post="no" in {person.contact_ok, person.letter_ok},
        unnamed=person.name_shown_ok == "no",
        unknown_to_family=person.family_may_know == "no",
    )


def _short(words: str) -> str:
    """Leave room for what is written below; the whole stands in the person's record."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…（続きは基本情報）"


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words)
