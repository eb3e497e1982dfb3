"""A list fetches what is looked at, and is searched, filtered, sorted and opened by keys."""

from datetime import UTC, date, datetime
from itertools import combinations
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from soudan_desk.codes import CodeBook, CodeEntry
from soudan_desk.fields import Field, Kind, Names
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.lists.page import Filter, ListPage, Narrowed
from soudan_desk.ui.lists.rows import WINDOW, Row, RowsModel, Sorting, listed_date
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.cells import CELL_ROLE, Cell
from soudan_desk.ui.widgets.painting import ChipLook

TODAY = date(2026, 11, 24)
ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down
CODES = CodeBook([CodeEntry(list="state", code="open", label="支援中")])
FIELDS = (
    Field(key="number", label="番号", kind=Kind.LINE, listed=True),
    Field(key="state", label="状態", kind=Kind.CHOICE, codes="state", listed=True),
    Field(key="seen_on", label="最終対応", kind=Kind.DATE, listed=True),
    Field(key="debt_yen", label="借金", kind=Kind.YEN, listed=True),
    Field(key="is_urgent", label="緊急", kind=Kind.CHECK, listed=True),
    Field(key="note", label="備考", kind=Kind.TEXT),
)


class Office:
    """A hundred thousand cases that remember how they were fetched."""

    def __init__(self, size):
        self.size, self.fetched, self.narrowed = size, [], Narrowed()

    def fetch(self, offset, limit, sorting):
        self.fetched.append((offset, sorting))
        return [self._row(number) for number in range(offset, min(offset + limit, self.count()))]

    def count(self):
        if self.narrowed.words:
            return 0
        return self.size // 2 if self.narrowed.filters else self.size

    def narrow(self, narrowed):
        self.narrowed = narrowed

    def _row(self, number):
        answers = {
            "number": f"R08-L-{number:06}", "state": "open", "seen_on": date(2026, 11, 9),
            "debt_yen": number, "is_urgent": number % 2 == 0, "note": "一行\n二行",
        }  # fmt: skip
        return Row(UUID(int=number + 1), answers, is_quiet=number == 3)


@pytest.fixture
def office():
    return Office(100_000)


@pytest.fixture
def model(office):
    names = Names(CODES, lambda _kind, record_id: str(record_id))
    return RowsModel(FIELDS, office.fetch, office.count, names, today=TODAY)


@pytest.fixture
def open_list(model, office, qtbot):
    """Open the list in a window of its own."""
    windows = []

    def open_list(**more):
        window = QWidget()
        windows.append(window)
        window.resize(900, 600)
        page = ListPage(model, name="ケース", narrow=office.narrow, **more)
        page.setParent(window)
        page.resize(900, 600)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        page.take_focus()
        return page

    return open_list


def test_columns_are_the_listed_questions_and_read_as_words(model):
    heads = [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]
    assert heads == ["番号", "状態", "最終対応", "借金", "緊急"]
    words = [model.index(2, column).data() for column in range(model.columnCount())]
    assert words == ["R08-L-000002", "支援中", " 11/9（月）", "2円", "○"]


def test_figures_stand_to_the_right_and_quiet_rows_are_muted(model):
    cell = model.index(3, 3).data(CELL_ROLE)
    assert (cell.figures, cell.right, cell.role) == (True, True, Role.MUTED)
    assert model.index(2, 0).data(CELL_ROLE) == Cell("R08-L-000002")


def test_a_page_decides_how_a_cell_looks(office):
    urgent = ChipLook("緊急", Role.DANGER, Icon.URGENT)

    def look(row, field, cell):
        return Cell(chips=(urgent,)) if field.key == "is_urgent" else cell

    names = Names(CODES, lambda _kind, record_id: str(record_id))
    model = RowsModel(FIELDS, office.fetch, office.count, names, today=TODAY, look=look)
    assert model.index(0, 4).data(CELL_ROLE).chips == (urgent,)
    assert model.index(0, 4).data(Qt.ItemDataRole.AccessibleTextRole) == "緊急"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 9), " 11/9（月）"),
        (date(2026, 11, 24), "11/24（火）"),
        (date(2026, 9, 2), "  9/2（水）"),
        (date(2025, 3, 1), "R7.3.1"),
        (date(1974, 3, 1), "S49.3.1"),
    ],
)
def test_near_days_are_short_and_far_days_name_their_year(day, text):
    assert listed_date(day, TODAY) == text


def test_an_instant_reads_in_local_time(office):
    field = Field(key="at", label="時", kind=Kind.INSTANT, listed=True)
    at = datetime(2026, 11, 24, 9, 30).astimezone()
    rows = [Row(UUID(int=1), {"at": at.astimezone(UTC)})]
    names = Names(CODES, lambda _kind, record_id: str(record_id))
    model = RowsModel([field], lambda *_page: rows, lambda: 1, names, today=TODAY)
    assert model.index(0, 0).data() == "11/24（火） 09:30"


def test_only_what_is_looked_at_is_fetched(open_list, office, qtbot):
    page = open_list()
    assert page.table.model().rowCount() == 100_000
    assert {offset for offset, _sorting in office.fetched} == {0}
    page.table.scrollToBottom()
    page.grab()
    assert {offset for offset, _sorting in office.fetched} == {0, 100_000 - WINDOW}


def test_scrolling_through_everything_keeps_a_few_windows_only(model, office):
    for row in range(0, 100_000, 50):
        model.index(row, 0).data()
    assert len(office.fetched) == 100_000 // WINDOW
    assert len(model._windows) <= 12
    model.index(99_999, 0).data()
    assert len(office.fetched) == 100_000 // WINDOW


