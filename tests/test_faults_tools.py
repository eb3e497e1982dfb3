"""The tools of `make faults` themselves: a disk that fails on demand, power cuts from its log."""

import os
import random
import shutil
import signal
import subprocess
import sys

import pytest
from faults import tally
from faults.cuts import Cutter, Done, keep_base
from faults.disk import Mode, build
from faults.enough import until_enough

WRITER = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from faults.cuts import Cutter, Done, keep_base
from faults.disk import Disk, Mode
folder = Path(sys.argv[2])
Disk().arm(folder, Mode(int(sys.argv[3])), at=int(sys.argv[4]), tear=True)
handle = os.open(folder / "a", os.O_CREAT | os.O_WRONLY)
os.write(handle, b"first")
os.fsync(handle)
os.write(handle, b"second")
os.rename(folder / "a", folder / "b")
print(Disk().disarm())
"""


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    if not (shutil.which("cc") or shutil.which("gcc")):
        pytest.skip("no C compiler here: make faults installs one")
    return build(tmp_path_factory.mktemp("disk"))


@pytest.fixture
def write(disk, tmp_path, pytestconfig):
    """Write on the disk in a process of its own: (how it ended, what it said, what is there)."""
    folder = tmp_path / "folder"
    folder.mkdir()

    def run(mode, at):
        words = [sys.executable, "-S", "-c", WRITER, pytestconfig.rootpath, folder, str(mode), at]
        done = subprocess.run(
            list(map(str, words)),
            check=False,
            capture_output=True,
            env={**os.environ, "LD_PRELOAD": str(disk)},
        )
        left = {each.name: each.read_bytes() for each in folder.iterdir()}
        return done.returncode, (done.stdout + done.stderr).strip(), left

    return run


def test_a_disk_that_only_counts_does_what_any_disk_does(write):
    assert write(int(Mode.COUNT), 0) == (0, b"5", {"b": b"firstsecond"})


@pytest.mark.parametrize(
    ("at", "left"),
    [(1, {}), (2, {"a": b"fi"}), (4, {"a": b"firstsec"}), (5, {"a": b"firstsecond"})],
)
def test_a_process_dies_before_or_in_the_middle_of_the_act_it_was_told(write, at, left):
    assert write(int(Mode.DIE), at) == (-signal.SIGKILL, b"", left)


def test_a_full_disk_takes_half_of_a_write_and_nothing_after_it(write):
    code, said, left = write(int(Mode.FULL), 2)
    assert (code, left) == (1, {"a": b"fi"})
    assert b"No space left" in said


def test_a_power_cut_keeps_what_was_synced_and_nothing_else_for_certain(tmp_path):
    root, log = tmp_path / "root", tmp_path / "log"
    root.mkdir()
    (root / "old").write_bytes(b"o" * 2048)
    inode = (root / "old").stat().st_ino
    keep_base(root, log)
    log.touch()
    cutter = Cutter(root, log)
    cutter.acts = [
        Done("write", inode, 0, b"S" * 512, f"{root}/old", ""),
        Done("sync", inode, 0, b"", f"{root}/old", ""),
        Done("write", inode, 512, b"n" * 1024, f"{root}/old", ""),
        Done("create", -1, 0, b"", f"{root}/new", ""),
        Done("write", -1, 0, b"x", f"{root}/new", ""),
        Done("sync", -1, 0, b"", f"{root}/new", ""),
        Done("rename", 0, 0, b"", f"{root}/new", f"{root}/named"),
    ]
    seen, chance = set(), random.Random(1)
    for number in range(300):
        left = tmp_path / f"cut{number}"
        cutter.cut(len(cutter.acts), left, chance)
        old = (left / "old").read_bytes()
        assert old.startswith(b"S" * 512)
        assert old.endswith(b"o" * 512)
        names = tuple(sorted(each.name for each in left.iterdir()))
        seen.add((names, old[512:513], old[1024:1025]))

    assert {names for names, *_ in seen} == {("old",), ("new", "old"), ("named", "old")}
    assert {(a, b) for _, a, b in seen} == {(b"n", b"n"), (b"o", b"o"), (b"n", b"o"), (b"o", b"n")}

    cutter.acts.append(Done("sync_folder", 0, 0, b"", str(root), ""))
    cutter.cut(len(cutter.acts), tmp_path / "synced", chance)
    assert (tmp_path / "synced" / "named").read_bytes() == b"x"


def test_a_fault_is_made_until_the_test_has_seen_enough_where_the_protection_is_off():
    lost = []
    for moment in until_enough(range(100), lost, protected=False, least=5):
        if moment in {0, 1, 2, 40}:
            lost.append(moment)
    assert moment == 4, "at least so often, though three were lost before"
    lost.clear()
    for moment in until_enough(range(100), lost, protected=False, least=5):
        if moment in {7, 30, 60}:
            lost.append(moment)
    assert moment == 60
    assert len(list(until_enough(range(100), lost, protected=True))) == 100


def test_counts_of_several_processes_come_together(tmp_path):
    one, two = tally.Tally(heading="A kill"), tally.Tally(heading="A kill")
    one.count("`kill -9` in saves", [], 10, "{number} told", 4)
    two.count("`kill -9` in saves", ["1"], 5, "{number} told", 3)
    two.count_weak("`kill -9` in saves", "no transaction", ["1"], 2)
    one.take_in(two.to_text())
    page = tmp_path / "page.md"
    tally.write(one, page, 60.0, failed=0, share=0.5)
    assert (
        "| `kill -9` in saves | 15 | 14 | 1 | 7 told | no transaction | 2 | 1 |" in page.read_text()
    )
    assert "**Not a whole run: 50% of the trials.**" in page.read_text()
