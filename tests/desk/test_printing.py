"""Printing: who may, what is registered, what the paper says, and what happens when it fails."""

import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from letter_office import ADDRESS, MOBILE, make_desk, told_by
from office_fixtures import TODAY, make_consultation, make_person
from question_samples import sample_of
from soudan_desk.desk.paper_empty import empty_form, list_empty_forms
from soudan_desk.desk.paper_infos import list_papers
from soudan_desk.desk.printing import preview_paper, print_paper
from soudan_desk.errors import InvalidEntriesError, NotAllowedError, NotFoundError, SoudanError
from soudan_desk.fields import Kind, Names, as_text
from soudan_desk.models import AuditEntry, Disclosure, fields_of, record_kinds
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.services.case_people import restrict_case
from soudan_desk.services.cases import open_case
from soudan_desk.services.handover_lists import About
from soudan_desk.services.handovers import leave_note
from soudan_desk.services.reading import read_record
from soudan_desk.services.records import add_record, save_record


def register(office):
    with office.store.reading(None) as session:
        return list(session.scalars(select(Disclosure).order_by(Disclosure.given_at)))


def prints(office):
    with office.store.reading(None) as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == "print")))


def test_every_paper_but_the_recovery_sheet_can_be_printed_from_a_record(office, work, tmp_path):
    desk = make_desk(work)
    letter = add_record(work, "referral", desk.letter(), finalise=True).id
    meeting, item = _hold_meeting(work, desk.case)
    ids = {"case": desk.case, "referral": letter, "conference": meeting, "agenda_item": item}
    _add_plan(work, desk.case)
    papers = [i for i in list_papers(work, "life_support") if ids.keys() & set(i.kinds)]
    for info in papers:
        kind = next(kind for kind in info.kinds if kind in ids)
        target = tmp_path / f"{info.key}.pdf"
        printed = print_paper(work, info.key, ids[kind], target=target, reason="確認のため")
        assert printed.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
        assert told_by(target).count(printed.serial) >= 1
    serials = [row.serial for row in register(office)]
    assert serials == [f"R08-P-{number:05d}" for number in range(1, len(papers) + 1)]


def _hold_meeting(work, case):
    """Hold a meeting about a case that is not named there."""
    answers = {"meeting_kind": "case", "centre": "life_support"}
    meeting = add_record(work, "conference", answers).id
    about = {"conference_id": meeting, "case_id": case, "agenda_type": "share"}
    named = {"is_anonymous": True, "subject_alias": "Aさん"}
    return meeting, add_record(work, "agenda_item", {**about, **named}).id


def _add_plan(work, case):
    """Give a case what its plan papers are printed from."""
    staff = work.actor.staff_id
    plan = add_record(
        work, "plan", {"case_id": case, "plan_kind": "self_reliance", "author_id": staff}
    ).id
    about = {"case_id": case, "plan_id": plan}
    add_record(work, "monitoring", {**about, "held_on": TODAY, "staff_id": staff})
    add_record(work, "evaluation", {**about, "evaluated_on": TODAY, "evaluator_id": staff})
    met = {"first_created_on": TODAY, "author_id": staff}
    add_record(work, "assessment", {"case_id": case, **met})


def test_a_print_is_one_row_of_the_register_and_one_of_the_audit(office, work, tmp_path):
    desk = make_desk(work)
    printed = print_paper(
        work,
        "face_sheet",
        desk.case,
        target=tmp_path / "a.pdf",
        reason="引継ぎ会議で使う",
        recipient="西尾 見本",
    )
    (row,), (act,) = register(office), prints(office)
    assert (row.paper, row.recipient, row.reason) == ("face_sheet", "西尾 見本", "引継ぎ会議で使う")
    assert (row.page_count, row.sha256, row.serial) == (1, printed.sha256, printed.serial)
    assert (row.case_id, row.person_id, row.given_by_id) == (
        desk.case,
        desk.person,
        work.actor.staff_id,
    )
    assert (act.kind, act.record_id, act.case_id, act.reason) == (
        "case", desk.case, desk.case, "引継ぎ会議で使う",
    )  # fmt: skip
    assert act.content_sha256 == printed.sha256


