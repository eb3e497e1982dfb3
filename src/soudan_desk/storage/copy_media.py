"""The places an office keeps its copies in; each is known by a mark, not by its drive letter.

Two disks that are plugged in by turns get the same letter, or each other's. So each carries a small
file with a number, which says nothing of the office. Which places there are stands in the office
folder, in clear: numbers, names like 「外付けA」, and where each was last.
"""

from __future__ import annotations

import json
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any, Final
from uuid import UUID, uuid4

from soudan_desk.storage.durable import disk_faults_as_sentences, replace_file
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.places import is_removable, is_share

PATIENCE_S: Final = 5.0
MARK: Final = "soudan-desk-medium.json"
_MOUNTED: Final = ((Path("/media"), 2), (Path("/run/media"), 2), (Path("/mnt"), 1))
"""Where systems other than Windows mount disks, and how many folders deep."""


class PlaceKind(StrEnum):
    """Whether a place is always there, and whether others reach it."""

    DISK = "disk"
    EXTERNAL = "external"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A place of copies: `folder` is where it was last; off site it lies outside the office."""

    number: UUID
    name: str
    folder: Path
    kind: PlaceKind
    is_off_site: bool = False

    @property
    def key(self) -> str:
        """What the audit chain calls it."""
        return f"place:{self.number.hex[:12]}"


def kind_of(folder: Path) -> PlaceKind:
    """Guess what a folder lies on; a disk in a case of its own may look like an internal one."""
    if is_share(folder):
        return PlaceKind.SHARE
    mounted = any(folder.is_relative_to(base) for base, _ in _MOUNTED)
    return PlaceKind.EXTERNAL if mounted or is_removable(folder) else PlaceKind.DISK


# --- the mark --------------------------------------------------------------------------------


def mark_folder(folder: Path) -> UUID:
    """Write a number into a folder, or return the one it has."""
    number = number_at(folder)
    if number is None:
        number = uuid4()
        replace_file(folder / MARK, json.dumps({"medium": str(number)}).encode())
    return number


def number_at(folder: Path) -> UUID | None:
    """Return the number written into a folder; None where there is none."""
    try:
        return UUID(json.loads((folder / MARK).read_bytes())["medium"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def where_is(place: KeptPlace, mounted: Sequence[tuple[Path, int]] = _MOUNTED) -> Path | None:
    """Find a place by its number, also under another letter or name; None where it is not there."""
    elsewhere = _elsewhere(place.folder, mounted) if place.kind is PlaceKind.EXTERNAL else ()
    for folder in (place.folder, *elsewhere):
        if number_at(folder) == place.number:
            return folder
    return None


def find_places(
    places: Iterable[KeptPlace], patience_s: float = PATIENCE_S
) -> dict[UUID, Path | None]:
    """Find all places at once; what does not answer in time, as a share that is gone, is not there.

    Nobody waits longer, not even the end of the program.
    """
    found: dict[UUID, Path | None] = {}

    def look(place: KeptPlace) -> None:
        found[place.number] = where_is(place)

    seekers = [Thread(target=look, args=(place,), daemon=True) for place in places]
    for seeker in seekers:
        seeker.start()
    until = monotonic() + patience_s
    for seeker in seekers:
        seeker.join(max(0.0, until - monotonic()))
    return dict(found)


def _elsewhere(folder: Path, mounted: Sequence[tuple[Path, int]]) -> Iterable[Path]:
    if folder.drive:
        tail = folder.relative_to(folder.anchor)
        yield from (Path(f"{letter}:\\") / tail for letter in string.ascii_uppercase)
    for base, depth in mounted:
        if folder.is_relative_to(base):
            rest = folder.relative_to(base).parts[depth:]
            yield from (disk.joinpath(*rest) for disk in sorted(base.glob("/".join("*" * depth))))


# --- the list --------------------------------------------------------------------------------


def read_places(office: OfficeFolder) -> tuple[KeptPlace, ...]:
    """Return the places an office keeps copies in; none where the list is missing or broken."""
    try:
        return tuple(_place_from(told) for told in json.loads(office.copy_places.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def key_at(office: OfficeFolder, folder: Path) -> str | None:
    """Return what the chain calls the place that a folder is; None where it is none of them."""
    number = number_at(folder)
    return next((each.key for each in read_places(office) if each.number == number), None)


def write_places(office: OfficeFolder, places: Iterable[KeptPlace]) -> None:
    """Keep the list."""
    told = [
        {
            "number": str(place.number),
            "name": place.name,
            "folder": str(place.folder),
            "kind": place.kind.value,
            "off_site": place.is_off_site,
        }
        for place in places
    ]
    with disk_faults_as_sentences():
        replace_file(office.copy_places, json.dumps(told, ensure_ascii=False).encode())


def _place_from(told: dict[str, Any]) -> KeptPlace:
    return KeptPlace(
        UUID(told["number"]),
        str(told["name"]),
        Path(told["folder"]),
        PlaceKind(told["kind"]),
        bool(told["off_site"]),
    )
