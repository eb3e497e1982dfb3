"""How old the last proven copy is, in words and as a light."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from soudan_desk.ui.theme import Role

OLD: Final = timedelta(days=7)
TOO_OLD: Final = timedelta(days=14)


def backup_words(last: datetime | None, now: datetime) -> tuple[str, Role]:
    """Say when the last copy was proven: from 7 days on a warning, from 14 days on a danger."""
    if last is None:
        return "確認済みバックアップはまだありません", Role.WARNING
    local, age = last.astimezone(), now - last
    days = (now.astimezone().date() - local.date()).days
    when = f"今日 {local:%H:%M}" if days == 0 else f"{days}日前"
    role = Role.DANGER if age >= TOO_OLD else Role.WARNING if age >= OLD else Role.OK
    return f"確認済みバックアップ {when}", role
