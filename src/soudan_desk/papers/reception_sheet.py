"""相談受付票 of the centres that have no national form: person, first consultation, own record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import CLOSE, TIGHT, Look, answer_grid, head_grid, on_one_page
from soudan_desk.papers.data import Answer, Blank, Head, Sections, Stamp
from soudan_desk.papers.kit import title_block

CLIENT = (
    *("sex", "birth_on", "address", "tel_home", "tel_mobile"),
    *("disability_kind", "handbook", "care_level"),
)
"""The person's questions at its head."""
TALK = (
    *("held_on", "started_at_time", "method", "staff_id", "caller_type", "caller_name"),
    *("caller_relation", "caller_org", "caller_tel", "topics", "subject", "body"),
)
"""The questions of the first consultation."""
FIRST_TALK = "はじめの相談"


@dataclass(frozen=True, kw_only=True)
class ReceptionSheet:
    """What is asked at the first contact; unanswered parts leave room for the hand."""

    title: str
    head: Head = field(default_factory=Head)
    about: tuple[Answer, ...] = ()
    sections: Sections = ()
    stamps: tuple[Stamp, ...] = ()


def reception_sheet_story(sheet: ReceptionSheet) -> list[Flowable]:
    """Lay the form out, on one page where it fits."""
    return on_one_page(lambda look: _story(sheet, look), (CLOSE, TIGHT), TIGHT)


def empty_reception(kind: str, centre: str, title: str) -> Callable[[Blank], ReceptionSheet]:
    """Return what makes the form for handwriting of a centre's reception record."""

    def empty(blank: Blank) -> ReceptionSheet:
        client = [line for _name, lines in blank.asked("person", centre, CLIENT) for line in lines]
        talk = [line for _, lines in blank.asked("consultation", centre, TALK) for line in lines]
        return ReceptionSheet(
            title=title,
            about=tuple(client),
            sections=(
                *(((FIRST_TALK, talk),) if talk else ()),
                *blank.asked(kind, centre, ()),
            ),
            stamps=tuple(map(Stamp, ("担当", "主任", "所長"))),
        )

    return empty


def _story(sheet: ReceptionSheet, look: Look) -> list[Flowable]:
    return [
        title_block(sheet.title, sheet.stamps),
        head_grid(sheet.head, sheet.about, look),
        *answer_grid(sheet.sections, look),
    ]
