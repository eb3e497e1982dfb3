"""Due rules of rights-advocacy centres (docs/due.md)."""

from __future__ import annotations

from soudan_desk.centres.due import COMMON, HANDBOOK, NEWEST_PLAN, draft_left, monitoring_day
from soudan_desk.services.due_rules import DueRule

_NICHIJI = {"plan_kind": ("nichiji",)}

DUE_RULES = (
    *COMMON,
    HANDBOOK,
    draft_left("rights_intake", "権利擁護の受付票"),
    draft_left("rights_assessment", "訪問調査・アセスメント"),
    monitoring_day(
        "nichiji_review",
        label="支援計画の見直し",
        leads=(30, 7),
        where=_NICHIJI,
        reason="日常生活自立支援事業の支援計画は{due}に見直す予定です。{left}。",
        action="本人と計画を見直し、モニタリングを記録してください。",
    ),
    DueRule(
        key="nichiji_end",
        label="日自 支援計画の終期",
        kind="plan",
        dates=("period_to_on",),
        leads=(30, 7),
        where=_NICHIJI,
        **NEWEST_PLAN,
        not_states=("terminated",),
        reason="日常生活自立支援事業の支援計画は{due}までです。{left}。",
        action="次の計画に本人の同意をもらうか、契約を終えるかを決めてください。",
    ),
)
