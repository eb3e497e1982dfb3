"""Due rules of disability support centres (docs/due.md)."""

from __future__ import annotations

from soudan_desk.centres.due import COMMON, NEWEST_PLAN, draft_left, handbook, monitoring_day
from soudan_desk.services.due_rules import Doing, DueRule

_HERE = ("disability",)
_CERTIFICATE = (90, 30)
_FROM_MONTH_BEFORE = 61
"""From the first of the month before to the last of a month there are at most so many days."""


def _profile(key: str, label: str, column: str, reason: str, **words: object) -> DueRule:
    return DueRule(
        key=key,
        label=label,
        kind="disability_profile",
        dates=(column,),
        leads=_CERTIFICATE,
        newest_per=("case_id",),
        newest_by="created_at",
        reason=reason,
        action="更新の手続きを案内し、新しい期限を入れてください。",
        doing=Doing.TAB,
        **words,  # type: ignore[arg-type]
    )


def _birthday(age: int, reason: str, action: str) -> DueRule:
    return DueRule(
        key=f"age_{age}",
        label=f"{age}歳到達",
        kind="person",
        dates=("birth_on",),
        age=age,
        leads=(180, 30),
        forgotten_days=90,
        centres=_HERE,
        reason=reason,
        action=action,
        doing=Doing.BASICS,
    )


DUE_RULES = (
    *COMMON,
    draft_left("disability_assessment", "アセスメント"),
    handbook(_CERTIFICATE, "disability"),
    monitoring_day(
        "monitoring_month",
        label="モニタリング月",
        at_month_end=True,
        leads=(_FROM_MONTH_BEFORE, 30),
        where={"plan_kind": ("service_use",)},
        reason="計画相談のモニタリングは{due}までの月です。{left}。",
    ),
    monitoring_day("monitoring_move", where={"plan_kind": ("regional_move",)}),
    DueRule(
        key="grant_end",
        label="支給決定の終期",
        kind="plan",
        dates=("grant_until_on",),
        leads=_CERTIFICATE,
        where={"plan_kind": ("service_use",)},
        **NEWEST_PLAN,
        reason="支給決定は{due}に終わります。{left}。",
        action="更新の申請を案内し、計画案の準備をしてください。",
    ),
    DueRule(
        key="regional_move_end",
        label="地域移行支援の終期",
        kind="plan",
        dates=("grant_until_on", "period_to_on"),
        leads=(60, 30),
        where={"plan_kind": ("regional_move",)},
        **NEWEST_PLAN,
        not_states=("moved_out", "ended"),
        reason="地域移行支援(6か月以内)は{due}に終わります。{left}。",
        action="退院・退所の見込みを確かめ、延ばすなら更新を申請してください。",
    ),
    _profile(
        "support_category_expiry",
        "障害支援区分の期限",
        "support_category_expires_on",
        "障害支援区分の有効期限は{due}です。{left}。",
    ),
    _profile(
        "self_support_medical_expiry",
        "自立支援医療の期限",
        "self_support_medical_expires_on",
        "自立支援医療の有効期限は{due}です。{left}。",
        where={"self_support_medical": ("yes", None)},
    ),
    _birthday(
        65,
        "{due}に65歳に達します。{left}。介護保険が優先になります。",
        "要介護認定の申請と、サービスの移り方を相談してください。",
    ),
    _birthday(
        18,
        "{due}に18歳に達します。{left}。障害児から障害者の制度へ移ります。",
        "支給決定の切替えを区市町村と確かめてください。",
    ),
)
