"""What the monthly counts of several kinds of centre have in common."""

from __future__ import annotations

from soudan_desk.reports.cross_table import PEOPLE, RECORDS, CrossTable
from soudan_desk.reports.line_table import Line

MONTHLY_COUNTS = "monthly_counts"
BOTH = (RECORDS, PEOPLE)

NEW_CASES = Line(key="new_cases", label="新規ケース（開始）", kind="case")
NEW_PEOPLE = Line(key="new_people", label="新規ケースの本人", kind="case", unit=PEOPLE)
CONTACTS = Line(key="contacts", label="相談・支援 延べ", kind="consultation")
CONTACT_PEOPLE = Line(
    key="contact_people", label="相談・支援 実人員", kind="consultation", unit=PEOPLE
)
ANONYMOUS = Line(
    key="anonymous",
    label="うち匿名の相談",
    kind="consultation",
    where=(("is_anonymous", ("true",)),),
)
CLOSED_CASES = Line(key="closed_cases", label="終結したケース", kind="case", day="closed_on")
OPEN_CASES = Line(
    key="open_cases", label="進行中のケース（末日現在）", kind="case", open_until="closed_on"
)
REFERRALS_OUT = Line(
    key="referrals_out",
    label="つなぎ（紹介状などの作成）",
    kind="referral",
    where=(("direction", ("out",)),),
)
REFERRALS_IN = Line(
    key="referrals_in",
    label="他機関からの受入れ",
    kind="referral",
    where=(("direction", ("in",)),),
)
CONFERENCES = Line(key="conferences", label="会議の開催", kind="conference")
AGENDA_ITEMS = Line(key="agenda_items", label="会議で扱った案件", kind="agenda_item")
PLANS = Line(key="plans", label="計画の作成", kind="plan")
MONITORINGS = Line(key="monitorings", label="モニタリング", kind="monitoring")

AGE_AND_SEX = CrossTable(
    key="new_by_age_and_sex",
    title="新規ケース：年代×性別",
    kind="case",
    row="person.birth_on",
    column="person.sex",
    notes=("年齢は、ケースの開始日現在です。",),
)
BY_METHOD = CrossTable(
    key="contacts_by_method",
    title="相談・支援：方法別",
    kind="consultation",
    row="method",
    units=BOTH,
)
BY_TOPIC = CrossTable(
    key="contacts_by_topic",
    title="相談・支援：内容別（複数回答）",
    kind="consultation",
    row="topics",
    units=BOTH,
)
BY_CALLER = CrossTable(
    key="contacts_by_caller",
    title="相談・支援：相談者の区分×方法",
    kind="consultation",
    row="caller_type",
    column="method",
)
BY_FIRST = CrossTable(
    key="contacts_by_first_or_repeat",
    title="相談・支援：新規・継続",
    kind="consultation",
    row="first_or_repeat",
    units=BOTH,
)
BY_WORKER = CrossTable(
    key="contacts_by_worker",
    title="相談・支援：対応者×方法",
    kind="consultation",
    row="staff_id",
    column="method",
)
BY_HOUR = CrossTable(
    key="contacts_by_hour",
    title="相談・支援：時間帯×曜日",
    kind="consultation",
    row="started_at_time",
    column="day.weekday",
)
BY_STATE = CrossTable(
    key="open_by_state",
    title="進行中のケース：状態別（末日現在）",
    kind="case",
    row="state",
    units=BOTH,
    open_until="closed_on",
    notes=("期間の末日までに開始し、まだ終結していないケースです。状態は集計した時点のものです。",),
)
BY_PROCESS = CrossTable(
    key="open_by_process",
    title="進行中のケース：状態×業務（末日現在）",
    kind="case",
    row="state",
    column="process",
    open_until="closed_on",
    notes=("状態は集計した時点のものです。",),
)
CLOSED_BY_REASON = CrossTable(
    key="closed_by_reason",
    title="終結したケース：理由別",
    kind="case",
    row="close_reason",
    units=BOTH,
    day="closed_on",
)
REFERRALS = CrossTable(
    key="referrals_by_agency",
    title="つなぎ：宛先×つなぎ方",
    kind="referral",
    row="agency_id",
    column="handover",
    where=(("direction", ("out",)),),
)
REFERRAL_OUTCOMES = CrossTable(
    key="referrals_by_outcome",
    title="つなぎ：結果別",
    kind="referral",
    row="outcome",
    units=BOTH,
    where=(("direction", ("out",)),),
    notes=("結果は集計した時点のものです。",),
)
MEETINGS = CrossTable(
    key="conferences_by_kind", title="会議：種類別の開催", kind="conference", row="meeting_kind"
)
AGENDA = CrossTable(
    key="agenda_by_conclusion",
    title="会議：議題×結論",
    kind="agenda_item",
    row="agenda_type",
    column="conclusion",
)
SERVICES = CrossTable(
    key="plans_by_service",
    title="計画に載せたサービス・事業",
    kind="service",
    row="service",
    units=BOTH,
)

DEFINITIONS = (
    (
        "新規ケース：期間内に開始したケースです。終結したあとの再相談は、新しいケースとして数えます。"
        "中断からの再開は数えません。"
    ),
    "相談・支援：期間内の相談記録の数です。相談日で数え、ケースにしていない相談と匿名の相談を含みます。",
    (
        "実人員：本人が登録されている記録の本人を、期間内で1人と数えます。"
        "匿名などで本人が登録されていない記録は、実人員に入れません。"
    ),
    "会議の開催：期間内に開いた会議の数です。扱った案件は、議題の数です。",
    "つなぎ：期間内に作成した、当センターから他機関へのつなぎの数です。作成日で数えます。",
    "進行中（末日現在）：期間の末日までに開始し、末日にまだ終結していないケースです。",
)
