"""Which builder makes which page."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from soudan_desk.ui.frame import Builder
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat

_PAGES = (
    "today",
    "intake",
    "cases",
    "case",
    "people",
    "person",
    "conferences",
    "conference",
    "referrals",
    "referral",
    "disclosures",
    "review",
    "calendar",
    "figures",
    "agencies",
    "search",
    "requests",
    "disposals",
    "settings",
    "import_file",
    "audit",
    "backup",
    "handover",
    "manual",
)


def builders() -> dict[str, Builder]:
    """Return the builder of each page; a page's module is read when one first goes there."""
    return {name: _Lazy(name) for name in _PAGES if find_spec(f"{__package__}.{name}")}


class _Lazy:
    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, seat: Seat, place: Place) -> Page:
        module = import_module(f"soudan_desk.ui.wiring.{self._name}")
        page: Page = module.build(seat, place)
        return page
