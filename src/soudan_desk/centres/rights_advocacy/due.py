"""Due rules of rights-advocacy centres (docs/due.md)."""

from __future__ import annotations

from soudan_desk.centres.due import COMMON, HANDBOOK, draft_left

DUE_RULES = (
    *COMMON,
    HANDBOOK,
    draft_left("rights_intake", "権利擁護の受付票"),
)
