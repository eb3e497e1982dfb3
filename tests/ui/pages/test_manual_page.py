"""F1 opens the manual where it tells of what one looks at; in it one reads, seeks and returns."""

import pytest
from desk_fixtures import press, told_office, write
from modal import choose_file, when_open
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from soudan_desk.manual.blocks import Mark
from soudan_desk.manual.chapters import chapter, chapters, has_chapter
from soudan_desk.models import Case, Conference
from soudan_desk.services.records import add_record
from soudan_desk.ui.dialogs import tell
from soudan_desk.ui.pages.login import LoginPage
from soudan_desk.ui.pages.manual_text import ManualText
from soudan_desk.ui.pages.manual_view import manual_place
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.shortcuts import shortcuts_of
from soudan_desk.ui.theme import Look, theme
from soudan_desk.ui.wiring.pages import builders

__all__ = ["told_office"]  # the office of these tests
F1, CTRL, ALT = Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NEEDING = {"case": "id", "referral": "case_id"}


@pytest.fixture
def place_of(desk, case):
    """Return what gives a place of each page, about something where it needs that."""

    def place_of(name):
        match name:
            case "case" | "referral":
                return Place(name, {NEEDING[name]: case})
            case "person":
                with desk.office.store.reading(None) as session:
                    return Place(name, {"id": session.get_one(Case, case).person_id})
            case "conference":
                return Place(name, {"id": meeting(desk)})
        return Place(name)

    return place_of


def meeting(desk):
    answers = {"centre": "life_support", "meeting_kind": "coord", "held_on": desk.work.today()}
    return add_record(desk.work, Conference.kind(), answers).id


def shown(desk):
    """Return the chapter and heading one is at."""
    here = desk.frame.here()
    assert here.page == "manual"
    return here.about.get("chapter"), here.about.get("heading")


@pytest.mark.parametrize("name", sorted(builders()))
def test_f1_opens_the_page_of_what_one_looks_at(desk, place_of, name):
    if name == "manual":
        pytest.skip("is the manual itself")
    desk.frame.go(place_of(name))
    desk.settle()

    QTest.keyClick(desk.frame, F1)

    assert shown(desk)[0] == name
    QTest.keyClick(desk.frame, Qt.Key.Key_Left, ALT)
    assert desk.frame.here().page == name


@pytest.mark.parametrize("name", sorted(builders()))
def test_the_manual_names_every_key_a_page_offers(desk, place_of, name):
    page = desk.frame.go(place_of(name))
    desk.settle()
    named = keys_in(name)

    unsaid = [bound for bound in shortcuts_of(page) if not parts_of(bound.key) <= named]

    assert not unsaid


def test_the_manual_names_every_key_of_a_cases_tabs(desk, case):
    page = desk.frame.go(Place("case", {"id": case}))
    desk.settle()

    for tab in list(page.tabs._buttons):
        page.show_tab(tab)
        desk.settle()
        named = keys_in(f"case_{tab}") if has_chapter(f"case_{tab}") else set()
        unsaid = [b for b in shortcuts_of(page) if not parts_of(b.key) <= named | keys_in("case")]
        assert not unsaid, tab


def keys_in(name):
    """Gather the keys a chapter names, and those that `window` names for every page."""
    return {
        key
        for each in (chapter(name), chapter("window"))
        for block in each.blocks
        for words in ([block.words] if hasattr(block, "words") else cells(block))
        for stretch in words
        if stretch.mark is Mark.KEY
        for key in (stretch.text, *stretch.text.split())
    }


def cells(block):
    return [cell for row in getattr(block, "rows", ()) for cell in row]


def parts_of(key):
    """Return a key as the manual writes it."""
    number = key.removeprefix("Alt+")
    if key.startswith("Alt+") and number.isdigit() and int(number) > 2:
        return set()  # one of a row that the manual names by its ends
    return {key.replace("Left", "←").replace("Right", "→").replace("Num+", "")}


def test_a_tab_with_a_page_of_its_own_opens_that_page(desk, case):
    desk.frame.go(Place("case", {"id": case, "tab": "basics"}))
    desk.settle()

    QTest.keyClick(desk.frame, F1)

    assert shown(desk)[0] == "case_basics"


