"""No part of a page is ever shown as a window of its own, not even for the blink of an eye."""

import pytest
from desk_fixtures import told_office
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from soudan_desk.models import Consultation, Referral
from soudan_desk.ui.dialogs import Answer, ask, ask_text, confirm_dangerous, tell
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.shortcuts import ShortcutOverlay
from soudan_desk.ui.widgets.progress import Progress
from soudan_desk.ui.widgets.told import Told
from soudan_desk.ui.widgets.work_bar import WorkBar
from soudan_desk.ui.window import MainWindow
from soudan_desk.ui.wiring.pages import builders

__all__ = ["told_office"]  # the office of these tests
_MEANT = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
PLACES = sorted(builders().keys() - {"case", "conference"})  # these are about something


class Strays(QObject):
    """Notes every window that is shown and is neither meant as one nor a dialog or popup."""

    def __init__(self, *meant):
        super().__init__()
        self.meant, self.seen = meant, []

    def eventFilter(self, watched, event):  # noqa: N802
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            is_meant = watched in self.meant or isinstance(watched, QDialog)
            if watched.isWindow() and not is_meant and watched.windowType() not in _MEANT:
                self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.fixture
def strays(desk, qapp):
    watcher = Strays(desk.frame)
    qapp.installEventFilter(watcher)
    yield watcher
    qapp.removeEventFilter(watcher)


def go(desk, name, **about):
    desk.frame.go(Place(name, about))
    desk.settle()
    return desk.frame.current()


def answer_when_asked(asked):
    """Leave the next dialog as soon as it stands there."""
    dialog = QApplication.activeModalWidget()
    if dialog is None:
        QTimer.singleShot(10, lambda: answer_when_asked(asked))
        return
    asked.append(dialog.windowTitle())
    dialog.reject()


@pytest.mark.parametrize("name", PLACES)
def test_a_page_opens_inside_the_window(desk, strays, name):
    go(desk, name)
    assert strays.seen == []


def test_every_tab_of_a_case_opens_inside_the_window(desk, strays, case):
    page = go(desk, "case", id=case)
    for key in list(page._makers):
        page.show_tab(key)
        desk.settle()
    assert strays.seen == []


def test_every_tab_of_the_settings_opens_inside_the_window(desk_of, qapp):
    desk = desk_of("kanri")
    strays = Strays(desk.frame)
    qapp.installEventFilter(strays)
    page = go(desk, "settings")
    for key in list(page._makers):
        page.show_tab(key)
        desk.settle()
    qapp.removeEventFilter(strays)
    assert strays.seen == []


def test_records_and_letters_open_inside_the_window(desk, strays, case):
    with desk.office.store.reading(None) as session:
        record = session.query(Consultation).first().id
        letters = [letter.id for letter in session.query(Referral)]
    go(desk, "case", id=case, record=("consultation", record))
    go(desk, "referral", case_id=case)
    go(desk, "referral", case_id=case, direction="in")
    for letter in letters:
        go(desk, "referral", id=letter)
    assert strays.seen == []


@pytest.mark.parametrize("sentence", ["", "理由を書いてください。"])
def test_a_dialog_brings_no_window_but_its_own(desk, strays, sentence):
    asked, page = [], desk.frame
    for question in (
        lambda: ask(page, "問い", sentence, [Answer("go", "つづける", is_default=True)]),
        lambda: ask_text(page, "問い", sentence),
        lambda: tell(page, "問い", sentence),
        lambda: confirm_dangerous(page, "取り消す", 2, sentence),
    ):
        QTimer.singleShot(10, lambda: answer_when_asked(asked))
        question()
    assert len(asked) == 4
    assert strays.seen == []


def test_what_pages_put_up_and_take_down_is_no_window_before_it_has_a_parent(strays, qtbot):
    for made in (Progress("見本"), Told("取り消す"), Told(), WorkBar()):
        qtbot.addWidget(made)
    assert strays.seen == []


def test_the_keys_of_a_page_are_laid_over_the_window(desk, strays):
    overlay = ShortcutOverlay(desk.frame, [], [])
    overlay.show()
    assert strays.seen == []


def test_signing_in_and_beginning_an_office_need_one_window(office_template, qapp, qtbot):
    window = MainWindow(office_template)
    qtbot.addWidget(window)
    watcher = Strays(window)
    qapp.installEventFilter(watcher)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    qapp.processEvents()
    qapp.removeEventFilter(watcher)
    assert window.centralWidget().objectName() == "first_run"
    assert watcher.seen == []


def test_a_widget_shown_before_it_has_a_parent_would_be_noticed(strays, qtbot):
    stray = QWidget(objectName="stray")
    qtbot.addWidget(stray)
    stray.setVisible(True)
    assert strays.seen == ["QWidget stray"]
