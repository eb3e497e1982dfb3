"""アセスメントシート of each kind of centre: its record's questions by section, rows as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import CLOSE, answer_rows, head_grid
from soudan_desk.papers.current_week import SECTION, CurrentWeek, current_week_page
from soudan_desk.papers.data import Answer, Blank, Head, Sections, Stamp
from soudan_desk.papers.grid import Grid
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.lists import Column, list_grid

CLIENT = ("sex", "birth_on", "address", "tel_home", "tel_mobile", "disability_kind", "handbook")
"""The person's questions at its head."""
_HAND_STAMPS = ("担当", "主任", "所長")
_HAND_ROWS = 3


@dataclass(frozen=True, kw_only=True)
class AssessmentSheet:
    """What is known of somebody's life; unanswered parts leave room for the hand."""

    title: str
    head: Head = field(default_factory=Head)
    about: tuple[Answer, ...] = ()
    sections: Sections = ()
    stamps: tuple[Stamp, ...] = ()
    week: CurrentWeek | None = None  # where the centre asks for it and somebody has told it


def assessment_sheet_story(sheet: AssessmentSheet) -> list[Flowable]:
    """Lay the sheet out, over as many pages as it takes."""
    return [
        title_block(sheet.title, sheet.stamps),
        head_grid(sheet.head, sheet.about, CLOSE),
        *(part for name, answers in sheet.sections for part in _section(name, answers)),
        *(current_week_page(sheet.week) if sheet.week else []),
    ]


def empty_assessment(kind: str, centre: str, title: str) -> Callable[[Blank], AssessmentSheet]:
    """Return what makes the form for handwriting of a centre's assessment."""

    def empty(blank: Blank) -> AssessmentSheet:
        asked = blank.asked(kind, centre, ())
        client = [line for _name, lines in blank.asked("person", centre, CLIENT) for line in lines]
        return AssessmentSheet(
            title=title,
            about=tuple(client),
            sections=tuple(each for each in asked if each[0] != SECTION),
            stamps=tuple(map(Stamp, _HAND_STAMPS)),
            week=CurrentWeek() if any(name == SECTION for name, _ in asked) else None,
        )

    return empty


def _section(name: str, answers: Sequence[Answer]) -> Iterator[Flowable]:
    title = name
    for is_table, group in groupby(answers, key=lambda each: each.table is not None):
        if is_table:
            yield from (_rows(each, title) for each in group)
        else:
            yield Grid(answer_rows(group, CLOSE), title=title, space_after=6)
        title = ""


def _rows(answer: Answer, section: str) -> Flowable:
    assert answer.table is not None
    return list_grid(
        tuple(map(Column, answer.table.columns)),
        answer.table.lines,
        title="　".join(filter(None, (section, answer.label))),
        by_hand=_HAND_ROWS if answer.text is None else 0,
    )
