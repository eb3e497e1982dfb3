"""担当ごと and kept views, worked over a real office by keyboard."""

from io import BytesIO

import pypdfium2
import pytest
import pyzipper
from desk_fixtures import answering, filled_office, press
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from office_fixtures import TODAY
from soudan_desk.models import Case, Review
from soudan_desk.models.base import new_id
from soudan_desk.services.case_lists import count_cases
from soudan_desk.services.saved_views import list_views, save_view
from soudan_desk.services.supervision import Measure
from soudan_desk.services.supervision_words import COLUMNS, HEADINGS
from soudan_desk.ui.export_question import ExportWish
from soudan_desk.ui.pages.cases_conditions import FLAGS
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.preferences import page_settings
from soudan_desk.ui.theme import theme

__all__ = ["filled_office"]  # the office of these tests

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER, ESC, DOWN, RIGHT = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Right


@pytest.fixture
def filled(desk_of, office):
    with office.store.writing(None) as session:
        case = session.query(Case).filter(Case.case_no == "R08-L-0003").one()
        about = {"record_kind": "consultation", "mode": "circulate", "submitted_on": TODAY}
        staff = office.staff_id("sodanin")
        waiting = {"state": "waiting", "case_id": case.id, "centre": case.centre}
        session.add(Review(id=new_id(), staff_id=staff, record_id=new_id(), **waiting, **about))
    return desk_of(centres={"life_support"})


@pytest.fixture
def page(filled):
    page = filled.frame.go(Place("cases"))
    filled.settle()
    return page


@pytest.fixture
def workers(filled, page):
    page._on_view_picked("workers")
    filled.settle()
    return page.workers


def shown(workers):
    model = workers.model
    return {
        model.index(row, 0).data(): [
            model.index(row, column).data() for column in range(1, model.columnCount())
        ]
        for row in range(model.rowCount())
    }


def go_to(workers, name, measure):
    row = list(shown(workers)).index(name)
    workers.table.choose_cell(row, 1 + list(COLUMNS).index(measure))


def numbers_of_cases(page):
    model = page.list.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_table_shows_each_workers_numbers_nobodys_and_the_sums(workers):
    table = shown(workers)
    assert list(table) == ["西尾 見本", "田中 見本", "見本 相談", "主担当なし", "合計"]
    at = [*COLUMNS].index(Measure.OPEN)
    assert [row[at] for row in table.values()] == ["3", "6", "4", "0", "13"]
    unread = [*COLUMNS].index(Measure.UNREAD)
    assert [row[unread] for row in table.values()].count("1") == 2  # its worker and the sums


def test_arrows_enter_and_esc_go_to_a_number_into_its_list_and_back(filled, page, workers):
    assert QApplication.focusWidget() is workers.table
    go_to(workers, "西尾 見本", Measure.OPEN)
    press(DOWN)
    press(RIGHT)
    here = workers.table.currentIndex()
    assert (here.row(), here.column()) == (1, 2)
    go_to(workers, "合計", Measure.IDLE_60)
    press(ENTER)
    filled.settle()
    assert page._back.isVisible()
    assert page.view.conditions.idle_days == 60
    assert page.view.conditions.idle_below_days == 90
    assert len(numbers_of_cases(page)) == 1
    assert QApplication.focusWidget() is page.list.table
    press(ESC)
    filled.settle()
    assert QApplication.focusWidget() is workers.table
    here = workers.table.currentIndex()
    assert (here.row(), here.column()) == (4, 1 + list(COLUMNS).index(Measure.IDLE_60))


def test_every_number_opens_as_many_cases_as_it_says(filled, page, workers):
    for name, row in shown(workers).items():
        for measure, number in zip(COLUMNS, row, strict=True):
            go_to(workers, name, measure)
            workers.table.opened.emit(workers.table.currentIndex())
            if number == "0":
                assert page._stack.currentWidget() is workers, (name, measure)
                continue
            filled.settle()
            assert page.list.model.case_count() == int(number), (name, measure)
            page._on_view_picked("workers")
            filled.settle()


def test_a_click_opens_a_number_and_the_chips_say_whose_it_is(filled, page, workers):
    go_to(workers, "西尾 見本", Measure.WITHOUT_CONSENT)
    index = workers.table.currentIndex()
    workers.table.clicked.emit(index)
    filled.settle()
    assert page.chips._worker.accessibleName() == "主担当：西尾 見本"
    assert page.chips._flags["without_consent"].isChecked()
    assert str(page.list.model.case_count()) == index.data()


def test_a_nought_says_there_is_nothing(filled, page, workers):
    go_to(workers, "主担当なし", Measure.OPEN)
    press(ENTER)
    assert filled.frame.status.message() == "終結していないケースはありません。"


def test_a_screen_reader_hears_what_a_number_counts(workers):
    go_to(workers, "合計", Measure.IDLE_60)
    spoken = workers.table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "合計　60〜89日対応なしのケース　1件"