def test_a_personal_paper_without_a_reason_is_refused_with_a_sentence(work, tmp_path):
    desk = make_desk(work)
    with pytest.raises(InvalidEntriesError, match="理由を入れて"):
        print_paper(work, "face_sheet", desk.case, target=tmp_path / "a.pdf", reason=" ")
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.parametrize("login", ["kansa", "etsuran", "kanri"])
def test_who_only_reads_may_not_print(office, work, tmp_path, login):
    desk = make_desk(work)
    with pytest.raises(NotAllowedError, match="印刷する権限がありません"):
        print_paper(
            office.work(login), "face_sheet", desk.case, target=tmp_path / "a.pdf", reason="確認"
        )


def test_an_existing_file_is_kept_unless_one_says_to_write_over_it(office, work, tmp_path):
    desk = make_desk(work)
    target = tmp_path / "a.pdf"
    target.write_bytes(b"mine")
    with pytest.raises(SoudanError, match="すでにあります"):
        print_paper(work, "face_sheet", desk.case, target=target, reason="確認")
    assert (target.read_bytes(), register(office)) == (b"mine", [])
    print_paper(work, "face_sheet", desk.case, target=target, reason="確認", force=True)
    assert target.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir() if path.name != "office"] == ["a.pdf"]


def test_what_cannot_be_written_is_not_registered(office, work, tmp_path):
    desk = make_desk(work)
    with pytest.raises(SoudanError, match="書けません"):
        print_paper(work, "face_sheet", desk.case, target=tmp_path / "no" / "a.pdf", reason="確認")
    assert (register(office), prints(office)) == ([], [])
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "a.pdf.new").touch()
    (folder / ".a.pdf.new").mkdir()
    with pytest.raises(OSError):
        print_paper(work, "face_sheet", desk.case, target=folder / "a.pdf", reason="確認")
    assert (register(office), prints(office)) == ([], [])


def test_what_cannot_be_registered_leaves_no_file_and_the_old_one_in_its_place(
    office, work, tmp_path
):
    desk = make_desk(work)
    new, old = tmp_path / "new.pdf", tmp_path / "old.pdf"
    old.write_bytes(b"mine")
    gone = replace(work, actor=replace(work.actor, staff_id=uuid4()))
    for target in (new, old):
        with pytest.raises(IntegrityError):
            print_paper(gone, "face_sheet", desk.case, target=target, reason="確認", force=True)
    assert (new.exists(), old.read_bytes()) == (False, b"mine")
    assert (register(office), prints(office)) == ([], [])
    assert {path.name for path in tmp_path.iterdir()} == {"office", "old.pdf"}


def test_the_mornings_list_names_the_notes_left_for_one(office, work, tmp_path):
    desk, target = make_desk(work), tmp_path / "a.pdf"
    answers = {"to_staff_ids": [office.staff_id("shunin")], "is_urgent": True, "due_on": TODAY}
    left = {"body": "青葉すみれさんの大家さんへ電話", **answers}
    leave_note(office.work("nishio"), left, about=About(kind="case", id=desk.case))
    print_paper(work, "morning_list", None, target=target, reason="朝の打合せ")
    told = told_by(target)
    assert "大家さんへ電話" in told
    assert "西尾見本" in told
    assert "急ぎ" in told
    restrict_case(work, desk.case, 3, "身の安全のため")
    print_paper(work, "morning_list", None, target=target, reason="朝の打合せ", force=True)
    assert "青葉" not in told_by(target)


