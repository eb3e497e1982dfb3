"""A process that is made to die: each trial is a fork of it, on the disk that fails on demand.

One line of JSON in, one out. Started by `faults.worker.Worker` with disk.c preloaded.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from faults import acts, weakened
from faults.disk import Disk, Mode
from faults.scene import Scene, Stage


def main() -> None:
    """Do one trial after another until the input ends."""
    for line in sys.stdin:
        print(json.dumps(_trial(json.loads(line))), flush=True)


def _trial(given: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _act_and_exit(given, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return {"status": "killed"}
    if not told:
        return {"status": "failed", "error": f"the process ended with {status}"}
    return dict(json.loads(told))


def _act_and_exit(given: dict[str, Any], writing: int) -> None:
    """Play the act in this fork; tell how it ended, unless it is killed before."""
    disk = Disk()
    try:
        scene = Scene(Path(given["root"]))
        os.environ["SOUDAN_STATE_DIR"] = str(scene.state)
        for name in given["without"]:
            weakened.WITHOUT[name]()
        log = Path(given["log"]) if given.get("log") else None
        stage = Stage(scene, disk, Mode(given["mode"]), given["at"], given["tear"], log)
        found = acts.ACTS[given["act"]](stage, **given["words"])
        told = {"status": "done", "found": found, "steps": disk.disarm()}
    except BaseException:  # noqa: BLE001 - the trial's outcome, told to who started it
        told = {"status": "failed", "error": traceback.format_exc(), "steps": disk.disarm()}
    told["sockets"] = disk.sockets
    os.write(writing, json.dumps(told).encode())
    os._exit(0)


if __name__ == "__main__":
    main()
