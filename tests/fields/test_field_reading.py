from datetime import UTC, date, datetime, time

import pytest

from question_samples import QUESTIONS, SAMPLE_ID, sample_of
from soudan_desk.codes import shipped_codes
from soudan_desk.fields import Field, Kind, Names, as_text
from soudan_desk.japanese.partial_dates import PartialDate

NAMES = Names(shipped_codes(), lambda kind, _id: f"<{kind}>", "life_support")
SEX = {"codes": "sex"}
ROWS = (
    Field(key="kind", label="種類", kind=Kind.CHOICE, codes="person.alias_kind"),
    Field(key="name", label="氏名", kind=Kind.LINE),
)


@pytest.mark.parametrize(
    ("kind", "words", "answer", "text"),
    [
        (Kind.LINE, {}, "見本 花子", "見本 花子"),
        (Kind.TEXT, {}, "1行目\n2行目", "1行目\n2行目"),
        (Kind.DATE, {}, date(2026, 11, 22), "令和8年11月22日"),
        (Kind.DATE, {}, date(2019, 5, 1), "令和元年5月1日"),
        (Kind.PARTIAL_DATE, {}, PartialDate(1980, 11), "昭和55年11月"),
        (Kind.PARTIAL_DATE, {}, PartialDate(age_band="40s"), "40代"),
        (Kind.TIME, {}, time(9, 5), "09:05"),
        (Kind.MINUTES, {}, 45, "45分"),
        (Kind.MINUTES, {}, 60, "1時間"),
        (Kind.MINUTES, {}, 75, "1時間15分"),
        (Kind.MINUTES, {}, 0, "0分"),
        (Kind.NUMBER, {}, 12345, "12,345"),
        (Kind.NUMBER, {"codes": "restriction_level"}, 3, "3 氏名も秘匿"),
        (Kind.YEN, {}, 82_000, "82,000円"),
        (Kind.CHECK, {}, True, "はい"),
        (Kind.CHECK, {}, False, "いいえ"),
        (Kind.CHOICE, SEX, "female", "女性"),
        (Kind.CHOICE, SEX, "gone", "gone"),
        (Kind.CHOICE, {"codes": "consultation.method"}, "phone", "電話相談・連絡"),
        (Kind.CHOICES, SEX, ["male", "unknown"], "男性、不明・回答なし"),
        (Kind.MARKS, {"codes": "concern"}, {"debt": "double", "housing": "circle"},
         "◎債務について、○住まいについて"),
        (Kind.REFERENCE, {"of": "agency"}, SAMPLE_ID, "<agency>"),
        (Kind.REFERENCES, {"of": "staff"}, [SAMPLE_ID, SAMPLE_ID], "<staff>、<staff>"),
        (Kind.ROWS, {"rows": ROWS}, [{"kind": "former_name", "name": "旧田"}, {"name": "通り"}],
         "旧姓 旧田\n通り"),
    ],
)  # fmt: skip
def test_an_answer_reads_as_a_worker_would_write_it(kind, words, answer, text):
    assert as_text(Field(key="a", label="答", kind=kind, **words), answer, NAMES) == text


def test_a_yes_in_a_row_says_of_what():
    asked = (
        Field(key="kind", label="種類の変更", kind=Kind.CHOICE, codes="yes_no_unknown"),
        Field(key="all", label="全部", kind=Kind.CHECK),
    )
    field = Field(key="a", label="答", kind=Kind.ROWS, rows=asked)
    rows = [{"kind": "no", "all": True}, {"kind": "yes", "all": False}]
    assert as_text(field, rows, NAMES) == "種類の変更: いいえ 全部\n種類の変更: はい"


def test_an_instant_reads_in_the_offices_own_time(monkeypatch):
    import time as clock

    monkeypatch.setenv("TZ", "Asia/Tokyo")
    clock.tzset()
    try:
        field = Field(key="at", label="日時", kind=Kind.INSTANT)
        answer = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
        assert as_text(field, answer, NAMES) == "令和8年11月23日 00:30"
    finally:
        monkeypatch.undo()
        clock.tzset()


def test_no_answer_reads_as_nothing():
    assert {as_text(field, None, NAMES) for _, field in QUESTIONS} == {""}


def test_every_question_of_every_record_reads_as_text():
    for kind, field in QUESTIONS:
        text = as_text(field, sample_of(field), NAMES)
        assert isinstance(text, str), (kind, field.key)
        assert text, (kind, field.key)
