"""Changing the office's keys, as after a dismissal: who is out cannot read what comes later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from soudan_desk.errors import NotAllowedError
from soudan_desk.services.copies import keep_copy, place_at
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR
from soudan_desk.storage.audit import Act
from soudan_desk.storage.backup import BackupResult
from soudan_desk.storage.bundle import Cancelled, never
from soudan_desk.storage.kept_copies import CopyState, KeptCopy, look_through
from soudan_desk.storage.key_rotation import rotate_keys
from soudan_desk.storage.opened_office import OpenedOffice, Progress, say_nothing
from soudan_desk.storage.refusals import ReadOnlyPlaceError

BEGUN, CHANGED = "rotate_keys_begun", "rotate_keys"
Open = Callable[[], tuple[OpenedOffice, Work]]


@dataclass(frozen=True, slots=True)
class KeysChanged:
    """The first copy under the new keys, and the older ones that still open with the old."""

    copy: BackupResult
    old_copies: tuple[KeptCopy, ...]


def change_keys(
    open_desk: Open,
    to_dir: Path,
    *,
    progress: Progress = say_nothing,
    cancelled: Cancelled = never,
) -> KeysChanged:
    """Give a closed office new keys, make a proven copy of it, then destroy the old database.

    `open_desk` is called twice, with the same password: it stays good, as the recovery key does.
    Where this stops before the copy is proven, the next copy that is proven does the rest.
    """
    office, work = open_desk()
    try:
        require_role(work, ADMINISTRATOR, act="鍵を取り替える")
        _refuse_unready(office)
        work.store.note(work.actor, Act(action=BEGUN, by=work.actor.staff_id))
        rotate_keys(office, progress, cancelled)
    finally:
        office.close()
    office, work = open_desk()
    try:
        work.store.note(work.actor, Act(action=CHANGED, by=work.actor.staff_id))
        made = keep_copy(work, office, place_at(office, to_dir), progress=progress)
        found = [
            copy
            for place in (to_dir, office.folder.copies)
            for copy in look_through(office, place).copies
        ]
        old = tuple(copy for copy in found if copy.state is CopyState.OTHER_KEY)
        return KeysChanged(made.result, old)
    finally:
        office.close()


def _refuse_unready(office: OpenedOffice) -> None:
    if office.read_only:
        raise ReadOnlyPlaceError(office.read_only_reason)
    if office.must_change_password:
        raise NotAllowedError("先に、仮のパスワードを自分のパスワードに変えてください。")
