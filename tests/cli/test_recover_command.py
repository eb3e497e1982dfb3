"""`office recover`: the recovery key from standard input, a one-time password and a new sheet."""

import os
import pty
import re
import shutil
import subprocess
import sys

import pytest

from office_fixtures import PASSWORD
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.recovery import groups_to_prove, sheet_text
from soudan_desk.storage.refusals import WrongRecoveryKeyError
from soudan_desk.storage.slot_file import parse_slots
from soudan_desk.storage.unlocking import unlock, unlock_with_recovery

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads the sheet")


@pytest.fixture
def made(plain_command, tmp_path):
    """Make an office by command; give its folder and the key that its sheet shows."""
    office, sheet = tmp_path / "新", tmp_path / "紙.pdf"
    said = plain_command(
        *("office", "create", office, "--name", "見本の事務所", "--centre", "disability"),
        *("--admin", "kanri", "--admin-name", "管理 見本", "--recovery-sheet", sheet),
    )
    assert said.code == 0, said.err
    return office, key_on(sheet)


def key_on(sheet):
    read = subprocess.run(
        ["pdftotext", "-layout", str(sheet), "-"], capture_output=True, check=True
    )
    groups = re.findall(r"(?:[A-Z2-7] ){3}[A-Z2-7]", read.stdout.decode())
    assert len(groups) == 9
    return "-".join(group.replace(" ", "") for group in groups)


def recover(plain_command, office, sheet, key, login="kanri"):
    words = ("--login", login, "--recovery-sheet", sheet, "--password-stdin", "--json")
    return plain_command("office", "recover", office, *words, stdin=f"{key}\n", password=None)


def test_the_key_gives_a_one_time_password_and_a_new_sheet(plain_command, made, tmp_path):
    office, key = made
    sheet = tmp_path / "新しい紙.pdf"

    said = recover(plain_command, office, sheet, key.replace("-", ""))

    assert said.code == 0, said.err
    assert said.json.keys() == {"login", "one_time_password", "recovery_sheet"}
    assert (said.json["login"], said.json["recovery_sheet"]) == ("kanri", str(sheet))
    folder = OfficeFolder(office)
    assert unlock(folder, "kanri", said.json["one_time_password"]).must_change_password
    assert unlock_with_recovery(folder, key_on(sheet)).user_id is None
    assert groups_to_prove(folder)
    with pytest.raises(WrongRecoveryKeyError):
        unlock_with_recovery(folder, key)
    own = "atarashii kagi wo kimemashita"
    words = ("staff", "set-password", office, "kanri", "--password-stdin", "--json")
    given = f"{said.json['one_time_password']}\n{own}\n"
    assert plain_command(*words, stdin=given).json == {"login": "kanri"}
    checked = plain_command("office", "check", office, "--user", "kanri", "--json", password=own)
    assert checked.json["ok"], checked.json


@pytest.mark.parametrize("place", ["taken", "inside", "nowhere"])
def test_a_sheet_has_a_place_before_anything_happens(plain_command, made, tmp_path, place):
    office, key = made
    sheet = {
        "taken": tmp_path / "taken.pdf",
        "inside": office / "紙.pdf",
        "nowhere": tmp_path / "ない" / "紙.pdf",
    }[place]
    (tmp_path / "taken.pdf").write_text("前の紙")

    said = recover(plain_command, office, sheet, key)

    assert (said.code, said.error["error"]) == (1, "already_exists")
    assert (tmp_path / "taken.pdf").read_text() == "前の紙"
    unlock_with_recovery(OfficeFolder(office), key)


def test_what_is_refused_leaves_no_sheet_behind(plain_command, made, tmp_path):
    office, key = made
    sheet = tmp_path / "新しい紙.pdf"
    slip = ("A" if key[0] != "A" else "B") + key[1:]

    for given, login, error in (
        (slip, "kanri", "wrong_recovery_key"),
        ("", "kanri", "wrong_recovery_key"),
        (key, "dareka", "not_found"),
    ):
        said = recover(plain_command, office, sheet, given, login)
        assert (said.code, said.error["error"]) == (1, error)
        assert not sheet.exists()

    unlock_with_recovery(OfficeFolder(office), key)


def test_the_sheet_stays_when_its_key_may_be_in_force(plain_command, made, tmp_path):
    """As after a fault between the slot file and the chain on a disk that then refuses all."""
    office, key = made
    sheet = tmp_path / "新しい紙.pdf"
    os.link(office / "office.slots", tmp_path / "before")
    text = "import sys; from pathlib import Path; import soudan_desk.services.recovering as r\n"
    text += "def dead(*_): raise KeyboardInterrupt\nr._take_back = dead\n"
    text += "real = r.put_in_place\n"
    text += "def put(*a): real(*a); raise KeyboardInterrupt\nr.put_in_place = put\n"
    text += "from soudan_desk.desk.recovery_paper import recover_with_sheet\n"
    text += "recover_with_sheet(Path(sys.argv[1]), sys.argv[2], 'kanri', Path(sys.argv[3]))\n"

    ended = subprocess.run(
        [sys.executable, "-c", text, str(office), key, str(sheet)], capture_output=True, check=False
    )

    assert ended.returncode != 0
    before = parse_slots((tmp_path / "before").read_bytes())
    now = parse_slots((office / "office.slots").read_bytes())
    assert before.recovery.slot_id != now.recovery.slot_id
    unlock_with_recovery(OfficeFolder(office), key_on(sheet))


