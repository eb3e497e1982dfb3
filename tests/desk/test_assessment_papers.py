"""アセスメントシート of each kind of centre, filled in and for the hand."""

from datetime import date, time

import pytest

from letter_office import CLIENT, told_by
from question_samples import sample_of
from soudan_desk.desk.paper_infos import list_papers, papers_of
from soudan_desk.desk.printing import preview_paper, print_paper
from soudan_desk.errors import NotFoundError
from soudan_desk.fields import Kind
from soudan_desk.models import fields_of, record_kinds
from soudan_desk.services.cases import open_case
from soudan_desk.services.records import add_record

CENTRES = {
    "assessment": "life_support",
    "rights_assessment": "rights_advocacy",
    "disability_assessment": "disability",
}


def printed_fields(kind):
    asked = fields_of(record_kinds()[kind])
    return [f for f in asked if f.printed and f.of != "person" and f.key != "current_week"]


def assess(work, kind):
    """Open a case and answer every printed question of its assessment."""
    person = add_record(work, "person", CLIENT).id
    case = open_case(work, centre=CENTRES[kind], person_id=person)
    given = {"person_id": person, "case_id": case}
    for field in fields_of(record_kinds()[kind]):
        if field.of == "staff" and field.required:
            given[field.key] = work.actor.staff_id
        elif field.printed and field.of is None and field.shown({}):
            given[field.key] = sample_of(field, CENTRES[kind])
    unprinted = {"risk_note": "暴力"} if kind == "assessment" else {}
    return case, add_record(work, kind, {**given, **unprinted}).id, given


@pytest.mark.parametrize("kind", CENTRES)
def test_the_sheet_tells_every_answer_and_its_rows_as_tables(work, tmp_path, kind):
    case, record, given = assess(work, kind)
    for number, record_id in enumerate((case, record)):
        target = tmp_path / f"{number}.pdf"
        print_paper(work, kind, record_id, target=target, reason="面接の準備")
        told = told_by(target, "-raw")
        for field in printed_fields(kind):
            if field.key in given:
                assert field.label.replace(" ", "") in told, field.key
            if field.key in given and field.kind is Kind.ROWS:
                assert all(cell.label in told for cell in field.rows), field.key
        assert "青葉すみれ" in told
        assert "■" in told
        assert "暴力" not in told


@pytest.mark.parametrize("kind", CENTRES)
def test_the_form_for_handwriting_asks_every_question_and_boxes_every_issue(work, tmp_path, kind):
    print_paper(work, kind, None, target=tmp_path / "a.pdf", empty=True)
    told = told_by(tmp_path / "a.pdf", "-raw")
    for field in printed_fields(kind):
        assert field.label.replace(" ", "") in told, field.key
        for cell in field.rows:
            assert cell.label in told, field.key
    if kind == "assessment":
        issues = work.codes.entries("assessment.issue")
        assert len(issues) == 27
        assert all(f"□{issue.brief}" in told for issue in issues)


@pytest.mark.parametrize("kind", CENTRES)
def test_a_case_is_offered_the_sheet_of_its_centre_once_it_has_one(work, kind):
    person = add_record(work, "person", CLIENT).id
    case = open_case(work, centre=CENTRES[kind], person_id=person)
    assert not CENTRES.keys() & {info.key for info in papers_of(work, "case", case)}
    with pytest.raises(NotFoundError, match="まだありません。作ってから印刷してください"):
        preview_paper(work, kind, case)
    case, *_ = assess(work, kind)
    assert CENTRES.keys() & {i.key for i in papers_of(work, "case", case, CENTRES[kind])} == {kind}
    (info,) = [info for info in list_papers(work) if info.key == kind]
    assert (info.centres, info.form) == ((CENTRES[kind],), True)


WEEK = {"weekday": "3", "label": "父の受診に行く"}


def test_the_week_as_it_is_now_is_a_page_of_its_own_beside_the_sheet(work, tmp_path):
    person = add_record(work, "person", CLIENT).id
    case = open_case(work, centre="disability", person_id=person)
    told = {"case_id": case, "drafted_on": date(2026, 11, 2), "author_id": work.actor.staff_id}
    at = {"start_time": time(10), "end_time": time(12)}
    sheet = add_record(work, "disability_assessment", told).id
    print_paper(work, "disability_assessment", sheet, target=tmp_path / "a.pdf", reason="面接")
    assert "現在の生活" not in told_by(tmp_path / "a.pdf", "-raw")

    week = {**told, "current_week": [{**WEEK, **at}], "other_than_weekly": "月に1度の診察"}
    sheet = add_record(work, "disability_assessment", week).id
    print_paper(work, "disability_assessment", sheet, target=tmp_path / "b.pdf", reason="面接")
    page = told_by(tmp_path / "b.pdf", "-raw").partition("【現在の生活】")[2]
    for words in ("青葉すみれ", "10:00〜12:00", "父の受診に行く", "月に1度の診察", "日・祝"):
        assert words in page


def test_the_form_for_handwriting_of_a_disability_centre_ends_with_an_empty_week(work, tmp_path):
    print_paper(work, "disability_assessment", None, target=tmp_path / "a.pdf", empty=True)
    before, _, page = told_by(tmp_path / "a.pdf", "-raw").partition("【現在の生活】")
    assert "いまの1週間" not in before
    assert "週単位以外のサービス" in page
