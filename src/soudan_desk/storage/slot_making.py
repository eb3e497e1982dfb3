"""Making slots: wrapping the master secret under a password or under the recovery key."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from soudan_desk.storage import keys as k
from soudan_desk.storage.keys import Argon2Cost
from soudan_desk.storage.slot import Proof, Slot, SlotStatus
from soudan_desk.storage.slot_file import SlotFile, bound_to


def make_slot(
    file: SlotFile,
    master: bytearray,
    typed: bytearray,
    cost: Argon2Cost | None,
    *,
    user_id: UUID | None,
    login_tag: str,
    pair: tuple[bytes, bytearray] | None = None,
) -> tuple[Slot, bytearray, bytearray]:
    """Wrap the master secret and a key pair under a new own key; erase what was typed."""
    salt = secrets.token_bytes(k.SALT_BYTES)
    own = k.key_from_password(typed, salt, cost) if cost else k.key_from_recovery(typed, salt)
    k.erase(typed)
    public, private = pair or k.make_pair()
    slot = Slot(
        slot_id=uuid4(),
        user_id=user_id,
        login_tag=login_tag,
        cost=cost,
        salt=salt,
        wrapped_master=b"",
        public_key=public,
        wrapped_private=b"",
        status=SlotStatus.ACTIVE,
        changed_at=datetime.now(UTC),
    )
    slot = replace(
        slot,
        wrapped_master=k.wrap(own, master, bound_to(file, slot, "master")),
        wrapped_private=k.wrap(own, private, bound_to(file, slot, "private")),
    )
    return slot, own, private


def make_recovery_slot(file: SlotFile, master: bytearray) -> tuple[Slot, bytearray, str]:
    """Make a recovery key and its slot: (slot, its own key, the text for the sheet)."""
    recovery = k.make_recovery_key()
    text = k.recovery_text(recovery)
    slot, own, _ = make_slot(file, master, recovery, None, user_id=None, login_tag="")
    return replace(slot, proof=_proof_of(text)), own, text


def _proof_of(text: str) -> Proof:
    first, second = sorted(secrets.SystemRandom().sample(range(1, 9), 2))
    salt = secrets.token_bytes(k.SALT_BYTES)
    groups = text.split("-")
    digest = proof_digest([groups[first - 1], groups[second - 1]], salt)
    return Proof((first, second), salt, digest)


def proof_digest(groups: list[str], salt: bytes) -> bytes:
    """Hash two groups of a recovery key slowly; the other 120 bits stay unknown."""
    return bytes(k.key_from_password(bytearray("-".join(groups).encode()), salt, k.FLOOR))
