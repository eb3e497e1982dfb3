"""A new recovery key and one worker's one-time password, put in place together or not at all.

First `prepare_ways_in`, which opens nothing yet; then the sheet is written; then `put_in_place`,
after which the old sheet opens nothing; `take_back` where what belongs to it failed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from soudan_desk.storage.backoff import Backoff
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.keys import OfficeKeys, login_tag
from soudan_desk.storage.recovery import text_of_slot
from soudan_desk.storage.refusals import NoSlotError, StorageError
from soudan_desk.storage.slot import Slot
from soudan_desk.storage.slot_file import SlotFile, carried_under, read_slots, write_slots
from soudan_desk.storage.slot_making import make_recovery_slot
from soudan_desk.storage.slot_predecessors import forget_replaced
from soudan_desk.storage.slots import one_time_slot, untouched_slots


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What a slot file is to become; its secrets are shown to nobody but who is to hold them."""

    recovery_slot_id: UUID
    sheet_text: str
    recovery_text: str = field(repr=False)
    one_time_password: str = field(repr=False)
    login_tag: str
    before: SlotFile | None = field(repr=False)
    after: SlotFile = field(repr=False)
    own_keys: Mapping[UUID, bytearray] = field(repr=False)


def prepare_ways_in(folder: OfficeFolder, keys: OfficeKeys, user_id: UUID) -> WaysIn:
    """Make both keys without writing anything."""
    file = untouched_slots(folder, keys)
    old = file.slot_of(user_id)
    if old is None:
        raise NoSlotError
    slot, own, password = one_time_slot(file, keys, user_id, old.login_tag, cost=old.cost)
    return _ways_in(file, keys, slot, own, password, before=file)


def prepare_lost_slots(keys: OfficeKeys, epoch: int, user_id: UUID, login: str) -> WaysIn:
    """Make both for an office whose slots are lost; all others get one-time passwords later."""
    file = SlotFile(keys.db_uuid, epoch, ())
    file = replace(file, carried=carried_under(file, keys.master, keys.carried))
    tag = login_tag(keys.db_uuid, login)
    slot, own, password = one_time_slot(file, keys, user_id, tag)
    return _ways_in(file, keys, slot, own, password, before=None)


def _ways_in(
    file: SlotFile,
    keys: OfficeKeys,
    slot: Slot,
    own: bytearray,
    password: str,
    *,
    before: SlotFile | None,
) -> WaysIn:
    recovery, recovery_own, text = make_recovery_slot(file, keys.master)
    return WaysIn(
        recovery_slot_id=recovery.slot_id,
        sheet_text=text_of_slot(file, recovery),
        recovery_text=text,
        one_time_password=password,
        login_tag=slot.login_tag,
        before=before,
        after=file.with_slot(slot).with_slot(recovery),
        own_keys={slot.slot_id: own, recovery.slot_id: recovery_own},
    )


def put_in_place(folder: OfficeFolder, keys: OfficeKeys, fresh: WaysIn) -> None:
    """Write both slots in one step; the kept predecessors are overwritten too.

    Else a predecessor, put back by hand, would still open with the old sheet.
    """
    write_slots(folder.slots, fresh.after, keys, fresh.own_keys)
    forget_replaced(folder.slots)
    Backoff(folder.attempts, fresh.login_tag).forget()


def take_back(folder: OfficeFolder, keys: OfficeKeys, fresh: WaysIn) -> None:
    """Put the slots back as they were, if they were replaced at all."""
    if not is_in_place(folder, fresh.recovery_slot_id):
        return
    if fresh.before is None:
        folder.slots.unlink()
        return
    write_slots(folder.slots, fresh.before, keys, {})
    forget_replaced(folder.slots)


def is_in_place(folder: OfficeFolder, recovery_slot_id: UUID) -> bool:
    """Whether a sheet may be the one that opens: also when the slot file cannot be read."""
    try:
        slot = read_slots(folder.slots).recovery
    except StorageError:
        return True
    return slot is not None and slot.slot_id == recovery_slot_id
