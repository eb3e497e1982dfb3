"""権利擁護センター: a daughter calls about her mother, whose address nobody may learn."""

import subprocess

from hands import prints_to

from letter_office import told_by
from office_fixtures import PASSWORD
from soudan_desk.services.attachments import read_attachment

STREET = "青空町2丁目5番1号"


def test_a_protected_address_stays_out_of_the_letter_that_is_printed(
    sit_down, afterwards, tmp_path
):
    printed = tmp_path / "printed.pdf"
    worker = sit_down()

    takes_the_daughters_call(worker)
    protects_the_mother(worker)
    notes_a_visit_in_one_line(worker)
    records_the_consent(worker)
    prints_the_letter(worker, printed)
    locks_and_goes_on(worker)
    worker.window.close()

    left = afterwards()
    check_what_is_left(left)
    check_the_paper(printed, kept_copy(left, tmp_path))


def takes_the_daughters_call(worker):
    worker.press("Ctrl+N")
    worker.sees_page("intake")
    worker.choose("choose_centre", "権利擁護")
    worker.go_to("who_calls")
    worker.press("W")
    worker.choose("caller_relation", "長女")
    worker.go_to("caller_name")
    worker.write("見本 ゆい", "みほん ゆい")
    worker.go_to("caller_tel")
    worker.type("09000001234")
    worker.go_to("name")
    worker.write("見本 文", "みほん ふみ")
    worker.go_to("birth_on")
    worker.type("s15.5.3")
    worker.press("Ctrl+B")
    worker.write("母の通帳を別居の兄が持って行った。母は困っている。")
    worker.press("F7")
    worker.sees_page("case")
    worker.rests()


def protects_the_mother(worker):
    worker.turns_to("basics")
    worker.push("open_person")
    worker.sees_page("person")
    worker.rests()
    worker.go_to("address")
    worker.write(f"見本県ひなた市{STREET}")
    worker.go_to("shien_sochi")
    worker.press("Space")
    worker.press("Ctrl+Enter")
    worker.rests()
    worker.press("Alt+Left")
    worker.sees_page("case")
    worker.rests()


def notes_a_visit_in_one_line(worker):
    worker.turns_to("course")
    worker.press("Ctrl+J")
    worker.write("訪問 本人と会う。通帳の再発行を銀行に頼むことにした。")
    worker.press("Enter")
    worker.rests()


def records_the_consent(worker):
    worker.turns_to("basics")
    worker.press("Alt+D")
    worker.sees("save_consent")
    worker.choose("type", "個別のつなぎ")
    worker.choose("method", "口頭")
    worker.press("Ctrl+Enter")
    worker.rests()


def prints_the_letter(worker, printed):
    worker.turns_to("referrals")
    worker.press("Alt+L")
    worker.sees_page("referral")
    worker.rests()
    worker.choose("agency_id", "生活福祉課")
    worker.choose("handover", "書面")
    worker.press("Ctrl+B")
    worker.write("通帳の再発行に、職員の同行をお願いします。")
    worker.press("Ctrl+T", "Home", "Down", "Down", "Space")  # the address: it says why not
    worker.rests()
    with worker.answering(lambda _dialog: worker.push("answer_go"), prints_to(printed)):
        worker.press("Ctrl+P")
    worker.until(printed.exists, "the printed letter")
    worker.rests()


def locks_and_goes_on(worker):
    worker.press("Ctrl+L")
    worker.until(lambda: worker.window.is_locked, "the lock")
    worker.type(PASSWORD)
    worker.press("Enter")
    worker.sees_page("referral")


def kept_copy(left, tmp_path):
    """Return the copy of the letter that the office keeps."""
    copy = left.the_only("attachment")
    content = read_attachment(left.work, left.office, copy.id).content
    path = tmp_path / "kept.pdf"
    path.write_bytes(content)
    return path


def check_the_paper(printed, kept):
    said = told_by(kept)
    assert "見本文" in said
    assert "通帳の再発行に、職員の同行をお願いします。" in said
    assert "青空町" not in said
    pages = subprocess.run(["pdfinfo", printed], check=True, capture_output=True, text=True)
    assert "Pages:           1" in pages.stdout
    assert "595 x 842" in pages.stdout or "A4" in pages.stdout


def check_what_is_left(left):
    person, letter, given = (left.the_only(k) for k in ("person", "referral", "disclosure"))
    call, visit = left.all_of("consultation")

    assert person.shien_sochi
    assert STREET in person.address
    assert call.caller_relation == "eldest_daughter"
    assert (visit.method, visit.record_state) == ("outreach", "final")
    assert left.the_only("case").case_no.endswith("-K-0001")
    assert letter.record_state == "final"
    assert "address" not in letter.disclosed
    assert given.referral_id == letter.id
    assert left.is_whole()
    assert left.is_tidy()
