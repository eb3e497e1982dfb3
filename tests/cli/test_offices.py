"""Offices, staff, option lists and copies from the shell."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

from office_fixtures import PASSWORD
from soudan_desk.centres import CENTRES, all_processes
from soudan_desk.services.office import open_office
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.recovery import groups_to_prove

NEW = (
    *("--name", "見本の事務所", "--centre", "life_support", "--centre", "disability"),
    *("--admin", "kanri", "--admin-name", "管理 見本", "--json"),
)


def failed(said):
    return {check["key"] for check in said.json["checks"] if not check["ok"]}


def test_an_office_is_made_with_its_recovery_sheet(plain_command, tmp_path):
    sheet = tmp_path / "紙.pdf"
    said = plain_command("office", "create", tmp_path / "新", *NEW, "--recovery-sheet", sheet)
    assert said.code == 0, said.err
    assert said.json["centres"] == ["life_support", "disability"]
    text = subprocess.run(
        ["pdftotext", "-layout", str(sheet), "-"], capture_output=True, check=True
    )
    assert "回復キー" in text.stdout.decode()
    assert "見本の事務所" in text.stdout.decode()
    info = plain_command("office", "info", tmp_path / "新", "--user", "kanri", "--json").json
    assert (info["name"], info["centres"]) == ("見本の事務所", ["life_support", "disability"])
    assert (info["last_backup"], info["records"]["staff"]) == (None, 1)
    assert info["bytes"] > 100_000
    assert info["schema"]


def test_a_person_at_the_terminal_proves_the_sheet_at_once(tmp_path):
    ours, theirs = pty.openpty()
    sheet, office = tmp_path / "紙.pdf", tmp_path / "新"
    words = ("office", "create", office, *NEW[:-1], "--recovery-sheet", sheet)
    with subprocess.Popen(
        [sys.executable, "-m", "soudan_desk", *map(str, words)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "SOUDAN_PASSWORD": PASSWORD},
    ) as process:
        for _ in range(2):
            number = int(read_to(process.stderr, r"(\d)組目の4文字: $"))
            groups = re.findall(r"(?:[A-Z2-7] ){3}[A-Z2-7]", text_of(sheet))
            os.write(ours, f"{groups[number - 1].lower()}\n".encode())
        assert process.wait(30) == 0
    os.close(ours)
    os.close(theirs)
    assert len(groups) == 9
    assert groups_to_prove(OfficeFolder(office)) is None


def read_to(stream, pattern):
    """Read what a process says until it asks; return what it asks for."""
    said = b""
    while not (asked := re.search(pattern, said.decode(errors="ignore"))):
        said += os.read(stream.fileno(), 1000) or pytest.fail(said.decode())
    return asked[1]


def text_of(pdf):
    read = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return read.stdout.decode()


def test_a_sheet_is_never_overwritten_nor_put_beside_the_lock(plain_command, tmp_path):
    taken = tmp_path / "taken.pdf"
    taken.write_text("前の紙")
    for sheet in (taken, tmp_path / "新" / "sheet.pdf", tmp_path / "ない" / "sheet.pdf"):
        said = plain_command("office", "create", tmp_path / "新", *NEW, "--recovery-sheet", sheet)
        assert said.error["error"] == "already_exists"
        assert not (tmp_path / "新").exists()
    assert taken.read_text() == "前の紙"


def test_an_office_that_cannot_be_made_leaves_no_sheet(plain_command, tmp_path):
    sheet = tmp_path / "sheet.pdf"
    words = ("office", "create", tmp_path / "新", *NEW, "--recovery-sheet", sheet)
    assert plain_command(*words, password="short").error["error"] == "weak_password"
    said = plain_command(*words, "--centre", "moon")
    assert list(said.error["problems"]) == ["centre"]
    (tmp_path / "新").mkdir()
    (tmp_path / "新" / "file").touch()
    assert plain_command(*words).error["error"] == "already_exists"
    assert not sheet.exists()


def test_a_sound_office_passes_every_check(command):
    said = command("office check")
    assert (said.code, said.json["ok"]) == (0, True)
    keys = {check["key"] for check in said.json["checks"]}
    assert keys >= {"place", "slots", "pages", "structure", "schema", "audit_chain", "search_index"}
    assert all(check["text"] for check in said.json["checks"])


def test_a_flipped_byte_is_found(command, office_path):
    database = office_path / "office.db"
    content = bytearray(database.read_bytes())
    content[-100] ^= 1  # the last page: opening does not read it
    database.write_bytes(content)
    said = command("office check")
    assert said.code == 1
    assert said.json["ok"] is False
    assert "pages" in failed(said)


@pytest.mark.parametrize("damage", ["cut", "empty", "gone", "first page", "foreign"])
def test_a_damaged_database_is_a_failed_check(command, office_path, damage, tmp_path):
    database = office_path / "office.db"
    content = database.read_bytes()
    match damage:
        case "cut":
            database.write_bytes(content[: len(content) // 2])
        case "empty":
            database.write_bytes(b"")
        case "gone":
            database.unlink()
        case "first page":
            database.write_bytes(bytes(4096) + content[4096:])
        case "foreign":
            database.write_text("ただの文です。" * 1000)
    said = command("office check")
    assert said.code == 1
    assert failed(said)


def test_altered_slots_are_a_failed_check(command, office_path):
    slots = office_path / "office.slots"
    told = json.loads(slots.read_bytes())
    slots.write_text("{" + json.dumps(told)[1:-9], encoding="utf-8")
    said = command("office check")
    assert (said.code, failed(said)) == (1, {"slots"})


def test_checking_needs_an_office_and_a_password(plain_command, office_path, tmp_path):
    words = ("--user", "shunin", "--json")
    said = plain_command("office", "check", office_path, *words, password="wrong password it is")
    assert said.error["error"] == "wrong_password"
    assert plain_command("office", "check", tmp_path, *words).error["error"] == "not_an_office"


def test_an_office_open_elsewhere_is_a_sentence(command, office_path):
    opened, _ = open_office(office_path, "sodanin", PASSWORD, processes=all_processes())
    try:
        for name in ("record list", "office check"):
            words = ("person",) if name == "record list" else ()
            said = command(name, *words)
            assert (said.code, said.error["error"]) == (1, "open_elsewhere")
    finally:
        opened.close()


def test_staff_come_with_a_one_time_password_and_choose_their_own(
    plain_command, command, office_path
):
    given = ("--name", "新人 見本", "--role", "caseworker", "--centre", "life_support")
    said = command("staff add", "shinjin", *given, user="kanri").json
    assert said.keys() == {"login", "one_time_password"}
    one_time, own = said["one_time_password"], "atarashii aikotoba desu"
    words = ("record", "list", office_path, "person", "--user", "shinjin", "--json")
    said = plain_command(*words, password=one_time)
    assert said.error["error"] == "not_allowed"
    assert "set-password" in said.error["message"]
    change = ("staff", "set-password", office_path, "--password-stdin")
    said = plain_command(*change, "shinjin", "--json", stdin=f"{one_time}\nshort\n")
    assert said.error["error"] == "weak_password"
    said = plain_command(*change, "shinjin", "--json", stdin=f"{one_time}\n{own}\n")
    assert (said.code, said.json) == (0, {"login": "shinjin"})
    assert plain_command(*words, password=own).code == 0
    assert plain_command(*words, password=one_time).error["error"] == "wrong_password"
    again = ("--user", "shinjin")
    assert plain_command(*change, *again, stdin=f"{own}\n{own}2\n").code == 0


def test_one_sets_nobody_elses_password(plain_command, office_path):
    words = ("staff", "set-password", office_path, "nishio", "--user", "shunin")
    assert plain_command(*words).code == 2


def test_staff_are_listed_reset_and_disabled(command, plain_command, office_path):
    rows = {item["login"]: item for item in command("staff list").items}
    assert rows["shunin"]["roles"] == ["caseworker", "supervisor"]
    reset = command("staff reset", "nishio", user="kanri").json
    assert reset["login"] == "nishio"
    assert reset["one_time_password"]
    assert command("staff disable", "nishio", user="kanri").json["is_active"] is False
    words = ("record", "list", office_path, "person", "--user", "nishio", "--json")
    said = plain_command(*words, password=reset["one_time_password"])
    assert said.error["error"] == "wrong_password"
    assert command("staff reset", "dareka", user="kanri").error["error"] == "not_found"


def test_a_taken_login_and_an_impossible_role_are_sentences(command):
    given = ("--name", "新人 見本", "--centre", "life_support")

    def refused(login, *roles):
        words = [word for role in roles for word in ("--role", role)]
        return list(command("staff add", login, *given, *words, user="kanri").error["problems"])

    assert refused("shunin", "caseworker") == ["login"]
    assert refused("shinjin", "king") == ["roles"]
    assert refused("shinjin", "auditor", "caseworker") == ["roles"]


def test_option_lists_tell_code_label_and_validity(command):
    items = command("codes list").items
    assert items[0].keys() == {"list", "code", "label", "valid_from", "valid_to", "national"}
    lists = {item["list"] for item in items}
    assert {"sex", "consultation.method.disability", "role", "centre"} <= lists
    only = command("codes list", "consultation.method").items
    assert {item["list"] for item in only} == {
        f"consultation.method.{centre}" for centre in CENTRES
    }
    assert command("codes list", "nothing").error["error"] == "not_found"


def test_option_lists_of_a_day_leave_out_what_is_not_valid(command):
    items = command("codes list").items
    dated = [item for item in items if item["valid_from"]]
    assert dated
    early = command("codes list", "--on", "1900-01-01").items
    assert not any(item["valid_from"] for item in early)


def test_papers_are_listed_with_what_they_are_made_of(command):
    items = {item["paper"]: item for item in command("papers list").items}
    assert items["referral_letter"].keys() == {
        *("paper", "label", "kind", "centres", "form", "personal")
    }
    assert items["referral_letter"]["kind"] == "referral"
    assert items["recovery_sheet"]["kind"] is None
    narrowed = command("papers list", "--centre", "disability").items
    assert "intake_sheet" not in {item["paper"] for item in narrowed}


def test_a_copy_is_made_proven_and_restored_elsewhere(command, plain_command, tmp_path, add):
    person = add("person", {"name": "見本 花子"})
    made = command("backup", "--to", tmp_path / "控え", user="kanri").json
    assert made.keys() == {"bundle", "bytes", "rows", "audit_seq", "verified"}
    assert made["verified"] is True
    words = ("--user", "shunin", "--json")
    assert plain_command("backup", "verify", made["bundle"], *words).json == made
    info = command("office info").json
    assert info["last_backup"].endswith("Z")
    back = tmp_path / "戻した"
    said = plain_command("restore", made["bundle"], "--to", back, *words)
    assert said.json == made
    shown = plain_command("record", "show", back, "person", person, *words)
    assert shown.json["values"]["name"] == "見本 花子"
    assert plain_command("office", "check", back, *words).json["ok"] is True
    said = plain_command("restore", made["bundle"], "--to", back, *words)
    assert said.error["error"] == "already_exists"


def test_a_restored_office_enters_it_in_the_audit_chain_once(
    command, plain_command, tmp_path, office_path
):
    made = command("backup", "--to", tmp_path / "控え", user="kanri").json
    back = tmp_path / "戻した"
    words = ("--user", "shunin", "--json")
    plain_command("restore", made["bundle"], "--to", back, "--reason", "試し", *words)
    for _ in range(2):
        plain_command("record", "list", back, "person", *words)
    opened, work = open_office(back, "shunin", PASSWORD, processes=all_processes())
    with work.store.reading(None) as session:
        from soudan_desk.models import AuditEntry

        rows = [row for row in session.query(AuditEntry) if row.action == "restore"]
    opened.close()
    assert [row.reason for row in rows] == ["試し"]


def test_a_damaged_copy_is_refused(command, plain_command, tmp_path):
    made = command("backup", "--to", tmp_path / "控え", user="kanri").json
    broken = shutil.copytree(made["bundle"], tmp_path / "broken.backup")
    content = bytearray((broken / "office.db").read_bytes())
    content[5000] ^= 1
    (broken / "office.db").write_bytes(content)
    words = ("--user", "shunin", "--json")
    assert plain_command("backup", "verify", broken, *words).error["error"] == "damaged_backup"
    said = plain_command("restore", broken, "--to", tmp_path / "r", *words)
    assert said.error["error"] == "damaged_backup"
    assert not (tmp_path / "r").exists()
    assert plain_command("backup", "verify", tmp_path, *words).error["error"] == "not_an_office"


def test_a_command_runs_beside_an_open_window_once_several_may_come_in(command, office_path):
    with open_beside(office_path):
        refused = command("record list", "person")
        assert (refused.code, refused.error["error"]) == (1, "open_elsewhere")
    assert command("office share", user="kanri").json == {
        "office": str(office_path),
        "shared": True,
    }
    with open_beside(office_path):
        assert command("record list", "person").code == 0
        assert command("office share", "--off", user="kanri").error["error"] == "others_inside"
    assert not command("office share", "--off", user="kanri").json["shared"]


@contextmanager
def open_beside(path):
    """Hold the office open as a window does."""
    opened, work = open_office(path, "kanri", PASSWORD, processes=all_processes())
    try:
        yield work
    finally:
        opened.close()
