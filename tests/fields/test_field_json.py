import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_samples import QUESTIONS, ROW_QUESTIONS, answers_to, sample_of
from soudan_desk.fields import Field, Kind, answer_from_json, answer_to_json
from soudan_desk.fields.json_values import JsonShapeError
from soudan_desk.japanese.partial_dates import PartialDate

EVERY = [field for _, field in (*QUESTIONS, *ROW_QUESTIONS)]
ONE_EACH = {field.kind: field for field in EVERY}


def question(kind: Kind) -> Field:
    return Field(key="answer", label="答え", kind=kind)


def test_the_records_ask_every_kind_of_question():
    assert set(ONE_EACH) == set(Kind)


@given(st.sampled_from(EVERY).flatmap(lambda f: st.tuples(st.just(f), answers_to(f))))
def test_every_answer_comes_back_from_json_as_it_went(asked):
    field, answer = asked
    carried = json.loads(json.dumps(answer_to_json(field, answer), ensure_ascii=False))
    assert answer_from_json(field, carried) == answer


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_shape(kind):
    field = ONE_EACH[kind]
    answer = sample_of(field)
    assert answer_from_json(field, json.loads(json.dumps(answer_to_json(field, answer)))) == answer


@pytest.mark.parametrize("kind", Kind)
def test_no_answer_is_null_and_nothing_else(kind):
    assert answer_to_json(question(kind), None) is None
    for blank in (None, "", [], {}):
        assert answer_from_json(question(kind), blank) is None


def test_no_and_nought_are_not_taken_for_blank():
    assert answer_from_json(question(Kind.CHECK), False) is False
    assert answer_from_json(question(Kind.YEN), 0) == 0


def test_an_instant_is_written_in_utc_and_read_in_any_zone():
    tokyo = timezone(timedelta(hours=9))
    field = question(Kind.INSTANT)
    assert answer_to_json(field, datetime(2026, 11, 22, 10, 30, tzinfo=tokyo)) == (
        "2026-11-22T01:30:00Z"
    )
    read = answer_from_json(field, "2026-11-22T10:30:00+09:00")
    assert read == datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    assert read.tzinfo is UTC


def test_an_age_band_is_an_object():
    field = question(Kind.PARTIAL_DATE)
    assert answer_to_json(field, PartialDate(age_band="40s")) == {"age_band": "40s"}
    assert answer_to_json(field, PartialDate(1980)) == "1980"


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Kind.LINE, 5),
        (Kind.TEXT, ["a"]),
        (Kind.CHOICE, {"a": 1}),
        (Kind.DATE, "R8.11.22"),
        (Kind.DATE, 20261122),
        (Kind.TIME, "9時半"),
        (Kind.INSTANT, "2026-11-22T10:30:00"),
        (Kind.PARTIAL_DATE, "1980-13"),
        (Kind.MINUTES, "45"),
        (Kind.NUMBER, 1.5),
        (Kind.YEN, True),
        (Kind.CHECK, "true"),
        (Kind.CHOICES, "male"),
        (Kind.CHOICES, [1]),
        (Kind.MARKS, {"debt": "square"}),
        (Kind.REFERENCE, "田中"),
        (Kind.REFERENCES, ["x"]),
        (Kind.ATTACHMENTS, 3),
        (Kind.ROWS, ["a"]),
        (Kind.ROWS, {"a": 1}),
    ],
)
def test_a_wrong_shape_is_refused_with_a_sentence(kind, wrong):
    with pytest.raises(JsonShapeError, match=r"「答え」.*。$|読めません"):
        answer_from_json(question(kind), wrong)


def test_an_unknown_column_of_a_table_is_refused_by_its_name():
    rows = Field(key="rows", label="別名", kind=Kind.ROWS, rows=(question(Kind.LINE),))
    with pytest.raises(JsonShapeError, match="「別名」に「nickname」という項目はありません"):
        answer_from_json(rows, [{"nickname": "x"}])


def test_a_code_given_twice_counts_once():
    assert answer_from_json(question(Kind.CHOICES), ["a", "b", "a"]) == ["a", "b"]
