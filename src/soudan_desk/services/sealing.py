"""Sealing at log-in: what came in otherwise, and keys for those whose slot is new."""

from __future__ import annotations

from soudan_desk.storage.actor import Actor
from soudan_desk.storage.sealing_following import lagging_behind
from soudan_desk.storage.store import Store
from soudan_desk.storage.units import note


def seal_own_cases(store: Store, actor: Actor) -> None:
    """Seal the cases one works on that are not yet, and give their keys to members without."""
    if store.ring is None or not actor.writes_casework:
        return
    with store.reading(actor) as session:
        late = lagging_behind(session, store.ring, actor)
    if late.is_nothing:
        return
    with store.writing(actor) as session:
        for act in late.settle(session, store.ring, actor):
            note(session, act)
