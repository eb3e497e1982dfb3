"""設定 → 定型文: one's own are written by everybody, the office's by those who may."""

import pytest
from desk_fixtures import answering
from PySide6.QtWidgets import QWidget

from soudan_desk.services.phrases import add_phrase, insertable_text, own_and_office
from soudan_desk.ui.pages.page import Place


@pytest.fixture
def open_pane(desk_of):
    def make(login):
        desk = desk_of(login)
        page = desk.frame.go(Place("settings", {"tab": "phrases"}))
        return desk, page.pane()

    return make


def part(pane, name):
    return pane.findChild(QWidget, name)


def fill(pane, key, text, title=""):
    part(pane, "phrase_key").setText(key)
    part(pane, "phrase_title").setText(title)
    part(pane, "phrase_text").set_text(text)


def test_the_first_phrase_is_written_and_changed(open_pane):
    desk, pane = open_pane("sodanin")
    fill(pane, "kk", "家計表を確かめた。", "家計")
    part(pane, "save_phrase").click()
    assert insertable_text(desk.work, "kk") == "家計表を確かめた。"
    part(pane, "phrase_text").set_text("家計表を一緒に確かめた。")
    part(pane, "save_phrase").click()
    assert insertable_text(desk.work, "kk") == "家計表を一緒に確かめた。"
    assert len(own_and_office(desk.work)) == 1


def test_a_key_that_is_taken_is_said_beside_it(open_pane):
    desk, pane = open_pane("sodanin")
    add_phrase(desk.work, key="kk", text="一つ目。")
    desk.settle()
    part(pane, "new_phrase").click()
    fill(pane, "kk", "二つ目。")
    part(pane, "save_phrase").click()
    assert "もう使われています" in part(pane, "phrase_key").accessibleDescription()
    assert part(pane, "phrase_text").text() == "二つ目。"


def test_the_offices_are_read_by_all_and_written_by_supervisors(open_pane):
    desk, pane = open_pane("shunin")
    fill(pane, "mi", "みんなの文。")
    part(pane, "phrase_for_office").setChecked(True)
    part(pane, "save_phrase").click()
    assert [row.is_own for row in own_and_office(desk.work)] == [False]
    _other, shown = open_pane("sodanin")
    assert part(shown, "phrase_text").text() == "みんなの文。"
    assert part(shown, "phrase_text").isReadOnly()
    assert not part(shown, "save_phrase").isEnabled()
    assert part(shown, "drop_phrase").isHidden()


def test_a_phrase_that_is_not_used_any_more_goes_after_a_question(open_pane):
    desk, pane = open_pane("sodanin")
    add_phrase(desk.work, key="kk", text="一つ目。")
    desk.settle()
    pane.reload(frozenset({"phrase"}))
    part(pane, "phrases").choose_row(0)
    with answering(desk):
        part(pane, "drop_phrase").click()
    assert own_and_office(desk.work) == []
    assert part(pane, "phrase_key").text() == ""
