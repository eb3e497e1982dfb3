"""Wrong usage, the program as a process of its own, and what a command loads."""

import json
import os
import subprocess
import sys

import pytest

from office_fixtures import PASSWORD
from soudan_desk.storage.keys import STANDARD
from soudan_desk.storage.slot_file import read_slots

SOUDAN = [sys.executable, "-m", "soudan_desk"]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["office"],
        ["nonsense"],
        ["record", "nonsense", "x"],
        ["record", "list"],
        ["record", "list", "OFFICE", "person"],
        ["record", "list", "OFFICE", "person", "--user"],
        ["record", "list", "OFFICE", "person", "--user", "shunin", "--what"],
        ["record", "list", "OFFICE", "person", "--user", "shunin", "--limit", "many"],
        ["record", "list", "OFFICE", "person", "--user", "shunin", "--limit", "0"],
        ["record", "list", "OFFICE", "person", "--user", "shunin", "--where", "x"],
        ["record", "show", "OFFICE", "person", "x", "--user", "shunin"],
        ["record", "void", "OFFICE", "person", "x", "--user", "shunin"],
        ["case", "open", "OFFICE", "--centre", "life_support", "--user", "shunin"],
        ["codes", "list", "OFFICE", "--on", "きのう", "--user", "shunin"],
        ["office", "create", "OFFICE"],
        ["search", "OFFICE", "--user", "shunin"],
    ],
)
def test_wrong_usage_exits_2_with_a_japanese_sentence(plain_command, office_path, words):
    said = plain_command(*[office_path if word == "OFFICE" else word for word in words])
    assert said.code == 2
    assert any("\u3040" <= letter <= "\u30ff" for letter in said.err + said.out)
    assert "Traceback" not in said.err


def test_wrong_usage_is_json_too_where_json_is_asked_for(plain_command, office_path):
    said = plain_command("record", "list", office_path, "--json")
    assert (said.code, said.error["error"]) == (2, "usage")


def test_a_missing_password_without_a_terminal_is_wrong_usage(plain_command, office_path):
    words = ("record", "list", office_path, "person", "--user", "shunin")
    assert plain_command(*words, password=None).code == 2
    assert plain_command(*words, "--password-stdin", password=None).code == 2


def test_help_is_japanese(plain_command):
    said = plain_command("record", "add", "--help")
    assert said.code == 0
    assert "記録を入れる" in said.out
    assert "引数" in said.out
    assert "この説明を出して終わる" in said.out
    assert "Show this" not in said.out + plain_command("--help").out
    for pair in (("backup", "verify"), ("backup",), ("restore",)):
        assert plain_command(*pair, "--help").code == 0


def test_errors_are_one_sentence_without_json(plain_command, office_path):
    words = ("case", "show", office_path, "R08-L-9999", "--user", "shunin")
    said = plain_command(*words)
    assert (said.code, said.out) == (1, "")
    assert said.err == "ケース番号「R08-L-9999」は見つかりません。番号を確かめてください。\n"


def test_a_word_after_two_dashes_is_no_flag(plain_command, office_path):
    words = ("search", office_path, "--user", "shunin", "--", "--json")
    assert plain_command(*words).out == "0件\n"


def started(*words, stdin="", password=PASSWORD):
    environment = {**os.environ, "SOUDAN_PASSWORD": password}
    return subprocess.run(
        [*SOUDAN, *map(str, words)],
        input=stdin.encode(),
        capture_output=True,
        env=environment,
        check=False,
        start_new_session=True,
    )


def told(done):
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout.decode("utf-8"))


