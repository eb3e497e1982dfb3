"""Appointments: their time, who is busy then, moving them, and the record written of one."""

from datetime import date, time, timedelta

import pytest

from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.services.appointment_lists import (
    appointments_between,
    appointments_of_case,
    forgotten_appointments,
    next_appointment,
)
from soudan_desk.services.appointment_times import Span
from soudan_desk.services.appointment_warnings import Concern, warnings_of
from soudan_desk.services.appointments import (
    begin_record,
    cancel_appointment,
    finish_appointment,
    place_appointment,
    reopen_appointment,
    write_lone_record,
)
from soudan_desk.services.case_lists import CaseFilter, count_cases
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case, set_worker
from soudan_desk.services.conferences import hold_conference
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.review_counts import list_forgotten
from soudan_desk.services.search import search
from soudan_desk.services.supervision import Measure, supervision

TEN, ELEVEN, NOON = time(10), time(11), time(12)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def case(work):
    """Open a life-support case."""
    return open_case(work, centre="life_support", person_id=make_person(work, name="青葉 すみれ"))


def add(work, held_on=TODAY, starts=TEN, ends=ELEVEN, kind="visit", **answers):
    given = {"held_on": held_on, "started_at_time": starts, "ended_at_time": ends, **answers}
    return add_record(work, "appointment", {"appointment_kind": kind, **given}).id


def answers_of(work, appointment_id):
    return show_record(work, "appointment", appointment_id).answers


# --- when they are ---


def at(day, starts="", ends="", until=None):
    times = (time.fromisoformat(each) if each else None for each in (starts, ends))
    return Span(date.fromisoformat(day), *times, date.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    ("one", "other", "is_clash"),
    [
        (at("2026-11-24", "10:00", "11:00"), at("2026-11-24", "10:30", "12:00"), True),
        (at("2026-11-24", "10:00", "11:00"), at("2026-11-24", "11:00", "12:00"), False),
        (at("2026-11-24", "10:00", "11:00"), at("2026-11-24", "10:15", "10:30"), True),
        (at("2026-11-24", "10:00", "11:00"), at("2026-11-24", "10:00", "11:00"), True),
        (at("2026-11-24", "10:00", "11:00"), at("2026-11-25", "10:00", "11:00"), False),
        (at("2026-11-24", "10:00"), at("2026-11-24", "10:59"), True),
        (at("2026-11-24", "10:00"), at("2026-11-24", "11:00"), False),
        (at("2026-11-24", "23:30"), at("2026-11-25", "00:00", "00:30"), False),
        (at("2026-11-24"), at("2026-11-24", "00:00", "00:15"), True),
        (at("2026-11-24"), at("2026-11-24", "23:45", "23:59"), True),
        (at("2026-11-24"), at("2026-11-25", "00:00", "00:15"), False),
        (at("2026-11-24"), at("2026-11-24"), True),
        (at("2026-11-24", until="2026-11-26"), at("2026-11-26", "09:00", "10:00"), True),
        (at("2026-11-24", until="2026-11-26"), at("2026-11-27", "09:00", "10:00"), False),
        (
            at("2026-11-24", "13:00", "12:00", "2026-11-26"),
            at("2026-11-24", "12:00", "13:00"),
            False,
        ),
        (
            at("2026-11-24", "13:00", "12:00", "2026-11-26"),
            at("2026-11-25", "03:00", "04:00"),
            True,
        ),
        (
            at("2026-11-24", "13:00", "12:00", "2026-11-26"),
            at("2026-11-26", "11:00", "12:30"),
            True,
        ),
        (
            at("2026-11-24", "13:00", "12:00", "2026-11-26"),
            at("2026-11-26", "12:00", "13:00"),
            False,
        ),
        (at("2026-11-30", until="2026-12-01"), at("2026-12-01", "09:00"), True),
        (at("2026-12-31", until="2027-01-01"), at("2027-01-01", "09:00"), True),
        (at("2026-12-31", "23:00", "01:00", "2027-01-01"), at("2027-01-01", "00:30"), True),
        (at("2028-02-28", until="2028-03-01"), at("2028-02-29", "09:00"), True),
        (at("2027-02-28", until="2027-03-01"), at("2027-03-01", "09:00"), True),
    ],
)
def test_two_appointments_clash_when_they_take_the_same_minute(one, other, is_clash):
    assert one.overlaps(other) is is_clash
    assert other.overlaps(one) is is_clash


