"""Back and forward, and which pages are kept."""

import pytest

from soudan_desk.ui.navigation import KEPT_PAGES, History
from soudan_desk.ui.pages.page import Page, Place

TODAY, CASES, INTAKE = Place("today"), Place("cases"), Place("intake")


@pytest.fixture
def page(qtbot):
    def page():
        made = Page()
        qtbot.addWidget(made)
        return made

    return page


def test_one_goes_back_and_forward_through_the_pages_as_they_were(page):
    history, today, cases = History(), page(), page()
    history.visit(TODAY, today)
    history.visit(CASES, cases)
    assert history.move(-1) == (TODAY, today)
    assert history.can_forward
    assert history.move(1) == (CASES, cases)
    assert not history.can_forward


def test_a_page_ahead_is_dropped_when_one_goes_elsewhere(page):
    history, cases = History(), page()
    history.visit(TODAY, page())
    history.visit(CASES, cases)
    history.move(-1)
    assert history.visit(INTAKE, page()) == [cases]


def test_a_page_ahead_stays_when_one_goes_to_it_again(page):
    history, intake = History(), page()
    history.visit(TODAY, page())
    history.visit(INTAKE, intake)
    history.move(-1)
    assert history.visit(INTAKE, history.find(INTAKE)) == []
    assert history.pages()[-1] is intake


def test_a_page_ahead_stays_when_it_was_visited_before_too(page):
    history, today = History(), page()
    history.visit(TODAY, today)
    history.visit(CASES, page())
    history.visit(TODAY, today)
    history.move(-1)
    assert history.visit(INTAKE, page()) == []


def test_the_oldest_page_is_forgotten_but_one_may_return_to_its_place(page):
    history, first = History(), page()
    history.visit(TODAY, first)
    for number in range(KEPT_PAGES - 1):
        assert history.visit(Place("case", {"id": number}), page()) == []
    assert history.visit(CASES, page()) == [first]
    for _ in range(KEPT_PAGES):
        place, kept = history.move(-1)
    assert (place, kept) == (TODAY, None)
