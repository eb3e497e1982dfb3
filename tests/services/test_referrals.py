"""Letters in lists, what a new one begins with, what comes back, and figures per agency."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from letter_office import make_desk
from office_fixtures import TODAY, make_consultation, make_person
from soudan_desk.desk.letters import send_letter
from soudan_desk.errors import NotAllowedError
from soudan_desk.models import CentreSetting
from soudan_desk.services.agencies import agency_figures, contacts_of, list_agencies
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.consents import consent_choices
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.referral_lines import LineState, disclosing
from soudan_desk.services.referral_lists import (
    ReferralFilter,
    count_matching,
    count_referrals,
    list_referrals,
)
from soudan_desk.services.referrals import new_referral, record_reply


@pytest.fixture
def desk(work):
    return make_desk(work)


def states(work, answers):
    return {line.code: line.state for line in disclosing(work, answers).lines}


def send(desk, sent_on=TODAY, **answers):
    """Send a letter on a day, into nobody's hands."""
    letter = add_record(desk.work, "referral", desk.letter(issued_on=sent_on, **answers)).id
    send_letter(desk.work, letter, send_method="mail", deliver=lambda _pdf: None)
    save_record(desk.work, "referral", letter, {"sent_on": sent_on})
    return letter


def test_each_line_says_whether_it_may_be_told(work, desk):
    answers = {**desk.letter(), "person_id": desk.person}
    found = states(work, answers)
    assert found["name"] is LineState.AGREED
    assert found["medical"] is LineState.OUTSIDE
    assert found["services"] is LineState.BLANK
    assert states(work, {**answers, "consent_id": None})["name"] is LineState.NO_CONSENT
    by_law = {**answers, "consent_id": None, "legal_basis": "law"}
    assert states(work, by_law)["medical"] is LineState.GROUND


def test_a_protected_address_is_withheld_until_a_reason_unlocks_it(work):
    desk = make_desk(work, shien_sochi=True)
    answers = {**desk.letter(), "person_id": desk.person}
    assert states(work, answers)["address"] is LineState.WITHHELD
    unlocked = {**answers, "address_unlocked": True}
    assert states(work, unlocked)["address"] is LineState.WITHHELD
    unlocked["address_unlock_reason"] = "避難先の保護のため"
    assert states(work, unlocked)["address"] is LineState.UNLOCKED
    unlocked["consent_id"] = None
    assert states(work, unlocked)["address"] is LineState.NO_CONSENT


def test_an_anonymous_ground_withholds_who_it_is(work, desk):
    answers = {"person_id": desk.person, "legal_basis": "anonymous", "reason": "相談の経緯"}
    found = states(work, answers)
    for code in ("name", "birth_sex", "address", "telephone"):
        assert found[code] is LineState.WITHHELD
    assert found["reason"] is LineState.GROUND


def test_a_new_letter_begins_with_the_case_its_consent_and_its_due_day(office, work, desk):
    with office.store.writing(None) as session:
        row = session.scalars(select(CentreSetting)).all()
        next(r for r in row if r.centre == "life_support").reply_days_count = 10
    make_consultation(work, case_id=desk.case, held_on=date(2026, 6, 2), subject="家計表の確認")
    answers = new_referral(work, case_id=desk.case)
    assert (answers["person_id"], answers["centre"]) == (desk.person, "life_support")
    assert answers["check_due_on"] == TODAY + timedelta(days=10)
    assert answers["consent_id"] == desk.consent
    assert answers["reason"] == "家賃の支払いと仕事探し"
    assert answers["support_so_far"] == "6/2 家計表の確認"
    told = {line.code for line in disclosing(work, answers).lines if line.told}
    assert told == {"name", "birth_sex", "telephone", "household", "reason", "support_so_far"}


def test_a_screening_that_hands_on_addresses_the_letter_until_one_goes_there(work, desk):
    assert new_referral(work, case_id=desk.case)["agency_id"] is None
    screened = {"case_id": desk.case, "screened_on": TODAY, "result": "referred_out"}
    add_record(work, "screening", {**screened, "referred_agency_id": desk.agency})
    answers = new_referral(work, case_id=desk.case)
    assert (answers["agency_id"], answers["consent_id"]) == (desk.agency, desk.consent)
    add_record(work, "referral", desk.letter())
    assert new_referral(work, case_id=desk.case)["agency_id"] is None


def test_a_letter_saved_without_a_due_day_gets_the_usual_one(work, desk):
    letter = add_record(work, "referral", desk.letter()).id
    assert show_record(work, "referral", letter).answers["check_due_on"] == date(2026, 12, 8)
    incoming = add_record(work, "referral", desk.letter(direction="in")).id
    assert show_record(work, "referral", incoming).answers["check_due_on"] is None