@pytest.mark.parametrize(
    ("span", "days", "minutes", "moved"),
    [
        (at("2026-11-30", "10:00", "11:00"), 1, 0, at("2026-12-01", "10:00", "11:00")),
        (at("2026-12-31", "10:00", "11:00"), 1, 30, at("2027-01-01", "10:30", "11:30")),
        (at("2028-02-28", "10:00", "11:00"), 1, 0, at("2028-02-29", "10:00", "11:00")),
        (at("2028-02-29", "10:00", "11:00"), 1, 0, at("2028-03-01", "10:00", "11:00")),
        (at("2027-02-28", "10:00"), 1, -15, at("2027-03-01", "09:45")),
        (at("2026-11-24", "00:15", "01:00"), 0, -60, at("2026-11-24", "00:00", "00:45")),
        (at("2026-11-24", "22:00", "23:30"), 0, 60, at("2026-11-24", "22:29", "23:59")),
        (at("2026-11-24"), 7, 30, at("2026-12-01")),
        (at("2026-12-30", until="2027-01-02"), -1, 0, at("2026-12-29", until="2027-01-01")),
    ],
)
def test_what_is_moved_stays_as_long_as_it_was(span, days, minutes, moved):
    assert span.moved(days, minutes) == moved


@pytest.mark.parametrize(
    ("span", "minutes", "resized"),
    [
        (at("2026-11-24", "10:00", "11:00"), 30, at("2026-11-24", "10:00", "11:30")),
        (at("2026-11-24", "10:00", "11:00"), -90, at("2026-11-24", "10:00", "10:15")),
        (at("2026-11-24", "10:00"), 30, at("2026-11-24", "10:00", "11:30")),
        (at("2026-11-24", "23:00", "23:30"), 90, at("2026-11-24", "23:00", "23:59")),
        (at("2026-11-24"), 30, at("2026-11-24")),
    ],
)
def test_what_is_resized_keeps_its_start_and_a_quarter_of_an_hour(span, minutes, resized):
    assert span.resized(minutes) == resized


def test_a_stay_of_several_days_takes_part_of_the_first_and_the_last():
    stay = at("2026-12-31", "13:00", "12:00", "2027-01-02")
    days = [date(2026, 12, 30) + timedelta(days=n) for n in range(5)]
    taken = [stay.on(day) for day in days]
    assert taken == [None, (780, 1440), (0, 1440), (0, 720), None]


# --- what stands against one ---


def sentences(work, concern, **answers):
    return [each.sentence for each in warnings_of(work, answers) if each.concern is concern]


def asked(held_on=TODAY, starts=TEN, ends=ELEVEN, kind="visit", **more):
    times = {"started_at_time": starts, "ended_at_time": ends}
    return {"held_on": held_on, "appointment_kind": kind, **times, **more}


def test_another_appointment_of_the_same_worker_is_told_with_its_time_and_person(work, case):
    add(work, case_id=case)
    assert sentences(work, Concern.BUSY, **asked(starts=time(10, 30))) == [
        "田中 見本さんは11/24（火）10:00〜11:00に別の予定があります（訪問 青葉 すみれ）。"
    ]


def test_a_co_worker_who_is_busy_is_told_of_too(work, office, case):
    nishio = office.staff_id("nishio")
    add(work, case_id=case, co_staff_ids=[nishio])
    told = sentences(work, Concern.BUSY, **asked(staff_id=office.staff_id("sodanin")))
    assert told == []
    told = sentences(
        work, Concern.BUSY, **asked(staff_id=office.staff_id("sodanin"), co_staff_ids=[nishio])
    )
    assert len(told) == 1
    assert told[0].startswith("西尾 見本さん")


@pytest.mark.parametrize("outcome", ["cancelled", "no_show"])
def test_what_was_called_off_takes_no_time(work, case, outcome):
    add(work, case_id=case, outcome=outcome)
    assert warnings_of(work, asked()) == []


