"""`audit list`, `audit verify`, `audit begin`: their shapes, and who may read what."""

import re
import subprocess

import pytest

from soudan_desk.storage.audit_keys import read_start_key


def text_of(pdf):
    return subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout


def key_on(sheet):
    """Type the key as it stands on the printed sheet."""
    letters = re.findall(r"\b(?:[A-Z2-7] ){3}[A-Z2-7]\b", text_of(sheet))
    assert len(letters) == 14
    return "-".join(group.replace(" ", "") for group in letters)


@pytest.fixture
def sheet(command, tmp_path):
    path = tmp_path / "監査票.pdf"
    assert command("audit begin", "--sheet", path, user="kanri").code == 0
    return path


def test_the_log_begins_with_a_sheet_and_is_proven_with_its_key(command, sheet, add):
    add("person", {"name": "見本 花子"})
    typed = key_on(sheet)
    assert len(read_start_key(typed)) == 32
    for words in ((), ("--from-sheet", typed), ("--from-sheet", typed.lower().replace("-", ""))):
        said = command("audit verify", *words, user="kansa")
        assert said.code == 0, said.err
        assert said.json.keys() == {"ok", "rows", "segments", "first_bad_seq", "anchor"}
        assert said.json["ok"] is True
        assert said.json["first_bad_seq"] is None
        assert said.json["segments"] >= 3


def test_a_sheet_is_never_overwritten_nor_put_into_the_office(command, sheet, office_path):
    again = command("audit begin", "--sheet", sheet, user="kansa")
    assert again.error["error"] == "already_exists"
    inside = office_path / "監査票.pdf"
    assert command("audit begin", "--sheet", inside, user="kansa").code == 1
    assert not inside.exists()
    assert len(read_start_key(key_on(sheet))) == 32


def test_a_second_sheet_closes_the_first_and_both_are_asked_for(command, sheet, tmp_path):
    second = tmp_path / "二枚目.pdf"
    begun = command("audit begin", "--sheet", second, user="kansa").json
    assert begun["chain"] == 2
    both = ("--from-sheet", key_on(sheet), "--from-sheet", key_on(second))
    assert command("audit verify", *both, user="kansa").json["ok"] is True


@pytest.mark.parametrize("login", ["sodanin", "shunin", "etsuran"])
def test_who_is_neither_administrator_nor_auditor_makes_no_sheet(command, tmp_path, login):
    said = command("audit begin", "--sheet", tmp_path / "a.pdf", user=login)
    assert said.error["error"] == "not_allowed"
    assert not (tmp_path / "a.pdf").exists()


def test_a_mistyped_key_is_a_sentence(command, sheet):
    typed = key_on(sheet)
    slip = typed[:-1] + ("A" if typed[-1] != "A" else "B")
    said = command("audit verify", "--from-sheet", slip, user="kansa")
    assert said.error["error"] == "wrong_sheet_key"


def test_rows_are_listed_in_their_shape_and_narrowed(command, add, plain_command):
    person = add("person", {"name": "見本 花子"})
    words = ("--centre", "life_support", "--person", person)
    case = command("case open", *words).json
    every = command("audit list", user="kansa").json
    assert every["total"] == len(every["items"])
    assert every["items"][0].keys() == {
        *("seq", "at", "user", "action", "kind", "id", "case_no", "fields", "reason", "result")
    }
    assert [item["seq"] for item in every["items"]] == list(range(1, every["total"] + 1))
    of_case = command("audit list", "--case", case["case_no"], user="kansa").items
    assert of_case
    assert {item["case_no"] for item in of_case} == {case["case_no"]}
    by = command("audit list", "--by", "shunin", user="kansa").items
    assert {item["user"] for item in by} == {"shunin"}
    assert command("audit list", "--to", "2020-01-01", user="kansa").items == []
    assert command("audit list", "--from", "2020-01-01", "--to", "2099-01-01", user="kansa").items


def test_one_reads_own_rows_a_supervisor_the_team_and_an_auditor_all(command, add):
    add("person", {"name": "見本 花子"})
    assert {item["user"] for item in command("audit list", user="sodanin").items} == {"sodanin"}
    team = {item["user"] for item in command("audit list", user="shunin").items}
    assert {"shunin", "sodanin"} <= team
    assert None not in team
    assert command("audit list", user="etsuran").items
    assert {item["user"] for item in command("audit list", user="etsuran").items} == {"etsuran"}
    office = command("audit list", user="kanri").items
    assert "person" not in {item["kind"] for item in office}


def test_a_signed_paper_is_compared_from_the_shell(command, add):
    add("person", {"name": "見本 花子"})
    said = command("audit compare", "--paper", "A" * 40, user="kansa")
    assert (said.code, said.json) == (1, {"ok": False, "seq": 0, "at": None})
    assert command("audit compare", "--paper", "abc", user="kansa").error["problems"].keys() == {
        "paper"
    }
