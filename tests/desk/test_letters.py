"""A letter from consent to PDF: what it may tell, and what sending it leaves behind."""

from datetime import timedelta

import pypdfium2
import pytest
from sqlalchemy import select

from letter_office import ADDRESS, MOBILE, dress_centre, make_desk, told_by
from office_fixtures import TODAY
from soudan_desk.desk.letters import send_letter
from soudan_desk.desk.printing import print_paper
from soudan_desk.errors import ConflictError, InvalidEntriesError, NotAllowedError
from soudan_desk.models import Attachment, AuditEntry, Disclosure
from soudan_desk.services.records import add_record, save_record, show_record
from soudan_desk.services.second_person import SecondNeededError


@pytest.fixture
def desk(work):
    return make_desk(work)


def sent(desk, tmp_path, second=None, **answers):
    """Save a letter, send it to a file and return what poppler reads of it."""
    letter = add_record(desk.work, "referral", desk.letter(**answers)).id
    target = tmp_path / f"{letter}.pdf"
    send_letter(desk.work, letter, send_method="mail", deliver=target.write_bytes, second=second)
    return letter, told_by(target)


def test_from_the_call_to_the_letter_on_paper(office, work, desk, tmp_path):
    dress_centre(office)
    letter, told = sent(desk, tmp_path, to_contact="岡野")
    for words in (
        "08-つ-0001", "令和8年11月24日", "保護第一係岡野様", "所長森本恵",
        "青葉すみれ（アオバスミレ）様", "昭和49年3月1日（52歳）", "本人、長男（24歳）",
        f"携帯{MOBILE}（留守電には名乗らないでください）", "給付金が11月で終わります。",
        "令和8年12月8日ごろまでに", "FAX00-0000-0101", "第1版", "R08-P-00001",
    ):  # fmt: skip
        assert words in told
    for untold in (ADDRESS, "月8.2万円", "通院中"):
        assert untold not in told
    shown = show_record(work, "referral", letter)
    assert (shown.state, shown.answers["sent_on"]) == ("final", TODAY)
    assert shown.answers["check_due_on"] == TODAY + timedelta(days=14)
    with office.store.reading(None) as session:
        row = session.scalars(select(Disclosure)).one()
        acts = set(session.scalars(select(AuditEntry.action).where(AuditEntry.record_id == letter)))
        copy = session.scalars(select(Attachment)).one()
        content = copy.content
    assert (row.recipient, row.send_method) == ("ひなた市役所 生活福祉課 保護第一係 岡野", "mail")
    assert (row.consent_id, row.agency_id, row.referral_id) == (desk.consent, desk.agency, letter)
    assert {"create", "finalise", "print"} <= acts
    assert (copy.category, shown.answers["sent_attachment_id"]) == ("sent_copy", copy.id)
    assert content.startswith(b"%PDF")


def test_a_line_outside_the_consent_stops_the_letter_and_is_named(desk, tmp_path):
    with pytest.raises(InvalidEntriesError, match=r"病気・通院.*載せられません"):
        sent(desk, tmp_path, disclosed=["name", "medical"])


def test_a_legal_ground_lets_out_what_the_consent_does_not(desk, tmp_path):
    _letter, told = sent(
        desk, tmp_path, disclosed=["name", "medical"], legal_basis="life_body_property"
    )
    assert "通院中" in told


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"withdrawn_on": TODAY}, "撤回"),
        ({"expires_on": TODAY - timedelta(days=1)}, "期限が切れて"),
        ({"scope_agency_ids": None, "excluded_agency_ids": "the agency"}, "伝えないで"),
        ({"scope_agency_ids": "another"}, "範囲に入っていません"),
        ({"method": "explained"}, "説明だけ"),
        ({"type": "photo_publicity"}, "同意ではありません"),
    ],
)
def test_a_consent_that_does_not_hold_stops_the_letter(desk, tmp_path, change, why):
    other = add_record(desk.work, "agency", {"name": "別の機関"}).id
    ids = {"the agency": [desk.agency], "another": [other]}
    change = {
        key: ids.get(value, value) if isinstance(value, str) else value
        for key, value in change.items()
    }
    save_record(desk.work, "consent", desk.consent, change)
    with pytest.raises(InvalidEntriesError, match=why):
        sent(desk, tmp_path)


def test_a_letter_does_not_tell_whom_else_the_consent_names(desk, tmp_path):
    other = add_record(desk.work, "agency", {"name": "ないしょの機関"}).id
    save_record(desk.work, "consent", desk.consent, {"scope_agency_ids": [other, desk.agency]})
    _letter, told = sent(desk, tmp_path)
    assert "伝える先：ひなた市役所生活福祉課保護第一係" in told
    assert "ないしょ" not in told


def test_a_consent_to_an_office_holds_for_its_departments(desk, tmp_path):
    whole = add_record(desk.work, "agency", {"name": "ひなた市役所　生活福祉課"}).id
    save_record(desk.work, "consent", desk.consent, {"scope_agency_ids": [whole]})
    _letter, told = sent(desk, tmp_path)
    assert "青葉すみれ" in told


def test_a_letter_without_consent_or_ground_is_refused(desk, tmp_path):
    with pytest.raises(InvalidEntriesError, match="同意"):
        sent(desk, tmp_path, consent_id=None)


