"""Which records the names, numbers and ids in a file stand for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.japanese.folding import name_key
from soudan_desk.models import record_kinds
from soudan_desk.models.base import VOID
from soudan_desk.services.names import title_from

_NAMED_BY = ("name", "case_no", "login", "file_name", "ref_no")
_SURNAMES_OF = "staff"


class NameLookup:
    """Finds records the worker may see; each kind is read once, when first asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._by_name: dict[str, dict[str, list[UUID]]] = {}
        self._known: dict[str, set[UUID]] = {}

    def named(self, kind: str, words: str) -> list[UUID]:
        """Return the records of a name, number or title; a surname alone will do for staff."""
        names = self._names_of(kind)
        found = names.get(name_key(words), [])
        if found or kind != _SURNAMES_OF:
            return found
        return names.get(name_key(_surname(words)), [])

    def knows(self, kind: str, record_id: UUID) -> bool:
        """Whether there is such a record, and the worker may see it."""
        known = self._known.setdefault(kind, set())
        if record_id not in known and self._exists(kind, record_id):
            known.add(record_id)
        return record_id in known

    def add(self, kind: str, record_id: UUID) -> None:
        """Take note of a record this import makes, so that later rows may refer to it."""
        self._known.setdefault(kind, set()).add(record_id)

    def _exists(self, kind: str, record_id: UUID) -> bool:
        model: Any = record_kinds().get(kind)
        if model is None:
            return False
        return (
            self._session.scalars(select(model.id).where(model.id == record_id)).first() is not None
        )

    def _names_of(self, kind: str) -> dict[str, list[UUID]]:
        if kind not in self._by_name:
            names: dict[str, list[UUID]] = {}
            for record_id, name in self._read(kind):
                if (key := name_key(name)) and record_id not in names.setdefault(key, []):
                    names[key].append(record_id)
            self._by_name[kind] = names
        return self._by_name[kind]

    def _read(self, kind: str) -> Iterator[tuple[UUID, str]]:
        model: Any = record_kinds().get(kind)
        named_by = [key for key in _NAMED_BY if hasattr(model, key)]
        keys = list(dict.fromkeys((*named_by, *model.title_keys)))
        columns = [getattr(model, key) for key in keys]
        query = select(model.id, *columns).where(model.record_state != VOID).order_by(model.id)
        for row in self._session.execute(query):
            found = dict(zip(keys, row[1:], strict=True))
            yield from ((row[0], found[key]) for key in named_by if found[key])
            yield row[0], title_from(found[key] for key in model.title_keys)
            if kind == _SURNAMES_OF and found["name"]:
                yield row[0], _surname(found["name"])


def _surname(name: str) -> str:
    return "surname:" + name.replace("\u3000", " ").strip().split(" ")[0]
