"""統計 by the keyboard: step through months, count by one's own questions, open what is behind."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import pikepdf
import pytest
import pyzipper
from desk_fixtures import answering, filled_office, press
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from office_fixtures import make_consultation
from soudan_desk.desk.report_files import figures_paper, report_bytes
from soudan_desk.papers.figures import figures_story
from soudan_desk.papers.text import Text
from soudan_desk.reports.table import TOTAL
from soudan_desk.services.saved_tables import saved_tables
from soudan_desk.ui.export_question import ExportWish
from soudan_desk.ui.pages.figures_grid import CELL_ROLE
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.chips import FilterChip

__all__ = ["filled_office"]  # the office of these tests

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def at_desk(desk_of, office):
    return desk_of(centres={"life_support"})


@pytest.fixture
def page(at_desk):
    return go(at_desk)


def go(desk):
    page = desk.frame.go(Place("figures"))
    desk.settle()
    return page


def counts(page):
    """Return what the grid shows, by the words of row and column."""
    model = page.grid.model()
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    return {
        (model.headerData(r, down), model.headerData(c, across)): model.index(r, c).data()
        for r in range(model.rowCount())
        for c in range(model.columnCount())
    }


def cross(desk, page, row, column=None):
    page._choice.choose("new")
    page._choice._builder._row.set_value(row)
    page._choice._builder._column.set_value(column)
    page._choice._builder.changed.emit()
    desk.settle()


def test_the_month_of_the_centre_stands_there_at_once(page):
    assert page.made.key == "monthly_counts"
    assert page.made.period.label == "令和8年11月"
    shown = counts(page)
    assert shown["相談・支援 延べ（件）", "当月"] == str(
        page.made.tables[0].cell("contacts", "period").count
    )
    assert int(shown["相談・支援 延べ（件）", "当月"]) > 10
    assert "実人員" in page._notes.text()


def test_keys_step_to_other_months_and_years(at_desk, page):
    press(Qt.Key.Key_Comma, ALT)
    at_desk.settle()
    assert page.made.period.label == "令和8年10月"
    press(Qt.Key.Key_Period, ALT)
    press(Qt.Key.Key_Period, ALT)
    at_desk.settle()
    assert page.made.period.label == "令和8年12月"
    page._period._span.setFocus()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space)
    at_desk.settle()
    assert page.made.period.label == "令和8年度"
    assert page.made.tables[0].columns[-1].key == TOTAL


def test_days_are_typed_and_a_wrong_order_changes_nothing(at_desk, page):
    page._period._span.buttons()[2].click()
    at_desk.settle()
    first, last = page._period._first, page._period._last
    first.set_answer(page.made.period.first.replace(day=10))
    first.settled.emit()
    at_desk.settle()
    assert page.made.period.label == "令和8年11月10日から令和8年11月30日まで"
    last.set_answer(page.made.period.first.replace(day=1))
    last.settled.emit()
    at_desk.settle()
    assert page.made.period.label == "令和8年11月10日から令和8年11月30日まで"


def test_the_tables_of_a_report_are_walked_through_by_arrows(at_desk, page):
    page._tables.setFocus()
    press(Qt.Key.Key_Down)
    assert page._caption.text().startswith("新規相談受付：方法別")
    press(Qt.Key.Key_Return)
    assert page.grid.hasFocus()


def test_enter_opens_the_records_behind_a_count_and_one_of_them(at_desk, page):
    cross(at_desk, page, "method", "held_on")
    page.take_focus()
    assert page.grid.hasFocus()
    table = page.made.tables[0]
    row = [each.key for each in table.rows].index("phone")
    for _ in range(row):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    at_desk.settle()
    behind = page.behind
    assert behind.isVisible()
    assert behind.table.hasFocus()
    assert behind.table.model().rowCount() == table.cells[row][0].count
    press(Qt.Key.Key_Escape)
    assert not behind.isVisible()
    assert page.grid.hasFocus()
    press(Qt.Key.Key_Return)
    at_desk.settle()
    press(Qt.Key.Key_Return)
    at_desk.settle()
    here = at_desk.frame.here()
    assert here.page == "case"
    kind, record = here.about["record"]
    assert kind == "consultation"
    assert record in table.cells[row][0].ids


def test_arrows_go_over_cells_and_one_without_records_opens_nothing(at_desk, page):
    cross(at_desk, page, "method", "day.weekday")
    page.grid.setFocus()
    press(Qt.Key.Key_Right)
    assert (page.grid.currentIndex().row(), page.grid.currentIndex().column()) == (0, 1)
    at = [each.key for each in page.made.tables[0].rows].index("online")
    page.grid.setCurrentIndex(page.grid.model().index(at, 0))
    press(Qt.Key.Key_Return)
    at_desk.settle()
    assert not page.behind.isVisible()


def test_every_count_says_its_row_and_column_and_sums_are_bold(at_desk, page):
    cross(at_desk, page, "method", "day.weekday")
    model = page.grid.model()
    last = model.index(model.rowCount() - 1, model.columnCount() - 1)
    said = last.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"計・計：{last.data()}"
    assert last.data(CELL_ROLE).bold
    assert last.data(CELL_ROLE).right
    assert last.data(CELL_ROLE).figures


def test_people_are_counted_once(at_desk, page):
    cross(at_desk, page, "method")
    records = page.made.tables[0].cell(TOTAL, "records").count
    page._choice._builder._unit.buttons()[1].click()
    at_desk.settle()
    people = page.made.tables[0].cell(TOTAL, "people").count
    assert 0 < people < records


def test_a_table_is_saved_by_a_name_found_again_and_dropped(at_desk, page):
    cross(at_desk, page, "method", "staff_id")
    with answering(at_desk, "担当と方法"):
        press(Qt.Key.Key_S, CTRL)
    at_desk.settle()
    (kept,) = saved_tables(at_desk.work)
    assert (kept.name, kept.row_key, kept.column_key) == ("担当と方法", "method", "staff_id")
    assert page._choice.what.currentText() == "保存した表：担当と方法"
    assert "担当と方法" in at_desk.frame.status.message()
    with answering(at_desk):
        page.findChild(Button, "drop_table").click()
    at_desk.settle()
    assert saved_tables(at_desk.work) == []


NARROWED = "方法＝電話相談・連絡、面談(来所面接)"


def narrow(desk, page, question, *answers):
    """Tick answers of a question, as the menu of its chip does."""
    narrowing = page._choice._builder.narrowing
    assert f"narrow_{question}" in [
        each.objectName() for each in narrowing.question_menu().actions()
    ]
    narrowing._fetch(question, (), narrowing._keep_rows)
    desk.settle()
    for answer in answers:
        picked(narrowing.answer_menu(question), f"answer_{answer}")
        desk.settle()


def picked(menu, name):
    """Trigger one line of a menu."""
    next(each for each in menu.actions() if each.objectName() == name).trigger()


def test_a_table_is_narrowed_to_several_answers_and_saved_so(at_desk, page):
    cross(at_desk, page, "method")
    whole = page.made.tables[0]
    narrow(at_desk, page, "method", "phone", "interview")
    table = page.made.tables[0]
    found = {row.key for row, (cell, *_) in zip(table.rows, table.cells, strict=True) if cell.ids}
    assert found == {"phone", "interview", TOTAL}
    assert table.cell("phone", "records").ids == whole.cell("phone", "records").ids
    assert table.narrowed == NARROWED
    assert page.findChild(FilterChip, "narrowed_method").isVisible()
    with answering(at_desk, "電話と来所"):
        press(Qt.Key.Key_S, CTRL)
    at_desk.settle()
    (kept,) = saved_tables(at_desk.work)
    assert kept.narrowed == (("method", ("phone", "interview")),)
    press(Qt.Key.Key_0, ALT)
    at_desk.settle()
    assert page.made.tables[0].narrowed == ""
    page._choice.choose("new")
    page._choice.choose("saved:電話と来所")
    at_desk.settle()
    assert page.made.tables[0].narrowed == NARROWED


def test_what_it_is_narrowed_to_stands_on_paper_and_in_excel(at_desk, page):
    cross(at_desk, page, "method")
    narrow(at_desk, page, "method", "phone")
    made = page.made
    assert figures_paper(made).tables[0].heads == ("しぼり込み：方法＝電話相談・連絡",)
    sheets = load_workbook(BytesIO(report_bytes(at_desk.work, made, "xlsx")))
    for name in sheets.sheetnames:
        assert ("しぼり込み：方法＝電話相談・連絡",) in {row[:1] for row in sheets[name].values}
    told = [each.body.text for each in figures_story(figures_paper(made)) if isinstance(each, Text)]
    assert "しぼり込み：方法＝電話相談・連絡" in told


def test_a_record_that_comes_meanwhile_is_said_and_f5_counts_anew(at_desk, page):
    before = page.made.tables[0].cell("contacts", "period").count
    make_consultation(at_desk.work)
    at_desk.settle()
    assert "F5で数え直せます" in page._told.sentence()
    assert page.made.tables[0].cell("contacts", "period").count == before
    press(Qt.Key.Key_F5)
    at_desk.settle()
    assert page.made.tables[0].cell("contacts", "period").count == before + 1
    assert not page._told.sentence()


@pytest.mark.parametrize(
    ("form", "key", "modifiers"),
    [
        ("xlsx", Qt.Key.Key_E, CTRL),
        ("csv", Qt.Key.Key_C, CTRL | SHIFT),
        ("pdf", Qt.Key.Key_P, CTRL),
    ],
)
def test_what_is_shown_leaves_masked_under_a_password(
    at_desk, page, monkeypatch, tmp_path, form, key, modifiers
):
    cross(at_desk, page, "method", "staff_id")
    target = tmp_path / "out"
    wish = ExportWish(target, "mihon-no-kagi", "区への報告", form)
    asked = []
    monkeypatch.setattr(
        "soudan_desk.ui.pages.figures.ask_leaving",
        lambda _parent, leaving: asked.append(leaving.form) or wish,
    )
    press(key, modifiers)
    at_desk.settle()
    assert asked == [form]
    assert "書き出しました" in at_desk.frame.status.message()
    if form == "pdf":
        with pikepdf.open(target, password="mihon-no-kagi") as pdf:
            assert len(pdf.pages) >= 1
        return
    with pyzipper.AESZipFile(target) as box:
        box.setpassword(b"mihon-no-kagi")
        content = box.read(box.namelist()[0])
    if form == "xlsx":
        sheets = load_workbook(BytesIO(content))
        cells = [cell for row in sheets[sheets.sheetnames[1]].values for cell in row[1:]]
    else:
        rows = csv.reader(StringIO(content.decode("utf-8-sig")))
        cells = [int(cell) if cell.isdigit() else cell for row in rows for cell in row[1:]]
    assert "＊" in cells
    assert not {1, 2, 3, 4} & {cell for cell in cells if isinstance(cell, int)}


def test_a_reader_sees_figures_but_has_no_button_that_takes_them_out(desk_of, office):
    desk = desk_of("etsuran")
    page = go(desk)
    assert page.made is not None
    assert all(button.isHidden() for button in page._files.values())
    page._choice.choose("new")
    assert page.findChild(Button, "save_table").isHidden()


def test_who_looks_at_one_centre_gets_that_centres_report(desk_of, office):
    desk = desk_of()
    page = go(desk)
    titles = [page._choice.what.itemText(at) for at in range(page._choice.what.count())]
    assert [each for each in titles if each.startswith("月次集計")] == [
        "月次集計（生活サポートセンター）",
        "月次集計（権利擁護センター）",
        "月次集計（障害者地域生活支援センター）",
    ]


def test_a_clerk_who_only_makes_figures_has_a_desk_with_that_page(office, desk_of):
    actor = office.actors["etsuran"]
    office.actors["etsuran"] = replace(actor, roles=frozenset({"figures"}))
    desk = desk_of("etsuran")
    assert desk.frame.first_place() == Place("figures")
    page = go(desk)
    cross(desk, page, "method")
    page.grid.setFocus()
    press(Qt.Key.Key_Return)
    desk.settle()
    assert page.behind.isVisible()
    assert page.behind.table.isHidden()
    assert page.behind._others.sentence() == "ほかに閲覧制限のある記録を含みます"
