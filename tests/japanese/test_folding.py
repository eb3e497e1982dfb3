import time
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from soudan_desk.japanese.folding import (
    _UNUSUAL,
    _joins,
    _read_variants,
    _table,
    digits,
    fold,
    fold_with_map,
    is_kana,
    to_katakana,
)

TRICKY = st.text(
    alphabet=st.sampled_from("かカｶガヴゔｳﾞﾟ゙゚ーｰ-―~〜～がabÅİßΐͅ髙邉葛\U000e0100️ァぁヵ㈱㍿𠮷가가ㅏ \n"),
    max_size=12,
)
ANYTHING = st.text(max_size=20)


@pytest.mark.parametrize(
    "alike",
    [
        ("コーヒー", "こーひー", "ｺｰﾋｰ", "コ―ヒ―", "ｺ-ﾋ-", "コ〜ヒ〜", "こひ"),
        ("ガッコウ", "がっこう", "ｶﾞｯｺｳ", "がつこう", "か\u3099っこう"),
        ("ヴァイオリン", "ゔぁいおりん", "ｳﾞｧｲｵﾘﾝ"),
        ("ヰ", "ゐ", "い"),
        ("髙﨑", "高崎", "髙嵜"),
        ("渡邉", "渡邊", "渡辺", "渡邊\U000e0100"),
        ("濵", "濱", "浜"),
        ("齋藤", "斎藤", "齊藤", "斉藤"),
        ("𠮷田", "吉田"),
        ("葛\U000e0100城", "葛城"),
        ("神", "神"),
        ("ＡＢＣ１２３", "abc123", "Abc１２3"),
        ("霞ヶ関", "霞ケ関", "霞ｹ関", "霞け関"),
        ("㈱青葉", "(株)青葉"),
        ("Ａ－１", "a-1", "A‐1", "A–1"),
        ("青葉\u200b", "青葉"),
    ],
)
def test_what_sounds_or_looks_alike_folds_alike(alike):
    assert len({fold(text) for text in alike}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("かき", "がき"),
        ("病院", "美容院"),
        ("3-1", "31"),
        ("坂", "阪"),
        ("はは", "ばば"),
        ("藤田", "富士田"),
    ],
)
def test_what_differs_stays_different(one, other):
    assert fold(one) != fold(other)


def test_dashes_outside_kana_are_kept_as_one_kind():
    assert fold("03－1234―5678") == "03-1234-5678"
    assert fold("３〜５") == "3~5"
    assert fold("３ー１２ー５") == "3-12-5"


@given(st.one_of(TRICKY, ANYTHING))
@settings(max_examples=1500, deadline=None)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.one_of(TRICKY, ANYTHING))
@settings(max_examples=1500, deadline=None)
def test_the_map_goes_with_the_folded_text_and_leads_back_into_the_source(text):
    folded, origins = fold_with_map(text)
    assert folded == fold(text)
    assert len(origins) == len(folded)
    assert origins == sorted(origins)
    assert all(0 <= index < len(text) for index in origins)


def test_a_hit_in_folded_text_is_found_again_in_the_source():
    text = "本日、㈱ﾊﾞﾅﾅのコーヒー係・髙橋さん"
    folded, origins = fold_with_map(text)
    at = folded.index(fold("高橋"))
    assert text[origins[at] : origins[at + 1] + 1] == "髙橋"
    at = folded.index(fold("ばなな"))
    assert text[origins[at] : origins[at + 3]] == "ﾊﾞﾅﾅ"


WORDS = st.text(alphabet=st.sampled_from("相談かカアー髙ＡａB1１、。 ンﾊ"), max_size=15)


@given(WORDS, WORDS)
def test_ordinary_texts_fold_apart_as_they_fold_together(a, b):
    assume(not b.startswith("ー"))
    assert fold(a + b) == fold(a) + fold(b)


def telling_codes():
    """Every code point that normalisation or case may change; the rest are ideographs and gaps."""
    ranges = (range(0xAC00), range(0xD7B0, 0xD800), range(0xF900, 0x20000))
    yield from (code for codes in ranges for code in codes if chr(code) < "㐀" or code > 0x9FFF)
    yield from range(0x2F800, 0x2FA20)
    yield from range(0xE0000, 0xE0200)


def test_every_character_alone_folds_to_something_stable():
    table = _table()
    for code in telling_codes():
        char = chr(code)
        folded = fold(char)
        assert folded.translate(table) == folded
        assert fold_with_map(char)[0] == folded
        assert not folded or _joins(char) or not _joins(folded[0])


def test_no_character_of_the_quick_path_joins_to_the_one_before():
    quick = (char for char in map(chr, telling_codes()) if not _UNUSUAL.search(char))
    assert [char for char in quick if _joins(char) and _table()[ord(char)]] == []


def test_the_variants_are_at_least_three_hundred_single_kanji_without_chains():
    variants = _read_variants()
    assert len(variants) >= 300
    for variant, form in variants.items():
        assert len(variant) == len(form) == 1
        assert form not in variants
        assert unicodedata.normalize("NFKC", variant) == variant
        assert {unicodedata.category(variant), unicodedata.category(form)} == {"Lo"}


def test_folding_is_fast_enough_to_fold_an_office_at_start():
    text = "本日、相談者ヨリ電話アリ（家賃滞納４．６万円）。髙橋さんはﾊﾛｰﾜｰｸへ。\n" * 20_000
    size = len(text.encode()) / 1e6
    fold(text[:1000])
    fold_with_map(text[:1000])
    quick = _fastest(lambda: fold(text))
    mapped = _fastest(lambda: fold_with_map(text))
    assert size / quick > 2  # MB/s; 5 and more where nothing else runs
    assert size / mapped > 0.4


def _fastest(work):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def test_a_reading_is_stored_as_full_width_katakana():
    assert to_katakana(" ｱｵﾊﾞ　すみれ ") == "アオバ スミレ"
    assert to_katakana("こーひー") == "コーヒー"


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("アオバ スミレ", True),
        ("ｱｵﾊﾞ", True),
        ("すみれー", True),
        ("青葉", False),
        ("", False),
        ("ー", False),
        ("A", False),
    ],
)
def test_kana_is_told_from_everything_else(text, kana):
    assert is_kana(text) is kana


def test_digits_of_any_width_are_compared_as_digits():
    assert digits("０３－１２３４ー5678（代）") == "0312345678"
