"""提供記録簿: what left is found by whom, what, when and for whom; nobody rewrites a line."""

from datetime import timedelta

import pytest

from office_fixtures import TODAY, make_person
from soudan_desk.desk.disclosure_paper import disclosure_register, disclosure_words
from soudan_desk.desk.printing import print_paper
from soudan_desk.errors import NotAllowedError
from soudan_desk.models.base import now
from soudan_desk.services.attachment_leaving import attachment_content
from soudan_desk.services.attachments import add_attachment
from soudan_desk.services.cases import open_case
from soudan_desk.services.conflicts import block_staff
from soudan_desk.services.disclosure_lists import (
    DisclosureFilter,
    givers,
    list_disclosures,
    papers_given,
)
from soudan_desk.services.records import save_record, void_record

PDF = b"%PDF-1.7 mihon"


@pytest.fixture
def given(office, work, tmp_path):
    """Two people's papers have left, and one file."""
    cases = []
    for name, kana in (("青葉 すみれ", "アオバ スミレ"), ("白木 健", "シラキ ケン")):
        person = make_person(work, name=name, kana=kana)
        cases.append(open_case(work, person_id=person, centre="life_support"))
    for at, case in enumerate(cases):
        target = tmp_path / f"{at}.pdf"
        print_paper(
            work, "face_sheet", case, target=target, reason="会議の資料", recipient=f"区役所{at}"
        )
    file_id = add_attachment(work, office.opened, PDF, file_name="診断書.pdf", case_id=cases[0])
    other = office.work("sodanin")
    attachment_content(other, office.opened, file_id, reason="本人に返すため")
    return cases


def found(work, **narrowed):
    """Return the titles of what is found, newest first."""
    lines, total = list_disclosures(work, DisclosureFilter(**narrowed))
    assert total == len(lines)
    return [line.paper_title for line in lines]


def test_every_paper_and_file_that_left_is_there_newest_first(work, given):
    face = "ケース概要（フェイスシート）"
    assert found(work) == ["診断書.pdf", face, face]
    assert [title for _key, title in papers_given(work)] == [face, "診断書.pdf"]
    assert {name for _id, name in givers(work)} == {"田中 見本", "見本 相談"}


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [
        ({"person": "アオバ"}, 2),
        ({"person": "白木 健"}, 1),
        ({"recipient": "区役所1"}, 1),
        ({"case_no": "l-0001"}, 2),
        ({"case_no": "R99-L-0001"}, 0),
        ({"paper": "attachment"}, 1),
        ({"paper": "face_sheet", "recipient": "区役所"}, 2),
    ],
)
def test_it_is_narrowed_by_person_recipient_case_and_paper(work, given, narrowed, count):
    assert len(found(work, **narrowed)) == count


def test_it_is_narrowed_by_worker_and_day(office, work, given):
    day = now().astimezone().date()
    assert found(work, by=office.staff_id("sodanin")) == ["診断書.pdf"]
    assert len(found(work, first=day, last=day)) == 3
    assert found(work, first=day + timedelta(days=1)) == []
    assert found(work, last=day - timedelta(days=1)) == []


def test_a_line_tells_who_gave_what_to_whom_why_and_how_much(work, given):
    line = list_disclosures(work, DisclosureFilter(person="白木"))[0][0]
    _at, paper, pages, *rest = disclosure_words(work, line)
    assert (paper, int(pages) >= 1) == ("ケース概要（フェイスシート）", True)
    assert rest[:3] == ["白木 健", "R08-L-0002", "区役所1"]
    assert rest[5:7] == ["会議の資料", "田中 見本"]
    assert rest[7].startswith("R08-P-")


def test_who_may_not_see_the_case_finds_nothing_of_it(office, work, given):
    block = {"staff_id": office.staff_id("nishio"), "case_id": given[0], "reason": "親族のため"}
    block_staff(office.work("kanri"), block)
    assert len(found(office.work("nishio"))) == 1
    assert found(office.work("kanri")) == []


def test_nobody_rewrites_or_takes_back_a_line(office, work, given):
    line = list_disclosures(work, DisclosureFilter())[0][0]
    for change in (
        lambda: save_record(work, "disclosure", line.id, {"recipient": "別の人"}),
        lambda: void_record(work, "disclosure", line.id, reason="なかったことに"),
    ):
        with pytest.raises(NotAllowedError, match="提供記録は書き換えられません"):
            change()
    assert list_disclosures(work, DisclosureFilter())[0][0] == line


def test_who_only_reads_takes_no_file_out(office, given):
    for login in ("etsuran", "kansa"):
        reader = office.work(login)
        rows = list_disclosures(reader, DisclosureFilter(paper="attachment"))[0]
        with pytest.raises(NotAllowedError, match="取り出す権限"):
            attachment_content(reader, office.opened, rows[0].id, reason="読むため")


def test_its_paper_hides_what_may_not_leave(office, work, tmp_path):
    person = make_person(
        work, name="山吹 灯", shien_sochi=True, address="ひなた市青空町1-2-3", tel_home=None
    )
    case = open_case(work, person_id=person, centre="life_support")
    print_paper(
        work,
        "face_sheet",
        case,
        target=tmp_path / "a.pdf",
        reason="ひなた市青空町1-2-3への訪問",
        recipient="区役所",
    )
    shown = disclosure_register(work)
    told = "\n".join(word for line in shown.lines for word in line)
    assert "山吹 灯" in told
    assert "青空町" not in told
    screen = list_disclosures(work, DisclosureFilter())[0][0]
    assert "青空町" not in screen.reason
    assert str(TODAY.year - 2018) in shown.remark
