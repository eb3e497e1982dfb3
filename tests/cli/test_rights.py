"""A right that the window refuses the command refuses."""

import pytest
from cli_samples import CALL, PERSON


@pytest.mark.parametrize("login", ["kansa", "etsuran", "kanri"])
def test_who_does_not_write_casework_is_refused(command, add, login):
    person = add("person", PERSON)
    call = add("consultation", CALL, "--finalise")
    for words, stdin in (
        (("record add", "person", "-"), PERSON),
        (("record amend", "consultation", call, "-", "--reason", "x"), {"body": "y"}),
        (("record void", "consultation", call, "--reason", "x"), ""),
        (("case open", "--centre", "life_support", "--person", person), ""),
    ):
        said = command(*words, stdin=stdin, user=login)
        assert said.code == 1, words
        assert said.error["error"] in {"not_allowed", "not_found"}
    assert command("record show", "consultation", call).json["version"] == 1


@pytest.mark.parametrize("login", ["kansa", "etsuran", "sodanin", "shunin"])
def test_only_an_administrator_registers_staff_and_makes_copies(command, tmp_path, login):
    given = ("--name", "新人 見本", "--role", "caseworker", "--centre", "life_support")
    assert command("staff add", "shinjin", *given, user=login).error["error"] == "not_allowed"
    assert command("staff disable", "nishio", user=login).error["error"] == "not_allowed"
    assert command("backup", "--to", tmp_path / "b", user=login).error["error"] == "not_allowed"
    assert not (tmp_path / "b").exists()


def test_a_supervisor_resets_a_password_a_caseworker_does_not(command):
    assert command("staff reset", "nishio", user="shunin").code == 0
    assert command("staff reset", "nishio", user="sodanin").error["error"] == "not_allowed"


def test_the_administrator_sees_no_casework(command, add):
    person = add("person", PERSON)
    call = add("consultation", CALL)
    assert command("record list", "consultation", user="kanri").json["total"] == 0
    assert command("record show", "consultation", call, user="kanri").error["error"] == "not_found"
    assert command("record show", "person", person, user="kanri").error["error"] == "not_found"
    assert command("search", "家賃", user="kanri").json["items"] == []
    assert command("office info", user="kanri").json["records"]["consultation"] == 0
    assert command("office info", user="shunin").json["records"]["consultation"] == 1


def test_a_restricted_case_is_not_even_a_count_for_others(command, add):
    person = add("person", PERSON, user="sodanin")
    opened = ("--centre", "life_support", "--person", person)
    case = command("case open", *opened, user="sodanin").json
    call = add("consultation", {**CALL, "case_id": case["id"]}, user="sodanin")
    words = (case["id"], "-", "--reason", "秘匿")
    said = command("record amend", "case", *words, stdin={"restriction_level": 1}, user="sodanin")
    assert said.code == 0, said.err
    for login in ("nishio", "shunin", "etsuran", "kansa"):
        assert command("case list", user=login).json["total"] == 0
        assert command("case show", case["case_no"], user=login).error["error"] == "not_found"
        assert command("record list", "consultation", user=login).json["total"] == 0
        assert command("record show", "consultation", call, user=login).code == 1
        said = command("record list", "consultation", "--case", case["case_no"], user=login)
        assert said.error["error"] == "not_found"
        other = {**CALL, "case_id": {"case_no": case["case_no"]}}
        said = command("record add", "consultation", "-", stdin=other, user=login)
        assert said.code == 1
    assert command("case list", user="sodanin").json["total"] == 1
