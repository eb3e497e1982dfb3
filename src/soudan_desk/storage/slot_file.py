"""`office.slots`: a slot per worker and one for the recovery sheet, each wrapping the master.

Canonical JSON. Slots carry a user id and a tag of the login, no names. What a slot wraps is bound
to its place and its cost, so that it cannot be moved or weakened; the whole file carries a MAC.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from soudan_desk.storage.durable import disk_faults_as_sentences, replace_file
from soudan_desk.storage.keys import OfficeKeys, Purpose, derive, mac, same, unseal, unwrap, wrap
from soudan_desk.storage.refusals import (
    AlteredSlotsError,
    DamagedSlotsError,
    NewerSchemaError,
)
from soudan_desk.storage.slot import Slot, kdf_of, slot_from, told

FORMAT: Final = 2
"""2 where the keys were changed: older programs refuse what they would misread."""
KEPT_PREDECESSORS: Final = 2
SEALED: Final = "sealed"
_LARGEST_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SlotFile:
    """The slots of one office and one epoch, as read from or written to the file."""

    db_uuid: UUID
    epoch: int
    slots: tuple[Slot, ...]
    mac: bytes = b""
    carried: tuple[tuple[str, bytes], ...] = ()
    """Keys of earlier epochs that are still needed, by purpose, under the master secret."""

    def slot_for(self, login_tag: str) -> Slot | None:
        """Find the slot that answers to a login."""
        return next((s for s in self.slots if s.login_tag == login_tag and s.login_tag), None)

    def slot_of(self, user_id: UUID) -> Slot | None:
        """Find a worker's slot."""
        return next((slot for slot in self.slots if slot.user_id == user_id), None)

    @property
    def recovery(self) -> Slot | None:
        """The slot of the recovery sheet."""
        return next((slot for slot in self.slots if slot.is_recovery), None)

    def with_slot(self, slot: Slot) -> SlotFile:
        """Return the file with one slot added, or put in its user's place."""
        others = tuple(each for each in self.slots if each.user_id != slot.user_id)
        return replace(self, slots=(*others, slot))

    def without(self, slot: Slot) -> SlotFile:
        """Return the file with one slot taken out."""
        return replace(self, slots=tuple(each for each in self.slots if each != slot))

    def assert_untouched(self, keys: OfficeKeys) -> None:
        """Refuse a file that this program did not write."""
        if not same(self.mac, mac(keys.key_for(Purpose.SLOTS), _canonical(_body(self)))):
            raise AlteredSlotsError


def bound_to(file: SlotFile, slot: Slot, content: str) -> bytes:
    """Return the associated data that ties what a slot wraps to its place and cost."""
    epoch = file.epoch if content == SEALED else slot.wrapped_epoch or file.epoch
    user_id = str(slot.user_id) if slot.user_id else None
    return _canonical([str(file.db_uuid), epoch, str(slot.slot_id), user_id, kdf_of(slot), content])


def master_in(file: SlotFile, slot: Slot, own: bytearray) -> bytearray | None:
    """Unwrap the master secret with a slot's own key; None if the key is another."""
    if not slot.sealed_master:
        return unwrap(own, slot.wrapped_master, bound_to(file, slot, "master"))
    private = unwrap(own, slot.wrapped_private, bound_to(file, slot, "private"))
    return private and unseal(private, slot.sealed_master, bound_to(file, slot, SEALED))


def carried_in(file: SlotFile, master: bytearray) -> dict[Purpose, bytes]:
    """Unwrap the keys of earlier epochs; what does not open is left out."""
    key = _carrying_key(file, master)
    found = {name: unwrap(key, wrapped, name.encode()) for name, wrapped in file.carried}
    return {Purpose(name): bytes(secret) for name, secret in found.items() if secret is not None}


def carried_under(
    file: SlotFile, master: bytearray, carried: Mapping[Purpose, bytes]
) -> tuple[tuple[str, bytes], ...]:
    """Wrap keys of earlier epochs for a slot file of this master secret."""
    key = _carrying_key(file, master)
    return tuple(
        (str(name), wrap(key, secret, name.encode())) for name, secret in sorted(carried.items())
    )


def _carrying_key(file: SlotFile, master: bytearray) -> bytes:
    return derive(master, "carried", file.db_uuid.bytes)


# --- reading and writing ---------------------------------------------------------------------


def read_slots(path: Path) -> SlotFile:
    """Read a slot file and hold its costs against the floors; its MAC is checked after unlock."""
    if not path.exists():
        raise DamagedSlotsError(
            "鍵のファイル(office.slots)がありません。「パスワードを忘れた」から、"
            "金庫の回復キーの紙で作り直してください。"
        )
    with disk_faults_as_sentences():
        too_large = path.stat().st_size > _LARGEST_BYTES
        content = b"" if too_large else path.read_bytes()
    return parse_slots(content)


def parse_slots(content: bytes) -> SlotFile:
    """Read a slot file's content."""
    try:
        found = json.loads(content)
        if found["format"] > FORMAT:
            raise NewerSchemaError
        slots = tuple(slot_from(each) for each in found["slots"])
        carried = {str(name): bytes.fromhex(key) for name, key in found.get("carried", {}).items()}
        file = SlotFile(
            UUID(found["db_uuid"]),
            int(found["epoch"]),
            slots,
            bytes.fromhex(found["mac"]),
            tuple(sorted(carried.items())),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DamagedSlotsError from None
    if not all(slot.cost is None or slot.cost.is_acceptable() for slot in slots):
        raise AlteredSlotsError
    return file


def write_slots(
    path: Path, file: SlotFile, keys: OfficeKeys, fresh: Mapping[UUID, bytearray]
) -> SlotFile:
    """Put a new slot file in place once it has been read back and found to open.

    `fresh`: own keys by slot id, of the slots that are new; each must give the same master secret.
    """
    seal = mac(keys.key_for(Purpose.SLOTS), _canonical(_body(file)))
    sealed = replace(file, mac=seal)
    content = _canonical(_body(sealed) | {"mac": seal.hex()})
    replace_file(path, content, proof=_proof(sealed, keys, fresh), kept=KEPT_PREDECESSORS)
    return sealed


def _proof(
    written: SlotFile, keys: OfficeKeys, fresh: Mapping[UUID, bytearray]
) -> Callable[[bytes], None]:
    def prove(content: bytes) -> None:
        read = parse_slots(content)
        read.assert_untouched(keys)
        masters = [master_in(read, s, fresh[s.slot_id]) for s in read.slots if s.slot_id in fresh]
        if read != written or not all(each and same(each, keys.master) for each in masters):
            raise DamagedSlotsError(
                "鍵のファイルを書き込めませんでした。いまの鍵は前のまま使えます。"
                "ディスクの状態を確かめてから、もう一度行ってください。"
            )

    return prove


# --- shapes ----------------------------------------------------------------------------------


def _body(file: SlotFile) -> dict[str, Any]:
    is_changed = bool(file.carried) or any(slot.sealed_master for slot in file.slots)
    body = {
        "format": FORMAT if is_changed else 1,
        "db_uuid": str(file.db_uuid),
        "epoch": file.epoch,
        "slots": [told(slot) for slot in file.slots],
    }
    carried = {name: wrapped.hex() for name, wrapped in file.carried}
    return body | ({"carried": carried} if carried else {})


def _canonical(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
