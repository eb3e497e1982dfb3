"""Which copies stay in a place, and that what is damaged is noticed and never thrown away."""

import json
import shutil
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from bare_office import add_notes

from soudan_desk.storage.backup import make_backup
from soudan_desk.storage.kept_copies import (
    CopyState,
    KeptCopy,
    look_through,
    remove_copies,
    sweep_half_done,
    to_rotate_out,
)

NOW = datetime(2026, 11, 24, 12).astimezone()


def copy_of(age, state=CopyState.SOUND):
    made_at = NOW - age
    return KeptCopy(Path(f"{made_at:%Y%m%d-%H%M}"), made_at, 1, state)


def test_the_last_ones_and_one_of_each_day_week_month_and_year_stay():
    every_4_hours = [copy_of(timedelta(hours=4 * n)) for n in range(6 * 365 * 4)]

    going = {id(copy) for copy in to_rotate_out(every_4_hours)}
    staying = [copy for copy in every_4_hours if id(copy) not in going]

    assert staying[:8] == every_4_hours[:8]
    days = {copy.made_at.date() for copy in staying}
    assert all((NOW - timedelta(days=n)).date() in days for n in range(14))
    weeks = {copy.made_at.isocalendar()[:2] for copy in staying}
    assert all((NOW - timedelta(weeks=n)).isocalendar()[:2] in weeks for n in range(8))
    assert len({(copy.made_at.year, copy.made_at.month) for copy in staying}) >= 24
    assert {copy.made_at.year for copy in staying} == {2022, 2023, 2024, 2025, 2026}
    assert len(staying) < 8 + 14 + 8 + 24 + 5


def test_the_last_three_sound_copies_stay_however_old():
    old = [copy_of(timedelta(days=4000 + n)) for n in range(3)]

    assert to_rotate_out(old) == []


@pytest.mark.parametrize("state", [CopyState.DAMAGED, CopyState.OTHER_KEY])
def test_nothing_goes_while_the_newest_copy_does_not_hold(state):
    copies = [copy_of(timedelta(hours=n)) for n in range(60)]
    assert to_rotate_out(copies)

    assert to_rotate_out([copy_of(timedelta(0), state), *copies[1:]]) == []


@pytest.fixture
def place(tmp_path):
    return tmp_path / "控え"


def test_copies_are_known_and_another_offices_are_not_touched(bare_office, place, tmp_path):
    bundles = [make_backup(bare_office, place).bundle for _ in range(3)]
    foreign = shutil.copytree(bundles[0], place / "soudan-foreign.backup")
    told = json.loads((foreign / "manifest.json").read_bytes())
    told["db_uuid"] = "00000000-0000-4000-8000-000000000099"
    (foreign / "manifest.json").write_text(json.dumps(told))

    found = look_through(bare_office, place, read_one=True)

    assert {copy.bundle for copy in found.copies} == set(bundles)
    assert {copy.state for copy in found.copies} == {CopyState.SOUND}


@pytest.mark.parametrize("part", ["manifest.json", "office.db", "office.slots"])
def test_copies_that_are_rewritten_are_noticed_at_once(bare_office, place, part):
    """As ransomware does: file after file gets another content and another length."""
    bundles = [make_backup(bare_office, place).bundle for _ in range(3)]
    for bundle in bundles[:2]:
        (bundle / part).write_bytes(b"encrypted by somebody else")

    found = look_through(bare_office, place)

    assert {copy.bundle for copy in found.damaged} == set(bundles[:2])


def test_a_flipped_byte_is_found_by_reading_a_copy_as_a_whole(bare_office, place):
    bundle = make_backup(bare_office, place).bundle
    content = bytearray((bundle / "office.db").read_bytes())
    content[len(content) // 2] ^= 1
    (bundle / "office.db").write_bytes(content)

    assert not look_through(bare_office, place).damaged
    assert look_through(bare_office, place, read_one=True).damaged


def test_what_was_half_made_or_half_removed_goes_and_copies_stay(bare_office, place):
    bundles = [make_backup(bare_office, place).bundle for _ in range(2)]
    shutil.copytree(bundles[0], bundles[0].with_name(bundles[0].name + ".partial"))
    copy = next(c for c in look_through(bare_office, place).copies if c.bundle == bundles[0])
    remove_copies([copy])
    shutil.copytree(bundles[1], bundles[0].with_name(bundles[0].name + ".gone"))

    sweep_half_done(bare_office, place)

    assert list(place.iterdir()) == [bundles[1]]


def test_a_copy_never_holds_a_save_up_for_a_second(bare_office, place):
    add_notes(bare_office, 20_000)
    waits, stop = [], threading.Event()

    def save():
        while not stop.is_set():
            started = time.monotonic()
            add_notes(bare_office)
            waits.append(time.monotonic() - started)

    saver = threading.Thread(target=save)
    saver.start()
    try:
        made = make_backup(bare_office, place)
    finally:
        stop.set()
        saver.join()

    assert made.verified
    assert len(waits) > 3
    assert max(waits) < 1
