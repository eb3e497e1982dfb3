"""撤回: sharing stops on the day, what was shared is remembered, and nothing is rewritten."""

from datetime import timedelta

import pytest

from letter_office import make_desk
from office_fixtures import TODAY
from soudan_desk.desk.letters import send_letter
from soudan_desk.desk.printing import print_paper
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.services.consent_withdrawal import begin_withdrawal
from soudan_desk.services.disclosures import disclosures_of
from soudan_desk.services.history import versions_of
from soudan_desk.services.records import add_record, save_record, show_record


@pytest.fixture
def desk(work):
    return make_desk(work)


@pytest.fixture
def sent(work, desk):
    letter = add_record(work, "referral", desk.letter(subject="家計の件")).id
    send_letter(work, letter, send_method="mail", deliver=lambda _pdf: None)
    return letter


def withdraw(work, desk, **more):
    answers = {**begin_withdrawal(work, desk.consent), **more}
    return save_record(work, "consent", desk.consent, answers)


def test_a_withdrawal_begins_with_what_rests_on_the_consent(work, desk, sent):
    waiting = add_record(work, "referral", desk.letter(subject="次の件")).id
    number = show_record(work, "referral", waiting).answers["ref_no"]
    begun = begin_withdrawal(work, desk.consent)
    assert begun["withdrawn_on"] == TODAY
    lines = begun["withdrawal_note"].splitlines()
    assert [line.split(":")[0] for line in lines] == ["渡した先", "送れなくなる紹介状"]
    assert "ひなた市役所" in lines[0]
    assert number in lines[1]


def test_a_meeting_to_come_is_named_too(work, desk):
    meeting = {"meeting_kind": "coord", "held_on": TODAY + timedelta(days=7)}
    conference = add_record(work, "conference", {**meeting, "centre": "life_support"}).id
    item = {
        "conference_id": conference,
        "case_id": desk.case,
        "consent_id": desk.consent,
        "agenda_type": "new_plan",
    }
    add_record(work, "agenda_item", item)
    assert (
        "名前を出せなくなる会議: 令和8年12月1日"
        in begin_withdrawal(work, desk.consent)["withdrawal_note"]
    )


def test_nothing_rests_on_a_consent_that_was_never_used(work, desk):
    assert begin_withdrawal(work, desk.consent) == {
        "withdrawn_on": TODAY,
        "withdrawal_note": None,
    }


def test_after_it_no_letter_goes_and_no_copy_of_the_old_one(work, desk, sent, tmp_path):
    withdraw(work, desk)
    again = add_record(work, "referral", desk.letter(subject="次の件")).id
    for letter in (again, sent):
        with pytest.raises(InvalidEntriesError, match="撤回"):
            print_paper(
                work, "referral_letter", letter, target=tmp_path / "a.pdf", reason="もう一度"
            )
    assert list(tmp_path.glob("*.pdf")) == []


def test_what_was_agreed_and_given_stays_readable(work, desk, sent):
    before = show_record(work, "consent", desk.consent).answers
    withdraw(work, desk)
    now = show_record(work, "consent", desk.consent).answers
    ended = {"withdrawn_on", "withdrawal_note"}
    assert {k: v for k, v in now.items() if k not in ended} == {
        k: v for k, v in before.items() if k not in ended
    }
    first = min(versions_of(work, "consent", desk.consent), key=lambda each: each.version)
    assert first.answers["withdrawn_on"] is None
    assert len(disclosures_of(work, sent)) == 1


def test_a_withdrawal_is_not_undone_but_its_day_may_be_mended(work, desk):
    withdraw(work, desk)
    with pytest.raises(InvalidEntriesError, match="新しい同意として"):
        save_record(work, "consent", desk.consent, {"withdrawn_on": None})
    save_record(work, "consent", desk.consent, {"withdrawn_on": TODAY - timedelta(days=1)})
    again = {**show_record(work, "consent", desk.consent).answers, "withdrawn_on": None}
    assert add_record(work, "consent", again).state == "final"
