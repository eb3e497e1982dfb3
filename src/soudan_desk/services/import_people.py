"""People named in a ledger: found by name, reading and birth date, or made anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.japanese.folding import name_key
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import Person
from soudan_desk.models.base import VOID
from soudan_desk.services.answers import stored_answer
from soudan_desk.services.records import asked_of

_COMPARED = ("name", "kana", "birth_on")


@dataclass(slots=True)
class KnownPerson:
    """Somebody the office knows, or whom this import has named before."""

    id: UUID
    kana: str
    birth: str
    answers: dict[str, Any] = field(default_factory=dict)
    is_new: bool = False


class PersonBook:
    """Everybody the worker may see, by folded name; `keys` are the answers a file gives."""

    def __init__(self, session: Session, keys: frozenset[str]) -> None:
        self._extra = sorted(keys - set(_COMPARED))
        self._by_name: dict[str, list[KnownPerson]] = {}
        merged: dict[UUID, UUID] = {}
        extra = [getattr(Person, key) for key in self._extra]
        query = select(
            Person.id,
            Person.name_folded,
            Person.alias_folded,
            Person.kana_folded,
            Person.birth_on,
            Person.merged_into_id,
            *extra,
        ).where(Person.record_state != VOID)
        for row in session.execute(query):
            if row.merged_into_id is not None:
                merged[row.id] = row.merged_into_id
            elif row.name_folded:
                self._learn(row)
        self._merged = merged

    def _learn(self, row: Any) -> None:
        birth = row.birth_on.stored() if row.birth_on else ""
        answers = {key: getattr(row, key) for key in self._extra}
        known = KnownPerson(row.id, row.kana_folded or "", birth, answers)
        names = {row.name_folded, *(row.alias_folded or "").split("\n")} - {""}
        for name in names:
            self._by_name.setdefault(name, []).append(known)

    def find(self, answers: Mapping[str, Any]) -> list[KnownPerson]:
        """Return whom the name, reading and birth date may mean; one means it is them."""
        kana, birth = name_key(answers.get("kana") or ""), _stored(answers.get("birth_on"))
        named = self._by_name.get(name_key(answers["name"]), [])
        fitting = [
            each for each in named if _agree(kana, each.kana) and _births_agree(birth, each.birth)
        ]
        exact = [each for each in fitting if each.kana == kana and each.birth == birth]
        return exact if len(exact) == 1 else fitting

    def add(self, person_id: UUID, answers: Mapping[str, Any]) -> KnownPerson:
        """Remember somebody this import makes."""
        asked = asked_of(Person)
        known = KnownPerson(
            person_id,
            name_key(answers.get("kana") or ""),
            _stored(answers.get("birth_on")),
            {key: stored_answer(asked[key], answers.get(key)) for key in self._extra},
            is_new=True,
        )
        self._by_name.setdefault(name_key(answers["name"]), []).append(known)
        return known

    def differences(self, known: KnownPerson, answers: Mapping[str, Any]) -> list[str]:
        """Name the answers of a row that are not what is known of the person."""
        asked = asked_of(Person)
        return [
            key
            for key in self._extra
            if (given := stored_answer(asked[key], answers.get(key))) not in (None, False)
            and given != known.answers.get(key)
        ]


def _stored(birth: PartialDate | None) -> str:
    return birth.stored() if birth else ""


def _agree(given: str, known: str) -> bool:
    return not given or not known or given == known


def _births_agree(given: str, known: str) -> bool:
    if _agree(given, known) or "band" in (given + known):
        return True
    return given.startswith(f"{known}-") or known.startswith(f"{given}-")
