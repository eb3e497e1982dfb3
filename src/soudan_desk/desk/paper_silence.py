"""Of whom the papers of a meeting keep silent: in its items, its members and all it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from soudan_desk.desk.paper_facts import Facts
from soudan_desk.japanese.folding import name_key
from soudan_desk.models import Attendance, Case, Person
from soudan_desk.services.conference_sittings import ItemRow
from soudan_desk.services.masks import Mask
from soudan_desk.services.person_masks import household_names, known_names, names_of
from soudan_desk.storage.store import fetch

_OWN_PEOPLE = frozenset({"client", "family"})
"""Parts in a meeting that are not an office's: who sits there is named only with their case."""
_SHORTEST_PART = 2


@dataclass(frozen=True)
class _Someone:
    """The person of one item: may they be named, and by what are they and theirs known."""

    item_id: UUID
    person: Person
    names: tuple[str, ...]
    is_named: bool
    level: int
    known: tuple[str, ...]
    """Names of others that may be told though a part of them is hidden: no name of their own."""

    @property
    def parts(self) -> frozenset[str]:
        return frozenset(part for name in self.names for part in name.split())

    def is_called(self, name: str) -> bool:
        return name_key(name) in {name_key(each) for each in self.names}

    def resembles(self, name: str) -> bool:
        key = name_key(name)
        return any(len(part) >= _SHORTEST_PART and name_key(part) in key for part in self.parts)


class Silence:
    """What a meeting's paper may tell; an extract is `only` of one item."""

    def __init__(
        self,
        facts: Facts,
        rows: Iterable[ItemRow],
        members: Iterable[Attendance],
        *,
        names: bool,
        only: UUID | None = None,
    ) -> None:
        self._facts, self._names, self._only = facts, names, only
        offices = (row for row in members if row.role not in _OWN_PEOPLE and row.org)
        more = (name for row in offices for name in (row.name, row.org))
        self._known = known_names(facts.session, more)
        found = (self._someone(row) for row in rows)
        self._people = tuple(each for each in found if each is not None)

    def names(self, row: ItemRow) -> bool:
        """Whether the person of an item may be named on this paper."""
        is_told = self._only in {None, row.id}
        return self._names and is_told and not row.is_anonymous and row.naming.holds

    def of(self, row: ItemRow) -> Mask:
        """Return what must not be told where an item is spoken of."""
        own = next((each for each in self._people if each.item_id == row.id), None)
        spare = own.parts if own is not None and own.is_named else frozenset()
        return self._joined(spare)

    def of_meeting(self) -> Mask:
        """Return what must not be told where nobody's case is spoken of."""
        return self._joined(frozenset())

    def member(self, row: Attendance) -> str | None:
        """Return what a member is called; nothing at all for who belongs to another's case."""
        is_own = row.role in _OWN_PEOPLE
        if not is_own and (row.member_id is not None or row.agency_id is not None):
            return row.name
        who = self._whose(row.name, alike=is_own)
        if self._only is not None and (who or is_own) and not self._is_of_extract(who):
            return None
        is_named = self._names if is_own else True
        if is_named and all(each.is_named for each in who):
            return row.name
        return self._role(row.role if is_own and row.role else "client")

    def _is_of_extract(self, who: Sequence[_Someone]) -> bool:
        return len(self._people) == 1 or [each.item_id for each in who] == [self._only]

    def _whose(self, name: str, *, alike: bool) -> list[_Someone]:
        """Find the people a name is of: their own or of their household, else one `alike`."""
        exact = [each for each in self._people if each.is_called(name)]
        return exact or [each for each in self._people if alike and each.resembles(name)]

    def _role(self, role: str) -> str:
        return self._facts.work.codes.label("attendance.role", role)

    def _someone(self, row: ItemRow) -> _Someone | None:
        if row.case_id is None:
            return None
        session = self._facts.session
        person_id = fetch(session, Case, row.case_id).person_id
        if person_id is None:
            return None
        person = fetch(session, Person, person_id)
        names = (*names_of(person), *household_names(session, person))
        own = {name_key(name) for name in (*names, person.work_school) if name}
        known = tuple(name for name in self._known if name_key(name) not in own)
        return _Someone(row.id, person, names, self.names(row), row.restriction_level, known)

    def _joined(self, spare: frozenset[str]) -> Mask:
        mask = Mask()
        for each in self._people:
            mask = mask.and_of(_mask(each, spare))
        return mask


def _mask(someone: _Someone, spare: frozenset[str]) -> Mask:
    if someone.is_named:
        return Mask.of(someone.person, someone.level)
    hidden = Mask.of(someone.person)
    return hidden.and_of(Mask.of_names(someone.names, spare, someone.known))