def test_consents_are_offered_those_that_hold_first(work, desk):
    old = {"person_id": desk.person, "given_on": date(2026, 11, 23), "method": "oral"}
    add_record(work, "consent", {**old, "type": "share_agencies", "withdrawn_on": TODAY})
    add_record(work, "consent", {**old, "type": "photo_publicity"})
    other = make_person(work, name="別の 人")
    add_record(work, "consent", {**old, "person_id": other, "type": "share_agencies"})
    found = consent_choices(work, desk.person, desk.agency, TODAY)
    assert [each.id == desk.consent for each in found] == [True, False]
    assert found[0].sentence == (
        "本人の同意 11/20 書面・ひなた市役所 生活福祉課 保護第一係まで・令和9年3月末まで有効"
    )
    assert "撤回" in found[1].why_not


def test_lists_find_what_is_awaited_overdue_and_drafted(work, desk):
    late, waiting = send(desk, date(2026, 11, 1)), send(desk, date(2026, 11, 20))
    draft = add_record(work, "referral", desk.letter()).id
    incoming = add_record(work, "referral", desk.letter(direction="in"), finalise=True).id

    def ids(**wanted):
        return {row.id for row in list_referrals(work, ReferralFilter(**wanted))}

    assert ids(awaiting=True) == {late, waiting}
    assert ids(overdue=True) == {late}
    assert ids(drafts=True) == {draft}
    assert ids(direction="in") == {incoming}
    assert ids(words="すみれ 08-つ-0001") == {late}
    assert ids(words="生活福祉課") == {late, waiting, draft, incoming}
    assert ids(words="いない") == set()
    assert count_referrals(work) == {"awaiting": 2, "overdue": 1, "drafts": 1}
    assert count_matching(work, ReferralFilter(mine=True)) == 4
    first = list_referrals(work, ReferralFilter(), sort="due_on", limit=1)
    assert [row.id for row in first] == [late]


def test_a_restricted_case_s_letters_are_missing_for_others(office, work, desk):
    send(desk)
    restrict_case(work, desk.case, 2, "身の安全のため")
    other = office.work("nishio")
    assert list_referrals(other) == []
    assert count_referrals(other)["awaiting"] == 0
    assert agency_figures(other, desk.agency).sent_count == 0


def test_a_reply_closes_the_waiting_and_counts_for_the_agency(work, desk):
    for number, days in enumerate((5, 9, 13)):
        letter = send(desk, date(2026, 10, 1 + number))
        came = date(2026, 10, 1 + number) + timedelta(days=days)
        record_reply(work, letter, {"reply_received_on": came, "outcome": "accepted"})
    send(desk, date(2026, 11, 9))
    figures = agency_figures(work, desk.agency)
    assert (figures.sent_count, figures.replied_count, figures.awaited_count) == (4, 3, 1)
    assert (figures.reply_rate, figures.median_days, figures.last_on) == (75, 9, date(2026, 11, 9))
    answers = show_record(work, "referral", letter).answers
    assert answers["checked_on"] == answers["reply_received_on"]
    assert [row.figures for row in list_agencies(work, "生活福祉課")] == [figures]


def test_a_reply_to_a_letter_that_was_not_sent_is_refused(work, desk):
    letter = add_record(work, "referral", desk.letter()).id
    with pytest.raises(NotAllowedError, match="まだ送っていない"):
        record_reply(work, letter, {"outcome": "accepted"})


def test_people_of_an_agency_who_left_are_not_offered(work, desk):
    for name, is_active in (("岡野", True), ("前任", False)):
        add_record(
            work,
            "agency_contact",
            {"agency_id": desk.agency, "name": name, "is_active": is_active},
        )
    assert [row.name for row in contacts_of(work, desk.agency)] == ["岡野"]
    assert len(contacts_of(work, desk.agency, also_past=True)) == 2


def test_agencies_no_longer_used_are_found_when_asked_for(work, desk):
    add_record(work, "agency", {"name": "閉じた機関", "is_active": False, "agency_type": "npo"})
    assert len(list_agencies(work)) == 1
    assert len(list_agencies(work, also_past=True)) == 2
    assert [row.name for row in list_agencies(work, also_past=True, types=["npo"])] == [
        "閉じた機関"
    ]


def test_a_protected_telephone_is_withheld_until_a_reason_unlocks_it(work):
    desk = make_desk(work, shien_sochi=True)
    chosen = ["name", "telephone", "reason"]
    answers = {**desk.letter(), "person_id": desk.person, "disclosed": chosen}

    def line(**more):
        lines = disclosing(work, {**answers, **more}).lines
        return next(each for each in lines if each.code == "telephone")

    assert line().state is LineState.WITHHELD
    assert not line().told
    assert not any(char.isdigit() for char in line().text)
    unlocked = line(address_unlocked=True, address_unlock_reason="本人が希望したため")
    assert unlocked.state is LineState.UNLOCKED
    assert unlocked.told
    assert not line(
        address_unlocked=True, address_unlock_reason="本人が希望したため", disclosed=None
    ).told
