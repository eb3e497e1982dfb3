"""供覧・決裁: whose turn it is, what a stamp does, what comes back."""

import pytest
from sqlalchemy import select

from office_fixtures import TODAY
from review_office import add_staff_row, final_consultation, in_days, make_route, step
from soudan_desk.errors import ConflictError, InvalidEntriesError, NotAllowedError
from soudan_desk.models import Staff
from soudan_desk.services.deputies import save_deputy
from soudan_desk.services.records import amend_record, void_record
from soudan_desk.services.review_counts import worker_counts
from soudan_desk.services.review_lists import (
    count_waiting,
    list_reviews,
    returned_to_me,
)
from soudan_desk.services.review_reading import mark_read, open_review
from soudan_desk.services.reviews import (
    read_after,
    remark_review,
    return_review,
    submit_review,
    take_step,
    undo_step,
    withdraw_review,
)


@pytest.fixture
def routed(office):
    """An office whose consultations go to a supervisor as soon as they are final."""
    make_route(office)
    return office


def waiting(work):
    return list_reviews(work, "waiting")


def only(work):
    (row,) = waiting(work)
    return row


def test_a_final_record_starts_on_its_way_by_itself(routed):
    record_id = final_consultation(routed.work("sodanin"))
    row = only(routed.work("shunin"))
    assert (row.record_id, row.author, row.turn) == (record_id, "見本 相談", "step")
    assert count_waiting(routed.work("shunin")) == 1
    assert count_waiting(routed.work("sodanin")) == 0


def test_a_draft_or_a_kind_without_route_does_not_start(routed):
    from office_fixtures import make_consultation

    make_consultation(routed.work("sodanin"))
    assert not waiting(routed.work("shunin"))


def test_the_last_stamp_ends_the_way(routed):
    final_consultation(routed.work("sodanin"))
    take_step(routed.work("shunin"), only(routed.work("shunin")).id, comment="お疲れさまです。")
    (done,) = list_reviews(routed.work("shunin"), "done")
    assert done.ended_on == TODAY
    desk = open_review(routed.work("sodanin"), done.id)
    assert [(each.title, each.name, each.action) for each in desk.stamps] == [
        ("担当", "見本 相談", "submitted"),
        ("主任", "田中 見本", "viewed"),
    ]
    assert [event.what for event in desk.events][:2] == ["viewed", "submitted"]
    assert desk.events[0].comment == "お疲れさまです。"


def test_nothing_is_approved_by_its_own_author(routed):
    final_consultation(routed.work("shunin"))
    review_id = list_reviews(routed.work("shunin"), "mine")[0].id
    assert not waiting(routed.work("shunin"))
    with pytest.raises(NotAllowedError, match="自分の書いた記録"):
        take_step(routed.work("shunin"), review_id)


def test_in_an_office_of_one_the_route_may_allow_it(office):
    make_route(office, author_may_approve=True)
    final_consultation(office.work("shunin"))
    take_step(office.work("shunin"), only(office.work("shunin")).id)
    assert list_reviews(office.work("shunin"), "done")


def test_a_return_needs_a_word_and_comes_back_to_the_author(routed):
    record_id = final_consultation(routed.work("sodanin"))
    review_id = only(routed.work("shunin")).id
    with pytest.raises(InvalidEntriesError):
        return_review(routed.work("shunin"), review_id, "  ")
    return_review(routed.work("shunin"), review_id, "事実と所見を分けてください。")
    assert not waiting(routed.work("shunin"))
    (back,) = returned_to_me(routed.work("sodanin"))
    assert (back.record_id, back.comment) == (record_id, "事実と所見を分けてください。")
    assert back.returned_by == "田中 見本"
    assert not returned_to_me(routed.work("shunin"))


