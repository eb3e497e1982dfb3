"""The papers of a request: the notice of the decision, and the copy without what is kept back."""

import zipfile
from html import unescape
from io import BytesIO

import pikepdf
import pytest
import pyzipper
from openpyxl import load_workbook

from letter_office import ADDRESS, make_desk, told_by
from office_fixtures import PASSWORD, TODAY, make_consultation
from sealed_office import WHY, make_case, staff_id
from soudan_desk.desk.disclosed_table import write_copy_table
from soudan_desk.desk.printing import preview_paper, print_paper
from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError
from soudan_desk.models import Disclosure, record_kinds
from soudan_desk.models.sealing import CLOSED
from soudan_desk.services.attachments import add_attachment
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import set_worker
from soudan_desk.services.records import add_record, finalise_record, save_record, show_record
from soudan_desk.services.redaction import TOLD, black_out, keep_back, list_parts
from soudan_desk.services.second_person import SecondNeededError
from soudan_desk.services.staff import reset_staff
from soudan_desk.storage import slots
from soudan_desk.tables.sealed import unseal

BODY = "姉の吉野から「お金を隠している」と聞いた。"
RESPONSE = "家計の相談を案内した。吉野 様にも伝える。"
ANSWERED = {"identity_on": TODAY, "decision": "full", "decided_on": TODAY}


@pytest.fixture
def desk(work):
    return make_desk(work)


@pytest.fixture
def talk(work, desk):
    made = make_consultation(work, case_id=desk.case, body=BODY, response=RESPONSE)
    return finalise_record(work, "consultation", made).id


def asked(desk, **answers):
    given = {
        "request_type": "disclosure",
        "requester": "self",
        "person_id": desk.person,
        "case_id": desk.case,
        "staff_id": desk.work.actor.staff_id,
        "scope": "相談の記録",
        **answers,
    }
    return add_record(desk.work, "disclosure_request", given).id


@pytest.fixture
def written(work, tmp_path):
    """Write a paper of a request and return the file."""

    def write(key, request):
        target = tmp_path / f"{key}-{len(list(tmp_path.iterdir()))}.pdf"
        print_paper(work, key, request, target=target, reason="本人からの開示の請求")
        return target

    return write


def streams_of(pdf):
    """Return everything that stands in a PDF, its streams unpacked."""
    with pikepdf.open(pdf) as document:
        parts = [
            bytes(each.read_bytes())
            for each in document.objects
            if isinstance(each, pikepdf.Stream)
        ]
        parts.append(str(document.trailer).encode())
    return b"\n".join(parts)


def test_the_copy_tells_what_the_records_say(desk, talk, written):
    said = told_by(written("disclosed_copy", asked(desk, **ANSWERED)))
    for words in ("個人情報の写し", "お金を隠している", "家計の相談を案内した", "青葉すみれ"):
        assert words in said, words


def test_what_is_kept_back_is_not_in_the_file_at_all(work, desk, talk, written):
    request = asked(desk, **ANSWERED)
    part = next(p for p in list_parts(work, request) if p.words.startswith("姉の"))
    whole = written("disclosed_copy", request)
    keep_back(work, request, part.record, part.section, "third_party")
    copy = written("disclosed_copy", request)
    said = told_by(copy)
    assert "お金を隠している" in told_by(whole)
    assert "お金を隠している" not in said
    assert "■■■■■■（本人以外の人の権利や利益を害するおそれ）" in said
    assert "家計の相談を案内した" in said  # another section of the same record

    def glyphs(pdf, text):
        return [f"{ord(letter):04X}".encode() in streams_of(pdf).upper() for letter in text]

    assert all(glyphs(whole, "隠"))  # its letter is in the font's table of letters
    assert not any(glyphs(copy, "隠"))