def test_an_appointment_does_not_stand_against_itself(work, case):
    own = add(work, case_id=case)
    assert warnings_of(work, answers_of(work, own), but=own) == []


def test_a_leave_and_a_whole_day_are_told_of_as_what_they_are(work):
    add(work, starts=None, ends=None, kind="leave")
    add(work, starts=None, ends=None, kind="training", title="新任研修")
    add(work, starts=None, ends=None, kind="deadline", title="月報の提出")
    assert sentences(work, Concern.AWAY, **asked()) == [
        "田中 見本さんは11/24（火）、休み・不在です。"
    ]
    assert sentences(work, Concern.WHOLE_DAY, **asked()) == [
        "田中 見本さんは11/24（火）、終日の予定があります（研修 新任研修）。"
    ]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 23), "勤労感謝の日"),
        (date(2026, 11, 28), "土曜日"),
        (date(2026, 11, 29), "日曜日"),
        (date(2026, 12, 29), "年末年始"),
        (date(2027, 1, 1), "元日"),
        (date(2027, 1, 3), "年末年始"),
        (date(2027, 3, 22), "春分の日 振替休日"),
        (date(2028, 2, 29), None),
        (date(2026, 11, 24), None),
    ],
)
def test_a_day_on_which_the_office_is_closed_is_named(work, day, name):
    told = sentences(work, Concern.CLOSED, **asked(day))
    assert [name in each for each in told] == ([True] if name else [])


def test_a_leave_over_the_turn_of_the_year_is_no_closed_day_but_asks_who_was_to_come(work, case):
    add(work, date(2027, 1, 4), case_id=case)
    leave = asked(date(2026, 12, 28), None, None, "leave", until_on=date(2027, 1, 5))
    assert [each.concern for each in warnings_of(work, leave)] == [Concern.BUSY]


def test_a_colleagues_appointment_in_a_hidden_case_leaves_no_trace(office, work, case):
    set_worker(work, case, work.actor.staff_id, "main")
    restrict_case(work, case, 2, "身の安全のため")
    appointment = add(work, case_id=case)
    other = office.work("nishio")
    shunin = work.actor.staff_id
    assert appointments_between(other, TODAY, TODAY) == []
    assert warnings_of(other, asked(staff_id=shunin)) == []
    assert forgotten_appointments(other) == []
    assert not search(other, "訪問").hits
    with pytest.raises(NotFoundError):
        place_appointment(other, appointment, Span(TOMORROW))
    assert len(appointments_between(work, TODAY, TODAY)) == 1


# --- lists ---


def test_a_range_holds_what_reaches_into_it_from_before_and_nothing_after(work):
    add(work, TODAY - timedelta(days=5), None, None, "leave", until_on=TODAY)
    add(work, TODAY)
    add(work, TOMORROW)
    rows = appointments_between(work, TODAY, TODAY)
    assert [(row.kind, row.span.held_on) for row in rows] == [
        ("leave", TODAY - timedelta(days=5)),
        ("visit", TODAY),
    ]


def test_a_workers_days_hold_what_they_take_part_in_and_meetings_they_sit_in(work, office):
    nishio = office.staff_id("nishio")
    add(work, co_staff_ids=[nishio], title="同行訪問")
    add(work, title="自分だけ")
    meeting = hold_conference(
        work,
        {
            "meeting_kind": "coord",
            "centre": "life_support",
            "held_on": TODAY,
            "started_at_time": time(16),
        },
    ).id
    add_record(
        work,
        "attendance",
        {"conference_id": meeting, "name": "西尾 見本", "member_id": nishio},
    )
    rows = appointments_between(work, TODAY, TODAY, staff_ids={nishio})
    assert [row.is_meeting for row in rows] == [False, True]
    assert rows[0].title == "同行訪問"
    assert rows[1].id == meeting


def test_a_case_knows_its_next_appointment(work, case):
    add(work, YESTERDAY, case_id=case)
    later = add(work, TOMORROW, case_id=case)
    called_off = add(work, TODAY, case_id=case)
    cancel_appointment(work, called_off)
    assert next_appointment(work, case).id == later
    assert len(appointments_of_case(work, case, since=YESTERDAY)) == 3


