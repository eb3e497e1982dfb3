"""さがす and the quick search: results as one types, grouped, opened by Enter."""

import pytest
from desk_fixtures import TODAY
from keyboard import Keyboard
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from office_fixtures import make_consultation, make_person, office
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.services.cases import open_case
from soudan_desk.services.records import add_record
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.search_hits import HitDelegate
from soudan_desk.ui.wiring.search import search_office

__all__ = ["office"]  # an empty one: other pages are tested in the middle of a story
K = Qt.Key


@pytest.fixture
def seat(desk_of):
    seat = desk_of(centres={"life_support"})
    seat.frame.go(Place("search"))
    seat.settle()
    return seat


@pytest.fixture
def keyboard(seat, qtbot):
    return Keyboard(qtbot)


@pytest.fixture
def story(seat):
    """A person with a case and a record about the rent, and another who is only like them."""
    person = make_person(
        seat.work, name="朝倉 文", kana="アサクラ フミ", tel_mobile="090-0000-1234"
    )
    case = open_case(seat.work, centre="life_support", person_id=person)
    record = make_consultation(seat.work, case_id=case, body="来月の家賃が払えないとのこと。")
    make_person(seat.work, name="家賃 見本", kana="ヤチン ミホン")
    return person, case, record


def titles(view):
    lines = [view.hits.line(row) for row in range(view.hits.rowCount())]
    return [line.hit.title if line.hit else f"[{line.heading} {line.count}]" for line in lines]


def type_quickly(seat, keyboard, words):
    keyboard.ctrl(K.Key_K)
    keyboard.japanese(words)
    seat.qtbot.waitUntil(lambda: not seat.frame.quick._searcher.is_waiting, timeout=3000)


def test_ctrl_k_shows_hits_by_group_while_one_types(seat, keyboard, story):
    type_quickly(seat, keyboard, "家賃")
    quick = seat.frame.quick
    assert quick.isVisible()
    assert titles(quick.view) == [
        "[相談者 1]", "家賃 見本", "[記録 1]", "朝倉 文", "「家賃」をすべて見る",
    ]  # fmt: skip
    assert keyboard.focus is seat.frame.top.search


@pytest.mark.parametrize("words", ["ｱｻｸﾗ", "あさくら", "00001234", "０９０－００００"])
def test_names_and_numbers_are_found_in_any_writing(seat, story, words):
    person, _case, _record = story
    places = [hit.place for hit in search_office(seat.work, words).hits]
    assert Place("person", {"id": person}) in places


def test_arrows_pass_headings_and_enter_opens_the_record_in_its_case(seat, keyboard, story):
    _person, case, record = story
    type_quickly(seat, keyboard, "家賃")
    keyboard.press(K.Key_Down)
    keyboard.enter()
    about = {"id": case, "record": ("consultation", record)}
    assert seat.frame.here() == Place("case", about)
    assert not seat.frame.quick.isVisible()
    assert seat.frame.top.search.text() == ""


def test_enter_before_the_answer_opens_the_first_hit_when_it_comes(seat, keyboard, story):
    person, _case, _record = story
    keyboard.ctrl(K.Key_K)
    keyboard.japanese("アサクラ")
    keyboard.enter()
    seat.qtbot.waitUntil(lambda: seat.frame.here().page == "person", timeout=3000)
    assert seat.frame.here().about == {"id": person}


def test_escape_goes_back_to_where_one_was(seat, keyboard, story):
    before = keyboard.focus
    type_quickly(seat, keyboard, "家賃")
    keyboard.press(K.Key_Escape)
    assert keyboard.focus is before
    assert not seat.frame.quick.isVisible()
    assert seat.frame.here().page == "search"


def test_the_last_line_leads_to_everything_found(seat, keyboard, story):
    type_quickly(seat, keyboard, "家賃")
    keyboard.press(K.Key_Up)
    for _ in range(5):
        keyboard.press(K.Key_Down)
    keyboard.enter()
    assert seat.frame.here().about == {"words": "家賃"}


