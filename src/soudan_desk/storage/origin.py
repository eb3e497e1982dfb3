"""Where an act comes from: which PC, and which log-in on it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from soudan_desk.errors import SoudanError
from soudan_desk.storage.backoff import state_folder
from soudan_desk.storage.durable import replace_file


@dataclass(frozen=True, slots=True)
class Origin:
    """A PC's own number, and a number that each log-in gets anew."""

    device_id: UUID
    session_id: UUID = field(default_factory=uuid4)


def new_origin() -> Origin:
    """Return the origin of a log-in that begins now on this PC."""
    return Origin(_this_device())


def _this_device() -> UUID:
    """Return this PC's number, made when first asked for; a passing one where none can be kept."""
    place = state_folder() / "device.id"
    with suppress(OSError, ValueError):
        return UUID(place.read_text("ascii").strip())
    fresh = uuid4()
    with suppress(OSError, SoudanError):
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, str(fresh).encode())
    return fresh
