"""What goes up to whom in a rights-advocacy centre: the office's to change (D.5)."""

from soudan_desk.centres.reviews import usual_routes

REVIEW_ROUTES = usual_routes(
    "rights_advocacy",
    assessment="rights_assessment",
    circulated=("rights_intake",),
    plan_steps=("主任", "所長", "事務局長"),
)
