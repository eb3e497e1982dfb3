"""What tests of 供覧・決裁 stand on: routes, a record on its way, a second supervisor."""

from datetime import date, timedelta

from office_fixtures import TODAY, make_consultation
from soudan_desk.models import Staff
from soudan_desk.models.base import FINAL, new_id
from soudan_desk.services.records import add_record
from soudan_desk.storage.actor import Actor


def add_staff_row(office, login, name, roles, centres=("life_support",)):
    """Put somebody on the list of staff, and give them a desk."""
    staff_id = new_id()
    with office.store.writing(None) as session:
        session.add(
            Staff(
                id=staff_id,
                name=name,
                login=login,
                roles=list(roles),
                centre_codes=list(centres),
                is_active=True,
                record_state=FINAL,
            )
        )
    office.actors[login] = Actor(
        staff_id=staff_id,
        login=login,
        name=name,
        roles=frozenset(roles),
        centres=frozenset(centres),
    )
    return staff_id


def step(title, *, role=None, staff=None):
    """Return one row of a route."""
    return {"title": title, "role": role, "staff_id": staff}


def make_route(office, kind="consultation", steps=None, **answers):
    """Set a route up as the administrator."""
    given = {
        "centre": "life_support",
        "record_kind": kind,
        "mode": "circulate",
        "steps": steps or [step("主任", role="supervisor")],
        "starts_itself": True,
        "is_active": True,
        "wait_days_count": 7,
        **answers,
    }
    return add_record(office.work_of_admin, "review_route", given).id


def final_consultation(work, **answers):
    """Write a record and make it final."""
    from soudan_desk.services.records import finalise_record

    record_id = make_consultation(work, **answers)
    finalise_record(work, "consultation", record_id)
    return record_id


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)
