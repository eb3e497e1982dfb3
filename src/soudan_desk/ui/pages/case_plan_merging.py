"""Two workers at one table: what each of them changed since it was opened, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from soudan_desk.fields import ROW_ID, Field
from soudan_desk.models.base import new_id

Row = Mapping[str, Any]
Words = Callable[[Field, Any], str]
_GONE = "ほかの人がこの行を消しました。残すならこのまま、要らなければ行を消してください。"
_BACK = "あなたが消した行を、ほかの人が直していました。要らなければもう一度消してください。"


@dataclass(slots=True)
class Merged:
    """The rows as they stand after both, and a sentence for each cell somebody has to look at."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    marks: dict[tuple[UUID, str], str] = field(default_factory=dict)
    renamed: dict[UUID, UUID] = field(default_factory=dict)
    """New ids of rows that go on though their record is void."""


def merge_rows(
    columns: Sequence[Field],
    base: Sequence[Row],
    mine: Sequence[Row],
    theirs: Sequence[Row],
    words: Words,
) -> Merged:
    """Return my rows with what others changed in them meanwhile; of one cell changed twice, mine.

    My order holds; rows that others added come last.
    """
    was, stored = _by_id(base), _by_id(theirs)
    keys = [column for column in columns if column.key != ROW_ID]
    merged = Merged()
    for row in mine:
        _merge_mine(merged, keys, row, was.get(row[ROW_ID]), stored.get(row[ROW_ID]), words)
    kept = {row[ROW_ID] for row in mine}
    for row_id, row in stored.items():
        if row_id in kept or row == was.get(row_id):
            continue
        merged.rows.append(dict(row))
        if row_id in was:
            merged.marks[row_id, keys[0].key] = _BACK
    return merged


def _by_id(rows: Sequence[Row]) -> dict[UUID, Row]:
    return {row[ROW_ID]: row for row in rows}


def _merge_mine(
    merged: Merged,
    keys: Sequence[Field],
    mine: Row,
    was: Row | None,
    stored: Row | None,
    words: Words,
) -> None:
    if was is None or stored == was:
        merged.rows.append(dict(mine))
    elif stored is not None:
        merged.rows.append(_merge_cells(merged, keys, mine, was, stored, words))
    elif mine != was:
        fresh = {**mine, ROW_ID: new_id()}
        merged.renamed[mine[ROW_ID]] = fresh[ROW_ID]
        merged.marks[fresh[ROW_ID], keys[0].key] = _GONE
        merged.rows.append(fresh)


def _merge_cells(
    merged: Merged, keys: Sequence[Field], mine: Row, was: Row, stored: Row, words: Words
) -> dict[str, Any]:
    row = dict(mine)
    for column in keys:
        key = column.key
        own, before, now = mine.get(key), was.get(key), stored.get(key)
        if own == before:
            row[key] = now
        elif now not in (before, own):
            theirs = words(column, now) or "空"
            merged.marks[mine[ROW_ID], key] = (
                f"ほかの人は「{theirs}」に直していました。どちらにするか決めてください。"
            )
    return {key: value for key, value in row.items() if value is not None}