def test_an_appointment_takes_over_its_cases_centre_and_person(work, case):
    answers = answers_of(work, add(work, case_id=case, centre="disability"))
    assert answers["centre"] == "life_support"
    assert answers["person_id"] is not None


def test_a_place_that_is_protected_is_blacked_out(work):
    person = make_person(work, address="見本県ひなた市東町1-2-3", shien_sochi=True)
    add(work, person_id=person, place="見本県ひなた市東町1-2-3 101号", title="玄関先で")
    row = appointments_between(work, TODAY, TODAY)[0]
    assert "東町" not in row.place
    assert row.title == "玄関先で"


# --- the record of one ---


def test_what_passed_without_a_record_is_forgotten_until_one_is_written(work, case):
    passed = add(work, YESTERDAY, case_id=case)
    add(work, YESTERDAY, kind="training")
    add(work, TODAY, case_id=case)
    long_ago = add(work, TODAY - timedelta(days=90), case_id=case)
    assert [row.id for row in forgotten_appointments(work)] == [passed, long_ago]
    cancel_appointment(work, long_ago)
    cancel_appointment(work, passed)
    assert forgotten_appointments(work) == []
    reopen_appointment(work, passed)
    finish_appointment(work, passed)
    assert forgotten_appointments(work) == []


@pytest.mark.parametrize(
    ("kind", "answers", "is_forgotten"),
    [
        ("visit", {}, True),
        ("phone", {}, True),
        ("training", {}, False),
        ("visit", {"until_on": TODAY}, False),
        ("visit", {"outcome": "done"}, False),
        ("interview", {"outcome": "no_show"}, False),
    ],
)
def test_all_who_tell_what_was_forgotten_tell_the_same(work, case, kind, answers, is_forgotten):
    add(work, YESTERDAY, kind=kind, case_id=case, **answers)
    assert told_as_forgotten(work) == [is_forgotten] * 5


def test_a_record_of_the_day_ends_it_for_all_though_another_may_still_be_written(work, case):
    visit = add(work, YESTERDAY, case_id=case)
    make_consultation(work, case_id=case, held_on=YESTERDAY)
    assert told_as_forgotten(work) == [False] * 5
    (row,) = appointments_between(work, YESTERDAY, YESTERDAY)
    assert (row.id, row.takes_record) == (visit, True)


def test_a_visit_to_somebody_without_a_case_is_forgotten_until_written_of_the_person(work):
    person = make_person(work)
    add(work, YESTERDAY, person_id=person)
    assert len(forgotten_appointments(work)) == len(list_forgotten(work)) == 1
    make_consultation(work, person_id=person, held_on=YESTERDAY)
    assert forgotten_appointments(work) == []
    assert list_forgotten(work) == ()


def told_as_forgotten(work):
    """Ask 今日, the calendar, the reviews' desk, the case list and the supervisor's table."""
    (row,) = appointments_between(work, YESTERDAY, YESTERDAY)
    return [
        bool(forgotten_appointments(work)),
        row.is_forgotten(TODAY),
        bool(list_forgotten(work)),
        count_cases(work, CaseFilter(forgotten=True)) == 1,
        supervision(work).totals[Measure.FORGOTTEN] == 1,
    ]


def test_the_record_of_a_visit_knows_day_time_method_place_and_case(work, case):
    visit = add(work, case_id=case, place="東町集会所", title="家計の相談")
    begun = begin_record(work, visit)
    assert (begun.case_id, begun.centre) == (case, "life_support")
    known = {"held_on": TODAY, "started_at_time": TEN, "ended_at_time": ELEVEN, "method": "visit"}
    assert known.items() <= begun.answers.items()
    assert begun.answers["place"] == "home"
    assert begun.answers["place_note"] == "東町集会所"
    assert begun.answers["subject"] == "家計の相談"


