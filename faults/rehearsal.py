"""Playing an act once as it should go, to know what it does to the disk."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from faults.cuts import Cutter
from faults.disk import Mode
from faults.scene import Scene
from faults.worker import Worker


def rehearsed(worker: Worker, act: str, scene: Scene, **given: Any) -> Cutter:
    """Return what was done to the disk, in order, and what lays out cuts of it."""
    log = Path(tempfile.mkdtemp(dir=scene.root.parent)) / "acts"
    trial = worker.play(act, scene, mode=Mode.LOG, log=log, **given)
    assert trial.status == "done", trial.error
    return Cutter(scene.root, log)
