"""Attachments: scans, photographs and copies of what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Code

_FILE = "添付"


class Attachment(Record):
    """A file: up to 1 MiB in `content`, a larger one encrypted beside the database.

    A larger one is found by `stored_as` and opened with `file_key`; `sha256` is that of the plain
    bytes. Contents are loaded only when asked for.
    """

    label = "添付"
    title_keys = ("file_name",)

    file_name: Mapped[str] = asks("ファイル名", section=_FILE, listed=True, searched=True)
    category: Mapped[Code | None] = asks(
        "種類", section=_FILE, codes="attachment.category", listed=True
    )
    description: Mapped[str | None] = asks("説明", section=_FILE, listed=True, searched=True)
    case_id: Mapped[UUID | None] = refers("ケース", section=_FILE, of="case")
    person_id: Mapped[UUID | None] = refers("相談者", section=_FILE, of="person")
    centre: Mapped[Code | None] = asks("センター", section=_FILE, codes="centre")
    restriction_level: Mapped[int] = asks(
        "閲覧制限", section=_FILE, codes="restriction_level", default=0
    )

    media_type: Mapped[str] = mapped_column()
    size_bytes: Mapped[int] = mapped_column()
    sha256: Mapped[str] = mapped_column()
    content: Mapped[bytes | None] = mapped_column(deferred=True)
    stored_as: Mapped[str | None] = mapped_column(unique=True)
    file_key: Mapped[bytes | None] = mapped_column(deferred=True)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Keep the bytes in one place, and the key with the file it opens."""
        return (
            CheckConstraint("(content IS NULL) <> (stored_as IS NULL)", name="one_place"),
            CheckConstraint("(stored_as IS NULL) = (file_key IS NULL)", name="key_with_file"),
            CheckConstraint("restriction_level BETWEEN 0 AND 3", name="restriction_level"),
        )
