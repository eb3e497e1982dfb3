"""Writing the search index anew after sealing, piece by piece: nobody's save waits for long.

What is sealed leaves the index at once, but its older pieces hold the words until they are merged
without them. In a large office that takes longer than anybody would wait for a save.
"""

from __future__ import annotations

from contextlib import suppress
from time import sleep
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from soudan_desk.models import AppMeta
from soudan_desk.storage.bundle import Cancelled, never, refuse_if_cancelled
from soudan_desk.storage.refusals import BusyError, DiskFullError, ReadOnlyPlaceError
from soudan_desk.storage.sqlite_dialect import search_pack_on

if TYPE_CHECKING:
    from soudan_desk.storage.store import Store

_META: Any = AppMeta.__table__
_LET_OTHERS_S: Final = 0.01
"""So long others may begin to write between two pieces."""


def ask_for_packing(session: Session) -> None:
    """Remember, with what was sealed, that the index is to be written anew."""
    session.execute(update(_META).values(to_pack=_META.c.to_pack + 1))


def pack_search(store: Store, *, cancelled: Cancelled = never) -> None:
    """Merge the index until nothing that was sealed is left in it, if anything is.

    Where it is cancelled, the program ends or the database cannot be written, the next one begins
    anew: a full disk keeps no copy from being made.
    """
    with suppress(BusyError, DiskFullError, ReadOnlyPlaceError):
        while wanted := _wanted(store):
            _merge(store, cancelled)
            with store.writing(None) as session:  # unless something was sealed meanwhile
                session.execute(update(_META).where(_META.c.to_pack == wanted).values(to_pack=0))


def _wanted(store: Store) -> int:
    with store.reading(None) as session:
        return int(session.scalar(select(_META.c.to_pack)) or 0)


def _merge(store: Store, cancelled: Cancelled) -> None:
    begin = is_more = True
    while is_more:
        refuse_if_cancelled(cancelled)
        with store.writing(None) as session:
            is_more = search_pack_on(session, begin=begin)
        begin = False
        sleep(_LET_OTHERS_S)
