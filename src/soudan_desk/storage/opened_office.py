"""An office somebody has logged in to: its engine and its keys, until it locks or closes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from sqlalchemy import Engine

from soudan_desk.storage.compartments import KeyRing
from soudan_desk.storage.durable import disk_faults_as_sentences
from soudan_desk.storage.folder import NO_WRITING, OfficeFolder, share_new_files
from soudan_desk.storage.instance_lock import InstanceLock
from soudan_desk.storage.keys import OfficeKeys, Purpose
from soudan_desk.storage.pooling import close_engine
from soudan_desk.storage.refusals import (
    DamagedDatabaseError,
    LockedError,
    MissingDatabaseError,
    ReadOnlyPlaceError,
    StorageError,
)
from soudan_desk.storage.slot_predecessors import forget_replaced
from soudan_desk.storage.slots import change_password, taking_turns, untouched_slots
from soudan_desk.storage.sqlite_dialect import (
    Mode,
    create_engine_for,
    identity_in,
    open_connection,
    page_faults,
    refresh_statistics,
    structure_faults,
    truncate_wal,
)
from soudan_desk.storage.unlocking import Unlocked, unlock

Progress = Callable[[str, float], None]


class Prepare(Protocol):
    """Brings an opened office's tables up to date; `office.is_new` tells whether it has any."""

    def __call__(self, office: OpenedOffice, /) -> None:
        """Create or migrate; refuse with a sentence when the office is newer than the program."""


def say_nothing(_what: str, _done: float) -> None:
    """Be the progress of those who show none."""


