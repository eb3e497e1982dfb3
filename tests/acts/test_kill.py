"""kill -9 while somebody types: what was typed stands there again, but for the last two seconds."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

TYPIST = Path(__file__).with_name("typist.py")
KEPT_WITHIN_S = 2.0


def test_what_was_typed_before_kill_9_stands_there_again(folder, sit_down, tmp_path):
    log = tmp_path / "typed"
    with subprocess.Popen([sys.executable, str(TYPIST), str(folder), str(log)]) as typist:
        killed_at = _wait_until_typed(typist, log, seconds=6)
        os.kill(typist.pid, signal.SIGKILL)
        typist.wait()
    lines = [line.split("\t") for line in log.read_text().splitlines()]
    safe = "".join(text for at, text in lines if float(at) < killed_at - KEPT_WITHIN_S)

    worker = sit_down()
    worker.press("Ctrl+N")
    worker.sees("resume_consultation")
    worker.press("F2")

    text = worker.sees("body").text()
    everything = "".join(text for _at, text in lines)
    assert len(safe) > 20
    assert text.startswith(safe)
    assert everything.startswith(text)
    assert worker.sees("name").text() == "見本 まもる"


def _wait_until_typed(typist, log, *, seconds):
    """Wait until the typist has typed for so long; return the moment."""
    begin = None
    for _ in range(600):
        assert typist.poll() is None, "the typist went away"
        if begin is None and log.exists() and log.read_text():
            begin = time.time()
        if begin is not None and time.time() - begin > seconds:
            return time.time()
        time.sleep(0.05)
    raise AssertionError("the typist never began")
