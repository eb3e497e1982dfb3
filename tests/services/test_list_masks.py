"""One rule of masks for what a list shows, and for what leaves with it as Excel or on paper."""

from datetime import timedelta

import pytest

from letter_office import ADDRESS, make_desk
from office_fixtures import TODAY, make_consultation
from soudan_desk.services.appointment_lists import appointments_between
from soudan_desk.services.case_lists import CaseFilter, list_cases
from soudan_desk.services.case_order import case_rows
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case
from soudan_desk.services.list_masks import leaving_rows
from soudan_desk.services.masks import HIDDEN_NAME
from soudan_desk.services.records import add_record, save_record


@pytest.fixture
def nameless(work):
    """A case that everybody sees, of somebody whose name another case hides."""
    desk = make_desk(work)
    case = open_case(work, centre="life_support")
    visit = {"held_on": TODAY, "appointment_kind": "visit", "title": "青葉さんと面接"}
    add_record(work, "appointment", {**visit, "case_id": case})
    save_record(work, "case", case, {"person_id": desk.person})
    restrict_case(work, desk.case, 3, "身の安全のため")
    return case


def listed(work, case):
    [row] = [row for row in list_cases(work, CaseFilter()) if row.id == case]
    assert case_rows(work, [case]) == [row]
    return row


def test_who_may_not_know_whose_case_it_is_does_not_read_it_in_what_comes_next(office, nameless):
    row = listed(office.work("sodanin"), nameless)
    assert row.person == HIDDEN_NAME
    assert row.next_what.endswith("さんと面接")
    assert "青葉" not in row.next_what


def test_who_works_on_the_case_that_hides_the_name_reads_it_but_no_list_of_theirs_tells_it(
    work, nameless
):
    row = listed(work, nameless)
    assert (row.person, row.next_what) == ("青葉 すみれ", "青葉さんと面接")
    [leaving] = leaving_rows(work, [row])
    assert (leaving.person, leaving.kana) == (HIDDEN_NAME, HIDDEN_NAME)
    assert "青葉" not in leaving.next_what


def test_a_day_of_appointments_hides_the_same(office, work, nameless):
    told = [
        [row.title for row in appointments_between(each, TODAY, TODAY) if row.case_id == nameless]
        for each in (work, office.work("sodanin"))
    ]
    assert told[0] == ["青葉さんと面接"]
    assert "青葉" not in told[1][0]


def test_where_somebody_protected_is_stands_in_no_list(work):
    desk = make_desk(work, shien_sochi=True)
    promise = {"next_due_on": TODAY + timedelta(days=2), "next_action": f"{ADDRESS}へ行く"}
    make_consultation(work, case_id=desk.case, **promise)
    row = listed(work, desk.case)
    assert row.next_what.endswith("へ行く")
    assert ADDRESS not in row.next_what