def test_a_letter_that_tells_nothing_is_refused(desk, tmp_path):
    with pytest.raises(InvalidEntriesError, match="1つもありません"):
        sent(desk, tmp_path, disclosed=["services"])


def test_an_address_under_protection_needs_a_reason_and_a_second_person(work, tmp_path, second):
    desk = make_desk(work, shien_sochi=True)
    lines = ["name", "address", "reason"]
    _letter, told = sent(desk, tmp_path, disclosed=lines)
    assert ADDRESS not in told
    unlocked = {"address_unlocked": True, "address_unlock_reason": "避難先の保護のため"}
    with pytest.raises(SecondNeededError, match="もう1人の職員の確認"):
        sent(desk, tmp_path, disclosed=lines, **unlocked)
    letter, told = sent(desk, tmp_path, second, disclosed=lines, **unlocked)
    assert ADDRESS in told
    again = {"target": tmp_path / "again.pdf", "reason": "控え"}
    with pytest.raises(SecondNeededError):
        print_paper(work, "referral_letter", letter, **again)
    assert not again["target"].exists()
    print_paper(work, "referral_letter", letter, second=second, **again)
    with work.store.reading(None) as session:
        query = session.query(AuditEntry).filter(AuditEntry.action == "vouched")
        rows = [(row.by, row.record_id, row.reason) for row in query]
    assert rows == 2 * [(second.actor.staff_id, letter, "避難先の保護のため")]


def test_nobody_s_choice_means_what_is_agreed_and_not_sensitive(work, tmp_path):
    desk = make_desk(work, shien_sochi=True)
    _letter, told = sent(desk, tmp_path, disclosed=None)
    assert "離職をきっかけに" in told
    for untold in (MOBILE, ADDRESS, "8.2万円"):
        assert untold not in told


def test_a_fax_may_hide_the_name(desk, tmp_path):
    letter, told = sent(desk, tmp_path, name_masked=True)
    assert ("青〇す〇〇" in told, "アオバ" in told) == (True, False)
    print_paper(desk.work, "referral_reply", letter, target=tmp_path / "reply.pdf", reason="返信用")
    assert "青〇す〇〇" in told_by(tmp_path / "reply.pdf")


def test_a_pdf_may_be_sent_under_a_password(office, desk, tmp_path):
    letter = add_record(desk.work, "referral", desk.letter()).id
    target = tmp_path / "a.pdf"
    made = send_letter(
        desk.work,
        letter,
        send_method="email_protected",
        deliver=target.write_bytes,
        protect_password="mihon no aikotoba",
    )
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(target)
    assert "青葉すみれ" in told_by(target, "-upw", "mihon no aikotoba")
    assert made.plain.startswith(b"%PDF")


def test_a_printer_that_fails_leaves_the_letter_a_draft(office, desk):
    letter = add_record(desk.work, "referral", desk.letter()).id

    def jammed(_pdf):
        raise OSError("no paper")

    with pytest.raises(OSError, match="no paper"):
        send_letter(desk.work, letter, send_method="mail", deliver=jammed)
    shown = show_record(desk.work, "referral", letter)
    assert (shown.state, shown.answers["sent_on"]) == ("draft", None)
    with office.store.reading(None) as session:
        assert session.scalars(select(Disclosure)).all() == []


def test_a_letter_printed_again_keeps_its_day_and_gets_another_line(office, desk, tmp_path):
    letter, _told = sent(desk, tmp_path)
    save_record(desk.work, "referral", letter, {"sent_on": TODAY - timedelta(days=3)})
    send_letter(desk.work, letter, send_method="hand", deliver=lambda _pdf: None)
    shown = show_record(desk.work, "referral", letter)
    assert shown.answers["sent_on"] == TODAY - timedelta(days=3)
    with office.store.reading(None) as session:
        assert len(session.scalars(select(Disclosure)).all()) == 2
        assert len(session.scalars(select(Attachment.id)).all()) == 1


def test_a_sent_letter_is_printed_again_after_its_consent_ended_but_not_once_withdrawn(
    desk, tmp_path
):
    letter, _told = sent(desk, tmp_path)
    save_record(desk.work, "referral", letter, {"sent_on": TODAY - timedelta(days=3)})
    save_record(desk.work, "consent", desk.consent, {"expires_on": TODAY - timedelta(days=1)})
    again = tmp_path / "again.pdf"
    print_paper(desk.work, "referral_letter", letter, target=again, reason="控え")
    save_record(desk.work, "consent", desk.consent, {"withdrawn_on": TODAY})
    with pytest.raises(InvalidEntriesError, match="撤回"):
        print_paper(desk.work, "referral_letter", letter, target=again, reason="控え", force=True)


def test_a_letter_somebody_else_changed_is_not_sent(desk, tmp_path):
    saved = add_record(desk.work, "referral", desk.letter())
    save_record(desk.work, "referral", saved.id, {"request": "別の依頼"})
    with pytest.raises(ConflictError):
        send_letter(
            desk.work,
            saved.id,
            send_method="mail",
            deliver=lambda _pdf: None,
            lock_version=saved.lock_version,
        )


def test_a_letter_that_came_in_is_not_sent(desk):
    incoming = add_record(desk.work, "referral", desk.letter(direction="in")).id
    with pytest.raises(NotAllowedError, match="送れる手紙ではありません"):
        send_letter(desk.work, incoming, send_method="mail", deliver=lambda _pdf: None)
