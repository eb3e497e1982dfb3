"""Stamps on the papers, and the slip that goes round with a record."""

import subprocess

import pytest

from office_fixtures import TODAY, make_person
from review_office import add_staff_row, final_consultation, in_days, make_route, step
from soudan_desk.desk.printing import preview_paper, print_paper
from soudan_desk.japanese.eras import wareki_short
from soudan_desk.models.base import now
from soudan_desk.services.cases import open_case
from soudan_desk.services.conferences import finalise_conference, hold_conference
from soudan_desk.services.deputies import save_deputy
from soudan_desk.services.plans import new_plan
from soudan_desk.services.records import add_record, amend_record, save_record
from soudan_desk.services.review_lists import list_reviews
from soudan_desk.services.reviews import read_after, return_review, submit_review, take_step


@pytest.fixture
def routed(office):
    """主任 and 所長, both named; the centre's own boxes are three others."""
    shunin = office.staff_id("shunin")
    head = add_staff_row(office, "shocho", "森本 見本", ["supervisor", "caseworker"])
    steps = [step("主任", staff=shunin), step("所長", staff=head)]
    for kind in ("consultation", "plan", "conference", "intake"):
        mode = "circulate" if kind in {"consultation", "intake"} else "approve"
        make_route(office, kind=kind, mode=mode, steps=steps)
    return office


def text_of(pdf: bytes, tmp_path) -> str:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    )
    return told.stdout


def squashed(text: str) -> str:
    return "".join(text.split())


def paper(work, key, record_id, tmp_path) -> str:
    return text_of(preview_paper(work, key, record_id), tmp_path)


def take_next(work):
    review_id = list_reviews(work, "waiting")[0].id
    take_step(work, review_id)
    return review_id


def day_words() -> str:
    return wareki_short(now().astimezone().date())


def test_boxes_are_empty_until_somebody_stamps_them(routed, tmp_path):
    author = routed.work("sodanin")
    record_id = final_consultation(author)
    before = paper(author, "progress_record", record_id, tmp_path)
    assert before.count(day_words()) >= 1
    assert before.count("供覧") == 1, "the author's own box"
    take_next(routed.work("shunin"))
    after = squashed(paper(author, "progress_record", record_id, tmp_path))
    assert after.count("供覧") == 2
    assert "田中" in after
    assert "森本" not in after
    take_next(routed.work("shocho"))
    assert squashed(paper(author, "progress_record", record_id, tmp_path)).count("供覧") == 3


def test_a_version_nobody_has_seen_carries_no_stamp_of_the_one_before(routed, tmp_path):
    author = routed.work("sodanin")
    record_id = final_consultation(author)
    take_next(routed.work("shunin"))
    take_next(routed.work("shocho"))
    amend_record(author, "consultation", record_id, {"subject": "家計"}, reason="書き忘れ")
    told = squashed(paper(author, "progress_record", record_id, tmp_path))
    assert "供覧" not in told
    assert "担当" in told
    submit_review(author, "consultation", record_id)
    assert squashed(paper(author, "progress_record", record_id, tmp_path)).count("供覧") == 1


def test_without_a_review_the_boxes_are_those_of_the_route_or_the_centre(routed, tmp_path):
    author = routed.work("sodanin")
    case_id = open_case(author, centre="life_support", person_id=make_person(author))
    record_id = add_record(author, "plan", new_plan(author, case_id)).id
    told = squashed(paper(author, "plan", record_id, tmp_path))
    assert "所長" in told
    letter = add_record(
        author,
        "consultation",
        {"centre": "disability", "held_on": TODAY, "method": "phone", "body": "相談。"},
    ).id
    assert "主任" in squashed(paper(author, "progress_record", letter, tmp_path))