def test_an_office_is_made_in_processes_of_their_own(tmp_path):
    office, own = tmp_path / "事務所", "watashi no aikotoba desu"
    given = ("--name", "見本の事務所", "--centre", "life_support", "--admin", "kanri")
    sheet = ("--admin-name", "管理 見本", "--recovery-sheet", tmp_path / "r.pdf", "--prove-later")
    told(started("office", "create", office, *given, *sheet, "--json"))
    costs = [slot.cost for slot in read_slots(office / "office.slots").slots if slot.cost]
    assert costs
    assert all(cost.rounds >= STANDARD.rounds for cost in costs)  # what this PC can bear
    who = ("--name", "相談 見本", "--role", "caseworker", "--centre", "life_support")
    staff = told(started("staff", "add", office, "sodanin", *who, "--user", "kanri", "--json"))
    both = f"{staff['one_time_password']}\n{own}\n"
    words = ("staff", "set-password", office, "sodanin", "--password-stdin", "--json")
    told(started(*words, stdin=both))
    words = ("record", "list", office, "person", "--user", "sodanin", "--json")
    assert told(started(*words, password=own))["items"] == []


def test_a_whole_story_in_processes_of_their_own(office_path, tmp_path):
    office = office_path

    def work(*words, given=None):
        stdin = "" if given is None else json.dumps(given)
        return told(started(*words, "--user", "shunin", "--json", stdin=stdin))

    (person,) = work("record", "add", office, "person", "-", given={"name": "見本 花子"})["items"]
    call = {
        "centre": "life_support",
        "held_on": "2026-11-20",
        "method": "phone",
        "body": "家賃の相談",
        "person_id": person["id"],
    }
    (first,) = work("record", "add", office, "consultation", "-", "--finalise", given=call)["items"]
    words = ("--centre", "life_support", "--person", person["id"], "--consultation", first["id"])
    case = work("case", "open", office, *words)
    (hit,) = work("search", office, "家賃")["items"]
    assert (hit["id"], hit["case_no"]) == (first["id"], case["case_no"])
    amended = ("consultation", first["id"], "-", "--reason", "追記")
    work("record", "amend", office, *amended, given={"body": "家賃と電気代の相談"})
    shown = work("record", "show", office, "consultation", first["id"], "--version", "1")
    assert shown["values"]["body"] == "家賃の相談"
    made = told(started("backup", office, "--to", tmp_path / "控え", "--user", "kanri", "--json"))
    assert work("backup", "verify", made["bundle"])["verified"] is True
    work("restore", made["bundle"], "--to", tmp_path / "戻した")
    assert work("case", "show", tmp_path / "戻した", case["case_no"])["person"] == "見本 花子"


def test_a_command_loads_neither_qt_nor_the_papers(office_path):
    code = (
        "import sys; from soudan_desk.app import run_command; code = run_command(sys.argv[1:]);"
        "loaded = {m.split('.')[0] for m in sys.modules};"
        "print('LOADED', code, sorted(loaded & {'PySide6', 'reportlab', 'openpyxl', 'sudachipy'}))"
    )
    words = ("codes", "list", str(office_path), "sex", "--user", "shunin", "--json")
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        env={**os.environ, "SOUDAN_PASSWORD": PASSWORD},
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "LOADED 0 []"


def test_output_is_utf_8_whatever_the_console_speaks(office_path):
    environment = {**os.environ, "SOUDAN_PASSWORD": PASSWORD, "PYTHONIOENCODING": "ascii"}
    words = ("codes", "list", str(office_path), "sex", "--user", "shunin", "--json")
    done = subprocess.run([*SOUDAN, *words], capture_output=True, env=environment, check=True)
    assert "女" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("record", "list", "x", "person", "--limit", "0", "--user", "a"),
        ("record", "list", "x", "person", "--limit", "many", "--user", "a"),
        ("record", "list", "x", "person", "余分", "--user", "a"),
        ("nosuch",),
    ],
)
def test_wrong_usage_is_said_in_japanese_alone(plain_command, words):
    said = plain_command(*words, "--json")
    assert said.code == 2
    message = said.error["message"]
    assert not any(word in message for word in ("Input", "argument", "command", "Got")), message
