"""Days of what has happened: a slip of the era is refused with a sentence, in every way in."""

from datetime import date, timedelta

import pytest

from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.fields import Kind
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import Consultation, Person, fields_of, record_kinds
from soudan_desk.services.records import add_record, save_record
from soudan_desk.storage.store import fetch

TOMORROW = TODAY + timedelta(days=1)


def test_a_slip_of_the_year_names_the_typed_day_and_the_one_that_was_meant(work):
    with pytest.raises(InvalidEntriesError) as refused:
        make_consultation(work, held_on=date(2036, 4, 3))
    sentence = refused.value.problems["held_on"]
    for words in (
        "「相談日」",
        "令和18年4月3日",
        "令和8年4月3日のことではありませんか",
        "打ち直して",
    ):
        assert words in sentence


@pytest.mark.parametrize("day", [date(1870, 1, 1), date(1920, 4, 3)])
def test_a_day_before_anybodys_memory_is_refused(work, day):
    with pytest.raises(InvalidEntriesError, match="100年より前"):
        make_consultation(work, held_on=day)


@pytest.mark.parametrize(
    ("born", "is_right"),
    [
        (PartialDate(2030), False),
        (PartialDate.from_stored(TOMORROW.isoformat()), False),
        (PartialDate(TODAY.year), True),
        (PartialDate(1890), False),
        (PartialDate(age_band="60s"), True),
    ],
)
def test_nobody_is_born_tomorrow_or_older_than_anybody_was(work, born, is_right):
    if is_right:
        assert make_person(work, birth_on=born)
        return
    with pytest.raises(InvalidEntriesError, match="生年月日"):
        make_person(work, birth_on=born)


def test_a_day_in_a_table_of_a_form_is_held_against_today_too(work):
    with pytest.raises(InvalidEntriesError, match="交付日"):
        make_person(work, handbook=[{"kind": "mental", "issued_on": TOMORROW}])
    assert make_person(work, handbook=[{"kind": "mental", "recheck_on": TOMORROW}])


def test_today_and_days_that_may_lie_ahead_are_free(work):
    made = make_consultation(work, held_on=TODAY, next_due_on=TOMORROW)
    assert add_record(work, "task", {"title": "電話", "due_on": date(2027, 3, 1)}).id
    with work.store.reading(work.actor) as session:
        assert fetch(session, Consultation, made).next_due_on == TOMORROW


def test_a_clock_set_back_keeps_nobody_from_saving_what_was_right(office, work):
    person = make_person(work)
    made = make_consultation(work, person_id=person, held_on=TODAY)
    earlier = type(work)(
        work.store, work.actor, work.codes, work.processes, lambda: TODAY - timedelta(days=9)
    )
    save_record(earlier, "consultation", made, {"subject": "直した件名"})
    with pytest.raises(InvalidEntriesError, match="相談日"):
        save_record(earlier, "consultation", made, {"held_on": TODAY - timedelta(days=1)})


def test_every_day_of_what_happened_is_a_day():
    asked = [
        field
        for model in record_kinds().values()
        for each in fields_of(model)
        for field in (each, *each.rows)
        if field.past
    ]
    assert len(asked) > 30
    assert {field.kind for field in asked} == {Kind.DATE, Kind.PARTIAL_DATE}
    assert not any(field.forward for field in asked)
    assert next(f for f in fields_of(Person) if f.key == "birth_on").past
