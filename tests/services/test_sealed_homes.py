"""What is sealed with a person and a household, and what comes to a sealed case later."""

from office_fixtures import make_consultation, make_person
from sealed_office import MARK, WHY, make_home, staff_id, traces
from soudan_desk.models import Kinship, Member, Tie
from soudan_desk.models.sealing import CLOSED
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import file_under_case, open_case, remove_worker, set_worker
from soudan_desk.services.history import versions_of
from soudan_desk.services.merges import merge_persons, unmerge_persons
from soudan_desk.services.reading import read_record
from soudan_desk.services.records import add_record, amend_record, save_record, show_record
from soudan_desk.services.search import search


def make_family(work, person, house):
    """Tell of a child, a neighbour who helps and a husband, with a mark in each text."""
    told = {
        "member": {
            "household_id": house,
            "name": "見本 次郎",
            "tel": "090-0000-0001",
            "health": f"{MARK}の持病",
            "work_school": f"{MARK}小学校",
        },
        "tie": {
            "household_id": house,
            "resource_name": f"{MARK}さん",
            "strength": "strong",
            "note": MARK,
        },
        "kinship": {
            "person_id": person,
            "relative_id": make_person(work, name="見本 夫", kana="ミホン オット"),
            "type": "spouse",
            "note": f"{MARK}の脅し",
        },
    }
    return {kind: add_record(work, kind, answers).id for kind, answers in told.items()}


def test_what_is_told_of_the_household_and_kin_is_sealed_with_the_case(at_desk):
    with at_desk("sodanin") as (_, work):
        case, person, house = make_home(work)
        family = make_family(work, person, house)
        restrict_case(work, case, 2, WHY)
        amend_record(work, "member", family["member"], {"note": f"{MARK}の訂正"}, reason="訂正")
        add_record(work, "tie", {
            "household_id": house, "resource_name": f"{MARK}の隣人", "strength": "strong",
        })  # fmt: skip
        assert {hit.id for hit in search(work, f"{MARK}の持病").hits} == {family["member"]}
    with at_desk("nishio") as (opened, work):
        assert traces(opened) == []
        with work.store.reading(None) as session:
            child = session.get_one(Member, family["member"])
            assert (child.name, child.tel, child.health) == ("見本 次郎", CLOSED, CLOSED)
            assert session.get_one(Tie, family["tie"]).resource_name == CLOSED
            assert session.get_one(Kinship, family["kinship"]).note == CLOSED
    with at_desk("sodanin") as (opened, work):
        restrict_case(work, case, 0, WHY)
        assert set(traces(opened)) >= {"member", "tie", "kinship", "revision"}
        assert MARK in show_record(work, "kinship", family["kinship"]).answers["note"]


def test_a_call_that_is_filed_under_a_sealed_case_leaves_no_open_past(at_desk):
    with at_desk("sodanin") as (_, work):
        case, person, _ = make_home(work)
        restrict_case(work, case, 2, WHY)
        call = make_consultation(work, person_id=person, body=f"{MARK}の電話")
        save_record(work, "consultation", call, {"body": f"{MARK}の電話、夫が来た"})
        file_under_case(work, call, case)
        assert [hit.id for hit in search(work, "夫が来た").hits] == [call]
    with at_desk("nishio") as (opened, work):
        assert traces(opened) == []
        assert not search(work, "夫が来た").hits


def test_the_past_of_what_moved_on_stays_readable_when_its_former_place_gets_a_new_key(at_desk):
    with at_desk("sodanin") as (_, work):
        case, person, house = make_home(work)
        family = make_family(work, person, house)
        restrict_case(work, case, 2, WHY)
        set_worker(work, case, staff_id(work, "nishio"), "sub", reason="副担当")
        other = add_record(work, "household", {"name": "見本 別世帯"}).id
        moved = family["member"]
        amend_record(work, "member", moved, {"household_id": other, "note": "転出"}, reason="転出")
        remove_worker(work, case, staff_id(work, "nishio"), reason="異動")
        told = [each.answers["health"] for each in versions_of(work, "member", moved)]
        assert told == [f"{MARK}の持病"] * 2


def test_who_is_merged_into_somebody_sealed_stays_sealed(at_desk):
    with at_desk("sodanin") as (opened, work):
        _, first, _ = make_home(work)
        case, second, _ = make_home(work)
        restrict_case(work, case, 2, WHY)
        merge = merge_persons(work, first, second, reason="同じ人")
    with at_desk("nishio") as (opened, work):
        assert "person" not in traces(opened)
    with at_desk("sodanin") as (opened, work):
        unmerge_persons(work, merge)
        assert traces(opened).count("person") >= 1, "the first one's case is open again"
        assert show_record(work, "person", second).answers["note"] == MARK
    with at_desk("nishio") as (_, work):
        assert show_record(work, "person", first).answers["note"] == MARK
        assert show_record(work, "person", second).answers["note"] == CLOSED


def test_a_form_of_what_is_sealed_to_one_is_not_opened_for_writing(at_desk):
    with at_desk("sodanin") as (_, work):
        case, person, house = make_home(work)
        family = make_family(work, person, house)
        other = open_case(work, centre="life_support", person_id=make_person(work, name="見本 兄"))
        save_record(work, "case", other, {"household_id": house})  # which anybody may see
        restrict_case(work, case, 2, WHY)
        assert read_record(work, "household", house).may_change
    with at_desk("nishio") as (_, work):
        for kind, which in (("household", house), ("member", family["member"])):
            assert not read_record(work, kind, which).may_change