def test_what_was_returned_and_amended_is_read_with_its_changes(routed):
    author, reader = routed.work("sodanin"), routed.work("shunin")
    record_id = final_consultation(author, body="かなり追いつめられている様子だった。")
    review_id = only(reader).id
    return_review(reader, review_id, "見たままを書いてください。")
    amend_record(
        author,
        "consultation",
        record_id,
        {"body": "朝まで起きていて、話しかけると部屋に戻った。", "subject": "家計のこと"},
        reason="差し戻しを受けて",
    )
    assert returned_to_me(author), "an amendment alone hands nothing in"
    submit_review(author, "consultation", record_id, comment="直しました。")
    assert not returned_to_me(author)
    assert only(reader).resubmitted
    desk = open_review(reader, review_id)
    assert (desk.since, desk.version) == (1, 2)
    changed = {part.key: (part.old, part.new) for part in desk.parts if part.changed}
    assert changed == {
        "body": (
            "かなり追いつめられている様子だった。",
            "朝まで起きていて、話しかけると部屋に戻った。",
        ),
        "subject": (None, "家計のこと"),
    }
    assert desk.returned.comment == "見たままを書いてください。"
    assert [event.what for event in desk.events] == [
        *("resubmitted", "amended", "returned", "submitted", "created"),
    ]
    assert [stamp.action for stamp in desk.stamps] == ["resubmitted", ""]
    assert desk.stamps[1].mine


def test_reading_without_a_stamp_is_remembered_too(routed):
    author, reader = routed.work("sodanin"), routed.work("shunin")
    record_id = final_consultation(author)
    review_id = only(reader).id
    assert open_review(reader, review_id).since is None
    mark_read(reader, review_id)
    amend_record(author, "consultation", record_id, {"subject": "家計"}, reason="書き忘れ")
    desk = open_review(reader, review_id)
    assert desk.since == 1
    assert [part.key for part in desk.parts if part.changed] == ["subject"]


def test_nobody_stamps_what_was_amended_while_they_read(routed):
    author, reader = routed.work("sodanin"), routed.work("shunin")
    record_id = final_consultation(author)
    review_id = only(reader).id
    desk = open_review(reader, review_id)
    amend_record(author, "consultation", record_id, {"subject": "家計"}, reason="書き忘れ")
    with pytest.raises(ConflictError):
        take_step(reader, review_id, version=desk.version)


@pytest.fixture
def two_stages(office):
    """係長, then 所長, both named."""
    first = add_staff_row(office, "kakari", "宮原 見本", ["caseworker", "supervisor"])
    head = add_staff_row(office, "shocho", "森本 見本", ["supervisor"])
    make_route(office, steps=[step("係長", staff=first), step("所長", staff=head)])
    return office


def test_stages_are_taken_in_their_order(two_stages):
    final_consultation(two_stages.work("sodanin"))
    kakari, shocho = two_stages.work("kakari"), two_stages.work("shocho")
    review_id = only(kakari).id
    assert not waiting(shocho)
    with pytest.raises(NotAllowedError, match="宮原 見本さんの番"):
        take_step(shocho, review_id)
    take_step(kakari, review_id)
    assert not waiting(kakari)
    take_step(shocho, only(shocho).id)
    assert [stamp.title for stamp in open_review(shocho, review_id).stamps] == [
        *("担当", "係長", "所長"),
    ]
    with pytest.raises(NotAllowedError):
        take_step(shocho, review_id)


def test_what_was_amended_after_a_stamp_starts_over(two_stages):
    author, kakari = two_stages.work("sodanin"), two_stages.work("kakari")
    record_id = final_consultation(author)
    take_step(kakari, only(kakari).id)
    amend_record(author, "consultation", record_id, {"subject": "家計"}, reason="金額の訂正")
    row = only(kakari)
    assert row.resubmitted
    assert open_review(kakari, row.id).events[0].comment == "金額の訂正"
    assert [s.action for s in open_review(kakari, row.id).stamps] == ["resubmitted", "", ""]


def test_an_amended_record_that_was_through_goes_up_again_only_when_handed_in(routed):
    author, reader = routed.work("sodanin"), routed.work("shunin")
    record_id = final_consultation(author)
    take_step(reader, only(reader).id)
    with pytest.raises(NotAllowedError, match="済んでいます"):
        submit_review(author, "consultation", record_id)
    amend_record(author, "consultation", record_id, {"subject": "家計"}, reason="追記")
    assert not waiting(reader)
    submit_review(author, "consultation", record_id)
    assert only(reader).resubmitted


