"""The program's own tables: no record of casework, no history of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Base, new_id, now
from soudan_desk.models.types import Json


class AppMeta(Base):
    """The one row that says which office this database belongs to.

    `folding` is the version of the folding by which its names and search tokens were made.
    `to_pack` counts what was sealed since the search index was last written anew: until then its
    older pieces hold the words taken out of it.
    """

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    db_uuid: Mapped[UUID]
    epoch: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_cleanly: Mapped[bool] = mapped_column(default=False)
    folding: Mapped[int | None]
    to_pack: Mapped[int] = mapped_column(default=0, server_default="0")


class Unsaved(Base):
    """What somebody has typed and not yet saved: one row per person and form.

    It has no revision, audit row or search tokens; the first save takes it away in the same
    transaction. `form` is the page's name with the record or case it stands for.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[UUID]
    form: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    case_id: Mapped[UUID | None]
    record_id: Mapped[UUID | None]
    answers: Mapped[Json]
    kept_at: Mapped[datetime] = mapped_column(default=now)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """One row per person and form."""
        return (UniqueConstraint("staff_id", "form"),)


class NumberSeries(Base):
    """The last number given in a series of a fiscal year (`R08-L`), never reused."""

    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class SearchDoc(Base):
    """Maps the integer of the full-text table to a record, and carries what the scope needs."""

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    group: Mapped[str]
    kind: Mapped[str]
    record_id: Mapped[UUID] = mapped_column(unique=True)
    case_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    centre: Mapped[str | None]
    restriction_level: Mapped[int] = mapped_column(default=0)
    staff_id: Mapped[UUID | None]

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find the documents of a case when its restriction changes."""
        return (Index("ix_search_doc_case_id", "case_id"),)


class ImportBatch(Base):
    """One file taken in: which records it made, so that it can be undone as a whole."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    file_name: Mapped[str]
    row_count: Mapped[int]
    record_ids: Mapped[Json]
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID | None]
    undone_at: Mapped[datetime | None]


class PersonMerge(Base):
    """Two entries found to be one person: what was moved, so that it can be taken apart again."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kept_id: Mapped[UUID] = mapped_column(index=True)
    merged_id: Mapped[UUID] = mapped_column(index=True)
    moved: Mapped[Json]
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[UUID | None]
    reason: Mapped[str | None]
    undone_at: Mapped[datetime | None]


class ReadMark(Base):
    """Which version of a record a worker has last read; what changed since is shown from it."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[UUID]
    kind: Mapped[str]
    record_id: Mapped[UUID]
    version: Mapped[int]
    read_at: Mapped[datetime] = mapped_column(default=now)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """One mark for each reader and record."""
        return (UniqueConstraint("staff_id", "record_id"),)
