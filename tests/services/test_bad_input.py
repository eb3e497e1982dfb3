"""Bad input gets a sentence that says what to do; nothing saved is lost."""

import pytest

from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.errors import InvalidEntriesError, NotAllowedError
from soudan_desk.services.records import (
    add_record,
    amend_record,
    finalise_record,
    save_record,
    show_record,
    void_record,
)


def refused(verb):
    with pytest.raises(InvalidEntriesError) as caught:
        verb()
    return caught.value.problems


@pytest.mark.parametrize(
    ("answers", "key", "words"),
    [
        ({"name": "あ" * 201}, "name", "200字まで"),
        ({"name": "見本\x00花子"}, "name", "画面に出ない文字"),
        ({"name": "見本\u202e花子"}, "name", "画面に出ない文字"),
        ({"name": "見本\n花子"}, "name", "1行"),
        ({"name": "見本", "sex": "robot"}, "sex", "選択肢はありません"),
        ({"name": "見本", "shoe_size": 24}, "shoe_size", "項目は相談者にありません"),
        ({}, "name", "入れてください"),
    ],
)
def test_a_person_with_bad_answers_is_refused_by_question(work, answers, key, words):
    assert words in refused(lambda: add_record(work, "person", answers))[key]


def test_a_name_of_two_hundred_characters_is_kept_whole(work):
    name = "長" * 200
    assert show_record(work, "person", make_person(work, name=name)).answers["name"] == name


def test_what_has_no_width_is_not_kept(work):
    pasted = "\ufeff見本\u200b 花\u2060子"
    assert (
        show_record(work, "person", make_person(work, name=pasted)).answers["name"] == "見本 花子"
    )
    assert "name" in refused(lambda: make_person(work, name="\u200b"))


def test_a_kanji_newer_than_python_is_kept(work):
    name = "\U00031350田 花子"
    assert show_record(work, "person", make_person(work, name=name)).answers["name"] == name


def test_a_long_paste_is_refused_with_its_length_and_a_shorter_one_kept(work):
    problems = refused(lambda: make_consultation(work, body="あ" * 1_000_000))
    assert "1,000,000字" in problems["body"]
    record = make_consultation(work, body="あ" * 200_000)
    assert len(show_record(work, "consultation", record).answers["body"]) == 200_000


def test_a_code_no_longer_valid_cannot_be_chosen_but_stays_readable(work):
    agency = {"name": "見本相談所", "agency_type": "women_old"}
    assert "使えません" in refused(lambda: add_record(work, "agency", agency))["agency_type"]
    assert work.codes.label("agency.type", "women_old")


def test_a_refused_save_leaves_the_record_as_it_was(work):
    record = make_consultation(work, body="はじめの文")
    refused(lambda: save_record(work, "consultation", record, {"body": "x\x00", "subject": "件名"}))
    shown = show_record(work, "consultation", record)
    assert (shown.answers["body"], shown.answers["subject"]) == ("はじめの文", None)


def test_an_end_before_its_start_is_refused(work):
    from datetime import time

    problems = refused(
        lambda: make_consultation(
            work, started_at_time=time(10, 12), ended_at_time=time(10, 2), held_on=TODAY
        )
    )
    assert "ended_at_time" in problems


def test_a_draft_without_body_is_kept_but_not_made_final(work):
    record = make_consultation(work, body=None)
    assert "body" in refused(lambda: finalise_record(work, "consultation", record))
    assert show_record(work, "consultation", record).state == "draft"


def test_final_records_are_amended_with_a_reason_or_not_at_all(work):
    record = make_consultation(work)
    finalise_record(work, "consultation", record)
    with pytest.raises(NotAllowedError, match="訂正・追記"):
        save_record(work, "consultation", record, {"body": "x"})
    assert "reason" in refused(
        lambda: amend_record(work, "consultation", record, {"body": "x"}, reason=" ")
    )
    assert "reason" in refused(lambda: void_record(work, "consultation", record, reason=""))
