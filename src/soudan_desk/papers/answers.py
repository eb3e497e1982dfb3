"""From questions and answers to rows of a form, filled in or left for the hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from soudan_desk.papers import fonts
from soudan_desk.papers.data import Answer, Head, Named, Sections
from soudan_desk.papers.grid import GROUP_WIDTH, PAD_X, Cell, Grid, Row, label_cell
from soudan_desk.papers.kit import NAME, Choices, Ruby, WritingLines
from soudan_desk.papers.page import INNER_HEIGHT, INNER_WIDTH
from soudan_desk.papers.text import CELL, LABEL, Align, Style, Text

LABEL_WIDTH = 29 * mm


@dataclass(frozen=True)
class Look:
    """How tightly a form is set; heights in points."""

    style: Style = CELL
    label_style: Style = LABEL
    label: float = LABEL_WIDTH
    least: float = 7.5 * mm
    least_by_hand: float = 9 * mm
    pitch: float = 8.5 * mm


ROOMY = Look()
CLOSE = Look(
    style=CELL.but(leading=14),
    label_style=LABEL.but(leading=14),
    least=6.6 * mm,
    least_by_hand=8 * mm,
    pitch=7.5 * mm,
)
TIGHT = Look(
    style=CELL.but(size=9, leading=12.5),
    label_style=LABEL.but(size=8.5, leading=12),
    least=5.8 * mm,
    least_by_hand=7.4 * mm,
    pitch=7 * mm,
)
DENSE = Look(
    style=CELL.but(size=8.5, leading=11.5),
    label_style=LABEL.but(size=8, leading=11),
    least=5.2 * mm,
    least_by_hand=6.6 * mm,
    pitch=6.4 * mm,
)
LARGE = Look(style=CELL.but(size=10.5, leading=16))
LOOKS = (ROOMY, CLOSE, TIGHT)


def answer_cell(answer: Answer, look: Look = ROOMY, *, share: float = 1.0) -> Cell:
    """Return the box an answer stands in, or is to be written in."""
    parts: list[Flowable] = []
    if answer.options:
        parts.append(Choices(answer.options, style=look.style, field=answer.label))
    if answer.text:
        parts += [Spacer(1, 2)] if parts else []
        parts.append(Text(answer.text, look.style, field=answer.label))
    elif answer.text is None and answer.long:
        parts.append(WritingLines(answer.lines, look.pitch))
    elif not parts or answer.blank:
        blank = answer.blank if answer.text is None else ""
        parts.append(Text(blank, look.style, field=answer.label))
    return Cell(tuple(parts), share=share)


def answer_row(*answers: Answer, look: Look = ROOMY, group: str = "") -> Row:
    """Return one row of labelled boxes."""
    by_hand = any(answer.text is None for answer in answers)
    pairs = [
        (label_cell(each.label, look.label, look.label_style), answer_cell(each, look))
        for each in answers
    ]
    least = look.least_by_hand if by_hand else look.least
    return Row(tuple(cell for pair in pairs for cell in pair), least=least, group=group)


def answer_rows(answers: Iterable[Answer], look: Look = ROOMY, *, group: str = "") -> list[Row]:
    """Return the rows of a form in its order; two short answers in turn share one."""
    rows: list[Row] = []
    waiting: Answer | None = None
    for answer in answers:
        if not _is_short(answer, look, in_group=bool(group)):
            rows += [answer_row(each, look=look, group=group) for each in (waiting, answer) if each]
            waiting = None
        elif waiting:
            rows.append(answer_row(waiting, answer, look=look, group=group))
            waiting = None
        else:
            waiting = answer
    return [*rows, answer_row(waiting, look=look, group=group)] if waiting else rows


def _is_short(answer: Answer, look: Look, *, in_group: bool) -> bool:
    """Tell whether an answer fits on one line of half a row."""
    text = answer.blank if answer.text is None else answer.text
    if answer.options or answer.long or answer.wide or "\n" in text:
        return False
    room: float = (INNER_WIDTH - GROUP_WIDTH * in_group) / 2 - look.label - 2 * PAD_X
    advances = fonts.font(fonts.REGULAR).advances
    return sum(advances.get(char, 1.0) for char in text) <= room / look.style.size


def answer_table(sections: Sections, look: Look = ROOMY) -> list[Flowable]:
    """Return every section as a titled, framed table."""
    return [Grid(answer_rows(answers, look), title=name) for name, answers in sections if answers]


def answer_grid(sections: Sections, look: Look = ROOMY, *, title: str = "") -> list[Flowable]:
    """Return all sections as one framed table, each under a line with its name."""
    rows: list[Row] = []
    for name, answers in sections:
        if answers:
            rows += [_section_row(name, look), *answer_rows(answers, look)]
    return [Grid(rows, title=title)] if rows else []


def _section_row(name: str, look: Look) -> Row:
    cell = label_cell(name, style=look.label_style)
    return Row((cell,), least=look.label_style.leading + 4, leads=True)


def head_grid(head: Head, about: Sequence[Answer] = (), look: Look = ROOMY) -> Grid:
    """Return the table that says whose paper this is: number, name with reading, and more."""
    name: Flowable = Ruby(head.client) if head.client.kana else _plain_name(head.client)
    number = Text(head.case_no or "", look.style.but(align=Align.LEFT))
    first = (
        label_cell("ID", look.label, look.label_style),
        Cell((number,), share=0.8),
        label_cell("氏名", look.label, look.label_style),
        Cell((name,), share=1.2),
    )
    return Grid([Row(first, least=look.least_by_hand), *answer_rows(about, look)])


def _plain_name(client: Named) -> Text:
    return Text(client.name or "", NAME.but(align=Align.LEFT), field="氏名")


def height_of(story: Sequence[Flowable]) -> float:
    """Return how high a story is on the page, in points."""
    total, below = 0.0, 0.0
    for part in story:
        height = part.wrap(INNER_WIDTH, INNER_HEIGHT)[1]
        total += max(below, part.getSpaceBefore()) + height
        below = part.getSpaceAfter()
    return total


def on_one_page(
    build: Callable[[Look], list[Flowable]],
    looks: Sequence[Look] = LOOKS,
    otherwise: Look | None = None,
) -> list[Flowable]:
    """Return the story in the first look that fits one page; else in the first, or `otherwise`."""
    for look in looks:
        story = build(look)
        if height_of(story) <= INNER_HEIGHT:
            return story
    return build(otherwise or looks[0])
