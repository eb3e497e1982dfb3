"""How the demo's people stand with their family and with those around them, without a draw."""

from __future__ import annotations

from typing import Any

_KIN = {
    "husband": "spouse",
    "wife": "spouse",
    "partner": "partner",
    "father": "father",
    "mother": "mother",
}
_KIN_BY_ENDING = {"son": "child", "daughter": "child", "brother": "sibling", "sister": "sibling"}
_COUPLES = {"spouse": "married", "partner": "common_law"}
_STATUS = ("close", None, "distant", "conflict", None)
_KNOWN_ONE_IN = 2
_OF_PERSON = ("name", "kana", "sex", "birth_on")
_FIRST = (("strong", "both"), ("normal", "both"), ("stress", "to_household"))
_LATER = (("normal", "to_household"), ("weak", "none"), ("normal", "to_agency"))
_NAMED = (
    ("隣の家の方", "strong", "to_household"),
    ("以前の職場の同僚", "weak", "none"),
    ("町内会の班長", "normal", "both"),
    ("家主", "stress", "to_household"),
)
_NAMED_ONE_IN = 4


def kinship(relation: str, number: int) -> dict[str, Any] | None:
    """Return how a member of the household is kin, if the office knows them as a person too."""
    kind = _KIN.get(relation) or _KIN_BY_ENDING.get(relation.rpartition("_")[2])
    if kind is None or number % _KNOWN_ONE_IN:
        return None
    return {"type": kind, "status": _COUPLES.get(kind) or _STATUS[number // 2 % len(_STATUS)]}


def as_person(member: dict[str, Any]) -> dict[str, Any]:
    """Return the answers of a person that a member of the household gives."""
    known = {key: member[key] for key in _OF_PERSON if key in member}
    return {**known, "kana_state": "confirmed", "is_anonymous": False}


def tie_of(number: int, place: int) -> dict[str, str]:
    """Return how a household stands with the agency that came to it at a place in order."""
    ways = _LATER if place else _FIRST
    strength, direction = ways[(number + place) % len(ways)]
    return {"strength": strength, "direction": direction}


def named_tie(number: int) -> dict[str, str] | None:
    """Return a tie to somebody who is no agency, for some households."""
    if number % _NAMED_ONE_IN:
        return None
    name, strength, direction = _NAMED[number // _NAMED_ONE_IN % len(_NAMED)]
    return {"resource_name": name, "strength": strength, "direction": direction}