def test_the_excel_copy_holds_no_more_than_the_paper(office, work, desk, talk, tmp_path):
    request = asked(desk, **ANSWERED, redacted_words="吉野")
    part = next(p for p in list_parts(work, request) if p.words.startswith("姉の"))
    keep_back(work, request, part.record, part.section, "third_party")
    target = tmp_path / "写し.xlsx.zip"
    told = {"password": "kaki no tane 12345", "reason": "本人からの開示の請求"}
    serial = write_copy_table(work, office.opened, request, target, **told)
    assert "家計の相談".encode() not in target.read_bytes()
    table, is_locked = unseal(target.read_bytes(), told["password"])
    assert is_locked
    with zipfile.ZipFile(BytesIO(table)) as workbook:
        parts = [workbook.read(name).decode() for name in workbook.namelist()]
    whole = unescape("".join(parts))
    assert "家計の相談を案内した" in whole
    for hidden in ("隠している", "吉野", "姉の"):
        assert hidden not in whole
    sheet = load_workbook(BytesIO(table)).active
    assert not any(row.hidden for row in sheet.row_dimensions.values())
    assert not any(column.hidden for column in sheet.column_dimensions.values())
    with office.store.reading(None) as session:
        row = session.query(Disclosure).one()
    assert (row.serial, row.case_id) == (serial, desk.case)
    for refused in ({"password": ""}, {"reason": " "}):
        with pytest.raises(InvalidEntriesError):
            words = {**told, **refused}
            write_copy_table(work, office.opened, request, tmp_path / "二つめ.zip", **words)
    assert not (tmp_path / "二つめ.zip").exists()


def test_what_is_kept_back_does_not_come_out_in_the_name_of_its_record(work, desk, written):
    """The subject of a consultation and the words of a goal are what others call them by."""
    made = make_consultation(work, case_id=desk.case, subject="姉による金銭の搾取", body=BODY)
    finalise_record(work, "consultation", made)
    of = {"case_id": desk.case}
    plan = add_record(work, "plan", {**of, "drafted_on": TODAY}).id
    goal = add_record(work, "goal", {**of, "plan_id": plan, "goal": "姉から離れて暮らす"}).id
    act = {**of, "plan_id": plan, "goal_id": goal, "what": "住まいをさがす"}
    add_record(work, "action", act)
    request = asked(desk, **ANSWERED)
    whole = told_by(written("disclosed_copy", request))
    kept = {"姉による金銭の搾取": "consultation:", "姉から離れて暮らす": "goal:"}
    for part in list_parts(work, request):
        if any(word in part.words and part.record.startswith(kept[word]) for word in kept):
            keep_back(work, request, part.record, part.section, "third_party")
    said = told_by(written("disclosed_copy", request))
    for words in kept:
        assert words in whole
        assert words not in said, words
    assert "住まいをさがす" in said


def test_each_file_goes_along_or_is_kept_back_for_a_reason(office, work, desk, talk, tmp_path):
    for name, body in (("診断書.txt", "本人の診断書"), ("姉の手紙.txt", "姉からの手紙")):
        add_attachment(work, office.opened, body.encode(), file_name=name, case_id=desk.case)
    request = asked(desk, **ANSWERED, redacted_words="診断")
    part = next(p for p in list_parts(work, request) if "姉の手紙" in p.words)
    assert part.record.startswith("attachment:")
    keep_back(work, request, part.record, part.section, "third_party")
    target = tmp_path / "写し.zip"
    told = {"password": "kaki no tane 12345", "reason": "本人からの開示の請求"}
    write_copy_table(work, office.opened, request, target, **told)
    with pyzipper.AESZipFile(target) as box:
        assert all(each.flag_bits & 1 for each in box.infolist())
        box.setpassword(told["password"].encode())
        files = {name: box.read(name) for name in box.namelist()}
    assert list(files) == ["個人情報の写し.xlsx", "添付01_■■■■■■書.txt"]
    assert files["添付01_■■■■■■書.txt"].decode() == "本人の診断書"
    cells = str(list(load_workbook(BytesIO(files["個人情報の写し.xlsx"])).active.values))
    assert "姉の手紙" not in cells
    assert "■■■■■■書.txt" in cells


