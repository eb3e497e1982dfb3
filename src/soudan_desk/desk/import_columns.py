"""Which line of a sheet is the heading, and which question each column answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from soudan_desk.desk.import_words import (
    MORE,
    NAME_SUFFIX,
    PERSON,
    exact_targets,
    is_empty_heading,
    likely_targets,
    plain_heading,
    targets_of,
    without_brackets,
)
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.tables.cells import Row, Value, column_letters, text_of
from soudan_desk.tables.reading import Merged

SEARCHED_ROWS = 50
"""How far down a sheet its heading may stand."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading as shown, and the words to try, the most telling first."""

    column: int
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and the question it answers; `field` is None where it answers none.

    `is_help` marks a column of names that only helps the reader of an exported file, `is_said`
    one whose question the worker named; `helps` is the question whose record it names.
    """

    index: int
    heading: str
    field: str | None
    label: str = ""
    part: int = 1
    is_help: bool = False
    is_said: bool = False
    helps: str = ""

    @property
    def letters(self) -> str:
        """The column as Excel names it."""
        return column_letters(self.index)


@dataclass(frozen=True, slots=True)
class Head:
    """The heading found: the number of its last line, and the columns."""

    row: int
    columns: tuple[Column, ...]
    score: int


def find_head(
    kind: str, rows: Sequence[Row], merged: Sequence[Merged], mapping: Mapping[str, str]
) -> Head | None:
    """Find the line, or pair of lines, that answers to the most questions."""
    best: Head | None = None
    unknown = set(mapping)
    for headings, last in _candidates(rows, merged):
        unknown -= {said for said in unknown if any(_is_named(each, said) for each in headings)}
        columns = match_columns(kind, headings, mapping)
        score = sum(column.field is not None for column in columns)
        needed = 1 if len(headings) <= 3 else 2
        if score >= needed and (best is None or score > best.score):
            best = Head(last, columns, score)
    if best is not None and unknown:
        _refuse_headings(sorted(unknown))
    return best


def _candidates(
    rows: Sequence[Row], merged: Sequence[Merged]
) -> Iterator[tuple[list[Heading], int]]:
    for at, (number, cells) in enumerate(rows[:SEARCHED_ROWS]):
        if not cells:
            continue
        single = [
            Heading(index, _shown(text), (text,))
            for index, cell in enumerate(cells)
            if (text := text_of(cell).strip())
        ]
        yield single, number
        following = rows[at + 1] if at + 1 < len(rows) else None
        if following and following[0] == number + 1 and _is_heading_like(following[1]):
            yield _paired(cells, following[1], number, merged), number + 1


def _is_heading_like(cells: Sequence[Value]) -> bool:
    return bool(cells) and all(cell is None or isinstance(cell, str) for cell in cells)


def _paired(
    upper: Sequence[Value], lower: Sequence[Value], number: int, merged: Sequence[Merged]
) -> list[Heading]:
    """Join two lines of headings: a group above, its parts below."""
    groups = _spread(upper, lower, number, merged)
    found = []
    for index in range(max(len(upper), len(lower))):
        group = groups.get(index, "")
        part = text_of(lower[index]).strip() if index < len(lower) else ""
        if group and part and group != part:
            heading = f"{_shown(group)} {_shown(part)}"
            found.append(Heading(index, heading, (group + part, part)))
        elif group or part:
            found.append(Heading(index, _shown(part or group), (part or group,)))
    return found


def _spread(
    upper: Sequence[Value], lower: Sequence[Value], number: int, merged: Sequence[Merged]
) -> dict[int, str]:
    groups = {i: text for i, cell in enumerate(upper) if (text := text_of(cell).strip())}
    blocks = [block for block in merged if block[0] <= number <= block[2] and block[1] != block[3]]
    for _top, left, _bottom, right in blocks:
        if left in groups:
            groups |= dict.fromkeys(range(left, min(right, left + 200) + 1), groups[left])
    if not merged:  # CSV tells nothing of merged cells: a group reaches to the next one
        for index in range(len(lower)):
            if lower[index] is not None and index not in groups and index - 1 in groups:
                groups[index] = groups[index - 1]
    return groups


def _shown(text: str) -> str:
    return " ".join(text.split())


# matching


def match_columns(
    kind: str, headings: Sequence[Heading], mapping: Mapping[str, str]
) -> tuple[Column, ...]:
    """Give each question the column that fits it best; each question has one column."""
    chosen = _Chosen(kind)
    rest: list[Heading] = []
    for heading in headings:
        target = _asked_for(kind, heading, mapping)
        if target is not None:
            chosen.take(heading, target or None, is_said=True)
        else:
            rest.append(heading)
    rest = [each for each in rest if not chosen.take_exact(each)]
    # What can mean one thing only goes first, and a bare 「No」 last of these.
    rest.sort(key=lambda each: (len(chosen.likely(each)), is_empty_heading(each.text)))
    for heading in rest:
        chosen.take_likely(heading)
    return chosen.columns()


def _asked_for(kind: str, heading: Heading, mapping: Mapping[str, str]) -> str | None:
    """Return what the worker said a column is: a target, blank for none; None when not said."""
    for said, target in mapping.items():
        if _is_named(heading, said):
            return _checked_target(kind, target)
    return None


def _is_named(heading: Heading, said: str) -> bool:
    names = (heading.text, *heading.words, column_letters(heading.column))
    return said in names or plain_heading(said) in {plain_heading(each) for each in names}


def _refuse_headings(unknown: Sequence[str]) -> NoReturn:
    names = "」「".join(unknown)
    raise InvalidEntriesError(
        {"map": f"「{names}」という見出しはこの表にありません。見出しを確かめてください。"}
    )


def _checked_target(kind: str, target: str) -> str:
    if not target or target in targets_of(kind):
        return target
    meant = exact_targets(kind).get(plain_heading(target))
    if meant is None:
        raise InvalidEntriesError(
            {
                "map": (
                    f"「{target}」という項目はありません。"
                    "項目名(record kinds)か表示名で指定してください。"
                )
            }
        )
    return meant


class _Chosen:
    """Hands out targets, each once."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._labels = targets_of(kind)
        self._taken: dict[str, Heading] = {}
        self._columns: list[Column] = []

    def columns(self) -> tuple[Column, ...]:
        """Return every column from left to right."""
        return tuple(sorted(self._columns, key=lambda each: each.index))

    def take(self, heading: Heading, target: str | None, *, is_said: bool = False) -> None:
        """Give a column its question, or none."""
        if target is not None:
            self._taken[target] = heading
        label = self._labels.get(target or "", "")
        column = Column(heading.column, heading.text, target, label, is_said=is_said)
        self._columns.append(column)

    def take_exact(self, heading: Heading) -> bool:
        """Take the question whose label or key the heading is; also the columns exports add."""
        exact = exact_targets(self._kind)
        if more := MORE.search(heading.text):
            target = exact.get(plain_heading(heading.text[: more.start()]))
            if target is not None:
                column = Column(heading.column, heading.text, target, part=int(more[1]))
                self._columns.append(replace(column, label=self._labels[target]))
                return True
        if heading.text.endswith(NAME_SUFFIX):
            of = exact.get(plain_heading(heading.text.removesuffix(NAME_SUFFIX)))
            if of is not None and plain_heading(heading.text) not in exact:
                self._columns.append(
                    Column(heading.column, heading.text, None, is_help=True, helps=of)
                )
                return True
        target = exact.get(plain_heading(heading.words[0]))
        if target is None or target in self._taken:
            return False
        self.take(heading, target)
        return True

    def likely(self, heading: Heading) -> tuple[str, ...]:
        """Return the questions a heading may mean that nobody has taken."""
        known = likely_targets(self._kind)
        exact = exact_targets(self._kind)
        for word in heading.words:
            forms = (plain_heading(word), plain_heading(without_brackets(word)))
            for form in forms:
                found = known.get(form) or ((exact[form],) if form in exact else ())
                if free := tuple(each for each in found if each not in self._taken):
                    return free
        return ()

    def take_likely(self, heading: Heading) -> None:
        """Take the likeliest question that is free; about another person where there is one."""
        targets = self.likely(heading)
        named_by = self._taken.get(f"{PERSON}name")
        if named_by is not None and not _is_caller(named_by) and _is_caller(heading):
            targets = tuple(sorted(targets, key=lambda each: each.startswith(PERSON)))
        self.take(heading, targets[0] if targets else None)


def _is_caller(heading: Heading) -> bool:
    return heading.text.startswith(("相談者", "来談者", "通報者", "連絡者"))
