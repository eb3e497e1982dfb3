"""What falls due, from the shell."""

import pytest
from cli_samples import CALL, PERSON

KEYS = {
    *("rule", "label", "case_no", "kind", "id", "due_on"),
    *("days", "workers", "reason", "action"),
}


@pytest.fixture
def case(command, add):
    """Open a case whose last consultation promised a day."""
    person = add("person", PERSON)
    promise = {"next_due_on": "2026-11-27", "next_action": "窓口に同行"}
    call = add("consultation", {**CALL, **promise}, "--finalise")
    words = ("--centre", "life_support", "--person", person, "--consultation", call)
    return {**command("case open", *words).json, "person_id": person, "call": call}


def test_a_promise_is_due_with_the_keys_of_the_contract(command, case):
    said = command("due", "--on", "2026-11-25").json
    assert said.keys() == {"items", "total", "truncated"}
    (item,) = [each for each in said["items"] if each["rule"] == "promise"]
    assert item.keys() == KEYS
    assert (item["case_no"], item["kind"], item["id"]) == (
        case["case_no"],
        "consultation",
        case["call"],
    )
    assert (item["due_on"], item["days"], item["workers"]) == ("2026-11-27", 2, ["shunin"])
    assert "窓口に同行" in item["reason"]
    assert "あと2日" in item["reason"]


def test_items_come_by_day_then_case_number_and_late_ones_count_below_zero(command, add, case):
    late = {**PERSON, "shien_sochi": True, "shien_sochi_until_on": "2026-11-20"}
    words = ("--centre", "disability", "--person", add("person", late))
    other = command("case open", *words).json["case_no"]
    items = command("due", "--on", "2026-11-27").items
    assert [(each["due_on"], each["case_no"], each["days"]) for each in items[:2]] == [
        ("2026-11-20", other, -7),
        ("2026-11-27", case["case_no"], 0),
    ]
    assert items == sorted(items, key=lambda each: (each["due_on"], each["case_no"] or ""))


def test_due_items_are_narrowed_by_worker_and_centre(command, case):
    day = ("--on", "2026-11-27")
    assert command("due", *day, "--worker", "shunin").json["total"] == 1
    assert command("due", *day, "--worker", "nishio").json["total"] == 0
    assert command("due", *day, "--centre", "life_support").json["total"] == 1
    assert command("due", *day, "--centre", "disability").json["total"] == 0
    assert list(command("due", "--centre", "moon").error["problems"]) == ["centre"]
    assert command("due", "--worker", "dareka").error["error"] == "not_found"


def test_a_day_that_is_none_is_wrong_usage(plain_command, office_path, case):
    said = plain_command("due", office_path, "--on", "あした", "--user", "shunin", "--json")
    assert said.code == 2
    assert "2026-11-22 のように" in said.error["message"]


def test_a_case_shows_what_falls_due_in_it(command, case):
    said = command("case show", case["case_no"]).json
    assert {each["rule"] for each in said["due"]} <= {"promise", "no_contact_30", "screening"}
    assert all(each.keys() == KEYS for each in said["due"])
    assert all(each["case_no"] == case["case_no"] for each in said["due"])


def test_a_case_past_a_rule_of_its_own_is_overdue_in_the_list(command, add, case):
    late = {**PERSON, "shien_sochi": True, "shien_sochi_until_on": "2020-04-01"}
    words = ("--centre", "rights_advocacy", "--person", add("person", late))
    other = command("case open", *words).json["case_no"]
    days = {each["case_no"]: each["next_due_on"] for each in command("case list").items}
    assert days == {case["case_no"]: "2026-11-27", other: "2020-04-01"}
    assert [each["case_no"] for each in command("case list", "--overdue").items][-1] == other


def test_nobody_hears_of_a_restricted_case_of_others(command, add, case):
    assert command("due", "--on", "2026-11-27", user="nishio").json["total"] == 1
    given = {"restriction_level": 2}
    said = command("record amend", "case", case["id"], "-", "--reason", "秘匿", stdin=given)
    assert said.code == 0, said.err
    assert command("due", "--on", "2026-11-27", user="nishio").json["total"] == 0
    assert command("due", "--on", "2026-11-27").json["total"] == 1


def test_people_get_a_table_with_headings(plain_command, office_path, case):
    said = plain_command("due", office_path, "--on", "2026-11-27", "--user", "shunin")
    assert said.code == 0
    assert "期限の日" in said.out
    assert "1件" in said.out
