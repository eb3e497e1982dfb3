"""Which districts an address lies in, by the office's own table: to suggest, never to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.japanese.addresses import fold_address, fold_place
from soudan_desk.models import Town
from soudan_desk.models.base import VOID
from soudan_desk.models.town import DISTRICT_KEYS
from soudan_desk.services.records import add_record, void_record
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, SUPERVISOR

_BEFORE = frozenset("都道府県市区町村郡字")
_AFTER = frozenset("0123456789-字")
_LEFT_OUT = "町丁の地区の表から外した"
DistrictsOf = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class TownRow:
    """A line of the table."""

    id: UUID
    name: str
    districts: Mapping[str, str]


def list_towns(work: Work) -> list[TownRow]:
    """List the table by the towns' names."""
    query = select(Town).where(Town.record_state != VOID).order_by(Town.name)
    with work.store.reading(work.actor) as session:
        return [_row(town) for town in session.scalars(query)]


def _row(town: Town) -> TownRow:
    told = {key: getattr(town, key) for key in DISTRICT_KEYS}
    return TownRow(town.id, town.name, {key: value for key, value in told.items() if value})


def add_town(work: Work, answers: Mapping[str, Any]) -> UUID:
    """Add a line to the table, or refuse a town that stands in it."""
    name = fold_place(answers.get("name") or "")
    if any(fold_place(row.name) == name for row in list_towns(work)):
        raise InvalidEntriesError(
            {"name": "この町丁はすでに表にあります。左の一覧で選んで、直してください。"}
        )
    return add_record(work, Town.kind(), answers).id


def may_set_towns(work: Work) -> bool:
    """Whether the worker keeps the table."""
    return work.actor.has(SUPERVISOR, ADMINISTRATOR)


def leave_out_town(work: Work, town_id: UUID) -> None:
    """Take a line out of the table; people keep the districts they have."""
    void_record(work, Town.kind(), town_id, reason=_LEFT_OUT)


def districts_of(rows: Iterable[TownRow]) -> DistrictsOf:
    """Return what tells the districts of an address: those of the longest town that stands in it.

    Nothing where two towns of the same length tell different ones.
    """
    towns = [(fold_place(row.name), row.districts) for row in rows]

    def find(address: str) -> Mapping[str, str]:
        folded = fold_address(address)
        found = [(len(town), told) for town, told in towns if town and _stands_in(town, folded)]
        longest = max((size for size, _ in found), default=0)
        best = [told for size, told in found if size == longest]
        return best[0] if best and all(told == best[0] for told in best) else {}

    return find


def _stands_in(town: str, address: str) -> bool:
    """Whether an address names a town whole: not 東青空町 or 青空町12 for 青空町1."""
    start = address.find(town)
    while start >= 0:
        before, after = address[:start][-1:], address[start + len(town) :][:1]
        begins = not before or before in _BEFORE
        ends = not after or (after in _AFTER and not (town[-1].isdigit() and after.isdigit()))
        if begins and ends:
            return True
        start = address.find(town, start + 1)
    return False