def test_who_amended_it_is_an_author_too(two_stages):
    """A supervisor who mends a colleague's record cannot approve what they wrote."""
    record_id = final_consultation(two_stages.work("sodanin"))
    kakari = two_stages.work("kakari")
    return_review(kakari, only(kakari).id, "直します。")
    amend_record(kakari, "consultation", record_id, {"subject": "家計"}, reason="代わりに直した")
    submit_review(two_stages.work("sodanin"), "consultation", record_id)
    assert not waiting(kakari)


def test_the_authors_own_stage_is_left_out(two_stages):
    final_consultation(two_stages.work("kakari"))
    row = only(two_stages.work("shocho"))
    titles = [stamp.title for stamp in open_review(two_stages.work("shocho"), row.id).stamps]
    assert titles == ["担当", "所長"]


def test_where_only_the_author_could_stamp_any_other_supervisor_does(office):
    me = office.staff_id("shunin")
    add_staff_row(office, "shocho", "森本 見本", ["supervisor"])
    make_route(office, steps=[step("主任", staff=me)])
    final_consultation(office.work("shunin"))
    take_step(office.work("shocho"), only(office.work("shocho")).id)


def test_one_worker_does_not_take_two_stages_while_another_could(office):
    add_staff_row(office, "shocho", "森本 見本", ["supervisor"])
    make_route(office, steps=[step("係長", role="supervisor"), step("所長", role="supervisor")])
    final_consultation(office.work("sodanin"))
    take_step(office.work("shunin"), only(office.work("shunin")).id)
    assert not waiting(office.work("shunin"))
    take_step(office.work("shocho"), only(office.work("shocho")).id)
    assert list_reviews(office.work("sodanin"), "mine")[0].state == "done"


def test_the_only_supervisor_stamps_once_in_the_last_box(office):
    make_route(office, steps=[step("係長", role="supervisor"), step("所長", role="supervisor")])
    final_consultation(office.work("sodanin"))
    reader = office.work("shunin")
    review_id = only(reader).id
    take_step(reader, review_id)
    assert [stamp.title for stamp in open_review(reader, review_id).stamps] == ["担当", "所長"]
    assert not waiting(reader)


def test_a_worker_who_has_left_is_replaced_by_any_supervisor(two_stages):
    final_consultation(two_stages.work("sodanin"))
    with two_stages.store.writing(None) as session:
        session.scalars(select(Staff).where(Staff.login == "kakari")).one().is_active = False
    assert not waiting(two_stages.work("kakari"))
    assert only(two_stages.work("shunin")).turn == "step"
    final_consultation(two_stages.work("sodanin"))
    assert len(waiting(two_stages.work("shunin"))) == 2


def test_a_role_counts_in_its_own_centre_only(office):
    add_staff_row(office, "yoso", "他所 見本", ["supervisor"], centres=["disability"])
    make_route(office)
    final_consultation(office.work("sodanin"))
    assert not waiting(office.work("yoso"))


def deputise(office, absent, deputy, start=0, end=3):
    answers = {
        "absent_id": office.staff_id(absent),
        "staff_id": office.staff_id(deputy),
        "from_on": in_days(start),
        "to_on": in_days(end),
    }
    return save_deputy(office.work(absent), answers)


def test_a_deputy_stamps_and_the_absent_one_reads_after(two_stages):
    deputise(two_stages, "kakari", "nishio")
    final_consultation(two_stages.work("sodanin"))
    nishio, kakari = two_stages.work("nishio"), two_stages.work("kakari")
    review_id = only(nishio).id
    take_step(nishio, review_id)
    box = open_review(nishio, review_id).stamps[1]
    assert (box.action, box.name) == ("delegated", "西尾 見本")
    assert only(kakari).turn == "read_after"
    read_after(kakari, review_id)
    assert not waiting(kakari)
    assert open_review(kakari, review_id).stamps[1].after is not None
    with pytest.raises(NotAllowedError):
        read_after(kakari, review_id)