def test_the_table_follows_what_happens(filled, page, workers, office):
    with office.store.writing(None) as session:
        session.query(Review).one().state = "done"
    filled.settle()
    unread = [*COLUMNS].index(Measure.UNREAD)
    assert shown(workers)["合計"][unread] == "0"


def test_what_somebody_may_not_see_is_in_no_number_of_theirs(desk_of, office):
    with office.store.writing(None) as session:
        case = session.query(Case).filter(Case.case_no == "R08-L-0002").one()
        case.restriction_level = 2
    desk = desk_of("kansa", centres={"life_support"})
    page = desk.frame.go(Place("cases"))
    page._on_view_picked("workers")
    desk.settle()
    assert shown(page.workers)["合計"][0] == "12"


@pytest.mark.parametrize("key", FLAGS)
def test_every_condition_can_be_switched_on_from_its_chip_or_the_menu(filled, page, key):
    seldom = not page.chips._flags[key].isVisible()
    if seldom:
        menu = {each.objectName(): each for each in page.chips.more_menu().actions()}
        menu[f"flag_{key}"].trigger()
    else:
        page.chips._flags[key].click()
    filled.settle()
    assert getattr(page.view.conditions, key)
    assert page.chips._flags[key].isVisible()
    narrowed = page.view.conditions.as_filter()
    assert page.list.model.case_count() == count_cases(filled.work, narrowed)


def test_main_workers_alone_are_a_choice_of_the_workers_menu(filled, page, office):
    nishio = office.staff_id("nishio")
    page.chips._on_worker_ticked(nishio)
    menu = {each.objectName(): each for each in page.chips.worker_menu().actions()}
    menu["only_main"].trigger()
    assert page.view.conditions.main_worker_ids == {nishio}
    assert page.view.conditions.worker_ids == frozenset()
    page.chips._on_worker_ticked(office.staff_id("shunin"))
    assert page.chips._worker.accessibleName() == "主担当：2人"


# --- views -------------------------------------------------------------------------------------


def act(page, name):
    """Choose a line of the menu of views."""
    menu = {each.objectName(): each for each in page.views.menu(page.view).actions()}
    menu[name].trigger()


def test_a_view_is_kept_by_name_and_found_again_after_the_next_start(filled, page, desk_of):
    page.chips._flags["restricted"].click()
    page.list.set_columns(["case_no", "person", "state"])
    page._on_list_sorted_by("person")
    with answering(filled, "秘匿の見直し"):
        act(page, "keep_view")
    filled.settle()
    tabs = [tab.label for tab in page.views.tabs(page.view.key)]
    assert tabs == ["センター全体", "自分の担当", "担当ごと", "秘匿の見直し", "見方…"]
    assert page_settings("shunin", "cases")["view"] == page.view.key
    again = desk_of(centres={"life_support"}).frame.go(Place("cases"))
    assert again.view.conditions.restricted
    assert (again.view.sort, again.list.column_keys()) == ("person", ["case_no", "person", "state"])
    other = desk_of("nishio", centres={"life_support"}).frame.go(Place("cases"))
    assert [tab.label for tab in other.views.tabs("all")] == [*tabs[:3], "見方…"]


def test_no_words_of_the_search_are_kept_in_a_view(filled, page):
    page.head.search.setText("青葉")
    page.head._on_search_entered()
    with answering(filled, "さがしもの"):
        act(page, "keep_view")
    filled.settle()
    (row,) = list_views(filled.work, "cases")
    assert "青葉" not in str(row.view)


def test_the_office_shares_its_views_and_workers_cannot_change_them(filled, page, desk_of):
    with answering(filled, "朝会"):
        act(page, "keep_office_view")
    filled.settle()
    desk = desk_of("nishio", centres={"life_support"})
    other = desk.frame.go(Place("cases"))
    act(other, f"view_{page.view.key}")
    desk.settle()
    names = {each.objectName() for each in other.views.menu(other.view).actions()}
    assert "keep_view" in names
    assert names.isdisjoint({"keep_office_view", "rename_view", "replace_view", "forget_view"})


def test_a_kept_view_is_changed_renamed_and_dropped(filled, page):
    with answering(filled, "週のはじめ"):
        act(page, "keep_view")
    page.chips._flags["without_consent"].click()
    act(page, "replace_view")
    filled.settle()
    with answering(filled, "・月曜"):
        act(page, "rename_view")
    filled.settle()
    (row,) = list_views(filled.work, "cases")
    assert sorted(row.name) == sorted("週のはじめ・月曜")
    assert row.view["conditions"]["without_consent"] is True
    with answering(filled):
        act(page, "forget_view")
    filled.settle()
    assert list_views(filled.work, "cases") == []
    assert page.view.key == "all"


