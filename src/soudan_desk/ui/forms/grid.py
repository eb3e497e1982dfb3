"""Where the questions of a section stand: a grid of twelve columns, filled from widths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from soudan_desk.fields import Field, Kind
from soudan_desk.ui.forms.choices import are_segments, offered_entries, segments_width
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.theme import Type, theme

COLUMNS, GUTTER = 12, 12
REQUIRED = "必須"
_WIDTHS = {
    Kind.LINE: 230, Kind.DATE: 216, Kind.PARTIAL_DATE: 190, Kind.TIME: 104, Kind.INSTANT: 230,
    Kind.MINUTES: 112, Kind.NUMBER: 104, Kind.YEN: 136, Kind.CHOICE: 200, Kind.REFERENCE: 240,
    Kind.REFERENCES: 320,
}  # fmt: skip
_SHORT_LINES = {"postal_code": 112, "tel": 156, "fax": 156, "phone": 156, "_no": 156, "grade": 140}
_STRETCHES = {Kind.LINE, Kind.REFERENCE, Kind.REFERENCES, Kind.CHOICE}
_MOST_STRETCH = {Kind.LINE: 8, Kind.REFERENCE: 6, Kind.REFERENCES: 12, Kind.CHOICE: 5}
_WHOLE = {Kind.TEXT, Kind.CHOICES, Kind.MARKS, Kind.ROWS, Kind.ATTACHMENTS}


@dataclass(frozen=True, slots=True)
class Wish:
    """How much room a question wants: pixels, and up to how many columns it may grow."""

    width: int
    most: int
    is_whole: bool = False
    has_label: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: its row, first column and how many columns it takes."""

    row: int
    column: int
    span: int


def wish_of(field: Field, context: FormContext) -> Wish:
    """Return how much room a question wants, from its kind, label and options."""
    if field.kind in _WHOLE:
        return Wish(0, COLUMNS, is_whole=True, has_label=field.label != field.section)
    if field.kind is Kind.CHECK:
        return Wish(round(theme.text_width(field.label)) + theme.px(44), 0, has_label=False)
    label = theme.text_width(field.label, Type.LABEL) + theme.px(8)
    if field.required or field.required_when:
        label += theme.px(6) + theme.text_width(REQUIRED, Type.SMALL)
    width, grows = _own_width(field, context)
    return Wish(max(width, ceil(label)), _MOST_STRETCH.get(field.kind, 0) if grows else 0)


def _own_width(field: Field, context: FormContext) -> tuple[int, bool]:
    if field.codes is not None:
        entries = offered_entries(field, context)
        if are_segments(entries):
            return segments_width(entries) + 2, False
        widest = max((theme.text_width(entry.label) for entry in entries), default=0)
        return min(max(round(widest) + theme.px(48), theme.px(120)), theme.px(360)), True
    if field.kind is Kind.LINE:
        for ending, width in _SHORT_LINES.items():
            if field.key.endswith(ending) or field.key.startswith(f"{ending}_"):
                return theme.px(width), False
    return theme.px(_WIDTHS[field.kind]), field.kind in _STRETCHES


def unit_width(width: int) -> float:
    """Return the width of one column, in pixels."""
    return (width - theme.px(GUTTER) * (COLUMNS - 1)) / COLUMNS


def places_of(wishes: Sequence[Wish], width: int) -> list[Place]:
    """Fill rows from left to right; what is left over goes to those that may grow."""
    pitch = unit_width(width) + theme.px(GUTTER)
    spans = [_span(wish, pitch) for wish in wishes]
    rows: list[list[int]] = []
    taken = COLUMNS
    for number, span in enumerate(spans):
        if taken + span > COLUMNS:
            rows.append([])
            taken = 0
        rows[-1].append(number)
        taken += span
    places: dict[int, Place] = {}
    for row, numbers in enumerate(rows):
        _grow(numbers, spans, wishes)
        column = 0
        for number in numbers:
            places[number] = Place(row, column, spans[number])
            column += spans[number]
    return [places[number] for number in range(len(wishes))]


def _span(wish: Wish, pitch: float) -> int:
    if wish.is_whole:
        return COLUMNS
    return min(max(1, ceil((wish.width + theme.px(GUTTER)) / pitch - 0.01)), COLUMNS)


def _grow(numbers: Sequence[int], spans: list[int], wishes: Sequence[Wish]) -> None:
    left = COLUMNS - sum(spans[number] for number in numbers)
    while left > 0:
        able = [n for n in numbers if spans[n] < wishes[n].most]
        if not able:
            return
        spans[min(able, key=lambda n: spans[n])] += 1
        left -= 1