def test_the_centre_s_morning_tells_who_is_new_what_presses_and_everybody_s_day(
    office, work, tmp_path
):
    desk = make_desk(work)
    save_record(work, "case", desk.case, {"urgency": "high"})
    first = {"first_or_repeat": "new"}
    friday = date(2026, 11, 20)  # Monday the 23rd was a holiday
    make_consultation(work, subject="家賃が払えない", held_on=friday, **first)
    make_consultation(work, subject="先週の電話", held_on=friday - timedelta(days=1), **first)
    visit = {"held_on": TODAY, "appointment_kind": "visit", "case_id": desk.case}
    add_record(office.work("nishio"), "appointment", {**visit, "title": "家庭訪問"})
    target = tmp_path / "a.pdf"

    print_paper(work, "centre_morning_list", None, target=target, reason="朝の打合せ")

    told = told_by(target)
    assert "前の開所日からの新規" in told
    assert "家賃が払えない" in told
    assert "先週の電話" not in told
    assert "緊急度の高いケース" in told
    assert "家庭訪問" in told
    assert "西尾見本" in told


@pytest.mark.parametrize(
    "key", ["case_table", "morning_list", "centre_morning_list", "appointments"]
)
def test_a_hidden_name_is_blacked_out_of_what_an_appointment_is_called(work, tmp_path, key):
    desk = make_desk(work)
    visit = {"held_on": TODAY, "appointment_kind": "visit", "case_id": desk.case}
    add_record(work, "appointment", {**visit, "title": "青葉さんの家へ"})
    restrict_case(work, desk.case, 3, "身の安全のため")
    target = tmp_path / "a.pdf"
    print_paper(work, key, None, target=target, reason="朝の打合せ")
    assert "さんの家へ" in told_by(target)
    assert "青葉" not in told_by(target)


@pytest.mark.parametrize(
    "key", ["case_table", "morning_list", "centre_morning_list", "appointments"]
)
def test_nor_does_it_stand_there_for_a_reader_who_may_not_know_whose_case_it_is(
    office, work, tmp_path, key
):
    desk, reader = make_desk(work), office.work("sodanin")
    nameless = open_case(work, centre="life_support")
    visit = {"held_on": TODAY, "appointment_kind": "visit", "case_id": nameless}
    add_record(reader, "appointment", {**visit, "title": "青葉さんと面接"})
    save_record(work, "case", nameless, {"person_id": desk.person}, lock_version=None)
    restrict_case(work, desk.case, 3, "身の安全のため")
    target = tmp_path / "a.pdf"
    print_paper(reader, key, None, target=target, reason="朝の打合せ")
    assert "さんと面接" in told_by(target)
    assert "青葉" not in told_by(target)


def test_an_appointment_of_a_person_without_a_case_is_masked_too(work, tmp_path):
    desk = make_desk(work)
    visit = {"held_on": TODAY, "appointment_kind": "visit", "person_id": desk.person}
    add_record(work, "appointment", {**visit, "title": "青葉さんの家へ"})
    restrict_case(work, desk.case, 3, "身の安全のため")
    target = tmp_path / "a.pdf"
    print_paper(work, "appointments", None, target=target, reason="朝の打合せ")
    assert "さんの家へ" in told_by(target)
    assert "青葉" not in told_by(target)


@pytest.mark.parametrize("key", ["case_list", "case_table", "morning_list", "appointments"])
def test_a_list_is_registered_and_names_the_cases_but_no_hidden_person(office, work, tmp_path, key):
    desk = make_desk(work)
    add_record(work, "task", {"title": "家賃の確認", "case_id": desk.case, "due_on": TODAY})
    visit = {"held_on": TODAY, "appointment_kind": "visit", "case_id": desk.case}
    add_record(work, "appointment", visit)
    target = tmp_path / "a.pdf"
    printed = print_paper(work, key, None, target=target, reason="朝の打合せ")
    assert "青葉すみれ" in told_by(target)
    (row,), (act,) = register(office), prints(office)
    assert (row.paper, row.serial, row.sha256) == (key, printed.serial, printed.sha256)
    assert (row.case_id, act.record_id, act.reason) == (None, None, "朝の打合せ")
    restrict_case(work, desk.case, 3, "身の安全のため")
    print_paper(work, key, None, target=target, reason="朝の打合せ", force=True)
    assert "青葉" not in told_by(target)
    assert "氏名秘匿" in told_by(target)
    with pytest.raises(InvalidEntriesError, match="理由を入れて"):
        print_paper(work, key, None, target=target, reason="", force=True)


