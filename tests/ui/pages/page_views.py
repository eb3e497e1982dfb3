"""Every page a desk has, found by itself, with each of its tabs: for the tests of all pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from office_fixtures import TODAY
from soudan_desk.fields import ROW_ID
from soudan_desk.models import Case, Person
from soudan_desk.models.base import new_id
from soudan_desk.services.conferences import hold_conference
from soudan_desk.services.plan_grid import save_rows
from soudan_desk.services.plans import new_plan
from soudan_desk.services.records import add_record
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.wiring.pages import builders

PERIOD = {"period_from_on": date(2026, 4, 1), "period_to_on": date(2027, 3, 31)}
NEEDS_A_RECORD = {"case", "person", "conference", "referral"}
"""Pages that are about one record; any other page stands for itself."""


@dataclass(frozen=True)
class View:
    """A page as it is gone to, and what is opened on it then."""

    name: str
    page: str
    about: dict[str, Any] = field(default_factory=dict)
    then: Callable[[Any], object] = lambda _page: None
    login: str = "shunin"


@dataclass(frozen=True)
class Ids:
    """The records that pages are about."""

    case: Any
    person: Any
    conference: Any
    agency: Any


def fill(work) -> Ids:
    """Add a plan with tables, a meeting and an agency to the story; return what pages are about."""
    with work.store.reading(None) as session:
        case = session.scalars(select(Case).where(Case.case_no == "R08-L-0001")).one()
        case_id, person_id = case.id, case.person_id
        assert session.get(Person, person_id) is not None
    plan = add_record(work, "plan", {**new_plan(work, case_id), **PERIOD}).id
    goals = [{ROW_ID: new_id(), "goal": text} for text in ("家計を立て直す", "仕事に就く")]
    save_rows(work, plan, {"goals": goals}, {})
    agency = add_record(work, "agency", {"name": "見本法律相談所"}).id
    about = {"meeting_kind": "case", "centre": "life_support", "held_on": TODAY}
    meeting = hold_conference(work, about).id
    kind = work.codes.entries("agenda.type", centre="life_support")[0].code
    item = {"conference_id": meeting, "case_id": case_id, "agenda_type": kind}
    add_record(work, "agenda_item", item)
    return Ids(case_id, person_id, meeting, agency)


def views() -> Iterator[View]:
    """Name every page and every tab; a page nobody thought of here is among them."""
    for name in builders():
        if name not in NEEDS_A_RECORD:
            yield View(name, name)
    for tab in ("course", "basics", "assessments", "plans", "meetings", "milestones"):
        yield View(f"case_{tab}", "case", {"tab": tab})
    for tab in ("referrals", "papers", "intake"):
        yield View(f"case_{tab}", "case", {"tab": tab})
    yield View("case_writing", "case", then=lambda page: page.course.add_record())
    yield View("case_plan_rows", "case", {"tab": "plans"}, _open_rows)
    yield View("person", "person")
    yield View("conference", "conference")
    yield View("referral", "referral")
    for tab in (
        "staff",
        "password",
        "codes",
        "phrases",
        "deputies",
        "conflicts",
        "towns",
        "looks",
        "imports",
    ):
        yield View(f"settings_{tab}", "settings", {"tab": tab})
    for tab in ("take", "ask", "deputies"):
        yield View(f"handover_{tab}", "handover", {"tab": tab})
    for tab in ("office", "centres", "routes", "retention", "backup"):
        yield View(f"settings_{tab}", "settings", {"tab": tab}, login="kanri")


def _open_rows(page: Any) -> None:
    page.part("plans").open_rows()


def go_to(desk, view: View, ids: Ids) -> Page:
    """Go to a view and wait until everything on it is there."""
    own = {
        "case": {"id": ids.case},
        "person": {"id": ids.person},
        "conference": {"id": ids.conference},
        "referral": {"case_id": ids.case},
    }
    page = desk.frame.go(Place(view.page, {**own.get(view.page, {}), **view.about}))
    desk.settle()
    view.then(page)
    desk.settle()
    desk.qtbot.wait(30)  # editors out of sight are made in the pauses
    desk.settle()
    return page
