"""障害者地域生活支援センター: two calls, one case; a record is corrected, a letter goes out."""

from hands import saves_as

from letter_office import told_by
from office_fixtures import PASSWORD
from soudan_desk.services.history import versions_of


def test_two_calls_become_one_case_whose_record_is_corrected(sit_down, afterwards, tmp_path):
    letter = tmp_path / "tsunagi.pdf"
    worker = sit_down()

    takes_the_hospitals_call(worker)
    takes_his_own_call(worker)
    writes_a_draft_and_finishes_it_later(worker)
    corrects_it(worker)
    records_the_consent(worker)
    password = sends_the_letter(worker, letter)
    finds_him_by_a_word_and_locks(worker)
    worker.window.close()

    said = told_by(letter, "-upw", password)
    assert "見本樹" in said
    assert "見本中央病院" in said
    assert "働く練習をしたい。" in said
    assert "薬を減らしている" not in said
    check_what_is_left(afterwards())


def begins_a_call(worker, caller):
    worker.press("Ctrl+N")
    worker.sees_page("intake")
    worker.choose("choose_centre", "障害者支援")
    worker.go_to("who_calls")
    worker.press(caller)


def takes_the_hospitals_call(worker):
    begins_a_call(worker, "E")
    worker.choose("caller_type", "医療機関")
    worker.go_to("caller_org")
    worker.write("見本中央病院")
    worker.press("Enter")
    worker.go_to("caller_name")
    worker.write("見本 連携", "みほん れんけい")
    worker.go_to("name")
    worker.write("見本 樹", "みほん いつき")
    worker.go_to("kana")
    worker.press("Enter")
    worker.go_to("birth_on")
    worker.type("h8.4.1")
    worker.press("Ctrl+B")
    worker.write("来月退院する。日中に通うところを探してほしい。")
    worker.press("Ctrl+Enter")
    worker.rests()


def takes_his_own_call(worker):
    worker.press("Alt+Left")
    begins_a_call(worker, "Q")
    worker.go_to("name")
    worker.write("見本 樹", "みほん いつき")
    worker.sees("decline_candidates")
    worker.press("Alt+1")
    worker.press("Ctrl+B")
    worker.write("自分でも、働く練習をしたい。")
    worker.press("F7")
    worker.sees_page("case")
    worker.rests()


def writes_a_draft_and_finishes_it_later(worker):
    worker.press("Ctrl+R")
    worker.sees("finalise_consultation")
    worker.write("家を訪ねる。")
    worker.choose("method", "訪問")
    worker.press("Esc")
    worker.rests()
    worker.press("Ctrl+N")
    worker.sees_page("intake")
    worker.press("Alt+Left")
    worker.sees_page("case")
    worker.press("Alt+2", "Ctrl+End")
    worker.write("部屋は片づいている。")
    worker.press("Ctrl+Enter")
    worker.rests()


def corrects_it(worker):
    worker.press("Ctrl+E")
    worker.sees("amend_consultation")
    worker.press("Ctrl+End")
    worker.write("母も同席。")
    with worker.answering(lambda _dialog: gives_a_reason(worker)):
        worker.press("Ctrl+Enter")
    worker.rests()


def gives_a_reason(worker):
    worker.write("同席者を書き落としたため")
    worker.push("answer_go")


def records_the_consent(worker):
    worker.turns_to("basics")
    worker.press("Alt+D")
    worker.sees("save_consent")
    worker.choose("type", "関係機関")
    worker.choose("method", "書面")
    worker.tick("scope_items", "氏名・読み", "本人の希望")
    worker.press("Ctrl+Enter")
    worker.rests()


def sends_the_letter(worker, letter):
    told = []
    worker.turns_to("referrals")
    worker.press("Alt+L")
    worker.sees_page("referral")
    worker.rests()
    worker.choose("agency_id", "中央病院")
    worker.choose("handover", "書面")
    worker.press("Ctrl+B")
    worker.write("退院の日と、通院の間隔を教えてください。")
    worker.press("Ctrl+T", "Home", *["Down"] * 11, "Enter")
    worker.write("働く練習をしたい。")
    worker.press("Esc", "Up", "Enter")  # 病気・通院: he did not agree to that
    worker.write("薬を減らしているところ。")
    worker.press("Esc")
    with worker.answering(lambda _dialog: told.append(confirms(worker)), saves_as(worker, letter)):
        worker.push("save_letter_pdf")
    worker.until(letter.exists, "the letter")
    worker.rests()
    return told[0]


def confirms(worker):
    """Note the password down, and go on."""
    password = worker.go_to("file_password").text()
    worker.push("answer_go")
    return password


def finds_him_by_a_word_and_locks(worker):
    worker.press("Ctrl+K")
    worker.write("働く練習")
    worker.rests()
    worker.press("Down", "Enter")
    worker.rests()
    worker.sees_page("case")
    worker.press("Ctrl+L")
    worker.until(lambda: worker.window.is_locked, "the lock")
    worker.signs_in(PASSWORD)
    worker.sees_page("case")


def check_what_is_left(left):
    first, second, visit = left.all_of("consultation")
    person, letter = left.the_only("person"), left.the_only("referral")

    assert first.person_id == second.person_id == person.id
    assert (first.caller_type, first.caller_org) == ("medical", "見本中央病院 地域連携室")
    assert first.case_id == second.case_id
    assert left.the_only("case").case_no.endswith("-D-0001")
    assert (visit.record_state, visit.version) == ("final", 2)
    assert visit.body == "家を訪ねる。部屋は片づいている。母も同席。"
    assert versions_of(left.work, "consultation", visit.id)[-1].reason == "同席者を書き落としたため"
    assert letter.disclosed == ["name", "client_view"]
    assert left.the_only("disclosure").consent_id == left.the_only("consent").id
    assert left.is_whole()
    assert left.is_tidy()
