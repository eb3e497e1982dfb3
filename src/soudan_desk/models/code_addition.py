"""Options the office added to the lists of the program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from soudan_desk.codes import CodeEntry
from soudan_desk.models.base import Record, asks

_OPTION = "選択肢"


class CodeAddition(Record):
    """One option of the office's own; a shipped one cannot be changed."""

    label = "選択肢の追加"
    title_keys = ("entry_label",)

    list_name: Mapped[str] = asks("一覧", section=_OPTION, listed=True)
    code: Mapped[str] = asks("コード", section=_OPTION, listed=True)
    entry_label: Mapped[str] = asks("表示", section=_OPTION, listed=True, searched=True)
    short_label: Mapped[str | None] = asks("短い表示", section=_OPTION)
    valid_from_on: Mapped[date | None] = asks("使い始める日", section=_OPTION, listed=True)
    valid_to_on: Mapped[date | None] = asks("使い終わる日", section=_OPTION, listed=True)
    position: Mapped[int] = asks("順", section=_OPTION, default=0)

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """Let a code stand once in its list."""
        return (UniqueConstraint("list_name", "code"),)

    def entry(self) -> CodeEntry:
        """Return the option as a `CodeBook` takes it."""
        return CodeEntry(
            list=self.list_name,
            code=self.code,
            label=self.entry_label,
            short=self.short_label or "",
            valid_from=self.valid_from_on,
            valid_to=self.valid_to_on,
            national=False,
        )