def test_without_a_terminal_the_key_is_asked_for_by_its_option(plain_command, made, tmp_path):
    office, _ = made
    words = ("--login", "kanri", "--recovery-sheet", tmp_path / "a.pdf", "--json")

    said = plain_command("office", "recover", office, *words)

    assert (said.code, said.error["error"]) == (2, "usage")
    assert "--password-stdin" in said.error["message"]
    assert not (tmp_path / "a.pdf").exists()


def test_at_a_terminal_the_key_is_typed_unseen(made, tmp_path):
    office, key = made
    ours, theirs = pty.openpty()
    words = ("--login", "kanri", "--recovery-sheet", tmp_path / "a.pdf", "--json")
    with subprocess.Popen(
        [sys.executable, "-m", "soudan_desk", "office", "recover", str(office), *map(str, words)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "SOUDAN_PASSWORD": PASSWORD},
        start_new_session=True,
    ) as process:
        asked = b""
        while b"): " not in asked:
            asked += os.read(process.stderr.fileno(), 1000) or pytest.fail(asked.decode())
        os.write(ours, f"{key}\n".encode())
        out, _ = process.communicate(timeout=40)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0
    assert b"one_time_password" in out


@pytest.mark.parametrize("source", ["sheet", "copy"])
def test_lost_slots_are_rebuilt_by_the_sheet_alone_or_with_a_copy(
    plain_command, made, tmp_path, source
):
    office, key = made
    words = ("backup", office, "--to", tmp_path / "控え", "--user", "kanri", "--json")
    bundle = plain_command(*words).json["bundle"]
    letters = sheet_text(OfficeFolder(office))
    for each in office.glob("office.slots*"):
        each.unlink()
    refused = plain_command("office", "info", office, "--user", "kanri", "--json")
    assert "パスワードを忘れた" in refused.error["message"]

    sheet = tmp_path / "新しい紙.pdf"
    words = ("--login", "kanri", "--recovery-sheet", sheet, "--password-stdin", "--json")
    if source == "copy":
        words = (*words, "--slots-from", bundle)
    said = plain_command("office", "rebuild", office, *words, stdin=f"{key}\n{letters}\n")

    assert said.code == 0, said.err
    folder = OfficeFolder(office)
    assert unlock(folder, "kanri", said.json["one_time_password"]).must_change_password
    unlock_with_recovery(folder, key_on(sheet))
    with pytest.raises(WrongRecoveryKeyError):
        unlock_with_recovery(folder, key)


def test_a_key_file_that_is_whole_is_not_rebuilt(plain_command, made, tmp_path):
    office, key = made
    letters = sheet_text(OfficeFolder(office))
    sheet = tmp_path / "新しい紙.pdf"
    words = ("--login", "kanri", "--recovery-sheet", sheet, "--password-stdin", "--json")

    said = plain_command("office", "rebuild", office, *words, stdin=f"{key}\n{letters}\n")

    assert (said.code, said.error["error"]) == (1, "already_exists")
    assert not sheet.exists()


def test_a_copy_is_restored_by_the_recovery_key_alone(plain_command, made, tmp_path):
    """A fresh PC, a bundle and the sheet: nobody needs to remember a password."""
    office, key = made
    words = ("backup", office, "--to", tmp_path / "控え", "--user", "kanri", "--json")
    bundle = plain_command(*words).json["bundle"]
    shutil.rmtree(office)
    back = tmp_path / "新しいPC"
    given = {"stdin": f"{key}\n", "password": None}

    checked = plain_command(
        *("backup", "verify", bundle, "--recovery-key", "--password-stdin", "--json"), **given
    )
    said = plain_command(
        *("restore", bundle, "--to", back, "--recovery-key", "--password-stdin", "--json"), **given
    )

    assert checked.json["verified"], checked.err
    assert said.code == 0, said.err
    sheet = tmp_path / "新しい紙.pdf"
    done = recover(plain_command, back, sheet, key)
    assert unlock(OfficeFolder(back), "kanri", done.json["one_time_password"])


def test_restore_says_what_opens_the_copy(plain_command, made, tmp_path):
    said = plain_command("restore", tmp_path, "--to", tmp_path / "x", "--json")

    assert (said.code, said.error["error"]) == (2, "usage")
    assert "--recovery-key" in said.error["message"]
