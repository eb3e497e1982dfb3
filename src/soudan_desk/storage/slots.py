"""Who can open the office: making and changing the slots of its folder."""

from __future__ import annotations

import secrets
import unicodedata
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from soudan_desk.storage import keys as k
from soudan_desk.storage.backoff import Backoff
from soudan_desk.storage.file_lock import one_at_a_time
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import Argon2Cost, OfficeKeys
from soudan_desk.storage.passwords import check_new_password
from soudan_desk.storage.refusals import (
    LastSlotError,
    LoginTakenError,
    NoSlotError,
    SamePasswordError,
    StorageError,
)
from soudan_desk.storage.slot import Slot, SlotStatus
from soudan_desk.storage.slot_file import SlotFile, read_slots, write_slots
from soudan_desk.storage.slot_making import make_recovery_slot, make_slot
from soudan_desk.storage.slot_predecessors import forget_replaced
from soudan_desk.storage.unlocking import Unlocked, read_slots_of, unlock

ONE_TIME_LIFE: Final = timedelta(hours=72)
_TURN_S: Final = 15.0


def taking_turns(folder: OfficeFolder) -> AbstractContextManager[None]:
    """Be the only one, of all who have the office open, who changes its slots."""
    return one_at_a_time(folder.turns, _TURN_S)


def create_slots(
    folder: OfficeFolder,
    db_uuid: UUID,
    *,
    user_id: UUID,
    login: str,
    password: str,
    cost: Argon2Cost = k.STANDARD,
) -> tuple[Unlocked, str]:
    """Write the first slots of an office: its first administrator's and the recovery sheet's."""
    check_new_password(password, [login])
    file, master = SlotFile(db_uuid, 1, ()), bytearray(secrets.token_bytes(k.KEY_BYTES))
    typed = k.normalized_password(password)
    tag = k.login_tag(file.db_uuid, login)
    slot, own, private = make_slot(file, master, typed, cost, user_id=user_id, login_tag=tag)
    recovery, recovery_own, text = make_recovery_slot(file, master)
    keys = OfficeKeys(file.db_uuid, master, own)
    whole = file.with_slot(slot).with_slot(recovery)
    write_slots(folder.slots, whole, keys, {slot.slot_id: own, recovery.slot_id: recovery_own})
    return Unlocked(keys, file.epoch, slot.slot_id, user_id, private), text


def add_user(
    folder: OfficeFolder,
    keys: OfficeKeys,
    user_id: UUID,
    login: str,
    *,
    cost: Argon2Cost | None = None,
    now: datetime | None = None,
) -> str:
    """Give a worker a slot; return the one-time password, good for 72 hours and one log-in."""
    with taking_turns(folder):
        file = untouched_slots(folder, keys)
        tag = k.login_tag(file.db_uuid, login)
        holder = file.slot_for(tag)
        if not login.strip() or (holder and holder.user_id != user_id):
            raise LoginTakenError
        return _write_one_time(folder, file, keys, user_id, tag, cost, now)


def reset_password(
    folder: OfficeFolder,
    keys: OfficeKeys,
    user_id: UUID,
    *,
    now: datetime | None = None,
) -> str:
    """Replace a worker's slot without the old password; return the new one-time password."""
    with taking_turns(folder):
        file = untouched_slots(folder, keys)
        slot = _slot_of(file, user_id)
        return _write_one_time(folder, file, keys, user_id, slot.login_tag, slot.cost, now)


def _write_one_time(
    folder: OfficeFolder,
    file: SlotFile,
    keys: OfficeKeys,
    user_id: UUID,
    tag: str,
    cost: Argon2Cost | None,
    now: datetime | None,
) -> str:
    slot, own, password = one_time_slot(file, keys, user_id, tag, cost=cost, now=now)
    write_slots(folder.slots, file.with_slot(slot), keys, {slot.slot_id: own})
    _forget_replaced(folder)
    Backoff(folder.attempts, tag).forget()
    return password


def one_time_slot(
    file: SlotFile,
    keys: OfficeKeys,
    user_id: UUID,
    tag: str,
    *,
    cost: Argon2Cost | None = None,
    now: datetime | None = None,
) -> tuple[Slot, bytearray, str]:
    """Make a slot that opens once within 72 hours: (slot, its own key, the password)."""
    password = k.make_one_time_password()
    typed = k.normalized_password(password)
    cost = cost or usual_cost(file)
    slot, own, _ = make_slot(file, keys.master, typed, cost, user_id=user_id, login_tag=tag)
    made_at = now or datetime.now(UTC)
    slot = replace(
        slot,
        status=SlotStatus.ONE_TIME,
        changed_at=made_at,
        expires_at=made_at + ONE_TIME_LIFE,
    )
    return slot, own, password


def change_password(
    folder: OfficeFolder, login: str, old: str, new: str, *, now: datetime | None = None
) -> Unlocked:
    """Rewrite one slot under a new password; the old one may be a one-time password."""
    unlocked = unlock(folder, login, old, now=now)
    check_new_password(new, [login])
    if unicodedata.normalize("NFKC", new) == unicodedata.normalize("NFKC", old):
        raise SamePasswordError
    with taking_turns(folder):
        file = read_slots(folder.slots)
        old_slot = _slot_of(file, unlocked.user_id)
        slot, own, private = make_slot(
            file,
            unlocked.keys.master,
            k.normalized_password(new),
            old_slot.cost or k.STANDARD,
            user_id=old_slot.user_id,
            login_tag=old_slot.login_tag,
            pair=(old_slot.public_key, unlocked.private_key),
        )
        write_slots(folder.slots, file.with_slot(slot), unlocked.keys, {slot.slot_id: own})
        _forget_replaced(folder)
    k.erase(unlocked.keys.own)
    keys = OfficeKeys(file.db_uuid, unlocked.keys.master, own, unlocked.keys.carried)
    return Unlocked(keys, file.epoch, slot.slot_id, slot.user_id, private)


def remove_user(folder: OfficeFolder, keys: OfficeKeys, user_id: UUID) -> None:
    """Take a worker's slot out at once; the last worker's slot stays."""
    with taking_turns(folder):
        file = untouched_slots(folder, keys)
        slot = _slot_of(file, user_id)
        if sum(not each.is_recovery for each in file.slots) < 2:
            raise LastSlotError
        write_slots(folder.slots, file.without(slot), keys, {})
        _forget_replaced(folder)


def has_slot(folder: OfficeFolder, user_id: UUID) -> bool:
    """Whether a worker can log in at all."""
    return read_slots(folder.slots).slot_of(user_id) is not None


def untouched_slots(folder: OfficeFolder, keys: OfficeKeys) -> SlotFile:
    """Read the slots of an open office; refuse what this program did not write."""
    file = read_slots_of(folder)
    file.assert_untouched(keys)
    return file


def _forget_replaced(folder: OfficeFolder) -> None:
    with suppress(StorageError):  # the next opening does it: the new slots are in force already
        forget_replaced(folder.slots)


def _slot_of(file: SlotFile, user_id: UUID | None) -> Slot:
    slot = file.slot_of(user_id) if user_id else None
    if slot is None:
        raise NoSlotError
    return slot


def usual_cost(file: SlotFile) -> Argon2Cost:
    """Return the highest cost among the slots, which a new one takes over."""
    costs = (slot.cost for slot in file.slots if slot.cost)
    return max(costs, key=lambda cost: cost.memory_kib * cost.rounds, default=k.STANDARD)
