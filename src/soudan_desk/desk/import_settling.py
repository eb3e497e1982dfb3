"""Columns whose heading promises options but whose cells hold free text are given another home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from soudan_desk.desk.import_cells import CellReader
from soudan_desk.desk.import_columns import Column
from soudan_desk.desk.import_words import field_of, instead_of, targets_of
from soudan_desk.fields.typed import TypedAnswerError
from soudan_desk.tables.cells import Row, is_blank_row

_ENOUGH = 50


def settle_columns(
    kind: str,
    columns: Sequence[Column],
    sample: Sequence[Row],
    cells: CellReader,
    centre: str | None,
) -> tuple[Column, ...]:
    """Return the columns, each free text in a question that takes text."""
    taken = {each.field for each in columns if each.field}
    settled = []
    for each in columns:
        column = each
        others = [key for key in instead_of(kind, column.field or "") if key not in taken]
        if others and not column.is_said and _is_free_text(kind, column, sample, cells, centre):
            taken.add(others[0])
            column = replace(column, field=others[0], label=targets_of(kind)[others[0]])
        settled.append(column)
    return tuple(settled)


def _is_free_text(
    kind: str, column: Column, sample: Sequence[Row], cells: CellReader, centre: str | None
) -> bool:
    asked = field_of(kind, column.field or "")
    assert asked is not None
    values = [
        row[column.index]
        for _, row in sample
        if not is_blank_row(row) and column.index < len(row) and row[column.index] is not None
    ][:_ENOUGH]
    unread = 0
    for value in values:
        try:
            cells.answer(asked, value, centre)
        except TypedAnswerError:
            unread += 1
    return unread * 2 > len(values)
