"""生活サポートセンター: a call about the rent, from the telephone to the letter that leaves."""

from hands import saves_as

from letter_office import told_by
from office_fixtures import PASSWORD


def test_from_a_call_about_the_rent_to_the_letter_that_leaves(sit_down, afterwards, tmp_path):
    letter = tmp_path / "つなぎ.pdf"
    worker = sit_down()

    takes_the_call(worker)
    writes_what_followed(worker)
    records_the_consent(worker)
    password = sends_the_letter(worker, letter)
    finds_her_again_and_locks(worker)
    worker.window.close()

    check_the_letter(told_by(letter, "-upw", password))
    check_what_is_left(afterwards())


def takes_the_call(worker):
    worker.press("Ctrl+N")
    worker.sees_page("intake")
    worker.press("Q")
    worker.go_to("name")
    worker.write("青葉 すみれ", "あおば すみれ")
    worker.go_to("kana")
    worker.press("Enter")
    worker.choose("sex", "女性")
    worker.go_to("birth_on")
    worker.type("s49.3.1")
    worker.go_to("caller_tel")
    worker.type("09000005678")
    worker.press("Ctrl+T", "F", "F", "J", "Ctrl+B")
    worker.write("家賃を2か月払えていない。10月で仕事がなくなった。")
    worker.press("F7")
    worker.sees_page("case")
    worker.rests()


def writes_what_followed(worker):
    worker.press("Ctrl+R")
    worker.sees("finalise_consultation")
    worker.write("本人が来所。家計表を一緒に作る。")
    worker.choose("method", "面談")
    worker.go_to("subject")
    worker.write("家計表をつくる")
    worker.press("Ctrl+Enter")
    worker.rests()


def records_the_consent(worker):
    worker.turns_to("basics")
    worker.sees("add_consent")
    worker.press("Alt+D")
    worker.sees("save_consent")
    worker.choose("type", "個別のつなぎ")
    worker.choose("method", "書面")
    worker.add("scope_agency_ids", "生活福祉課")
    worker.press("Ctrl+Enter")
    worker.rests()


def sends_the_letter(worker, letter):
    told = []
    worker.turns_to("referrals")
    worker.press("Alt+L")
    worker.sees_page("referral")
    worker.rests()
    worker.choose("agency_id", "生活福祉課")
    worker.choose("handover", "同行")
    worker.press("Ctrl+B")
    worker.write("住居確保給付金の利用をご検討ください。")
    worker.press("Ctrl+T", *["Down"] * 6, "Enter")
    worker.write("家計表を一緒に作った。")
    worker.press("Esc", "Home", *["Down"] * 3, "Space")
    worker.rests()
    with worker.answering(
        lambda dialog: told.append(confirms(worker, dialog)), saves_as(worker, letter)
    ):
        worker.push("save_letter_pdf")
    worker.until(letter.exists, "the letter")
    worker.rests()
    return told[0]


def confirms(worker, dialog):
    """Note the password down, and go on."""
    password = worker.go_to("file_password").text()
    worker.push("answer_go")
    return password


def finds_her_again_and_locks(worker):
    worker.press("Ctrl+K")
    worker.write("あおば")
    worker.rests()
    worker.press("Down", "Enter")
    worker.sees_page("person")
    worker.rests()
    worker.press("Alt+Left")
    worker.sees_page("referral")
    worker.press("Ctrl+L")
    worker.until(lambda: worker.window.is_locked)
    worker.signs_in(PASSWORD)
    worker.sees_page("referral")


def check_the_letter(said):
    assert "青葉すみれ" in said
    assert "昭和49年3月1日" in said
    assert "見本市役所生活福祉課" in said
    assert "住居確保給付金の利用をご検討ください。" in said
    assert "家計表を一緒に作った。" in said
    assert "090-0000-5678" not in said  # its line was unticked


def check_what_is_left(left):
    call, visit = left.all_of("consultation")
    person, case, letter = (left.the_only(kind) for kind in ("person", "case", "referral"))
    given = left.the_only("disclosure")

    assert (call.method, call.record_state) == ("phone", "draft")
    assert (visit.method, visit.record_state) == ("interview", "final")
    assert call.main_topic == "rent_loan"
    assert call.topics == ["rent_loan", "job_search"]
    assert person.kana == "アオバ スミレ"
    assert call.case_id == visit.case_id == letter.case_id == case.id
    assert case.case_no.endswith("-L-0001")
    assert letter.record_state == "final"
    assert letter.consent_id == left.the_only("consent").id
    assert "telephone" not in letter.disclosed
    assert (given.referral_id, given.page_count) == (letter.id, 1)
    assert left.revisions_of(letter.id) >= 2
    assert left.is_whole()
    assert left.is_tidy()
