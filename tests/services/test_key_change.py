"""New keys for an office: who is in stays in, who is out stays out, and no kill loses it."""

import io
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from office_fixtures import PASSWORD, make_person
from soudan_desk.centres import all_processes
from soudan_desk.models import Attachment, Person
from soudan_desk.services.key_change import change_keys
from soudan_desk.services.office import open_office
from soudan_desk.services.staff import admit, disable_staff
from soudan_desk.storage.folder import OfficeFolder
from soudan_desk.storage.kept_files import bytes_of, keep_bytes, name_bytes
from soudan_desk.storage.keys import OfficeKeys, Purpose
from soudan_desk.storage.recovery import replace_recovery_key
from soudan_desk.storage.refusals import (
    DamagedDatabaseError,
    DamagedSlotsError,
    WrongPasswordError,
)
from soudan_desk.storage.restore import verify_backup
from soudan_desk.storage.sqlite_dialect import open_connection
from soudan_desk.storage.unlocking import unlock, unlock_with_recovery

LARGE = os.urandom(1_200_000)
_STRIDE = 6
"""Every sixth step, from another first one each run: in six runs all have been tried."""


def opened(path, login="kanri", password=PASSWORD):
    return open_office(path, login, password, processes=all_processes())


@pytest.fixture
def closed(office, tmp_path):
    """Give a closed office with a person, a large attachment, one who left, and its old keys."""
    work = office.work("shunin")
    person = make_person(work)
    kept = keep_bytes(office.opened, io.BytesIO(LARGE), len(LARGE))
    row = Attachment(file_name="紙.pdf", media_type="application/pdf", person_id=person)
    name_bytes(row, kept)
    with work.store.writing(None) as session:
        session.add(row)
    one_time = admit(office.work_of_admin, office.opened, "nishio")
    recovery = replace_recovery_key(office.opened.folder, office.opened.keys)
    leaver = unlock(office.opened.folder, "nishio", one_time).keys
    disable_staff(office.work_of_admin, office.opened, "nishio")
    office.opened.close()
    old = OfficeKeys(leaver.db_uuid, bytearray(leaver.master), bytearray(leaver.own))
    return office.path, old, one_time, recovery


def is_whole(path, password=PASSWORD):
    """Open as the administrator, and read what was there before."""
    office, work = opened(path, password=password)
    try:
        with work.store.reading(None) as session:
            assert session.query(Person).count() == 1
            row = session.query(Attachment).one()
            _ = row.content, row.file_key
            assert bytes_of(office, row) == LARGE
        assert not office.read_only
    finally:
        office.close()
    return True


def test_passwords_and_the_sheet_stay_and_whoever_kept_the_old_keys_reads_nothing(closed, tmp_path):
    path, old, one_time, recovery = closed

    done = change_keys(lambda: opened(path), tmp_path / "控え")

    assert is_whole(path)
    assert verify_backup(done.copy.bundle, "kanri", PASSWORD).verified
    folder = OfficeFolder(path)
    assert unlock_with_recovery(folder, recovery).keys.master != old.master
    with pytest.raises(WrongPasswordError):
        unlock(folder, "nishio", one_time)
    with pytest.raises(DamagedDatabaseError):
        open_connection(folder.database, old.key_for(Purpose.DATABASE))
    for kept in path.glob("office.slots.*"):
        shutil.copy(kept, folder.slots)
        assert unlock(folder, "kanri", PASSWORD).keys.master != old.master
    assert not list(path.glob("*.rotated*"))
    assert not list(path.glob("*.replaced"))
    assert not list(path.glob("rotation.ready"))


def test_the_chain_goes_on_and_keys_can_be_changed_again(closed, tmp_path):
    from soudan_desk.storage.audit_check import first_bad_seq

    path, *_ = closed
    first = change_keys(lambda: opened(path), tmp_path / "控え")
    second = change_keys(lambda: opened(path), tmp_path / "控え")

    assert first.old_copies == ()
    assert [copy.bundle for copy in second.old_copies] == [first.copy.bundle]
    assert is_whole(path)
    office, work = opened(path)
    try:
        assert office.epoch == 3
        with work.store.reading(None) as session:
            assert first_bad_seq(session, work.store.chain) is None
    finally:
        office.close()


