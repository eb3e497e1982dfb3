import pytest

from soudan_desk.fields import Field, Kind
from soudan_desk.fields.field import holds


def asked(**words):
    return Field(key="detail", label="内容", kind=Kind.LINE, **words)


@pytest.mark.parametrize(
    ("answer", "met"),
    [("other", True), ("family", False), (None, False), (["family", "other"], True), ([], False)],
)
def test_a_condition_looks_at_one_answer_or_at_many(answer, met):
    assert holds({"relation": ("other",)}, {"relation": answer}) is met


def test_a_mark_of_either_kind_meets_a_condition():
    condition = {"concerns": ("other",)}
    assert holds(condition, {"concerns": {"other": "double"}})
    assert not holds(condition, {"concerns": {"debt": "circle"}})


def test_every_part_of_a_condition_must_hold():
    condition = {"centre": ("disability",), "method": ("come_in", "phone")}
    assert holds(condition, {"centre": "disability", "method": "phone"})
    assert not holds(condition, {"centre": "disability", "method": "email"})
    assert not holds(condition, {"method": "phone"})


def test_no_answer_may_itself_be_the_condition():
    assert holds({"person_id": (None,)}, {})


def test_a_hidden_question_is_never_needed():
    field = asked(required=True, shown_when={"has": (True,)})
    assert field.needed({"has": True})
    assert not field.needed({"has": False})


def test_a_question_may_be_needed_only_when_the_record_becomes_final():
    field = asked(required_when={"record_state": ("final",)})
    assert not field.needed({"record_state": "draft"})
    assert field.needed({"record_state": "final"})


@pytest.mark.parametrize(
    ("key", "forward"),
    [("next_due_on", True), ("expires_on", True), ("shien_sochi_until_on", True),
     ("held_on", False), ("opened_on", False)],
)  # fmt: skip
def test_a_date_typed_without_year_looks_the_way_of_its_question(key, forward):
    assert Field(key=key, label="日", kind=Kind.DATE).forward is forward
