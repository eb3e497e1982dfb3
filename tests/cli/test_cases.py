"""Cases and search from the shell."""

import pytest
from cli_samples import CALL, PERSON


@pytest.fixture
def case(command, add):
    """Open a case of one person with one consultation."""
    person = add("person", PERSON)
    call = add("consultation", {**CALL, "next_due_on": "2026-11-27"}, "--finalise")
    words = ("--centre", "life_support", "--person", person, "--consultation", call)
    return {**command("case open", *words).json, "person_id": person, "call": call}


def test_opening_tells_number_id_and_state(command, add):
    person = add("person", PERSON)
    said = command("case open", "--centre", "rights_advocacy", "--person", person).json
    assert said.keys() == {"case_no", "id", "state"}
    assert said["case_no"].endswith("-K-0001")
    assert said["state"] == "received"


def test_a_case_is_shown_with_the_keys_of_the_contract(command, case):
    said = command("case show", case["case_no"]).json
    assert said.keys() == {
        *("case_no", "id", "centre", "process", "state", "state_label", "person", "workers"),
        *("restriction_level", "opened_on", "closed_on", "moves", "due"),
    }
    assert (said["id"], said["state_label"], said["person"]) == (case["id"], "受付", "見本 花子")
    assert (said["workers"], said["closed_on"]) == (["shunin"], None)


def test_cases_are_listed_with_their_last_and_next_days(command, case):
    (item,) = command("case list").items
    assert item.keys() == {
        *("case_no", "id", "centre", "process", "state", "person", "workers"),
        *("opened_on", "last_contact_on", "next_due_on"),
    }
    assert (item["last_contact_on"], item["next_due_on"]) == ("2026-11-20", "2026-11-27")
    assert item["person"] == "見本 花子"


def test_the_next_day_is_the_earliest_that_still_waits(command, add, case):
    task = {"title": "窓口に電話", "case_id": case["id"], "due_on": "2026-11-22"}
    add("task", {**task, "done_on": "2026-11-21"})
    assert command("case list").items[0]["next_due_on"] == "2026-11-27"
    add("task", task)
    assert command("case list").items[0]["next_due_on"] == "2026-11-22"
    add("consultation", {**CALL, "case_id": case["id"], "held_on": "2026-11-23"})
    assert command("case list").items[0]["next_due_on"] == "2026-11-22"


def test_overdue_cases_are_those_whose_next_day_has_passed(command, add, case):
    late = {"title": "前の約束", "case_id": case["id"], "due_on": "2020-01-06"}
    assert command("case list", "--overdue").json["total"] == 0
    add("task", late)
    assert [item["case_no"] for item in command("case list", "--overdue").items] == [
        case["case_no"]
    ]


def test_lists_are_narrowed_by_centre_state_and_worker(command, add, case):
    other = command("case open", "--centre", "disability", "--person", case["person_id"]).json

    def found(*words):
        return [item["case_no"] for item in command("case list", *words).items]

    assert found() == sorted([case["case_no"], other["case_no"]])
    assert found("--centre", "disability") == [other["case_no"]]
    assert found("--state", "received", "--centre", "life_support") == [case["case_no"]]
    assert found("--state", "closed") == []
    assert len(found("--worker", "shunin")) == 2
    assert found("--worker", "sodanin") == []


def test_a_narrowing_that_names_nothing_is_refused(command):
    assert list(command("case list", "--centre", "moon").error["problems"]) == ["centre"]
    assert list(command("case list", "--state", "asleep").error["problems"]) == ["state"]
    assert command("case list", "--worker", "dareka").error["error"] == "not_found"


def test_what_cannot_be_opened_is_a_sentence(command, case):
    words = ("--centre", "life_support", "--person", case["person_id"])
    assert command("case open", *words, "--process", "moon").error["error"] == "invalid_entries"
    said = command("case open", *words, "--consultation", case["call"])
    assert said.error["error"] == "not_allowed"
    said = command("case open", "--centre", "moon", "--person", case["person_id"])
    assert said.error["error"] == "not_allowed"
    assert command("case list").json["total"] == 1


