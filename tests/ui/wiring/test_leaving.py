"""Closing the window over work that no copy has: the worker is asked, and may plug a medium in."""

import pytest

from office_fixtures import PASSWORD, begin_small_office
from soudan_desk.services.copy_places import add_place
from soudan_desk.storage.copy_media import PlaceKind
from soudan_desk.ui.dialogs import Question
from soudan_desk.ui.window import MainWindow


@pytest.fixture
def medium(tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def window(medium, tmp_path, monkeypatch, qtbot):
    """Sit at a real office whose only place of copies has been unplugged."""
    monkeypatch.setenv("SOUDAN_STATE_DIR", str(tmp_path / "pc"))
    path = tmp_path / "office"
    office, work, _ = begin_small_office(path)
    add_place(work, office, medium, kind=PlaceKind.EXTERNAL)
    office.close()
    medium.rename(medium.with_name("in the safe"))
    window = MainWindow(path)  # not qtbot's: it would close it over work without a copy
    window.show()
    window.log_in("kanri", PASSWORD)
    yield window
    window.lock()
    qtbot.waitUntil(lambda: window.is_locked or not window.isVisible())
    window.close()
    window.deleteLater()


def open_ones(window):
    found = window.findChildren(Question, "leaving_without_copy")
    return [each for each in found if each.isVisible()]


def asked(window):
    (question,) = open_ones(window)
    return question


def test_the_window_stays_until_the_medium_is_plugged_in_and_a_copy_is_made(window, medium, qtbot):
    assert not window.close()
    question = asked(window)
    assert "「外付けA」をつないでから" in question.accessibleDescription()
    with qtbot.waitSignal(question.destroyed):
        question.buttons["again"].click()
    qtbot.waitUntil(lambda: bool(open_ones(window)))
    medium.with_name("in the safe").rename(medium)

    asked(window).buttons["again"].click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)

    assert len(list(medium.glob("*.backup"))) == 1


def test_who_leaves_without_a_copy_says_so(window, medium, qtbot):
    assert not window.close()
    asked(window).buttons["cancel"].click()
    assert window.isVisible()
    assert not window.close()

    asked(window).buttons["leave"].click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
