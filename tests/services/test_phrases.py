"""Sentences inserted by two keys: own ones first, the office's behind them."""

import pytest

from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.services.phrases import add_phrase, insertable_text, list_phrases
from soudan_desk.services.records import save_record, void_record


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
