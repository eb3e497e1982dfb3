"""What falls due, on 今日 and in a case's banner."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from desk_fixtures import told_office
from PySide6.QtCore import Qt

from office_fixtures import TODAY, make_person
from soudan_desk.centres import all_due_rules
from soudan_desk.services.cases import open_case
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.today_rows import TodoRow, spoken

__all__ = ["told_office"]  # the office of these tests


@pytest.fixture
def desk_with_rules(desk):
    desk.seat.work = replace(desk.work, due_rules=all_due_rules())
    return desk


@pytest.fixture
def late_case(desk_with_rules):
    """Open a case whose person's protective measures ran out three days ago."""
    until = {"shien_sochi": True, "shien_sochi_until_on": TODAY - timedelta(days=3)}
    person = make_person(desk_with_rules.work, name="見本 期限", kana="ミホン キゲン", **until)
    answers = {"opened_on": TODAY}
    return open_case(desk_with_rules.work, centre="disability", person_id=person, answers=answers)


def rows_of(page):
    model = page.todos.rows
    rows = [model.row(model.index(at, 0)) for at in range(model.rowCount())]
    return [row for row in rows if isinstance(row, TodoRow)]


def due_rows(page):
    return [row for row in rows_of(page) if row.item is not None]


@pytest.fixture
def page(desk_with_rules, late_case, qtbot):
    page = desk_with_rules.frame.go(Place("today"))
    qtbot.waitUntil(lambda: bool(due_rows(page)), timeout=10_000)
    return page


def test_what_is_overdue_stands_first_with_its_reason_and_one_key(page, late_case):
    assert rows_of(page)[0].when.endswith("日超過")
    (row,) = [row for row in due_rows(page) if row.todo.case_id == late_case]
    assert row.item.rule.key == "support_measure"
    assert (row.when, row.title, row.act) == ("3日超過", "見本 期限", "基本情報を開く")
    assert "支援措置は令和8年11月21日で満了します。3日過ぎています。" in row.line
    assert row.line in spoken(row)


def test_promises_and_drafts_are_not_shown_twice(page):
    keys = {row.item.rule.key for row in due_rows(page)}
    assert not keys & {"promise", "draft_consultation"}
    days = [row.todo.due_on or date.max for row in rows_of(page)]
    assert days == sorted(days)


def test_enter_leads_to_where_one_does_something_about_it(page, desk_with_rules, late_case, qtbot):
    index = page.todos.rows.find(lambda row: row.item is not None and row.todo.case_id == late_case)
    page.todos.setCurrentIndex(index)
    with qtbot.waitSignal(page.go) as gone:
        qtbot.keyClick(page.todos, Qt.Key.Key_Return)
    (place,) = gone.args
    assert (place.page, place.about) == ("case", {"id": late_case, "tab": "basics"})


def test_a_derived_day_cannot_be_put_off(page, qtbot):
    page.todos.setCurrentIndex(page.todos.rows.find(lambda row: getattr(row, "item", None)))
    with qtbot.waitSignal(page.said) as said:
        qtbot.keyClick(page.todos, Qt.Key.Key_S)
    assert said.args == ["日付から決まる期限です。することを済ませると消えます。"]


def test_the_banner_of_a_case_says_what_falls_due_next(desk_with_rules, late_case):
    page = desk_with_rules.frame.go(Place("case", {"id": late_case}))
    desk_with_rules.settle()
    desk_with_rules.settle()
    assert page.banner._facts.due == "支援措置の満了 11/21（3日超過）"
