"""The demo's reviews: what waits, is late, came back or was mended, as if worked through."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from soudan_desk.centres import all_due_rules, all_processes
from soudan_desk.desk.demo import generate_office
from soudan_desk.desk.demo.write import PASSWORD, give_slots, make_demo
from soudan_desk.models import Review, ReviewRoute, ReviewStep
from soudan_desk.services.deputies import list_deputies
from soudan_desk.services.office import open_office
from soudan_desk.services.records import model_of
from soudan_desk.services.review_lists import list_reviews, returned_to_me
from soudan_desk.services.review_reading import open_review
from soudan_desk.services.reviews import take_step
from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.review_rounds import author_of, filing_of

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "office"
    make_demo(path, processes=all_processes(), on=ON, cost=FLOOR)
    give_slots(path, logins=("sodanin", "shunin"))
    return path


@pytest.fixture
def desk(path):
    """Sit down in the demo as somebody."""
    offices = []

    def at(login):
        office, work = open_office(
            path,
            login,
            PASSWORD,
            processes=all_processes(),
            due_rules=all_due_rules(),
            today=lambda: ON,
        )
        offices.append(office)
        return work

    yield at
    for office in offices:
        office.close()


def test_on_the_supervisors_desk_lies_something_of_each(desk):
    work = desk("shunin")
    rows = list_reviews(work, "waiting")
    assert any(row.is_late for row in rows)
    assert any(row.kind == "plan" for row in rows)
    assert len(list_reviews(work, "done")) > 10
    assert list_deputies(work)
    mended = next(row for row in rows if row.resubmitted)
    opened = open_review(work, mended.id)
    assert (opened.since, opened.version) == (1, 2)
    assert {part.key for part in opened.parts if part.changed} >= {"body", "findings"}
    assert opened.returned
    words = {event.what for event in opened.events}
    assert {"created", "submitted", "returned", "amended", "resubmitted"} <= words


def test_something_came_back_to_the_caseworker(desk):
    (back, *_) = returned_to_me(desk("sodanin"))
    assert back.comment
    assert back.returned_by


def test_what_waits_can_be_stamped(desk):
    work = desk("shunin")
    before = list_reviews(work, "waiting")
    last = before[-1].id
    take_step(work, last)
    if last in {row.id for row in list_reviews(work, "waiting")}:
        take_step(work, last)  # for the head who is away
    assert len(list_reviews(work, "waiting")) < len(before)


def test_every_review_lies_where_its_record_does_and_by_its_route(desk):
    with desk("shunin").store.reading(None) as session:
        routes = {(r.centre, r.record_kind): r for r in session.scalars(select(ReviewRoute))}
        steps = list(session.scalars(select(ReviewStep)))
        for review in session.scalars(select(Review)):
            model = model_of(review.record_kind)
            record = session.scalars(select(model).where(model.id == review.record_id)).one()
            assert record.version == review.record_version
            assert review.staff_id == author_of(record)
            assert {key: getattr(review, key) for key in filing_of(record)} == filing_of(record)
            own = [s for s in steps if s.review_id == review.id]
            last = [s for s in own if s.round_no == review.round_no]
            titles = [step["title"] for step in routes[review.centre, review.record_kind].steps]
            assert {s.title for s in last if s.position} <= set(titles)
            assert all(s.assigned_id != review.staff_id for s in last)
            acted = [s.acted_at for s in own if s.acted_at]
            assert acted == sorted(acted)
            assert all(at.date() <= ON for at in acted)


def test_what_names_no_centre_goes_up_by_the_centre_of_its_case():
    kinds = Counter()
    for seed in range(1, 5):
        planned = generate_office(cases=None, consultations=None, seed=seed, on=ON)
        reviews = (each.answers for each in planned if each.kind == "review")
        kinds.update((each["record_kind"], each["centre"]) for each in reviews)
    assert kinds["intake", "life_support"]
    assert kinds["rights_intake", "rights_advocacy"]
    assert kinds["screening", "life_support"]


def test_a_deputy_stamped_for_the_head_who_is_away(desk):
    with desk("shunin").store.reading(None) as session:
        found = Counter(session.scalars(select(ReviewStep.action)))
    assert found["delegated"]
    assert {"viewed", "approved", "returned", "submitted", "resubmitted"} <= found.keys()


def test_a_large_office_has_no_more_reviews_than_one_reads():
    planned = generate_office(cases=600, consultations=None, seed=5, on=ON)
    reviews = [each.answers for each in planned if each.kind == "review"]
    waiting = [each for each in reviews if each["state"] != "done"]
    assert 0 < len(waiting) <= 30
    assert {each["record_kind"] for each in reviews[:-60]} >= {"plan", "evaluation"}


@pytest.mark.parametrize("on", [date(2026, 1, 5), date(2026, 5, 7), date(2027, 3, 31)])
@pytest.mark.parametrize("seed", [1, 2])
def test_on_any_day_some_wait_some_came_back_some_are_done(on, seed):
    planned = generate_office(cases=None, consultations=None, seed=seed, on=on)
    states = Counter(each.answers["state"] for each in planned if each.kind == "review")
    assert {"waiting", "returned", "done"} <= states.keys()
