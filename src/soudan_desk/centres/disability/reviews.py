"""What goes up to whom in a disability centre: the office's to change (D.5).

A サービス等利用計画 is looked through by the manager (管理者).
"""

from soudan_desk.centres.reviews import usual_routes

REVIEW_ROUTES = usual_routes(
    "disability", assessment="disability_assessment", plan_steps=("管理者",)
)