def test_a_deputy_of_yesterday_or_tomorrow_is_none(two_stages):
    deputise(two_stages, "kakari", "nishio", -3, -1)
    deputise(two_stages, "kakari", "shunin", 1, 2)
    final_consultation(two_stages.work("sodanin"))
    assert not waiting(two_stages.work("nishio"))
    assert not waiting(two_stages.work("shunin"))


def test_a_deputy_does_not_approve_their_own_record(two_stages):
    deputise(two_stages, "kakari", "nishio")
    final_consultation(two_stages.work("nishio"))
    assert not waiting(two_stages.work("nishio"))


def test_a_later_stage_goes_ahead_of_one_away_who_reads_after(two_stages):
    final_consultation(two_stages.work("sodanin"))
    kakari, shocho = two_stages.work("kakari"), two_stages.work("shocho")
    assert not waiting(shocho)
    deputise(two_stages, "kakari", "nishio")
    take_step(shocho, only(shocho).id)
    assert list_reviews(shocho, "done")
    row = only(kakari)
    assert (row.turn, row.state) == ("read_after", "done")
    read_after(kakari, row.id)
    assert not waiting(kakari)
    assert not waiting(two_stages.work("nishio"))


def test_a_deputy_of_a_role_holder_stands_in_for_the_role(routed):
    deputise(routed, "shunin", "nishio")
    final_consultation(routed.work("sodanin"))
    take_step(routed.work("nishio"), only(routed.work("nishio")).id)
    assert only(routed.work("shunin")).turn == "read_after"


def test_only_the_one_away_or_a_supervisor_names_a_deputy(office):
    answers = {
        "absent_id": office.staff_id("shunin"),
        "staff_id": office.staff_id("nishio"),
        "from_on": TODAY,
        "to_on": TODAY,
    }
    with pytest.raises(NotAllowedError):
        save_deputy(office.work("sodanin"), answers)
    save_deputy(office.work("shunin"), answers)


def test_one_takes_back_ones_own_last_stamp(two_stages):
    final_consultation(two_stages.work("sodanin"))
    kakari, shocho = two_stages.work("kakari"), two_stages.work("shocho")
    review_id = only(kakari).id
    take_step(kakari, review_id)
    undo_step(kakari, review_id)
    assert only(kakari).id == review_id
    take_step(kakari, review_id)
    take_step(shocho, review_id)
    with pytest.raises(NotAllowedError, match="取り消せるのは"):
        undo_step(kakari, review_id)
    undo_step(shocho, review_id)
    assert only(shocho).state == "waiting"


def test_a_return_a_remark_and_a_withdrawal_are_taken_back_too(routed):
    author, reader = routed.work("sodanin"), routed.work("shunin")
    final_consultation(author)
    review_id = only(reader).id
    return_review(reader, review_id, "直してください。")
    undo_step(reader, review_id)
    assert not returned_to_me(author)
    remark_review(reader, review_id, "あとで話しましょう。")
    assert open_review(reader, review_id).events[0].what == "remarked"
    undo_step(reader, review_id)
    assert open_review(reader, review_id).events[0].what == "submitted"
    withdraw_review(author, review_id)
    assert not waiting(reader)
    undo_step(author, review_id)
    assert only(reader).id == review_id


def test_an_undone_deputys_stamp_leaves_the_role_open_to_all(routed):
    deputise(routed, "shunin", "nishio")
    final_consultation(routed.work("sodanin"))
    nishio = routed.work("nishio")
    review_id = only(nishio).id
    take_step(nishio, review_id)
    undo_step(nishio, review_id)
    assert only(routed.work("shunin")).turn == "step"


def test_who_handed_it_in_takes_it_back_and_hands_it_in_again(routed):
    author, reader = routed.work("sodanin"), routed.work("shunin")
    record_id = final_consultation(author)
    review_id = only(reader).id
    with pytest.raises(NotAllowedError):
        withdraw_review(reader, review_id)
    withdraw_review(author, review_id)
    assert "submit_review" in open_review(author, review_id).may
    submit_review(author, "consultation", record_id)
    assert only(reader).id == review_id


