"""Every paper the office prints, by its key. A new document is a module and one entry here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from soudan_desk.papers import (
    appointments,
    audit_report,
    case_list,
    evaluation,
    minutes,
    monitoring,
    morning_list,
    plan,
)
from soudan_desk.papers import assessment_sheet as assessment
from soudan_desk.papers import auditor_sheet as auditor
from soudan_desk.papers import case_brief as brief
from soudan_desk.papers import circulation_slip as circulation
from soudan_desk.papers import consent_form as consent
from soudan_desk.papers import decision_notice as decision
from soudan_desk.papers import disclosed_copy as disclosed
from soudan_desk.papers import face_sheet as face
from soudan_desk.papers import handover_sheet as handover
from soudan_desk.papers import intake_sheet as intake
from soudan_desk.papers import progress_list as listing
from soudan_desk.papers import progress_record as progress
from soudan_desk.papers import reception_sheet as reception
from soudan_desk.papers import recovery_sheet as recovery
from soudan_desk.papers import referral_letter as referral
from soudan_desk.papers.paper import Paper
from soudan_desk.papers.shown_table import ShownTable, shown_table_story


def _head_line(data: Any) -> str:
    line: str = data.head.line
    return line


def _of_case(key: str, label: str, kind: str, data: type, story: Any, empty: Any) -> Paper:
    """Return a paper of one kind of record, and of a case's newest of that kind."""
    return Paper(
        key=key,
        label=label,
        kinds=(kind, "case"),
        personal=True,
        data=data,
        story=story,
        empty=empty,
        running_head=_head_line,
    )


def _of_many(key: str, label: str, data: type, story: Any, empty: Any = None) -> Paper:
    """Return a paper of no one record."""
    return Paper(key=key, label=label, kinds=(), personal=True, data=data, story=story, empty=empty)


def _reception(key: str, label: str, kind: str, centre: str) -> Paper:
    """Return the reception paper of a centre, from the questions of its own record."""
    empty = reception.empty_reception(kind, centre, label)
    data, story = reception.ReceptionSheet, reception.reception_sheet_story
    return _of_case(key, label, kind, data, story, empty)


def _assessment(kind: str, centre: str, label: str) -> Paper:
    """Return the assessment sheet of a centre, its key that of its record's kind."""
    empty = assessment.empty_assessment(kind, centre, label)
    data, story = assessment.AssessmentSheet, assessment.assessment_sheet_story
    return _of_case(kind, label, kind, data, story, empty)


def _of_keys(key: str, label: str, data: type, story: Any) -> Paper:
    """Return a sheet on which a key stands."""
    plain = _of_many(key, label, data, story)
    return replace(plain, personal=False, warning="厳重保管")


def _shown(key: str, label: str) -> Paper:
    """Return a paper of a table as it stands on the screen."""
    plain = _of_many(key, label, ShownTable, shown_table_story)
    return replace(plain, turned=lambda _data: True)


def _running(data: minutes.Minutes) -> str:
    return data.running


def _minutes(key: str, label: str, kind: str) -> Paper:
    return Paper(
        key=key,
        label=label,
        kinds=(kind,),
        personal=True,
        data=minutes.Minutes,
        story=minutes.minutes_story,
        empty=minutes.empty_minutes,
        running_head=_running,
    )


