"""Receiving a call: one unit of work for consultation, person, case and promise."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select

from office_fixtures import TODAY, make_person
from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import Case, Consultation, Person, Task
from soudan_desk.models.history import AuditEntry, Revision
from soudan_desk.models.program import NumberSeries
from soudan_desk.services.callers import known_callers, pick_person
from soudan_desk.services.cases import open_case, promote
from soudan_desk.services.intake import Received, receive
from soudan_desk.services.likely_persons import Typed, likely_persons
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.today import todos
from soudan_desk.services.unsaved import keep_unsaved, unsaved_forms

CALL = {
    "centre": "life_support",
    "held_on": TODAY,
    "method": "phone",
    "started_at_time": time(10, 28),
    "ended_at_time": time(10, 32),
    "caller_type": "family",
    "caller_name": "見本 ゆい",
    "caller_relation": "eldest_daughter",
    "topics": ["income_living"],
    "body": "電気代が払えない。",
}


def counts(work, *models):
    with work.store.reading(None) as session:
        return [session.scalars(select(func.count()).select_from(m)).one() for m in models]


def test_a_named_call_makes_the_person_and_a_consultation_without_a_case(work):
    done = receive(
        work, Received(consultation=CALL, person={"name": "見本 文", "kana": "ミホン フミ"})
    )
    shown = show_record(work, "consultation", done.consultation_id)
    assert shown.state == "draft"
    assert shown.answers["person_id"] == done.person_id
    assert shown.answers["duration_min"] == 4
    assert (done.case_id, done.person) == (None, "見本 文")


def test_a_reading_alone_is_name_enough(work):
    done = receive(work, Received(consultation=CALL, person={"kana": "ミホン フミ"}))
    assert show_record(work, "person", done.person_id).answers["name"] == "ミホン フミ"


def test_without_a_name_the_consultation_stays_anonymous_with_age_band_and_sex(work):
    call = {**CALL, "subject_birth_on": PartialDate(age_band="40s"), "subject_sex": "female"}
    done = receive(work, Received(consultation=call))
    answers = show_record(work, "consultation", done.consultation_id).answers
    assert done.person_id is None
    assert answers["subject_birth_on"].age_band == "40s"
    assert counts(work, Person) == [0]


def test_case_consultation_and_person_come_into_being_together(work):
    done = receive(work, Received(consultation=CALL, person={"name": "見本 文"}, opens_case=True))
    case = show_record(work, "case", done.case_id).answers
    consultation = show_record(work, "consultation", done.consultation_id).answers
    assert done.case_no == case["case_no"] == "R08-L-0001"
    assert case["person_id"] == consultation["person_id"] == done.person_id
    assert consultation["case_id"] == done.case_id
    with work.store.reading(None) as session:
        last = session.scalars(select(Case.last_contact_on)).one()
    assert last == TODAY


def test_a_fault_in_the_last_step_leaves_nothing_at_all(work, monkeypatch):
    keep_unsaved(work, "intake:new", {"body": "電気代"})
    before = counts(work, Person, Consultation, Case, Revision, AuditEntry, NumberSeries)

    def break_down(*_):
        raise RuntimeError("the disk has gone")

    monkeypatch.setattr("soudan_desk.services.intake.forget_unsaved", break_down)
    received = Received(
        consultation=CALL, person={"name": "見本 文"}, opens_case=True, form="intake:new"
    )
    with pytest.raises(RuntimeError):
        receive(work, received)
    assert counts(work, Person, Consultation, Case, Revision, AuditEntry, NumberSeries) == before
    assert [kept.form for kept in unsaved_forms(work)] == ["intake:new"]


def test_problems_of_consultation_and_person_are_told_together(work):
    wrong = {**CALL, "ended_at_time": time(9, 0), "caller_name": "あ" * 201}
    with pytest.raises(InvalidEntriesError) as caught:
        receive(work, Received(consultation=wrong, person={"name": "い" * 201}))
    assert set(caught.value.problems) == {"ended_at_time", "caller_name", "name"}
    assert counts(work, Person, Consultation) == [0, 0]


def test_saving_takes_the_unsaved_row_away(work):
    keep_unsaved(work, "intake:new", {})
    receive(work, Received(consultation=CALL, form="intake:new"))
    assert unsaved_forms(work) == []


def test_a_known_person_keeps_their_answers_and_gains_what_was_blank(work):
    person_id = make_person(work, tel_home="03-0000-1111")
    heard = {"name": "別の 字", "tel_home": "03-9999-9999", "tel_mobile": "090-0000-1234"}
    receive(work, Received(consultation=CALL, person_id=person_id, person=heard))
    answers = show_record(work, "person", person_id).answers
    assert answers["name"] == "見本 花子"
    assert answers["tel_home"] == "03-0000-1111"
    assert answers["tel_mobile"] == "090-0000-1234"


def test_the_second_consultation_of_the_year_is_a_repeat(work):
    person_id = make_person(work)
    kinds = []
    for day in (date(2026, 3, 31), date(2026, 4, 1), TODAY):
        done = receive(work, Received(consultation={**CALL, "held_on": day}, person_id=person_id))
        kinds.append(
            show_record(work, "consultation", done.consultation_id).answers["first_or_repeat"]
        )
    assert kinds == ["new", "new", "repeat"]


def test_a_promise_without_a_case_becomes_an_own_to_do(work):
    call = {**CALL, "next_action": "折り返し電話", "next_due_on": date(2026, 11, 26)}
    receive(work, Received(consultation=call, person={"name": "見本 文"}))
    assert [(each.title, each.due_on, each.person) for each in todos(work)] == [
        ("折り返し電話", date(2026, 11, 26), "見本 文")
    ]


def test_a_call_for_a_colleagues_case_is_left_with_that_colleague(office):
    mine, theirs = office.work("sodanin"), office.work("nishio")
    person_id = make_person(theirs)
    case_id = open_case(theirs, centre="life_support", person_id=person_id)
    done = receive(mine, Received(consultation=CALL, person_id=person_id, case_id=case_id))
    assert done.told == "西尾 見本"
    assert [each.case_id for each in todos(theirs)] == [case_id]
    assert todos(mine) == []


def test_a_reader_cannot_receive_a_call(office):
    with pytest.raises(NotAllowedError):
        receive(office.work("etsuran"), Received(consultation=CALL))
    assert counts(office.work(), Consultation) == [0]


def test_candidates_come_with_their_case_and_the_household_of_the_caller(work):
    person_id = make_person(work, name="朝倉 見本", kana="アサクラ ミホン")
    case_id = open_case(work, centre="life_support", person_id=person_id)
    house = add_record(work, "household", {"name": "朝倉 見本 世帯"}).id
    save_record(work, "case", case_id, {"household_id": house})
    add_record(
        work,
        "member",
        {"household_id": house, "name": "朝倉 ゆい", "relation": "eldest_daughter"},
    )
    typed = Typed(name="朝倉 見本")
    (known,) = known_callers(work, typed, caller="朝倉 ゆい", telephone="", centre="life_support")
    assert known.likely.reasons == ("氏名が同じ", "世帯に「朝倉 ゆい(長女)」")
    assert known.becomes_entry
    assert known.case.case_no == "R08-L-0001"
    assert known.case.worker == "田中 見本"
    (by_caller,) = known_callers(
        work, Typed(), caller="朝倉 ゆい", telephone="", centre="disability"
    )
    assert by_caller.likely.person_id == person_id
    assert not by_caller.becomes_entry


def test_picking_brings_the_calls_of_the_day(work):
    person_id = make_person(work)
    for start, line in ((time(9, 5), "不在。"), (time(10, 28), "家賃のこと。\n二行目")):
        call = {**CALL, "started_at_time": start, "ended_at_time": None, "body": line}
        receive(work, Received(consultation=call, person_id=person_id))
    picked = pick_person(work, person_id, centre="life_support", on=TODAY)
    assert [(each.started_at, each.line) for each in picked.calls] == [
        (time(9, 5), "不在。"),
        (time(10, 28), "家賃のこと。"),
    ]
    assert picked.answers["kana"] == "ミホン ハナコ"


def test_every_row_of_the_call_is_in_the_history(work):
    receive(work, Received(consultation=CALL, person={"name": "見本 文"}, opens_case=True))
    with work.store.reading(None) as session:
        kinds = set(session.scalars(select(Revision.kind)))
    assert kinds >= {"person", "consultation", "case", "case_worker"}
    assert counts(work, Task) == [0]


def test_a_year_that_agrees_is_not_called_a_birth_date(work):
    make_person(work, name="見本 花子", kana="ミホン ハナコ", birth_on=PartialDate(1956))

    def reasons(born):
        typed = Typed(name="見本 花子", birth_on=born)
        return likely_persons(work, typed)[0].reasons

    assert "生まれ年が同じ" in reasons(PartialDate(1956))
    assert "生まれ年が同じ" in reasons(PartialDate(1956, 5, 3))
    assert not any("生年月日" in reason for reason in reasons(PartialDate(1956)))


def calls_of(work, case_id):
    with work.store.reading(None) as session:
        query = select(Consultation.body).where(Consultation.case_id == case_id)
        return set(session.scalars(query))


def test_the_short_calls_of_the_day_go_into_the_case_that_comes_of_them(work):
    person = make_person(work, name="見本 文")
    for body, centre, day in (
        ("朝の電話", "life_support", TODAY),
        ("昼の電話", "life_support", TODAY),
        ("先週の電話", "life_support", TODAY - timedelta(days=7)),
        ("よその電話", "disability", TODAY),
    ):
        call = {"body": body, "centre": centre, "held_on": day, "method": "phone"}
        receive(work, Received(consultation=call, person_id=person))
    last = {**CALL, "body": "夕方の電話", "held_on": TODAY}
    done = receive(work, Received(consultation=last, person_id=person, opens_case=True))
    assert calls_of(work, done.case_id) == {"朝の電話", "昼の電話", "夕方の電話"}


def test_an_older_call_is_filed_under_the_open_case_and_opens_no_second_one(work):
    person = make_person(work, name="見本 文")
    old = {**CALL, "body": "先週の電話", "held_on": TODAY - timedelta(days=7)}
    call = receive(work, Received(consultation=old, person_id=person)).consultation_id
    case = open_case(work, centre="life_support", person_id=person)
    assert promote(work, call) == case
    assert calls_of(work, case) == {"先週の電話"}


def test_a_call_of_somebody_without_a_case_opens_one(work):
    call = receive(work, Received(consultation=CALL)).consultation_id
    assert calls_of(work, promote(work, call)) == {CALL["body"]}


def test_how_to_reach_somebody_safely_is_what_was_said_last(work):
    person = make_person(work, name="見本 文", voicemail_ok="yes", contact_note="長男に注意")
    heard = {"voicemail_ok": "no", "family_may_know": "no", "contact_note": "夜はだめ"}
    receive(work, Received(consultation=CALL, person_id=person, person=heard))
    answers = show_record(work, "person", person).answers
    assert (answers["voicemail_ok"], answers["family_may_know"]) == ("no", "no")
    assert answers["contact_note"] == "長男に注意\n夜はだめ"
    receive(work, Received(consultation=CALL, person_id=person, person={"address": "よその町"}))
    receive(
        work, Received(consultation=CALL, person_id=person, person={"contact_note": "夜はだめ"})
    )
    answers = show_record(work, "person", person).answers
    assert (answers["voicemail_ok"], answers["address"]) == ("no", "よその町")
    assert answers["contact_note"] == "長男に注意\n夜はだめ"
