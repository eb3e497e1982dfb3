"""A plan of any kind as its centre's form; without answers, the forms of all those centres."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Flowable

from soudan_desk.papers.data import Blank
from soudan_desk.papers.page import LANDSCAPE, UPRIGHT, next_page
from soudan_desk.papers.plan_move import MovePlan, empty_move_plan, move_plan_story
from soudan_desk.papers.plan_nichiji import NichijiPlan, empty_nichiji_plan, nichiji_plan_story
from soudan_desk.papers.plan_parts import PlanData
from soudan_desk.papers.plan_reliance import (
    OUTSIDE_GROUPS,
    ReliancePlan,
    empty_reliance_plan,
    reliance_plan_story,
)
from soudan_desk.papers.plan_service import ServicePlan, empty_service_plans, service_plan_story

_STORIES: Mapping[type[PlanData], Callable[[Any], list[Flowable]]] = {
    ReliancePlan: reliance_plan_story,
    NichijiPlan: nichiji_plan_story,
    ServicePlan: service_plan_story,
    MovePlan: move_plan_story,
}


@dataclass(frozen=True)
class PlanPaper:
    """One plan, or several empty forms one after the other."""

    parts: tuple[PlanData, ...]

    @property
    def head(self) -> Any:
        """Whose plan it is."""
        return self.parts[0].head


def plan_story(paper: PlanPaper) -> list[Flowable]:
    """Lay out every part, each from a new page."""
    story: list[Flowable] = []
    for part in paper.parts:
        story += next_page(_shape(part)) if story else []
        story += _STORIES[type(part)](part)
    return story


def plan_is_turned(paper: PlanPaper) -> bool:
    """Tell whether the first page lies on its side."""
    return _shape(paper.parts[0]) == LANDSCAPE


def empty_plan(blank: Blank) -> PlanPaper:
    """Return the form that is wanted, else all of the given centres."""
    found = _empty_parts(blank)
    return PlanPaper((found[blank.form],) if blank.form else tuple(found.values()))


def plan_forms(blank: Blank) -> dict[str, str]:
    """Return the keys and titles of the forms of the given centres."""
    return {key: part.title for key, part in _empty_parts(blank).items()}


def _empty_parts(blank: Blank) -> dict[str, PlanData]:
    return {key: part for centre in blank.centres for key, part in _EMPTY[centre](blank).items()}


def _shape(part: PlanData) -> str:
    return LANDSCAPE if isinstance(part, ServicePlan) else UPRIGHT


def _empty_reliance(blank: Blank) -> dict[str, PlanData]:
    (title,) = blank("plan.kind", "life_support")
    services = blank.options("plan.service", "life_support")
    schemes = [label for label, group in services if group not in OUTSIDE_GROUPS]
    others = [label for label, group in services if group in OUTSIDE_GROUPS]
    plan = empty_reliance_plan(schemes, others, blank("plan.decision"), title)
    return {"self_reliance": plan}


def _empty_nichiji(blank: Blank) -> dict[str, PlanData]:
    (title,) = blank("plan.kind", "rights_advocacy")
    return {"nichiji": empty_nichiji_plan(title)}


def _empty_disability(blank: Blank) -> dict[str, PlanData]:
    _, title = blank("plan.kind", "disability")
    move = empty_move_plan(title, blank("plan.admission_form"))
    return {**empty_service_plans(), "regional_move": move}


_EMPTY: Mapping[str, Callable[[Blank], dict[str, PlanData]]] = {
    "life_support": _empty_reliance,
    "rights_advocacy": _empty_nichiji,
    "disability": _empty_disability,
}
