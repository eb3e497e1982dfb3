"""What makes the plain data of each paper that is printed from a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from soudan_desk.desk.paper_assessment import assessment_sheet
from soudan_desk.desk.paper_circulation import circulation_slip
from soudan_desk.desk.paper_consent import consent_form
from soudan_desk.desk.paper_evaluation import evaluation_sheet
from soudan_desk.desk.paper_face import face_sheet
from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_intake import intake_sheet
from soudan_desk.desk.paper_letter import referral_letter, referral_reply
from soudan_desk.desk.paper_meeting import (
    case_brief,
    minutes,
    minutes_anonymous,
    minutes_extract,
)
from soudan_desk.desk.paper_monitoring import monitoring_paper
from soudan_desk.desk.paper_plan import plan_paper
from soudan_desk.desk.paper_progress import progress_list, progress_record
from soudan_desk.desk.paper_reception import reception_sheet
from soudan_desk.desk.paper_request import decision_notice, disclosed_copy

BUILDERS: Mapping[str, Callable[[Facts], Any]] = {
    "intake_sheet": intake_sheet,
    "rights_reception": reception_sheet,
    "disability_reception": reception_sheet,
    "assessment": assessment_sheet,
    "rights_assessment": assessment_sheet,
    "disability_assessment": assessment_sheet,
    "progress_record": progress_record,
    "progress_list": progress_list,
    "referral_letter": referral_letter,
    "referral_reply": referral_reply,
    "face_sheet": face_sheet,
    "consent_form": consent_form,
    "plan": plan_paper,
    "monitoring": monitoring_paper,
    "evaluation": evaluation_sheet,
    "minutes": minutes,
    "minutes_anonymous": minutes_anonymous,
    "minutes_extract": minutes_extract,
    "case_brief": case_brief,
    "circulation_slip": circulation_slip,
    "decision_notice": decision_notice,
    "disclosed_copy": disclosed_copy,
}
"""By the paper's key in the catalogue."""