def test_a_file_of_somebody_protected_goes_along_on_the_word_of_two(
    office, work, desk, second, tmp_path
):
    add_attachment(work, office.opened, b"x", file_name="a.txt", case_id=desk.case)
    measure = {"shien_sochi": True, "shien_sochi_kind": ["dv"], "shien_sochi_until_on": TODAY}
    save_record(work, "person", desk.person, measure)
    request, target = asked(desk, **ANSWERED), tmp_path / "写し.zip"
    told = {"password": "kaki no tane 12345", "reason": "本人からの開示の請求"}
    with pytest.raises(SecondNeededError):
        write_copy_table(work, office.opened, request, target, **told)
    assert not target.exists()
    write_copy_table(work, office.opened, request, target, **told, second=second)
    assert target.exists()


def test_a_word_is_blacked_out_wherever_it_stands(work, desk, talk, written):
    request = asked(desk, **ANSWERED, redacted_words="吉野\n家計の相談")
    said = told_by(written("disclosed_copy", request))
    assert "吉野" not in said
    assert "姉の■■■■■■から" in said
    assert "■■■■■■を案内した" in said


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("青木 花さんと青木花", "青木花", "■■■■■■さんと■■■■■■"),
        ("青木　花さん", "青木 花\n\n", "■■■■■■さん"),
        ("a.c と abc", "a.c", "■■■■■■ と abc"),
        ("何も伏せない", None, "何も伏せない"),
    ],
)
def test_words_are_found_with_and_without_room_between_their_letters(text, words, left):
    assert black_out(text, words) == left


def test_a_section_is_told_again_and_the_choice_has_a_history(work, desk, talk):
    request = asked(desk, **ANSWERED)
    part = next(p for p in list_parts(work, request) if p.words.startswith("姉の"))
    kept = keep_back(work, request, part.record, part.section, "harm")
    again = keep_back(work, request, part.record, part.section, None)
    assert again.version == kept.version + 1
    assert {p.ground for p in list_parts(work, request)} == {None}
    with pytest.raises(NotFoundError):
        keep_back(work, request, part.record, "ない見出し", "harm")
    save_record(work, "disclosure_request", request, {"notified_on": TODAY, "done_on": TODAY})
    with pytest.raises(NotAllowedError, match="交付の済んだ"):
        keep_back(work, request, part.record, part.section, "harm")


def test_what_was_decided_to_be_kept_back_is_told_by_no_caseworker(office, work, desk, talk):
    request, other = asked(desk), office.work("nishio")
    set_worker(work, desk.case, office.staff_id("nishio"), "sub", reason="副担当")
    part = next(p for p in list_parts(work, request) if p.words.startswith("姉の"))
    keep_back(other, request, part.record, part.section, "harm")  # proposed before the decision
    save_record(work, "disclosure_request", request, ANSWERED)
    with pytest.raises(NotAllowedError, match="主任"):
        keep_back(other, request, part.record, part.section, None)
    with pytest.raises(NotAllowedError, match="主任"):
        save_record(other, "disclosure_request", request, {"redacted_words": "姉"})
    save_record(other, "disclosure_request", request, {"note": "電話で伝えた"})
    keep_back(work, request, part.record, part.section, None)


def test_no_copy_is_made_before_the_decision_and_none_of_a_refusal(work, desk, talk):
    for answers in (
        {},
        {**ANSWERED, "decision": "refused", "grounds": ["business"], "withheld": "全部"},
    ):
        with pytest.raises(NotAllowedError, match="決定"):
            preview_paper(work, "disclosed_copy", asked(desk, **answers))


def test_the_copy_goes_into_the_register_with_its_reason(office, work, desk, talk, tmp_path):
    request = asked(desk, **ANSWERED)
    with pytest.raises(InvalidEntriesError):
        print_paper(work, "disclosed_copy", request, target=tmp_path / "a.pdf", reason="")
    printed = print_paper(work, "disclosed_copy", request, target=tmp_path / "a.pdf", reason="開示")
    with office.store.reading(None) as session:
        row = session.query(Disclosure).one()
    assert (row.serial, row.sha256, row.case_id) == (printed.serial, printed.sha256, desk.case)


