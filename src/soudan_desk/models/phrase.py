"""定型文: sentences a worker or the whole office inserts by two keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from soudan_desk.models.base import Record, asks, refers
from soudan_desk.models.types import Codes, Long

KEY_LENGTH = 2
_PHRASE = "定型文"


class Phrase(Record):
    """A sentence often written; the office's own where no owner is named."""

    label = "定型文"
    title_keys = ("key", "title")

    owner_id: Mapped[UUID | None] = refers(
        "持ち主",
        section=_PHRASE,
        of="staff",
        index=False,
        listed=True,
        help="入れなければ、事務所のみんなが使う定型文です。",
    )
    key: Mapped[str] = asks(
        "2文字のキー", section=_PHRASE, listed=True, help="例: kk(この2文字で呼び出します)。"
    )
    title: Mapped[str | None] = asks("名前", section=_PHRASE, listed=True)
    text: Mapped[Long] = asks("文", section=_PHRASE, listed=True)
    kinds: Mapped[Codes | None] = asks(
        "使う記録",
        section=_PHRASE,
        codes="phrase.kind",
        listed=True,
        help="選ばなければ、どの記録でも使えます。",
    )

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Find what keys a worker has."""
        return (Index(None, "owner_id", "key"),)

    def problems(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Refuse a key of another length than two characters without blanks."""
        key = answers.get("key")
        if key is None or (len(key) == KEY_LENGTH and not any(map(str.isspace, key))):
            return {}
        return {"key": "キーは空白のない2文字で入れてください。"}
