from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soudan_desk.japanese.partial_dates import AGE_BANDS, PartialDate, parse_partial
from soudan_desk.japanese.typed_dates import DateTypingError

TODAY = date(2026, 11, 22)
BAND = PartialDate(age_band="40s")
PARTIALS = st.one_of(
    st.sampled_from(sorted(AGE_BANDS)).map(lambda band: PartialDate(age_band=band)),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)).flatmap(
        lambda d: st.sampled_from(
            [PartialDate(d.year), PartialDate(d.year, d.month), PartialDate(d.year, d.month, d.day)]
        )
    ),
)


@pytest.mark.parametrize(
    ("partial", "stored", "json"),
    [
        (PartialDate(1980), "1980", "1980"),
        (PartialDate(1980, 1), "1980-01", "1980-01"),
        (PartialDate(1980, 11, 2), "1980-11-02", "1980-11-02"),
        (BAND, "band:40s", {"age_band": "40s"}),
    ],
)
def test_it_is_stored_and_given_out_as_far_as_it_is_known(partial, stored, json):
    assert partial.stored() == stored
    assert partial.to_json() == json


@given(PARTIALS)
def test_it_comes_back_from_store_commands_and_its_own_reading(partial):
    assert PartialDate.from_stored(partial.stored()) == partial
    assert PartialDate.from_json(partial.to_json()) == partial
    assert parse_partial(partial.reading().split("・")[0], today=TODAY) == partial


@pytest.mark.parametrize(
    ("partial", "reading", "age"),
    [
        (PartialDate(1980, 11, 22), "昭和55年11月22日", "46歳"),
        (PartialDate(1980, 11, 23), "昭和55年11月23日", "45歳"),
        (PartialDate(1980, 3), "昭和55年3月", "46歳"),
        (PartialDate(1980, 11), "昭和55年11月", "46歳前後"),
        (PartialDate(1980), "昭和55年", "46歳前後"),
        (PartialDate(2026), "令和8年", "1歳未満"),
        (BAND, "40代", "40代"),
        (PartialDate(age_band="under10"), "10歳未満", "10歳未満"),
    ],
)
def test_it_reads_as_a_worker_would_say_it(partial, reading, age):
    assert partial.reading() == reading
    assert partial.age_text(TODAY) == age


def test_an_age_is_a_number_only_where_it_is_certain():
    assert PartialDate(1980, 3, 1).age(TODAY) == 46
    assert PartialDate(1980, 3).age(TODAY) == 46
    assert PartialDate(1980, 11).age(TODAY) is None
    assert PartialDate(1980).age(TODAY) is None
    assert BAND.age(TODAY) is None
    assert PartialDate(2030, 1, 1).age(TODAY) is None
    assert PartialDate(2030, 1, 1).age_text(TODAY) == ""


def test_only_a_whole_date_is_exact():
    assert PartialDate(1980, 3, 1).exact() == date(1980, 3, 1)
    assert PartialDate(1980, 3).exact() is None
    assert BAND.exact() is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("s55", "1980"),
        ("昭和55年", "1980"),
        ("1980", "1980"),
        ("1980年頃", "1980"),
        ("昭和64年", "1989"),
        ("1980/11", "1980-11"),
        ("1980年11月", "1980-11"),
        ("s55.3", "1980-03"),
        ("平成元年1月", "1989-01"),
        ("s55.3.1", "1980-03-01"),
        ("s550301", "1980-03-01"),
        ("昭和55年3月1日生まれ", "1980-03-01"),
        ("19800301", "1980-03-01"),
        ("40代", "band:40s"),
        ("４０歳代", "band:40s"),
        ("10歳未満", "band:under10"),
        ("100歳以上", "band:over100"),
        ("80歳", "band:80s"),
        ("８０才くらい", "band:80s"),
        ("満9歳", "band:under10"),
        ("102歳", "band:over100"),
    ],
)
def test_a_birth_date_is_read_as_far_as_it_is_typed(typed, stored):
    assert parse_partial(typed, today=TODAY).stored() == stored


@pytest.mark.parametrize("typed", ["0301", "3/1", "3月1日", "1101"])
def test_a_birthday_without_a_year_is_a_question(typed):
    with pytest.raises(DateTypingError, match=r"^何年の\d+月1日ですか。"):
        parse_partial(typed, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("令和9年", "まだ来ていません"),
        ("2026/11/23", "まだ来ていません"),
        ("令和8年12月", "まだ来ていません"),
        ("明治20年", "歳になります"),
        ("平成31年5月", "令和元年5月ではありませんか"),
        ("昭和64年2月", "平成元年2月ではありませんか"),
        ("昭和65年", "平成2年ではありませんか"),
        ("s0", "ではありませんか"),
        ("1980/13", "13月という月はありません"),
        ("", "打ってください"),
        ("ふるい", "読めません"),
        ("s55.2.30", "という日はありません"),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused_with_a_sentence(typed, told):
    with pytest.raises(DateTypingError, match=told):
        parse_partial(typed, today=TODAY)


@pytest.mark.parametrize("text", ["", "80", "1980-13", "1980-02-30", "band:45", "1980/3/1"])
def test_a_stored_form_that_is_none_is_refused(text):
    with pytest.raises(DateTypingError):
        PartialDate.from_stored(text)


@pytest.mark.parametrize("value", [None, 1980, {"age_band": "x"}, {}, ["1980"], "band:40s"])
def test_a_json_value_that_is_none_is_refused(value):
    with pytest.raises(DateTypingError):
        PartialDate.from_json(value)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"month": 3},
        {"year": 1980, "day": 1},
        {"year": 1980, "age_band": "40s"},
        {"age_band": "x"},
    ],
)
def test_a_partial_date_cannot_be_made_of_parts_that_say_nothing(parts):
    with pytest.raises(ValueError, match=r"age band|larger units"):
        PartialDate(**parts)