def test_a_new_password_after_a_change_of_keys_opens(closed, tmp_path):
    path, *_ = closed
    change_keys(lambda: opened(path), tmp_path / "控え")
    own = "atarashii kagi wo kimemashita"

    office, _ = opened(path)
    office.change_password("kanri", PASSWORD, own)
    office.close()

    assert is_whole(path, own)


DYING = """
import os, signal, sys
from pathlib import Path
from office_fixtures import PASSWORD
from soudan_desk.centres import all_processes
from soudan_desk.services.key_change import change_keys
from soudan_desk.services.office import open_office
from soudan_desk.storage import durable, key_rotation

path, target, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])

def tell(*_):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

real = durable.sync_folder
def synced(folder):
    real(folder)
    tell()

key_rotation.sync_folder = synced
change_keys(
    lambda: open_office(path, "kanri", PASSWORD, processes=all_processes()), target, progress=tell
)
"""


def test_killed_at_any_step_the_office_opens_and_loses_nothing(closed, tmp_path, monkeypatch):
    path, *_ = closed
    code, tried, epochs, step = None, 0, set(), random.randrange(_STRIDE)
    while code != 0:
        victim = shutil.copytree(path, tmp_path / f"v{step}" / "office")
        monkeypatch.setenv("SOUDAN_STATE_DIR", str(victim.parent / "state"))  # a PC of its own
        words = [sys.executable, "-c", DYING, victim, tmp_path / f"控え{step}", str(step)]
        code = subprocess.run(
            words, check=False, env={**os.environ, "PYTHONPATH": _paths()}
        ).returncode
        assert code in {0, -signal.SIGKILL}
        assert is_whole(victim)
        assert not list(victim.glob("*.rotated*"))
        assert not (victim / "rotation.ready").exists()
        epochs.add(unlock(OfficeFolder(victim), "kanri", PASSWORD).epoch)
        tried, step = tried + 1, step + _STRIDE
    assert epochs == {1, 2}  # killed before and after the new keys came into force
    assert tried > 2


def test_a_change_that_cannot_be_finished_leaves_the_folder_to_the_next_try(closed):
    path, *_ = closed
    whole = (path / "office.slots").read_bytes()
    (path / "office.slots").write_bytes(b"what a lying disk left")
    (path / "rotation.ready").write_bytes(b"2")

    with pytest.raises(DamagedSlotsError) as first:
        opened(path)
    (path / "office.slots").write_bytes(whole)

    assert is_whole(path)
    assert first.value is not None  # held, as by a page that shows it


def _paths():
    return os.pathsep.join(each for each in sys.path if each)


@pytest.mark.parametrize("way", ["password", "recovery_key"])
def test_the_way_out_reads_an_office_whose_keys_were_changed(closed, tmp_path, way):
    path, *_, recovery = closed
    change_keys(lambda: opened(path), tmp_path / "控え")
    secret, login = (PASSWORD, "kanri") if way == "password" else (recovery, "")
    tool = Path(__file__).parents[2] / "installer" / "way_out"
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from pathlib import Path; import office_keys as k;"
        "s = k.read_slots(Path(sys.argv[2])); keys = k.Keys(s, sys.argv[3], sys.argv[4]);"
        "print(keys.key_for('dek_db').hex(), k.slots_are_untouched(s, keys))"
    )

    told = subprocess.run(
        [sys.executable, "-c", code, tool, path, login, secret],
        capture_output=True,
        check=True,
        text=True,
    )

    key = unlock(OfficeFolder(path), "kanri", PASSWORD).keys.key_for(Purpose.DATABASE)
    assert told.stdout.split() == [key.hex(), "True"]
