"""What goes up to whom in every kind of centre, unless the office sets it otherwise.

相談記録, assessments and monitorings are circulated, the latter two to the 主任 alone, who checks
an assessment (2.2); plans, minutes, evaluations and letters are decided on (D.5, 押印欄 6.5).
"""

from __future__ import annotations

from soudan_desk.services.usual_routes import APPROVE, UsualRoute

_CHIEF = ("主任",)
_DECIDED = ("evaluation", "conference", "referral")


def usual_routes(
    centre: str,
    *,
    assessment: str,
    circulated: tuple[str, ...] = (),
    plan_steps: tuple[str, ...] = ("主任", "所長"),
    by_hand: tuple[str, ...] = (),
) -> tuple[UsualRoute, ...]:
    """Return the usual routes of a centre; kinds `by_hand` go up when their author says so."""
    return (
        *(UsualRoute(centre=centre, kind=kind) for kind in ("consultation", *circulated)),
        *(
            UsualRoute(centre=centre, kind=kind, steps=_CHIEF)
            for kind in (assessment, "monitoring")
        ),
        UsualRoute(centre=centre, kind="plan", mode=APPROVE, author_title="起案", steps=plan_steps),
        *(UsualRoute(centre=centre, kind=kind, mode=APPROVE) for kind in _DECIDED),
        *(
            UsualRoute(centre=centre, kind=kind, mode=APPROVE, starts_itself=False)
            for kind in by_hand
        ),
    )
