"""What is read of a case beside its own page stands in the log of that case, too."""

import pytest
from desk_fixtures import told_office
from sqlalchemy import select
from test_conference_page import call

from office_fixtures import TODAY, make_person
from soudan_desk.models import AgendaItem, Case
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.likely_persons import Typed
from soudan_desk.services.records import add_record
from soudan_desk.services.reviews import submit_review
from soudan_desk.ui.pages.intake_desk import Asked
from soudan_desk.ui.pages.page import Place

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
__all__ = ["told_office"]

ANONYMOUS = {"held_on": TODAY, "method": "phone", "body": "匿名の相談", "centre": "life_support"}


def told(desk, action):
    with desk.office.store.reading(None) as session:
        query = select(AuditEntry).where(
            AuditEntry.action == action, AuditEntry.by == desk.work.actor.staff_id
        )
        return [(row.kind, row.record_id, row.case_id) for row in session.scalars(query)]


def go(desk, page, **about):
    shown = desk.frame.go(Place(page, about))
    desk.settle()
    return shown


def test_a_record_under_review_was_read_once_it_stood_there(desk_of, case, office):
    writer = office.work("sodanin")
    record = add_record(
        writer,
        "consultation",
        {"held_on": TODAY, "method": "phone", "body": "家賃の相談", "case_id": case},
        finalise=True,
    ).id
    add_route(office)
    submit_review(writer, "consultation", record)
    desk = desk_of("shunin")
    page = go(desk, "review")
    assert page.desk.row.record_id == record
    assert told(desk, "record_opened") == [("consultation", record, case)]
    go(desk, "today")
    go(desk, "review")
    assert len(told(desk, "record_opened")) == 1  # the same look, told once


def add_route(office):
    reader = office.staff_id("shunin")
    add_record(
        office.work_of_admin,
        "review_route",
        {
            "centre": "life_support",
            "record_kind": "consultation",
            "mode": "approve",
            "steps": [{"title": "主任", "role": None, "staff_id": reader}],
        },
    )


def test_the_brief_of_a_case_in_a_meeting_is_told_of_the_case(desk_of):
    desk = desk_of("shunin")
    meeting = call(desk.work, count=2)
    page = go(desk, "conference", id=meeting)
    with desk.office.store.reading(None) as session:
        query = select(AgendaItem).where(AgendaItem.conference_id == meeting)
        cases = {row.id: row.case_id for row in session.scalars(query)}
    seen = [row for row in told(desk, "record_opened") if row[0] == "agenda_item"]
    assert len(seen) == 1
    assert seen[0][2] == cases[seen[0][1]]
    assert page is not None


def test_who_is_looked_for_and_picked_while_the_telephone_rings_is_told(desk_of):
    desk = desk_of("sodanin")
    someone = make_person(desk.work, name="見本 受話")
    page = go(desk, "intake")
    found = []
    page._desk.find(Asked(Typed(name="見本 受話"), "", "", None), found.extend)
    desk.settle()
    assert [each.likely.person_id for each in found] == [someone]
    assert len(told(desk, "search")) == 1
    page.pick(someone)
    assert told(desk, "person_opened") == [("person", someone, None)]


@pytest.mark.parametrize(
    ("page", "word", "kind"),
    [("referral", "case_id", "case"), ("referral", "person", "person")],
)
def test_a_letter_that_is_begun_tells_of_whom_it_is(desk_of, case, page, word, kind):
    desk = desk_of("sodanin")
    with desk.office.store.reading(None) as session:
        ids = {"case": case, "person": session.get(Case, case).person_id}
    go(desk, page, **{word: ids[kind]})
    rows = told(desk, f"{kind}_opened")
    assert [row[1] for row in rows] == [ids[kind]]


def test_a_consultation_of_nobody_known_is_told_when_it_is_opened(desk_of):
    desk = desk_of("sodanin")
    lone = add_record(desk.work, "consultation", ANONYMOUS).id
    go(desk, "person", consultation=lone)
    assert told(desk, "record_opened") == [("consultation", lone, None)]
