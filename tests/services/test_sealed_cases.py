"""Sealed cases: read by those whose keys were given, by nobody else who has the database's key."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from office_fixtures import PASSWORD, TODAY, make_consultation
from sealed_office import (
    MARK,
    WHY,
    make_case,
    make_home,
    pages_with_mark,
    staff_id,
    traces,
)
from soudan_desk.centres import all_processes
from soudan_desk.errors import NotAllowedError
from soudan_desk.models import Attachment, Case, Household, OfficeSetting, Person, Revision, Unsaved
from soudan_desk.models.sealing import CLOSED
from soudan_desk.services.attachments import add_attachment, read_attachment
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case, remove_worker, set_worker
from soudan_desk.services.history import versions_of
from soudan_desk.services.key_change import change_keys
from soudan_desk.services.likely_persons import Typed, likely_persons
from soudan_desk.services.office import open_office
from soudan_desk.services.office_check import check_office
from soudan_desk.services.people import PeopleFilter, list_people
from soudan_desk.services.person_desk import person_desk
from soudan_desk.services.record_lists import RecordList
from soudan_desk.services.records import add_record, amend_record, show_record
from soudan_desk.services.recovering import recover
from soudan_desk.services.referral_lists import ReferralFilter, count_matching, list_referrals
from soudan_desk.services.search import search
from soudan_desk.services.staff import reset_staff
from soudan_desk.services.timeline import timeline
from soudan_desk.services.today import drafts
from soudan_desk.services.unsaved import keep_unsaved, unsaved_form
from soudan_desk.storage import slots
from soudan_desk.storage.kept_files import bytes_of
from twin_offices import OFFICE_KINDS, fill

LOADED = undefer(Attachment.content), undefer(Attachment.file_key)


def test_a_sealed_case_is_read_by_its_members_as_before(at_desk):
    with at_desk("sodanin") as (_, work):
        case, entry = make_case(work)
        before = show_record(work, "consultation", entry).answers
        restrict_case(work, case, 2, WHY)
        assert show_record(work, "consultation", entry).answers == before
        assert any(MARK in (each.line or "") for each in timeline(work, case))
        assert [hit.id for hit in search(work, f"{MARK}の相談").hits] == [entry]
        amend_record(work, "consultation", entry, {"body": f"{MARK}の訂正"}, reason="訂正")
        assert unsaved_form(work, f"case:{case}").answers == {"body": f"{MARK}の下書き"}
    with at_desk("sodanin") as (_, work):
        assert show_record(work, "consultation", entry).answers["body"] == f"{MARK}の訂正"
        assert [hit.id for hit in search(work, "訂正").hits] == [entry]
        assert MARK in str([each.answers for each in versions_of(work, "consultation", entry)])


def test_the_database_s_key_alone_reads_nothing_of_it(at_desk):
    with at_desk("sodanin") as (opened, work):
        case, _ = make_case(work)
        restrict_case(work, case, 2, WHY)
        make_consultation(work, case_id=case, body=f"{MARK}の後日")
    with at_desk("nishio") as (opened, work):
        assert traces(opened) == []
        assert pages_with_mark(opened) == 0
        with work.store.reading(None) as session:
            contents = session.scalars(select(Revision.content)).all()
        assert MARK not in str(contents)


def test_without_restriction_it_lies_open_again(at_desk):
    with at_desk("sodanin") as (opened, work):
        case, entry = make_case(work)
        restrict_case(work, case, 3, WHY)
        restrict_case(work, case, 0, WHY)
        assert traces(opened)
        assert pages_with_mark(opened) > 3
    with at_desk("nishio") as (_, work):
        assert show_record(work, "consultation", entry).answers["body"] == f"{MARK}の相談"
        assert [hit.id for hit in search(work, f"{MARK}の相談").hits] == [entry]


def test_who_joins_gets_the_key_and_who_leaves_loses_it(at_desk):
    with at_desk("sodanin") as (_, work):
        case, entry = make_case(work)
        restrict_case(work, case, 2, WHY)
        set_worker(work, case, staff_id(work, "nishio"), "named", reason="指名")
    with at_desk("nishio") as (_, work):
        assert MARK in show_record(work, "consultation", entry).answers["body"]
        held = dict(work.store.ring._keys)
    with at_desk("sodanin") as (_, work):
        remove_worker(work, case, staff_id(work, "nishio"), reason="異動")
        assert MARK in show_record(work, "consultation", entry).answers["body"]
    with at_desk("nishio") as (_, work):
        work.store.ring._keys |= held
        with work.store.reading(None) as session:
            from soudan_desk.models import Consultation

            assert session.get_one(Consultation, entry).body == CLOSED


@pytest.mark.parametrize("size", [100, 1_200_000], ids=["in its row", "beside the database"])
def test_files_are_sealed_with_their_case(at_desk, tmp_path, size):
    content = (MARK.encode() * (size // len(MARK.encode()) + 1))[:size]
    with at_desk("sodanin") as (opened, work):
        case, _ = make_case(work)
        before = add_attachment(work, opened, content, file_name="前.txt", case_id=case)
        restrict_case(work, case, 2, WHY)
        after = add_attachment(work, opened, content, file_name="後.txt", case_id=case)
        for each in (before, after):
            assert read_attachment(work, opened, each).content == content
    with at_desk("nishio") as (opened, work):
        with work.store.reading(None) as session:
            for row in session.scalars(select(Attachment).options(*LOADED)):
                with pytest.raises(NotAllowedError):
                    bytes_of(opened, row)
        assert traces(opened) == []
    path = opened.folder.path
    change_keys(
        lambda: open_office(path, "kanri", PASSWORD, processes=all_processes()), tmp_path / "copy"
    )
    with at_desk("sodanin") as (opened, work):
        for each in (before, after):
            assert read_attachment(work, opened, each).content == content
        restrict_case(work, case, 1, WHY)
    with at_desk("kanri") as (opened, work), work.store.reading(None) as session:
        for row in session.scalars(select(Attachment).options(*LOADED)):
            assert bytes_of(opened, row) == content


def test_who_got_a_new_password_gets_the_key_anew_from_a_colleague(at_desk):
    with at_desk("sodanin") as (_, work):
        case, entry = make_case(work)
        restrict_case(work, case, 2, WHY)
        set_worker(work, case, staff_id(work, "nishio"), "sub", reason="副担当")
    with at_desk("kanri") as (opened, work):
        one_time = reset_staff(work, opened, "nishio")
        slots.change_password(opened.folder, "nishio", one_time, PASSWORD).drop()
    with at_desk("nishio") as (_, work):
        assert show_record(work, "consultation", entry).answers["body"] == CLOSED
        with pytest.raises(NotAllowedError, match="封印"):
            make_consultation(work, case_id=case)
    with at_desk("sodanin"):
        pass
    with at_desk("nishio") as (_, work):
        assert MARK in show_record(work, "consultation", entry).answers["body"]
        make_consultation(work, case_id=case)


def test_today_and_the_timeline_show_the_first_line_of_what_is_sealed(at_desk):
    with at_desk("sodanin") as (_, work):
        case, _ = make_case(work)
        restrict_case(work, case, 2, WHY)
        draft = make_consultation(work, case_id=case, body=f"{MARK}の一行目\n二行目")
        assert any(each.id == draft and f"{MARK}の一行目" in str(each) for each in drafts(work))
        assert [each for each in timeline(work, case) if each.line == f"{MARK}の一行目"]


def test_the_check_of_the_office_finds_nothing_wrong_with_a_sealed_one(at_desk):
    with at_desk("sodanin") as (opened, work):
        case, _ = make_case(work)
        add_attachment(work, opened, MARK.encode() * 200_000, file_name="大.txt", case_id=case)
        restrict_case(work, case, 2, WHY)
    for login in ("kanri", "sodanin"):
        with at_desk(login) as (opened, work):
            path = opened.folder.path
        wrong = [each.text for each in check_office(path, login, PASSWORD) if not each.ok]
        assert not [each for each in wrong if "回復キー" not in each]


def test_where_a_sealed_case_s_person_lives_is_sealed_with_it(at_desk):
    with at_desk("sodanin") as (_, work):
        case, person, house = make_home(work)
        restrict_case(work, case, 2, WHY)
        assert show_record(work, "person", person).answers["address"] == f"{MARK}市1-2-3"
        assert {hit.id for hit in search(work, f"{MARK}市").hits} == {person, house}
        amend_record(work, "person", person, {"note": f"{MARK}の訂正"}, reason="訂正")
        keep_unsaved(work, f"person:{person}", {"address": MARK}, title=MARK, record_id=person)
        assert unsaved_form(work, f"person:{person}").answers == {"address": MARK}
    with at_desk("nishio") as (opened, work):
        assert traces(opened) == []
        with work.store.reading(None) as session:
            told = session.get_one(Person, person)
            assert (told.address, told.address_folded, told.tel_folded) == (CLOSED, None, None)
            assert told.name_folded
            assert session.get_one(Household, house).address == CLOSED
        assert person in {hit.id for hit in search(work, told.name).hits}
        assert not search(work, f"{MARK}市").hits
        with pytest.raises(NotAllowedError, match="封印"):
            amend_record(work, "person", person, {"note": "別の人"}, reason="訂正")
    with at_desk("sodanin") as (opened, work):
        restrict_case(work, case, 0, WHY)
        assert set(traces(opened)) >= {"person", "household", "revision", "unsaved"}
        assert [hit.id for hit in search(work, f"{MARK}の訂正").hits] == [person]
        with work.store.reading(None) as session:
            told = session.get_one(Person, person)
            assert told.tel_folded == "09012345678"
            assert told.address_folded


def test_words_and_numbers_in_what_is_sealed_are_found_by_members_alone(at_desk):
    with at_desk("sodanin") as (_, work):
        case, person, _ = make_home(work)
        entry = make_consultation(work, case_id=case, subject=MARK)
        restrict_case(work, case, 2, WHY)
    typed = Typed(telephone="090-1234-5678", address=f"{MARK}市1-2-3")
    for login, known in (("sodanin", [person]), ("nishio", [])):
        with at_desk(login) as (_, work):
            listed = list_people(work, PeopleFilter(words="09012345678"))
            assert [each.id for each in listed] == known
            assert [each.person_id for each in likely_persons(work, typed)] == known
            found = RecordList(work, "consultation", where=[("subject", MARK)]).items()
            assert [each["id"] for each in found] == ([str(entry)] if known else [])


def test_a_sealed_letter_is_found_in_the_list_by_its_subject(at_desk):
    with at_desk("sodanin") as (_, work):
        case, _ = make_case(work)
        answers = {
            "direction": "out",
            "case_id": case,
            "subject": f"{MARK}の依頼",
            "issued_on": TODAY,
        }
        letter = add_record(work, "referral", answers).id
        restrict_case(work, case, 2, WHY)
        assert [each.id for each in list_referrals(work, ReferralFilter(words=MARK))] == [letter]
        assert count_matching(work, ReferralFilter(words=MARK)) == 1


def test_who_works_with_somebody_in_another_case_reads_where_they_live(at_desk):
    with at_desk("sodanin") as (_, work):
        case, person, _ = make_home(work)
        restrict_case(work, case, 2, WHY)
    with at_desk("nishio") as (_, work):
        other = open_case(work, centre="life_support", person_id=person)
        assert show_record(work, "person", person).answers["address"] == CLOSED
    with at_desk("sodanin"):
        pass
    with at_desk("nishio") as (_, work):
        assert MARK in show_record(work, "person", person).answers["address"]
        restrict_case(work, other, 2, WHY)
    with at_desk("sodanin") as (opened, work):
        restrict_case(work, case, 0, WHY)
        assert "person" not in traces(opened), "another case still seals it"


@pytest.mark.parametrize("chosen", [True, False], ids=["chosen", "not chosen"])
def test_the_recovery_key_hands_sealed_cases_on_where_the_office_chose_so(
    at_desk, recovery_key, chosen
):
    with at_desk("kanri") as (_, work), work.store.writing(work.actor) as session:
        session.scalars(select(OfficeSetting)).one().recovery_opens_sealed = chosen
    with at_desk("sodanin") as (opened, work):
        case, person, _ = make_home(work)
        set_worker(work, case, staff_id(work, "nishio"), "sub", reason="2人で鍵をもつ")
        restrict_case(work, case, 2, WHY)
    path, sheets, key = opened.folder.path, [], recovery_key
    for again in range(2):
        done = recover(path, key, "sodanin", sheets.append)
        slots.change_password(opened.folder, "sodanin", done.one_time_password, PASSWORD).drop()
        with at_desk("sodanin") as (_, work):
            address = show_record(work, "person", person).answers["address"]
            assert address == (f"{MARK}市1-2-3" if chosen else CLOSED), again
        key = sheets[-1].recovery_text


def test_a_kill_between_two_texts_leaves_all_sealed_or_none(at_desk):
    with at_desk("sodanin") as (_, work):
        case, _ = make_case(work)
        with pytest.raises(ZeroDivisionError), work.store.writing(work.actor) as session:
            session.get_one(Case, case).restriction_level = 2
            session.flush()
            session.unit.sealing.settle(session, work.store.ring, work.actor)
            raise ZeroDivisionError
    with at_desk("nishio") as (opened, work):
        assert traces(opened)
        assert timeline(work, case)


def test_every_kind_of_record_of_a_case_is_sealed(at_desk):
    """One record of each, with a mark in each text: none is left, in no table, row or page."""
    with at_desk("sodanin") as (opened, work):
        me = work.actor.staff_id
        office = SimpleNamespace(store=work.store, staff_id=lambda _login: me)
        relative = add_record(work, "person", {"name": "親戚 見本", "kana": "シンセキ ミホン"}).id
        ordinary = fill(office, "ヒラキ00", 0, "R08-L-0901", ids={"relative": relative})
        shared = (*OFFICE_KINDS, "conference", "attendance", "person", "household", "member")
        more = (*shared, "tie", "kinship", "relative")
        ids = {kind: ordinary.ids[kind] for kind in more if kind in ordinary.ids}
        made = fill(office, f"{MARK}77", 0, "R08-L-0977", ids=ids)
        with work.store.writing(work.actor) as session:
            session.get_one(Case, made.ids["case"]).restriction_level = 2
        assert MARK in str(show_record(work, "referral", made.ids["referral"]).answers)
    with at_desk("nishio") as (opened, _):
        numbers = {"referral", "disposal"}  # a letter's and a case's, which are looked up by
        assert set(traces(opened)) == numbers


def test_a_page_of_somebody_sealed_says_so_and_keeps_what_else_is_typed(at_desk):
    with at_desk("sodanin") as (_, work):
        case, person, _ = make_home(work)
        restrict_case(work, case, 2, WHY)
        assert not person_desk(work, person).is_closed
    with at_desk("nishio") as (_, work):
        assert person_desk(work, person).is_closed
        with pytest.raises(NotAllowedError, match="封印"):
            keep_unsaved(work, f"person:{person}", {"note": "写し"}, record_id=person)
        with pytest.raises(NotAllowedError, match="封印"):
            keep_unsaved(work, "intake:new", {"body": "別の人"})
        with work.store.reading(work.actor) as session:
            kept = session.scalars(select(Unsaved.form)).all()
        assert kept == ["intake:new"]
