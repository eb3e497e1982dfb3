"""The list of papers, as `papers list` and the print dialog read it."""

from dataclasses import is_dataclass

from soudan_desk.papers.catalogue import PAPERS


def test_the_papers_are_there():
    assert set(PAPERS) == {
        "intake_sheet",
        "rights_reception",
        "disability_reception",
        "assessment",
        "rights_assessment",
        "disability_assessment",
        "consent_form",
        "progress_record",
        "progress_list",
        "referral_letter",
        "referral_reply",
        "face_sheet",
        "plan",
        "monitoring",
        "evaluation",
        "case_list",
        "case_table",
        "supervision_list",
        "disclosure_register",
        "disposal_list",
        "disposal_register",
        "morning_list",
        "centre_morning_list",
        "appointments",
        "handover_sheet",
        "minutes",
        "minutes_anonymous",
        "minutes_extract",
        "case_brief",
        "circulation_slip",
        "decision_notice",
        "disclosed_copy",
        "recovery_sheet",
        "auditor_sheet",
        "audit_list",
        "audit_report",
    }
    assert all(key == paper.key for key, paper in PAPERS.items())


def test_every_paper_about_a_person_is_marked_personal():
    sheets = {"recovery_sheet", "auditor_sheet", "audit_report"}
    assert {key for key, paper in PAPERS.items() if not paper.personal} == sheets
    lists = {key for key, paper in PAPERS.items() if paper.personal and not paper.kinds}
    assert lists == {
        "case_list",
        "case_table",
        "supervision_list",
        "disclosure_register",
        "disposal_list",
        "disposal_register",
        "morning_list",
        "centre_morning_list",
        "appointments",
        "handover_sheet",
        "audit_list",
    }


def test_every_paper_but_what_a_screen_shows_and_the_sheets_of_keys_can_be_printed_empty():
    never = {key for key, paper in PAPERS.items() if not paper.form}
    shown = {"centre_morning_list", "case_table", "supervision_list", "audit_list", "audit_report"}
    asked = {"decision_notice", "disclosed_copy", "disclosure_register"}
    asked |= {"disposal_list", "disposal_register"}
    assert never == {*shown, *asked, "recovery_sheet", "auditor_sheet"}


def test_papers_are_made_of_frozen_plain_data():
    for paper in PAPERS.values():
        assert is_dataclass(paper.data)
        assert paper.data.__dataclass_params__.frozen
