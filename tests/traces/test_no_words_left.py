"""What was written at the desk stands nowhere on the PC but where somebody saved it."""

import gzip
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest
from looking import files_with, is_in

from soudan_desk.desk.demo.write import give_slots

DESK = Path(__file__).with_name("busy_desk.py")
PROGRAM = Path(__file__).parents[2]
SHARED = tuple(map(Path, ("/tmp", "/var/tmp", "/dev/shm")))
WORDS = "番兵の言葉7f3a"


@pytest.fixture
def pc(tmp_path, office_template):
    """A PC of which all places a program may write to lie in one folder, with an office."""
    for name in ("home", "temp", "runtime", "work", "saved"):
        (tmp_path / name).mkdir(mode=0o700)
    shutil.copytree(office_template, tmp_path / "home" / "記録" / "office")
    give_slots(tmp_path / "home" / "記録" / "office", logins=["shunin"])
    return tmp_path


def environment(pc):
    """Return the usual places of a user's PC; the program's own settings among them."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "SOUDAN_"))}
    places = dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(pc / "temp"))
    return kept | places | {"HOME": str(pc / "home"), "XDG_RUNTIME_DIR": str(pc / "runtime")}


def test_after_a_day_a_crash_and_a_kill_the_words_are_only_where_they_were_saved(pc):
    secret, begin = f"番兵の言葉{secrets.token_hex(6)}", time.time()
    tail = secret.removeprefix("番兵の言葉")
    command = [sys.executable, str(DESK), str(pc / "home" / "記録" / "office"), str(pc / "saved")]
    with subprocess.Popen(
        [*command, secret],
        cwd=pc / "work", env=environment(pc), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as desk, _killed_after(desk, seconds=90):  # fmt: skip
        assert desk.stdout is not None
        written = json.loads(desk.stdout.readline() or b'["nothing came"]')
        os.kill(desk.pid, signal.SIGSEGV)
        said = b"".join(desk.communicate(timeout=30))
    assert desk.returncode == -signal.SIGSEGV, said.decode()

    saved = {path.name for path in files_with(tail, pc / "saved")}
    assert saved >= {"paper.pdf", "table.csv", "table.xlsx", "copy.pdf", "copy.txt"}
    assert (pc / "saved" / "printed.pdf").is_file()  # a page as pictures
    assert "sealed.xlsx.zip" not in saved
    shutil.rmtree(pc / "saved")
    assert files_with(tail, pc) == set()
    assert not is_in(tail, said)
    outside = [path for path in written if not _is_within(path, (pc, PROGRAM, Path("/dev")))]
    assert outside == []
    assert [path for path in _new_since(begin) if is_in(tail, path.read_bytes())] == []


@contextmanager
def _killed_after(process, *, seconds):
    timer = Timer(seconds, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _is_within(path, places):
    return any(place in Path(path).absolute().parents for place in places)


def _new_since(begin):
    """List what came meanwhile where all programs leave things, and in this program's folders."""
    shared = [each for place in SHARED if place.is_dir() for each in place.iterdir()]
    own = [each for name in ("src", "resources") for each in (PROGRAM / name).rglob("*")]
    return [
        path
        for path in (*shared, *own)
        if path.is_file() and path.stat().st_mtime >= begin and path.stat().st_size < 50_000_000
    ]


@pytest.mark.parametrize(
    "hide",
    [
        lambda words: words.encode(),
        lambda words: words.encode("utf-16"),
        lambda words: words.encode("utf-16-be"),
        lambda words: words.encode("cp932"),
        lambda words: json.dumps({"body": words}).encode(),
        lambda words: b"ab" + zlib.compress(words.encode("utf-16-le")) + b"cd",
        lambda words: gzip.compress(words.encode("shift_jis")),
        lambda words: words.encode("utf-16-be").hex().encode(),
    ],
)
def test_the_search_finds_words_however_they_stand_in_a_file(tmp_path, hide):
    (tmp_path / "a").write_bytes(b"x" * 500 + hide(WORDS))
    (tmp_path / "b").write_bytes(hide("ほかの言葉"))
    assert files_with(WORDS, tmp_path) == {tmp_path / "a"}


def test_the_search_finds_words_in_names_and_in_packed_files(tmp_path):
    named = tmp_path / f"{WORDS}.txt"
    named.touch()
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("document.xml", f"<p>{WORDS}</p>")
    assert files_with(WORDS, tmp_path) == {named, tmp_path / "a.docx"}
