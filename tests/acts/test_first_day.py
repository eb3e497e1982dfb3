"""The first day of an office: nothing is there but the program; in the evening one call is kept."""

import re
import subprocess

import pytest
from left import Left

from soudan_desk.centres import all_processes
from soudan_desk.services.office import open_office
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.recovery import groups_to_prove

PASSWORD = "haru no yoru no yume no ukihashi"


@pytest.fixture
def worker(qtbot, qapp):
    """Stand before the window of a program that knows no office."""
    from hands import Hands

    from soudan_desk.ui.window import MainWindow

    window = MainWindow(None)
    with qtbot.waitExposed(window):
        window.show()
    yield Hands(window)
    window.close()


def test_an_office_is_made_proven_copied_and_takes_its_first_call(worker, tmp_path):
    folder, sheet, copies = tmp_path / "office", tmp_path / "sheet.pdf", tmp_path / "usb"
    copies.mkdir()

    says_where_and_who(worker, folder)
    writes_the_sheet_and_proves_it(worker, folder, sheet)
    makes_the_first_copy(worker, copies)
    worker.signs_in(PASSWORD)
    takes_the_first_call(worker)
    worker.window.close()

    assert not sheet.exists()
    assert len(list(copies.glob("*.backup"))) == 2  # at the first run, and at log-out
    check_what_is_left(folder)


def fills(worker, name, text):
    worker.go_to(name)
    worker.press("Ctrl+A")
    worker.write(text)


def goes_on(worker, next_name):
    """Take the step, and wait until the next one asks for something."""
    worker.press("Ctrl+Enter")
    worker.sees(next_name)


def says_where_and_who(worker, folder):
    worker.press("Alt+N")
    worker.sees("office_folder")
    fills(worker, "office_folder", str(folder))
    goes_on(worker, "office_name")
    fills(worker, "office_name", "見本市社会福祉協議会")
    worker.go_to("centre_life_support")
    worker.press("Space")
    goes_on(worker, "admin_name")
    fills(worker, "admin_name", "見本 花子")
    fills(worker, "login", "hanako")
    fills(worker, "new_password", PASSWORD)
    fills(worker, "new_password_again", PASSWORD)
    goes_on(worker, "sheet_file")


def writes_the_sheet_and_proves_it(worker, folder, sheet):
    fills(worker, "sheet_file", str(sheet))
    goes_on(worker, "group_1")
    paper = groups_on(sheet)
    for line, group in zip(
        ("group_1", "group_2"), groups_to_prove(OfficeFolder(folder)), strict=True
    ):
        fills(worker, line, paper[group - 1])
    worker.go_to("delete_sheet_file")
    worker.press("Space")
    goes_on(worker, "audit_sheet_file")
    fills(worker, "audit_sheet_file", str(sheet.with_name("audit.pdf")))
    goes_on(worker, "backup_folder")
    assert "監査票" in text_of(sheet.with_name("audit.pdf"))


def groups_on(sheet):
    """Read the groups as the paper has them: letters parted by blanks."""
    found = re.findall(r"(?<![A-Z0-9])([A-Z2-7](?: [A-Z2-7]){3})(?![ ]?[A-Z0-9])", text_of(sheet))
    return [group.replace(" ", "") for group in found]


def text_of(sheet):
    done = subprocess.run(
        ["pdftotext", "-layout", sheet, "-"], check=True, capture_output=True, text=True
    )
    return done.stdout


def makes_the_first_copy(worker, copies):
    fills(worker, "backup_folder", str(copies))
    worker.press("Ctrl+Enter")
    worker.until(lambda: any(copies.iterdir()), "the copy")
    worker.until(lambda: worker.sees("next_step").isEnabled(), "the end")
    worker.press("Ctrl+Enter")
    worker.sees("password")


def takes_the_first_call(worker):
    worker.press("Ctrl+N")
    worker.sees_page("intake")
    worker.press("R", "Ctrl+B")
    worker.write("名前は言わず、家賃のことで電話。窓口の時間を伝えた。")
    worker.press("Ctrl+Enter")
    worker.rests()


def check_what_is_left(folder):
    office, work = open_office(folder, "hanako", PASSWORD, processes=all_processes())
    try:
        left = Left(work, office)
        assert work.actor.roles == {"administrator", "caseworker", "supervisor"}
        assert left.the_only("consultation").is_anonymous
        assert left.is_whole()
        assert left.is_tidy()
    finally:
        office.close()
