"""Rights-advocacy centres (権利擁護センター)."""

from soudan_desk.centres.centre import Centre
from soudan_desk.centres.plain import plain_consultation
from soudan_desk.centres.rights_advocacy.due import DUE_RULES
from soudan_desk.centres.rights_advocacy.guardianship import GUARDIANSHIP
from soudan_desk.centres.rights_advocacy.nichiji import NICHIJI
from soudan_desk.centres.rights_advocacy.reports import MONTHLY_COUNTS
from soudan_desk.centres.rights_advocacy.reviews import REVIEW_ROUTES
from soudan_desk.centres.shelf import MEETINGS, PLANS, STEPS, Shelf

CENTRE = Centre(
    key="rights_advocacy",
    title="権利擁護センター",
    short="権利擁護",
    processes=(
        plain_consultation("rights_advocacy", label="一般相談", series="K"),
        NICHIJI,
        GUARDIANSHIP,
    ),
    intake_kinds=("rights_intake",),
    shelves=(Shelf("assessments", "アセスメント", ("rights_assessment",)), PLANS, MEETINGS, STEPS),
    due_rules=DUE_RULES,
    review_routes=REVIEW_ROUTES,
    reports=(MONTHLY_COUNTS,),
)