def test_where_somebody_protected_is_stays_out_of_the_copy(work, desk, talk, written):
    request = asked(desk, **ANSWERED)
    assert ADDRESS in told_by(written("disclosed_copy", request))
    measure = {"shien_sochi": True, "shien_sochi_kind": ["dv"], "shien_sochi_until_on": TODAY}
    save_record(work, "person", desk.person, measure)
    assert ADDRESS not in told_by(written("disclosed_copy", request))


def test_drafts_and_what_was_taken_out_of_use_are_not_copied(work, desk, written):
    make_consultation(work, case_id=desk.case, body="書きかけの記録")
    assert "書きかけ" not in told_by(written("disclosed_copy", asked(desk, **ANSWERED)))


@pytest.mark.parametrize(
    ("kind", "answers", "words"),
    [
        ("disclosure", ANSWERED, ("開示決定通知書", "全部に応じる")),
        (
            "disclosure",
            {**ANSWERED, "decision": "partial", "grounds": ["third_party"], "withheld": "姉の話"},
            ("一部開示決定通知書", "姉の話", "本人以外の人の権利", "苦情"),
        ),
        (
            "correction",
            {**ANSWERED, "decision": "refused", "grounds": ["is_right"], "withheld": "住所"},
            ("訂正をしない旨の決定通知書", "事実と合っている"),
        ),
        (
            "suspension",
            {"extended_to_on": TODAY.replace(year=2027), "extended_because": "記録が多いため"},
            ("決定期限延長通知書", "記録が多いため", "令和9年11月24日"),
        ),
    ],
)
def test_the_notice_says_what_was_decided_and_why(desk, written, kind, answers, words):
    said = told_by(written("decision_notice", asked(desk, request_type=kind, **answers)))
    for each in (*words, "青葉すみれ"):
        assert each in said, each


def test_there_is_no_notice_while_nothing_was_decided(work, desk):
    with pytest.raises(NotAllowedError, match="決定も期限の延長も"):
        preview_paper(work, "decision_notice", asked(desk))


def test_a_notice_to_an_agent_goes_to_the_agent(desk, written):
    agent = {"requester": "agent", "requester_name": "代理 人子"}
    said = told_by(written("decision_notice", asked(desk, **ANSWERED, **agent)))
    assert "代理人子" in said


def test_no_kind_of_case_record_is_forgotten():
    """What the program keeps for itself is no record of the person's."""
    own = {
        *("appointment", "case_worker", "conflict_block", "disclosure"),
        *("disclosure_request", "emergency_access", "handover_note", "receipt"),
        *("review", "review_step", "task", "compartment", "case_transfer"),
        *("disposal", "legal_hold"),
    }
    of_cases = {
        kind for kind, model in record_kinds().items() if "case_id" in model.__table__.columns
    }
    assert of_cases - own == set(TOLD)


def test_what_one_cannot_open_is_not_left_out_of_a_copy_in_silence(at_desk):
    with at_desk("shunin") as (_, work):
        case, entry = make_case(work)
        person = show_record(work, "case", case).answers["person_id"]
        set_worker(work, case, staff_id(work, "sodanin"), "sub", reason="副担当")
        restrict_case(work, case, 2, WHY)
        given = {
            **ANSWERED,
            "request_type": "disclosure",
            "requester": "self",
            "person_id": person,
            "case_id": case,
            "staff_id": work.actor.staff_id,
            "scope": "すべて",
        }
        request = add_record(work, "disclosure_request", given).id
        assert preview_paper(work, "disclosed_copy", request).startswith(b"%PDF")
    with at_desk("kanri") as (opened, work):
        one_time = reset_staff(work, opened, "shunin")
        slots.change_password(opened.folder, "shunin", one_time, PASSWORD).drop()
    with at_desk("shunin") as (_, work):
        assert show_record(work, "consultation", entry).answers["body"] == CLOSED
        with pytest.raises(NotAllowedError, match="封印された記録"):
            preview_paper(work, "disclosed_copy", request)
