"""The case list: views, conditions, order, columns, worked over a real office."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import pyzipper
from desk_fixtures import filled_office, press, write
from modal import when_open
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from office_fixtures import TODAY, make_consultation
from soudan_desk.models import Consent, Person
from soudan_desk.services.case_around import Next
from soudan_desk.services.case_order import CaseOrder
from soudan_desk.services.cases import CaseRow
from soudan_desk.services.records import save_record
from soudan_desk.ui.export_question import ExportWish
from soudan_desk.ui.pages.cases_columns import Desk
from soudan_desk.ui.pages.cases_conditions import FLAGS, Conditions, View, view_words
from soudan_desk.ui.pages.cases_model import CasesModel
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.toggles import CheckBox

__all__ = ["filled_office"]  # the office of these tests

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def filled(desk_of, office):
    return desk_of(centres={"life_support"})


@pytest.fixture
def page(filled):
    page = filled.frame.go(Place("cases"))
    filled.settle()
    return page


def names(page):
    model = page.list.model
    return [model.index(row, 1).data().split("　")[0] for row in range(model.rowCount())]


def texts(page, row):
    model = page.list.model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def tab_counts(page):
    return {key: button.count for key, button in page._tabs._buttons.items()}


def test_the_list_shows_what_the_supervisor_looks_for(page):
    at = names(page).index("青葉 すみれ")
    number, person, age, _state, workers, last, idle, _next, review, care = texts(page, at)
    assert number == "R08-L-0001"
    assert person == "青葉 すみれ　アオバ スミレ"
    assert age == "52"
    assert workers.split("　")[0] in {"田中", "見本"}
    assert last.strip() == f"{TODAY.month}/{TODAY.day}（火）"
    assert idle == "今日"
    assert review == ""
    assert care == "支援措置　連絡に注意"


def test_closed_cases_come_in_when_the_conditions_are_taken_off(filled, page):
    assert "小川 巌" not in names(page)
    press(Qt.Key.Key_0, ALT)
    filled.settle()
    assert "小川 巌" in names(page)
    assert page.head.count.text() == "14 件"


def test_the_count_says_how_many_of_how_many(page):
    assert page.head.count.text() == "14 件のうち 13 件"
    assert tab_counts(page)["all"] == 13


def test_f_narrows_to_a_name_and_enter_returns_to_the_list(filled, page):
    press(Qt.Key.Key_F)
    write("ミカヅキ")
    press(Qt.Key.Key_Return)
    filled.settle()
    assert names(page) == ["三日月 蓮"]
    assert QApplication.focusWidget() is page.list.table


def test_enter_opens_the_case(filled, page):
    wanted = page.list.model.id_at(2)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    filled.settle()
    assert filled.frame.here() == Place("case", {"id": wanted})


def test_coming_back_finds_the_list_as_it_was_left(filled, page):
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    filled.settle()
    filled.frame.back()
    filled.settle()
    assert filled.frame.current() is page
    assert page.list.table.current_row() == 1


def test_conditions_narrow_the_list_and_say_how_many_would_stay(filled, page, office):
    chips = page.chips
    assert chips._idle._count == 1
    chips.idle_menu().actions()[2].trigger()
    filled.settle()
    assert names(page) == ["小鳥遊 陽"]
    chips.idle_menu().actions()[0].trigger()
    chips.state_menu().actions()[2].trigger()
    filled.settle()
    assert page.view.conditions.states == {"received"}
    chips._on_worker_ticked(office.staff_id("nishio"))
    filled.settle()
    assert page.view.conditions.worker_ids == {office.staff_id("nishio")}


def test_cases_are_parted_by_worker(filled, page, office):
    press(Qt.Key.Key_G)
    filled.settle()
    model = page.list.model
    heads = model.heading_rows()
    assert [model.index(row, 0).data().split("　")[0] for row in heads] == [
        "田中 見本", "西尾 見本", "見本 相談",
    ]  # fmt: skip
    assert model.rowCount() == 13 + 3
    assert model.id_at(heads[0]) is None
    for row in range(model.rowCount()):
        case_id = model.id_at(row)
        assert case_id is None or model.row_of(case_id) == row


def test_columns_are_chosen_and_remembered(filled, page, desk_of):
    menu = page.list.columns_menu()
    named = {action.objectName(): action for action in menu.actions()}
    named["column_opened_on"].trigger()
    named["column_age"].trigger()
    assert "opened_on" in page.list.column_keys()
    again = desk_of(centres={"life_support"}).frame.go(Place("cases"))
    assert "age" not in again.list.column_keys()
    assert "opened_on" in again.list.column_keys()


def test_a_heading_sorts_and_turns_the_order_round(filled, page):
    at = page.list.column_keys().index("person")
    page.list.table.sort_requested.emit(at)
    filled.settle()
    upwards = names(page)
    assert upwards[0] == "青葉 すみれ"
    page.list.table.sort_requested.emit(at)
    filled.settle()
    assert names(page) == upwards[::-1]


@pytest.mark.parametrize("key", ["age", "state", "workers", "last_contact_on", "idle", "centre"])
def test_every_sorted_column_has_an_order(filled, page, key):
    page.list.set_columns(["case_no", "person", key])
    page.list.table.sort_requested.emit(2)
    filled.settle()
    assert len(names(page)) == 13


def test_a_new_record_shows_up_in_the_list(filled, page):
    at = names(page).index("小鳥遊 陽")
    case = page.list.model.id_at(at)
    page.list.table.choose_row(at)
    assert texts(page, at)[6] == "83日"
    make_consultation(filled.work, case_id=case)
    filled.settle()
    assert texts(page, at)[6] == "今日"
    assert page.list.table.current_row() == at


def test_nothing_found_says_so_and_offers_the_way_out(filled, page):
    press(Qt.Key.Key_F)
    write("どこにもいない")
    press(Qt.Key.Key_Return)
    filled.settle()
    assert page.list._empty.isVisible()
    page.list._empty.button.click()
    filled.settle()
    assert len(names(page)) == 14


def test_a_list_of_100000_fetches_only_what_is_looked_at(qapp):
    asked = []

    def rows(ids):
        asked.append(len(ids))
        return [
            CaseRow(
                id=each, case_no="R08-L-0001", centre="life_support", process="consultation",
                state="received", person_id=None, person="見本", kana="", birth=None,
                restriction_level=0, urgency=None, protected=False, opened_on=TODAY,
                closed_on=None, last_contact_on=None, workers=(),
            )
            for each in ids
        ]  # fmt: skip

    from soudan_desk.codes import shipped_codes

    model = CasesModel(rows, Desk(shipped_codes(), TODAY, {}))
    model.show_order(CaseOrder(tuple(uuid4() for _ in range(100_000))))
    assert model.rowCount() == 100_000
    assert asked == []
    assert model.index(99_999, 1).data() == "見本"
    assert model.index(50_000, 1).data() == "見本"
    assert sum(asked) <= 120


def test_the_first_screen_stands_while_the_order_is_fetched(qapp):
    from soudan_desk.codes import shipped_codes

    first = [
        CaseRow(
            id=uuid4(), case_no=f"R08-L-{n:04}", centre="life_support", process="consultation",
            state="received", person_id=None, person=f"見本 {n}", kana="", birth=None,
            restriction_level=0, urgency=None, protected=False, opened_on=TODAY,
            closed_on=None, last_contact_on=None, workers=(),
        )
        for n in range(3)
    ]  # fmt: skip
    model = CasesModel(lambda _ids: [], Desk(shipped_codes(), TODAY, {}))
    model.show_first(first, 5)
    assert [model.index(row, 1).data() for row in range(5)] == [
        "見本 0",
        "見本 1",
        "見本 2",
        "",
        "",
    ]
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    model.show_order(CaseOrder((*(row.id for row in first), uuid4(), uuid4())))
    assert resets == []
    assert model.index(0, 1).data() == "見本 0"


def test_what_falls_due_comes_after_the_rows_and_gives_way_to_what_is_earlier(qapp):
    from soudan_desk.codes import shipped_codes

    soon = [TODAY + timedelta(days=days) for days in (1, 9)]
    rows = [
        CaseRow(
            id=uuid4(), case_no=f"R08-L-{n:04}", centre="life_support", process="consultation",
            state="received", person_id=None, person=f"見本 {n}", kana="", birth=None,
            restriction_level=0, urgency=None, protected=False, opened_on=TODAY,
            closed_on=None, last_contact_on=None, workers=(), next_on=on, next_what="電話",
        )
        for n, on in enumerate((*soon, None))
    ]  # fmt: skip
    model = CasesModel(lambda _ids: [], Desk(shipped_codes(), TODAY, {}))
    asked = []
    model.fetched.connect(asked.append)
    model.show_first(rows, 3)
    (ids,) = asked
    model.show_due(ids, dict.fromkeys(ids, Next(TODAY + timedelta(days=5), "プランの終期")))
    assert [model.case_at(at).next_what for at in range(3)] == ["電話", *["プランの終期"] * 2]
    model.show_due(ids, {})
    assert [model.case_at(at).next_on for at in range(3)] == [*soon, None]


def test_a_view_reads_back_as_it_was_kept():
    conditions = Conditions(
        worker_ids=frozenset({uuid4()}), main_worker_ids=frozenset({uuid4()}), idle_days=30,
        idle_below_days=60, states=frozenset({"open"}), centre="disability", words="だれか",
        **dict.fromkeys(FLAGS, True),
    )  # fmt: skip
    view = View("a", conditions, "person", descending=False, by_worker=True, columns=("state",))
    back = View.from_json("a", view.to_json())
    assert back == replace(view, conditions=replace(conditions, words=""))
    assert Conditions.from_filter(conditions.as_filter()) == conditions
    assert view_words(Conditions(), {}, {}) == "すべて"


def test_who_took_their_consent_back_is_not_on_a_table_for_somebody_outside(
    filled, page, tmp_path, monkeypatch
):
    work = filled.work
    with work.store.reading(None) as session:
        person = session.query(Person).filter(Person.name == "青葉 すみれ").one().id
        given = [row.id for row in session.query(Consent).filter(Consent.person_id == person)]
    for consent in given:
        save_record(work, "consent", consent, {"withdrawn_on": TODAY})
    target = tmp_path / "ケース.xlsx.zip"
    wish = ExportWish(target, "mihon-no-kagi", "会議", recipient="区役所")
    monkeypatch.setattr("soudan_desk.ui.pages.cases_giving.ask_export", lambda *_: wish)
    press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    filled.settle()
    with pyzipper.AESZipFile(target) as box:
        box.setpassword(b"mihon-no-kagi")
        sheet = load_workbook(BytesIO(box.read(box.namelist()[0]))).active
    told = str(list(sheet.iter_rows(values_only=True)))
    assert given
    assert "すみれ" not in told
    assert "12件" in filled.frame.status.message()


def test_what_will_leave_is_shown_before_as_it_leaves(filled, page):
    work, seen = filled.work, []
    with work.store.reading(None) as session:
        person = session.query(Person).filter(Person.name == "青葉 すみれ").one().id
        given = [row.id for row in session.query(Consent).filter(Consent.person_id == person)]
    for consent in given:
        save_record(work, "consent", consent, {"withdrawn_on": TODAY})
    page.head.search.setText("すみれ")
    page.head.searched.emit("すみれ")
    filled.settle()

    def look(dialog):
        table = dialog.findChild(TableView, "export_preview")
        recipient = dialog.findChild(QLineEdit, "export_recipient")
        for whom in ("", "区役所"):
            recipient.setText(whom)
            recipient.editingFinished.emit()
            model = table.model()
            rows = range(model.rowCount())
            seen.append({model.index(at, 0).data(): model.index(at, 1).data() for at in rows})
        recipient.setText("")
        dialog.findChild(CheckBox, "export_nameless").click()
        seen.append({model.index(at, 0).data(): model.index(at, 1).data() for at in rows})
        dialog.reject()

    when_open(look)
    press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    inside, outside, nameless = seen
    assert inside["氏名"] == "青葉 すみれ"
    assert inside["フリガナ"] == "アオバ スミレ"
    assert "".join(outside.values()) == ""
    assert nameless["ケース番号"] == inside["ケース番号"]
    assert "すみれ" not in str(nameless)
    assert "スミレ" not in str(nameless)


def test_a_table_may_leave_without_names(filled, page, tmp_path, monkeypatch):
    with filled.work.store.reading(None) as session:
        names = [row.name for row in session.query(Person)]
    target = tmp_path / "ケース.xlsx.zip"
    wish = ExportWish(target, "mihon-no-kagi", "区の会議", nameless=True)
    monkeypatch.setattr("soudan_desk.ui.pages.cases_giving.ask_export", lambda *_: wish)
    press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    filled.settle()
    with pyzipper.AESZipFile(target) as box:
        box.setpassword(b"mihon-no-kagi")
        assert box.namelist() == ["ケース一覧・氏名なし.xlsx"]
        sheet = load_workbook(BytesIO(box.read(box.namelist()[0]))).active
    told = str(list(sheet.iter_rows(values_only=True)))
    assert "R08-L-0001" in told
    assert [name for name in names if name in told] == []


def test_what_is_shown_becomes_an_excel_table_under_a_password(filled, page, tmp_path, monkeypatch):
    target = tmp_path / "ケース.xlsx.zip"
    wish = ExportWish(target, "mihon-no-kagi", "月次の会議")
    asked = []
    monkeypatch.setattr(
        "soudan_desk.ui.pages.cases_giving.ask_export",
        lambda _parent, title, count, _few: asked.append((title, count)) or wish,
    )
    press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    filled.settle()
    assert asked == [("ケース一覧", 13)]
    with pyzipper.AESZipFile(target) as box:
        box.setpassword(b"mihon-no-kagi")
        sheet = load_workbook(BytesIO(box.read(box.namelist()[0]))).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = next(row for row in rows if "氏名" in row)
    assert head[:4] == ["ケース番号", "氏名", "フリガナ", "年齢"]
    [sumire] = [row for row in rows if "青葉 すみれ" in row]
    assert sumire[head.index("フリガナ")] == "アオバ スミレ"
    assert sumire[head.index("注意")] == "支援措置、連絡に注意"
    assert sumire[head.index("経過")] == 0
    assert len(rows) - rows.index(head) - 1 == 13
    assert "13件" in filled.frame.status.message()
