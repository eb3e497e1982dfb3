"""Starting the process that is made to die, and asking it for one trial after another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faults.disk import Mode
from faults.scene import Scene

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Trial:
    """How a trial ended: `status` is done, killed or failed (`error` says why)."""

    status: str
    found: Any = None
    steps: int = 0
    sockets: int = 0
    error: str = ""

    @property
    def was_killed(self) -> bool:
        return self.status == "killed"


class Worker:
    """A worker's program, forked anew for each trial."""

    def __init__(self, disk: Path) -> None:
        paths = [str(ROOT / "src"), str(ROOT), str(ROOT / "tests")]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faults.driver"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "LD_PRELOAD": str(disk), "PYTHONPATH": os.pathsep.join(paths)},
        )
        self.trials = self.sockets = 0

    def play(
        self,
        act: str,
        scene: Scene,
        *,
        mode: Mode = Mode.COUNT,
        at: int = 0,
        tear: bool = False,
        log: Path | None = None,
        without: tuple[str, ...] = (),
        words: dict[str, Any] | None = None,
    ) -> Trial:
        """Play an act on a scene; `without` names protections that are switched off in it."""
        given = {
            "act": act,
            "root": str(scene.root),
            "mode": int(mode),
            "at": at,
            "tear": tear,
            "log": str(log) if log else "",
            "without": without,
            "words": words or {},
        }
        pipes = self._process.stdin, self._process.stdout
        assert pipes[0] is not None
        assert pipes[1] is not None
        pipes[0].write(json.dumps(given) + "\n")
        pipes[0].flush()
        trial = Trial(**json.loads(pipes[1].readline()))
        self.trials, self.sockets = self.trials + 1, self.sockets + trial.sockets
        return trial

    def close(self) -> None:
        """Let the process go."""
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait()
