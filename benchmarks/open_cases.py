"""Open cases as an office has them: most seen lately, some forgotten, with plans and promises."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from soudan_desk.models import Case, CaseWorker, Consultation, Person, Plan, Staff
from soudan_desk.models.base import FINAL, new_id
from soudan_desk.storage.store import Store

TODAY = date(2026, 11, 24)
_LOGIN = "shunin"


def add_open_cases(store: Store, count: int) -> None:
    """Add so many open cases of life support; about one in four has something due."""
    with store.reading(None) as session:
        staff = session.scalars(select(Staff).where(Staff.login == _LOGIN)).one()
    with store.writing_many(None, "bench") as bulk:
        for number in range(count):
            _add_case(bulk, staff.id, number)


def _add_case(bulk, staff_id: UUID, number: int) -> None:
    last = TODAY - timedelta(days=number * 7 % 32)  # one in sixteen beyond 30 days
    opened = last - timedelta(days=200 + number % 400)
    until = TODAY + timedelta(days=number % 400) if number % 10 == 0 else None
    person = bulk.add(
        Person(
            id=new_id(), name=f"見本 {number:06d}", kana=f"ミホン {number:06d}",
            is_anonymous=False, shien_sochi=until is not None, shien_sochi_until_on=until,
        )
    )  # fmt: skip
    case = bulk.add(
        Case(
            id=new_id(), case_no=f"Y{number % 10:02d}-L-{number:06d}", person_id=person,
            centre="life_support", process="consultation", state="supporting",
            opened_on=opened, last_contact_on=last,
        )
    )  # fmt: skip
    bulk.add(CaseWorker(case_id=case, staff_id=staff_id, role="main"))
    bulk.add(_consultation(case, person, staff_id, last, number))
    if number % 2 == 0:
        bulk.add(_plan(case, staff_id, opened, number))


def _consultation(case_id, person_id, staff_id, day, number) -> Consultation:
    return Consultation(
        id=new_id(), case_id=case_id, person_id=person_id, staff_id=staff_id,
        centre="life_support", held_on=day, record_state=FINAL, method="phone",
        created_at=datetime.fromisoformat(f"{day}T01:00:00+00:00"), body="家賃の相談。" * 9,
        next_due_on=day + timedelta(days=35) if number % 3 == 0 else None,
        next_action="窓口で書類を確かめる" if number % 3 == 0 else None,
    )  # fmt: skip


def _plan(case_id, staff_id, drafted, number) -> Plan:
    return Plan(
        id=new_id(), case_id=case_id, plan_kind="self_reliance", centre="life_support", plan_no=1,
        drafted_on=drafted, author_id=staff_id, record_state=FINAL,
        period_to_on=TODAY + timedelta(days=number % 365),
        next_monitoring_on=TODAY + timedelta(days=number % 90),
    )  # fmt: skip
