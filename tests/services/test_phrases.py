"""Sentences inserted by two keys: own ones first, the office's behind them."""

import pytest

from office_fixtures import TODAY, make_person
from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.services.cases import open_case
from soudan_desk.services.phrases import (
    add_phrase,
    change_phrase,
    drop_phrase,
    filled_text,
    insertable_text,
    list_phrases,
    own_and_office,
)
from soudan_desk.services.records import add_record, save_record, void_record


@pytest.fixture
def desks(office):
    """Sit a supervisor and two workers down."""
    return office.work("shunin"), office.work("sodanin"), office.work("nishio")


def keys(work, kind=None):
    return [row.key for row in list_phrases(work, kind)]


def test_two_keys_insert_a_workers_own_sentence(desks):
    _, mine, other = desks
    add_phrase(mine, key="kk", title="家計", text="家計表を一緒に確かめた。")
    assert insertable_text(mine, "kk") == "家計表を一緒に確かめた。"
    assert insertable_text(mine, "xx") is None
    assert insertable_text(other, "kk") is None


def test_the_office_has_sentences_for_everybody_and_the_own_one_comes_first(desks):
    chief, mine, other = desks
    add_phrase(chief, key="kk", text="所の文。", for_office=True)
    add_phrase(chief, key="aa", text="あいさつ。", for_office=True)
    add_phrase(mine, key="kk", text="わたしの文。")
    assert insertable_text(mine, "kk") == "わたしの文。"
    assert insertable_text(other, "kk") == "所の文。"
    assert keys(mine) == ["aa", "kk"]
    assert [row.is_own for row in list_phrases(mine)] == [False, True]
    assert list_phrases(other)[0].title == "あいさつ。"


def test_a_sentence_is_offered_where_it_belongs(desks):
    _, mine, _ = desks
    add_phrase(mine, key="p1", text="計画の文。", kinds=["plan"])
    add_phrase(mine, key="c1", text="相談の文。", kinds=["consultation"])
    add_phrase(mine, key="a1", text="どこでも。")
    assert keys(mine, "goal") == ["a1", "p1"]
    assert keys(mine, "consultation") == ["a1", "c1"]
    assert keys(mine, "task") == ["a1"]
    assert insertable_text(mine, "p1", "consultation") is None


def test_a_key_stands_for_one_sentence_of_each_owner(desks):
    chief, mine, _ = desks
    first = add_phrase(mine, key="kk", text="一つ目。").id
    with pytest.raises(InvalidEntriesError, match="もう使われています"):
        add_phrase(mine, key="kk", text="二つ目。")
    add_phrase(chief, key="kk", text="所の文。", for_office=True)
    void_record(mine, "phrase", first, reason="使わない")
    add_phrase(mine, key="kk", text="二つ目。")
    assert insertable_text(mine, "kk") == "二つ目。"


@pytest.mark.parametrize("key", ["", "k", "kkk", "k "])
def test_a_key_of_other_than_two_characters_is_refused(desks, key):
    with pytest.raises(InvalidEntriesError):
        add_phrase(desks[1], key=key, text="文。")


def test_only_supervisors_and_administrators_write_for_the_office(desks):
    chief, mine, other = desks
    with pytest.raises(NotAllowedError):
        add_phrase(mine, key="kk", text="みんなへ。", for_office=True)
    shared = add_phrase(chief, key="kk", text="みんなへ。", for_office=True).id
    with pytest.raises(NotAllowedError):
        save_record(other, "phrase", shared, {"text": "書き換え。"})


def test_no_other_verb_writes_for_the_office_or_for_somebody_else(office, desks):
    chief, mine, other = desks
    about = {"key": "kk", "text": "みんなへ。"}
    with pytest.raises(NotAllowedError, match="主任と管理者"):
        add_record(mine, "phrase", about)
    with pytest.raises(NotAllowedError, match="ほかの人の定型文"):
        add_record(mine, "phrase", {**about, "owner_id": office.staff_id("nishio")})
    own = add_phrase(mine, key="kk", text="わたしの文。").id
    with pytest.raises(NotAllowedError, match="主任と管理者"):
        save_record(mine, "phrase", own, {"owner_id": None})
    with pytest.raises(NotAllowedError, match="ほかの人の定型文"):
        save_record(chief, "phrase", own, {"text": "主任が直す。"})
    shared = add_phrase(chief, key="aa", text="みんなへ。", for_office=True).id
    with pytest.raises(NotAllowedError, match="主任と管理者"):
        drop_phrase(other, shared)


def test_an_administrator_looks_after_the_offices_sentences(office, desks):
    admin = office.work_of_admin
    shared = add_phrase(admin, key="kk", text="みんなへ。", for_office=True).id
    change_phrase(admin, shared, key="kk", text="みんなさまへ。")
    assert insertable_text(desks[2], "kk") == "みんなさまへ。"


def test_a_sentence_is_changed_and_taken_out_of_use(desks):
    _, mine, _ = desks
    first = add_phrase(mine, key="kk", text="一つ目。").id
    second = add_phrase(mine, key="ss", text="二つ目。").id
    with pytest.raises(InvalidEntriesError, match="もう使われています"):
        change_phrase(mine, second, key="kk", text="二つ目。")
    change_phrase(mine, second, key="tt", text="直した。", kinds=["plan"])
    assert insertable_text(mine, "tt", "plan") == "直した。"
    drop_phrase(mine, first)
    assert [row.key for row in own_and_office(mine)] == ["tt"]


def test_all_sentences_are_listed_for_looking_after_them(desks):
    chief, mine, _ = desks
    add_phrase(chief, key="kk", text="所の文。", for_office=True)
    add_phrase(mine, key="kk", text="わたしの文。")
    assert [(row.key, row.is_own) for row in own_and_office(mine)] == [("kk", True), ("kk", False)]


def test_what_a_sentence_leaves_open_is_filled_where_it_is_known(office, desks):
    chief, _, _ = desks
    person = make_person(chief, name="見本 太郎")
    case = open_case(chief, centre="life_support", person_id=person)
    text = "{日付}、{担当者}が{氏名}さん宅を訪問。{だれか}も同席。"
    filled = filled_text(chief, text, case)
    assert filled == "令和8年11月24日、田中 見本が見本 太郎さん宅を訪問。{だれか}も同席。"
    assert TODAY.year == 2026
    assert "{氏名}" in filled_text(chief, text)
    assert filled_text(chief, "そのまま。", case) == "そのまま。"
