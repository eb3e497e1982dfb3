"""What is typed becomes an answer, and an answer becomes text that reads back the same."""

from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest

from soudan_desk.codes import CodeBook, CodeEntry
from soudan_desk.fields import Field, Kind, Names
from soudan_desk.fields.typed import TypedAnswerError, answer_from_typed, typed_from_answer
from soudan_desk.japanese.partial_dates import PartialDate

TODAY = date(2026, 11, 24)
AOBA, ASAKURA, NAMESAKE = UUID(int=1), UUID(int=2), UUID(int=3)
OLD = date(2020, 3, 31)
CODES = CodeBook(
    [
        CodeEntry(list="way", code="tel", label="電話"),
        CodeEntry(list="way", code="mail", label="メール、手紙", short="メール"),
        CodeEntry(list="way", code="fax", label="ファクス", valid_to=OLD),
        CodeEntry(list="way", code="twin_old", label="来所", valid_to=OLD),
        CodeEntry(list="way", code="twin_new", label="来所"),
        CodeEntry(list="way", code="電話", label="tel"),
        CodeEntry(list="way.disability", code="visit", label="訪問"),
        CodeEntry(list="level", code="1", label="できる"),
        CodeEntry(list="level", code="2", label="見守り"),
    ]
)
NAMES = Names(CODES, lambda _kind, record_id: f"見本 {record_id.int}")
_CELLS = (
    Field(key="on", label="日", kind=Kind.DATE),
    Field(key="way", label="方法", kind=Kind.CHOICE, codes="way"),
)


def _field(kind, **more):
    return Field(key=more.pop("key", "asked"), label="問い", kind=kind, **more)


def _lookup(_kind, words):
    return {"青葉 すみれ": [AOBA], "朝倉 文": [ASAKURA, NAMESAKE]}.get(words, [])


def _read(field, text, **more):
    return answer_from_typed(field, text, today=TODAY, codes=CODES, lookup=_lookup, **more)


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        (Kind.LINE, "家賃の相談", "家賃の相談"),
        (Kind.TEXT, " 一行\n\n 二行 ", " 一行\n\n 二行 "),
        (Kind.DATE, "s55.3.1", date(1980, 3, 1)),
        (Kind.DATE, "S550301", date(1980, 3, 1)),
        (Kind.DATE, "昭和55年3月1日", date(1980, 3, 1)),
        (Kind.DATE, "1980/3/1", date(1980, 3, 1)),
        (Kind.DATE, "0301", date(2026, 3, 1)),
        (Kind.DATE, "令和8年11月24日(火)", TODAY),
        (Kind.PARTIAL_DATE, "40代", PartialDate(age_band="40s")),
        (Kind.PARTIAL_DATE, "昭和55年", PartialDate(1980)),
        (Kind.PARTIAL_DATE, "band:40s", PartialDate(age_band="40s")),
        (Kind.TIME, "９時半", time(9, 30)),
        (Kind.MINUTES, "1:30", 90),
        (Kind.MINUTES, "１２０００", 12000),
        (Kind.NUMBER, "１，２３４", 1234),
        (Kind.YEN, "8万2千円", 82_000),
        (Kind.CHECK, "○", True),
        (Kind.CHECK, "true", True),
        (Kind.CHECK, "×", False),
        (Kind.CHECK, "いいえ", False),
        (Kind.REFERENCE, str(AOBA), AOBA),
        (Kind.REFERENCE, "青葉 すみれ", AOBA),
        (Kind.REFERENCES, f"青葉 すみれ、{ASAKURA}", [AOBA, ASAKURA]),
    ],
)
def test_what_is_typed_becomes_the_answer(kind, text, answer):
    assert _read(_field(kind, of="person"), text) == answer


@pytest.mark.parametrize("kind", Kind)
def test_blanks_are_no_answer(kind):
    assert _read(_field(kind, codes="way"), " 　\n") is None


def test_an_option_is_known_by_its_code_its_label_and_its_short_label():
    field = _field(Kind.CHOICE, codes="way")
    assert [_read(field, t) for t in ("mail", "メール、手紙", " メール ")] == ["mail"] * 3


def test_a_label_that_was_given_anew_means_the_option_in_force():
    assert _read(_field(Kind.CHOICE, codes="way"), "来所") == "twin_new"


def test_a_centre_has_its_own_options():
    assert _read(_field(Kind.CHOICE, codes="way"), "訪問", centre="disability") == "visit"


def test_several_options_are_parted_by_commas_or_lines_and_marks_stand_before_them():
    assert _read(_field(Kind.CHOICES, codes="way"), "電話、来所") == ["電話", "twin_new"]
    assert _read(_field(Kind.CHOICES, codes="way"), "メール、手紙\n来所") == ["mail", "twin_new"]
    marks = _read(_field(Kind.MARKS, codes="way"), "◎ファクス、○来所、メール")
    assert marks == {"fax": "double", "twin_new": "circle", "mail": "circle"}