def test_the_list_of_cases_says_where_each_stands(work, tmp_path):
    desk = make_desk(work)
    _add_plan(work, desk.case)
    target = tmp_path / "a.pdf"
    print_paper(work, "case_list", None, target=target, reason="確認")
    told = told_by(target)
    for words in ("支援ケース一覧", "R08-L-0001", "女・52歳", "第1回", "1件", "終結を除く"):
        assert words in told, words


def test_the_supervisors_table_is_registered_and_names_workers_only(office, work, tmp_path):
    make_desk(work)
    target = tmp_path / "a.pdf"
    printed = print_paper(work, "supervision_list", None, target=target, reason="主任会議")
    told = told_by(target)
    for words in ("担当ごとのケースの状況", "すべてのセンター", "田中見本", "主担当なし", "合計"):
        assert words in told, words
    assert "青葉" not in told
    (row,) = register(office)
    assert (row.paper, row.serial) == ("supervision_list", printed.serial)


def test_a_protected_address_stands_on_no_paper(work, tmp_path):
    desk = make_desk(work, shien_sochi=True)
    letter = add_record(work, "referral", desk.letter(), finalise=True).id
    for key in ("intake_sheet", "progress_record", "progress_list", "face_sheet"):
        target = tmp_path / f"{key}.pdf"
        print_paper(work, key, desk.case, target=target, reason="確認")
        told = told_by(target)
        assert ADDRESS not in told
        assert MOBILE not in told
        assert "０９０" not in told
    print_paper(work, "referral_letter", letter, target=tmp_path / "l.pdf", reason="つなぎ")
    assert ADDRESS not in told_by(tmp_path / "l.pdf")


def test_an_ordinary_address_stands_on_the_face_sheet(work, tmp_path):
    desk = make_desk(work)
    print_paper(work, "face_sheet", desk.case, target=tmp_path / "a.pdf", reason="確認")
    assert ADDRESS in told_by(tmp_path / "a.pdf")


def test_a_hidden_name_stands_on_no_paper_of_the_case(work, tmp_path):
    desk = make_desk(work)
    consultation = make_consultation(work, case_id=desk.case, body="青葉さんから電話。")
    add_record(work, "task", {"title": "青葉 すみれさんに電話", "case_id": desk.case})
    restrict_case(work, desk.case, 3, "身の安全のため")
    for key, record_id in (("progress_record", consultation), ("face_sheet", desk.case)):
        print_paper(work, key, record_id, target=tmp_path / f"{key}.pdf", reason="確認")
        told = told_by(tmp_path / f"{key}.pdf")
        assert "氏名秘匿" in told
        assert "青葉" not in told


def test_an_empty_form_needs_no_record_and_no_reason_and_is_not_registered(office, work, tmp_path):
    several = {"plan": "nichiji", "monitoring": "service_use"}
    for info in list_papers(work):
        if info.form:
            target, form = tmp_path / f"{info.key}.pdf", several.get(info.key, "")
            printed = print_paper(work, info.key, None, target=target, empty=True, form=form)
            assert printed.pages >= 1
            assert printed.serial == ""
    assert register(office) == []


def test_every_form_for_handwriting_is_named_by_centre_and_can_be_made(work):
    forms = list(list_empty_forms(work))
    for form in forms:
        pdf, pages = empty_form(work, PAPERS[form.paper], form.form, form.centre)
        assert pdf.startswith(b"%PDF")
        assert pages >= 1
    own = {form.paper for form in list_empty_forms(work, "rights_advocacy")}
    assert {"rights_reception", "consent_form", "minutes"} <= own
    assert "intake_sheet" not in own
    plans = {f.form for f in forms if (f.paper, f.centre) == ("plan", "disability")}
    assert plans == {"service_use", "service_use_draft", "regional_move"}
    assert {form.centre for form in forms} == set(work.actor.centres)


