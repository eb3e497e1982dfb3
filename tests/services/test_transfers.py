"""ケースの引き継ぎ: who may ask and take, what goes with a case, and what is told to whom."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from office_fixtures import TODAY, make_consultation, make_person
from review_office import add_staff_row, final_consultation, in_days, make_route, step
from sealed_office import MARK, WHY, make_case, staff_id
from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.models import CaseWorker, OfficeSetting, ReviewStep
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.appointment_lists import appointments_of_case
from soudan_desk.services.awaited import awaited_replies
from soudan_desk.services.case_desk import case_facts
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case, set_worker
from soudan_desk.services.conflicts import block_staff
from soudan_desk.services.due import due_items
from soudan_desk.services.records import add_record, show_record
from soudan_desk.services.review_lists import list_reviews, returned_to_me
from soudan_desk.services.reviews import return_review
from soudan_desk.services.today import promises, todos
from soudan_desk.services.transfer_lists import (
    open_cases_of_worker,
    transfers_asked,
    transfers_to_me,
)
from soudan_desk.services.transfers import (
    accept_transfers,
    propose_transfer,
    return_transfers,
    withdraw_transfers,
)

ANSWERS = {"transfer_on": TODAY, "reason": "異動のため"}


@pytest.fixture
def before(office):
    return office.work("nishio")


@pytest.fixture
def after(office):
    return office.work("sodanin")


@pytest.fixture
def chief(office):
    return office.work("shunin")


@pytest.fixture
def case(before):
    return open_case(before, centre="life_support", person_id=make_person(before))


def ask(work, *cases, to, **answers):
    return propose_transfer(work, cases, {**ANSWERS, "to_staff_id": to.actor.staff_id, **answers})


def take_all(work):
    return accept_transfers(work, [row.id for row in transfers_to_me(work)])


def workers(work, case):
    return [(row.name, row.role) for row in case_facts(work, case).workers]


def test_the_receiver_is_the_main_worker_once_they_accept_and_the_history_keeps_who_had_it(
    office, before, after, chief, case
):
    ask(before, case, to=after)
    (row,) = transfers_to_me(after)
    assert (row.before, row.to, row.reason) == ("西尾 見本", "見本 相談", "異動のため")
    assert workers(before, case) == [("西尾 見本", "main")]
    assert take_all(after) == 1
    assert workers(chief, case) == [("見本 相談", "main")]
    assert transfers_to_me(after) == []
    assert [row.state for row in transfers_asked(before)] == ["accepted"]
    (kept,) = case_facts(chief, case).handed
    assert (kept.before, kept.to) == ("西尾 見本", "見本 相談")
    with office.store.reading(None) as session:
        query = select(AuditEntry.action).where(AuditEntry.action.startswith("transfer"))
        assert session.scalars(query).all() == ["transfer_ask", "transfer_take"]
        query = select(CaseWorker.record_state).where(CaseWorker.case_id == case)
        assert sorted(session.scalars(query)) == ["final", "void"]


def test_the_one_before_may_stay_as_a_second_worker(before, after, case):
    ask(before, case, to=after, keeps_previous=True)
    take_all(after)
    assert workers(before, case) == [("見本 相談", "main"), ("西尾 見本", "sub")]


def test_to_dos_appointments_promises_replies_and_what_falls_due_go_along(before, after, case):
    person = case_facts(before, case).person.id
    add_record(before, "task", {"title": "書類を送る", "case_id": case})
    add_record(before, "task", {"title": "済んだ用事", "case_id": case, "done_on": TODAY})
    for day in (-1, 1):
        visit = {"held_on": in_days(day), "appointment_kind": "visit", "case_id": case}
        add_record(before, "appointment", visit)
    made = {"case_id": case, "next_action": "折り返し", "next_due_on": in_days(1)}
    make_consultation(before, **made)
    letter = {"case_id": case, "person_id": person, "issued_on": TODAY, "direction": "out"}
    agency = add_record(before, "agency", {"name": "見本市役所"}).id
    sent = {"agency_id": agency, "handover": "phone_only", "sent_on": TODAY, "reason": "依頼"}
    add_record(before, "referral", {**letter, **sent})
    assert [each.title for each in promises(before)] == ["折り返し"]

    ask(before, case, to=after)
    take_all(after)

    assert [each.title for each in todos(after)] == ["書類を送る"]
    assert todos(before) == []
    rows = appointments_of_case(after, case, since=in_days(-9))
    assert [row.worker for row in rows] == ["西尾 見本", "見本 相談"]
    assert [each.title for each in promises(after)] == ["折り返し"]
    assert promises(before) == []
    assert (len(awaited_replies(after)), len(awaited_replies(before))) == (1, 0)
    mine = due_items(after, on=TODAY, worker_ids={after.actor.staff_id}, horizon_days=400)
    assert {each.case_id for each in mine} == {case}
    make_consultation(before, **{**made, "next_action": "その後の約束"})
    assert [each.title for each in promises(before)] == ["その後の約束"]


def test_a_case_that_comes_back_brings_its_promises_back(before, after, case):
    make_consultation(before, case_id=case, next_action="折り返し", next_due_on=in_days(1))
    ask(before, case, to=after)
    take_all(after)
    ask(after, case, to=before)
    take_all(before)
    assert [each.title for each in promises(before)] == ["折り返し"]
    assert promises(after) == []


def test_what_came_back_from_review_is_mended_by_the_new_worker(office, before, after, chief, case):
    make_route(office)
    final_consultation(before, case_id=case)
    (row,) = list_reviews(chief, "waiting")
    return_review(chief, row.id, "日付を確かめてください")
    ask(before, case, to=after)
    take_all(after)
    assert [row.comment for row in returned_to_me(after)] == ["日付を確かめてください"]
    assert returned_to_me(before) == ()


def test_a_stage_of_a_review_goes_along_where_the_new_worker_may_read(office, chief, before):
    head = add_staff_row(office, "shocho", "所長 見本", ["caseworker", "supervisor"])
    make_route(office, steps=[step("主任", staff=str(chief.actor.staff_id))])
    case = open_case(chief, centre="life_support", person_id=make_person(chief))
    final_consultation(before, case_id=case)
    ask(chief, case, to=office.work("shocho"))
    take_all(office.work("shocho"))
    with office.store.reading(None) as session:
        query = select(ReviewStep.assigned_id).where(ReviewStep.position == 1)
        assert session.scalars(query).all() == [head]


def test_it_can_be_given_back_with_a_reason_or_taken_back_and_then_nothing_changes(
    before, after, case
):
    for answer in (
        lambda ids: return_transfers(after, ids, "手がいっぱいです"),
        lambda ids: withdraw_transfers(before, ids),
    ):
        ask(before, case, to=after)
        (row,) = transfers_to_me(after)
        answer([row.id])
        with pytest.raises(NotFoundError, match="もう返事の済んだ"):
            accept_transfers(after, [row.id])
    assert workers(before, case) == [("西尾 見本", "main")]
    assert [(row.state, row.answer) for row in transfers_asked(before)] == [
        ("withdrawn", ""),
        ("returned", "手がいっぱいです"),
    ]
    with pytest.raises(InvalidEntriesError):
        return_transfers(after, [], " ")


def test_each_or_all_are_taken_and_not_before_the_day(before, after, case):
    other = open_case(before, centre="life_support", person_id=make_person(before))
    ask(before, case, other, to=after, transfer_on=in_days(3))
    ids = [row.id for row in transfers_to_me(after)]
    with pytest.raises(NotAllowedError, match="その日から受け取れます"):
        accept_transfers(after, ids)
    then = replace(after, today=lambda: in_days(3))
    assert accept_transfers(then, ids[:1]) == 1
    assert return_transfers(after, ids[1:], "別の人に") == 1


def test_only_who_has_a_case_or_a_supervisor_asks_and_only_casework_staff_take(
    office, before, after, chief, case
):
    (refused,) = ask(after, case, to=chief).refused
    assert "主担当ではないので頼めません" in refused.why
    assert ask(chief, case, to=after).asked_count == 1
    (refused,) = ask(chief, case, to=chief).refused
    assert "返事を待っています" in refused.why
    with pytest.raises(InvalidEntriesError):
        ask(before, case, to=office.work("etsuran"))
    with pytest.raises(InvalidEntriesError):
        ask(before, case, to=after, reason=" ")
    with pytest.raises(InvalidEntriesError):
        ask(before, case, to=after, transfer_on=TODAY - timedelta(days=1))
    with pytest.raises(NotAllowedError, match="あなたへの引き継ぎではありません"):
        take = [row.id for row in transfers_asked(chief)]
        accept_transfers(chief, take)
    assert [each.id for each in open_cases_of_worker(before, before.actor.staff_id)] == [case]
    with pytest.raises(NotAllowedError, match="頼めるのは主任です"):
        open_cases_of_worker(after, before.actor.staff_id)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_restricted_case_goes_to_nobody_who_is_not_on_its_list_and_the_others_go(
    before, after, case, level
):
    plain = open_case(before, centre="life_support", person_id=make_person(before))
    restrict_case(before, case, level, WHY)
    told = ask(before, case, plain, to=after)
    assert (told.asked_count, [each.case_id for each in told.refused]) == (1, [case])
    assert "先に、ケースの「担当」で見本 相談さんを加えて" in told.refused[0].why
    assert [row.case_id for row in transfers_to_me(after)] == [plain]
    set_worker(before, case, after.actor.staff_id, "sub", reason="引き継ぎの前に")
    assert ask(before, case, to=after).asked_count == 1
    assert take_all(after) == 2
    with pytest.raises(NotFoundError):
        case_facts(before, case)


def test_of_a_conflict_of_interest_only_who_may_know_of_it_is_told(before, after, chief, case):
    number = case_facts(before, case).case_no
    about = {"staff_id": after.actor.staff_id, "reason": "親族のため", "case_no": number}
    block_staff(chief, about)
    (to_worker,) = ask(before, case, to=after).refused
    assert "利益相反" not in to_worker.why
    assert "引き継げません。ほかの人を選ぶか" in to_worker.why
    (to_chief,) = ask(chief, case, to=after).refused
    assert "利益相反の登録がある" in to_chief.why


def test_a_conflict_entered_meanwhile_takes_the_question_from_the_receiver(
    before, after, chief, case
):
    ask(before, case, to=after)
    (row,) = transfers_to_me(after)
    number = case_facts(before, case).case_no
    about = {"staff_id": after.actor.staff_id, "reason": "親族のため", "case_no": number}
    block_staff(chief, about)
    assert transfers_to_me(after) == []
    with pytest.raises(NotFoundError):
        accept_transfers(after, [row.id])


def test_where_others_cases_are_closed_the_one_asked_reads_the_case_until_they_answer(
    office, before, after, case
):
    with office.store.writing(None) as session:
        session.scalars(select(OfficeSetting)).one().caseworkers_see_all = False
    shut = replace(after, actor=replace(after.actor, sees_ordinary=False))
    with pytest.raises(NotFoundError):
        case_facts(shut, case)
    ask(before, case, to=after)
    assert case_facts(shut, case).case_no
    return_transfers(shut, [transfers_to_me(shut)[0].id], "手がいっぱいです")
    with pytest.raises(NotFoundError):
        case_facts(shut, case)
    ask(before, case, to=after)
    take_all(shut)
    assert workers(shut, case) == [("見本 相談", "main")]


def test_a_sealed_case_is_read_by_the_new_worker_and_no_more_by_the_one_who_left(at_desk):
    with at_desk("sodanin") as (_, work):
        case, entry = make_case(work)
        set_worker(work, case, staff_id(work, "nishio"), "sub", reason="引き継ぎの前に")
        restrict_case(work, case, 2, WHY)
        to = {"to_staff_id": staff_id(work, "nishio")}
        assert propose_transfer(work, [case], {**ANSWERS, **to}).asked_count == 1
    with at_desk("nishio") as (_, work):
        assert take_all(work) == 1
        assert MARK in show_record(work, "consultation", entry).answers["body"]
        assert [each.title for each in todos(work)] == [f"{MARK}へ電話"]
    with at_desk("sodanin") as (_, work), pytest.raises(NotFoundError):
        case_facts(work, case)