@pytest.mark.parametrize(
    ("centre", "kind", "method"),
    [
        ("life_support", "interview", "interview"),
        ("rights_advocacy", "visit", "outreach"),
        ("rights_advocacy", "meeting", "meeting"),
        ("rights_advocacy", "phone", "phone"),
        ("disability", "visit", "home_visit"),
        ("disability", "accompaniment", "accompany"),
        ("disability", "other", None),
    ],
)
def test_each_centre_calls_the_method_its_own_way(work, centre, kind, method):
    own = open_case(work, centre=centre, person_id=make_person(work))
    begun = begin_record(work, add(work, kind=kind, case_id=own))
    assert begun.answers.get("method") == method


def test_saving_the_record_closes_the_appointment_with_it(work, case):
    visit = add(work, YESTERDAY, case_id=case)
    begun = begin_record(work, visit)
    answers = {**begun.answers, "case_id": case, "body": "会えた。"}
    record = add_record(work, "consultation", answers, finalise=True, form=begun.form)
    after = answers_of(work, visit)
    assert (after["outcome"], after["consultation_id"]) == ("done", record.id)
    with pytest.raises(NotAllowedError):
        begin_record(work, visit)


def test_another_record_of_the_case_closes_nothing(work, case):
    visit = add(work, case_id=case)
    answers = {"case_id": case, "held_on": TODAY, "method": "phone", "body": "別の電話。"}
    add_record(work, "consultation", answers, form=f"consultation:new:{case}")
    assert answers_of(work, visit)["outcome"] == "planned"


def test_a_person_without_a_case_gets_a_draft(work):
    person = make_person(work)
    visit = add(work, person_id=person, centre="disability")
    record = show_record(work, "consultation", write_lone_record(work, visit))
    assert (record.state, record.answers["method"]) == ("draft", "home_visit")
    assert record.answers["person_id"] == person
    assert answers_of(work, visit)["consultation_id"] == record.id


def test_no_record_of_what_is_yet_to_come_or_of_nobody(work, case):
    with pytest.raises(NotAllowedError, match="まだ来ていない"):
        begin_record(work, add(work, TOMORROW, case_id=case))
    with pytest.raises(NotAllowedError, match="相談者を選んで"):
        write_lone_record(work, add(work, centre="life_support"))
    with pytest.raises(InvalidEntriesError, match="どのセンター"):
        write_lone_record(work, add(work, person_id=make_person(work)))


# --- moving ---


def test_what_is_dragged_lies_where_it_was_dropped(work, case):
    visit = add(work, date(2026, 12, 31), case_id=case)
    span = Span.of(answers_of(work, visit))
    place_appointment(work, visit, span.moved(1, 30))
    after = answers_of(work, visit)
    assert after["held_on"] == date(2027, 1, 1)
    assert (after["started_at_time"], after["ended_at_time"]) == (time(10, 30), time(11, 30))


def test_what_is_done_is_not_dragged(work, case):
    visit = add(work, case_id=case)
    finish_appointment(work, visit)
    with pytest.raises(NotAllowedError, match="動かせません"):
        place_appointment(work, visit, Span(TOMORROW))


def test_a_colleague_does_not_move_what_is_not_theirs(office, work):
    leave = add(work, kind="leave", starts=None, ends=None)
    with pytest.raises(NotAllowedError):
        place_appointment(office.work("nishio"), leave, Span(TOMORROW))


def test_an_end_before_the_start_is_a_sentence(work):
    with pytest.raises(InvalidEntriesError) as caught:
        add(work, starts=ELEVEN, ends=TEN)
    assert "終了が開始より前" in caught.value.problems["ended_at_time"]
    with pytest.raises(InvalidEntriesError):
        add(work, starts=None, ends=TEN)
    with pytest.raises(InvalidEntriesError):
        add(work, until_on=YESTERDAY)


# --- the general services ---


def test_appointments_are_searched_among_the_records(work, case):
    add(work, case_id=case, title="ハローワークへ同行", place="ハローワークひなた")
    hits = search(work, "ハローワーク").hits
    assert [(hit.group, hit.kind, hit.case_id) for hit in hits] == [("record", "appointment", case)]


def test_the_general_verbs_keep_appointments_too(work, case):
    visit = add(work, case_id=case)
    save_record(work, "appointment", visit, {"place": "相談室1"})
    shown = show_record(work, "appointment", visit)
    assert (shown.answers["place"], shown.state, shown.version) == ("相談室1", "final", 2)
