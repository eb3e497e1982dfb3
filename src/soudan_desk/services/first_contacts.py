"""新規・継続: whether a consultation is the first, by the rule of its centre."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from soudan_desk.japanese.fiscal import fiscal_year, fiscal_year_span
from soudan_desk.models import CentreSetting, Consultation
from soudan_desk.models.base import VOID
from soudan_desk.storage.prepared import Prepared

NEW, REPEAT = "new", "repeat"
_BY_CASE = "case"
_HELD = Consultation.record_state != VOID
_EARLIER = select(Consultation.id).where(_HELD).limit(1)
_OF_CASE = Prepared(_EARLIER.where(Consultation.case_id == bindparam("case_id")))
_OF_PERSON = Prepared(
    _EARLIER.where(
        Consultation.person_id == bindparam("person_id"),
        Consultation.centre == bindparam("centre"),
        Consultation.held_on.between(bindparam("since"), bindparam("until")),
    )
)
_RULES = Prepared(
    select(CentreSetting.repeat_rule).where(CentreSetting.centre == bindparam("centre"))
)


def first_or_repeat(session: Session, answers: Mapping[str, Any]) -> str | None:
    """Tell of a consultation about to be added; None while its date is not known.

    The first in a fiscal year of somebody's at a centre, or of a case; nobody's is always new.
    """
    held_on, person_id = answers.get("held_on"), answers.get("person_id")
    if held_on is None or person_id is None:
        return None if held_on is None else NEW
    centre, case_id = answers.get("centre"), answers.get("case_id")
    if _rule(session, centre) == _BY_CASE:
        earlier = _OF_CASE(session, case_id=case_id) if case_id is not None else []
    else:
        since, until = fiscal_year_span(fiscal_year(held_on))
        whose = {"person_id": person_id, "centre": centre}
        earlier = _OF_PERSON(session, **whose, since=since, until=until)
    return REPEAT if earlier else NEW


def _rule(session: Session, centre: str | None) -> str | None:
    return next((row.repeat_rule for row in _RULES(session, centre=centre)), None)


class FirstContacts:
    """Does the same for the rows of a file, which no query sees yet: all is read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rules: dict[str | None, str | None] = {}
        self._seen: set[tuple[Any, ...]] | None = None

    def answer(self, answers: Mapping[str, Any]) -> str | None:
        """Tell of the next row, and count it among the earlier ones."""
        if answers.get("held_on") is None:
            return None
        if self._seen is None:
            self._seen = self._known()
        centre = answers.get("centre")
        if centre not in self._rules:
            self._rules[centre] = _rule(self._session, centre)
        by_case = self._rules[centre] == _BY_CASE
        keys = [answers.get(each) for each in ("person_id", "centre", "held_on", "case_id")]
        whose, *place = _keys(*keys)[by_case]
        if whose is None or answers.get("person_id") is None:
            return NEW
        is_known = (whose, *place) in self._seen
        self._seen.update(_keys(*keys))
        return REPEAT if is_known else NEW

    def _known(self) -> set[tuple[Any, ...]]:
        columns = (Consultation.person_id, Consultation.centre, Consultation.held_on)
        rows = self._session.execute(select(*columns, Consultation.case_id).where(_HELD))
        return {key for row in rows for key in _keys(*row)}


def _keys(person_id: Any, centre: Any, held_on: Any, case_id: Any) -> tuple[tuple[Any, ...], ...]:
    return (person_id, centre, fiscal_year(held_on)), (case_id,)
