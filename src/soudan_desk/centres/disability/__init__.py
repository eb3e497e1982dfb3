"""Disability support centres (障害者地域生活支援センター, 障害者就労支援センター)."""

from soudan_desk.centres.centre import Centre
from soudan_desk.centres.disability.due import DUE_RULES
from soudan_desk.centres.disability.job_support import JOB_SUPPORT
from soudan_desk.centres.disability.plan_consultation import PLAN_CONSULTATION
from soudan_desk.centres.disability.regional_move import REGIONAL_MOVE
from soudan_desk.centres.disability.reports import MONTHLY_COUNTS
from soudan_desk.centres.disability.reviews import REVIEW_ROUTES
from soudan_desk.centres.plain import plain_consultation
from soudan_desk.centres.shelf import MEETINGS, PLANS, STEPS, Shelf

CENTRE = Centre(
    key="disability",
    title="障害者地域生活支援センター",
    short="障害者支援",
    processes=(
        plain_consultation("disability", label="基本相談", series="D"),
        PLAN_CONSULTATION,
        REGIONAL_MOVE,
        JOB_SUPPORT,
    ),
    intake_kinds=("disability_profile",),
    shelves=(
        Shelf("assessments", "アセスメント", ("disability_assessment",)),
        PLANS,
        MEETINGS,
        STEPS,
    ),
    due_rules=DUE_RULES,
    review_routes=REVIEW_ROUTES,
    reports=(MONTHLY_COUNTS,),
)
