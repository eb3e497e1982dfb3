"""What is kept by a name to be asked again: cross tables and views of a list."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from soudan_desk.fields import Field, Kind
from soudan_desk.models.base import Record, asks
from soudan_desk.models.types import Code, Long, Rows

_TABLE = "集計表"

NARROWING_ROWS = (
    Field(key="question", label="項目", kind=Kind.LINE, required=True),
    Field(key="answer", label="答え", kind=Kind.LINE, required=True),
)


class SavedTable(Record):
    """A cross table by its name: which records, counted by which two questions, how.

    `rows` and `columns` are keys of counted questions of `record_kind` (or of the case and the
    person it belongs to, as `case.state`, `person.sex`).
    """

    label = "保存した集計表"
    title_keys = ("name",)

    name: Mapped[str] = asks("名前", section=_TABLE, listed=True, unique=True)
    centre: Mapped[Code | None] = asks("センター", section=_TABLE, codes="centre", listed=True)
    record_kind: Mapped[str] = asks("数える記録", section=_TABLE, listed=True)
    row_key: Mapped[str] = asks("行", section=_TABLE, listed=True)
    column_key: Mapped[str | None] = asks("列", section=_TABLE, listed=True)
    unit: Mapped[Code] = asks("数え方", section=_TABLE, codes="report.unit", listed=True)
    narrowed: Mapped[Rows | None] = asks("しぼり込み", section=_TABLE, rows=NARROWING_ROWS)
    note: Mapped[Long | None] = asks("説明", section=_TABLE)
