"""One slot, and how it stands in the slot file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from soudan_desk.storage.keys import NONCE_BYTES, Argon2Cost
from soudan_desk.storage.refusals import AlteredSlotsError

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
    sealed_master: bytes = b""
    """Instead of `wrapped_master` since the keys were changed: sealed to `public_key`."""
    wrapped_epoch: int | None = None
    """What epoch `wrapped_private` is bound to; None for the file's own."""

    @property
    def is_recovery(self) -> bool:
        """Whether the recovery key opens this slot."""
        return self.cost is None


# --- shapes ----------------------------------------------------------------------------------


def told(slot: Slot) -> dict[str, Any]:
    """Return a slot as JSON."""
    nonce, wrapped = slot.wrapped_master[:NONCE_BYTES], slot.wrapped_master[NONCE_BYTES:]
    sealed = {"master": slot.sealed_master.hex(), "epoch": slot.wrapped_epoch}
    return {
        "slot_id": str(slot.slot_id),
        "user_id": str(slot.user_id) if slot.user_id else None,
        "login_tag": slot.login_tag,
        "kdf": kdf_of(slot),
        "salt": slot.salt.hex(),
        "nonce": nonce.hex(),
        "wrapped_master": wrapped.hex(),
        "public_key": slot.public_key.hex(),
        "wrapped_private": slot.wrapped_private.hex(),
        "status": slot.status.value,
        "changed_at": slot.changed_at.isoformat(),
        "expires_at": slot.expires_at.isoformat() if slot.expires_at else None,
        "proof": _told_proof(slot.proof),
        **({"sealed": sealed} if slot.sealed_master else {}),
    }


def slot_from(told: dict[str, Any]) -> Slot:
    """Read a slot; raises what a foreign shape makes Python raise."""
    sealed = told.get("sealed")
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
        sealed_master=_bytes(sealed["master"]) if sealed else b"",
        wrapped_epoch=int(sealed["epoch"]) if sealed else None,
    )


def kdf_of(slot: Slot) -> dict[str, Any]:
    """Return what opening a slot costs, as it is bound to what the slot wraps."""
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