def test_who_stamped_for_whom_stands_on_the_paper(routed, tmp_path):
    answers = {
        "absent_id": routed.staff_id("shunin"),
        "staff_id": routed.staff_id("nishio"),
        "from_on": TODAY,
        "to_on": in_days(2),
    }
    save_deputy(routed.work("shunin"), answers)
    record_id = final_consultation(routed.work("sodanin"))
    review_id = take_next(routed.work("nishio"))
    told = squashed(paper(routed.work("nishio"), "progress_record", record_id, tmp_path))
    assert "代決" in told
    assert "西尾" in told
    assert "後閲" not in told
    read_after(routed.work("shunin"), review_id)
    told = squashed(paper(routed.work("nishio"), "progress_record", record_id, tmp_path))
    assert f"後閲{day_words()}" in told
    slip = paper(routed.work("nishio"), "circulation_slip", record_id, tmp_path)
    assert "（田中 見本の代理）" in slip


def test_the_minutes_and_their_extract_carry_the_meetings_stamps(routed, tmp_path):
    author = routed.work("sodanin")
    meeting = hold_conference(
        author,
        {"centre": "life_support", "meeting_kind": "coord", "title": "第8回", "held_on": TODAY},
    )
    finalise_conference(author, meeting.id)
    take_next(routed.work("shunin"))
    told = squashed(paper(author, "minutes", meeting.id, tmp_path))
    assert ("起案" in told, "承認" in told) == (True, True)


def test_the_slip_tells_the_whole_way_of_a_record(routed, tmp_path):
    author, reader = routed.work("sodanin"), routed.work("shunin")
    case_id = open_case(author, centre="life_support", person_id=make_person(author))
    record_id = final_consultation(author, case_id=case_id, body="印象の多い記録。")
    return_review(reader, list_reviews(reader, "waiting")[0].id, "見たままを書いてください。")
    amend_record(author, "consultation", record_id, {"body": "見たままの記録。"}, reason="直した")
    submit_review(author, "consultation", record_id, comment="直しました。")
    take_next(reader)
    told = paper(reader, "circulation_slip", record_id, tmp_path)
    for words in ("供 覧 票", "見本 花子", "第2版", "見たままを書いてください。", "直しました。"):
        assert squashed(words) in squashed(told)
    assert "見たままの記録。" in told
    assert "印象の多い記録" not in told
    order = [squashed(told).index(each) for each in ("差し戻し", "再提出")]
    assert order == sorted(order)


def test_a_slip_is_registered_and_comes_empty_too(routed, tmp_path):
    author = routed.work("sodanin")
    record_id = final_consultation(author)
    made = print_paper(
        author, "circulation_slip", record_id, target=tmp_path / "s.pdf", reason="供覧"
    )
    assert made.serial
    empty = print_paper(author, "circulation_slip", None, target=tmp_path / "e.pdf", empty=True)
    assert (empty.pages, empty.serial) == (1, "")
    assert "ひとこと" in text_of((tmp_path / "e.pdf").read_bytes(), tmp_path)


def test_a_record_that_never_went_up_has_a_slip_for_the_hand(routed, tmp_path):
    author = routed.work("sodanin")
    record_id = add_record(
        author,
        "consultation",
        {"centre": "disability", "held_on": TODAY, "method": "phone", "body": "相談。"},
    ).id
    assert "まだ提出されていません" in paper(author, "circulation_slip", record_id, tmp_path)


def test_a_protected_address_is_on_no_slip(routed, tmp_path):
    author = routed.work("shunin")
    person = make_person(author, address="見本市避難町9-9", shien_sochi=True)
    case_id = open_case(author, centre="life_support", person_id=person)
    record_id = final_consultation(author, case_id=case_id, body="見本市避難町9-9へ訪問した。")
    assert "避難町" not in paper(author, "circulation_slip", record_id, tmp_path)
    save_record(author, "case", case_id, {"restriction_level": 3})
    told = squashed(paper(author, "circulation_slip", record_id, tmp_path))
    assert "花子" not in told
