"""供覧・決裁の順路: what a kind of record goes through in a centre, as the office sets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import CentreSetting, ReviewRoute, Staff
from soudan_desk.models.base import FINAL, VOID
from soudan_desk.services.answers import read_answers, write_answers
from soudan_desk.services.records import require_unchanged
from soudan_desk.services.rights import require_writing
from soudan_desk.services.settings import Setting
from soudan_desk.services.usual_routes import UsualRoute
from soudan_desk.services.work import Work
from soudan_desk.storage.store import fetch


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A route in the list of settings."""

    setting: Setting
    centre: str
    kind: str
    mode: str
    steps: tuple[str, ...]
    is_active: bool
    starts_itself: bool


def list_routes(work: Work) -> tuple[RouteRow, ...]:
    """List the office's routes by centre, in the order they were made."""
    query = (
        select(ReviewRoute)
        .where(ReviewRoute.record_state != VOID)
        .order_by(ReviewRoute.centre, ReviewRoute.created_at, ReviewRoute.id)
    )
    with work.store.reading(work.actor) as session:
        return tuple(_row(work, record) for record in session.scalars(query))


def _row(work: Work, route: ReviewRoute) -> RouteRow:
    entry = work.codes.find("review.kind", route.record_kind)
    title = entry.brief if entry else route.record_kind
    return RouteRow(
        Setting(route.kind(), route.id, title, route.lock_version, read_answers(route)),
        route.centre,
        route.record_kind,
        route.mode,
        tuple(str(step.get("title") or "") for step in route.steps),
        route.is_active,
        route.starts_itself,
    )


def save_route(work: Work, answers: Mapping[str, Any], setting: Setting | None = None) -> UUID:
    """Set a route up, or change one; what is on its way keeps the stages it has."""
    with work.store.writing(work.actor) as session:
        if setting is None:
            route = ReviewRoute(record_state=FINAL)
        else:
            route = fetch(session, ReviewRoute, setting.id)
            require_unchanged(route, setting.lock_version)
        require_writing(work, session, route, is_new=setting is None)
        write_answers(work, route, answers)
        _require_fitting(session, route)
        session.add(route)
        session.flush()  # gives it its id
        return route.id


def lacking_routes(work: Work, usual: Iterable[UsualRoute]) -> list[UsualRoute]:
    """Return the usual routes that the office's centres have not, paused ones being there."""
    with work.store.reading(work.actor) as session:
        return _lacking(session, usual)


def install_lacking(work: Work, usual: Iterable[UsualRoute]) -> int:
    """Give the office's centres the usual routes they lack; return how many."""
    with work.store.writing(work.actor) as session:
        lacking = _lacking(session, usual)
        for each in lacking:
            route = ReviewRoute(record_state=FINAL, **each.answers())
            require_writing(work, session, route, is_new=True)
            session.add(route)
        return len(lacking)


def _lacking(session: Session, usual: Iterable[UsualRoute]) -> list[UsualRoute]:
    centres = set(session.scalars(select(CentreSetting.centre)))
    query = select(ReviewRoute.centre, ReviewRoute.record_kind)
    known = {tuple(row) for row in session.execute(query)}
    return [
        each for each in usual if each.centre in centres and (each.centre, each.kind) not in known
    ]


def _require_fitting(session: Session, route: ReviewRoute) -> None:
    """Refuse a second way for the same, and readers who do not work in the centre."""
    same = select(ReviewRoute.id).where(
        ReviewRoute.centre == route.centre, ReviewRoute.record_kind == route.record_kind
    )
    if any(each != route.id for each in session.scalars(same)):
        raise InvalidEntriesError(
            {"record_kind": "この記録の順路はもうあります。一覧から選んで直してください。"}
        )
    named = [UUID(str(step["staff_id"])) for step in route.steps if step.get("staff_id")]
    query = select(Staff.id, Staff.centre_codes, Staff.is_active).where(Staff.id.in_(named))
    for row in session.execute(query):
        if not row.is_active or route.centre not in (row.centre_codes or ()):
            raise InvalidEntriesError(
                {"steps": "このセンターで働いていない職員がいます。選び直してください。"}
            )
