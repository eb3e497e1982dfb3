"""Places of copies are known by their mark, wherever they are plugged in."""

import os
from pathlib import Path
from uuid import UUID

import pytest

from soudan_desk.storage.copy_media import (
    MARK,
    KeptPlace,
    PlaceKind,
    find_places,
    kind_of,
    mark_folder,
    number_at,
    read_places,
    where_is,
    write_places,
)
from soudan_desk.storage.folder import OfficeFolder


def place_at(folder, kind=PlaceKind.EXTERNAL):
    return KeptPlace(mark_folder(folder), "外付けA", folder, kind)


def test_a_folder_keeps_the_number_it_was_given(tmp_path):
    number = mark_folder(tmp_path)
    assert mark_folder(tmp_path) == number_at(tmp_path) == number
    assert "相談" not in (tmp_path / MARK).read_text()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"medium": 3}', b"\xff"])
def test_a_broken_mark_is_none(tmp_path, content):
    (tmp_path / MARK).write_bytes(content)
    assert number_at(tmp_path) is None


def test_another_medium_in_the_same_slot_is_not_taken_for_the_first(tmp_path):
    slot = tmp_path / "usb"
    slot.mkdir()
    first = place_at(slot)
    assert where_is(first) == slot
    slot.rename(tmp_path / "in the safe")
    slot.mkdir()
    second = place_at(slot)
    assert where_is(first) is None
    assert where_is(second) == slot
    assert first.number != second.number


def test_a_medium_is_found_under_another_name_of_the_system(tmp_path):
    folder = tmp_path / "tanaka" / "USB1" / "控え"
    folder.mkdir(parents=True)
    place = place_at(folder)
    (tmp_path / "tanaka" / "USB1").rename(tmp_path / "tanaka" / "USB2")
    assert where_is(place, [(tmp_path, 2)]) == tmp_path / "tanaka" / "USB2" / "控え"
    assert where_is(place, []) is None


def test_a_place_that_does_not_answer_holds_nobody_up(tmp_path):
    there, hanging = tmp_path / "usb", tmp_path / "share"
    there.mkdir()
    hanging.mkdir()
    os.mkfifo(hanging / MARK)  # who reads it waits for ever
    place = place_at(there)
    gone = KeptPlace(UUID(int=9), "共有フォルダー", hanging, PlaceKind.SHARE)

    assert find_places([gone, place], patience_s=0.2) == {place.number: there}
    os.close(os.open(hanging / MARK, os.O_WRONLY | os.O_NONBLOCK))  # the reader may go


def test_the_list_of_places_comes_back_as_it_was_kept(tmp_path):
    office = OfficeFolder(tmp_path)
    places = (
        KeptPlace(UUID(int=1), "外付けA", Path("/media/u/A"), PlaceKind.EXTERNAL, is_off_site=True),
        KeptPlace(UUID(int=2), "内蔵ディスク", Path("/data"), PlaceKind.DISK),
    )
    assert read_places(office) == ()
    write_places(office, places)
    assert read_places(office) == places
    office.copy_places.write_text("broken")
    assert read_places(office) == ()


def test_what_is_mounted_where_media_are_is_taken_for_one(tmp_path):
    assert kind_of(Path("/media/tanaka/USB1")) is PlaceKind.EXTERNAL
    assert kind_of(tmp_path) is PlaceKind.DISK
