"""What must not be done when getting in touch with somebody, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from soudan_desk.models import Person

_FORBIDDEN = {
    "contact_ok": "連絡しない",
    "telephone_ok": "電話しない",
    "voicemail_ok": "留守電に残さない",
    "name_shown_ok": "名乗らない",
    "letter_ok": "手紙を出さない",
    "family_may_know": "家族に知らせない",
}


def contact_rules(safe_contact: Mapping[str, str]) -> list[str]:
    """Return in words what must not be done when getting in touch."""
    return [words for key, words in _FORBIDDEN.items() if safe_contact.get(key) == "no"]


def told_rules() -> tuple[ColumnElement[Any], ...]:
    """Return for a query joined to `Person` the columns that `rules_of_row` reads."""
    return tuple(getattr(Person, key).label(f"person_{key}") for key in _FORBIDDEN)


def rules_of_row(row: Any) -> str:
    """Return what must not be done with the person of such a row; blank where all may be."""
    return "・".join(contact_rules({key: getattr(row, f"person_{key}") for key in _FORBIDDEN}))


def rules_of_person(person: Person) -> list[str]:
    """Return what must not be done with somebody who is read already."""
    return contact_rules({key: getattr(person, key) or "" for key in _FORBIDDEN})
