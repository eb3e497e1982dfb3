"""What goes up to whom in a life-support centre: the office's to change (6.5, D.5)."""

from soudan_desk.centres.reviews import usual_routes

REVIEW_ROUTES = usual_routes(
    "life_support", assessment="assessment", circulated=("intake",), by_hand=("screening",)
)
