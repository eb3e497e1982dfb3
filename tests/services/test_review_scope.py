"""A review is where its record is: who may not see the one sees nothing of the other."""

from uuid import UUID

import pytest
from sqlalchemy import select

from office_fixtures import TODAY, make_consultation, make_person
from review_office import add_staff_row, final_consultation, make_route, step
from soudan_desk.codes import shipped_codes
from soudan_desk.errors import NotAllowedError, NotFoundError
from soudan_desk.models import Review, ReviewStep
from soudan_desk.services.cases import file_under_case, open_case, set_worker
from soudan_desk.services.conferences import finalise_conference, hold_conference
from soudan_desk.services.json_records import add_json, amend_json
from soudan_desk.services.merges import counted_moves, merge_persons
from soudan_desk.services.record_lists import RecordList
from soudan_desk.services.records import add_record, model_of, save_record, show_record, void_record
from soudan_desk.services.review_lists import count_waiting, list_reviews, returned_to_me
from soudan_desk.services.review_reading import open_review
from soudan_desk.services.reviews import return_review, take_step
from soudan_desk.services.search import search
from soudan_desk.storage.review_rounds import REVIEWED_KINDS, filing_of


@pytest.fixture
def routed(office):
    make_route(office, steps=[step("係長", role="supervisor"), step("所長", role="supervisor")])
    return office


def review_rows(office):
    with office.store.reading(None) as session:
        return list(session.scalars(select(Review))), list(session.scalars(select(ReviewStep)))


def make_case(work, **answers):
    return open_case(work, centre="life_support", person_id=make_person(work), **answers)


def assert_filed_like_its_record(office):
    reviews, steps = review_rows(office)
    with office.store.reading(None) as session:
        for review in reviews:
            model = model_of(review.record_kind)
            record = session.scalars(select(model).where(model.id == review.record_id)).one()
            filed = filing_of(record)
            own = [each for each in steps if each.review_id == review.id]
            assert own
            for row in (review, *own):
                assert {key: getattr(row, key) for key in filed} == filed


def test_the_kinds_that_go_up_are_those_of_the_option_list():
    codes = {entry.code for entry in shipped_codes().entries("review.kind")}
    assert codes == REVIEWED_KINDS


def test_a_record_restricted_later_takes_its_review_along(routed):
    author, reader = routed.work("sodanin"), routed.work("shunin")
    record_id = final_consultation(author)
    review_id = list_reviews(reader, "waiting")[0].id
    take_step(reader, review_id, comment="なるほどと思いました。")
    save_record(author, "consultation", record_id, {"restriction_level": 2})
    assert_filed_like_its_record(routed)
    assert count_waiting(reader) == 0
    for which in ("waiting", "late", "done", "mine"):
        assert not list_reviews(reader, which)
    with pytest.raises(NotFoundError):
        open_review(reader, review_id)
    assert not search(reader, "なるほどと思いました").hits
    assert open_review(author, review_id).row.record_id == record_id


def test_a_record_filed_under_a_case_takes_its_review_along(routed):
    author = routed.work("sodanin")
    record_id = final_consultation(author, person_id=make_person(author))
    other = make_case(author)
    file_under_case(author, record_id, other)
    assert_filed_like_its_record(routed)
    assert list_reviews(routed.work("shunin"), "waiting")[0].case_id == other


def test_a_restricted_case_hides_the_reviews_of_its_records(routed):
    author, reader = routed.work("sodanin"), routed.work("shunin")
    case_id = make_case(author)
    final_consultation(author, case_id=case_id)
    assert count_waiting(reader) == 1
    save_record(author, "case", case_id, {"restriction_level": 1})
    assert count_waiting(reader) == 0
    set_worker(author, case_id, routed.staff_id("shunin"), "named", reason="指名")
    assert count_waiting(reader) == 1
    take_step(reader, list_reviews(reader, "waiting")[0].id)


