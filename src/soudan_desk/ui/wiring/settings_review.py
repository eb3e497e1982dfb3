"""Joins the settings of 供覧・決裁 to the verbs over routes and deputies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from soudan_desk.centres import all_review_routes
from soudan_desk.models import Deputy, ReviewRoute, fields_of
from soudan_desk.services import deputies, review_routes
from soudan_desk.services.records import Saved
from soudan_desk.services.settings import add_centre
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR, SUPERVISOR
from soudan_desk.ui.pages.settings import SettingsPane, SettingsTab
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context

if TYPE_CHECKING:
    from soudan_desk.ui.pages.settings_listed import Usual

Say = Callable[[str], None]
_NEW_ROUTE: dict[str, Any] = {
    "mode": "circulate",
    "starts_itself": True,
    "is_active": True,
    "author_may_approve": False,
    "wait_days_count": 7,
    "steps": [{"title": "主任", "role": SUPERVISOR}],
}


def review_tabs(seat: Seat, say: Say) -> Iterator[SettingsTab]:
    """Name the tabs this worker has: routes for administrators, deputies for who reads."""
    actor = seat.work.actor
    if seat.office.read_only:
        return
    if actor.has(ADMINISTRATOR):
        yield SettingsTab("routes", "供覧・決裁", partial(_routes, seat, say))
    if actor.writes_casework:
        yield deputies_tab(seat, say)


def deputies_tab(seat: Seat, say: Say) -> SettingsTab:
    """Return the tab of who stands in for whom."""
    return SettingsTab("deputies", "代理", partial(_deputies, seat, say))


def add_centre_with_routes(work: Work, centre: str, name: str) -> Saved:
    """Add a centre to the office with the routes its kind usually has."""
    return add_centre(work, centre, name, review_routes=all_review_routes())


def _routes(seat: Seat, say: Say) -> SettingsPane:
    from soudan_desk.ui.pages.settings_listed import Answers, Listed, ListedActs, ListedPane
    from soudan_desk.ui.pages.settings_review import ROUTES, route_listed

    work = seat.work
    names = {each.code: each.brief for each in work.codes.entries("centre")}
    known: dict[UUID, review_routes.RouteRow] = {}

    def fetch() -> list[Listed]:
        rows = review_routes.list_routes(work)
        known.update({row.setting.id: row for row in rows})
        return [route_listed(row, names, work.codes.label) for row in rows]

    def save(route_id: UUID, answers: Answers) -> None:
        review_routes.save_route(work, answers, known[route_id].setting)

    return ListedPane(
        ROUTES,
        ListedActs(
            fetch=fetch,
            add=lambda answers: review_routes.save_route(work, answers),
            save=save,
            end=None,
            fields=fields_of(ReviewRoute),
            fixed=frozenset({"centre", "record_kind"}),
            new_answers=_NEW_ROUTE,
            context=form_context(seat),
            watched=ReviewRoute.kind(),
            may_add=True,
            said=say,
            usual=_usual_routes(work),
        ),
    )


def _usual_routes(work: Work) -> Usual:
    from soudan_desk.ui.pages.settings_listed import Usual

    return Usual(
        "いつもの順路を入れる",
        lambda: len(review_routes.lacking_routes(work, all_review_routes())),
        lambda: review_routes.install_lacking(work, all_review_routes()),
        "順路を{}件入れました。要らないものは休止にできます",
    )


def _deputies(seat: Seat, say: Say) -> SettingsPane:
    from soudan_desk.ui.pages.settings_listed import ListedActs, ListedPane
    from soudan_desk.ui.pages.settings_review import DEPUTIES, deputy_listed

    work, today = seat.work, seat.work.today()
    own = None if work.actor.has(SUPERVISOR) else work.actor.staff_id
    return ListedPane(
        DEPUTIES,
        ListedActs(
            fetch=lambda: [deputy_listed(row, today) for row in deputies.list_deputies(work)],
            add=lambda answers: deputies.save_deputy(work, answers),
            save=lambda deputy_id, answers: deputies.save_deputy(work, answers, deputy_id),
            end=partial(deputies.end_deputy, work),
            fields=fields_of(Deputy),
            fixed=frozenset(),
            new_answers={"absent_id": own, "from_on": today},
            context=form_context(seat),
            watched=Deputy.kind(),
            may_add=True,
            said=say,
        ),
    )
