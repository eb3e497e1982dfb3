"""Every kind of centre; a new kind is a new package and one line here."""

from __future__ import annotations

from collections.abc import Iterable

from soudan_desk.centres import disability, life_support, rights_advocacy
from soudan_desk.centres.centre import Centre
from soudan_desk.services.due_rules import DueRule
from soudan_desk.services.process import Process
from soudan_desk.services.usual_routes import UsualRoute

CENTRES = {
    centre.key: centre
    for centre in (life_support.CENTRE, rights_advocacy.CENTRE, disability.CENTRE)
}


def all_processes() -> dict[tuple[str, str], Process]:
    """Return every centre's processes by centre and key."""
    return {
        (centre.key, process.key): process
        for centre in CENTRES.values()
        for process in centre.processes
    }


def all_review_routes() -> tuple[UsualRoute, ...]:
    """Return what goes up to whom in a new office, of every centre."""
    return tuple(route for centre in CENTRES.values() for route in centre.review_routes)


def all_due_rules(centres: Iterable[Centre] = tuple(CENTRES.values())) -> tuple[DueRule, ...]:
    """Return the due rules of some centres, each one once: common ones stand in several."""
    return tuple(dict.fromkeys(rule for centre in centres for rule in centre.due_rules))
