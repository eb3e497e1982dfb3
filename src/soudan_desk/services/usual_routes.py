"""The routes of 供覧・決裁 that a new office, or a new centre of one, begins with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import ReviewRoute
from soudan_desk.models.base import FINAL
from soudan_desk.storage.actor import SUPERVISOR

CIRCULATE, APPROVE = "circulate", "approve"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualRoute:
    """The way a kind of record usually takes in a centre: the office's to change.

    `steps` are the titles of the boxes after the author's, each a supervisor's.
    """

    centre: str
    kind: str
    mode: str = CIRCULATE
    steps: tuple[str, ...] = ("主任", "所長")
    author_title: str = "担当"
    starts_itself: bool = True
    wait_days: int = 7

    def answers(self) -> dict[str, Any]:
        """Return the answers of the route's record."""
        return {
            "centre": self.centre,
            "record_kind": self.kind,
            "mode": self.mode,
            "author_title": self.author_title,
            "steps": [{"title": title, "role": SUPERVISOR} for title in self.steps],
            "starts_itself": self.starts_itself,
            "author_may_approve": False,
            "wait_days_count": self.wait_days,
            "is_active": True,
        }


def install_routes(session: Session, routes: Iterable[UsualRoute], centres: Iterable[str]) -> None:
    """Give a new office, or a new centre of one, its usual routes; none it has is changed."""
    wanted = set(centres)
    query = select(ReviewRoute.centre, ReviewRoute.record_kind)
    known = {tuple(row) for row in session.execute(query)}
    for each in routes:
        if each.centre in wanted and (each.centre, each.kind) not in known:
            session.add(ReviewRoute(record_state=FINAL, **each.answers()))
