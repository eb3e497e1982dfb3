import os
import platform
import signal

import pytest
from bare_office import PASSWORD, make_tables, python

from soudan_desk.storage.instance_lock import InstanceLock
from soudan_desk.storage.opening import open_office
from soudan_desk.storage.refusals import OpenElsewhereError

HOLDER = """
import sys, time
from pathlib import Path
from bare_office import PASSWORD, make_tables
from soudan_desk.storage.opening import open_office

office = open_office(Path(sys.argv[1]), "kanri", PASSWORD, prepare=make_tables)
print("open", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(office_path):
    process = python(HOLDER, office_path)
    assert process.stdout.readline() == "open\n"
    yield process
    process.kill()
    process.communicate()


def test_an_office_open_in_another_program_is_refused_and_says_where(office_path, holder):
    with pytest.raises(OpenElsewhereError, match="ほかの画面で開かれています") as refusal:
        open_office(office_path, "kanri", PASSWORD)

    assert "このパソコン" in str(refusal.value)


def test_an_office_of_a_killed_program_opens_and_is_checked_first(office_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    said = []

    office = open_office(
        office_path,
        "kanri",
        PASSWORD,
        prepare=make_tables,
        progress=lambda what, done: said.append((what, done)),
    )

    assert office.was_checked
    assert [done for _, done in said] == [0.0, 0.5, 1.0]
    office.close()
    again = open_office(office_path, "kanri", PASSWORD, prepare=make_tables)
    assert not again.was_checked
    again.close()


def test_an_office_opens_once_in_one_program_too(bare_office, office_path):
    with pytest.raises(OpenElsewhereError):
        open_office(office_path, "kanri", PASSWORD)


def test_a_lock_tells_who_holds_it_and_nothing_once_released(tmp_path):
    lock = InstanceLock(tmp_path / "lock")
    lock.acquire()

    told = (tmp_path / "lock").read_text()
    assert platform.node() in told
    assert str(os.getpid()) in told
    lock.release()
    assert (tmp_path / "lock").read_bytes() == b""


def test_a_refused_password_does_not_hide_that_a_check_is_due(office_path):
    lock = InstanceLock(office_path / "lock")
    lock.acquire()
    lock.release(clean=False)

    with pytest.raises(Exception, match="違います"):
        open_office(office_path, "kanri", "wrong")
    office = open_office(office_path, "kanri", PASSWORD, prepare=make_tables)
    assert office.was_checked
    office.close()