def test_another_centre_sees_no_review(routed):
    final_consultation(routed.work("sodanin"))
    assert count_waiting(routed.work("shunin", centres={"disability"})) == 0


def test_joining_two_entries_of_a_person_moves_reviews_without_counting_them(routed):
    author = routed.work("sodanin")
    kept, merged = make_person(author), make_person(author, name="見本 はな子")
    final_consultation(author, person_id=merged)
    with routed.store.reading(author.actor) as session:
        assert not {"review", "review_step"} & counted_moves(session, merged).keys()
    merge_persons(author, kept, merged, reason="同じ方")
    assert_filed_like_its_record(routed)


def test_members_of_a_closed_meeting_review_its_minutes(office):
    """A meeting under secrecy is seen by who sat in it; its review is too, by nobody else."""
    add_staff_row(office, "shocho", "森本 見本", ["supervisor", "caseworker"])
    make_route(office, kind="conference", mode="approve")
    convener = office.work("shunin")
    meeting = hold_conference(
        convener,
        {
            "centre": "life_support",
            "meeting_kind": "statutory",
            "title": "支援会議",
            "held_on": TODAY,
        },
    )
    head = office.work("shocho")
    with pytest.raises(NotFoundError):
        show_record(head, "conference", meeting.id)
    finalise_conference(convener, meeting.id)
    assert count_waiting(head) == 0
    add_record(
        convener, "attendance", {"conference_id": meeting.id, "member_id": head.actor.staff_id}
    )
    assert show_record(head, "conference", meeting.id)
    take_step(head, list_reviews(head, "waiting")[0].id)


def test_the_minutes_of_an_open_meeting_go_up_with_its_name(office):
    make_route(office, kind="conference", mode="approve")
    meeting = hold_conference(
        office.work("sodanin"),
        {"centre": "life_support", "meeting_kind": "coord", "title": "第8回", "held_on": TODAY},
    )
    finalise_conference(office.work("sodanin"), meeting.id)
    (row,) = list_reviews(office.work("shunin"), "waiting")
    assert (row.kind, row.person, row.title.split()[0]) == ("conference", "", "第8回")
    assert row.on == TODAY


def test_a_returned_record_that_is_voided_comes_back_to_nobody(routed):
    author, reader = routed.work("sodanin"), routed.work("shunin")
    record_id = final_consultation(author)
    return_review(reader, list_reviews(reader, "waiting")[0].id, "別の方では?")
    void_record(author, "consultation", record_id, reason="別の方の記録でした")
    assert not returned_to_me(author)


@pytest.mark.parametrize("kind", ["review", "review_step"])
def test_reviews_are_read_but_neither_added_nor_changed_as_records(routed, kind):
    author = routed.work("shunin")
    final_consultation(author)
    items = list(RecordList(author, kind).items())
    first = UUID(items[0]["id"])
    assert show_record(author, kind, first).title
    with pytest.raises(NotAllowedError, match="画面で"):
        add_json(author, kind, {"centre": "life_support"})
    with pytest.raises(NotAllowedError, match="画面で"):
        amend_json(author, kind, first, {"restriction_level": 0}, reason="x")
    with pytest.raises(NotAllowedError, match="画面で"):
        void_record(author, kind, first, reason="x")


def test_only_an_administrator_changes_a_route(office):
    with pytest.raises(NotAllowedError):
        add_record(office.work("shunin"), "review_route", {"centre": "life_support"})


def test_a_draft_made_final_with_its_first_save_starts_too(routed):
    given = {
        "centre": "life_support",
        "held_on": TODAY,
        "method": "phone",
        "body": "電話の相談。",
    }
    add_record(routed.work("sodanin"), "consultation", given, finalise=True)
    assert count_waiting(routed.work("shunin")) == 1


def test_saving_a_draft_starts_nothing(routed):
    record_id = make_consultation(routed.work("sodanin"))
    save_record(routed.work("sodanin"), "consultation", record_id, {"subject": "家計"})
    reviews, _ = review_rows(routed)
    assert not reviews
