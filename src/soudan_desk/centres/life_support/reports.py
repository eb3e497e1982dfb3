"""The month's figures of life-support centres (domain: 4.1 and 4.4 of the reference)."""

from __future__ import annotations

from soudan_desk.centres import reports as common
from soudan_desk.reports.cross_table import CrossTable
from soudan_desk.reports.line_table import Line, LineTable
from soudan_desk.reports.report import Report

_JOB_TARGET = (("is_job_support_target", ("true",)),)

_OVERVIEW = LineTable(
    key="overview",
    title="総括",
    lines=(
        Line(key="new_intakes", label="新規相談受付", kind="intake"),
        common.NEW_CASES,
        common.NEW_PEOPLE,
        common.CONTACTS,
        common.CONTACT_PEOPLE,
        common.ANONYMOUS,
        Line(
            key="outreach",
            label="うちアウトリーチ",
            kind="consultation",
            where=(("is_outreach", ("true",)),),
        ),
        Line(key="screenings", label="スクリーニング", kind="screening"),
        Line(key="plans", label="プランの作成", kind="plan"),
        Line(key="plans_decided", label="プランの支援決定・確認", kind="plan", day="decided_on"),
        Line(
            key="job_targets",
            label="うち就労支援対象者のプラン",
            kind="plan",
            day="decided_on",
            where=_JOB_TARGET,
        ),
        Line(
            key="coord_meetings",
            label="支援調整会議の開催",
            kind="conference",
            where=(("meeting_kind", ("coord",)),),
        ),
        Line(
            key="coord_items",
            label="支援調整会議の案件",
            kind="agenda_item",
            where=(("meeting_kind", ("coord",)),),
        ),
        Line(key="evaluations", label="評価", kind="evaluation"),
        Line(key="jobs_started", label="就労開始", kind="evaluation", day="job_started_on"),
        Line(key="incomes_raised", label="増収", kind="evaluation", day="income_up_on"),
        common.REFERRALS_OUT,
        common.REFERRALS_IN,
        common.CLOSED_CASES,
        common.OPEN_CASES,
    ),
)

MONTHLY_COUNTS = Report(
    key=common.MONTHLY_COUNTS,
    title="月次集計（生活サポートセンター）",
    centre="life_support",
    tables=(
        _OVERVIEW,
        CrossTable(
            key="intakes_by_method",
            title="新規相談受付：方法別",
            kind="intake",
            row="method",
            units=common.BOTH,
        ),
        CrossTable(
            key="intakes_by_route",
            title="新規相談受付：相談経路別",
            kind="intake",
            row="route",
            units=common.BOTH,
        ),
        CrossTable(
            key="intakes_by_agency",
            title="新規相談受付：紹介元の機関別",
            kind="intake",
            row="route_agency_type",
            where=(("route", ("agency",)),),
        ),
        CrossTable(
            key="intakes_by_concern",
            title="新規相談受付：相談内容別（複数回答、○と◎の計）",
            kind="intake",
            row="concerns",
            units=common.BOTH,
        ),
        common.AGE_AND_SEX,
        common.BY_METHOD,
        common.BY_CALLER,
        common.BY_TOPIC,
        common.BY_WORKER,
        common.BY_HOUR,
        CrossTable(
            key="screenings_by_result",
            title="スクリーニング：結果別",
            kind="screening",
            row="result",
            units=common.BOTH,
        ),
        CrossTable(
            key="plans_by_number",
            title="プラン：回数×決定（支援決定・確認の日）",
            kind="plan",
            row="plan_no",
            column="decision_type",
            day="decided_on",
            notes=("1が初回のプラン、2以上が再プランです。",),
        ),
        common.SERVICES,
        common.MEETINGS,
        common.AGENDA,
        CrossTable(
            key="evaluations_by_change",
            title="評価：見られた変化（複数回答）",
            kind="evaluation",
            row="changes",
            units=common.BOTH,
        ),
        CrossTable(
            key="evaluations_by_outcome",
            title="評価：結果別",
            kind="evaluation",
            row="outcome",
            units=common.BOTH,
        ),
        common.REFERRALS,
        common.REFERRAL_OUTCOMES,
        common.BY_STATE,
        common.CLOSED_BY_REASON,
    ),
    definitions=(
        "新規相談受付：相談受付・申込票の初回相談受付日が期間内にあるものの数です。匿名を含みます。",
        *common.DEFINITIONS,
        "プランの作成：作成日が期間内にあるプラン（初回と再プラン）の数です。",
        (
            "プランの支援決定・確認：支援決定・確認の日が期間内にあるプランの数です。"
            "就労支援対象者のプランは、そのうち「就労支援対象者」としたものです。"
        ),
        "就労開始・増収：評価シートの就労開始日・増収した日が期間内にあるものの数です。",
    ),
)