def test_a_name_that_is_taken_is_asked_for_again_with_what_was_typed(filled, page, monkeypatch):
    save_view(filled.work, "cases", "朝会", {})
    filled.settle()
    asked = []

    def answer(_parent, _title, sentence, *, act, text):
        asked.append((sentence, text))
        return "朝会" if len(asked) == 1 else "夕会"

    monkeypatch.setattr("soudan_desk.ui.pages.cases_views.ask_text", answer)
    act(page, "keep_view")
    filled.settle()
    assert asked[1] == ("「朝会」という見方はもうあります。別の名前にしてください。", "朝会")
    assert [row.name for row in list_views(filled.work, "cases")] == ["夕会", "朝会"]


def test_a_view_that_was_dropped_elsewhere_falls_back_to_the_whole_centre(filled, page):
    assert page.views.view_of(str(new_id())).key == "all"


def test_the_menu_numbers_the_views(page):
    words = [each.text() for each in page.views.menu(page.view).actions()][:3]
    assert words == ["&1　センター全体", "&2　自分の担当", "&3　担当ごと"]


# --- Excel and paper ---------------------------------------------------------------------------


def test_the_table_of_workers_becomes_excel(filled, page, workers, tmp_path, monkeypatch):
    target = tmp_path / "担当ごと.xlsx.zip"
    wish = ExportWish(target, "mihon-no-kagi", "主任会議")
    monkeypatch.setattr("soudan_desk.ui.pages.cases_giving.ask_export", lambda *_: wish)
    press(Qt.Key.Key_E, CTRL)
    filled.settle()
    with pyzipper.AESZipFile(target) as box:
        box.setpassword(b"mihon-no-kagi")
        sheet = load_workbook(BytesIO(box.read(box.namelist()[0]))).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    (head,) = [row for row in rows if row[0] == "担当"]
    assert head[2] == "30〜59日対応なし"
    (total,) = [row for row in rows if row[0] == "合計"]
    assert [str(value) for value in total[1:]] == shown(workers)["合計"]


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\n", "")


def test_paper_shows_the_cases_that_are_shown_in_their_order(filled, page):
    page._on_list_sorted_by("person")
    page.chips._on_idle_picked(30, None)
    filled.settle()
    papers = page._acts.case_papers(page._shown())
    assert [key for key, _ in papers.papers] == ["case_table", "case_list"]
    for key, _ in papers.papers:
        told = text_of(papers.preview(key))
        assert "1件" in told
        assert "30日以上対応なし" in told
        assert "小鳥遊" in told
        assert "青葉" not in told


def test_a_parted_list_prints_too_and_hides_who_must_stay_hidden(filled, page, office):
    with office.store.writing(None) as session:
        session.query(Case).filter(Case.case_no == "R08-L-0001").one().restriction_level = 3
    press(Qt.Key.Key_G)
    filled.settle()
    papers = page._acts.case_papers(page._shown())
    for key, _ in papers.papers:
        told = text_of(papers.preview(key))
        assert "13件" in told
        assert "青葉" not in told


def test_the_table_of_workers_is_printed_as_it_is_shown(filled, page, workers):
    papers = page._acts.worker_papers(page._shown())
    told = text_of(papers.preview("supervision_list"))
    for words in ("担当ごとのケースの状況", "西尾 見本", "主担当なし", "合計"):
        assert words in told


# --- room --------------------------------------------------------------------------------------


@pytest.fixture
def doubled(qapp):
    theme.set_zoom(200)
    yield
    theme.set_zoom(100)


@pytest.mark.parametrize("view", ["all", "workers"])
def test_at_double_size_five_rows_are_seen(doubled, desk_of, view):
    desk = desk_of()  # all centres: the centre's chip is there too
    page = desk.frame.go(Place("cases"))
    page._on_view_picked(view)
    desk.settle()
    if view == "all":
        for key in ("overdue", "unread", "without_consent"):
            page.chips._on_flag_ticked(key)
        desk.settle()
        assert page.chips._more.accessibleName() == "ほか：3つ"
    table = page.list.table if view == "all" else page.workers.table
    assert table.viewport().height() >= 5 * theme.size("row")


def test_what_has_no_room_is_in_the_menu(doubled, desk_of):
    desk = desk_of(centres={"life_support"})
    page = desk.frame.go(Place("cases"))
    desk.settle()
    assert not page._tabs.isVisible()
    assert [each.objectName() for each in page.head.more_menu().actions()] == [
        "more_open_emergency", "more_choose_columns", "more_export_cases", "more_print_cases",
    ]  # fmt: skip
    flags = {each.objectName(): each for each in page.chips.more_menu().actions()}
    assert {f"flag_{key}" for key in FLAGS} <= flags.keys()
    flags["idle_60_None"].trigger()
    desk.settle()
    assert page.view.conditions.idle_days == 60
    assert page.list.model.case_count() == 1
    press(Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    assert not page.view.conditions.narrows


def test_headings_and_numbers_stand_side_by_side():
    assert len(HEADINGS) == len(COLUMNS) + 1 == len(Measure) + 1
