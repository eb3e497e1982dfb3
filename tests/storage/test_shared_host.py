"""Several programs on one office: who may come in when, and what one does alone."""

import os
import stat
import time

import pytest
from bare_office import PASSWORD, add_notes, count_notes, make_tables, python
from sqlalchemy import text

from soudan_desk.storage import slots
from soudan_desk.storage.instance_lock import InstanceLock
from soudan_desk.storage.opening import open_office, open_office_with_recovery
from soudan_desk.storage.refusals import OpenElsewhereError, OthersInsideError

OTHER = """
import sys, time
from pathlib import Path
from bare_office import PASSWORD, add_notes, make_tables
from soudan_desk.storage.opening import open_office

office = open_office(Path(sys.argv[1]), "kanri", PASSWORD, prepare=make_tables)
office.instance_lock.admit()
print("open", flush=True)
for line in sys.stdin:
    if line.startswith("close"):
        office.close()
    else:
        add_notes(office)
    print("done", flush=True)
"""


def enter(path):
    office = open_office(path, "kanri", PASSWORD, prepare=make_tables)
    office.instance_lock.admit()
    return office


@pytest.fixture
def shared(bare_office):
    bare_office.share(on=True)
    return bare_office


@pytest.fixture
def other(shared):
    process = python(OTHER, shared.folder.path, talks=True)
    assert process.stdout.readline() == "open\n"
    yield process
    process.kill()
    process.communicate()


def ask(process, what):
    process.stdin.write(f"{what}\n")
    process.stdin.flush()
    assert process.stdout.readline() == "done\n"


def test_another_program_comes_in_and_each_sees_what_the_other_saved(shared, other):
    before = count_notes(shared)
    ask(other, "save")
    add_notes(shared)
    ask(other, "save")
    assert count_notes(shared) == before + 3
    assert [each.pid for each in shared.instance_lock.inside()] == [other.pid]


def test_only_one_who_is_alone_changes_what_all_share(shared, other):
    with pytest.raises(OthersInsideError, match="ほかの人が開いている"):
        shared.share(on=False)
    ask(other, "close")
    assert shared.instance_lock.inside() == []
    shared.share(on=False)
    with pytest.raises(OpenElsewhereError):
        enter(shared.folder.path)


def test_the_recovery_key_opens_for_one_alone(shared, recovery_key):
    with pytest.raises(OpenElsewhereError):
        open_office_with_recovery(shared.folder.path, recovery_key, prepare=make_tables)


def test_a_program_that_is_killed_is_no_longer_inside(shared, other):
    joined = enter(shared.folder.path)
    assert {each.pid for each in shared.instance_lock.inside()} == {other.pid, os.getpid()}
    other.kill()
    other.wait()
    assert [each.pid for each in shared.instance_lock.inside()] == [os.getpid()]
    with pytest.raises(OthersInsideError):
        shared.share(on=False)
    joined.close()
    assert shared.instance_lock.inside() == []
    shared.share(on=False)


def test_after_a_program_was_killed_the_next_one_alone_checks(shared, other):
    ask(other, "save")
    other.kill()
    other.wait()
    joined = enter(shared.folder.path)
    assert not joined.was_checked, "others are inside: nothing can be checked"
    joined.close()
    shared.close()
    alone = enter(shared.folder.path)
    assert alone.was_checked
    assert alone.instance_lock.inside() == []
    alone.close()


def test_an_office_under_way_is_waited_for(shared):
    path = shared.folder.path
    shared.close()
    lock = InstanceLock(path / "lock", shared=True)
    lock.acquire()  # as who opens it and brings it up to date
    late = python(OTHER, path, talks=True)
    time.sleep(0.5)
    assert late.poll() is None
    lock.admit()
    assert late.stdout.readline() == "open\n"
    late.kill()
    late.communicate()
    lock.release()


def test_who_seems_to_be_on_another_computer_is_not_joined(shared):
    with shared.folder.lock.open("ab") as file:
        file.write(b'{"host": "betsu-no-pc", "user": "x", "pid": 1, "boot_id": "", "since": ""}\n')
    with pytest.raises(OpenElsewhereError, match="betsu-no-pc"):
        enter(shared.folder.path)


def test_a_new_form_of_the_tables_waits_until_all_have_left(shared, monkeypatch):
    from soudan_desk.storage import prepare

    with pytest.raises(OthersInsideError, match="まず1人で"):
        monkeypatch.setattr(prepare, "needs_migration", lambda _connection: True)
        monkeypatch.setattr(prepare, "schema_of", lambda _connection: "0001")
        open_office(shared.folder.path, "kanri", PASSWORD, prepare=prepare.prepare)


@pytest.mark.skipif(os.name == "nt", reason="Windows hands a folder's rights on")
def test_the_folder_s_group_may_read_and_write_what_several_share(shared):
    add_notes(shared)
    slots.change_password(shared.folder, "kanri", PASSWORD, f"{PASSWORD} 2").drop()
    for each in (shared.folder.path, *shared.folder.path.rglob("*")):
        mode = stat.S_IMODE(each.stat().st_mode)
        assert mode & 0o660 == 0o660, each.name
        assert not mode & 0o007, each.name
    shared.share(on=False)
    assert stat.S_IMODE(shared.folder.marker_file.stat().st_mode) == 0o660


def test_slots_changed_by_two_at_once_lose_none(shared):
    from uuid import uuid4

    path, script = (
        shared.folder.path,
        """
import sys
from pathlib import Path
from uuid import uuid4
from bare_office import PASSWORD, make_tables
from soudan_desk.storage import slots
from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.opening import open_office
office = open_office(Path(sys.argv[1]), "kanri", PASSWORD, prepare=make_tables)
office.instance_lock.admit()
print("open", flush=True)
for at in range(8):
    slots.add_user(office.folder, office.keys, uuid4(), f"betsu{at}", cost=FLOOR)
""",
    )
    process = python(script, path)
    assert process.stdout.readline() == "open\n"
    for at in range(8):
        slots.add_user(shared.folder, shared.keys, uuid4(), f"kochira{at}", cost=slots.k.FLOOR)
    assert process.wait() == 0
    process.communicate()
    file = slots.untouched_slots(shared.folder, shared.keys)
    assert len(file.slots) == 2 + 16


def test_both_write_at_once_and_nothing_is_lost(shared, other):
    before = count_notes(shared)
    for _ in range(20):
        other.stdin.write("save\n")
    other.stdin.flush()
    for _ in range(20):
        add_notes(shared)
    for _ in range(20):
        assert other.stdout.readline() == "done\n"
    assert count_notes(shared) == before + 40
    with shared.engine.connect() as connection:
        gaps = text("SELECT max(seq) - count(*) FROM audit_entry")
        assert connection.execute(gaps).scalar_one() == 0
