"""Two media by turns, for the picture of 控え: one is plugged in, the other out of the house."""

from __future__ import annotations

from soudan_desk.models.base import now
from soudan_desk.services.copies import keep_due
from soudan_desk.services.copy_standing import copy_standing
from soudan_desk.storage.copy_media import (
    KeptPlace,
    PlaceKind,
    mark_folder,
    read_places,
    write_places,
)
from soudan_desk.ui.seat import Seat


def keep_on_two_media(seat: Seat) -> None:
    """Take two folders beside the office for media, once, and make a copy on each."""
    folder = seat.office.folder
    if read_places(folder):
        return
    media = {letter: folder.path.parent / f"USB-{letter}" for letter in "AB"}
    places = []
    for letter, medium in media.items():
        medium.mkdir()
        number, is_outside = mark_folder(medium), letter == "B"
        name = f"外付け{letter}"
        places.append(KeptPlace(number, name, medium, PlaceKind.EXTERNAL, is_off_site=is_outside))
    write_places(folder, places)
    keep_due(seat.work, seat.office, copy_standing(seat.work, seat.office).due(now()))
    media["B"].rename(folder.path.parent / "金庫")
