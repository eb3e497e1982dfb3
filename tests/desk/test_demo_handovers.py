"""The demo's notes between colleagues: on the desks of those who log in, and seen by who may."""

from collections import Counter
from datetime import date

import pytest

from soudan_desk.desk.demo.generate import generate_office

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def planned():
    return list(generate_office(cases=40, consultations=None, seed=1, on=ON))


def of(planned, kind):
    return [each for each in planned if each.kind == kind]


def test_every_note_has_a_receipt_for_each_of_its_readers(planned):
    receipts = Counter(each.answers["handover_note_id"] for each in of(planned, "receipt"))
    notes = of(planned, "handover_note")
    assert len(notes) >= 10
    assert {each.ref: len(each.answers["to_staff_ids"]) for each in notes} == dict(receipts)


def test_both_logins_of_the_demo_have_open_notes_and_have_left_some(planned):
    waiting = Counter(
        each.answers["staff_id"] for each in of(planned, "receipt") if not each.answers["done_at"]
    )
    assert waiting["staff:shunin"] >= 2
    assert waiting["staff:sodanin"] >= 2
    assert any(each.answers["staff_id"] == "staff:shunin" for each in of(planned, "handover_note"))


def test_nobody_writes_to_oneself_and_nothing_is_done_unread(planned):
    for note in of(planned, "handover_note"):
        assert note.answers["staff_id"] not in note.answers["to_staff_ids"]
    for receipt in of(planned, "receipt"):
        if receipt.answers["done_at"]:
            assert receipt.answers["read_at"] < receipt.answers["done_at"]


def test_notes_hang_on_going_cases_without_restriction_written_after_their_opening(planned):
    cases = {each.ref: each for each in of(planned, "case")}
    hung = [each for each in of(planned, "handover_note") if each.answers.get("case_id")]
    assert len({each.answers["centre"] for each in hung}) == 3
    for note in hung:
        case = cases[note.answers["case_id"]]
        assert not case.answers["restriction_level"]
        assert case.answers["closed_on"] is None
        assert note.extra["columns"]["about_id"] == case.ref
        assert note.at.date() >= case.answers["opened_on"]
        assert note.at.date() <= ON


def test_the_same_seed_gives_the_same_notes(planned):
    again = list(generate_office(cases=40, consultations=None, seed=1, on=ON))
    assert of(again, "handover_note") == of(planned, "handover_note")
    assert of(again, "receipt") == of(planned, "receipt")


def test_a_going_case_waits_for_the_one_asked_to_take_it_over(planned):
    cases = {each.ref: each for each in of(planned, "case")}
    asked = of(planned, "case_transfer")
    assert asked
    for each in asked:
        assert each.answers["to_staff_id"] == "staff:shunin"
        assert each.answers["state"] == "proposed"
        assert cases[each.answers["case_id"]].answers["closed_on"] is None
        assert each.answers["transfer_on"] == ON
