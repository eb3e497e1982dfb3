"""What happened to the records: every version, and who did what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Base
from soudan_desk.models.types import Json


class Revision(Base):
    """One change of one record, with all its answers as they stood afterwards (append only).

    `content` holds the JSON shapes of the answers; `sha256` is their digest, taken into the
    audit chain, so that the chain proves contents without holding them.
    """

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str]
    record_id: Mapped[UUID]
    version: Mapped[int]
    record_state: Mapped[str]
    action: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None]
    reason: Mapped[str | None]
    content: Mapped[Json]
    sha256: Mapped[str]

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find a record's history quickly."""
        return (Index("ix_revision_record_id_seq", "record_id", "seq"),)


class AuditEntry(Base):
    """One act of one person: numbered without gaps, each sealed over the one before.

    `fields` names what changed, never what it says; `result` is `ok` or `refused`. `chain` counts
    the auditor's sheets (none before the first); `segment` counts what its key has evolved, and is
    empty where the rows are sealed under a key from the master secret.
    """

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(index=True)
    action: Mapped[str]
    kind: Mapped[str | None]
    record_id: Mapped[UUID | None] = mapped_column(index=True)
    case_id: Mapped[UUID | None] = mapped_column(index=True)
    fields: Mapped[str | None]
    reason: Mapped[str | None]
    result: Mapped[str]
    content_sha256: Mapped[str | None]
    chain: Mapped[int | None]
    segment: Mapped[int | None]
    monotonic_ms: Mapped[int | None]
    device_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    prev_mac: Mapped[bytes]
    mac: Mapped[bytes]
