"""Copies of the office: making one leaves an audit row, which also tells when the last was made."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from soudan_desk.errors import NotAllowedError, SoudanError
from soudan_desk.models import AuditEntry
from soudan_desk.services.copy_warnings import files_warning, warning_of
from soudan_desk.services.file_check import DamagedFiles, damaged_files
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR
from soudan_desk.storage.audit import Act
from soudan_desk.storage.backup import (
    BackupResult,
    make_backup,
    proven_with_own_slots,
    result_of,
)
from soudan_desk.storage.bundle import Cancelled, never, refuse_if_cancelled
from soudan_desk.storage.copy_media import key_at
from soudan_desk.storage.file_lock import one_at_a_time
from soudan_desk.storage.kept_copies import (
    CopyState,
    KeptCopy,
    look_through,
    remove_copies,
    state_of,
    sweep_half_done,
    to_rotate_out,
)
from soudan_desk.storage.key_rotation import destroy_replaced
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.search_packing import pack_search

BACKUP, CHECKED, DESTROYED = "backup", "check_copies", "destroy_old_database"
REREAD: Final = "reread_copy"
EVERY: Final = timedelta(hours=4)
ELSEWHERE: Final = "folder"
"""What the audit row calls a place that is none of those the office keeps its copies in."""
_SAMPLED_FILES: Final = 20
_LEFT: Final = {"cancelled", "stopped", "locked"}


@dataclass(frozen=True, slots=True)
class CopyPlace:
    """Where copies are kept; `key` names it in the audit chain."""

    key: str
    folder: Path


@dataclass(frozen=True, slots=True)
class CopyMade:
    """A proven copy, and what became of the older ones in its place."""

    result: BackupResult
    removed: tuple[KeptCopy, ...] = ()
    damaged: tuple[KeptCopy, ...] = ()
    files: str = ""
    """What is wrong with the office's own attachments, which the copy can have no better."""

    @property
    def warning(self) -> str:
        """Say what is wrong with attachments and older copies; empty where nothing is."""
        return files_warning(self.files) + warning_of(self.damaged)