def test_the_first_row_is_current_when_the_list_is_shown(open_list):
    page = open_list()
    assert page.table.current_row() == 0
    assert page.current_id() == UUID(int=1)


def test_arrows_choose_and_enter_opens(open_list, qtbot):
    page = open_list()
    with qtbot.waitSignal(page.moved) as moved:
        qtbot.keyClick(page.table, DOWN)
    assert moved.args == [UUID(int=2)]
    with qtbot.waitSignal(page.chosen) as chosen:
        qtbot.keyClick(page.table, ENTER)
    assert chosen.args == [UUID(int=2)]


def test_a_double_click_opens(open_list, qtbot):
    page = open_list()
    at = page.table.visualRect(page.table.model().index(4, 0)).center()
    viewport = page.table.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(page.chosen) as chosen:
        qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [UUID(int=5)]


def test_f_goes_to_the_search_and_escape_comes_back(open_list, qtbot):
    page = open_list()
    qtbot.keyClick(page.table, Qt.Key.Key_F)
    assert QApplication.focusWidget() is page.search
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.table


def test_words_narrow_the_list_after_a_pause_and_an_empty_list_says_so(open_list, office, qtbot):
    page = open_list(empty="まだケースがありません。")
    qtbot.keyClicks(page.search, "zzz")
    qtbot.waitUntil(lambda: office.narrowed.words == "zzz")
    assert page._empty.isVisible()
    assert page._empty._sentence.text() == "条件に合うものはありません。"
    page.set_narrowed(Narrowed())
    assert page.table.isVisible()
    assert page.table.current_row() == 0


def test_filters_narrow_the_list_and_can_all_be_taken_off(open_list, office, qtbot):
    page = open_list(filters=[Filter("late", "期限超過", 3), Filter("mine", "自分の担当")])
    chip = page.findChild(QWidget, "filter_late")
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert office.narrowed == Narrowed("", frozenset({"late"}))
    assert page._count.text() == "50,000件"
    qtbot.keyClick(page.findChild(QWidget, "clear_filters"), Qt.Key.Key_Space)
    assert page._count.text() == "100,000件"


def test_an_empty_office_offers_the_act_that_fills_it(qtbot, office, open_list):
    office.size = 0
    page = open_list(empty="ここには担当のケースが並びます。", empty_act="新規相談")
    assert page._empty._sentence.text() == "ここには担当のケースが並びます。"
    with qtbot.waitSignal(page.act_asked):
        qtbot.keyClick(page._empty.button, Qt.Key.Key_Space)


def test_a_heading_sorts_one_way_then_the_other_then_not_at_all(open_list, office, model):
    page = open_list()
    for wanted in (Sorting("seen_on"), Sorting("seen_on", descending=True), None):
        page.table.sort_requested.emit(2)
        assert model.sorting == wanted
        assert office.fetched[-1] == (0, wanted)
        assert page.table.current_row() == 0


def test_columns_are_chosen_and_remembered(open_list, model):
    stored = []
    page = open_list(load_columns=lambda: ["state", "number", "gone"], store_columns=stored.append)
    assert [column.key for column in model.columns] == ["state", "number"]
    menu = page.columns_menu()
    assert [action.text() for action in menu.actions()] == [field.label for field in FIELDS]
    next(action for action in menu.actions() if action.objectName() == "note").toggle()
    assert stored == [["state", "number", "note"]]
    assert model.index(0, 2).data() == "一行 二行"
    for key in ("note", "number", "state"):
        next(action for action in menu.actions() if action.objectName() == key).toggle()
    assert [column.key for column in model.columns] == ["state"]


def test_reloading_keeps_the_place_and_the_sums_follow(open_list, office):
    page = open_list(sums=lambda: [("支援中", f"{office.count():,}")])
    page.table.choose_row(500)
    page.reload()
    assert page.table.current_row() == 500
    assert page._foot.text() == "支援中 100,000"
    office.size = 100
    page.reload()
    assert page.table.current_row() == 99
    assert page._foot.text() == "支援中 100"


def test_rows_that_vanish_meanwhile_read_as_blank(model, office):
    office.count()
    model.rowCount()
    office.size = 10
    assert model.index(99_999, 0).data() == ""
    assert model.id_at(model.index(99_999, 0)) is None


def test_a_list_can_be_worked_without_a_mouse(open_list, qtbot):
    page = open_list(filters=[Filter("late", "期限超過")])
    page.search.setFocus()
    seen = []
    for _press in range(6):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert page.table in seen
    assert all(each.accessibleName() for each in seen if not isinstance(each, QLineEdit))


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_no_zoom_cuts_a_filter_in_two(open_list, zoom, qtbot):
    words = ("返事待ち", "期限超過", "下書き", "自分の担当", "受けたもの", "連絡に注意")
    page = open_list(filters=[Filter(word, word, 128) for word in words])
    theme.set_zoom(zoom)
    chips = [page.findChild(QWidget, f"filter_{word}") for word in words]
    qtbot.waitUntil(lambda: all(chip.size() == chip.sizeHint() for chip in chips))
    places = [QRect(chip.mapTo(page, QPoint()), chip.size()) for chip in chips]
    assert all(page.rect().contains(place) for place in places)
    assert not any(a.intersects(b) for a, b in combinations(places, 2))
    assert max(place.bottom() for place in places) < page.table.mapTo(page, QPoint()).y()