def test_a_form_that_has_no_empty_sheet_says_so(work, tmp_path):
    with pytest.raises(NotFoundError, match="印刷できません"):
        print_paper(work, "recovery_sheet", None, target=tmp_path / "a.pdf", empty=True)


def test_a_draft_says_so_on_the_paper(work, tmp_path):
    draft = make_consultation(work, person_id=make_person(work))
    print_paper(work, "progress_record", draft, target=tmp_path / "a.pdf", reason="確認")
    assert "下書き・取扱注意" in told_by(tmp_path / "a.pdf")


def test_what_left_the_office_is_read_by_its_name_and_without_its_digest(office, work, tmp_path):
    desk = make_desk(work)
    print_paper(work, "progress_list", desk.case, target=tmp_path / "a.pdf", reason="確認")
    (row,) = register(office)
    assert row.sha256
    words = [line.text for line in read_record(work, "disclosure", row.id).lines]
    assert "支援経過記録（経過一覧）" in words
    assert not {"progress_list", row.sha256} & set(words)


def test_a_preview_shows_what_is_typed_and_leaves_no_trace(office, work, tmp_path):
    desk = make_desk(work)
    typed = desk.letter(
        request="まだ保存していない依頼です。", person_id=desk.person, direction="out"
    )
    target = tmp_path / "a.pdf"
    target.write_bytes(preview_paper(work, "referral_letter", None, typed))
    assert "まだ保存していない依頼です。" in told_by(target)
    assert (register(office), prints(office)) == ([], [])


KINDS = {"consultation": "progress_record", "intake": "intake_sheet"}


@pytest.mark.parametrize(("kind", "paper"), KINDS.items())
def test_every_printed_question_stands_on_its_paper_without_further_code(
    work, tmp_path, kind, paper
):
    model = record_kinds()[kind]
    person = make_person(work)
    case = open_case(work, centre="life_support", person_id=person)
    given = {"person_id": person, "case_id": case, "received_by_id": work.actor.staff_id}
    asked = {field.key: field for field in fields_of(model)}
    for key, field in asked.items():
        if field.printed and field.of is None:
            given[key] = sample_of(field)
    given["ended_at_time"] = given.get("started_at_time")
    given |= _opened(asked)
    answers = {key: given[key] for key in asked if key in given}
    record = add_record(work, kind, answers).id
    print_paper(work, paper, record, target=tmp_path / "a.pdf", reason="確認")
    told = told_by(tmp_path / "a.pdf", "-raw")
    names = Names(work.codes, lambda _kind, _id: "", "life_support")
    for field in asked.values():
        if field.printed and field.of is None and field.shown(answers):
            for words in _words(field, answers[field.key], names):
                assert re.sub(r"\s+", "", words) in told, field.key


def _opened(asked):
    """Answer what further questions hang on."""
    found = {}
    for field in asked.values():
        condition = field.shown_when or {}
        if "life_support" not in condition.get("centre", ("life_support",)):
            continue
        for key, values in condition.items():
            many = asked.get(key) is not None and asked[key].kind is Kind.CHOICES
            found.setdefault(key, [values[0]] if many else values[0])
    marks = {"concerns": {"other": "circle", "housing": "double"}}
    fixed = {"centre", "record_state"}
    return {k: marks.get(k, value) for k, value in found.items() if k in asked and k not in fixed}


_SAID_OTHERWISE = {"signed_by_client": "署名済み"}


def _words(field, answer, names):
    if field.kind is Kind.CHECK:
        return [_SAID_OTHERWISE.get(field.key, field.label)] if answer else []
    if field.kind in {Kind.CHOICES, Kind.MARKS}:
        return [names.codes.label(field.codes, code, centre=names.centre) for code in answer]
    return [as_text(field, answer, names)]