def back_up(
    work: Work,
    office: OpenedOffice,
    to_dir: Path,
    *,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> BackupResult:
    """Make a verified copy of the open office anywhere, as its administrator."""
    require_role(work, ADMINISTRATOR, act="控え(バックアップ)を作る")
    return _copy(work, office, place_at(office, to_dir), progress, cancelled)


def place_at(office: OpenedOffice, folder: Path) -> CopyPlace:
    """Return the place a folder is, by its mark, so that its age is told; else 'elsewhere'."""
    return CopyPlace(key_at(office.folder, folder) or ELSEWHERE, folder)


def keep_copy(
    work: Work,
    office: OpenedOffice,
    place: CopyPlace,
    *,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> CopyMade:
    """Make a verified copy in a place the office keeps, look at the older ones, let the oldest go.

    Whoever works may: it is also what happens by itself at log-out and every `EVERY` of use.
    Older copies go only where the new one is proven and neither they nor attachments are damaged.
    """
    with _one_at_a_time(office, progress, cancelled):
        sweep_half_done(office, place.folder)
        result = _copy(work, office, place, progress, cancelled)
        progress("前の控えを確かめています", 0.95)
        found = look_through(office, place.folder, read_one=True, cancelled=cancelled)
        files = _sampled_files(work, office, cancelled)
        removed = [] if found.damaged or files.count else to_rotate_out(found.copies)
        remove_copies(removed)
    _note(
        work,
        office,
        Act(
            action=CHECKED,
            by=work.actor.staff_id,
            fields=place.key,
            reason="、".join((*(copy.bundle.name for copy in found.damaged), *files.stored))
            or None,
            result="refused" if found.damaged or files.count else "ok",
        ),
    )
    return CopyMade(result, tuple(removed), found.damaged, files.words)


def damaged_attachments(work: Work, office: OpenedOffice) -> str:
    """Say what is wrong with the attachments that a copy is made of."""
    return files_warning(_sampled_files(work, office, never).words)


def _sampled_files(work: Work, office: OpenedOffice, cancelled: Cancelled) -> DamagedFiles:
    by, keys = work.actor.staff_id, office.keys
    return damaged_files(
        work.store, office.folder, keys, by, sample=_SAMPLED_FILES, cancelled=cancelled
    )


@dataclass(frozen=True, slots=True)
class KeptNow:
    """What became of the copies that were due: those made, and sentences about the others."""

    made: tuple[CopyMade, ...]
    problems: tuple[str, ...]


def keep_due(
    work: Work,
    office: OpenedOffice,
    places: Sequence[CopyPlace],
    *,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> KeptNow:
    """Make a copy in each place; where one fails, the others get theirs all the same."""
    made, problems = [], []
    for place in places:
        try:
            made.append(keep_copy(work, office, place, progress=progress, cancelled=cancelled))
        except SoudanError as error:
            if error.code in _LEFT:
                raise
            problems.append(f"「{place.folder}」: {error}")
    warnings = [each.warning for each in made if each.warning]
    return KeptNow(tuple(made), (*warnings, *problems))


@dataclass(frozen=True, slots=True)
class CopyFound:
    """A copy and the name of the place it lies in."""

    place: str
    copy: KeptCopy


def copies_in(office: OpenedOffice, places: Sequence[tuple[str, Path]]) -> list[CopyFound]:
    """List the copies of places that are there, newest first."""
    found = [
        CopyFound(name, copy)
        for name, folder in places
        for copy in look_through(office, folder).copies
    ]
    return sorted(found, key=lambda each: each.copy.made_at, reverse=True)


def prove_kept(
    work: Work,
    office: OpenedOffice,
    bundle: Path,
    *,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> BackupResult:
    """Read a copy as a whole, opened by its own slots, and enter what was found."""
    _refuse_foreign(state_of(office, bundle))
    progress("控えを開き、すべて読み返しています", 0.1)
    try:
        result = result_of(bundle, proven_with_own_slots(office, bundle, cancelled))
    except SoudanError as error:
        if error.code in _LEFT:
            raise
        _note_reread(work, office, bundle, error.code, "refused")
        raise
    _note_reread(work, office, bundle, None, "ok")
    return result


def _refuse_foreign(state: CopyState | None) -> None:
    if state is None:
        raise NotAllowedError(
            "このフォルダーは、この事務所の控えではありません。"
            "名前の終わりが .backup のものを選んでください。"
        )
    if state is CopyState.OTHER_KEY:
        raise NotAllowedError(
            "鍵を替える前の控えです。いまの鍵では開けません。"
            "「控えから戻す」で、そのときのパスワードを使い、別の場所に戻して確かめてください。"
        )


def _note_reread(
    work: Work, office: OpenedOffice, bundle: Path, reason: str | None, result: str
) -> None:
    by, name = work.actor.staff_id, bundle.name
    _note(work, office, Act(action=REREAD, by=by, fields=name, reason=reason, result=result))


def _one_at_a_time(
    office: OpenedOffice, progress: Progress, cancelled: Cancelled
) -> AbstractContextManager[None]:
    """Wait for a copy that is being made: its half done files would be swept away."""

    def meanwhile() -> None:
        refuse_if_cancelled(cancelled)
        progress("先に始まった控えが終わるのを待っています", 0.0)

    if office.read_only:
        return nullcontext()  # nothing can be noted there, and nobody shares it
    return one_at_a_time(office.folder.copies_turns, math.inf, meanwhile)


def last_copy_at(work: Work) -> datetime | None:
    """Return when the last copy was made and read back; None where there is none."""
    query = select(func.max(AuditEntry.at)).where(
        AuditEntry.action == BACKUP, AuditEntry.result == "ok"
    )
    with work.store.reading(None) as session:
        return session.scalars(query).one()


def _copy(
    work: Work, office: OpenedOffice, place: CopyPlace, progress: Progress, cancelled: Cancelled
) -> BackupResult:
    with _failure_noted(work, office, place):
        if not office.read_only:
            pack_search(work.store, cancelled=cancelled)  # no copy leaves with words sealed since
        result = make_backup(office, place.folder, progress=progress, cancelled=cancelled)
    _note(work, office, Act(action=BACKUP, by=work.actor.staff_id, fields=place.key))
    if not office.read_only and destroy_replaced(office.folder):
        _note(work, office, Act(action=DESTROYED, by=work.actor.staff_id))
    return result


@contextmanager
def _failure_noted(work: Work, office: OpenedOffice, place: CopyPlace) -> Iterator[None]:
    try:
        yield
    except SoudanError as error:
        if error.code in _LEFT:
            raise
        act = Act(
            action=BACKUP,
            by=work.actor.staff_id,
            fields=place.key,
            reason=error.code,
            result="refused",
        )
        with suppress(SoudanError):  # as on a full disk: what failed is told all the same
            _note(work, office, act)
        raise


def _note(work: Work, office: OpenedOffice, act: Act) -> None:
    if not office.is_locked:
        work.store.note(work.actor, act)
