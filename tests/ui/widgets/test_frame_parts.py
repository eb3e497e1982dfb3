"""Rail, top bar, status bar, banner, notices, candidates, progress."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QMenu, QTextEdit, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.banner import Banner, BannerFacts
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.candidates import Candidate, CandidateList
from soudan_desk.ui.widgets.check_grid import CheckGrid, Topic
from soudan_desk.ui.widgets.chips import FilterChip
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.inputs import LineEdit, Select
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.notices import EmptyState, Notice, ProblemBar
from soudan_desk.ui.widgets.painting import ChipLook
from soudan_desk.ui.widgets.progress import Progress
from soudan_desk.ui.widgets.rail import Rail
from soudan_desk.ui.widgets.record_text import RecordTextEdit
from soudan_desk.ui.widgets.status_bar import StatusBar
from soudan_desk.ui.widgets.tabs import Tab, Tabs
from soudan_desk.ui.widgets.toggles import CheckBox, Toggle, ToggleRow
from soudan_desk.ui.widgets.top_bar import TopBar

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def rail(qapp, shown):
    widget = Rail()
    for key, text, icon in (("today", "今日", Icon.TODAY), ("cases", "ケース", Icon.CASES)):
        widget.add_entry(key, text, icon)
    widget.add_entry("settings", "設定", Icon.SETTINGS, shortcut="Ctrl+,", at_foot=True)
    widget.set_centre("生活サポートセンター", "ひなた市社協")
    widget.set_current("today")
    return shown(layouts.panel(layouts.row(widget, QLineEdit()))).findChild(Rail)


@pytest.mark.parametrize(
    ("key", "page"),
    [(Qt.Key.Key_1, "today"), (Qt.Key.Key_2, "cases"), (Qt.Key.Key_Comma, "settings")],
)
def test_ctrl_and_a_number_go_to_a_page_from_anywhere(rail, qtbot, key, page):
    rail.set_current("")
    line = rail.window().findChild(QLineEdit)
    line.setFocus()
    with qtbot.waitSignal(rail.picked) as picked:
        qtbot.keyClick(line, key, CTRL)
    assert picked.args == [page]
    assert rail.current() == page


def test_what_waits_is_shown_and_read_out(rail):
    entry = rail.entry("cases")
    before = entry.grab().toImage()
    rail.set_count("cases", 3)
    assert entry.accessibleName() == "ケース 3件"
    assert entry.grab().toImage() != before


def test_a_narrow_rail_keeps_its_words_as_tooltips(rail):
    rail.set_narrow(True)
    assert rail.width() == theme.px(56)
    assert rail.entry("cases").toolTip().startswith("ケース")
    rail.set_narrow(False)
    assert rail.width() == theme.px(176)


@pytest.fixture
def bar(qapp, shown):
    widget = TopBar()
    menu = QMenu(widget)
    menu.addAction("終わる")
    widget.set_user("田中 美里（主任）", menu)
    widget.set_ways(can_back=True, can_forward=False)
    return shown(widget)


@pytest.mark.parametrize(
    ("key", "modifier", "signal"),
    [
        (Qt.Key.Key_N, CTRL, "new_consultation_clicked"),
        (Qt.Key.Key_L, CTRL, "lock_clicked"),
        (Qt.Key.Key_Left, ALT, "back_clicked"),
    ],
)
def test_the_keys_of_the_top_bar_work(bar, qtbot, key, modifier, signal):
    with qtbot.waitSignal(getattr(bar, signal)):
        qtbot.keyClick(bar, key, modifier)


def test_there_is_no_way_forward_when_there_is_none(bar, qtbot):
    with qtbot.assertNotEmitted(bar.forward_clicked):
        qtbot.keyClick(bar, Qt.Key.Key_Right, ALT)


def test_ctrl_k_leads_into_the_search_and_arrows_to_its_hits(bar, qtbot):
    qtbot.keyClick(bar, Qt.Key.Key_K, CTRL)
    assert bar.focusWidget() is bar.search
    with qtbot.waitSignal(bar.search.edited) as edited:
        qtbot.keyClicks(bar.search, "a")
    assert edited.args == ["a"]
    with qtbot.waitSignals([bar.search.moved, bar.search.entered, bar.search.left]):
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape):
            qtbot.keyClick(bar.search, key)


def test_the_top_bar_is_48_high_and_a_line(bar):
    assert bar.height() >= 48
    assert bar.sizeHint().height() == 49


def test_success_is_said_and_makes_way_for_what_is_saved(qapp, qtbot, shown):
    status = shown(StatusBar())
    status._timer.setInterval(30)
    status.set_saved("下書き保存 10:32")
    status.say("つなぎを印刷しました")
    status.set_saved("下書き保存 10:33")
    assert status.message() == "つなぎを印刷しました"
    qtbot.waitUntil(lambda: status.message() == "下書き保存 10:33")


def test_the_day_stands_in_the_era_s_years(qapp, qtbot):
    status = StatusBar()
    qtbot.addWidget(status)
    status.set_date(date(2026, 11, 24))
    assert status._date.text() == "令和8年11月24日（火）"


FACTS = BannerFacts(
    "青葉 すみれ",
    "アオバ スミレ",
    ("女性", "52歳"),
    number="R08-L-0123",
    warnings=(ChipLook("支援措置", Role.DANGER, Icon.PROTECTED, solid=True),),
    due="次の期限 11/21",
    due_role=Role.DANGER,
    act="面談を入れる",
    act_key="F6",
)


def test_a_banner_in_a_low_window_takes_one_row(qapp, qtbot, shown):
    banner = Banner()
    banner.show_facts(FACTS)
    shown(banner)
    high = banner.sizeHint().height()
    banner.set_compact(True)
    assert banner.sizeHint().height() < high - theme.px(20)
    with qtbot.waitSignal(banner.acted):
        banner.button.click()


def test_f8_is_offered_while_there_are_problems_only(qapp, qtbot, shown):
    bar = ProblemBar()
    shown(layouts.panel(layouts.column(bar, QLineEdit())))
    assert not bar.isVisible()
    bar.show_problems(2, "確定できません")
    assert bar.isVisible()
    assert bar.sentence() == "確定できません：2か所の見直しが要ります"
    with qtbot.waitSignal(bar.jumped):
        bar.button.click()
    bar.show_problems(0)
    assert not bar.isVisible()


def test_alt_and_a_number_pick_a_candidate_and_alt_0_declines(qapp, qtbot, shown):
    people = CandidateList()
    line = QLineEdit()
    shown(layouts.panel(layouts.column(line, people)))
    people.show_candidates(
        [
            Candidate("x", "朝倉 文", reasons=("氏名が同じ",), is_likely=True),
            Candidate("y", "浅倉 史"),
        ],
        "名前から",
    )
    line.setFocus()
    with qtbot.waitSignal(people.picked) as picked:
        qtbot.keyClick(line, Qt.Key.Key_2, ALT)
    assert picked.args == ["y"]
    with qtbot.assertNotEmitted(people.picked):
        qtbot.keyClick(line, Qt.Key.Key_3, ALT)
    with qtbot.waitSignal(people.declined):
        qtbot.keyClick(line, Qt.Key.Key_0, ALT)
    assert "氏名が同じ" in people.cards()[0].accessibleName()
    people.show_candidates([])
    assert not people.isVisible()


def test_long_work_says_how_far_it_is_and_can_be_stopped(qapp, qtbot, shown):
    bar = shown(Progress("取り込んでいます"))
    bar.show_step(30, 120)
    assert bar.accessibleDescription() == "25%"
    with qtbot.waitSignal(bar.cancelled):
        qtbot.mouseClick(bar._cancel, Qt.MouseButton.LeftButton)
    assert not bar._cancel.isEnabled()


def _everything() -> QWidget:
    top = TopBar()
    top.set_user("田中")
    rail = Rail()
    rail.add_entry("today", "今日", Icon.TODAY)
    rail.set_centre("生活サポートセンター", "ひなた市社協", can_switch=True)
    banner = Banner()
    banner.show_facts(FACTS)
    people = CandidateList()
    people.show_candidates([Candidate(1, "朝倉 文")])
    return layouts.panel(
        layouts.column(
            top,
            rail,
            banner,
            people,
            Tabs([Tab("a", "経過")], name="ケースの面"),
            ActionBar(Button("保存", kind=ButtonKind.FILLED)),
            FilterChip("担当", value="3人"),
            ToggleRow([Toggle("緊急", Icon.URGENT, key="1")], name="急ぎ"),
            CheckBox("了解"),
            LabelledEditor("方法", Segments([("a", "電話"), ("b", "来所")])),
            LabelledEditor("困りごと", CheckGrid([Topic("a", "住まい", "S")])),
            LabelledEditor("電話", LineEdit()),
            LabelledEditor("続柄", Select([("a", "長女")])),
            LabelledEditor("聞いたこと", RecordTextEdit()),
            Notice(Role.INFO, Icon.INFO, "知らせ", act="見る"),
            EmptyState("まだありません", act="つなぎを書く"),
            Progress("作業中"),
        )
    )


def test_everything_one_can_operate_has_a_name_for_screen_readers(qapp, shown):
    page = shown(_everything())
    operable = (QAbstractButton, QLineEdit, QComboBox, QTextEdit)
    nameless = [
        widget
        for kind in operable
        for widget in page.findChildren(kind)
        if widget.isVisibleTo(page) and not widget.accessibleName()
    ]
    assert nameless == []


def test_everything_one_can_operate_can_be_reached_by_tab_or_arrows(qapp, qtbot, shown):
    page = shown(_everything())
    page.focusNextChild()
    reached, here = set(), page.focusWidget()
    while here not in reached:
        reached.add(here)
        page.focusNextChild()
        here = page.focusWidget()
    names = {widget.accessibleName() for widget in reached}
    assert {
        "保存",
        "担当：3人",
        "緊急",
        "了解",
        "電話",
        "続柄",
        "聞いたこと",
        "今日",
        "住まい",
    } <= names


def test_the_ring_is_drawn_on_everything_that_has_the_focus(qapp, qtbot, shown):
    page = shown(_everything())
    page.focusNextChild()
    reached, here = [], page.focusWidget()
    while here not in reached:
        reached.append(here)
        image = page.grab(here.rect().translated(here.mapTo(page, here.rect().topLeft()))).toImage()
        colours = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
        }
        assert theme.colour(Role.FOCUS).name() in colours, here.accessibleName()
        page.focusNextChild()
        here = page.focusWidget()
    assert len(reached) > 12
