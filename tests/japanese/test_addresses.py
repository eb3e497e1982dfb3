import pytest
from hypothesis import given
from hypothesis import strategies as st

from soudan_desk.japanese.addresses import PREFECTURES, fold_address, prefecture_of


@pytest.mark.parametrize(
    "alike",
    [
        (
            "東京都港区青葉三丁目12番5号",
            "港区青葉3-12-5",
            "〒105-0001 港区青葉３丁目１２－５",
            "港区青葉3ー12ー5",
            "港区 青葉３－１２番地５",
        ),
        ("札幌市中央区北一条西二丁目", "北海道札幌市中央区北1条西2"),
        ("千代田区霞が関1-2", "千代田区霞ヶ関1丁目2番", "千代田区霞ケ関一丁目二番"),
        ("見本市大字緑字中百二十三番地", "見本市緑字中123"),
        ("港区青葉3-12-5 見本荘201号室", "港区青葉三丁目12番5号　見本荘２０１"),
        ("見本市青葉1番地の2", "見本市青葉1-2", "見本市青葉1の2"),
        ("見本市澤町二十丁目", "見本市沢町20"),
    ],
)
def test_one_address_written_in_several_ways_folds_alike(alike):
    assert len({fold_address(text) for text in alike}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("港区青葉3-12-5", "港区青葉3-1-25"),
        ("港区青葉3-12", "港区若葉3-12"),
        ("千代田区一番町6", "千代田区二番町6"),
        ("港区青葉1-1-101", "港区青葉1-1-102"),
    ],
)
def test_different_addresses_stay_different(one, other):
    assert fold_address(one) != fold_address(other)


def test_a_town_named_with_a_number_keeps_its_name():
    assert "一番町" in fold_address("東京都千代田区一番町6番地")


def test_there_are_forty_seven_prefectures():
    assert len(set(PREFECTURES)) == 47
    assert prefecture_of("〒160-0023 東京都新宿区") == "東京都"
    assert prefecture_of("新宿区") is None


@given(st.text(alphabet="港区青葉一二十百丁目番地号条の-ー12 　荘がヶ東京都〒", max_size=20))
def test_any_text_folds_without_blanks(text):
    assert not any(char.isspace() for char in fold_address(text))
