"""Compartments: the keys under which sealed cases' texts lie, one for each of who may read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from soudan_desk.models.base import Base, new_id, now


class Compartment(Base):
    """What the texts of a sealed case, or of its person or household, are encrypted under.

    `owner_id` is the id of that case, person or household: it has one, replaced by another.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    owner_id: Mapped[UUID] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(default=now)


class CompartmentKey(Base):
    """A compartment's key, sealed to one slot's X25519 key: a worker's, or the recovery key's."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    compartment_id: Mapped[UUID]
    slot_user_id: Mapped[UUID | None]
    """Whose slot, as the slot file names it; none for the recovery key's."""
    public_key: Mapped[bytes]
    sealed_key: Mapped[bytes]

    @classmethod
    def constraints(cls) -> Iterable[Any]:
        """One key for each slot."""
        return (UniqueConstraint("compartment_id", "slot_user_id"),)
