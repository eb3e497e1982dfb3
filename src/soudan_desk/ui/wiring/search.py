"""さがす and quick search: joins them to the search of the office."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from soudan_desk.models import record_kinds
from soudan_desk.services import search as searching
from soudan_desk.services.hit_people import Around, around_hits
from soudan_desk.services.looking import note_searched
from soudan_desk.services.work import Work
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import dated
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.search import SearchPage
from soudan_desk.ui.pages.search_finding import FindWords
from soudan_desk.ui.pages.search_hits import Hit, Results
from soudan_desk.ui.quick_search import QuickSearch
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.widgets.top_bar import SearchField

_GROUPS = (
    ("person", "相談者", Icon.PERSON),
    ("case", "ケース", Icon.CASES),
    ("record", "記録", Icon.DOCUMENT),
    ("conference", "会議", Icon.CONFERENCES),
    ("referral", "つなぎ", Icon.REFERRALS),
    ("agency", "資源", Icon.AGENCIES),
)
_ICONS = {key: icon for key, _name, icon in _GROUPS}
_KATAKANA = re.compile(r"[ァ-ヺー・]+")
_NAMELESS = "名前なし"


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may hold the words to look for."""
    return SearchPage(find_words(seat), place.about.get("words", ""))


def attach_quick_search(
    seat: Seat, frame: QWidget, field: SearchField, go: Callable[[Place], object]
) -> QuickSearch:
    """Let the top bar's field show what it finds, and `go` where a hit leads."""
    return QuickSearch(frame, field, find_words(seat), go)


def find_words(seat: Seat) -> FindWords:
    """Return what looks for words off the window's thread."""

    def find(words: str, then: Callable[[Results], object]) -> None:
        job = partial(search_office, seat.work, words)
        seat.tasks.run(job, then, otherwise=lambda _error: then(Results(words)))

    return find


def search_office(work: Work, words: str) -> Results:
    """Look for words in every record that the worker may see."""
    found = searching.search(work, words)
    note_searched(work, words, len(found.hits))
    around = around_hits(work, found)
    return Results(
        query=words,
        hits=tuple(_hit(work, hit, around) for hit in found.hits),
        groups=tuple((key, name) for key, name, _icon in _GROUPS),
        more=found.more,
    )


def _hit(work: Work, hit: searching.Hit, around: Around) -> Hit:
    title, second = _words_of(hit, around)
    context, match = hit.context, hit.match
    if context.strip("…") in hit.title:
        context, match = "", (0, 0)
    return Hit(
        group=hit.group,
        icon=_ICONS[hit.group],
        title=title,
        second=second,
        context=context,
        match=match,
        right=dated(hit.on, work.today()) if hit.on else "",
        place=_place_of(hit, around),
    )


def _words_of(hit: searching.Hit, around: Around) -> tuple[str, str]:
    """Return what a hit is called, and what stands muted beside it."""
    if hit.group == "person":
        return _name_and_reading(hit.title)
    who = around.names.get(hit.case_id or hit.id) or around.names.get(hit.id, "")
    if hit.group == "case":
        return hit.title, who
    if hit.group == "agency":
        return hit.title, ""
    label = record_kinds()[hit.kind].label
    own = hit.title.removeprefix(str(hit.on)).strip() if hit.on else hit.title
    what = f"{label} {own}" if own and own != label else label
    second = "　".join(word for word in (what, hit.case_no) if word)
    return who or _NAMELESS, second


def _name_and_reading(title: str) -> tuple[str, str]:
    """Part the reading, which stands behind the name in katakana, word for word."""
    words = title.split(" ")
    half, odd = divmod(len(words), 2)
    if not odd and all(map(_KATAKANA.fullmatch, words[half:])):
        return " ".join(words[:half]), " ".join(words[half:])
    first = next((n for n, word in enumerate(words) if n and _KATAKANA.fullmatch(word)), len(words))
    return " ".join(words[:first]), " ".join(words[first:])


def _place_of(hit: searching.Hit, around: Around) -> Place:
    if (reviewed := around.reviewed.get(hit.id)) is not None:  # a comment: its record
        return _place_of(replace(hit, kind=reviewed.kind, id=reviewed.id), around)
    match hit.kind:
        case "person" | "case" | "referral" | "conference":
            return Place(hit.kind, {"id": hit.id})
        case "agency" | "agency_contact":
            return Place("agencies", {hit.kind: hit.id})
        case "appointment":
            return Place("calendar", {"id": hit.id})
        case "consultation" if hit.case_id is None:
            return Place("person", {"consultation": hit.id})
    if hit.case_id is not None:
        return Place("case", {"id": hit.case_id, "record": (hit.kind, hit.id)})
    if person_id := around.persons.get(hit.id):
        return Place("person", {"id": person_id})
    return Place("people")