def test_a_tab_or_a_part_of_a_form_opens_its_heading(desk_of):
    desk = desk_of("kanri")
    desk.frame.go(Place("settings", {"tab": "staff"}))
    desk.settle()

    QTest.keyClick(desk.frame, F1)

    assert shown(desk) == ("settings", "職員")


@pytest.mark.parametrize(
    ("name", "editor", "heading"),
    [
        ("person", "kana", "基本"),
        ("intake", "body", "聞いたこと"),
        ("referral", "request", "お願いしたいこと"),
    ],
)
def test_the_part_of_a_form_one_is_in_opens_its_heading(desk, place_of, name, editor, heading):
    page = desk.frame.go(place_of(name))
    desk.settle()
    page.findChild(QWidget, editor).setFocus()

    QTest.keyClick(desk.frame, F1)

    assert shown(desk) == (name, heading)


def test_the_user_menu_offers_the_manual(desk):
    desk.frame.go(Place("today"))
    menu = desk.frame.findChild(QMenu)

    next(act for act in menu.actions() if act.text().startswith("使い方の手引き")).trigger()

    assert desk.frame.here().page == "manual"


def test_words_are_found_opened_and_marked(desk):
    page = desk.frame.go(manual_place("today"))
    QTest.keyClick(desk.frame, Qt.Key.Key_F, CTRL)
    write("支援措置")

    assert page.view.hits.isVisible()
    press(Qt.Key.Key_Return)

    opened = desk.frame.current().view
    assert shown(desk) == ("person", "支援措置")
    assert opened.text.extraSelections()
    press(Qt.Key.Key_Left, ALT)
    assert desk.frame.current() is page


def test_the_next_chapter_is_two_keys_away(desk):
    desk.frame.go(manual_place(chapters()[0].key))

    press(Qt.Key.Key_PageDown, CTRL)

    assert shown(desk)[0] == chapters()[1].key


def test_pictures_are_as_wide_as_the_text_and_dark_in_the_dark(qtbot, shown):
    text = shown(ManualText())
    text.resize(600, 500)
    text.show_chapter(chapter("today"))
    qtbot.waitUntil(lambda: text._drawn_width == text._room())
    (light,) = text._pictures.values()

    assert light.width() <= text.viewport().width()
    try:
        theme.set_look(Look.DARK)
        qtbot.waitUntil(lambda: next(iter(text._pictures.values())) != light)
        (dark,) = text._pictures.values()
        middle = (dark.width() // 2, 4)
        assert dark.pixelColor(*middle).lightness() < light.pixelColor(*middle).lightness()
    finally:
        theme.set_look(Look.LIGHT)


def test_the_manual_goes_into_a_pdf_where_one_says(desk, tmp_path):
    desk.frame.go(manual_place("today"))
    target = tmp_path / "手引き.pdf"

    def choose(dialog):
        choose_file(dialog, target)

    when_open(choose)
    QTest.keyClick(desk.frame, Qt.Key.Key_S, CTRL)
    desk.qtbot.waitUntil(target.exists, timeout=60_000)
    desk.settle()

    assert target.read_bytes().startswith(b"%PDF")


def test_over_a_question_f1_opens_the_manual_and_esc_returns(desk):
    desk.frame.go(Place("today"))
    seen = []

    def read_and_return(manual):
        seen.append((manual.objectName(), manual.view.key))
        QTimer.singleShot(0, manual.parent().reject)
        manual.reject()

    def ask_for_help(told):
        when_open(read_and_return, "manual_dialog")
        QTest.keyClick(told, F1)

    when_open(ask_for_help)
    tell(desk.frame.current(), "見本", "見本の知らせです。")

    assert seen == [("manual_dialog", "today")]


def test_before_anybody_has_signed_in_f1_opens_the_manual(qtbot):
    page = LoginPage("見本", "shunin")
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    seen = []

    def look(manual):
        seen.append(manual.view.key)
        manual.reject()

    when_open(look)
    QTest.keyClick(page, F1)

    assert seen == ["login"]