_MORNING = (
    morning_list.MorningList,
    *(morning_list.morning_list_story, morning_list.empty_morning_list),
)
_HANDOVER = (
    handover.HandoverPaper,
    *(handover.handover_sheet_story, handover.empty_handover_sheet),
)
_ALL = (
    _of_case(
        "intake_sheet",
        "相談受付・申込票",
        "intake",
        intake.IntakeSheet,
        intake.intake_sheet_story,
        intake.empty_intake_sheet,
    ),
    _reception("rights_reception", "相談受付票（権利擁護）", "rights_intake", "rights_advocacy"),
    _reception(
        "disability_reception", "相談受付票（障害者支援）", "disability_profile", "disability"
    ),
    _assessment("assessment", "life_support", "インテーク・アセスメントシート"),
    _assessment("rights_assessment", "rights_advocacy", "訪問調査・アセスメント"),
    _assessment("disability_assessment", "disability", "申請者の現状・アセスメント"),
    _of_case(
        "progress_record",
        "支援経過記録",
        "consultation",
        progress.ProgressRecord,
        progress.progress_record_story,
        progress.empty_progress_record,
    ),
    Paper(
        key="progress_list",
        label="支援経過記録（経過一覧）",
        kinds=("case",),
        personal=True,
        data=listing.ProgressList,
        story=listing.progress_list_story,
        empty=listing.empty_progress_list,
        running_head=_head_line,
    ),
    Paper(
        key="referral_letter",
        label="紹介状・情報提供書",
        kinds=("referral",),
        personal=True,
        data=referral.ReferralLetter,
        story=referral.referral_letter_story,
        empty=referral.empty_referral_letter,
    ),
    Paper(
        key="referral_reply",
        label="紹介状の回答書",
        kinds=("referral",),
        personal=True,
        data=referral.ReferralLetter,
        story=referral.referral_reply_story,
        empty=referral.empty_referral_letter,
    ),
    Paper(
        key="face_sheet",
        label="ケース概要（フェイスシート）",
        kinds=("case",),
        personal=True,
        data=face.FaceSheet,
        story=face.face_sheet_story,
        empty=face.empty_face_sheet,
        running_head=_head_line,
    ),
    Paper(
        key="consent_form",
        label="同意書",
        kinds=("consent", "case"),
        personal=True,
        data=consent.ConsentForm,
        story=consent.consent_form_story,
        empty=consent.empty_consent_form,
        running_head=_head_line,
    ),
    Paper(
        key="plan",
        label="計画（プラン）",
        kinds=("plan", "case"),
        personal=True,
        data=plan.PlanPaper,
        story=plan.plan_story,
        empty=plan.empty_plan,
        forms=plan.plan_forms,
        running_head=_head_line,
        turned=plan.plan_is_turned,
    ),
    Paper(
        key="monitoring",
        label="モニタリング報告書",
        kinds=("monitoring", "case"),
        personal=True,
        data=monitoring.MonitoringPaper,
        story=monitoring.monitoring_story,
        empty=monitoring.empty_monitoring,
        forms=monitoring.monitoring_forms,
        running_head=_head_line,
        turned=monitoring.monitoring_is_turned,
    ),
    _of_case(
        "evaluation",
        "評価シート",
        "evaluation",
        evaluation.EvaluationSheet,
        evaluation.evaluation_story,
        evaluation.empty_evaluation,
    ),
    _minutes("minutes", "会議録", "conference"),
    _minutes("minutes_anonymous", "会議録（名前を伏せた版）", "conference"),
    _minutes("minutes_extract", "会議録（ケースごとの抜粋）", "agenda_item"),
    Paper(
        key="case_brief",
        label="会議資料",
        kinds=("agenda_item",),
        personal=True,
        data=brief.CaseBrief,
        story=brief.case_brief_story,
        empty=brief.empty_case_brief,
    ),
    Paper(
        key="circulation_slip",
        label="供覧票・決裁票",
        kinds=circulation.REVIEWED,
        personal=True,
        data=circulation.CirculationSlip,
        story=circulation.circulation_slip_story,
        empty=circulation.empty_circulation_slip,
        running_head=lambda slip: slip.line,
    ),
    Paper(
        key="case_list",
        label="支援ケース一覧",
        kinds=(),
        personal=True,
        data=case_list.CaseListPaper,
        story=case_list.case_list_story,
        empty=case_list.empty_case_list,
        turned=lambda _data: True,
    ),
    _shown("case_table", "ケース一覧（画面のとおり）"),
    _shown("supervision_list", "担当ごとのケースの状況"),
    _shown("disclosure_register", "提供記録簿"),
    _shown("disposal_list", "廃棄候補の一覧"),
    _shown("disposal_register", "廃棄簿"),
    _of_many("morning_list", "朝の一覧", *_MORNING),
    _of_many("centre_morning_list", "朝の一覧（センター全体）", *_MORNING[:2]),
    _of_many("handover_sheet", "申し送り票", *_HANDOVER),
    _of_many(
        "appointments",
        "予定表",
        appointments.AppointmentList,
        appointments.appointment_list_story,
        appointments.empty_appointment_list,
    ),
    Paper(
        key="decision_notice",
        label="開示等の決定通知書",
        kinds=("disclosure_request",),
        personal=True,
        data=decision.DecisionNotice,
        story=decision.decision_notice_story,
    ),
    Paper(
        key="disclosed_copy",
        label="個人情報の写し（開示）",
        kinds=("disclosure_request",),
        personal=True,
        data=disclosed.DisclosedCopy,
        story=disclosed.disclosed_copy_story,
        running_head=_head_line,
    ),
    _of_keys("recovery_sheet", "回復キー", recovery.RecoverySheet, recovery.recovery_sheet_story),
    _of_keys("auditor_sheet", "監査票", auditor.AuditorSheet, auditor.auditor_sheet_story),
    _shown("audit_list", "操作の記録"),
    Paper(
        key="audit_report",
        label="操作の記録　月末報告書",
        kinds=(),
        personal=False,
        data=audit_report.AuditReport,
        story=audit_report.audit_report_story,
    ),
)

PAPERS: dict[str, Paper] = {paper.key: paper for paper in _ALL}
