from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soudan_desk.errors import SoudanError
from soudan_desk.japanese.money import YenTypingError, format_yen, parse_yen


def test_yen_are_written_with_commas_and_a_triangle_for_less_than_nothing():
    assert format_yen(8000) == "8,000円"
    assert format_yen(-500) == "△500円"
    assert format_yen(0) == "0円"


@pytest.mark.parametrize(
    ("typed", "yen"),
    [
        ("8000", 8000),
        ("８，０００円", 8000),
        ("8,000", 8000),
        ("￥8,000", 8000),
        ("8 000", 8000),
        ("金8000円也", 8000),
        ("1万2千円", 12000),
        ("1万2500", 12500),
        ("4.6万円", 46000),
        ("1.5千円", 1500),
        ("1億2,000万円", 120_000_000),
        ("三千円", 3000),
        ("二十五万円", 250_000),
        ("千円", 1000),
        ("十円", 10),
        ("2千5百円", 2500),
        ("1万2円", 10002),
        ("-500", -500),
        ("△500", -500),
        ("▲1,000円", -1000),
        ("マイナス3千円", -3000),
    ],
)
def test_an_amount_is_read_however_it_is_typed(typed, yen):
    assert parse_yen(typed) == yen


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "円",
        "万円",
        "abc",
        "0.5円",
        "1,00",
        "1万2",
        "10,0000円",
        "1千2万円万",
        "9" * 30,
        "--5",
        "5\x006",
    ],
)
def test_what_is_no_amount_is_refused_with_a_sentence(typed):
    with pytest.raises(YenTypingError, match=r"。$") as refused:
        parse_yen(typed)
    assert isinstance(refused.value, SoudanError)


@given(st.integers(-(10**12), 10**12))
def test_every_written_amount_is_read_back(yen):
    assert parse_yen(format_yen(yen)) == yen


@given(st.text(alphabet="0123456789,.円万千百十億△-一二", max_size=10))
def test_anything_else_is_an_amount_or_a_sentence(text):
    with suppress(YenTypingError):
        assert isinstance(parse_yen(text), int)
