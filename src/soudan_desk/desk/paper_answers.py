"""Any record's questions as lines of a paper: what is printed appears without further code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from soudan_desk.codes import CodeEntry
from soudan_desk.fields import Field, Kind, Names, as_text
from soudan_desk.fields.checks import is_blank
from soudan_desk.papers.data import BLANK_BIRTH, BLANK_DATE, Answer, Option, Sections, Table
from soudan_desk.services.masks import Mask

_MOST_BOXES = 16
"""Options of a list that are all printed with their boxes; a longer list prints what is chosen."""
_MOST_BOXES_BY_HAND = 20
_ALL_BOXES = {"issue_codes": 40}
"""Lists whose every option is printed, however many there are, as on the national form."""
_WIDE_BY_HAND = {"address"}
_LINES_BY_HAND = {"body": 5, "handbook": 1}
_YES, _NO = "はい", "いいえ"


@dataclass(frozen=True)
class Reader:
    """Turns answers into lines of a paper, for one record's day and one person's protection."""

    names: Names
    mask: Mask
    today: date

    def line(self, field: Field, answer: Any, *, boxes: bool = False) -> Answer:
        """Return one question with its answer; `boxes` prints every option of a short list."""
        if boxes and field.kind is Kind.CHECK:
            return Answer(field.label, "", _yes_or_no(answer))
        if boxes and field.kind in {Kind.CHOICE, Kind.CHOICES}:
            options = self._options(field, answer)
            if options:
                return Answer(field.label, "", options, wide=len(options) > 3)
        is_long = field.kind in {Kind.TEXT, Kind.ROWS}
        text, table = self.text(field, answer), self._table(field, answer or ())
        return Answer(field.label, text, long=is_long, wide=is_long, table=table)

    def text(self, field: Field, answer: Any) -> str:
        """Return an answer in words, blacked out where the person is protected."""
        text = as_text(field, self.mask.rows(field.key, answer), self.names)
        if field.kind is Kind.PARTIAL_DATE and answer is not None:
            age = answer.age_text(self.today)
            text = f"{text}（{age}）" if age else text
        return self.mask.answer(field.key, text)

    def sections(
        self,
        fields: Iterable[Field],
        answers: Mapping[str, Any],
        *,
        but: Collection[str] = (),
        boxes: bool = False,
        blanks: bool = False,
    ) -> Sections:
        """Return every printed question by its section, in order; `blanks` keeps unanswered ones.

        `but` names the questions that stand elsewhere on the paper.
        """
        asked = [f for f in fields if f.printed and f.key not in but and f.shown(answers)]
        found = []
        for name, group in groupby(asked, key=lambda field: field.section):
            lines = tuple(
                self.line(field, answers.get(field.key), boxes=boxes)
                for field in group
                if blanks or _is_answered(answers.get(field.key))
            )
            if lines:
                found.append((name, lines))
        return found

    def by_hand(self, fields: Iterable[Field]) -> Sections:
        """Return every question by its section as it stands on a form for handwriting."""
        sections = groupby(fields, key=lambda field: field.section)
        return [(name, tuple(map(self._by_hand, group))) for name, group in sections]

    def _by_hand(self, field: Field) -> Answer:
        if field.kind is Kind.CHECK:
            return Answer(field.label, "", _yes_or_no(None))
        if field.kind in {Kind.CHOICE, Kind.CHOICES}:
            options = self._options(field, None, most=_MOST_BOXES_BY_HAND)
            return Answer(field.label, "" if options else None, options, wide=len(options) > 3)
        if field.kind in {Kind.TEXT, Kind.ROWS}:
            lines = _LINES_BY_HAND.get(field.key, 2)
            table = self._table(field, ())
            return Answer(field.label, None, long=True, wide=True, lines=lines, table=table)
        is_wide = field.key in _WIDE_BY_HAND
        return Answer(field.label, None, blank=_GUIDES.get(field.kind, ""), wide=is_wide)

    def _table(self, field: Field, rows: Iterable[Mapping[str, Any]]) -> Table | None:
        if field.kind is not Kind.ROWS:
            return None
        told = self.mask.rows(field.key, rows)
        lines = (tuple(self.text(cell, row.get(cell.key)) for cell in field.rows) for row in told)
        return Table(tuple(cell.label for cell in field.rows), tuple(lines))

    def _options(self, field: Field, answer: Any, most: int = _MOST_BOXES) -> tuple[Option, ...]:
        most = max(most, _ALL_BOXES.get(field.key, 0))
        chosen = [answer] if isinstance(answer, str) else list(answer or ())
        entries = [
            entry
            for entry in self.names.codes.entries(field.codes or "", centre=self.names.centre)
            if entry.valid_on(self.today) or entry.code in chosen
        ]
        if not 0 < len(entries) <= most:
            return ()
        return tuple(_option(entry, chosen) for entry in entries)


_GUIDES = {Kind.DATE: BLANK_DATE, Kind.PARTIAL_DATE: BLANK_BIRTH, Kind.TIME: "　　時　　分"}


def _yes_or_no(answer: Any) -> tuple[Option, ...]:
    return Option(_YES, chosen=answer is True), Option(_NO, chosen=answer is False)


def _option(entry: CodeEntry, chosen: list[str]) -> Option:
    return Option(entry.brief, chosen=entry.code in chosen)


def _is_answered(answer: Any) -> bool:
    return not is_blank(answer) and answer is not False
