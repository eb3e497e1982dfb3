"""The month's figures of rights-advocacy centres (domain: A.3.10 and A.10 of the reference)."""

from __future__ import annotations

from soudan_desk.centres import reports as common
from soudan_desk.reports.cross_table import PEOPLE, CrossTable
from soudan_desk.reports.line_table import Line, LineTable
from soudan_desk.reports.report import Report

_NICHIJI = (("process", ("nichiji",)),)
_GUARDIANSHIP = (("process", ("guardianship",)),)

_OVERVIEW = LineTable(
    key="overview",
    title="総括",
    lines=(
        common.NEW_CASES,
        common.NEW_PEOPLE,
        common.CONTACTS,
        common.CONTACT_PEOPLE,
        common.ANONYMOUS,
        Line(
            key="nichiji_contacts",
            label="うち日常生活自立支援事業の相談・支援",
            kind="consultation",
            where=(("case.process", ("nichiji",)),),
        ),
        Line(
            key="guardianship_contacts",
            label="うち成年後見の相談・申立て支援",
            kind="consultation",
            where=(("case.process", ("guardianship",)),),
        ),
        Line(
            key="nichiji_new",
            label="日常生活自立支援事業の新規ケース",
            kind="case",
            where=_NICHIJI,
        ),
        Line(
            key="nichiji_open",
            label="日常生活自立支援事業の利用者・準備中（末日現在）",
            kind="case",
            unit=PEOPLE,
            open_until="closed_on",
            where=_NICHIJI,
        ),
        Line(
            key="guardianship_new",
            label="成年後見の申立て支援の新規ケース",
            kind="case",
            where=_GUARDIANSHIP,
        ),
        Line(key="plans", label="支援計画の作成", kind="plan"),
        common.MONITORINGS,
        Line(
            key="kentou",
            label="検討支援会議の開催",
            kind="conference",
            where=(("meeting_kind", ("kentou",)),),
        ),
        Line(
            key="kentou_items",
            label="検討支援会議の事例",
            kind="agenda_item",
            where=(("meeting_kind", ("kentou",)),),
        ),
        common.REFERRALS_OUT,
        common.CLOSED_CASES,
        common.OPEN_CASES,
    ),
)

MONTHLY_COUNTS = Report(
    key=common.MONTHLY_COUNTS,
    title="月次集計（権利擁護センター）",
    centre="rights_advocacy",
    tables=(
        _OVERVIEW,
        CrossTable(
            key="contacts_by_subject",
            title="相談・支援：新規・継続×対象者の区分",
            kind="consultation",
            row="first_or_repeat",
            column="person.subject_group",
        ),
        CrossTable(
            key="contacts_by_process",
            title="相談・支援：業務×対象者の区分",
            kind="consultation",
            row="case.process",
            column="person.subject_group",
            notes=("ケースにしていない相談は「無回答」に入ります。",),
        ),
        common.BY_METHOD,
        common.BY_CALLER,
        common.BY_TOPIC,
        common.BY_WORKER,
        common.BY_HOUR,
        common.AGE_AND_SEX,
        CrossTable(
            key="intakes_by_route",
            title="受付票：相談経路別",
            kind="rights_intake",
            row="route",
            units=common.BOTH,
        ),
        CrossTable(
            key="intakes_by_problem",
            title="受付票：困りごと×居所",
            kind="rights_intake",
            row="problem_kind",
            column="living_place",
        ),
        common.BY_PROCESS,
        CrossTable(
            key="nichiji_people",
            title="日常生活自立支援事業：状態×対象者の区分（末日現在の実人員）",
            kind="case",
            row="state",
            column="person.subject_group",
            units=(PEOPLE,),
            open_until="closed_on",
            where=_NICHIJI,
            notes=("状態は集計した時点のものです。",),
        ),
        common.MEETINGS,
        CrossTable(
            key="kentou_by_candidate",
            title="検討支援会議：想定する類型×候補者",
            kind="agenda_item",
            row="type_expected",
            column="candidate_kind",
            where=(("meeting_kind", ("kentou",)),),
        ),
        common.REFERRALS,
        common.REFERRAL_OUTCOMES,
        common.CLOSED_BY_REASON,
    ),
    definitions=(
        *common.DEFINITIONS,
        "対象者の区分：相談者の基本情報にある区分（認知症高齢者等・知的・精神・その他・不明）です。",
        "日常生活自立支援事業・成年後見：ケースの業務で分けます。",
    ),
)
