"""Moving cases along: what is missing is said, what is not allowed says why, all or none."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from office_fixtures import TODAY, make_person
from soudan_desk.errors import ConflictError, InvalidEntriesError, NotAllowedError
from soudan_desk.models import Case, Task
from soudan_desk.services.cases import open_case, set_worker
from soudan_desk.services.history import versions_of
from soudan_desk.services.moves import (
    Wanted,
    close_case,
    consult_again,
    move_case,
    move_cases,
    standing,
    wanted_from_json,
)
from soudan_desk.services.records import add_record, save_record, void_record
from soudan_desk.storage.store import fetch


def open_one(work, process="consultation", centre="rights_advocacy"):
    return open_case(work, centre=centre, process=process, person_id=make_person(work))


def tick(work, case_id, *steps):
    for step in steps:
        answers = {"case_id": case_id, "step": step, "done_on": TODAY}
        add_record(work, "milestone", {**answers, "staff_id": work.actor.staff_id})


def held(work, case_id):
    with work.store.reading(None) as session:
        return fetch(session, Case, case_id)


def offers(work, case_id):
    return {offer.to: offer for offer in standing(work, case_id).offers}


def test_a_case_stands_where_it_was_opened_with_its_ways_on(work):
    case_id = open_one(work)
    found = standing(work, case_id)
    assert (found.state, found.label, found.since) == ("received", "受付", TODAY)
    assert [state for state, _ in found.line] == ["received", "assessing", "supporting", "closed"]
    assert set(offers(work, case_id)) == {"assessing", "supporting", "interrupted", "closed"}


def test_a_move_is_taken_dated_and_kept_as_a_version_with_its_reason(work):
    case_id = open_one(work)
    move_case(work, case_id, "supporting")
    move_case(work, case_id, "assessing", reason="見立てのやり直し")
    case = held(work, case_id)
    assert (case.state, case.state_on, case.closed_on) == ("assessing", TODAY, None)
    newest = versions_of(work, "case", case_id)[-1]
    assert (newest.action, newest.reason) == ("move", "見立てのやり直し")


def test_a_move_that_is_not_allowed_says_why_and_where_one_may_go(work):
    case_id = open_one(work)
    move_case(work, case_id, "supporting")
    with pytest.raises(NotAllowedError, match="「支援中」から「受付」には進めません"):
        move_case(work, case_id, "received")
    with pytest.raises(NotAllowedError, match="という状態はこの業務にありません"):
        move_case(work, case_id, "planning")
    assert held(work, case_id).state == "supporting"


def test_what_is_missing_is_said_and_the_tick_of_it_opens_the_way(work):
    case_id = open_one(work, "nichiji")
    move_case(work, case_id, "assessment")
    offer = offers(work, case_id)["capacity_check"]
    assert not offer.allowed
    assert "訪問調査" in offer.missing[0]
    with pytest.raises(NotAllowedError, match="訪問調査の記録がありません"):
        move_case(work, case_id, "capacity_check")
    tick(work, case_id, "home_survey")
    assert offers(work, case_id)["capacity_check"].allowed
    move_case(work, case_id, "capacity_check")


def test_a_void_tick_does_not_count(work):
    case_id = open_one(work, "nichiji")
    move_case(work, case_id, "assessment")
    answers = {"case_id": case_id, "step": "home_survey", "done_on": TODAY}
    saved = add_record(work, "milestone", {**answers, "staff_id": work.actor.staff_id})
    void_record(work, "milestone", saved.id, reason="別の方の調査")
    assert not offers(work, case_id)["capacity_check"].allowed


def test_closing_asks_for_a_reason_and_dates_the_end(work):
    case_id = open_one(work)
    with pytest.raises(InvalidEntriesError, match="理由を入れてください"):
        close_case(work, case_id, reason=" ")
    close_case(work, case_id, reason="情報提供のみで終了")
    case = held(work, case_id)
    assert (case.state, case.closed_on, case.close_reason) == ("closed", TODAY, "information_only")
    assert standing(work, case_id).is_closed


def test_a_reason_in_own_words_is_kept_as_it_is(work):
    case_id = open_one(work)
    close_case(work, case_id, reason="遠方の娘さんと暮らすことになった")
    case = held(work, case_id)
    assert (case.close_reason, case.close_note) == ("other", "遠方の娘さんと暮らすことになった")


def test_closing_a_case_that_needs_more_says_what(work):
    case_id = open_one(work, "nichiji")
    move_case(work, case_id, "assessment")
    tick(work, case_id, "home_survey", "guideline_sheet", "board_requested", "board_approved")
    for state in ("capacity_check", "review_board", "plan_draft"):
        move_case(work, case_id, state)
    with pytest.raises(NotAllowedError, match="支援計画書に本人の同意日"):
        move_case(work, case_id, "contract")


def test_an_interrupted_case_comes_back_under_its_number(work):
    case_id = open_one(work)
    move_case(work, case_id, "interrupted", reason="連絡不通")
    case = held(work, case_id)
    assert (case.close_reason, case.closed_on) == ("lost_contact", None)
    move_case(work, case_id, "supporting")
    back = held(work, case_id)
    assert (back.case_no, back.reopened_on, back.close_reason) == (case.case_no, TODAY, None)


def test_a_move_sets_in_motion_what_the_process_says(work):
    case_id = open_one(work, "regional_move", "disability")
    tick(work, case_id, "grant_decided", "contract_signed", "moved_out")
    for state in ("contracted", "planning"):
        move_case(work, case_id, state)
    plan = {"plan_kind": "regional_move", "plan_no": 1, "client_agreed_on": TODAY}
    plan |= {"drafted_on": TODAY, "author_id": work.actor.staff_id, "centre": "disability"}
    add_record(work, "plan", {"case_id": case_id, **plan})
    for state in ("supporting", "moved_out"):
        move_case(work, case_id, state)
    with work.store.reading(None) as session:
        task = session.scalars(select(Task).where(Task.case_id == case_id)).one()
    assert task.due_on == TODAY + timedelta(days=14)
    assert task.staff_id == work.actor.staff_id


def test_a_new_consultation_after_the_end_is_a_new_case_linked_to_the_old(work):
    case_id = open_one(work)
    with pytest.raises(NotAllowedError, match="終結していないケース"):
        consult_again(work, case_id)
    close_case(work, case_id, reason="self_wish")
    fresh = held(work, consult_again(work, case_id))
    old = held(work, case_id)
    assert (fresh.previous_case_id, fresh.person_id) == (case_id, old.person_id)
    assert fresh.case_no != old.case_no
    with pytest.raises(NotAllowedError, match="再相談を始めてください"):
        move_case(work, case_id, "supporting")


def test_several_moves_are_taken_all_or_none(work):
    cases = [open_one(work) for _ in range(2)]
    numbers = [held(work, each).case_no for each in cases]
    wanted = [Wanted(numbers[0], "supporting"), Wanted(numbers[1], "nowhere")]
    with pytest.raises(NotAllowedError):
        move_cases(work, wanted)
    assert held(work, cases[0]).state == "received"
    assert move_cases(work, [Wanted(each, "supporting") for each in numbers]) == numbers


def test_a_list_of_moves_of_another_shape_is_refused_by_place():
    with pytest.raises(InvalidEntriesError) as refused:
        wanted_from_json([{"case_no": "R08-K-0001", "state": "closed"}, {"state": 3}])
    assert list(refused.value.problems) == ["2件目"]


def test_who_does_not_work_on_a_case_moves_it_only_as_a_supervisor(office):
    owner, other = office.work("sodanin"), office.work("nishio")
    case_id = open_one(owner)
    assert not standing(other, case_id).may_change
    with pytest.raises(NotAllowedError, match="ほかの人の記録"):
        move_case(other, case_id, "supporting")
    set_worker(owner, case_id, other.actor.staff_id, "sub")
    move_case(other, case_id, "supporting")
    move_case(office.work("shunin"), case_id, "assessing", reason="見直し")


def test_a_case_changed_meanwhile_is_not_moved(work):
    case_id = open_one(work)
    seen = standing(work, case_id).lock_version
    move_case(work, case_id, "assessing", lock_version=seen)
    with pytest.raises(ConflictError):
        move_case(work, case_id, "supporting", lock_version=seen)


def test_what_only_a_supervisor_may_do_says_why_and_whom_to_ask(office):
    worker, supervisor = office.work("sodanin"), office.work("shunin")
    case_id = open_case(worker, centre="life_support", person_id=make_person(worker))
    move_case(worker, case_id, "interrupted", reason="lost_contact")
    offer = offers(worker, case_id)["closed"]
    assert not offer.allowed
    assert offer.missing == ()
    assert offer.refused == "「終結」に進められるのは主任です。田中 見本さんに頼んでください。"
    with pytest.raises(NotAllowedError, match="進められるのは主任です。田中 見本さん"):
        close_case(worker, case_id, reason="lost_contact")
    assert offers(supervisor, case_id)["closed"].allowed
    close_case(supervisor, case_id, reason="lost_contact")


def test_where_nobody_holds_the_role_yet_the_administrator_is_named(office):
    worker = office.work("sodanin")
    case_id = open_case(worker, centre="life_support", person_id=make_person(worker))
    move_case(worker, case_id, "interrupted", reason="lost_contact")
    save_record(office.work_of_admin, "staff", office.staff_id("shunin"), {"roles": ["caseworker"]})
    assert "管理者に「設定」の「職員」で" in offers(worker, case_id)["closed"].refused