class OpenedOffice:
    """One office folder in the hands of one worker; `lock` keeps the folder, `close` gives it up.

    `read_only_reason` is a sentence when the office can only be looked at, else empty;
    `is_older_copy` tells that a supervisor's word would end it. `migrated` names the steps taken.
    `warnings` are sentences about its place. `was_checked` tells that it had not been closed
    cleanly and that both checks then found it sound.
    """

    def __init__(
        self,
        folder: OfficeFolder,
        db_uuid: UUID,
        instance_lock: InstanceLock,
        prepare: Prepare | None,
        progress: Progress,
        *,
        is_new: bool = False,
    ) -> None:
        self.folder = folder
        self.db_uuid = db_uuid
        self.is_new = is_new
        self.warnings: list[str] = []
        self.read_only_reason = ""
        self.is_older_copy = False
        self.migrated: str | None = None
        self.mode: Mode = "rw"
        self.was_checked = False
        self.instance_lock = instance_lock
        """Who else has it open, where several may."""
        self._prepare = prepare
        self.tell = progress
        """Says how far the opening is; may refuse, which stops it."""
        self._unlocked: Unlocked | None = None
        self._engine: Engine | None = None
        self._ring: KeyRing | None = None
        self._needs_check = not instance_lock.is_joined and (
            instance_lock.left_behind is not None or _has_content(folder)
        )

    # --- what an open desk uses ---

    @property
    def engine(self) -> Engine:
        """The engine of the open database."""
        if self._engine is None:
            raise LockedError
        return self._engine

    @property
    def is_locked(self) -> bool:
        """Whether connections are closed and keys dropped."""
        return self._engine is None

    @property
    def read_only(self) -> bool:
        """Whether the office can only be looked at."""
        return bool(self.read_only_reason)

    def share(self, *, on: bool) -> None:
        """Let several have it open at once from now on, or no longer; `OthersInsideError`.

        The group's rights stay when it ends: its members may still come in one after the other.
        """
        self.instance_lock.retake()
        share_new_files()
        self.folder.let_group_in()
        self.folder.write_marker(replace(self.folder.read_marker(), shared=on))
        self.instance_lock.shared = on
        self.instance_lock.admit()

    @property
    def keys(self) -> OfficeKeys:
        """The keys, until the desk locks."""
        return self._held.keys

    @property
    def epoch(self) -> int:
        """How often the master secret has been replaced, plus one."""
        return self._held.epoch

    @property
    def slot_id(self) -> UUID:
        """The slot that was opened."""
        return self._held.slot_id

    @property
    def user_id(self) -> UUID | None:
        """Whose slot was opened; None for the recovery key."""
        return self._held.user_id

    @property
    def must_change_password(self) -> bool:
        """Whether this was a one-time password, good for setting one's own only."""
        return self._held.must_change_password

    @property
    def ring(self) -> KeyRing:
        """The keys of sealed cases that are this worker's, for as long as it is unlocked."""
        if self._ring is None or self._ring.slot_user_id != self.user_id:
            self._ring = KeyRing(
                self.user_id,
                lambda: self._held.private_key,
                lambda: untouched_slots(self.folder, self.keys),
                lambda: self.keys.key_for(Purpose.ATTACHMENTS),
            )
        return self._ring

    @property
    def _held(self) -> Unlocked:
        if self._unlocked is None:
            raise LockedError
        return self._unlocked

    # --- log-in and out ---

    def enter(self, unlocked: Unlocked) -> None:
        """Open the database with an unlocked slot; on refusal the office is locked again."""
        self._unlocked = unlocked
        try:
            with disk_faults_as_sentences():
                self._open_database()
        except BaseException:
            self.lock()
            raise
        if not self.read_only:
            with suppress(StorageError), taking_turns(self.folder):  # told of elsewhere
                forget_replaced(self.folder.slots)

    def hold_back(self, reason: str) -> None:
        """Let the office, which is older than was noted of it, only be looked at from now on."""
        close_engine(self.engine, 2.0)
        self.read_only_reason, self.is_older_copy = reason, True
        self.mode = self._mode()
        key = self.keys.key_for(Purpose.DATABASE)
        self._engine = create_engine_for(self.folder.database, key, mode=self.mode)

    def unlock(self, login: str, password: str, *, progress: Progress = say_nothing) -> None:
        """Log in again after `lock`: the same worker or another one."""
        assert self.is_locked
        self.tell = progress
        self.enter(unlock(self.folder, login, password))

    def change_password(self, login: str, old: str, new: str) -> None:
        """Rewrite one's own slot; the open database needs nothing."""
        fresh = change_password(self.folder, login, old, new)
        if fresh.user_id == self.user_id:
            self._held.drop()
            self._unlocked = fresh
        else:
            fresh.drop()

    def set_aside(self, wait_s: float = 2.0) -> None:
        """Close all connections and keep the keys: the database file is about to be replaced."""
        if self._engine is not None:
            close_engine(self._engine, wait_s)
            self._engine = None

    def lock(self, wait_s: float = 2.0) -> None:
        """Close all connections and drop the keys; the folder stays taken."""
        self.set_aside(wait_s)
        for each in (self._unlocked, self._ring):
            if each is not None:
                each.drop()
        self._unlocked = self._ring = None

    def close(self) -> None:
        """Lock, and give the folder up; the last connection takes the write-ahead log with it."""
        if self._engine is not None and not self.read_only:
            refresh_statistics(self._engine)
        self.lock()
        self.instance_lock.release(clean=not self._needs_check)

    # --- opening sequence, steps 3 and 6 to 11 ---

    def _open_database(self) -> None:
        self.read_only_reason = "" if self.is_new else self.folder.read_only_reason()
        self.is_older_copy = False
        if not _exists(self.folder):
            raise MissingDatabaseError
        key = self.keys.key_for(Purpose.DATABASE)
        if self._needs_check and not self.read_only:
            self._check_after_unclean_end(key)
        self.mode = self._mode()
        engine = self._engine = create_engine_for(self.folder.database, key, mode=self.mode)
        self._refuse_other_identity(engine, may_be_empty=self.is_new or self._prepare is None)
        if self._prepare is not None:
            self._prepare(self)
            self._refuse_other_identity(engine, may_be_empty=False)

    def _mode(self) -> Mode:
        if not self.read_only:
            return "rw"
        if not _has_content(self.folder):
            return "immutable"  # needs no file of its own beside the database
        if self.read_only_reason == NO_WRITING:
            raise ReadOnlyPlaceError(
                "前回の終了が途中で止まったままで、フォルダーに書き込めないため開けません。"
                "書き込みの権限を確かめてから、もう一度開いてください。"
            )
        return "ro"

    def _check_after_unclean_end(self, key: bytes) -> None:
        connection = open_connection(self.folder.database, key)
        try:
            self.tell("前回の終了が途中で止まっていたため、記録を確かめています", 0.0)
            truncate_wal(connection)
            faults = page_faults(connection)
            self.tell("記録のつながりを確かめています", 0.5)
            faults += structure_faults(connection)
        finally:
            connection.close()
        self.tell("記録を確かめました", 1.0)
        if faults:
            raise DamagedDatabaseError
        self._needs_check = False
        self.was_checked = True

    def _refuse_other_identity(self, engine: Engine, *, may_be_empty: bool) -> None:
        with engine.connect() as connection:
            identity = identity_in(connection.connection.driver_connection)
        if identity is None and may_be_empty:
            return
        if identity != (self.db_uuid, self.epoch):
            raise DamagedDatabaseError(
                "記録のファイル(office.db)が、このオフィスのものではありません。"
                "このまま使わず、控え(バックアップ)から戻してください。"
            )


def _exists(folder: OfficeFolder) -> bool:
    return folder.database.is_file() and folder.database.stat().st_size > 0


def _has_content(folder: OfficeFolder) -> bool:
    return folder.wal.exists() and folder.wal.stat().st_size > 0
