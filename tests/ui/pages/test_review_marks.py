"""Minutes and letters say on their page how far they are on their way up, and what came back."""

import pytest
from desk_fixtures import press, view_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from letter_office import dress_centre, make_desk
from office_fixtures import TODAY
from review_office import make_route
from soudan_desk.desk.letters import send_letter
from soudan_desk.services.records import add_record, amend_record, finalise_record
from soudan_desk.services.review_standing import review_standing
from soudan_desk.services.reviews import return_review, take_step
from soudan_desk.ui.pages.page import Place

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
WHY = "結論のわけを書いてください"
GOES_UP = {"conference": KEY.Key_S, "referral": KEY.Key_R}
MENDED = {"conference": "note", "referral": "reason"}


@pytest.fixture
def writer(office):
    return office.work("sodanin")


@pytest.fixture
def minutes(office, writer):
    """Finish the minutes of a meeting, which go to the supervisor."""
    make_route(office, "conference", mode="approve")
    called = {"meeting_kind": "case", "centre": "life_support", "held_on": TODAY}
    meeting = add_record(writer, "conference", called).id
    finalise_record(writer, "conference", meeting)
    return "conference", meeting


@pytest.fixture
def letter(office, writer):
    """Send a letter, which goes to the supervisor."""
    make_route(office, "referral", mode="approve")
    dress_centre(office)
    story = make_desk(writer)
    sent = add_record(writer, "referral", story.letter()).id
    send_letter(writer, sent, send_method="mail", deliver=lambda _pdf: None)
    return "referral", sent


def opened(desk, about):
    kind, record_id = about
    desk.frame.activateWindow()
    desk.qtbot.waitUntil(desk.frame.isActiveWindow)
    page = desk.frame.go(Place(kind, {"id": record_id}))
    desk.settle()
    return page


def mark_of(page):
    return page.acts.review if page.name == "conference" else page.view.head.review


def said(mark):
    return [each.accessibleName() for each in mark.findChildren(QWidget) if each.isVisible()]


def review_id(work, about):
    return review_standing(work, *about).review_id


@pytest.mark.parametrize("which", ["minutes", "letter"])
def test_what_came_back_is_told_and_goes_up_again_by_one_key(request, which, desk_of, office):
    about = request.getfixturevalue(which)
    desk = desk_of("sodanin")
    page = opened(desk, about)
    assert "決裁中 主任の番" in said(mark_of(page))
    assert not mark_of(page).submit.isVisible()
    return_review(office.work("shunin"), review_id(desk.work, about), WHY)
    desk.settle()
    assert WHY in view_text(page)
    amend_record(desk.work, *about, {MENDED[page.name]: "わけを書いた"}, reason="差し戻し")
    desk.settle()
    assert "直したことが、まだ伝わっていません" in view_text(page)
    press(GOES_UP[page.name], ALT)
    desk.settle()
    assert "決裁中 主任の番" in said(mark_of(page))
    assert WHY not in view_text(page)
    assert review_standing(desk.work, *about).state == "waiting"


def test_who_reads_it_sees_it_done_and_nothing_to_hand_in(desk_of, office, minutes):
    take_step(office.work("shunin"), review_id(office.work("shunin"), minutes))
    mark = mark_of(opened(desk_of("shunin"), minutes))
    assert "決裁済" in said(mark)
    assert not mark.submit.isVisible()


def test_nothing_is_said_where_no_way_is_laid(desk_of, writer):
    called = {"meeting_kind": "case", "centre": "life_support", "held_on": TODAY}
    meeting = add_record(writer, "conference", called).id
    page = opened(desk_of("sodanin"), ("conference", meeting))
    assert not mark_of(page).isVisible()
    assert not page.acts.returned.isVisible()
