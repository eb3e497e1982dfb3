"""The demo's numbers read as if its office had given them day by day, and go on from there."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from soudan_desk.centres import all_processes
from soudan_desk.desk.demo import generate_office
from soudan_desk.desk.demo.numbers import DemoNumbers
from soudan_desk.services.numbers import next_contact_no, next_referral_no, read_letter_no

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def planned():
    return list(generate_office(cases=30, consultations=300, seed=4, on=ON))


@pytest.fixture(scope="module")
def numbered(planned):
    numbers = DemoNumbers.of(planned, all_processes())
    found = defaultdict(list)
    for each in planned:
        answers = dict(each.answers)
        if each.kind in {"consultation", "referral"}:
            numbers.number(None, each, answers)
            found[each.kind].append((each.at, answers))
    return found


def test_every_consultation_has_its_reception_number_in_the_order_of_entry(numbered):
    series = defaultdict(list)
    for _, answers in sorted(numbered["consultation"], key=lambda pair: pair[0]):
        name, _, number = answers["contact_no"].rpartition("-")
        series[name].append(int(number))
    assert len(numbered["consultation"]) == 300
    assert {"08-受L", "08-受K", "08-受D"} <= series.keys()
    assert all(sorted(each) == list(range(1, len(each) + 1)) for each in series.values())
    ordered = [sum(a > b for a, b in pairwise(each)) for each in series.values()]
    assert sum(ordered) <= 3  # of those entered in one minute


def test_letters_bear_the_form_of_their_centre(numbered):
    told = defaultdict(set)
    for _, answers in numbered["referral"]:
        if answers["direction"] == "out":
            told[answers["centre"]].add(answers["ref_no"])
        else:
            assert "ref_no" not in answers
    assert all(each[:3] in {"08-", "07-"} and "-つ-" in each for each in told["life_support"])
    assert all(read_letter_no(each, "{年度}ひな権第{番号}号") for each in told["rights_advocacy"])
    assert told["rights_advocacy"]


def test_the_office_counts_on_behind_the_demo(work, planned, numbered):
    numbers = DemoNumbers.of(planned, all_processes())
    with work.store.writing(work.actor) as session:
        numbers.take(session)
        count = sum("08-受L-" in each["contact_no"] for _, each in numbered["consultation"])
        assert next_contact_no(session, "L", ON) == f"08-受L-{count + 1:04d}"
        mine = [each for _, each in numbered["referral"] if each.get("centre") == "rights_advocacy"]
        form = "{年度}ひな権第{番号}号"
        given = {each.get("ref_no") for each in mine}
        assert next_referral_no(session, ON, form) not in given


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("08-つ-0042", None, ("08-つ", 42)),
        ("08生支第7号", "{年度}生支第{番号}号", ("08生支第号", 7)),
        ("ひなた007", "ひなた{番号:3}", ("ひなた", 7)),
        ("08-つ-0042", "{年度}生支第{番号}号", None),
        ("8-つ-42", None, None),
    ],
)
def test_a_letters_number_is_read_in_the_centres_form(text, form, found):
    assert read_letter_no(text, form) == found
