"""What runs out, from the shell."""

from cli_samples import CALL, PERSON

KEYS = {
    *("kind", "id", "number", "centre", "process", "ended_on"),
    *("kept_until_on", "basis", "holds"),
}


def test_what_runs_out_is_listed_and_nothing_is_erased(command, add):
    call = add("consultation", {**CALL, "held_on": "2016-05-01"})
    assert command("disposal list", "--by", "2018-03-31").items == []
    for _ in range(2):
        (item,) = command("disposal list").items
        assert item.keys() == KEYS
        assert (item["kind"], item["id"]) == ("consultation", call)
        assert (item["process"], item["holds"]) == ("lone", [])
    person = add("person", PERSON)
    words = ("--centre", "life_support", "--person", person)
    case = command("case open", *words).json["case_no"]
    assert all(each["number"] != case for each in command("disposal list").items)  # not closed


def test_it_is_the_supervisor_s(command, add):
    add("consultation", {**CALL, "held_on": "2016-05-01"})
    said = command("disposal list", user="sodanin")
    assert said.code == 1
    assert said.error["error"] == "not_allowed"
