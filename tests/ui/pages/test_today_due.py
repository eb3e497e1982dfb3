"""What falls due, on 今日 and in a case's banner."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from desk_fixtures import told_office
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QApplication

from office_fixtures import TODAY, make_person
from soudan_desk.centres import all_due_rules
from soudan_desk.services.cases import open_case
from soudan_desk.services.due import due_items, pressing_items
from soudan_desk.services.due_judging import Cut
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.today_looks import act_rect
from soudan_desk.ui.pages.today_rows import DUE_ENDS, Heading, MoreRow, TodoRow, spoken
from soudan_desk.ui.theme import theme
from soudan_desk.ui.wiring import today as wiring

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


def test_in_a_narrow_list_a_row_has_three_lines_and_the_first_keeps_its_heading(page):
    rows = page.todos
    first = rows.rows.find(lambda row: isinstance(row, TodoRow))
    rows.setCurrentIndex(first)
    heights = []
    for width in (500, 260):
        rows.resize(width, 90)
        QApplication.processEvents()
        heights.append(rows.visualRect(first).height())
    assert heights == [theme.px(54), theme.px(76)]
    assert rows.verticalScrollBar().value() == 0
    row = rows.rows.row(first)
    place = act_rect(QRectF(0, 0, 260, heights[1]), row)
    assert place.bottom() < heights[1] / 2


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


# --- more than one reads ---------------------------------------------------------------------


@pytest.fixture
def four_late(desk_with_rules, late_case):
    """Open three cases more whose measures ran out, one of them today."""
    for days in (0, 2, 9):
        until = {"shien_sochi": True, "shien_sochi_until_on": TODAY - timedelta(days=days)}
        person = make_person(desk_with_rules.work, name=f"見本 満了{days}", **until)
        answers = {"opened_on": TODAY}
        open_case(desk_with_rules.work, centre="disability", person_id=person, answers=answers)


def late_items(work):
    mine = {"on": TODAY, "worker_ids": [work.actor.staff_id]}
    return due_items(work, **mine), lambda most: pressing_items(work, Cut(most, DUE_ENDS), **mine)


def group_of(item):
    return 0 if item.days < 0 else 1 if item.days == 0 else 2 if item.days <= DUE_ENDS[-1] else 3


def test_the_pressing_ones_are_the_first_of_each_group_and_the_rest_is_counted(
    desk_with_rules, four_late
):
    whole, pressing = late_items(desk_with_rules.work)
    assert [group_of(item) for item in whole].count(0) >= 3
    for most in (1, 2, len(whole)):
        groups = [[item for item in whole if group_of(item) == group] for group in range(4)]
        shown = pressing(most)
        assert shown.items == [item for group in groups for item in group[:most]]
        assert shown.left_out == tuple(max(0, len(group) - most) for group in groups)


def test_a_group_too_long_to_read_ends_with_a_count_that_opens_into_all(
    desk_with_rules, four_late, monkeypatch, qtbot
):
    monkeypatch.setattr(wiring, "_READ", Cut(1, DUE_ENDS))
    page = desk_with_rules.frame.go(Place("today"))
    qtbot.waitUntil(lambda: bool(due_rows(page)), timeout=10_000)
    whole, _ = late_items(desk_with_rules.work)
    late = sum(
        item.days < 0 and item.rule.key not in ("promise", "draft_consultation") for item in whole
    )
    rows = [
        page.todos.rows.row(page.todos.rows.index(at, 0))
        for at in range(page.todos.rows.rowCount())
    ]
    more = next(row for row in rows if isinstance(row, MoreRow))
    heading = next(row for row in rows if isinstance(row, Heading))
    before, count = len(due_rows(page)), page.due.count
    assert (heading.text, more.count) == ("過ぎています", late - 1)
    assert spoken(more) == f"ほか {more.count}件 すべて出す"
    page.todos.setCurrentIndex(page.todos.rows.find(lambda row: row is more))
    qtbot.keyClick(page.todos, Qt.Key.Key_S)  # means nothing here
    qtbot.keyClick(page.todos, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(due_rows(page)) == count, timeout=10_000)
    assert before < count
    assert page.todos.rows.find(lambda row: isinstance(row, MoreRow)).isValid() is False
    page.reload(frozenset({"task"}))
    qtbot.waitUntil(lambda: not desk_with_rules.seat.tasks.is_busy, timeout=10_000)
    assert len(due_rows(page)) == count
