"""The copies kept in one place: which are sound, which stay, which may go.

Only copies of this office under the key now in force are ever removed by themselves: what cannot be
proven is shown, never thrown away.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from soudan_desk.storage.bundle import (
    SUFFIX,
    Cancelled,
    Manifest,
    never,
    prove_files,
    read_manifest,
)
from soudan_desk.storage.durable import disk_faults_as_sentences, sync_folder
from soudan_desk.storage.keys import OfficeKeys
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.refusals import DamagedBackupError, NewerSchemaError

RECENT: Final = 8
DAILY: Final = 14
WEEKLY: Final = 8
MONTHLY: Final = 24
YEARLY: Final = 5
"""How many are kept: the last ones, then the last one of each day, week, month and year."""
SOUND_AT_LEAST: Final = 3
_SMALL: Final = ("office.slots", "office.toml")
_GONE: Final = ".gone"


class CopyState(StrEnum):
    """What is known of a kept copy without opening its database."""

    SOUND = "sound"
    DAMAGED = "damaged"
    OTHER_KEY = "other_key"  # from before the keys were changed


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """A copy that lies in a place."""

    bundle: Path
    made_at: datetime
    bytes: int
    state: CopyState


@dataclass(frozen=True, slots=True)
class PlaceCheck:
    """What looking through a place found: all copies, newest first, and which had been read."""

    copies: tuple[KeptCopy, ...]

    @property
    def damaged(self) -> tuple[KeptCopy, ...]:
        """The copies that are no good any more."""
        return tuple(each for each in self.copies if each.state is CopyState.DAMAGED)


def look_through(
    office: OpenedOffice, place: Path, *, read_one: bool = False, cancelled: Cancelled = never
) -> PlaceCheck:
    """List this office's copies in a place: manifests proven, sizes and small files compared.

    With `read_one`, one of them, chosen by chance, is also read as a whole.
    """
    found = []
    with disk_faults_as_sentences():
        bundles = sorted(place.glob(f"*{SUFFIX}")) if place.is_dir() else []
    for bundle in bundles:
        copy = _look_at(office, bundle, cancelled)
        if copy is not None:
            found.append(copy)
    if read_one:
        found = _with_one_read(office.keys, found, cancelled)
    return PlaceCheck(tuple(sorted(found, key=lambda copy: copy.made_at, reverse=True)))


def state_of(office: OpenedOffice, bundle: Path) -> CopyState | None:
    """Return what is known of one copy; None where it is no copy, or another office's."""
    copy = _look_at(office, bundle, never) if bundle.is_dir() else None
    return copy.state if copy is not None else None


def _look_at(office: OpenedOffice, bundle: Path, cancelled: Cancelled) -> KeptCopy | None:
    told = _in_clear(bundle)
    if told is None or told[0] != office.db_uuid:
        return None if told is not None else _unreadable(office, bundle)
    _, epoch, made_at = told
    if epoch != office.epoch:
        return KeptCopy(bundle, made_at, _size_of(bundle), CopyState.OTHER_KEY)
    state = CopyState.DAMAGED
    try:
        manifest = read_manifest(bundle, office.keys)
        if _sizes_agree(bundle, manifest):
            prove_files(bundle, manifest, _SMALL, cancelled)
            state = CopyState.SOUND
    except (DamagedBackupError, NewerSchemaError):
        pass
    return KeptCopy(bundle, made_at, _size_of(bundle), state)


def _unreadable(office: OpenedOffice, bundle: Path) -> KeptCopy | None:
    """Tell of a copy whose manifest is gone, if by its name it is one of this office."""
    if office.db_uuid.hex[:8] not in bundle.name:
        return None
    with disk_faults_as_sentences():
        changed = datetime.fromtimestamp(bundle.stat().st_mtime).astimezone()
    return KeptCopy(bundle, changed, _size_of(bundle), CopyState.DAMAGED)


def _with_one_read(
    keys: OfficeKeys, found: Sequence[KeptCopy], cancelled: Cancelled
) -> list[KeptCopy]:
    sound = [copy for copy in found if copy.state is CopyState.SOUND]
    if not sound:
        return list(found)
    chosen = random.choice(sound)  # noqa: S311 - no secret
    try:
        manifest = read_manifest(chosen.bundle, keys)
        prove_files(chosen.bundle, manifest, sorted(manifest.files), cancelled)
    except DamagedBackupError:
        damaged = KeptCopy(chosen.bundle, chosen.made_at, chosen.bytes, CopyState.DAMAGED)
        return [damaged if copy is chosen else copy for copy in found]
    return list(found)


def _in_clear(bundle: Path) -> tuple[UUID, int, datetime] | None:
    try:
        told: dict[str, Any] = json.loads((bundle / "manifest.json").read_bytes())
        made_at = datetime.fromisoformat(told["made_at"])
        return UUID(told["db_uuid"]), int(told["epoch"]), made_at
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _sizes_agree(bundle: Path, manifest: Manifest) -> bool:
    paths = {bundle / name: proof.bytes for name, proof in manifest.files.items()}
    return all(path.is_file() and path.stat().st_size == size for path, size in paths.items())


def _size_of(bundle: Path) -> int:
    return sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())


# --- which stay ------------------------------------------------------------------------------


def to_rotate_out(copies: Iterable[KeptCopy]) -> list[KeptCopy]:
    """Return the sound copies that none of the rules keeps.

    Nothing goes while the newest copy of the place is damaged, nor the last three sound ones.
    """
    newest_first = sorted(copies, key=lambda copy: copy.made_at, reverse=True)
    if not newest_first or newest_first[0].state is not CopyState.SOUND:
        return []
    sound = [copy for copy in newest_first if copy.state is CopyState.SOUND]
    kept = {id(copy) for copy in _kept(sound)}
    return [copy for copy in sound[SOUND_AT_LEAST:] if id(copy) not in kept]


def _kept(newest_first: Sequence[KeptCopy]) -> Iterable[KeptCopy]:
    yield from newest_first[:RECENT]
    for count, period_of in _PERIODS:
        last_of: dict[Any, KeptCopy] = {}
        for copy in newest_first:
            last_of.setdefault(period_of(copy.made_at.astimezone().date()), copy)
        yield from list(last_of.values())[:count]


_PERIODS: Final[tuple[tuple[int, Callable[[date], Any]], ...]] = (
    (DAILY, lambda day: day),
    (WEEKLY, lambda day: day.isocalendar()[:2]),
    (MONTHLY, lambda day: (day.year, day.month)),
    (YEARLY, lambda day: day.year),
)


def remove_copies(copies: Iterable[KeptCopy]) -> None:
    """Remove copies; one half removed is no copy any more, whatever happens."""
    for copy in copies:
        gone = copy.bundle.with_name(copy.bundle.name + _GONE)
        with disk_faults_as_sentences():
            copy.bundle.rename(gone)
            sync_folder(gone.parent)
        shutil.rmtree(gone, ignore_errors=True)


def sweep_half_done(office: OpenedOffice, place: Path) -> None:
    """Clear away what a power cut left of this office's copies being made or removed."""
    for ending in (_GONE, ".partial"):
        for left in place.glob(f"*-{office.db_uuid.hex[:8]}*{SUFFIX}{ending}"):
            shutil.rmtree(left, ignore_errors=True)