def test_search_tells_where_the_word_stands(command, case):
    said = command("search", "ヤチン").json
    assert said.keys() == {"query", "items", "truncated"}
    said = command("search", "家賃", "支払い").json
    assert said["query"] == "家賃 支払い"
    (hit,) = said["items"]
    assert hit.keys() == {*("group", "kind", "id", "case_no", "title", "context", "match", "on")}
    assert (hit["group"], hit["kind"], hit["id"]) == ("record", "consultation", case["call"])
    assert (hit["case_no"], hit["on"]) == (case["case_no"], "2026-11-20")
    start, end = hit["match"]
    assert hit["context"][start:end] == "家賃"


def test_search_gives_so_many_of_each_group(command):
    people = [{"name": f"見本 {number}", "note": "同じ団地"} for number in range(4)]
    command("record add", "person", "-", stdin=people)
    said = command("search", "見本", "--limit", "3").json
    assert [hit["title"].split()[1] for hit in said["items"]] == ["3", "2", "1"]
    assert said["truncated"] is True
    assert command("search", "見本", "--limit", "4").json["truncated"] is False
    assert command("search", "・").json == {"query": "・", "items": [], "truncated": False}


# --- moving ---


@pytest.fixture
def rights_case(command, add):
    person = add("person", PERSON)
    return command("case open", "--centre", "rights_advocacy", "--person", person).json


def test_a_case_shows_its_ways_on_and_what_each_lacks(command, case):
    moves = {move["to"]: move for move in command("case show", case["case_no"]).json["moves"]}
    assert moves["assessing"].keys() == {"to", "allowed", "missing"}
    assert not moves["assessing"]["allowed"]
    assert len(moves["assessing"]["missing"]) == 2
    assert moves["interrupted"] == {"to": "interrupted", "allowed": True, "missing": []}


def test_a_case_is_moved_and_shown(command, rights_case):
    said = command("case move", rights_case["case_no"], "supporting").json
    assert (said["state"], said["state_label"]) == ("supporting", "支援中")
    assert said.keys() == command("case show", rights_case["case_no"]).json.keys()


def test_a_move_that_is_not_allowed_is_refused_with_the_reason(command, rights_case):
    said = command("case move", rights_case["case_no"], "received")
    assert (said.code, said.error["error"]) == (1, "not_allowed")
    assert "「受付」から「受付」には進めません" in said.error["message"]


def test_a_file_of_moves_is_taken_all_or_none(command, rights_case):
    number = rights_case["case_no"]
    moves = [{"case_no": number, "state": "supporting", "reason": None}]
    refused = command(
        "case move", "-", stdin=[*moves, {"case_no": "R01-K-0001", "state": "closed"}]
    )
    assert refused.code == 1
    assert command("case show", number).json["state"] == "received"
    said = command("case move", "-", stdin=moves).json
    assert [item["state"] for item in said["items"]] == ["supporting"]
    assert (said["total"], said["truncated"]) == (1, False)


def test_moves_of_another_shape_are_refused_by_place(command):
    said = command("case move", "-", stdin=[{"number": 3}])
    assert (said.code, list(said.error["problems"])) == (1, ["1件目"])


def test_a_case_is_closed_for_a_reason_and_moves_no_more(command, rights_case):
    number = rights_case["case_no"]
    assert command("case close", number, "--reason", " ").code == 1
    said = command("case close", number, "--reason", "本人の申出").json
    assert said["state"] == "closed"
    assert said["closed_on"] is not None
    assert said["moves"] == []
    assert command("record show", "case", said["id"]).json["values"]["close_reason"] == "self_wish"
    assert command("case move", number, "supporting").code == 1


def test_a_reader_moves_nothing(command, rights_case):
    assert command("case move", rights_case["case_no"], "supporting", user="etsuran").code == 1
