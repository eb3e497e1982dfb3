"""Due rules of life-support centres (docs/due.md)."""

from __future__ import annotations

from typing import Any

from soudan_desk.centres.due import COMMON, HANDBOOK, NEWEST_PLAN, draft_left, monitoring_day
from soudan_desk.services.due_rules import Doing, Done, DueRule, OnClosed, Span

_HERE = ("life_support",)

_OWN_PLAN = {"plan_kind": ("self_reliance",)}
_ANY_PLAN = Done(kind="plan")
_PLAN_BY_60_DAYS: dict[str, Any] = {
    "after": Span(days=60),
    "unless": (_ANY_PLAN,),
    "centres": _HERE,
    "reason": "申込み({base})から60日でプランを作る目安です。期限は{due}で、{left}。",
    "action": "プランを作るか、作らない事情を記録してください。",
    "doing": Doing.TAB,
    "tab": "plans",
}

DUE_RULES = (
    *COMMON,
    draft_left("intake", "相談受付・申込票"),
    draft_left("assessment", "アセスメントシート"),
    HANDBOOK,
    DueRule(
        key="screening",
        label="スクリーニング未了",
        kind="case",
        dates=("opened_on", "reopened_on"),
        after=Span(days=14),
        leads=(3, 0),
        states=("received",),
        unless=(Done(kind="screening"),),
        centres=_HERE,
        reason="受付({base})から14日以内がスクリーニングの目安です。期限は{due}で、{left}。",
        action="スクリーニングの結果を記録してください。",
        doing=Doing.TAB,
        tab="assessments",
    ),
    DueRule(
        key="pre_consent_contact",
        label="同意に向けた月1回の接触",
        kind="case",
        dates=("last_contact_on", "state_on", "opened_on"),
        after=Span(months=1),
        on_closed=OnClosed.PREVIOUS,
        leads=(7, 0),
        states=("pre_consent",),
        centres=_HERE,
        reason="同意に向けて月1回は接触します。最後は{base}、次は{due}までで、{left}。",
        action="本人と連絡をとり、記録してください。",
        doing=Doing.CONTACT,
    ),
    DueRule(
        key="plan_missing",
        label="申込後プラン未作成",
        kind="consent",
        dates=("given_on",),
        leads=(14, 0),
        where={"type": ("use_application",)},
        empty=("withdrawn_on",),
        newest_per=("person_id", "case_id", "type"),
        newest_by="given_on",
        of_person=True,
        **_PLAN_BY_60_DAYS,
    ),
    DueRule(
        key="plan_missing_intake",
        label="申込後プラン未作成",
        kind="intake",
        dates=("applied_on",),
        leads=(14, 0),
        **_PLAN_BY_60_DAYS
        | {"unless": (_ANY_PLAN, Done(kind="consent", where={"type": ("use_application",)}))},
    ),
    monitoring_day("monitoring", where=_OWN_PLAN, centres=_HERE),
    DueRule(
        key="plan_end",
        label="プランの終期",
        kind="plan",
        dates=("period_to_on",),
        leads=(30, 7),
        where=_OWN_PLAN,
        **NEWEST_PLAN,
        unless=(Done(kind="evaluation", same=(("plan_id", "id"),)),),
        centres=_HERE,
        reason="プランの期間は{due}までです。{left}。評価シートがまだありません。",
        action="評価を行い、終結か再プランかを決めてください。",
    ),
    DueRule(
        key="residence_end",
        label="在留期限",
        kind="assessment",
        dates=("residence_until_on",),
        leads=(60,),
        newest_per=("case_id",),
        newest_by="first_created_on",
        reason="在留期限は{due}です。{left}。",
        action="更新の申請を案内し、新しい期限を入れてください。",
        doing=Doing.TAB,
    ),
    DueRule(
        key="eviction",
        label="退去期限",
        kind="assessment",
        dates=("eviction_due_on",),
        leads=(14, 3),
        newest_per=("case_id",),
        newest_by="first_created_on",
        reason="退去を求められている期限は{due}です。{left}。",
        action="住まいの手当てを急ぎ、家主や関係機関と話してください。",
        doing=Doing.TAB,
    ),
)
