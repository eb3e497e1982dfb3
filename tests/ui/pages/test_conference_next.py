"""The next date of a meeting, offered to its members when the meeting is closed."""

from datetime import timedelta

import pytest
from desk_fixtures import answering, told_office

from office_fixtures import TODAY
from soudan_desk.services.appointment_lists import appointments_between
from soudan_desk.services.conferences import hold_conference
from soudan_desk.services.records import add_record
from soudan_desk.ui.wiring.conference_next import offer_next

__all__ = ["told_office"]  # the office of these tests

NEXT = TODAY + timedelta(days=15)


@pytest.fixture
def meeting(desk, office):
    """Call a meeting with a next date, two of the office sitting in it."""
    answers = {"meeting_kind": "coord", "centre": "life_support", "held_on": TODAY}
    made = hold_conference(desk.work, {**answers, "next_on": NEXT}).id
    for login in ("shunin", "nishio"):
        member = {"name": login, "member_id": office.staff_id(login)}
        add_record(desk.work, "attendance", {"conference_id": made, **member})
    return made


def those_of(desk, office, login):
    staff = {office.staff_id(login)}
    return [row.title for row in appointments_between(desk.work, NEXT, NEXT, staff_ids=staff)]


def test_one_answer_puts_it_into_everybodys_days(desk, office, meeting):
    with answering(desk):
        assert offer_next(desk.work, meeting, desk.frame)
    assert those_of(desk, office, "shunin") == ["支援調整会議"]
    assert those_of(desk, office, "nishio") == ["支援調整会議"]
    assert not offer_next(desk.work, meeting, desk.frame)  # nothing is asked twice


def test_one_may_leave_it(desk, office, meeting):
    with answering(desk, choose="leave"):
        assert not offer_next(desk.work, meeting, desk.frame)
    assert those_of(desk, office, "shunin") == []
