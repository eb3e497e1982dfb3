"""What a model writes: `Mapped[Code | None]`; the declaring base finds the column by `TYPE_MAP`."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeEngine

from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models.columns import (
    AttachmentIdsColumn,
    CheckColumn,
    CodeColumn,
    CodesColumn,
    DateColumn,
    IdsColumn,
    InstantColumn,
    JsonColumn,
    KeyColumn,
    LongColumn,
    MarksColumn,
    MinutesColumn,
    NumberColumn,
    PartialDateColumn,
    RowsColumn,
    TextColumn,
    TimeColumn,
    YenColumn,
)

Long = Annotated[str, "long"]
Code = Annotated[str, "code"]
Codes = Annotated[list[str], "codes"]
Marks = Annotated[dict[str, str], "marks"]
Yen = Annotated[int, "yen"]
Minutes = Annotated[int, "minutes"]
Ids = Annotated[list[UUID], "ids"]
AttachmentIds = Annotated[list[UUID], "attachment ids"]
Rows = Annotated[list[dict[str, Any]], "rows"]
Json = Annotated[dict[str, Any], "json"]

TYPE_MAP: dict[Any, TypeEngine[Any]] = {
    str: TextColumn(),
    Long: LongColumn(),
    Code: CodeColumn(),
    Codes: CodesColumn(),
    Marks: MarksColumn(),
    int: NumberColumn(),
    Yen: YenColumn(),
    Minutes: MinutesColumn(),
    bool: CheckColumn(),
    date: DateColumn(),
    time: TimeColumn(),
    datetime: InstantColumn(),
    PartialDate: PartialDateColumn(),
    Rows: RowsColumn(),
    Json: JsonColumn(),
    Ids: IdsColumn(),
    AttachmentIds: AttachmentIdsColumn(),
    UUID: KeyColumn(),
    bytes: LargeBinary(),
}
