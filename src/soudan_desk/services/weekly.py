"""The weekly checks: they run beside the work, and leave a row in the audit chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from soudan_desk.models import AuditEntry
from soudan_desk.models.base import now
from soudan_desk.services.copies import REREAD, CopyPlace
from soudan_desk.services.work import Work
from soudan_desk.storage.audit import Act
from soudan_desk.storage.bundle import Cancelled, never
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.weekly import reread_an_old_copy, snapshot_is_sound

CHECKED_OFFICE: Final = "weekly_check"
EVERY: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeeklyResult:
    """What was found: the office itself, and one old copy if there is any."""

    office_is_sound: bool
    copy: Path | None
    copy_is_sound: bool

    @property
    def warning(self) -> str:
        """Say what is wrong and what to do; empty where nothing is."""
        if not self.office_is_sound:
            return (
                "週に一度の確かめで、記録のファイルに壊れた所が見つかりました。"
                "入力をやめ、管理者に知らせて、控え(バックアップ)から戻してください。"
            )
        if not self.copy_is_sound and self.copy is not None:
            return (
                f"週に一度の確かめで、控え「{self.copy.name}」が壊れているとわかりました。"
                "新しい控えを作り、保存先のディスクの状態を確かめてください。"
            )
        return ""


def is_weekly_check_due(work: Work) -> bool:
    """Whether the last one is a week old."""
    last = last_done_at(work, CHECKED_OFFICE)
    return last is None or now() - last >= EVERY


def last_done_at(work: Work, action: str) -> datetime | None:
    """Return when an act of this kind was last entered, whatever came of it."""
    query = select(func.max(AuditEntry.at)).where(AuditEntry.action == action)
    with work.store.reading(None) as session:
        return session.scalars(query).one()


def check_weekly(
    work: Work,
    office: OpenedOffice,
    places: Sequence[CopyPlace],
    *,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> WeeklyResult:
    """Check a private snapshot of the office, and read one old copy as a whole."""
    is_sound = snapshot_is_sound(office, progress, cancelled)
    _note(work, CHECKED_OFFICE, None, is_sound=is_sound)
    progress("前の控えを1つ、すべて読み返しています", 0.6)
    reread = reread_an_old_copy(office, [each.folder for each in places], cancelled)
    if reread is None:
        return WeeklyResult(is_sound, None, copy_is_sound=True)
    bundle, copy_is_sound = reread
    _note(work, REREAD, bundle.name, is_sound=copy_is_sound)
    return WeeklyResult(is_sound, bundle, copy_is_sound)


def _note(work: Work, action: str, about: str | None, *, is_sound: bool) -> None:
    act = Act(
        action=action,
        by=work.actor.staff_id,
        fields=about,
        result="ok" if is_sound else "refused",
    )
    work.store.note(work.actor, act)
