"""The paper view asks for pages in the size it has, and shows what it gets."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from soudan_desk.ui.theme import Look, Role, theme
from soudan_desk.ui.widgets.paper_view import PaperView


def page(width=210, height=297, colour="white"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@pytest.fixture
def view(shown):
    view = PaperView()
    view.resize(400, 500)
    return shown(view)


def wanted(view, qtbot, act):
    """Return the size the view asks for after an act."""
    with qtbot.waitSignal(view.wanted, timeout=1000) as asked:
        act()
    return tuple(asked.args)


def test_a_whole_page_is_asked_for_in_the_room_there_is(view, qtbot):
    width, height = wanted(view, qtbot, view.ask_again)
    assert 300 < width < 400
    assert 300 < height < 500


def test_enlarged_the_page_is_asked_for_in_its_own_size(view, qtbot):
    assert wanted(view, qtbot, lambda: view.set_zoom(100)) == (794, 0)
    qtbot.keyClick(view, "+")
    assert wanted(view, qtbot, view.ask_again) == (round(794 * 1.25), 0)
    qtbot.keyClick(view, "-")
    assert wanted(view, qtbot, view.ask_again) == (794, 0)


def test_another_size_of_the_window_asks_anew(view, qtbot):
    assert wanted(view, qtbot, lambda: view.resize(300, 400))[0] < 300


def test_a_view_that_is_not_seen_asks_for_nothing(view, qtbot):
    view.hide()
    with qtbot.assertNotEmitted(view.wanted, wait=150):
        view.ask_again()


def test_pages_are_counted_and_a_word_stands_where_there_are_none(view):
    view.show_pages([page(), page()])
    assert len(view.pages) == 2
    view.say("作れません")
    assert view.pages == ()


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
def test_paper_stays_near_white_in_every_look(view, look):
    theme.set_look(look)
    view.show_pages([page(colour="white")])
    shown = view.grab().toImage()
    middle = shown.pixelColor(shown.width() // 2, shown.height() // 3)
    assert middle == theme.colour(Role.PAPER)
    assert middle.lightness() > 230


def test_the_buttons_end_where_the_zoom_ends(view, qtbot):
    from PySide6.QtWidgets import QAbstractButton

    larger = view.findChild(QAbstractButton, "enlarge_paper")
    for _ in range(5):
        qtbot.mouseClick(larger, Qt.MouseButton.LeftButton)
    assert not larger.isEnabled()
    assert view.findChild(QAbstractButton, "shrink_paper").isEnabled()
