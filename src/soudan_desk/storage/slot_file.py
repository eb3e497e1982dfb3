"""`office.slots`: a slot per worker and one for the recovery sheet, each wrapping the master.

Canonical JSON. Slots carry a user id and a tag of the login, no names. What a slot wraps is bound
to its place and its cost, so that it cannot be moved or weakened; the whole file carries a MAC.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from soudan_desk.storage.durable import disk_faults_as_sentences, replace_file
from soudan_desk.storage.keys import (
    NONCE_BYTES,
    Argon2Cost,
    OfficeKeys,
    Purpose,
    mac,
    same,
    unwrap,
)
from soudan_desk.storage.refusals import (
    AlteredSlotsError,
    DamagedSlotsError,
    NewerSchemaError,
)

FORMAT: Final = 1
KEPT_PREDECESSORS: Final = 2
_LARGEST_BYTES: Final = 4 * 1024 * 1024
_RECOVERY_KDF: Final = {"algorithm": "hkdf-sha256"}


class SlotStatus(StrEnum):
    """What a slot's password is."""

    ACTIVE = "active"
    ONE_TIME = "one_time"  # must be changed at first use, and expires


@dataclass(frozen=True, slots=True)
class Proof:
    """A slow hash of two groups of the recovery key, kept until somebody has typed them back."""

    groups: tuple[int, int]
    salt: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the master secret: a worker's password, or the recovery key (`user_id` None)."""

    slot_id: UUID
    user_id: UUID | None
    login_tag: str
    cost: Argon2Cost | None
    salt: bytes
    wrapped_master: bytes
    public_key: bytes
    wrapped_private: bytes
    status: SlotStatus
    changed_at: datetime
    expires_at: datetime | None = None
    proof: Proof | None = None

    @property
    def is_recovery(self) -> bool:
        """Whether the recovery key opens this slot."""
        return self.cost is None


@dataclass(frozen=True, slots=True)
class SlotFile:
    """The slots of one office and one epoch, as read from or written to the file."""

    db_uuid: UUID
    epoch: int
    slots: tuple[Slot, ...]
    mac: bytes = b""

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
    return _canonical(
        [str(file.db_uuid), file.epoch, str(slot.slot_id), _text(slot.user_id), _kdf(slot), content]
    )


def master_in(file: SlotFile, slot: Slot, own: bytearray) -> bytearray | None:
    """Unwrap the master secret with a slot's own key; None if the key is another."""
    return unwrap(own, slot.wrapped_master, bound_to(file, slot, "master"))


# --- reading and writing ---------------------------------------------------------------------


def read_slots(path: Path) -> SlotFile:
    """Read a slot file and hold its costs against the floors; its MAC is checked after unlock."""
    if not path.exists():
        raise DamagedSlotsError(
            "鍵のファイル(office.slots)がありません。控え(バックアップ)から戻してください。"
        )
    with disk_faults_as_sentences():
        too_large = path.stat().st_size > _LARGEST_BYTES
        content = b"" if too_large else path.read_bytes()
    return parse_slots(content)


def parse_slots(content: bytes) -> SlotFile:
    """Read a slot file's content."""
    try:
        told = json.loads(content)
        if told["format"] > FORMAT:
            raise NewerSchemaError
        slots = tuple(_slot_from(each) for each in told["slots"])
        file = SlotFile(UUID(told["db_uuid"]), int(told["epoch"]), slots, _bytes(told["mac"]))
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
    return {
        "format": FORMAT,
        "db_uuid": str(file.db_uuid),
        "epoch": file.epoch,
        "slots": [_told(slot) for slot in file.slots],
    }


def _told(slot: Slot) -> dict[str, Any]:
    nonce, wrapped = slot.wrapped_master[:NONCE_BYTES], slot.wrapped_master[NONCE_BYTES:]
    return {
        "slot_id": str(slot.slot_id),
        "user_id": _text(slot.user_id),
        "login_tag": slot.login_tag,
        "kdf": _kdf(slot),
        "salt": slot.salt.hex(),
        "nonce": nonce.hex(),
        "wrapped_master": wrapped.hex(),
        "public_key": slot.public_key.hex(),
        "wrapped_private": slot.wrapped_private.hex(),
        "status": slot.status.value,
        "changed_at": slot.changed_at.isoformat(),
        "expires_at": slot.expires_at.isoformat() if slot.expires_at else None,
        "proof": _told_proof(slot.proof),
    }


def _slot_from(told: dict[str, Any]) -> Slot:
    return Slot(
        slot_id=UUID(told["slot_id"]),
        user_id=UUID(told["user_id"]) if told["user_id"] else None,
        login_tag=str(told["login_tag"]),
        cost=_cost_from(told["kdf"]),
        salt=_bytes(told["salt"]),
        wrapped_master=_bytes(told["nonce"]) + _bytes(told["wrapped_master"]),
        public_key=_bytes(told["public_key"]),
        wrapped_private=_bytes(told["wrapped_private"]),
        status=SlotStatus(told["status"]),
        changed_at=_instant(told["changed_at"]),
        expires_at=_instant(told["expires_at"]) if told["expires_at"] else None,
        proof=_proof_from(told["proof"]),
    )


def _kdf(slot: Slot) -> dict[str, Any]:
    if slot.cost is None:
        return dict(_RECOVERY_KDF)
    cost = slot.cost
    return {
        "algorithm": "argon2id",
        "memory_kib": cost.memory_kib,
        "rounds": cost.rounds,
        "lanes": cost.lanes,
    }


def _cost_from(told: dict[str, Any]) -> Argon2Cost | None:
    if told == _RECOVERY_KDF:
        return None
    numbers = (told["memory_kib"], told["rounds"], told["lanes"])
    if told["algorithm"] != "argon2id" or not all(type(number) is int for number in numbers):
        raise AlteredSlotsError
    return Argon2Cost(*numbers)


def _told_proof(proof: Proof | None) -> dict[str, Any] | None:
    if proof is None:
        return None
    return {
        "groups": list(proof.groups),
        "salt": proof.salt.hex(),
        "digest": proof.digest.hex(),
    }


def _proof_from(told: dict[str, Any] | None) -> Proof | None:
    if told is None:
        return None
    first, second = told["groups"]
    return Proof((int(first), int(second)), _bytes(told["salt"]), _bytes(told["digest"]))


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text)


def _text(user_id: UUID | None) -> str | None:
    return str(user_id) if user_id else None


def _canonical(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
