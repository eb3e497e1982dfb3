"""Opening a slot: with a password, the recovery key, or the key a session still holds."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from soudan_desk.storage import keys as k
from soudan_desk.storage.backoff import Backoff
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import OfficeKeys
from soudan_desk.storage.pending_audit import Pending
from soudan_desk.storage.refusals import (
    AlteredSlotsError,
    ClockSetBackError,
    OneTimePasswordExpiredError,
    WrongPasswordError,
    WrongRecoveryKeyError,
)
from soudan_desk.storage.slot import Slot, SlotStatus
from soudan_desk.storage.slot_file import SlotFile, bound_to, carried_in, master_in, read_slots

RECOVERY: Final = "recovery"
"""What stands for the recovery key where a login's tag would."""
_CLOCK_SLACK: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What opening a slot gives; `user_id` is None for the recovery key."""

    keys: OfficeKeys
    epoch: int
    slot_id: UUID
    user_id: UUID | None
    private_key: bytearray
    must_change_password: bool = False

    def drop(self) -> None:
        """Forget every secret."""
        self.keys.drop()
        k.erase(self.private_key)


def unlock(
    folder: OfficeFolder, login: str, password: str, *, now: datetime | None = None
) -> Unlocked:
    """Open a worker's slot; wrong tries are counted and slowed down."""
    now = now or datetime.now(UTC)
    file = read_slots_of(folder)
    tag = k.login_tag(file.db_uuid, login)
    backoff = Backoff(folder.attempts, tag)
    backoff.refuse_while_waiting(now)
    unlocked = open_slot(file, login, password)
    if unlocked is None:
        backoff.note_failure(now)
        Pending(folder, file.db_uuid).keep_failed_log_in(tag, now)
        raise WrongPasswordError
    backoff.forget()
    _refuse_expired(file.slot_for(tag), now)
    return unlocked


def open_slot(file: SlotFile, login: str, password: str) -> Unlocked | None:
    """Open a worker's slot of any slot file, a copy's too; None if login or password is wrong."""
    slot = file.slot_for(k.login_tag(file.db_uuid, login))
    if slot is None or slot.cost is None:
        return None
    typed = k.normalized_password(
        _folded_one_time(password) if slot.status is SlotStatus.ONE_TIME else password
    )
    own = k.key_from_password(typed, slot.salt, slot.cost)
    k.erase(typed)
    return open_with_own_key(file, slot, own)


def unlock_with_recovery(folder: OfficeFolder, typed: str) -> Unlocked:
    """Open the recovery slot; the caller must then make a new recovery key."""
    file = read_slots_of(folder)
    backoff = Backoff(folder.attempts, f"recovery:{file.db_uuid}")
    backoff.refuse_while_waiting()
    k.erase(k.read_recovery_text(typed))  # a slip of the pen is no guess, and is not counted
    try:
        unlocked = open_with_recovery(file, typed)
    except WrongRecoveryKeyError:
        backoff.note_failure()
        Pending(folder, file.db_uuid).keep_failed_log_in(RECOVERY, datetime.now(UTC))
        raise
    backoff.forget()
    return unlocked


def open_with_recovery(file: SlotFile, typed: str) -> Unlocked:
    """Open the recovery slot of any slot file, a copy's too."""
    recovery = k.read_recovery_text(typed)
    slot = file.recovery
    unlocked = slot and open_with_own_key(file, slot, k.key_from_recovery(recovery, slot.salt))
    if not unlocked:
        raise WrongRecoveryKeyError
    return unlocked


def open_with_own_key(file: SlotFile, slot: Slot, own: bytearray) -> Unlocked | None:
    """Open a slot with the key that its password gave before."""
    master = master_in(file, slot, own)
    if master is None:
        return None
    keys = OfficeKeys(file.db_uuid, master, own, carried_in(file, master))
    file.assert_untouched(keys)
    private = k.unwrap(own, slot.wrapped_private, bound_to(file, slot, "private"))
    if private is None:
        raise AlteredSlotsError
    return Unlocked(
        keys,
        file.epoch,
        slot.slot_id,
        slot.user_id,
        private,
        must_change_password=slot.status is SlotStatus.ONE_TIME,
    )


def read_slots_of(folder: OfficeFolder) -> SlotFile:
    """Read the slots of an office; refuse those of another."""
    file = read_slots(folder.slots)
    if file.db_uuid != folder.read_marker().db_uuid:
        raise AlteredSlotsError(
            "鍵のファイル(office.slots)が別のオフィスのものです。"
            "このオフィスの控え(バックアップ)から戻してください。"
        )
    return file


def _refuse_expired(slot: Slot | None, now: datetime) -> None:
    if slot is None or slot.expires_at is None:
        return
    if now < slot.changed_at - _CLOCK_SLACK:
        raise ClockSetBackError
    if now > slot.expires_at:
        raise OneTimePasswordExpiredError


def _folded_one_time(password: str) -> str:
    folded = unicodedata.normalize("NFKC", password).upper()
    return "".join(letter for letter in folded if letter.isalnum())
