"""The demo office from the shell."""

import json

from soudan_desk.centres import CENTRES, all_processes
from soudan_desk.cli.main import run

SIZE = ("--cases", "3", "--consultations", "20", "--seed", "7", "--on", "2026-11-02")


def test_a_demo_has_exactly_its_size_and_opens_at_the_supervisors_desk(
    plain_command, tmp_path, capsys
):
    path, shown = tmp_path / "demo", []

    def show(*who):
        shown.append(who)
        return 0

    words = ["demo", str(path), *SIZE, "--json"]
    assert run(words, centres=CENTRES, processes=all_processes(), show=show) == 0
    told = json.loads(capsys.readouterr().out)
    assert shown == [(path, "shunin", told["password"])]
    assert told["logins"] == ["sodanin", "shunin", "kanri", "kansa", "etsuran"]
    assert (told["records"]["case"], told["records"]["consultation"]) == (3, 20)
    words = (path, "--user", "shunin", "--json")
    seen = plain_command("office", "info", *words, password=told["password"])
    assert seen.json["records"]["consultation"] == 20
    checked = plain_command("office", "check", *words).json
    assert checked["ok"] is True
    (sheet,) = (each for each in checked["checks"] if each["key"] == "recovery_sheet")
    assert "まだ" not in sheet["text"]
    voided = plain_command("record", "list", path, "task", "--where", "state=void", *words[1:])
    assert all(each["state"] == "void" for each in voided.json["items"])
    again = plain_command("demo", path, *SIZE, "--no-window", "--json")
    assert again.error["error"] == "already_exists"
    assert run(["demo", str(path)], centres=CENTRES, processes=all_processes(), show=show) == 0
    assert shown[1:] == shown[:1]
    assert plain_command("office", "info", *words).code == 0


def test_a_demo_that_is_refused_leaves_nothing(plain_command, tmp_path):
    said = plain_command("demo", tmp_path / "d", *SIZE, "--no-window", "--json", password="short")
    assert said.error["error"] == "weak_password"
    assert not (tmp_path / "d").exists()
