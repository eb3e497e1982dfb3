"""撤回: sharing stops on the day, what was shared is remembered, and nothing is rewritten."""

from datetime import timedelta

import pytest

from letter_office import make_desk
from office_fixtures import TODAY
from soudan_desk.desk.exporting import export_records
from soudan_desk.desk.letters import send_letter
from soudan_desk.desk.printing import print_paper
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.models import Disclosure
from soudan_desk.services.attachment_leaving import attachment_content
from soudan_desk.services.attachments import add_attachment
from soudan_desk.services.consent_withdrawal import begin_withdrawal
from soudan_desk.services.disclosures import disclosures_of
from soudan_desk.services.history import versions_of
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.stopped_sharing import SharingStoppedError


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


@pytest.fixture
def printed(work, desk, tmp_path):
    """Print the face sheet of the case for somebody; return the sentence of a refusal."""

    def print_for(recipient, paper="face_sheet"):
        target = tmp_path / f"{len(list(tmp_path.iterdir()))}.pdf"
        told = {"target": target, "reason": "支援会議の資料", "recipient": recipient}
        try:
            print_paper(work, paper, desk.case, **told)
        except InvalidEntriesError as error:
            assert not target.exists()
            return error.problems["recipient"]
        return ""

    return print_for


def test_no_other_paper_goes_to_a_third_party_or_to_nobody_in_particular(work, desk, printed):
    assert printed("生活福祉課 岡野様") == ""
    withdraw(work, desk)
    for recipient in ("生活福祉課 岡野様", "本人の姉", ""):
        for paper in ("face_sheet", "progress_list"):
            assert "撤回されています" in printed(recipient, paper), recipient
    for recipient in ("本人", "ご本人様", "代理人", "事務所の中", "青葉すみれ 様"):
        assert printed(recipient) == "", recipient


def test_who_agrees_anew_is_told_of_again(work, desk, printed):
    withdraw(work, desk)
    again = {**show_record(work, "consent", desk.consent).answers, "withdrawn_on": None}
    add_record(work, "consent", {**again, "withdrawal_note": None})
    assert printed("生活福祉課") == ""


def test_no_list_that_names_them_goes_outside(work, desk, tmp_path):
    told = {"reason": "区の会議", "recipient": "区役所"}
    print_paper(work, "case_list", None, target=tmp_path / "before.pdf", **told)
    withdraw(work, desk)
    with pytest.raises(InvalidEntriesError, match="見直し") as caught:
        print_paper(work, "case_list", None, target=tmp_path / "after.pdf", **told)
    assert "撤回した方" in caught.value.problems["recipient"]
    inside = {**told, "recipient": "事務所の中"}
    print_paper(work, "case_list", None, target=tmp_path / "inside.pdf", **inside)


@pytest.mark.parametrize("kind", ["person", "case", "consultation", "consent"])
def test_a_table_for_somebody_outside_is_without_them(work, desk, tmp_path, kind):
    def export(recipient, name):
        told = {"plain": True, "reason": "見本", "recipient": recipient}
        return export_records(work, kind, tmp_path / f"{name}.csv", **told)

    whole = export("区役所", "before")
    withdraw(work, desk)
    told = export("区役所", "after")
    assert whole.withheld == 0
    assert told.withheld >= 1
    assert told.rows == whole.rows - told.withheld
    lines = (tmp_path / "after.csv").read_text("utf-8-sig")
    assert "すみれ" not in lines
    assert export("", "own").rows == whole.rows


def test_a_file_of_theirs_is_copied_out_for_own_use_alone(office, work, desk, tmp_path):
    source = tmp_path / "診断書.txt"
    source.write_text("見本", "utf-8")
    file_id = add_attachment(work, office.opened, source, case_id=desk.case)
    withdraw(work, desk)
    with pytest.raises(SharingStoppedError, match="撤回した方"):
        attachment_content(work, office.opened, file_id, reason="病院へ")
    attachment_content(work, office.opened, file_id, reason="本人へ返す", for_own_use=True)
    with office.store.reading(None) as session:
        (row,) = session.query(Disclosure).all()
    assert row.recipient == "事務所の中・本人"
