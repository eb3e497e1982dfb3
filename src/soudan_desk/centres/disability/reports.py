"""The month's figures of disability support centres (domain: B.1.3 and B.6.5)."""

from __future__ import annotations

from soudan_desk.centres import reports as common
from soudan_desk.reports.cross_table import PEOPLE, CrossTable
from soudan_desk.reports.line_table import Line, LineTable
from soudan_desk.reports.report import Report

_PLANNING = (("process", ("plan_consultation",)),)
_WORK = (("process", ("job_support",)),)

_OVERVIEW = LineTable(
    key="overview",
    title="総括",
    lines=(
        common.CONTACTS,
        common.CONTACT_PEOPLE,
        common.ANONYMOUS,
        Line(
            key="after_hours",
            label="うち時間外（夜間・休日）",
            kind="consultation",
            where=(("after_hours", ("true",)),),
        ),
        common.NEW_CASES,
        common.NEW_PEOPLE,
        Line(key="planning_new", label="計画相談支援の新規ケース", kind="case", where=_PLANNING),
        Line(
            key="planning_open",
            label="計画相談支援の利用者（末日現在）",
            kind="case",
            unit=PEOPLE,
            open_until="closed_on",
            where=_PLANNING,
        ),
        Line(
            key="service_plans",
            label="サービス等利用計画の作成",
            kind="plan",
            where=(("plan_kind", ("service_use",)),),
        ),
        Line(
            key="move_plans",
            label="地域移行支援計画の作成",
            kind="plan",
            where=(("plan_kind", ("regional_move",)),),
        ),
        common.MONITORINGS,
        Line(key="work_new", label="就労支援の新規ケース", kind="case", where=_WORK),
        Line(
            key="work_open",
            label="就労支援の登録者（末日現在）",
            kind="case",
            unit=PEOPLE,
            open_until="closed_on",
            where=_WORK,
        ),
        common.CONFERENCES,
        common.AGENDA_ITEMS,
        common.REFERRALS_OUT,
        common.REFERRALS_IN,
        common.CLOSED_CASES,
        common.OPEN_CASES,
    ),
)

MONTHLY_COUNTS = Report(
    key=common.MONTHLY_COUNTS,
    title="月次集計（障害者地域生活支援センター）",
    centre="disability",
    tables=(
        _OVERVIEW,
        CrossTable(
            key="people_by_disability",
            title="相談支援を利用した人：主な障害×年代（実人員）",
            kind="consultation",
            row="person.main_disability",
            column="person.birth_on",
            units=(PEOPLE,),
            notes=("年齢は相談日現在です。期間中に年代が変わった人は、両方の欄に入ります。",),
        ),
        common.BY_METHOD,
        common.BY_TOPIC,
        common.BY_FIRST,
        common.BY_HOUR,
        CrossTable(
            key="methods_by_disability",
            title="支援方法×主な障害（延べ）",
            kind="consultation",
            row="method",
            column="person.main_disability",
        ),
        common.BY_CALLER,
        common.BY_WORKER,
        common.AGE_AND_SEX,
        common.BY_PROCESS,
        CrossTable(
            key="plans_by_stage",
            title="計画：種類×段階",
            kind="plan",
            row="plan_kind",
            column="stage",
        ),
        common.SERVICES,
        common.MEETINGS,
        common.REFERRALS,
        common.REFERRAL_OUTCOMES,
        common.CLOSED_BY_REASON,
    ),
    definitions=(
        *common.DEFINITIONS,
        "支援方法：1件の相談を1つの方法で数えます。支援内容は1件に複数選べます。",
        "主な障害：相談者の基本情報にある主な障害です。",
        "計画相談支援・就労支援：ケースの業務で分けます。",
    ),
)
