from datetime import date, time

import pytest

from soudan_desk.codes import CodeBook
from soudan_desk.models import (
    Case,
    CentreSetting,
    CodeAddition,
    Consent,
    Consultation,
    Intake,
    OfficeSetting,
    Person,
    Referral,
)
from soudan_desk.models.base import FINAL

EARLY, LATE = date(2026, 4, 1), date(2026, 11, 22)
MORNING, NOON = time(9, 30), time(12)


@pytest.mark.parametrize(
    ("model", "earlier", "later", "first", "second"),
    [
        (Consultation, "started_at_time", "ended_at_time", MORNING, NOON),
        (Intake, "started_at_time", "ended_at_time", MORNING, NOON),
        (Case, "opened_on", "closed_on", EARLY, LATE),
        (Case, "opened_on", "reopened_on", EARLY, LATE),
        (Consent, "given_on", "expires_on", EARLY, LATE),
        (Consent, "given_on", "withdrawn_on", EARLY, LATE),
        (Person, "shien_sochi_from_on", "shien_sochi_until_on", EARLY, LATE),
        (Referral, "issued_on", "reply_received_on", EARLY, LATE),
    ],
)
def test_what_comes_later_is_not_before_what_came_first(model, earlier, later, first, second):
    assert model().problems({earlier: first, later: second}) == {}
    assert model().problems({earlier: first, later: first}) == {}
    assert model().problems({earlier: first}) == {}
    found = model().problems({earlier: second, later: first})
    assert set(found) == {later}
    assert found[later].endswith("。")


def test_a_letter_becomes_final_only_with_consent_or_a_legal_ground():
    out = {"direction": "out", "record_state": FINAL}
    assert set(Referral().problems(out)) == {"consent_id"}
    assert Referral().problems({**out, "consent_id": "some id"}) == {}
    assert Referral().problems({**out, "legal_basis": "abuse_duty"}) == {}
    assert Referral().problems({**out, "record_state": "draft"}) == {}
    assert Referral().problems({**out, "direction": "in"}) == {}


def test_the_main_topic_is_one_of_the_topics():
    record = Consultation(main_topic="debt", topics=["housing"])
    record.derive()
    assert record.topics == ["housing", "debt"]
    record.derive()
    assert record.topics == ["housing", "debt"]


def test_the_lock_of_the_screen_cannot_be_put_off():
    assert OfficeSetting().problems({"lock_after_min": 15}) == {}
    assert OfficeSetting().problems({"lock_after_min": 16})
    assert OfficeSetting().problems({"lock_after_min": 0})


def test_a_row_of_stamps_fits_the_paper():
    assert CentreSetting().problems({"seal_boxes": [{"title": "担当"}] * 6}) == {}
    assert CentreSetting().problems({"seal_boxes": [{"title": "担当"}] * 7})


def test_an_option_of_the_office_is_found_in_its_book():
    added = CodeAddition(
        list_name="attachment.category", code="map", entry_label="地図", valid_to_on=EARLY
    )
    book = CodeBook([]).with_entries([added.entry()])
    assert book.label("attachment.category", "map") == "地図"
    assert book.entries("attachment.category", on=LATE) == ()
    assert not next(iter(book)).national
