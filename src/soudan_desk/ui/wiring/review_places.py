"""Where a record under review is opened, to be read beside its case or to be corrected."""

from __future__ import annotations

from soudan_desk.centres import CENTRES
from soudan_desk.services.review_counts import Forgotten
from soudan_desk.services.review_lists import ReviewRow
from soudan_desk.ui.pages.page import Place

_OWN_PAGES = {"referral", "conference"}
_OWN_TABS = {kind for centre in CENTRES.values() for kind in centre.intake_kinds}
_SHELVES = {
    kind: shelf.key
    for centre in CENTRES.values()
    for shelf in centre.shelves
    for kind in shelf.kinds
}


def place_of_review(row: ReviewRow | Forgotten, editing: bool = False) -> Place | None:
    """Return where a record is opened; for correction its form, where the case's course has it."""
    if isinstance(row, Forgotten):
        return Place("case", {"id": row.case_id}) if row.case_id else None
    if row.kind in _OWN_PAGES:
        return Place(row.kind, {"id": row.record_id})
    if row.case_id is None:
        is_told = row.kind == "consultation"
        return Place("person", {"consultation": row.record_id}) if is_told else None
    if row.kind in _OWN_TABS:
        return Place("case", {"id": row.case_id, "tab": row.kind})
    if editing and row.kind in _SHELVES:
        return Place("case", {"id": row.case_id, "tab": _SHELVES[row.kind]})
    about = {"id": row.case_id, "record": (row.kind, row.record_id)}
    return Place("case", about | ({"editing": True} if editing else {}))