def test_what_was_taken_out_of_use_is_on_no_desk(routed):
    author, reader = routed.work("sodanin"), routed.work("shunin")
    record_id = final_consultation(author)
    review_id = only(reader).id
    void_record(author, "consultation", record_id, reason="別の方の記録")
    assert not waiting(reader)
    assert not count_waiting(reader)
    with pytest.raises(NotAllowedError):
        take_step(reader, review_id)
    with pytest.raises(NotAllowedError):
        submit_review(author, "consultation", record_id)


def test_without_a_route_one_is_told_where_to_set_it_up(office):
    record_id = final_consultation(office.work("sodanin"))
    with pytest.raises(NotAllowedError, match="順路"):
        submit_review(office.work("sodanin"), "consultation", record_id)


def test_a_route_may_wait_for_the_author_to_hand_in(office):
    make_route(office, starts_itself=False, mode="approve")
    author, reader = office.work("sodanin"), office.work("shunin")
    record_id = final_consultation(author)
    assert not waiting(reader)
    submit_review(author, "consultation", record_id, comment="お願いします。")
    take_step(reader, only(reader).id)
    row = list_reviews(author, "mine")[0]
    assert (row.mode, row.state) == ("approve", "done")
    assert open_review(author, row.id).stamps[1].action == "approved"


def test_a_draft_cannot_be_handed_in(office):
    from office_fixtures import make_consultation

    make_route(office, starts_itself=False)
    record_id = make_consultation(office.work("sodanin"))
    with pytest.raises(NotAllowedError, match="下書き"):
        submit_review(office.work("sodanin"), "consultation", record_id)


def test_each_worker_counts_what_is_unread_and_late(routed):
    author = routed.work("sodanin")
    final_consultation(author)
    final_consultation(author)
    later = routed.work("shunin")
    (mine,) = [each for each in worker_counts(later) if each.name == "見本 相談"]
    assert (mine.unread, mine.late, mine.forgotten) == (2, 0, 0)


def test_a_return_is_not_taken_back_once_the_author_has_mended_it(routed):
    author, reader = routed.work("sodanin"), routed.work("shunin")
    record_id = final_consultation(author)
    review_id = only(reader).id
    return_review(reader, review_id, "直してください。")
    amend_record(author, "consultation", record_id, {"subject": "家計"}, reason="直した")
    assert "undo_step" not in open_review(reader, review_id).may
    with pytest.raises(NotAllowedError, match="もう直しています"):
        undo_step(reader, review_id)


def test_what_belongs_to_a_plan_is_read_with_it(office):
    from office_fixtures import make_person
    from soudan_desk.fields import ROW_ID
    from soudan_desk.models.base import new_id
    from soudan_desk.services.cases import open_case
    from soudan_desk.services.plan_grid import open_sheet, save_rows
    from soudan_desk.services.plans import new_plan
    from soudan_desk.services.records import add_record, finalise_record

    make_route(office, kind="plan", mode="approve", starts_itself=False)
    author, reader = office.work("sodanin"), office.work("shunin")
    case_id = open_case(author, centre="life_support", person_id=make_person(author))
    period = {"period_from_on": TODAY, "period_to_on": in_days(180), "drafted_on": TODAY}
    answers = {**new_plan(author, case_id), **period, "goal_short": "家計"}
    plan = add_record(author, "plan", answers).id
    goal = add_record(author, "goal", {"plan_id": plan, "goal": "月3万円で暮らす"}).id
    finalise_record(author, "plan", plan)
    review_id = submit_review(author, "plan", plan)
    desk = open_review(reader, review_id)
    (part,) = [each for each in desk.parts if each.key == "goal"]
    assert "月3万円で暮らす" in part.new
    assert not part.changed
    mark_read(reader, review_id)
    words = {goal: "月4万円で暮らす", new_id(): "貯金をはじめる"}
    goals = [{ROW_ID: row_id, "goal": each} for row_id, each in words.items()]
    locks = open_sheet(author, plan).locks
    save_rows(author, plan, {"goals": goals}, locks, reason="本人の希望")
    parts = [each for each in open_review(reader, review_id).parts if each.key == "goal"]
    assert [each.changed for each in parts] == [True, True]
    assert "月3万円" in (parts[0].old or "")
    assert parts[1].old is None
