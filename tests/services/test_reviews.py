"""供覧・決裁: whose turn it is, what a stamp does, what comes back."""

import pytest
from office_fixtures import TODAY
from review_office import add_staff_row, final_consultation, in_days, make_route, step

from soudan_desk.errors import ConflictError, InvalidEntriesError, NotAllowedError
from soudan_desk.services.deputies import save_deputy
from soudan_desk.services.records import amend_record, finalise_record, void_record
from soudan_desk.services.review_lists import (
    count_waiting,
    list_reviews,
    returned_to_me,
    worker_counts,
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
