"""Cells as text: blocks with tabs as spreadsheets have them, each cell read and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from soudan_desk.fields import Field, Kind
from soudan_desk.fields.typed import TypedAnswerError, answer_from_typed, typed_from_answer
from soudan_desk.ui.forms.context import FormContext

Block = list[list[str]]


def read_block(text: str) -> Block:
    """Return the cells of tab-separated text by rows; a quoted cell may hold several lines."""
    return list(csv.reader(io.StringIO(text), delimiter="\t"))


def block_text(rows: Iterable[Iterable[str]]) -> str:
    """Return cells as tab-separated text."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue().removesuffix("\n")


def width_of(block: Block) -> int:
    """Return how many columns a block has."""
    return max(map(len, block), default=0)


class Unread(str):
    """Text in a cell that could not be read as an answer."""

    __slots__ = ()


class CellTexts:
    """Reads cells from text and writes them, with what a form's surroundings know."""

    def __init__(self, context: FormContext) -> None:
        self._context = context

    def read(self, field: Field, text: str) -> Any:
        """Return the answer a cell's text stands for, or the text marked as unread."""
        try:
            return self._answer(field, text)
        except TypedAnswerError:
            return Unread(text)

    def sentence(self, field: Field, text: str) -> str:
        """Return why a text cannot be read, and what to type instead; none where it can."""
        try:
            self._answer(field, text)
        except TypedAnswerError as error:
            return str(error)
        return ""

    def text(self, field: Field, value: Any) -> str:
        """Return a text that is read back as the very same answer."""
        if isinstance(value, Unread):
            return str(value)
        return typed_from_answer(field, value, self._context.names)

    def shared(self, field: Field, value: Any) -> str:
        """Return a cell's text for the clipboard: of a record its name, where that is enough."""
        if field.kind is not Kind.REFERENCE or value is None or isinstance(value, Unread):
            return self.text(field, value)
        name = self._context.name_of(field.of or "", value)
        return name if self._lookup(field.of or "", name) == [value] else str(value)

    def _answer(self, field: Field, text: str) -> Any:
        context = self._context
        return answer_from_typed(
            field,
            text,
            today=context.today,
            codes=context.codes,
            centre=context.centre,
            lookup=self._lookup,
        )

    def _lookup(self, kind: str, words: str) -> list[Any]:
        return [each.id for each in self._context.find(kind, words) if each.title == words]
