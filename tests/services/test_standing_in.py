"""代理: what a deputy gets of the absent one's work, for those days, and what never."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.errors import NotAllowedError, NotFoundError
from soudan_desk.models import OfficeSetting
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.appointment_day import day_of
from soudan_desk.services.case_desk import case_facts
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case, remove_worker, set_worker
from soudan_desk.services.conflicts import block_staff
from soudan_desk.services.deputies import end_deputy, save_deputy
from soudan_desk.services.handover_lists import About, notes_for_me, notes_left
from soudan_desk.services.handovers import finish_note, leave_note, reopen_note
from soudan_desk.services.records import add_record, save_record
from soudan_desk.services.today import today

ONE_DAY = timedelta(days=1)


@pytest.fixture
def absent(office):
    return office.work("nishio")


@pytest.fixture
def deputy(office):
    return office.work("sodanin")


@pytest.fixture
def case(absent):
    return open_case(absent, centre="life_support", person_id=make_person(absent))


@pytest.fixture
def stand_in(office):
    def stand_in(since=TODAY, until=TODAY):
        ids = {"absent_id": office.staff_id("nishio"), "staff_id": office.staff_id("sodanin")}
        return save_deputy(office.work("shunin"), {**ids, "from_on": since, "to_on": until})

    return stand_in


def on(work, day):
    return replace(work, today=lambda: day)


def closed_to_others(office, actor_of_work):
    """Let nobody read others' cases; return the worker as they log in then."""
    with office.store.writing(None) as session:
        session.scalars(select(OfficeSetting)).one().caseworkers_see_all = False
    return replace(actor_of_work, actor=replace(actor_of_work.actor, sees_ordinary=False))


def test_the_deputy_s_day_holds_what_waits_for_the_absent_one_and_says_so(
    absent, deputy, case, stand_in
):
    promised = {"next_action": "折り返し電話", "next_due_on": TODAY}
    make_consultation(absent, case_id=case, **promised)
    add_record(absent, "task", {"title": "書類を送る", "case_id": case})
    add_record(absent, "task", {"title": "自分の机を片づける"})
    phone = {"held_on": TODAY, "appointment_kind": "phone", "case_id": case}
    add_record(absent, "appointment", phone)
    assert (today(deputy).promises, day_of(deputy).rows) == ((), ())
    named = stand_in()
    seen = today(deputy)
    assert [(each.title, each.whose) for each in seen.promises] == [("折り返し電話", "西尾 見本")]
    assert [each.title for each in seen.todos] == ["書類を送る"]
    assert [row.worker for row in day_of(deputy).rows] == ["西尾 見本"]
    assert [each.name for each in seen.absent] == ["西尾 見本"]
    for day in (TODAY - ONE_DAY, TODAY + ONE_DAY):
        assert (today(on(deputy, day)).promises, today(on(deputy, day)).absent) == ((), ())
    end_deputy(absent, named)
    assert today(deputy).absent == ()


def test_a_deputy_does_the_absent_one_s_work_for_those_days_and_the_log_tells_for_whom(
    office, absent, deputy, case, stand_in
):
    task = add_record(absent, "task", {"title": "書類を送る"}).id
    with pytest.raises(NotAllowedError, match="ほかの人の記録"):
        save_record(deputy, "task", task, {"done_on": TODAY})
    stand_in()
    save_record(deputy, "task", task, {"done_on": TODAY})
    save_record(deputy, "case", case, {"summary": "家賃の滞納"})
    with pytest.raises(NotAllowedError, match="ほかの人の記録"):
        save_record(on(deputy, TODAY + ONE_DAY), "case", case, {"summary": "その後"})
    with office.store.reading(None) as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.action == "stand_in")).all()
    assert [(row.by, row.record_id, row.reason) for row in told] == [
        (deputy.actor.staff_id, task, "西尾 見本さんの代理"),
        (deputy.actor.staff_id, case, "西尾 見本さんの代理"),
    ]


def test_a_deputy_lets_nobody_into_a_case_who_would_stay(office, absent, deputy, case, stand_in):
    set_worker(absent, case, office.staff_id("shunin"), "sub")
    stand_in()
    with pytest.raises(NotAllowedError, match="代理の間に、ケースの担当は変えられません"):
        set_worker(deputy, case, deputy.actor.staff_id, "sub")
    with pytest.raises(NotAllowedError, match="代理の間に、ケースの担当は変えられません"):
        remove_worker(deputy, case, office.staff_id("shunin"))


def test_where_others_cases_are_closed_a_deputy_reads_them_for_those_days(
    office, absent, deputy, case, stand_in
):
    here = date.today()  # the day of the PC, which the office's file is asked by
    shut = closed_to_others(office, deputy)
    for since, until in ((-5, -1), (1, 5)):
        stand_in(here + since * ONE_DAY, here + until * ONE_DAY)
        with pytest.raises(NotFoundError):
            case_facts(shut, case)
    named = stand_in(here, here)
    assert case_facts(shut, case).case_no
    end_deputy(office.work("shunin"), named)
    with pytest.raises(NotFoundError):
        case_facts(shut, case)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_no_deputy_sees_a_restricted_case(office, absent, deputy, case, stand_in, level):
    restrict_case(absent, case, level, "身の安全のため")
    stand_in(date.today(), date.today())
    stand_in()
    for work in (deputy, closed_to_others(office, deputy)):
        with pytest.raises(NotFoundError):
            case_facts(work, case)


def test_a_conflict_of_interest_keeps_a_deputy_out(office, absent, deputy, case, stand_in):
    stand_in(date.today(), date.today())
    about = {"staff_id": deputy.actor.staff_id, "reason": "親族のため"}
    block_staff(office.work("shunin"), {**about, "case_no": case_facts(absent, case).case_no})
    with pytest.raises(NotFoundError):
        case_facts(closed_to_others(office, deputy), case)


def test_the_deputy_answers_a_note_left_for_the_absent_one_and_is_named(
    office, absent, deputy, case, stand_in
):
    about = About(kind="case", id=case)
    given = {"body": "折り返しの電話あり", "to_staff_ids": [absent.actor.staff_id]}
    note = leave_note(office.work("shunin"), given, about=about).id
    with pytest.raises(NotFoundError):
        finish_note(deputy, note)
    stand_in()
    finish_note(deputy, note, reply="かけました")
    (left,) = notes_left(office.work("shunin"))
    (reader,) = left.readers
    assert (reader.name, reader.read_at) == ("西尾 見本", None)
    assert reader.reply == f"かけました（代理 {deputy.actor.name}）"
    assert notes_for_me(absent) == []
    with office.store.reading(None) as session:
        reasons = session.scalars(select(AuditEntry.reason).where(AuditEntry.action == "done"))
        assert list(reasons) == ["西尾 見本さんの代理"]
    reopen_note(deputy, note)
    assert len(notes_for_me(absent)) == 1
    for day in (TODAY - ONE_DAY, TODAY + ONE_DAY):
        with pytest.raises(NotFoundError):
            finish_note(on(deputy, day), note)
