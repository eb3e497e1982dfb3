"""Due rules of life-support centres (docs/due.md)."""

from __future__ import annotations

from soudan_desk.centres.due import COMMON, HANDBOOK, draft_left
from soudan_desk.services.due_rules import Doing, DueRule, OnClosed, Span

_HERE = ("life_support",)

DUE_RULES = (
    *COMMON,
    draft_left("intake", "相談受付・申込票"),
    HANDBOOK,
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
)
