"""Whatever JSON comes in: it is stored as it reads, or refused with sentences."""

import json
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soudan_desk.errors import InvalidEntriesError, SoudanError
from soudan_desk.models import Attachment, record_kinds
from soudan_desk.models.base import fields_of
from soudan_desk.services.as_json import show_as_json
from soudan_desk.services.imports import trying
from soudan_desk.services.json_records import RefusedObjectError, add_json, add_records, amend_json
from soudan_desk.services.record_lists import RecordList
from soudan_desk.services.records import show_record, void_record

KINDS = ("person", "consultation", "household", "consent", "agency", "referral", "intake", "task")

odd = st.sampled_from(
    [
        *("", " ", "\x00", "\ud800", "\u202e表", "=1+1", "あ" * 201, "0001-01-01", "9999-12-31"),
        *("2026-02-30", "24:00", "09:30", "2026-11-22T01:30:00", "2026-11-22T01:30:00Z"),
        *("1980", "1980-13", "other", "final", "null", "{}", "0001-01-01T00:00:00+14:00"),
        *(0, -1, 2**31, 2**63, 10**40, 1.5, True, False, None, str(uuid4())),
        *({}, {"name": ""}, {"name": 1}, {"case_no": "R08-L-0001"}, {"age_band": "40s"}),
        *(
            {"age_band": []},
            {"other": "circle"},
            {"other": ["double"]},
            [],
            [None],
            [[]],
            ["other"],
        ),
        *([{}], [{"name": {}}], [{"found_at": "x"}], [{"birth_on": {"age_band": "x"}}], [1, "a"]),
    ]
)
shaped = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "case_no", "age_band", "x"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@st.composite
def objects(draw):
    kind = draw(st.sampled_from(KINDS))
    keys = [field.key for field in fields_of(record_kinds()[kind])]
    chosen = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=6, unique=True))
    return kind, {key: draw(odd | shaped) for key in chosen}


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(objects())
def test_no_value_of_any_shape_is_a_bug(work, thing):
    kind, values = thing
    try:
        saved = add_json(work, kind, values)
    except SoudanError as refused:
        say(refused)
        return
    shown = show_as_json(work, kind, saved.id)
    json.dumps(shown, ensure_ascii=False).encode()
    amend_back(work, kind, saved, shown)


def say(refused):
    """Hold a refusal to its form: a sentence, and one for each question."""
    assert str(refused)
    assert all(getattr(refused, "problems", {"": "x"}).values())


def amend_back(work, kind, saved, shown):
    """What was shown is taken back as the same answers."""
    if saved.state != "final":
        return
    amend_json(work, kind, saved.id, shown["values"], reason="そのまま")
    again = show_as_json(work, kind, saved.id)
    assert again["values"] == shown["values"]
    assert show_as_json(work, kind, saved.id, 1)["values"] == shown["values"]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(KINDS), st.data())
def test_no_narrowing_is_a_bug(work, kind, data):
    keys = [field.key for field in fields_of(record_kinds()[kind])]
    key = data.draw(st.sampled_from([*keys, "state", "nothing"]))
    text = data.draw(odd.map(str) | st.text(max_size=10))
    try:
        found = RecordList(work, kind, where=[(key, text)])
        assert len(list(found.items())) == found.total
    except SoudanError as refused:
        say(refused)


def test_a_refusal_of_many_names_the_first_bad_one_and_stores_nothing(work):
    good, bad = {"name": "見本 花子"}, {"name": "見本", "nothing": 1}
    with pytest.raises(RefusedObjectError, match="2件目") as refused:
        add_records(work, "person", [good, bad, bad])
    assert (refused.value.index, list(refused.value.problems)) == (1, ["nothing"])
    assert RecordList(work, "person").total == 0


def test_later_objects_may_name_earlier_ones(work):
    first = {"name": "見本 課", "kana": "ミホンカ"}
    agency = add_json(work, "agency", first)
    people = [
        {"agency_id": {"name": "見本 課"}, "name": "窓口 見本"},
        {"agency_id": str(agency.id), "name": "係長 見本"},
    ]
    saved = add_records(work, "agency_contact", people)
    told = [show_as_json(work, "agency_contact", each.id)["values"]["agency_id"] for each in saved]
    assert told == [str(agency.id)] * 2


def test_a_void_record_is_named_no_more(work):
    twice = [{"name": "見本 花子"}, {"name": "見本 花子"}]
    kept, wrong = add_records(work, "person", twice)
    void_record(work, "person", wrong.id, reason="二重登録")
    task = add_json(work, "task", {"title": "電話", "person_id": {"name": "見本 花子"}})
    assert show_as_json(work, "task", task.id)["values"]["person_id"] == str(kept.id)


def test_an_attachment_is_shown_and_named_by_its_digest(work):
    call = add_json(work, "consultation", {"centre": "life_support", "held_on": "2026-11-20"})
    face = {"file_name": "写し.txt", "size": 5, "sha256": "ab" * 32}
    with work.store.writing(work.actor) as session:
        session.add(
            Attachment(
                file_name="写し.txt",
                media_type="text/plain",
                size_bytes=5,
                sha256="ab" * 32,
                content=b"hello",
            )
        )
    finalised = {"centre": "life_support", "held_on": "2026-11-20", "attachments": [face]}
    named = add_json(work, "consultation", finalised)
    shown = show_as_json(work, "consultation", named.id)
    assert shown["values"]["attachments"] == [face]
    assert shown["labels"]["attachments"] == "写し.txt"
    assert show_as_json(work, "consultation", call.id)["values"]["attachments"] is None


def test_an_answer_to_a_question_that_is_not_asked_is_refused_by_name(work):
    given = {"name": "見本 家族", "relation": "child", "relation_note": "いとこの子"}
    household = add_json(work, "household", {"name": "見本 世帯"}).id
    with pytest.raises(InvalidEntriesError) as refused:
        add_json(work, "member", {**given, "household_id": str(household)})
    assert (
        "「続柄(その他の内容)」は、「続柄(本人から)」の答えがこのときには聞かない項目です"
        in (refused.value.problems["relation_note"])
    )
    member = add_json(
        work, "member", {**given, "relation": "other", "household_id": str(household)}
    ).id
    with pytest.raises(InvalidEntriesError):
        amend_json(
            work, "member", member, {"is_deceased": False, "died_on": "2026-01-01"}, reason="見本"
        )
    assert show_record(work, "member", member).answers["relation_note"] == "いとこの子"


def test_nothing_said_of_a_question_that_is_not_asked_does_no_harm(work):
    household = add_json(work, "household", {"name": "見本 世帯"}).id
    given = {"name": "見本 家族", "relation": "child", "relation_note": None, "died_on": ""}
    assert add_json(work, "member", {**given, "household_id": str(household)})


def test_a_cell_that_is_not_asked_is_a_problem_of_its_row(work):
    household = add_json(work, "household", {"name": "見本 世帯"}).id
    row = {"name": "見本 家族", "household_id": household, "relation": "child"}
    with trying(work, "member", frozenset()) as desk:
        assert desk.prepare(row).state == "final"
        with pytest.raises(InvalidEntriesError) as refused:
            desk.prepare({**row, "relation_note": "いとこの子"})
    assert set(refused.value.problems) == {"relation_note"}
