"""Life-support centres (生活困窮者自立支援, 生活サポートセンター)."""

from soudan_desk.centres.centre import Centre
from soudan_desk.centres.life_support.due import DUE_RULES
from soudan_desk.centres.life_support.process import CONSULTATION
from soudan_desk.centres.life_support.reports import MONTHLY_COUNTS
from soudan_desk.centres.life_support.reviews import REVIEW_ROUTES
from soudan_desk.centres.shelf import MEETINGS, PLANS, STEPS, Shelf

CENTRE = Centre(
    key="life_support",
    title="生活サポートセンター",
    short="生活サポート",
    processes=(CONSULTATION,),
    intake_kinds=("intake",),
    shelves=(
        Shelf("assessments", "アセスメント", ("assessment", "screening")),
        PLANS,
        MEETINGS,
        STEPS,
    ),
    due_rules=DUE_RULES,
    review_routes=REVIEW_ROUTES,
    reports=(MONTHLY_COUNTS,),
)
