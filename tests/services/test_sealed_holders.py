"""The key of what is sealed is held by two, or by one and the recovery sheet: none is lost."""

import pytest
from sqlalchemy import select

from office_fixtures import PASSWORD
from sealed_office import MARK, WHY, make_case, make_home, staff_id, traces
from soudan_desk.errors import NotAllowedError
from soudan_desk.models import Household, Member, OfficeSetting
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import remove_worker, set_worker
from soudan_desk.services.records import show_record
from soudan_desk.services.recovering import recover
from soudan_desk.services.staff import disable_staff, reset_staff
from soudan_desk.storage import slots
from soudan_desk.storage.sealing_following import lagging_behind


def choose(at_desk, *, recovery):
    with at_desk("kanri") as (_, work), work.store.writing(work.actor) as session:
        session.scalars(select(OfficeSetting)).one().recovery_opens_sealed = recovery


def test_an_office_begins_with_the_recovery_sheet_opening_what_is_sealed(at_desk):
    with at_desk("sodanin") as (_, work), work.store.reading(None) as session:
        assert session.scalars(select(OfficeSetting)).one().recovery_opens_sealed


def test_without_the_sheet_a_case_of_one_worker_is_not_sealed(at_desk):
    choose(at_desk, recovery=False)
    with at_desk("sodanin") as (_, work):
        case, entry = make_case(work)
        with pytest.raises(NotAllowedError, match="2人以上"):
            restrict_case(work, case, 2, WHY)
        set_worker(work, case, staff_id(work, "nishio"), "sub", reason="副担当")
        restrict_case(work, case, 2, WHY)
        with pytest.raises(NotAllowedError, match="2人以上"):
            remove_worker(work, case, staff_id(work, "nishio"), reason="異動")
    with at_desk("nishio") as (_, work):
        assert MARK in show_record(work, "consultation", entry).answers["body"]


@pytest.mark.parametrize("act", [reset_staff, disable_staff])
def test_the_only_key_of_what_is_sealed_is_not_done_away_with(at_desk, act):
    choose(at_desk, recovery=False)
    with at_desk("sodanin") as (_, work):
        case, person, _ = make_home(work)
        set_worker(work, case, staff_id(work, "nishio"), "sub", reason="副担当")
        restrict_case(work, case, 2, WHY)
    with at_desk("kanri") as (opened, work):
        act(work, opened, "nishio")
        with pytest.raises(NotAllowedError, match="封印したもの3件"):
            act(work, opened, "sodanin")
    with at_desk("sodanin") as (_, work):
        assert show_record(work, "person", person).answers["note"] == MARK


def test_who_forgot_the_password_reads_again_by_the_recovery_sheet(at_desk, recovery_key):
    with at_desk("sodanin") as (opened, work):
        case, entry = make_case(work)
        restrict_case(work, case, 2, WHY)
    with at_desk("kanri") as (opened, work):
        reset_staff(work, opened, "sodanin")
    done = recover(opened.folder.path, recovery_key, "sodanin", lambda _sheet: None)
    slots.change_password(opened.folder, "sodanin", done.one_time_password, PASSWORD).drop()
    with at_desk("sodanin") as (_, work):
        assert MARK in show_record(work, "consultation", entry).answers["body"]


def test_a_log_in_asks_few_questions_about_what_is_in_order_and_writes_nothing(at_desk):
    def asked_at_log_in():
        with at_desk("sodanin") as (opened, work), work.store.reading(work.actor) as session:
            seen = []
            session.connection().connection.driver_connection.set_trace_callback(seen.append)
            assert lagging_behind(session, opened.ring, work.actor).is_nothing
            session.connection().connection.driver_connection.set_trace_callback(None)
            return len(seen)

    with at_desk("sodanin") as (_, work):
        restrict_case(work, make_home(work)[0], 2, WHY)
    one = asked_at_log_in()
    assert one
    with at_desk("sodanin") as (_, work):
        for _ in range(4):
            restrict_case(work, make_home(work)[0], 2, WHY)
    assert asked_at_log_in() == one


def test_who_cannot_seal_leaves_it_to_the_next_log_in_of_who_can(at_desk):
    with at_desk("sodanin") as (_, work):
        case, person, _ = make_home(work)
        restrict_case(work, case, 2, WHY)
    with at_desk("nishio") as (opened, work):
        with work.store.writing(None) as session:  # as an import does, past what the desk allows
            house = Household(name="見本 別宅", note=MARK)
            session.add(house)
            session.flush()
            session.add(Member(household_id=house.id, person_id=person, relation="self"))
        assert "household" in traces(opened)
    with at_desk("sodanin") as (opened, work):
        assert "household" not in traces(opened)
