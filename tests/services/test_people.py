"""People: found in lists, joined with who they were before they had a name, and parted again."""

from datetime import date

import pytest

from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.services.cases import open_case
from soudan_desk.services.lone_consultations import count_nameless, list_nameless, standing_of
from soudan_desk.services.merges import merge_persons, unmerge_persons
from soudan_desk.services.naming import name_consultation
from soudan_desk.services.people import PeopleFilter, count_people, list_people
from soudan_desk.services.person_desk import person_desk, preview_merge
from soudan_desk.services.records import show_record


def names(work, **narrowed):
    return [row.name for row in list_people(work, PeopleFilter(**narrowed))]


@pytest.fixture
def people(work):
    """Three people who differ in everything one searches by."""
    return [
        make_person(work, name="髙﨑 見本", kana="タカサキ ミホン", tel_mobile="090-0000-1111"),
        make_person(work, name="青葉 見本", kana="アオバ ミホン", address="見本市東町2-3"),
        make_person(work, name="風間 見本", kana="カザマ ミホン", voicemail_ok="no"),
    ]


@pytest.mark.parametrize(
    "words", ["高崎", "髙﨑見本", "たかさき", "ﾀｶｻｷ", "タカサキ ミホン", "00001111", "090-0000"]
)
def test_people_are_found_by_any_writing_of_name_reading_or_number(work, people, words):
    assert names(work, words=words) == ["髙﨑 見本"]


def test_people_are_found_by_the_number_of_their_case(work, people):
    open_case(work, centre="life_support", person_id=people[1])
    assert names(work, words="R08-L-0001") == ["青葉 見本"]
    assert names(work, with_case=True) == ["青葉 見本"]
    assert names(work, without_case=True) == ["風間 見本", "髙﨑 見本"]
    assert names(work, careful=True) == ["風間 見本"]


def test_a_percent_sign_finds_no_one(work, people):
    assert names(work, words="%") == []
    assert count_people(work, PeopleFilter(words="見本")) == 3


def test_the_area_ends_before_the_house_and_is_silent_under_protection(work, people):
    make_person(work, name="月岡 見本", address="見本市西町1-1", shien_sochi=True)
    areas = {row.name: row.area for row in list_people(work, PeopleFilter())}
    assert areas["青葉 見本"] == "見本市東町"
    assert areas["月岡 見本"] == ""


def test_an_anonymous_consultation_has_a_title_of_its_own(work):
    make_consultation(
        work, subject_birth_on=PartialDate(age_band="40s"), subject_sex="female", is_anonymous=True
    )
    (row,) = list_nameless(work)
    assert row.title == "匿名(電話・40代・女性・R8.11.24)"
    assert count_nameless(work) == 1
    assert count_nameless(work, centre="disability") == 0


def test_an_anonymous_consultation_is_joined_with_a_person_and_parted_again(work):
    person_id = make_person(work)
    consultation_id = make_consultation(work, subject_sex="female")
    merge_id = name_consultation(work, consultation_id, person_id=person_id)
    assert show_record(work, "consultation", consultation_id).answers["person_id"] == person_id
    assert [row.id for row in person_desk(work, person_id).consultations] == [consultation_id]
    unmerge_persons(work, merge_id)
    nobody = show_record(work, "consultation", consultation_id).answers["person_id"]
    assert nobody != person_id
    assert show_record(work, "person", nobody).answers["is_anonymous"]
    assert person_desk(work, person_id).consultations == ()
    assert standing_of(work, consultation_id).person_id is None
    assert names(work) == ["見本 花子"]
    assert count_nameless(work) == 1


def test_a_name_taken_back_can_be_given_again(work):
    consultation_id = make_consultation(work)
    unmerge_persons(work, name_consultation(work, consultation_id, person={"name": "見本 一"}))
    merge_id = name_consultation(work, consultation_id, person={"name": "見本 二"})
    standing = standing_of(work, consultation_id)
    assert (standing.person, standing.naming) == ("見本 二", merge_id)


def test_a_name_that_comes_later_names_the_whole_anonymous_case(work):
    first = make_consultation(work)
    case_id = open_case(work, centre="life_support", consultation_id=first)
    second = make_consultation(work, case_id=case_id)
    merge_id = name_consultation(work, second, person={"name": "朝倉 見本"})
    about = {
        show_record(work, "consultation", each).answers["person_id"] for each in (first, second)
    }
    about.add(show_record(work, "case", case_id).answers["person_id"])
    (person_id,) = about
    assert show_record(work, "person", person_id).answers["name"] == "朝倉 見本"
    unmerge_persons(work, merge_id)
    assert show_record(work, "case", case_id).answers["person_id"] != person_id


def test_naming_wants_a_name_and_changes_nothing_without_one(work):
    consultation_id = make_consultation(work)
    with pytest.raises(InvalidEntriesError):
        name_consultation(work, consultation_id, person={})
    assert show_record(work, "consultation", consultation_id).answers["person_id"] is None
    assert count_people(work, PeopleFilter()) == 0


def test_a_consultation_that_has_a_name_is_not_named_again(work):
    consultation_id = make_consultation(work, person_id=make_person(work))
    with pytest.raises(NotAllowedError):
        name_consultation(work, consultation_id, person={"name": "朝倉 見本"})


def test_two_entries_of_one_person_are_found_shown_and_merged(work):
    born = PartialDate(1956, 3, 1)
    kept = make_person(work, birth_on=born)
    other = make_person(work, birth_on=born, tel_home="03-0000-1111")
    consultation_id = make_consultation(work, person_id=other)
    (double,) = person_desk(work, kept).doubles
    assert double.person_id == other
    assert "氏名が同じ" in double.reasons
    preview = preview_merge(work, kept, other)
    assert preview.moves == (("相談記録", 1),)
    assert preview.differences == (("電話(自宅)", "", "03-0000-1111"),)
    merge_id = merge_persons(work, kept, other, reason="同じ生年月日")
    desk = person_desk(work, kept)
    assert [row.id for row in desk.consultations] == [consultation_id]
    assert [(each.person_id, each.reason) for each in desk.merged] == [(other, "同じ生年月日")]
    assert desk.doubles == ()
    unmerge_persons(work, merge_id)
    assert person_desk(work, kept).merged == ()
    assert show_record(work, "consultation", consultation_id).answers["person_id"] == other


def test_cases_of_centres_one_may_not_see_do_not_show(office):
    work = office.work("shunin")
    person_id = make_person(work)
    open_case(work, centre="life_support", person_id=person_id)
    open_case(work, centre="disability", person_id=person_id)
    narrow = office.work("sodanin", centres={"disability"})
    assert [case.centre for case in person_desk(narrow, person_id).cases] == ["disability"]
    (row,) = list_people(narrow, PeopleFilter())
    assert [case[1] for case in row.cases] == ["disability"]


def test_the_day_of_a_consultation_is_kept(work):
    make_consultation(work, held_on=date(2026, 4, 1))
    assert list_nameless(work)[0].held_on == date(2026, 4, 1) != TODAY