def test_what_is_not_found_is_said(seat, keyboard, story):
    type_quickly(seat, keyboard, "存在しないことば")
    assert seat.frame.quick.isVisible()
    assert seat.frame.quick._nothing.text() == "「存在しないことば」は見つかりません。"


def test_the_page_narrows_to_a_group_and_shows_the_context(seat, story):
    page = seat.frame.go(Place("search", {"words": "家賃"}))
    seat.qtbot.waitUntil(lambda: page.view.hits.rowCount() > 0, timeout=3000)
    assert titles(page.view) == ["[相談者 1]", "家賃 見本", "[記録 1]", "朝倉 文"]
    page._tabs.set_current("record")
    page._show()
    assert titles(page.view) == ["[記録 1]", "朝倉 文"]
    hit = page.view.hits.line(1).hit
    start, end = hit.match
    assert hit.context[start:end] == "家賃"


def test_the_page_finds_anew_what_was_written_meanwhile(seat, story):
    page = seat.frame.go(Place("search", {"words": "滞納"}))
    seat.settle()
    assert page.view.hits.rowCount() == 0
    make_consultation(seat.work, body="滞納は3か月分。")
    seat.qtbot.waitUntil(lambda: page.view.hits.rowCount() == 2, timeout=3000)


def test_more_than_fifty_hits_are_said_to_be_more(seat):
    for _ in range(51):
        make_consultation(seat.work, body="家賃の滞納。")
    results = search_office(seat.work, "家賃")
    assert results.count_of("record") == "50+"


def test_the_address_of_a_protected_person_is_found_but_not_shown(seat):
    make_person(
        seat.work, name="青葉 見本", kana="アオバ ミホン", address="見本市西町9", shien_sochi=True
    )
    (hit,) = search_office(seat.work, "西町").hits
    assert (hit.title, hit.context) == ("青葉 見本", "（支援措置のため伏せています）")


def test_every_kind_of_hit_leads_somewhere(seat, story):
    person, case, _record = story
    work = seat.work
    lone = make_consultation(work, person_id=person, body="目印の相談。")
    nameless = make_consultation(work, body="目印の相談。")
    agency = add_record(work, "agency", {"name": "目印の家"}).id
    letter = add_record(
        work,
        "referral",
        {"case_id": case, "person_id": person, "agency_id": agency, "reason": "目印",
         "issued_on": TODAY, "centre": "life_support"},
    ).id  # fmt: skip
    house = add_record(work, "household", {"name": "目印の世帯"}).id
    add_record(work, "member", {"household_id": house, "name": "見本", "person_id": person})
    about = [(hit.place.page, hit.place.about) for hit in search_office(work, "目印").hits]
    assert ("person", {"consultation": lone}) in about
    assert ("person", {"consultation": nameless}) in about
    assert ("agencies", {"agency": agency}) in about
    assert ("referral", {"id": letter}) in about
    assert ("person", {"id": person}) in about


def test_headings_are_read_out_with_their_counts_and_hits_with_their_context(seat, story):
    page = seat.frame.go(Place("search", {"words": "家賃"}))
    seat.qtbot.waitUntil(lambda: page.view.hits.rowCount() > 0, timeout=3000)
    spoken = [page.view.hits.index(row, 0).data() for row in range(4)]
    assert spoken[0] == "相談者 1件"
    assert "来月の家賃が払えないとのこと。" in spoken[3]
    assert isinstance(page.view.itemDelegate(), HitDelegate)
    assert page.findChild(QWidget, "search_words").accessibleName() == "さがすことば"


def test_a_call_of_nobodys_name_is_called_by_its_facts(office):
    work = office.work("shunin")
    make_consultation(
        work, body="目印の相談", subject_sex="female", subject_birth_on=PartialDate(age_band="40s")
    )
    nobody = make_person(work, name=None, kana=None, is_anonymous=True)
    make_consultation(work, body="目印の相談", person_id=nobody)
    titles = {hit.title for hit in search_office(work, "目印").hits}
    assert titles == {"匿名(電話・40代・女性・R8.11.24)", "匿名(電話・R8.11.24)"}
