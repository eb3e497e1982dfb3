"""What people ask about their own records: by when it is answered, by whom it is decided."""

from datetime import timedelta

import pytest

from office_fixtures import TODAY, make_person
from soudan_desk.centres import all_due_rules
from soudan_desk.errors import InvalidEntriesError, NoRightError, NotFoundError
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case
from soudan_desk.services.due import due_items
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.requests import (
    CHECKED,
    DECIDED,
    RECEIVED,
    TOLD,
    RequestFilter,
    count_requests,
    list_requests,
)

KIND = "disclosure_request"
RULE = next(rule for rule in all_due_rules() if rule.key == "request_answer")


def asked(work, person, **answers):
    given = {
        "request_type": "disclosure",
        "requester": "self",
        "person_id": person,
        "staff_id": work.actor.staff_id,
        "centre": "life_support",
        "scope": "令和7年度の相談の記録",
        **answers,
    }
    return add_record(work, KIND, given).id


@pytest.fixture
def person(work):
    return make_person(work, name="青木 花")


def due_of(work):
    return [each for each in due_items(work, on=TODAY) if each.rule.key == RULE.key]


def test_a_request_is_to_be_answered_thirty_days_after_it_came(work, person):
    request = asked(work, person, received_on=TODAY - timedelta(days=2))
    assert show_record(work, KIND, request).answers["due_on"] == TODAY + timedelta(days=28)
    (item,) = due_of(work)
    assert (item.days, item.person) == (28, "青木 花")
    assert "「開示」の請求に答える期限" in item.reason


def test_a_prolonged_term_counts_from_then_on_and_wants_a_reason(work, person):
    request = asked(work, person)
    later = TODAY + timedelta(days=60)
    with pytest.raises(InvalidEntriesError) as refused:
        save_record(work, KIND, request, {"extended_to_on": later})
    assert list(refused.value.problems) == ["extended_because"]
    longer = {"extended_to_on": later, "extended_because": "記録が多いため"}
    save_record(work, KIND, request, longer)
    assert due_of(work) == []  # not yet within its lead
    assert [row.due_on for row in list_requests(work)] == [later]


def test_what_was_answered_or_taken_back_is_due_no_more(work, person):
    told, taken_back = asked(work, person), asked(work, person)
    decided = {"identity_on": TODAY, "decision": "full", "decided_on": TODAY}
    save_record(work, KIND, told, {**decided, "notified_on": TODAY})
    save_record(work, KIND, taken_back, {"withdrawn_on": TODAY})
    assert due_of(work) == []
    assert count_requests(work, RequestFilter(only_open=True)) == 0


def test_the_list_says_how_far_each_has_come_and_what_is_late(work, person):
    late = asked(work, person, received_on=TODAY - timedelta(days=40))
    rows = [
        asked(work, person, identity_on=TODAY),
        asked(work, person, identity_on=TODAY, decision="full", decided_on=TODAY),
        asked(
            work, person, identity_on=TODAY, decision="full", decided_on=TODAY, notified_on=TODAY
        ),
    ]
    stages = {row.id: row.stage for row in list_requests(work)}
    assert stages == {late: RECEIVED, **dict(zip(rows, (CHECKED, DECIDED, TOLD), strict=True))}
    assert [row.id for row in list_requests(work, RequestFilter(overdue=True))] == [late]
    assert list_requests(work)[0].id == late
    assert len(list_requests(work, RequestFilter(words="青木"))) == 4
    assert list_requests(work, RequestFilter(words="赤木")) == []


def test_a_refusal_tells_why_and_of_what_and_only_after_who_asks_was_proven(work, person):
    request = asked(work, person)
    with pytest.raises(InvalidEntriesError) as refused:
        save_record(work, KIND, request, {"decision": "partial", "decided_on": TODAY})
    assert set(refused.value.problems) == {"grounds", "withheld", "identity_on"}


def test_a_caseworker_takes_a_request_and_a_supervisor_decides(office, person):
    worker = office.work("sodanin")
    request = asked(worker, person, identity_on=TODAY, decided_on=None)
    decision = {"decision": "full", "decided_on": TODAY}
    with pytest.raises(NoRightError, match="主任"):
        save_record(worker, KIND, request, decision)
    save_record(office.work("shunin"), KIND, request, decision)
    save_record(worker, KIND, request, {"notified_on": TODAY})
    with pytest.raises(NoRightError):
        save_record(worker, KIND, request, {"decision": None, "notified_on": None})


def test_a_request_cannot_be_about_somebody_elses_case(work, person):
    other = open_case(work, centre="life_support", person_id=make_person(work, name="別の 人"))
    with pytest.raises(InvalidEntriesError) as refused:
        asked(work, person, case_id=other)
    assert list(refused.value.problems) == ["case_id"]


def test_a_request_about_a_hidden_case_is_seen_by_its_members_alone(office, person):
    work, outsider = office.work("shunin"), office.work("nishio")
    case = open_case(work, centre="life_support", person_id=person)
    request = asked(work, person, case_id=case)
    restrict_case(work, case, 1, "支援措置のため")
    assert [row.id for row in list_requests(work)] == [request]
    assert list_requests(outsider) == []
    with pytest.raises(NotFoundError):
        show_record(outsider, KIND, request)
