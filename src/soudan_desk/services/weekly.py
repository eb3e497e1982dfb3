"""The weekly checks: they run beside the work, and leave a row in the audit chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.models import AuditEntry, record_kinds
from soudan_desk.models.base import now
from soudan_desk.services.copies import REREAD, CopyPlace
from soudan_desk.services.drill import sweep_drills
from soudan_desk.services.file_check import damaged_files
from soudan_desk.services.work import Work
from soudan_desk.storage.audit import Act
from soudan_desk.storage.bundle import Cancelled, never
from soudan_desk.storage.file_lock import one_at_a_time
from soudan_desk.storage.history_check import unlike_their_history
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.refusals import BusyError
from soudan_desk.storage.weekly import reread_an_old_copy, snapshot_is_sound

CHECKED_OFFICE: Final = "weekly_check"
EVERY: Final = timedelta(days=7)
AGAIN: Final = timedelta(days=1)
"""How soon it is looked again at what was found damaged: it is told until it is mended."""
FAILED: Final = "refused"


@dataclass(frozen=True, slots=True)
class WeeklyResult:
    """What was found: the office itself, and one old copy if there is any."""

    office_is_sound: bool
    copy: Path | None
    copy_is_sound: bool
    unlike_history: int = 0
    """Records that are not as their last revision says."""
    files: str = ""
    """What is wrong with the attachments."""

    @property
    def warning(self) -> str:
        """Say what is wrong and what to do; empty where nothing is."""
        return "".join(self._said())

    def _said(self) -> Iterator[str]:
        if not self.office_is_sound:
            yield (
                f"{_BEGINS}記録のファイルに壊れた所が見つかりました。"
                "入力をやめ、管理者に知らせて、控え(バックアップ)から戻してください。"
            )
        if self.unlike_history:
            yield (
                f"{_BEGINS}記録{self.unlike_history:,}件が、その履歴の終わりと合いません。"
                "古い内容に戻っているおそれがあります。入力をやめ、管理者に知らせて、"
                "控え(バックアップ)を別の場所に戻し、見比べてください。"
            )
        if self.files:
            yield f"{_BEGINS}{self.files}前の控えから取り出して、添え直してください。"
        if not self.copy_is_sound and self.copy is not None:
            yield (
                f"{_BEGINS}控え「{self.copy.name}」が壊れているとわかりました。"
                "新しい控えを作り、保存先のディスクの状態を確かめてください。"
            )


_BEGINS: Final = "週に一度の確かめ："


def is_weekly_check_due(work: Work) -> bool:
    """Whether the last one is a week old; a day, where something was found."""
    with work.store.reading(None) as session:
        last = last_weekly_check(session)
    return last is None or now() - last.at >= (AGAIN if last.result == FAILED else EVERY)


def check_if_due(
    work: Work, office: OpenedOffice, places: Sequence[CopyPlace], *, cancelled: Cancelled = never
) -> WeeklyResult | None:
    """Do the weekly check if it is time, and no other program at this office is doing it.

    Two at once would take each other's private copy away, and find an office damaged that is not.
    """
    with ExitStack() as turn:
        try:
            turn.enter_context(one_at_a_time(office.folder.weekly_turn, 0))
        except BusyError:
            return None
        if not is_weekly_check_due(work):
            return None
        return check_weekly(work, office, places, cancelled=cancelled)


def last_weekly_check(session: Session) -> Any:
    """Return when the last one was entered (`at`), and its `result`; None where there is none."""
    query = select(AuditEntry.at, AuditEntry.result).where(AuditEntry.action == CHECKED_OFFICE)
    return session.execute(query.order_by(AuditEntry.seq.desc()).limit(1)).first()


def check_weekly(
    work: Work,
    office: OpenedOffice,
    places: Sequence[CopyPlace],
    *,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> WeeklyResult:
    """Check a snapshot of the office, each record by its history, every file, and one old copy.

    An old page put back passes all seals: the history alone tells of it.
    """
    sweep_drills()
    is_sound = snapshot_is_sound(office, progress, cancelled)
    progress("記録を、それぞれの履歴と比べています", 0.4)
    unlike = _unlike_history(work, cancelled)
    progress("添付のファイルを読み返しています", 0.5)
    by = work.actor.staff_id
    files = damaged_files(work.store, office.folder, office.keys, by, cancelled=cancelled)
    told = {"pages": not is_sound, "history": unlike, "files": files.count}
    found = " ".join(key for key, is_bad in told.items() if is_bad)
    _note(work, CHECKED_OFFICE, None, is_sound=not found, reason=found or None)
    progress("前の控えを1つ、すべて読み返しています", 0.6)
    reread = reread_an_old_copy(office, [each.folder for each in places], cancelled)
    bundle, copy_is_sound = reread or (None, True)
    if bundle is not None:
        _note(work, REREAD, bundle.name, is_sound=copy_is_sound)
    return WeeklyResult(is_sound, bundle, copy_is_sound, unlike, files.words)


def _unlike_history(work: Work, cancelled: Cancelled) -> int:
    """Count them kind by kind: no reading lasts so long that the log of writes grows with it."""
    found = 0
    for kind in record_kinds():
        with work.store.reading(None) as session:
            found += sum(unlike_their_history(session, (kind,), cancelled).values())
    return found


def _note(
    work: Work, action: str, about: str | None, *, is_sound: bool, reason: str | None = None
) -> None:
    act = Act(
        action=action,
        by=work.actor.staff_id,
        fields=about,
        reason=reason,
        result="ok" if is_sound else FAILED,
    )
    work.store.note(work.actor, act)
