"""A bug locks the desk, keeps what is typed, and betrays nothing of it."""

import shutil
import subprocess
import sys

import pytest

from office_fixtures import PASSWORD
from soudan_desk.ui.last_resort import LastResort, place_of, told_without_words
from soudan_desk.ui.pages.login import LoginPage
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.window import MainWindow

SECRET = "見本さんの借金"


def stumble():
    raise ValueError(SECRET)


@pytest.fixture
def caught():
    with pytest.raises(ValueError, match=SECRET) as error:
        stumble()
    return error.type, error.value, error.tb


@pytest.fixture
def window(office_template, tmp_path, qtbot):
    shutil.copytree(office_template, tmp_path / "office")
    window = MainWindow(tmp_path / "office")
    qtbot.addWidget(window)
    window.show()
    window.log_in("kanri", PASSWORD)
    yield window
    window.close()


def test_what_is_written_names_places_and_no_words(caught):
    kind, _error, trace = caught
    written = told_without_words(kind, trace)
    assert "stumble" in written
    assert written.endswith("ValueError")
    assert SECRET not in written
    assert place_of(kind, None) == "ValueError"


def test_the_desk_is_locked_and_the_login_page_says_so(window, caught, capsys):
    window.frame.go(Place("agencies"))
    LastResort(window)(*caught)
    page = window.centralWidget()
    assert window.is_locked
    assert isinstance(page, LoginPage)
    assert "思いがけない不具合" in page.findChild(object, "problem").text()
    assert SECRET not in capsys.readouterr().err
    window.log_in("kanri", PASSWORD)
    assert window.frame.here() == Place("agencies")


def test_ctrl_c_at_the_terminal_locks_nothing(window):
    LastResort(window)(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not window.is_locked


BROKEN = """
import resource, sys
from PySide6.QtCore import QTimer
from soudan_desk import app
from soudan_desk.ui import window as windows

class Broken(windows.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        QTimer.singleShot(0, self.stumble)
        QTimer.singleShot(0, self.tell)

    def stumble(self):
        raise ValueError("見本さんの借金")

    def tell(self):
        print(self.centralWidget().findChild(object, "problem").text())
        print(resource.getrlimit(resource.RLIMIT_CORE))
        self.close()

windows.MainWindow = Broken
sys.exit(app.open_window())
"""


def test_the_running_program_tells_of_a_bug_itself_and_writes_no_memory_to_disk():
    done = subprocess.run(
        [sys.executable, "-c", BROKEN], capture_output=True, text=True, timeout=60, check=True
    )
    assert "思いがけない不具合" in done.stdout
    assert "(0, 0)" in done.stdout
    assert "in stumble" in done.stderr
    assert SECRET not in done.stdout + done.stderr