def test_an_instant_is_typed_in_local_time():
    typed = _read(_field(Kind.INSTANT), "R8.11.24 9:30")
    assert typed == datetime(2026, 11, 24, 9, 30).astimezone()
    assert typed.tzinfo is not None


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (Kind.DATE, "きのうごろ", "日付として読めません"),
        (Kind.PARTIAL_DATE, "0301", "何年の"),
        (Kind.TIME, "25:00", "時刻として読めません"),
        (Kind.INSTANT, "R8.11.24", "「問い」は"),
        (Kind.MINUTES, "しばらく", "時間の長さ"),
        (Kind.NUMBER, "三つ", "整数"),
        (Kind.YEN, "たくさん", "打って"),
        (Kind.CHECK, "たぶん", "「はい」か「いいえ」"),
        (Kind.CHOICE, "のろし", "「のろし」という選択肢はありません"),
        (Kind.CHOICES, "電話、のろし", "「のろし」という選択肢はありません"),
        (Kind.REFERENCE, "だれか", "見つかりません"),
        (Kind.REFERENCE, "朝倉 文", "2件あります"),
        (Kind.ROWS, "[1]", "行(項目の組)のリスト"),
        (Kind.ROWS, "{", "行(項目の組)のリスト"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(kind, text, words):
    with pytest.raises(TypedAnswerError, match=words.replace("(", r"\(").replace(")", r"\)")):
        _read(_field(kind, codes="way" if "選択肢" in words else None, rows=_CELLS), text)


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        (_field(Kind.LINE), "  端に空白 "),
        (_field(Kind.TEXT), "一行目\n\tはい\n\n𠮷野 葛󠄀城 =SUM(A1)"),
        (_field(Kind.DATE), date(1873, 1, 1)),
        (_field(Kind.DATE), date(2019, 5, 1)),
        (_field(Kind.PARTIAL_DATE), PartialDate(1980, 11, 22)),
        (_field(Kind.PARTIAL_DATE), PartialDate(1989)),
        (_field(Kind.PARTIAL_DATE), PartialDate(2019, 5)),
        (_field(Kind.PARTIAL_DATE), PartialDate(age_band="over100")),
        (_field(Kind.TIME), time(0, 5)),
        (_field(Kind.INSTANT), datetime(2026, 11, 24, 1, 30, tzinfo=UTC)),
        (_field(Kind.INSTANT), datetime(2026, 11, 24, 1, 30, 5, 7, tzinfo=UTC)),
        (_field(Kind.MINUTES), 123_456),
        (_field(Kind.NUMBER), 0),
        (_field(Kind.NUMBER, codes="level"), 2),
        (_field(Kind.YEN), 1_234_567),
        (_field(Kind.CHECK), False),
        (_field(Kind.CHECK), True),
        (_field(Kind.CHOICE, codes="way"), "fax"),
        (_field(Kind.CHOICE, codes="way"), "twin_old"),
        (_field(Kind.CHOICE, codes="way"), "tel"),
        (_field(Kind.CHOICES, codes="way"), ["mail"]),
        (_field(Kind.CHOICES, codes="way"), ["mail", "tel", "電話", "twin_old", "fax"]),
        (_field(Kind.MARKS, codes="way"), {"mail": "double"}),
        (
            _field(Kind.MARKS, codes="way"),
            {"tel": "circle", "mail": "double", "twin_old": "circle"},
        ),
        (_field(Kind.REFERENCE, of="person"), AOBA),
        (_field(Kind.REFERENCES, of="person"), [ASAKURA, AOBA]),
        (_field(Kind.ATTACHMENTS), [NAMESAKE]),
        (
            _field(Kind.ROWS, rows=_CELLS),
            [{"on": TODAY, "way": "fax"}, {"on": None, "way": "mail"}],
        ),
    ],
)
def test_every_answer_comes_back_from_its_text(field, answer):
    text = typed_from_answer(field, answer, NAMES)
    assert isinstance(text, str)
    assert _read(field, text) == answer


def test_people_read_labels_not_codes():
    assert typed_from_answer(_field(Kind.CHOICE, codes="way"), "mail", NAMES) == "メール、手紙"
    assert typed_from_answer(_field(Kind.NUMBER, codes="level"), 2, NAMES) == "見守り"
    assert typed_from_answer(_field(Kind.CHECK), True, NAMES) == "はい"
    assert typed_from_answer(_field(Kind.DATE), None, NAMES) == ""


def test_every_day_that_can_be_typed_comes_back():
    field = _field(Kind.DATE)
    for ordinal in range(date(1873, 1, 1).toordinal(), date(2100, 1, 1).toordinal(), 37):
        day = date.fromordinal(ordinal)
        assert _read(field, typed_from_answer(field, day, NAMES)) == day
